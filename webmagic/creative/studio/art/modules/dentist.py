# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Dentist: one great tooth with brush, mirror and glass before it."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Parts,
    body,
    ellipse,
    fill,
    fine,
    joined,
    lens,
    mark,
    polar,
    put,
    rect,
    rows,
    slab,
    tube,
)
from webmagic.creative.studio.art.scene import Scene

TOOTH = (
    "M0 -78C-22 -96 -56 -102 -76 -80C-98 -56 -90 -12 -74 18C-62 42 -62 104 -40 106C-18 108 -26 44 0 44"
    "C26 44 18 108 40 106C62 104 62 42 74 18C90 -12 98 -56 76 -80C56 -102 22 -96 0 -78Z"
)


def tooth(rng: Random) -> Parts:
    shine = "M-64 -30C-66 -50 -58 -66 -44 -72"
    return put(
        (body(TOOTH, "w"), mark(shine, 9, 2), mark("M-24 -74C-8 -62 12 -62 26 -76", 4)),
        0,
        0,
        0.98,
        rng.uniform(-5, 5),
    )


def sparkle(x: float, y: float, r: float, tone: str = "4") -> Parts:
    d = f"M{x} {y - r}Q{x + r * 0.14} {y - r * 0.14} {x + r} {y}Q{x + r * 0.14} {y + r * 0.14} {x} {y + r}Q{x - r * 0.14} {y + r * 0.14} {x - r} {y}Q{x - r * 0.14} {y - r * 0.14} {x} {y - r}Z"
    return (fill(d, tone),)


def toothbrush(rng: Random) -> Parts:
    tufts = tuple(slab(rect(-24, -100 + i * 15, 24, 13, 3), "2" if i % 2 else "4") for i in range(5))
    return put((
        *tufts, body("M0 -104Q16 -106 16 -90L14 -24C10 0 22 30 20 96Q18 110 8 110Q-4 110 -4 96C-4 40 -2 10 0 -24Z", 1),
        mark("M8 34L8 84", 5, 2),
    ), 0, 0, 0.98, 28 + rng.uniform(-10, 10))  # fmt: skip


def mirror(rng: Random) -> Parts:
    return put((
        tube("M0 -34L0 100", 9, "i"), tube("M0 20L0 104", 18, 3), body(ellipse(0, -66, 42, 40), 1), slab(ellipse(0, -66, 31, 29), 2),
        mark("M-16 -60C-14 -76 -4 -84 8 -84", 5, "p"), fine("M-6 40L6 40M-6 52L6 52M-6 64L6 64", 3, "p"),
    ), 0, 0, 1, -24 + rng.uniform(-8, 8))  # fmt: skip


def paste(rng: Random) -> Parts:
    return put((
        slab(rect(-24, -106, 48, 36, 5), 3), fine(rows([(-12, -98, -12, -78), (0, -98, 0, -78), (12, -98, 12, -78)]), 3, "p"),
        slab("M-30 -70L30 -70L40 -48L-40 -48Z", "i"), body("M-42 -48L42 -48L58 94L-58 94Z", 1),
        slab("M-47 0L47 0L54 54L-54 54Z", 4), *put((slab(TOOTH, "w"),), 0, 27, 0.22), slab(rect(-66, 90, 132, 16, 3), 3),
    ), 0, 0, 1, rng.uniform(-10, 10))  # fmt: skip


def glass(rng: Random) -> Parts:
    y = rng.uniform(-30, -10)
    return (
        slab("M-66 -96L66 -96L50 102L-50 102Z", "w"),
        body(f"M-60 {y}C-30 {y - 14} 20 {y + 14} 60 {y}L50 102L-50 102Z", 1),
        mark("M-44 -70L-38 0", 7, 2),
    )


def smile(rng: Random) -> Parts:
    """Lips and a row of teeth."""
    lines = rows([(x, -26, x * 0.96, 40 - abs(x) * 0.3) for x in (-58, -30, 0, 30, 58)])
    return put((
        body("M-108 -14C-70 -66 -36 -74 0 -52C36 -74 70 -66 108 -14C76 70 36 86 0 86C-36 86 -76 70 -108 -14Z", 4),
        slab("M-84 -14C-40 -34 40 -34 84 -14C60 46 30 56 0 56C-30 56 -60 46 -84 -14Z", "w"), mark(lines, 4),
    ), 0, 0, 0.98, rng.uniform(-5, 5))  # fmt: skip


ITEMS = {
    "tooth": tooth,
    "toothbrush": toothbrush,
    "mirror": mirror,
    "paste": paste,
    "glass": glass,
    "smile": smile,
}


def hero(rng: Random) -> Scene:
    x = 404 + rng.uniform(-14, 14)
    lean = rng.uniform(-4, 4)
    leaves = joined(
        lens(660, 560 - i * 46, *polar(660, 560 - i * 46, 92, a), 22) for i in range(4) for a in (-150, -30)
    )
    stars = (*sparkle(112, 130, 50), *sparkle(700, 120, 58), *sparkle(178, 52, 26), *sparkle(752, 222, 28))
    parts: Parts = (
        *stars,
        tube("M660 600L660 380", 7, 3), slab(leaves, 1),
        *put((body(TOOTH, "w"), mark("M-66 -26C-68 -50 -60 -66 -44 -72", 7, 2), mark("M-26 -74C-8 -60 14 -60 28 -76", 3)), x, 330, 2.36, lean),
        *put(glass(rng), 166, 524, 1.14),
        *put(toothbrush(rng), 166, 400, 1.6, -30), *put(glass_front(), 166, 524, 1.14),
        *put(mirror(rng), 582, 508, 1.36, 44), *put(paste(rng), 706, 540, 0.98),
    )  # fmt: skip
    return Scene(parts, sun=(x, 326, 290), ground=640, is_pale=True)


def glass_front() -> Parts:
    """The lower half of the glass again, before the brush that stands in it."""
    return (body("M-57 10L57 10L50 102L-50 102Z", 1), mark("M-38 26L-34 70", 7, 2))
