# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Florist: an armful of flowers in a vase, scissors and ribbon beside it."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Form,
    Part,
    Parts,
    arc,
    body,
    ellipse,
    fill,
    form,
    joined,
    lens,
    mark,
    polar,
    put,
    rect,
    slab,
    smooth,
    tube,
)
from webmagic.creative.studio.art.modules import barber
from webmagic.creative.studio.art.scene import Scene


def daisy(rng: Random) -> Parts:
    return _daisy(rng.choice((13, 15, 17)), rng.uniform(0, 20), "1", "2")


def _daisy(n: int, turn: float, tone: str, heart: str) -> Parts:
    petals = joined(
        lens(*polar(0, 0, 20, a), *polar(0, 0, 98, a), 21) for a in (turn + 360 / n * i for i in range(n))
    )
    dots = joined(ellipse(*polar(0, 0, 15, a), 3.4) for a in range(0, 360, 72))
    return (slab(ellipse(0, 0, 66), 3), slab(petals, tone), slab(ellipse(0, 0, 30), heart), fill(dots, "3"))


def rose(rng: Random) -> Parts:
    """A rose from above: three rounds of petals closing on a spiral."""
    turn = rng.uniform(0, 72)
    rounds = tuple(
        slab(_whorl(n, r, size, turn + k * 36), tone) for k, (r, n, size, tone) in enumerate(ROUNDS)
    )
    veins = joined(
        arc(0, 0, r, a, a + 52) for r, a in ((70, turn), (73, turn + 130), (46, turn + 210), (49, turn + 60))
    )
    return (*rounds, mark(veins, 3), mark("M-9 5C-10 -8 8 -10 9 2C9 12 -4 14 -14 8C-22 0 -16 -18 0 -18", 4))


ROUNDS = ((60, 5, 40, "4"), (40, 5, 30, "4"), (20, 4, 20, "2"), (0, 3, 22, "4"))


def _whorl(n: int, r: float, size: float, turn: float) -> Form:
    """A round of n petals as one outline: a circle that bulges n times."""
    step = 360 / n
    points: list[tuple[float, float]] = []
    for i in range(n):
        a = turn + i * step
        points += [
            polar(0, 0, r + size * 0.62, a - step / 2),
            polar(0, 0, r + size, a - step / 4),
            polar(0, 0, r + size, a + step / 4),
        ]
    return smooth(points, closed=True)


def tulip(rng: Random) -> Parts:
    return put((
        tube("M0 -10C4 30 0 70 -6 106", 9, 3), body("M0 96C22 60 30 10 74 -22C78 30 50 84 4 100Z", 3), body("M-4 100C-22 70 -34 40 -66 24C-62 64 -40 92 -6 104Z", 3),
        body("M-46 -84C-20 -70 20 -70 46 -84C60 -30 40 4 0 4C-40 4 -60 -30 -46 -84Z", 1),
        body("M0 -106C34 -74 34 -16 0 4C-34 -16 -34 -74 0 -106Z", 4),
    ), 0, 0, 1, rng.uniform(-8, 8))  # fmt: skip


def sprig(rng: Random) -> Parts:
    """A leafy branch, standing on its stem."""
    leaves: list[Form] = []
    for i in range(6):
        y = 66 - i * 28
        for side in (-1, 1):
            angle = -90 + side * (58 - i * 3)
            leaves.append(lens(0, y, *polar(0, y, 56 - i * 4, angle), 16 - i, -3 * side))
    leaves.append(lens(0, -84, 0, -112, 8))
    return put((tube("M0 106C4 60 -4 0 0 -92", 5, 3), slab(joined(leaves), 3)), 0, 0, 1, rng.uniform(-6, 6))


def pot(rng: Random) -> Parts:
    """A cactus with a flower, in its pot."""
    return (
        body("M-36 40L-36 -40A36 36 0 0 1 36 -40L36 40Z", 1), tube("M-40 6C-74 6 -74 -8 -74 -34", 26, 1), tube("M40 -14C70 -14 70 -28 70 -48", 22, 1),
        mark("M-14 -60L-14 30M14 -60L14 30", 3), *put(_daisy(9, 0, "4", "2"), 4, -80, 0.38),
        body("M-54 42L54 42L40 106L-40 106Z", 4), slab(rect(-62, 28, 124, 22, 4), 3),
    )  # fmt: skip


def bouquet(rng: Random) -> Parts:
    """A hand-tied bunch of tulips in paper."""
    heads: list[Part] = []
    for x, y, a in (
        (-50, -52, -20),
        (50, -54, 20),
        (-20, -74, -6),
        (24, -72, 8),
        (2, -44, rng.uniform(-4, 4)),
    ):
        cup = slab("M-46 -84C-20 -70 20 -70 46 -84C60 -30 40 4 0 4C-40 4 -60 -30 -46 -84Z", 1)
        heads += put((cup, slab("M0 -106C34 -74 34 -16 0 4C-34 -16 -34 -74 0 -106Z", 4)), x, y + 16, 0.52, a)
    leaves = joined(lens(0, -10, x, -100, 11, x * 0.1) for x in (-78, 78, -6))
    return (
        slab(leaves, 3), slab("M-74 -32L74 -32L18 60L44 106L-44 106L-18 60Z", 2), *heads,
        body("M-80 -26C-30 16 30 16 80 -26L20 58L-20 58Z", 1), slab("M-26 50L26 50L24 66L-24 66Z", 4),
        tube("M0 58C-40 34 -54 78 0 60C54 78 40 34 0 58", 5, 4),
    )  # fmt: skip


ITEMS = {"rose": rose, "daisy": daisy, "tulip": tulip, "branch": sprig, "cactus": pot, "bouquet": bouquet}

BUNCH = (
    (252, 214, 0.92), (548, 206, 0.94), (400, 130, 0.98), (196, 330, 0.76), (606, 326, 0.8), (322, 292, 1.0), (474, 284, 1.02), (398, 388, 0.96),
)  # fmt: skip
VASE = "M318 420L482 420C476 470 540 500 540 566C540 612 510 640 470 640L330 640C290 640 260 612 260 566C260 500 324 470 318 420Z"


def hero(rng: Random) -> Scene:
    parts: list[Part] = []
    for x, y, a, s in (
        (150, 220, -46, 1.3),
        (650, 214, 46, 1.3),
        (300, 96, -14, 1.2),
        (520, 90, 16, 1.2),
        (236, 380, -64, 1.0),
        (566, 384, 64, 1.0),
    ):
        parts += put(sprig(rng), x, y, s, a + rng.uniform(-6, 6))
    for x in (200, 610):
        parts += put(tulip(rng), x + rng.uniform(-14, 14), 140, 1.0, (x - 400) * 0.12)
    parts.append(slab(form(VASE), 1))
    kinds = [rose, daisy, rose, daisy]
    if rng.random() < 0.5:
        kinds.reverse()
    for i, (x, y, s) in enumerate(BUNCH):
        parts += put(kinds[i % 4](rng), x, y, s * 0.98, rng.uniform(-30, 30))
    parts += [
        body(VASE, 1),
        mark("M286 540C350 566 450 566 514 540M300 574C350 594 450 594 500 574", 5, "2"),
        tube("M320 436C360 452 440 452 480 436", 16, 4),
        tube(
            "M400 446C340 410 320 500 400 450C480 500 460 410 400 446M396 452L370 520M404 452L432 516", 8, 4
        ),
    ]
    parts += put(barber.scissors(rng), 132, 566, 0.86, -62 + rng.uniform(-8, 8))
    parts += put(_spool(), 664, 580, 0.62)
    return Scene(tuple(parts), sun=(400, 300, 268), ground=640)


def _spool() -> Parts:
    """A roll of ribbon, foot near y = 96."""
    return (
        tube("M40 -10C100 0 80 60 130 90", 14, 4), body(rect(-60, -60, 120, 140, 10), 4), mark("M-60 -24L60 -24M-60 10L60 10M-60 44L60 44", 5),
        slab(rect(-74, -82, 148, 28, 6), 3), slab(rect(-74, 70, 148, 28, 6), 3),
    )  # fmt: skip
