# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Cleaning: the bucket with its suds, mop and spray, and bubbles above."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Form,
    Part,
    Parts,
    arc,
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
    smooth,
    tube,
)
from webmagic.creative.studio.art.scene import Scene


def spray(rng: Random) -> Parts:
    mist = joined(
        lens(*polar(-66, -82, 14, a), *polar(-66, -82, 34, a), 4) for a in (160, 180, 200, 220, 140)
    )
    return put((
        fill(mist, "1"), slab("M-34 -108L26 -108Q48 -106 46 -84L20 -74L-34 -74Z", 3), slab(rect(-54, -100, 22, 18, 3), "i"), tube("M-14 -74C-22 -62 -22 -54 -34 -48", 9, 4),
        slab(rect(-6, -76, 28, 26), 3), body("M-12 -50L28 -50C34 -20 62 -10 62 24L56 94Q54 106 42 106L-26 106Q-38 106 -40 94L-46 24C-46 -10 -18 -20 -12 -50Z", 1),
        slab("M-44 26L60 26L58 70L-42 70Z", 2), *put((slab("M0 -22C14 -4 20 4 20 12A20 20 0 0 1 -20 12C-20 4 -14 -4 0 -22Z", 4),), 8, 50, 0.8),
    ), 4, 0, 1, rng.uniform(-6, 6))  # fmt: skip


def bucket(rng: Random) -> Parts:
    return put((*_suds(rng, 84, 5), *_bucket()), 0, 10, 0.92)


def _bucket() -> Parts:
    """Rim at y = -50, foot at y = 100."""
    return (
        body("M-92 -44L92 -44L70 92Q68 100 60 100L-60 100Q-68 100 -70 92Z", 4),
        mark("M-88 -30C-70 62 70 62 88 -30", 7, "i"),
        slab(rect(-100, -56, 200, 22, 8), 3),
        slab(rect(-22, 34, 44, 12, 6), 2),
    )


def _suds(rng: Random, half: float, n: int) -> Parts:
    """A heap of foam behind a rim at y = -50."""
    out: list[Part] = []
    for row, lift in ((0, 28), (1, 0)):
        for i in range(n + row):
            x = -half + 2 * half * (i + 0.5 * (1 - row)) / (n - 1 + row) * (1 if row else (n - 1) / n)
            out.append(
                slab(
                    ellipse(
                        x * (0.86 if not row else 0.94), -58 - lift + rng.uniform(-6, 6), rng.uniform(21, 28)
                    ),
                    "2" if (i + row) % 3 else "p",
                )
            )
    return tuple(out)


def bubble(rng: Random) -> Parts:
    """Three bubbles with their highlights."""
    return tuple(
        p
        for x, y, r in ((-26, 22, 66), (52, -52, 42), (64, 56, 24))
        for p in _bubble(x, y, r + rng.uniform(-3, 3))
    )


def _bubble(x: float, y: float, r: float) -> Parts:
    return (
        slab(ellipse(x, y, r), 2),
        mark(arc(x, y, r * 0.7, 190, 260), max(3.0, r * 0.11), "p"),
        mark(arc(x, y, r * 0.72, 20, 80), max(2.6, r * 0.06), "1"),
    )


def broom(rng: Random) -> Parts:
    straws = rows([(x * 0.5, -4, x, 92) for x in (-50, -30, -10, 10, 30, 50)])
    return put((
        tube("M0 -112L0 -16", 12, 3), body("M-26 -14L26 -14C34 30 60 60 70 100L-70 100C-60 60 -34 30 -26 -14Z", 1), mark(straws, 3.5), tube("M-36 22L36 22", 9, 4), slab(rect(-32, -26, 64, 18, 5), "i"),
    ), 0, 2, 1, 22 + rng.uniform(-8, 8))  # fmt: skip


def gloves(rng: Random) -> Parts:
    glove = "M-34 106L-34 30C-56 10 -66 -14 -54 -24C-44 -30 -36 -16 -30 -8L-32 -76C-32 -94 -12 -94 -10 -76L-8 -92C-6 -110 12 -110 14 -92L16 -80C18 -96 36 -96 36 -78L36 20L36 106Z"
    return put(
        (
            body(glove, 4),
            slab(rect(-42, 76, 86, 32, 6), 1),
            fine("M-9 -70L-8 -24M15 -72L14 -24M-10 28C0 20 14 20 22 26", 3.5),
        ),
        4,
        0,
        1,
        rng.uniform(-10, 10),
    )


def sponge(rng: Random) -> Parts:
    pores = joined(
        ellipse(x, y, r, r * 0.8)
        for x, y, r in (
            (-66, -6, 8),
            (-34, 14, 6),
            (-8, -10, 9),
            (26, 12, 7),
            (54, -8, 8),
            (72, 16, 5),
            (-52, 30, 5),
            (8, 30, 5),
        )
    )
    return put(
        (
            *put(_suds(rng, 60, 4), 0, 14, 0.9),
            body("M-96 -34Q-98 -44 -86 -42L86 -42Q98 -44 96 -34L96 36Q98 46 86 44L-86 44Q-98 46 -96 36Z", 2),
            fill(pores, "1"),
            slab(rect(-98, 40, 196, 32, 8), 1),
        ),
        0,
        0,
        0.98,
        -8 + rng.uniform(-8, 8),
    )


ITEMS = {
    "spray": spray,
    "bucket": bucket,
    "bubbles": bubble,
    "broom": broom,
    "gloves": gloves,
    "sponge": sponge,
}


def _mop() -> Parts:
    """A wet mop, head at y = 0 … 130."""
    cords: list[Form] = []
    for i in range(9):
        x = -64 + i * 16
        cords.append(smooth([(x * 0.5, 0), (x * 1.1 - 6, 60), (x * 1.2 + 6, 104), (x * 1.3, 132)]))
    return (tube("M0 -420L0 -10", 17, 3), tube(joined(cords), 17, 2), slab(rect(-46, -24, 92, 34, 8), "i"))


def hero(rng: Random) -> Scene:
    bubbles: Parts = ()
    spots = [
        (180, 96, 44),
        (258, 190, 26),
        (596, 86, 58),
        (704, 178, 30),
        (660, 262, 18),
        (112, 214, 20),
        (470, 60, 24),
    ]
    rng.shuffle(spots)
    for x, y, r in spots[: rng.choice((5, 6, 7))]:
        bubbles += _bubble(x + rng.uniform(-14, 14), y + rng.uniform(-14, 14), r)
    window = (
        slab(rect(244, 60, 312, 330, 6), 3), slab(rect(262, 78, 276, 294), 2), mark(rows([(300, 300, 450, 110), (360, 320, 500, 150)]), 9, "p"),
        tube(rows([(400, 78, 400, 372), (262, 225, 538, 225)]), 13, 3), slab(rect(224, 386, 352, 24, 5), 3),
    )  # fmt: skip
    parts: Parts = (
        *window,
        *bubbles,
        *put(_mop(), 556, 506, 1.0, 16 + rng.uniform(-4, 4)),
        *put(_suds(rng, 84, 6), 356, 464, 1.76),
        *put(_bucket(), 356, 464, 1.76),
        *put(spray(rng), 138, 508, 1.26),
        *put(sponge(rng), 652, 606, 0.8), *put(_suds(rng, 60, 4), 520, 676, 0.56),
    )  # fmt: skip
    return Scene(parts, sun=(400, 280, 268), ground=640)
