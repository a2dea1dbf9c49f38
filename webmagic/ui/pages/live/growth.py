"""What the frames are told of the page that grows in them."""

import json
from dataclasses import dataclass, field, replace

from webmagic.conductor import Grown

OPENING = ("header", "hero")  # seen as soon as the look is known


@dataclass(frozen=True)
class Frame:
    """The page as it is laid out, and which of its sections are shown."""

    grown: Grown = field(default_factory=lambda: Grown("", ""))
    shown: tuple[str, ...] = ()

    def laid(self, grown: Grown) -> "Frame":
        """The page laid out anew; what was shown stays."""
        return replace(self, grown=grown)

    def opened(self) -> "Frame":
        return replace(self, shown=tuple(kind for kind in self.grown.kinds if kind in OPENING))

    def showing(self, *kinds: str) -> "Frame":
        wanted = {*self.shown, *kinds}
        return replace(self, shown=tuple(kind for kind in self.grown.kinds if kind in wanted))

    @property
    def hidden(self) -> list[str]:
        """What is finished and not shown yet, from the top of the page down."""
        return [kind for kind in self.grown.kinds if kind in self.grown.done and kind not in self.shown]

    @property
    def message(self) -> str:
        return json.dumps({"release": self.grown.release, "shown": list(self.shown)})
