# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Garden: a watering can over a bed, with what grows there."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Part,
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
    slab,
    tube,
)
from webmagic.creative.studio.art.scene import Scene


def can(rng: Random) -> Parts:
    return put(_can(), 8, 4, 0.82, rng.uniform(-6, 6))


def _can() -> Parts:
    """A watering can, spout to the left."""
    return (
        tube("M60 -40C130 -60 136 40 66 60", 15, 3), tube("M-44 -52C-30 -112 44 -112 56 -52", 13, 3),
        body("M-52 46L-118 -52L-104 -60L-50 -8Z", 1), body("M-132 -40C-140 -62 -112 -88 -92 -80L-96 -68L-122 -46Z", 3),
        body("M-60 -50L62 -50L74 92Q74 100 66 100L-66 100Q-74 100 -72 92Z", 1), slab(rect(-68, -60, 138, 18, 6), 3), mark("M-66 6L66 6M-70 72L72 72", 4, 2),
    )  # fmt: skip


def trowel(rng: Random) -> Parts:
    return put((
        tube("M0 -26L0 10", 11, "i"), body("M-14 -108Q0 -116 14 -108L17 -34Q0 -22 -17 -34Z", 4), body("M-40 8C-20 0 20 0 40 8C44 50 26 90 0 110C-26 90 -44 50 -40 8Z", 2), fine("M0 20L0 88", 3),
    ), 0, 0, 1, 32 + rng.uniform(-8, 8))  # fmt: skip


def shears(rng: Random) -> Parts:
    out: list[Part] = []
    for side in (-1, 1):
        half = (
            body("M-4 18C-18 -20 -18 -70 6 -108C22 -70 22 -20 10 22Z", 2),
            body("M-8 14L12 14C26 50 30 76 28 104Q18 114 10 104C10 76 2 50 -12 26Z", 4),
        )
        out += put(half, 0, 0, 1, side * 15, flip=side > 0)
    return put((*out, slab(ellipse(0, 14, 12), 3)), 0, 0, 0.98, rng.uniform(-16, 16))


def sprout(rng: Random) -> Parts:
    """A seedling in its mound."""
    return put((
        tube("M0 60C4 20 -4 -10 0 -36", 9, 3), body("M0 -10C-20 -60 -70 -70 -98 -56C-92 -20 -50 6 0 -10Z", 1), body("M0 -30C10 -84 60 -108 98 -96C98 -56 56 -20 0 -30Z", 1),
        mark("M-8 -14C-36 -30 -60 -44 -84 -50M8 -34C36 -50 60 -72 86 -88", 3.5), body("M-100 96C-80 50 -40 46 0 46C40 46 80 50 100 96Z", 3), fine("M-60 76L-44 72M-14 66L4 70M36 78L54 74", 4, "p"),
    ), 0, 0, 1, rng.uniform(-3, 3))  # fmt: skip


def potted(rng: Random) -> Parts:
    """A broad-leaved plant in a pot."""
    leaves: list[Part] = []
    for a, k, tone in (
        (-160, 84, 3),
        (-20, 84, 3),
        (-136, 102, 1),
        (-44, 102, 1),
        (-112, 110, 3),
        (-68, 110, 3),
        (-90, 120, 1),
    ):
        tip = polar(0, 34, k, a + rng.uniform(-4, 4))
        leaves += [
            body(lens(0, 34, *tip, 30, 8 if a < -90 else -8), tone),
            mark(lens(0, 34, *polar(0, 34, k * 0.8, a), 0.1), 3),
        ]
    return (*leaves, body("M-50 36L50 36L36 106L-36 106Z", 4), slab(rect(-58, 24, 116, 20, 4), 4))


def sunflower(rng: Random) -> Parts:
    turn = rng.uniform(0, 20)
    petals = joined(
        lens(*polar(0, -34, 26, a), *polar(0, -34, 72, a), 17) for a in (turn + i * 24 for i in range(15))
    )
    seeds = joined(ellipse(*polar(0, -34, 2.6 * i**0.62 * 2.2, i * 137.5), 2.6) for i in range(1, 20))
    return (
        tube("M0 20C6 60 -4 80 0 108", 10, 3),
        slab(lens(0, 84, 64, 46, 22, -10), 1),
        slab(lens(0, 96, -62, 62, 20, 10), 1),
        slab(petals, 4),
        slab(ellipse(0, -34, 36), 3),
        fill(seeds, "2"),
    )


ITEMS = {
    "can": can,
    "trowel": trowel,
    "shears": shears,
    "sprout": sprout,
    "plant": potted,
    "sunflower": sunflower,
}


def _drops(rng: Random) -> Parts:
    """Water falling from the rose in four arcs."""
    out = []
    for i, reach in enumerate((40, 78, 116, 152)):
        for k in range(1, 6):
            t = k / 5
            x, y = 196 - i * 6 - reach * 0.9 * t, 226 + i * 5 + 330 * t * t
            out.append(lens(x + 4, y - 20 - rng.uniform(0, 6), x - 4 * t, y + 13, 10))
    return (fill(joined(out), "1"),)


def hero(rng: Random) -> Scene:
    tilt = -18 + rng.uniform(-4, 4)
    tall = [sunflower, potted] if rng.random() < 0.5 else [potted, sunflower]
    soil = "M-20 640C60 596 160 600 260 620C380 640 520 590 640 604C720 612 780 624 820 640L820 740L-20 740Z"
    rows_: Parts = ()
    for i, x in enumerate((60, 150, 236, 322)):
        rows_ += put(sprout(rng), x, 578 + (i % 2) * 8, 0.44 + 0.05 * (i % 3))
    fence = tuple(
        slab(f"M{x} 620L{x} 372L{x + 27} 340L{x + 54} 372L{x + 54} 620Z", 2) for x in range(-16, 820, 74)
    )
    parts: Parts = (
        *fence, slab(rect(-20, 430, 840, 24), 2), slab(rect(-20, 540, 840, 24), 2),
        *put(sunflower(rng), 650, 330, 1.72), *put(tall[0](rng), 746, 460, 1.16), *put(sunflower(rng), 560, 440, 1.1, flip=True),
        slab(soil, 3), fine("M40 660L70 652M180 650L206 656M320 668L350 662M470 646L500 640M600 650L630 656M720 668L750 660", 5, 1),
        *rows_,
        *_drops(rng),
        *put(_can(), 404, 254, 1.7, tilt),
        *put(potted(rng), 640, 590, 0.9), *put(trowel(rng), 474, 590, 0.86, 120),
    )  # fmt: skip
    return Scene(parts, sun=(430, 250, 226), ground=None)
