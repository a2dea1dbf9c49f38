# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Roofing: a roof half laid, the ladder against it, hammer and nails."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Form,
    Part,
    Parts,
    body,
    ellipse,
    fill,
    fine,
    form,
    joined,
    mark,
    poly,
    put,
    rect,
    rows,
    slab,
    tube,
)
from webmagic.creative.studio.art.modules.carpenter import hammer
from webmagic.creative.studio.art.scene import Scene


def house(rng: Random) -> Parts:
    return (
        slab(rect(44, -92, 26, 60), 3), body(rect(-70, -14, 140, 118), 2), slab(rect(-22, 34, 40, 70), 3), slab(rect(32, 20, 28, 30), 1),
        body("M0 -104L106 0L92 14L0 -76L-92 14L-106 0Z", 4), fill(ellipse(10, 72, 4), "p"), mark(rows([(46, 20, 46, 50), (32, 35, 60, 35)]), 3),
    )  # fmt: skip


def tiles(rng: Random) -> Parts:
    """Four courses of curved tiles."""
    out: list[Part] = []
    for row in range(3):
        shift = 0 if row % 2 else 32
        for i in range(-1, 3):
            x = -96 + i * 64 + shift
            if x < -97 or x > 33:
                continue
            tone = "4" if (row * 3 + i) % 5 == 0 else "1"
            out.append(body(_tile(x, 40 - row * 56, 64, 84), tone))
    return put(tuple(out), 0, 16, 0.96, rng.uniform(-3, 3))


def _tile(x: float, y: float, w: float, h: float) -> str:
    """A beaver-tail tile hanging from y."""
    return f"M{x} {y - h * 0.4}L{x + w} {y - h * 0.4}L{x + w} {y + h * 0.25}C{x + w} {y + h * 0.72} {x} {y + h * 0.72} {x} {y + h * 0.25}Z"


def ladder(rng: Random) -> Parts:
    return put(_ladder(-104, 106, 7), 0, 0, 1, 10 + rng.uniform(-4, 4))


def _ladder(top: float, foot: float, n: int) -> Parts:
    steps = rows(
        [(-32, top + (foot - top) * (i + 0.6) / n, 32, top + (foot - top) * (i + 0.6) / n) for i in range(n)]
    )
    return (tube(steps, 9, 2), tube(rows([(-36, top, -36, foot), (36, top, 36, foot)]), 13, 4))


def nails(rng: Random) -> Parts:
    nail = (slab("M-8 -70L8 -70L7 78L0 104L-7 78Z", 1), slab(rect(-27, -86, 54, 19, 6), 3))
    return tuple(
        p for x, a in ((-52, -20), (4, 4), (54, 22)) for p in put(nail, x, 0, 0.98, a + rng.uniform(-6, 6))
    )


def gutter(rng: Random) -> Parts:
    drops = joined(
        form(f"M{x} {y}c8 12 12 16 12 22a12 12 0 0 1 -24 0c0 -6 4 -10 12 -22Z")
        for x, y in ((52, 62), (76, 78))
    )
    return (
        tube("M40 -40L40 10C40 34 60 30 62 50", 26, 1), body("M-108 -74L108 -74L108 -58C108 -30 88 -26 66 -26L-66 -26C-88 -26 -108 -30 -108 -58Z", 3), slab(rect(-112, -86, 224, 18, 6), 2),
        slab(rect(20, -10, 40, 13, 3), 3), fill(drops, "4"), fine("M-80 -56L-80 -34M-30 -56L-30 -34M70 -56L70 -34", 4, "p"),
    )  # fmt: skip


ITEMS = {"house": house, "tiles": tiles, "ladder": ladder, "hammer": hammer, "nails": nails, "gutter": gutter}


def _course(row: int, rng: Random, laid: int) -> Parts:
    """One row of tiles across the slope, up to `laid`."""
    y = 520 - row * 62
    left, w = 64 + row * 44, 68
    x = left + (34 if row % 2 else 0)
    one: list[Form] = []
    other: list[Form] = []
    i = 0
    while x + w < 760 - row * 24 and i < laid:
        (other if rng.random() < 0.16 else one).append(form(_tile(x, y, w, 96)))
        x += w
        i += 1
    return (*(body(t, 1) for t in one), *(body(t, 4) for t in other))


def hero(rng: Random) -> Scene:
    """The slope fills the frame; the upper courses still wait for their tiles."""
    slope = poly([(20, 548), (300, 146), (640, 146), (800, 548)])
    battens = rows([(20 + k * 44 + 24, 512 - k * 62, 790 - k * 24, 512 - k * 62) for k in range(6)])
    courses: Parts = ()
    for row in range(6):
        laid = 11 if row < 3 else (11 - row * 2 + rng.randrange(2)) if row < 5 else 2
        courses += _course(row, rng, laid)
    parts: Parts = (
        slab(rect(66, 540, 690, 180), 2), slab(rect(470, 580, 110, 150), 3), mark(rows([(525, 580, 525, 720), (470, 650, 580, 650)]), 6, "2"),
        slab(rect(640, 604, 84, 130), 1),
        slab(rect(556, 60, 92, 150), 1), mark(rows([(556, 110, 648, 110), (556, 150, 648, 150), (600, 60, 600, 110), (580, 110, 580, 150), (624, 150, 624, 200)]), 4), slab(rect(544, 44, 116, 26, 4), 3),
        slab(slope, 2), tube(battens, 10, 3),
        *courses,
        tube("M286 146L654 146", 30, 4), tube(rows([(10, 566, 810, 566)]), 24, 3),
        *put(_ladder(-330, 330, 13), 226, 440, 1.24, 15 + rng.uniform(-3, 3)),
        *put(hammer(rng), 430 + rng.uniform(-30, 30), 250, 1.02, 30),
    )  # fmt: skip
    return Scene(parts, sun=(560, 200, 230), ground=None)
