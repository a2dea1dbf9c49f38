"""A provider's limit of so many requests a second, used to the full and never broken.

The server counts a request somewhere between our asking and its answer, so request number i + limit
is asked only when a whole second has gone by since the answer to number i: whatever the line's
delay, no second ever holds more than the limit. The state is a small locked file, so all workers of
a host keep to it together; a request whose worker died stops counting after a few seconds.
"""

import asyncio
import fcntl
import json
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

LOST_AFTER = 35.0  # longer than any request may take
WINDOW = 1.0
MARGIN = 0.002  # clocks and rounding
POLL = 0.01
JITTER = 0.002  # by which a sleeper wakes late


class Pace:
    def __init__(self, path: Path, limit: int):
        self._path, self._limit = path, limit

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """One request may be under way inside."""
        ticket = f"{os.getpid()}-{time.monotonic_ns()}"
        while (wait := self._locked(lambda state: self._take(state, ticket))) > 0:
            await asyncio.sleep(wait)
        try:
            yield
        finally:
            self._locked(lambda state: _end(state, ticket))

    def learn(self, limit: int) -> None:
        """What the provider itself says the limit is."""
        self._locked(lambda state: state.__setitem__("limit", max(1, limit)))

    def rest(self, seconds: float) -> None:
        """Nobody asks before then."""
        until = time.time() + seconds
        self._locked(lambda state: state.__setitem__("rest", until))

    def _take(self, state: dict[str, Any], ticket: str) -> float:
        """0 when the slot is ours, else how long to wait before asking again."""
        at, limit = time.time(), int(state.get("limit", self._limit))
        if (rest := state.get("rest", 0.0)) > at:
            return rest - at
        live = [s for s in state.get("slots", []) if _counts(s, at)]
        state["slots"] = live
        wait = self._wait(live, limit, at, is_crowded=at - state.get("waited", 0.0) < WINDOW)
        if wait > 0:
            state["waited"] = at
            return max(wait, 0.0005)
        live.append({"ticket": ticket, "began": at, "ended": None})
        return 0.0

    def _wait(self, live: list[dict[str, Any]], limit: int, at: float, *, is_crowded: bool) -> float:
        """Where some wait, they come at even distances: in a bunch requests hold each other up, and as long
        as one is under way its place cannot be used again."""
        distance = _turn(live) / limit - JITTER if is_crowded else 0.0
        early = max((s["began"] for s in live), default=0.0) + distance - at
        if early > 0 or len(live) < limit:
            return early
        ended = sorted(_frees(s) for s in live if s["ended"])
        return max(min(ended) - at, 0.0005) if ended else POLL

    def _locked(self, change: Callable[[dict[str, Any]], Any]) -> Any:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            state = _read(os.pread(handle, 100_000, 0))
            result = change(state)
            content = json.dumps(state).encode()
            os.pwrite(handle, content, 0)
            os.ftruncate(handle, len(content))
            return result
        finally:
            os.close(handle)


def _counts(slot: dict[str, Any], at: float) -> bool:
    """Not yet free again, nor lost, nor of a time that lies ahead since the clock was set back."""
    return -WINDOW < at - slot["began"] < LOST_AFTER and _frees(slot) > at


def _frees(slot: dict[str, Any]) -> float:
    return slot["ended"] + WINDOW + MARGIN if slot["ended"] else float("inf")


def _turn(slots: list[dict[str, Any]]) -> float:
    """How long it is from taking a place to taking it again: the window, and what a request takes."""
    took = [slot["ended"] - slot["began"] for slot in slots if slot["ended"]]
    return WINDOW + MARGIN + min(took, default=0.0)


def _end(state: dict[str, Any], ticket: str) -> None:
    for slot in state.get("slots", []):
        if slot["ticket"] == ticket:
            slot["ended"] = time.time()


def _read(content: bytes) -> dict[str, Any]:
    """A file torn by a kill begins anew."""
    try:
        found = json.loads(content or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
