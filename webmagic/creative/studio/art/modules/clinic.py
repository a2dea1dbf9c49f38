# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Clinic: stethoscope, bag and bottles, for doctors, pharmacies and opticians."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Parts,
    arc,
    body,
    ellipse,
    fill,
    fine,
    joined,
    lens,
    mark,
    put,
    rect,
    rows,
    slab,
    tube,
)
from webmagic.creative.studio.art.modules import desk
from webmagic.creative.studio.art.scene import Scene

CROSS = "M-36 -98L36 -98L36 -36L98 -36L98 36L36 36L36 98L-36 98L-36 36L-98 36L-98 -36L-36 -36Z"
HEART = "M0 92C-90 34 -110 -20 -92 -58C-72 -98 -20 -94 0 -50C20 -94 72 -98 92 -58C110 -20 90 34 0 92Z"


def stethoscope(rng: Random) -> Parts:
    return put(_stethoscope(), 0, 0, 0.96, rng.uniform(-6, 6))


def _stethoscope() -> Parts:
    return (
        tube("M-46 -92C-74 -92 -78 -60 -74 -36C-70 0 -50 22 -28 22C-6 22 14 0 18 -36C22 -60 18 -92 -10 -92", 11, 1),
        tube("M-28 22C-28 76 -4 100 28 98C64 96 74 66 72 30", 11, 1), slab(rect(-54, -100, 18, 16, 5), 3), slab(rect(-20, -100, 18, 16, 5), 3),
        slab(ellipse(-28, 24, 11), 3), body(ellipse(72, 8, 31), 2), slab(ellipse(72, 8, 17), 4),
    )  # fmt: skip


def bottle(rng: Random) -> Parts:
    """A medicine bottle with its label."""
    return (
        slab(rect(-40, -106, 80, 36, 6), 3), fine(rows([(x, -100, x, -76) for x in (-24, -8, 8, 24)]), 3, "p"),
        body("M-34 -70L34 -70L34 -60C54 -52 60 -40 60 -24L60 88Q60 104 44 104L-44 104Q-60 104 -60 88L-60 -24C-60 -40 -54 -52 -34 -60Z", 1),
        slab(rect(-60, -12, 120, 82), "w"), *put((fill(CROSS, 4),), 0, 28, 0.28 + rng.uniform(0, 0.04)),
    )  # fmt: skip


def pills(rng: Random) -> Parts:
    capsule = (
        body("M0 -34L64 -34A34 34 0 0 1 64 34L0 34Z", 4),
        body("M0 -34L-64 -34A34 34 0 0 0 -64 34L0 34Z", "w"),
        mark("M-62 -16L-16 -16", 6, 2),
    )
    return (
        *put(capsule, -12, -24, 0.92, -34 + rng.uniform(-8, 8)),
        body(ellipse(50, 62, 38, 36), 1),
        mark("M24 62L76 62", 4),
        body(ellipse(-42, 76, 27, 25), 2),
        mark("M-60 76L-24 76", 4),
    )


def heart(rng: Random) -> Parts:
    beat = "M-104 6L-48 6L-28 -34L0 48L24 -18L36 6L104 6"
    return put((body(HEART, 4), mark(beat, 8, "w")), 0, 2, 0.98, rng.uniform(-6, 6))


def mortar(rng: Random) -> Parts:
    """Mortar and pestle with a leaf."""
    leaf = joined((lens(-30, -44, -74, -98, 16, 8), lens(-10, -46, -20, -110, 15, 6)))
    return (
        slab(leaf, 3), tube("M22 -30L72 -104", 20, 4), body("M-88 -44L88 -44C86 14 60 50 26 64L34 86L58 102L-58 102L-34 86L-26 64C-60 50 -86 14 -88 -44Z", 1),
        slab(rect(-98, -56, 196, 22, 8), 3), *put((fill(CROSS, "w"),), 0, 10 + rng.uniform(-2, 2), 0.26),
    )  # fmt: skip


ITEMS = {
    "stethoscope": stethoscope,
    "bottle": bottle,
    "pills": pills,
    "heart": heart,
    "mortar": mortar,
    "glasses": desk.glasses,
}


def _bag() -> Parts:
    """A doctor's bag, 400 wide; foot at y = 150."""
    return (
        tube("M-62 -96C-62 -150 62 -150 62 -96", 18, 3), body("M-150 -96L150 -96C176 -60 200 60 200 132Q200 150 180 150L-180 150Q-200 150 -200 132C-200 60 -176 -60 -150 -96Z", 1),
        slab("M-164 -104L164 -104L164 -76L-164 -76Z", 3), mark(arc(0, -80, 176, 16, 164, 120), 4), slab(rect(-22, -88, 44, 36, 5), 2), slab(ellipse(0, 62, 58), "w"), *put((fill(CROSS, 4),), 0, 62, 0.4),
    )  # fmt: skip


def hero(rng: Random) -> Scene:
    """The bag is the great form, the stethoscope thrown over it."""
    tall = [bottle, mortar] if rng.random() < 0.5 else [mortar, bottle]
    tubes = (
        tube("M300 60C250 40 226 110 232 190C238 280 290 320 330 320C372 320 420 280 428 190C434 110 410 40 362 60", 20, "i"),
        tube("M330 320C330 470 420 560 540 520C620 494 640 440 636 396", 20, "i"), slab(rect(284, 44, 34, 28, 8), 3), slab(rect(346, 44, 34, 28, 8), 3), slab(ellipse(330, 322, 20), 3),
        body(ellipse(636, 356, 56), 2), slab(ellipse(636, 356, 32), 4),
    )  # fmt: skip
    parts: Parts = (
        *put(tall[0](rng), 130, 476, 1.5), *put(tall[1](rng), 690, 500, 1.3),
        *put(_bag(), 408, 426, 1.42),
        *tubes,
        *put(pills(rng), 250, 592, 0.6), *put(heart(rng), 566, 134, 0.62),
    )  # fmt: skip
    return Scene(parts, sun=(410, 300, 256), ground=640)
