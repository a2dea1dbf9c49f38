"""A scene: parts back to front in an 800 × 720 frame, and what the hand may add around them."""

from dataclasses import dataclass, replace

from webmagic.creative.studio.art.kit import Parts, put

WIDTH, HEIGHT = 800.0, 720.0
ITEM = 240.0


@dataclass(frozen=True)
class Scene:
    """`sun` is the centre and radius of the large form behind; `ground` the y things stand on.

    `is_pale` scenes have a main form of bare paper, which only a solid form behind can show.
    """

    parts: Parts
    sun: tuple[float, float, float] = (400, 330, 250)
    ground: float | None = 640
    is_pale: bool = False

    def mirrored(self) -> "Scene":
        x, y, r = self.sun
        return replace(self, parts=put(self.parts, WIDTH, flip=True), sun=(WIDTH - x, y, r))
