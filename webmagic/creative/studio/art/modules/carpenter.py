# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Carpenter: a plane taking a long curl off a board, the saw behind it."""

from itertools import pairwise
from random import Random

from webmagic.creative.studio.art.kit import (
    Parts,
    body,
    ellipse,
    fill,
    fine,
    mark,
    polar,
    poly,
    put,
    rect,
    rows,
    slab,
    smooth,
    tube,
)
from webmagic.creative.studio.art.scene import Scene


def saw(rng: Random) -> Parts:
    return put(_saw(14), 0, 0, 0.9, -24 + rng.uniform(-8, 8))


def _saw(n: int) -> Parts:
    """A hand saw, handle to the left."""
    tooth = 150 / n
    edge = [p for i in range(n) for p in ((-38 + i * tooth, 30.0), (-38 + (i + 0.5) * tooth, 39.0))]
    blade = poly([(-44, -38), (112, 4), (112, 28), *reversed(edge), (-44, 34)])
    grip = "M-34 -46C-60 -54 -104 -50 -114 -34C-122 -20 -108 -8 -110 8C-112 26 -116 36 -104 42C-84 52 -52 44 -34 40Z"
    return (
        body(blade, 2),
        body(grip, 1),
        slab(ellipse(-76, -2, 17, 21), "p"),
        fill(ellipse(-46, -24, 5), "i"),
        fill(ellipse(-46, 22, 5), "i"),
    )


def hammer(rng: Random) -> Parts:
    return put((
        body("M-10 -62L10 -62L15 94Q14 108 0 108Q-14 108 -15 94Z", 1),
        body("M-18 -98L26 -98Q60 -100 84 -60C62 -74 44 -72 26 -60L-18 -60Z", 3), slab("M-58 -102L-18 -98L-18 -60L-58 -56Z", 3), slab(rect(-70, -106, 16, 54, 4), "i"),
        fine("M-3 -40L-4 80M4 -40L5 60", 2.4),
    ), 0, 0, 0.98, 28 + rng.uniform(-10, 10))  # fmt: skip


def plane(rng: Random) -> Parts:
    return put(_plane(), 0, 8, 0.84, rng.uniform(-5, 3))


def _plane() -> Parts:
    """A bench plane running to the left, sole at y = 60."""
    return (
        body("M66 26C40 -6 40 -62 62 -84C78 -94 98 -84 94 -70C84 -50 92 -20 112 26Z", 1),
        slab("M-4 24L34 -62L52 -54L22 24Z", 2),
        slab("M14 -40L30 -76L46 -70L34 -40Z", 3),
        tube("M-2 0L14 -24", 9, 4),
        body("M-92 26C-84 10 -92 -4 -94 -18A24 24 0 0 1 -46 -18C-48 -4 -56 10 -48 26Z", 1),
        body("M-126 24L128 24L128 56Q128 60 124 60L-118 60Q-130 60 -130 48Z", 3),
        mark("M-110 40L110 40", 3, "2"),
    )


def rule(rng: Random) -> Parts:
    """A folding rule."""

    def leaf(x0: float, y0: float, x1: float, y1: float) -> Parts:
        dx, dy = (x1 - x0) / 9, (y1 - y0) / 9
        n = (dx * dx + dy * dy) ** 0.5
        ox, oy = -dy / n, dx / n
        strip = poly(
            [
                (x0 - ox * 13, y0 - oy * 13),
                (x1 - ox * 13, y1 - oy * 13),
                (x1 + ox * 13, y1 + oy * 13),
                (x0 + ox * 13, y0 + oy * 13),
            ]
        )
        ticks = rows(
            [
                (
                    x0 + dx * i - ox * 12,
                    y0 + dy * i - oy * 12,
                    x0 + dx * i + ox * (1 if i % 2 else -4),
                    y0 + dy * i + oy * (1 if i % 2 else -4),
                )
                for i in range(1, 9)
            ]
        )
        return (slab(strip, 1), mark(ticks, 2.4))

    k = rng.uniform(-8, 8)
    stops = ((-92, 72), (-40, -76 + k), (16, 70), (78, -80 - k))
    out = [p for a, b in pairwise(stops) for p in leaf(*a, *b)]
    return (*out, *(slab(ellipse(x, y, 11), 3) for x, y in stops))


def chisel(rng: Random) -> Parts:
    return put((
        body("M-13 -108L13 -108L13 -96L10 4L-10 4L-13 -96Z", 2), fine("M5 -90L4 0", 2.4), slab(rect(-15, 0, 30, 16, 3), 3),
        body("M-15 16L15 16C24 44 22 76 17 98Q14 108 0 108Q-14 108 -17 98C-22 76 -24 44 -15 16Z", 1), slab(rect(-18, 84, 36, 11, 3), 4),
    ), 0, 0, 1, -32 + rng.uniform(-8, 8))  # fmt: skip


def joint(rng: Random) -> Parts:
    """A dovetail joint, half drawn apart."""
    gap = rng.uniform(0, 12)
    tails = "M-90 -100L-90 6L-60 6L-76 62L-16 62L-32 6L32 6L16 62L76 62L60 6L90 6L90 -100Z"
    return (
        slab(rect(-90, 12 + gap, 180, 92 - gap), 3), fine("M-60 84C-20 76 20 92 66 82", 3, "p"),
        slab(tails, 1), fine("M-70 -90C-60 -60 -70 -40 -66 -6M-20 -94C-8 -60 -16 -36 -8 -6M40 -90C52 -56 40 -34 50 -6", 3),
    )  # fmt: skip


ITEMS = {"plane": plane, "saw": saw, "hammer": hammer, "rule": rule, "chisel": chisel, "dovetail": joint}


def hero(rng: Random) -> Scene:
    """The plane is the great form; its shaving rolls up and over before it."""
    turns = rng.choice((2.0, 2.5))
    curl = smooth([polar(196, 348, 24 + i * 6.4, 40 + i * 360 * turns / 18) for i in range(19)])
    second = smooth([polar(120, 536, 10 + i * 4.6, 200 + i * 44) for i in range(13)])
    plank = (
        slab("M-20 486L820 486L820 578L-20 578Z", 1), slab("M-20 566L820 566L820 592L-20 592Z", 3),
        fine("M-10 508C160 500 300 520 460 508C600 498 720 514 810 506M60 536C220 526 420 548 560 534C660 526 740 540 810 534M-10 552C120 546 200 560 300 552", 4),
        mark("M560 524C610 512 660 516 690 526C650 540 600 538 560 524", 3),
    )  # fmt: skip
    legs = (slab("M70 592L142 592L112 740L40 740Z", 3), slab("M658 592L730 592L760 740L688 740Z", 3))
    parts: Parts = (
        *put(_saw(18), 486, 112, 2.0, -6 + rng.uniform(-4, 4)),
        *put(hammer(rng), 88, 196, 1.05, -40),
        *legs, *plank,
        tube(curl, 21, 2), tube(second, 15, 2),
        *put(_plane(), 452, 372, 1.94),
        *put(chisel(rng), 706, 448, 0.86, 116), 
    )  # fmt: skip
    return Scene(parts, sun=(420, 280, 240), ground=690)
