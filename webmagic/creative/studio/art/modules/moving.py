# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Moving: the truck with its door open, and a household stacked before it."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Part,
    Parts,
    body,
    ellipse,
    fine,
    lens,
    mark,
    polar,
    put,
    rect,
    rows,
    segment,
    slab,
    tube,
)
from webmagic.creative.studio.art.scene import Scene


def box(rng: Random) -> Parts:
    """A box, its flaps open."""
    return put((
        slab("M-84 -34L-104 -78L-30 -78L0 -34Z", 4), slab("M84 -34L104 -78L30 -78L0 -34Z", 4), body(rect(-84, -36, 168, 132, 4), 1), slab(rect(-20, -36, 40, 132), 2),
        mark("M-62 74L-62 44M-70 54L-62 44L-54 54M-40 74L-40 44M-48 54L-40 44L-32 54", 4), fine(segment(40, 74, 68, 74), 3),
    ), 0, 0, 0.98, rng.uniform(-4, 4))  # fmt: skip


def _carton(w: float, h: float, tone: str, tape: str) -> Parts:
    """A closed box, its foot at y = 0."""
    return (
        body(rect(-w / 2, -h, w, h, 3), tone),
        slab(rect(-w * 0.11, -h, w * 0.22, h * 0.42), tape),
        mark(segment(-w * 0.36, -h * 0.18, -w * 0.14, -h * 0.18), 4),
    )


def dolly(rng: Random) -> Parts:
    return put(
        (*_dolly(), *put(_carton(92, 74, "1", "2"), 24, 66, 1), *put(_carton(70, 52, "4", "2"), 22, -9, 1)),
        0,
        0,
        0.94,
        rng.uniform(-3, 6),
    )


def _dolly() -> Parts:
    """A hand truck; its toe and wheel stand at y = 100."""
    return (
        tube("M-26 74L-38 -92C-40 -108 -58 -108 -66 -98", 11, "i"), tube(rows([(-30, 20, -14, 20), (-34, -30, -18, -30)]), 8, "i"), slab(rect(-34, 68, 122, 12, 4), 3),
        slab(ellipse(-34, 76, 25), "i"), slab(ellipse(-34, 76, 11), 4),
    )  # fmt: skip


def armchair(rng: Random) -> Parts:
    return put(_armchair(), 0, 0, 0.98, rng.uniform(-4, 4))


def _armchair() -> Parts:
    """Feet at y = 100."""
    seams = rows([(x, -78 + abs(x) * 0.4, x * 0.8, 2) for x in (-34, 0, 34)])
    return (
        tube("M-66 78L-74 102M66 78L74 102", 12, "i"), body("M-64 40C-80 -60 -60 -98 0 -98C60 -98 80 -60 64 40Z", 1), fine(seams, 3), slab(rect(-60, 8, 120, 40, 16), 2),
        body("M-98 10C-98 -20 -58 -20 -58 10L-56 80L-92 80Q-98 80 -98 70Z", 4), body("M98 10C98 -20 58 -20 58 10L56 80L92 80Q98 80 98 70Z", 4), slab(rect(-60, 46, 120, 36, 4), 3),
    )  # fmt: skip


def piano(rng: Random) -> Parts:
    keys = rows([(x, 8, x, 24) for x in range(-68, 76, 14)])
    return put((
        body(rect(-92, -98, 184, 104, 5), 3), slab(rect(-78, -84, 156, 46, 3), 1), mark("M-40 -74L-40 -50M40 -74L40 -50", 5, 4), slab(rect(-104, 2, 208, 26, 5), "i"), slab(rect(-84, 6, 168, 18), "w"), fine(keys, 3),
        slab(rect(-90, 28, 22, 62), 3), slab(rect(68, 28, 22, 62), 3), slab(rect(-68, 28, 136, 56), 1), slab(ellipse(-78, 96, 9), 4), slab(ellipse(78, 96, 9), 4), tube("M-14 78L-14 94M14 78L14 94", 6, 4),
    ), 0, 0, 0.96, rng.uniform(-3, 3))  # fmt: skip


def truck(rng: Random) -> Parts:
    return put(_truck(), 0, 66, 0.36)


def _truck() -> Parts:
    """A box truck going right; wheels stand at y = 100, 540 long."""
    wheels = tuple(
        part for x in (-160, 178) for part in (slab(ellipse(x, 52, 50), "i"), slab(ellipse(x, 52, 27), 2), slab(ellipse(x, 52, 10), 4))
    )  # fmt: skip
    return (
        body(rect(-274, -236, 372, 270, 8), 1), slab(rect(-274, -96, 372, 46), 4), fine(rows([(x, -226, x, -106) for x in (-210, -140, -70, 0)]), 3), slab(rect(-284, 26, 560, 28, 6), "i"),
        body("M106 -150L196 -150C222 -150 236 -90 244 -62C268 -54 276 -40 276 -10L276 34L106 34Z", 3), slab("M128 -128L188 -128C204 -128 212 -90 216 -70L128 -70Z", 2), mark("M142 -84L168 -118", 6, "p"),
        slab(rect(246, -30, 30, 22, 5), 4), tube(segment(130, -34, 156, -34), 8, "2"), *wheels,
    )  # fmt: skip


def lamp(rng: Random) -> Parts:
    return put(
        (
            tube("M0 -30L0 92", 9, "i"),
            slab("M-44 104C-42 86 42 86 44 104Z", 3),
            body("M-40 -104L40 -104L68 -28L-68 -28Z", 4),
            mark("M-20 -92L-36 -40", 5, "2"),
            tube("M30 -28L30 4", 4, "i"),
            slab(ellipse(30, 8, 7), 2),
        ),
        0,
        0,
        1,
        rng.uniform(-5, 5),
    )


ITEMS = {"box": box, "truck": truck, "dolly": dolly, "piano": piano, "armchair": armchair, "lamp": lamp}


def _plant(rng: Random) -> Parts:
    """A pot plant that travels last; foot at y = 100."""
    leaves = tuple(
        body(lens(0, 20, *polar(0, 20, 96 + rng.uniform(-10, 10), a), 17, 10 if a < -90 else -10), 3) for a in (-150, -122, -92, -62, -32)
    )  # fmt: skip
    return (*leaves, body("M-44 20L44 20L32 100L-32 100Z", 4), slab(rect(-50, 12, 100, 20, 4), 4))


def hero(rng: Random) -> Scene:
    """The truck stands behind; boxes, the good chair and the plant wait at the kerb."""
    stack: list[Part] = []
    y = 640.0
    for w, h, tone in ((168, 104, "1"), (140, 92, "4"), (104, 70, "2")):
        stack += put(_carton(w, h, tone, "2" if tone != "2" else "4"), 190 + rng.uniform(-9, 9), y, 1)
        y -= h
    parts: Parts = (
        *put(_truck(), 424, 462, 1.26),
        tube("M30 640L770 640", 8, "i"),
        *stack,
        *put(lamp(rng), 60, 508, 1.28),
        *put(_armchair(), 392, 522, 1.18),
        *put((*_dolly(), *put(_carton(96, 84, "1", "2"), 26, 66, 1), *put(_carton(74, 58, "4", "2"), 24, -20, 1)), 610, 508, 1.3),
        *(put(_plant(rng), 736, 552, 0.88) if rng.random() < 0.6 else put(box(rng), 728, 566, 0.74)),
    )  # fmt: skip
    return Scene(parts, sun=(430, 280, 260), ground=640)
