"""The pace of the window. A fast engine finishes before anyone can read; so events are kept in
order per site and shown one after another, each for as long as it takes to see it."""

from collections import deque
from collections.abc import Mapping
from typing import Any

Event = Mapping[str, Any]
KINDS = ("stage", "say", "part", "site")
ENDED = ("ready", "published", "refused", "failed", "withdrawn")
GROWING = "\x02"  # a sentence still being written: the engine sets the pace
MOST_SITES = 3  # further ones are seen finished, in the gallery
HURRY = 24  # so many events behind, the window catches up


class Player:
    def __init__(self, pinned: int = 0):
        """`pinned`: show this site only."""
        self.pinned = pinned
        self.lines: dict[int, deque[Event]] = {}

    def hear(self, event: Event) -> None:
        site = event.get("site_id")
        if (
            event.get("type") not in KINDS
            or not isinstance(site, int)
            or (self.pinned and site != self.pinned)
        ):
            return
        if site not in self.lines and len(self.lines) >= MOST_SITES:
            return
        line = self.lines.setdefault(site, deque(maxlen=400))
        if event.get("stopped"):
            line.clear()
        line.append(event)

    def next(self, shown: int) -> Event | None:
        """The next event of the site that is shown."""
        line = self.lines.get(shown)
        return line.popleft() if line else None

    def next_site(self, shown: int, is_finished: bool) -> int:
        """Where the window moves to: 0 while the shown site still has something to tell."""
        if self.lines.get(shown) or not is_finished:
            return 0
        self.lines.pop(shown, None)
        return next(iter(self.lines), 0)

    @property
    def is_idle(self) -> bool:
        return not any(self.lines.values())

    def pause(self, event: Event, shown: int) -> float:
        """Seconds this event stays the newest."""
        behind = len(self.lines.get(shown, ()))
        if behind > HURRY:
            return 0.1
        if event.get("type") == "say" and str(event.get("text", "")).startswith(GROWING):
            return 0.12
        if event.get("type") == "part":
            return 0.3
        if event.get("type") == "say":
            return min(0.5 + 0.07 * len(str(event.get("text", "")).split()), 1.6)
        return 0.6
