# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Gym: a loaded bar on its stand, bell and rope about it."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Parts,
    body,
    ellipse,
    fill,
    joined,
    mark,
    put,
    rect,
    rows,
    slab,
    tube,
)
from webmagic.creative.studio.art.scene import Scene


def kettlebell(rng: Random) -> Parts:
    return put((
        tube("M-46 -6C-64 -70 -50 -92 0 -92C50 -92 64 -70 46 -6", 23, 3), body("M0 -34C54 -34 82 4 82 42C82 74 64 92 50 104L-50 104C-64 92 -82 74 -82 42C-82 4 -54 -34 0 -34Z", 4), slab(ellipse(0, 42, 32), 2), slab(ellipse(0, 42, 14), 3),
    ), 0, 0, 0.96, rng.uniform(-4, 4))  # fmt: skip


def dumbbell(rng: Random) -> Parts:
    side = (
        body(rect(34, -50, 30, 100, 7), 1),
        body(rect(64, -36, 26, 72, 6), 3),
        slab(rect(90, -12, 14, 24, 3), "i"),
    )
    return put(
        (
            slab(rect(-36, -12, 72, 24, 3), 2),
            *side,
            *put(side, flip=True),
            mark(rows([(-14, -10, -14, 10), (0, -10, 0, 10), (14, -10, 14, 10)]), 3),
        ),
        0,
        0,
        1,
        -30 + rng.uniform(-12, 12),
    )


def plate(rng: Random) -> Parts:
    return put(
        (
            body(ellipse(0, 0, 98), 1),
            mark(ellipse(0, 0, 80), 5, 2),
            slab("M-22 -66A70 70 0 0 1 22 -66L16 -44A48 48 0 0 0 -16 -44Z", "p"),
            slab("M-68 18A70 70 0 0 0 -46 52L-32 34A46 46 0 0 1 -46 12Z", "p"),
            slab("M68 18A70 70 0 0 1 46 52L32 34A46 46 0 0 0 46 12Z", "p"),
            slab(ellipse(0, 0, 30), 3),
            fill(ellipse(0, 0, 12), "p"),
        ),
        0,
        0,
        0.98,
        rng.uniform(0, 120),
    )


def rope(rng: Random) -> Parts:
    """A skipping rope."""
    return put((
        tube("M-58 -60C-110 40 -60 100 0 60C50 26 -30 0 -10 50C6 96 110 60 58 -60", 8, 4), *put((body(rect(-11, -50, 22, 62, 8), 3), slab(rect(-11, -6, 22, 9), 2)), -62, -56, 1, -16), *put((body(rect(-11, -50, 22, 62, 8), 3), slab(rect(-11, -6, 22, 9), 2)), 62, -56, 1, 16),
    ), 0, 6, 1, rng.uniform(-6, 6))  # fmt: skip


def shoe(rng: Random) -> Parts:
    return put((
        body("M-92 -46C-80 -34 -56 -34 -46 -56L-30 -62C-6 -30 30 -8 74 0C98 6 104 24 104 42L-100 42Z", 1), slab("M-100 40L104 40Q108 68 88 68L-90 68Q-104 68 -100 40Z", "w"), slab("M-60 42C-40 0 -10 -4 8 -24L26 -10C0 10 -10 26 -14 42Z", 4),
        mark(rows([(-34, -44, -10, -56), (-18, -28, 6, -42), (0, -14, 24, -30)]), 5, "w"), mark("M-98 10C-88 0 -80 -10 -78 -30", 4),
    ), 0, 4, 0.96, rng.uniform(-8, 2))  # fmt: skip


ITEMS = {"kettlebell": kettlebell, "dumbbell": dumbbell, "plate": plate, "rope": rope, "shoe": shoe}


def _bar() -> Parts:
    """A loaded bar from the front, 860 wide, so that it leaves the frame on both sides."""
    side = (
        slab(rect(196, -15, 26, 30, 4), 3), body(rect(222, -176, 50, 352, 12), 1), body(rect(276, -146, 44, 292, 12), 4), body(rect(324, -112, 36, 224, 10), 3), body(rect(364, -76, 28, 152, 8), 1), slab(rect(394, -20, 22, 40, 4), "i"),
    )  # fmt: skip
    knurl = rows([(x, -8, x + 8, 8) for x in (*range(-160, -60, 14), *range(66, 166, 14))])
    return (slab(rect(-440, -11, 880, 22), 2), mark(knurl, 3), *side, *put(side, flip=True))


def hero(rng: Random) -> Scene:
    tilt = rng.uniform(-4, 4)
    rack = tuple(
        part for x in (252, 548) for part in (slab(rect(x - 17, 60, 34, 584), 3), fill(joined(ellipse(x, y, 5.5) for y in range(92, 620, 44)), "p"), slab(rect(x - 26, 292, 52, 22, 4), 4), slab(rect(x - 60, 620, 120, 24, 4), 3))
    )  # fmt: skip
    parts: Parts = (
        slab(rect(235, 54, 330, 30, 4), 3), *rack,
        *put(_bar(), 400, 272, 1.02, tilt * 0.4),
        slab(rect(270, 520, 260, 40, 14), 4), slab(rect(296, 560, 22, 84), "i"), slab(rect(482, 560, 22, 84), "i"),
        *put(kettlebell(rng), 132, 560, 0.94), *put(kettlebell(rng), 222, 588, 0.6),
        *put(plate(rng), 662, 560, 0.84), *put(dumbbell(rng), 576, 604, 0.62, 30), *put(shoe(rng), 376, 488, 0.62),
    )  # fmt: skip
    return Scene(parts, sun=(400, 280, 250), ground=640)
