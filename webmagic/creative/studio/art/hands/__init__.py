"""Hands: how a scene is drawn. A new hand is a module with hero, item and band, listed here."""

from random import Random
from typing import Protocol, cast

from webmagic.creative.studio.art.hands import (
    block,
    clay,
    cutout,
    draft,
    flat,
    gilt,
    gouge,
    halftone,
    inline,
    level,
    ligne,
    pane,
)
from webmagic.creative.studio.art.hands.sheet import Sheet
from webmagic.creative.studio.art.kit import Parts
from webmagic.creative.studio.art.scene import Scene


class Hand(Protocol):
    SAYS: str  # one sentence for the operator, with {what}

    def hero(self, scene: Scene, rng: Random) -> Sheet: ...
    def item(self, parts: Parts, rng: Random) -> Sheet: ...
    def band(self, parts: Parts, rng: Random) -> Sheet: ...


HANDS: dict[str, Hand] = cast(
    dict[str, Hand],
    {
        "gouge": gouge,
        "flat": flat,
        "level": level,
        "halftone": halftone,
        "ligne": ligne,
        "inline": inline,
        "block": block,
        "cutout": cutout,
        "clay": clay,
        "pane": pane,
        "draft": draft,
        "gilt": gilt,
    },
)
