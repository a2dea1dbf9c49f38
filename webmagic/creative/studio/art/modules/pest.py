# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Pest control: a beetle under the glass as in a natural history, the sprayer beside it, ants leaving."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Part,
    Parts,
    arc,
    body,
    ellipse,
    fill,
    fine,
    grain,
    joined,
    mark,
    petal,
    polar,
    put,
    rect,
    rows,
    segment,
    slab,
    tube,
)
from webmagic.creative.studio.art.scene import Scene


def beetle(rng: Random) -> Parts:
    return put(_beetle(), 0, 4, 0.98, rng.uniform(-14, 14))


def _beetle() -> Parts:
    """A stag beetle from above, about 200 high."""
    legs = "M-34 -18L-76 -40L-92 -20M-40 22L-88 22L-100 48M-34 58L-74 84L-78 104"
    other = "M34 -18L76 -40L92 -20M40 22L88 22L100 48M34 58L74 84L78 104"
    jaws = "M-14 -78C-40 -88 -40 -110 -20 -116M14 -78C40 -88 40 -110 20 -116"
    spots = joined(ellipse(x, y, 7) for x, y in ((-22, 18), (22, 18), (-20, 52), (20, 52)))
    return (
        tube(legs, 7, "i"), tube(other, 7, "i"), tube(jaws, 8, "i"), body("M-26 -58C-34 -84 -18 -94 0 -94C18 -94 34 -84 26 -58Z", 3), slab(ellipse(-20, -74, 5), "p"), slab(ellipse(20, -74, 5), "p"),
        body("M-42 -30C-44 -54 -28 -62 0 -62C28 -62 44 -54 42 -30C40 -20 -40 -20 -42 -30Z", 4), body("M0 -22C42 -26 52 0 50 36C48 74 28 98 0 102C-28 98 -48 74 -50 36C-52 0 -42 -26 0 -22Z", 1),
        mark("M0 -20L0 100", 4, "p"), fill(spots, "2"), fine("M-34 0C-38 30 -32 64 -16 84M34 0C38 30 32 64 16 84", 2.5),
    )  # fmt: skip


def ant(rng: Random) -> Parts:
    return put(_ant(), 0, 6, 0.98, rng.uniform(-8, 8))


def _ant() -> Parts:
    """An ant walking to the right, feet at y = 60."""
    legs = "M-8 4L-34 -20L-58 58M2 8L-10 58M8 6L28 -24L40 58"
    return (
        tube(legs, 6, "i"), tube("M74 -34C84 -60 92 -60 104 -54M68 -36C74 -68 84 -72 96 -70", 5, "i"), tube("M-30 0L50 0", 10, "i"),
        body(ellipse(-58, -10, 44, 32), 1), mark(arc(-58, -10, 30, 250, 330), 4, "2"), body(ellipse(2, -4, 24, 19), 3), body(ellipse(58, -20, 27, 24), 1), slab(ellipse(66, -26, 6), "p"),
    )  # fmt: skip


def wasp(rng: Random) -> Parts:
    bands = rows([(-70, 24, -62, 62), (-48, 14, -38, 60), (-26, 4, -16, 50)])
    return put((
        body(petal(8, -18, -118, 96, 25), 2), body(petal(14, -18, -84, 86, 21), 2), fine("M2 -30L-30 -86M14 -32L22 -88", 2.5), tube("M10 18L2 62M26 18L34 66M-4 16L-30 76", 5, "i"),
        body("M-104 62C-96 10 -40 -16 -6 -2C8 6 2 34 -20 48C-48 66 -84 58 -104 62Z", 4), tube(bands, 10, "i"), body(ellipse(18, 2, 25, 22), 3), body(ellipse(60, -6, 25, 24), 1),
        slab(ellipse(70, -12, 8, 10), "p"), tube("M70 -28C76 -56 86 -58 98 -52M62 -30C64 -60 72 -66 84 -64", 5, "i"),
    ), 2, 14, 0.96, rng.uniform(-8, 8))  # fmt: skip


def mouse(rng: Random) -> Parts:
    return put((
        tube("M-70 62C-108 60 -108 10 -84 -8C-72 -18 -64 -2 -72 8", 8, 3), body("M96 58C92 30 60 12 34 12C-26 -18 -84 4 -84 64Q-84 76 -72 76L80 76Q96 76 96 58Z", 1),
        body(ellipse(22, -4, 28, 28), 4), slab(ellipse(22, -4, 15, 15), 2), slab(ellipse(62, 38, 6), "i"), slab(ellipse(97, 56, 7), 4), fine("M82 60L48 54M82 64L50 70", 2.5), tube("M-44 76L-10 76M40 76L66 76", 9, 3),
    ), 0, -4, 0.98, rng.uniform(-5, 5))  # fmt: skip


def sprayer(rng: Random) -> Parts:
    return put(_sprayer(), 0, 0, 0.52)


def _sprayer() -> Parts:
    """A pump sprayer with its wand; foot at y = 190."""
    return (
        tube("M70 -70C150 -80 190 0 160 110C150 150 130 160 118 150", 11, "i"), tube("M118 150L20 -10L-96 -176", 9, 4), slab("M-114 -190L-84 -186L-92 -160Z", 3),
        tube("M0 -190L0 -120", 12, "i"), tube("M-52 -192L52 -192", 20, 3), body("M-78 -92C-78 -132 -40 -136 0 -136C40 -136 78 -132 78 -92L84 168Q84 190 62 190L-62 190Q-84 190 -84 168Z", 1),
        slab("M-82 30L82 30L83 128L-83 128Z", 2), slab("M0 46C20 74 28 84 28 98A28 26 0 0 1 -28 98C-28 84 -20 74 0 46Z", 4), slab(rect(-94, 172, 188, 20, 8), 3), mark("M-58 -78L-58 10", 7, "2"),
    )  # fmt: skip


ITEMS = {"beetle": beetle, "ant": ant, "wasp": wasp, "mouse": mouse, "sprayer": sprayer}


def _lens(rng: Random) -> Parts:
    """A reading glass 330 across, its handle to the lower right."""
    ticks = joined(
        segment(*polar(0, 0, 150, a), *polar(0, 0, 160 if a % 30 else 142, a)) for a in range(0, 360, 10)
    )
    return (
        tube("M128 128L262 262", 44, 3), tube("M150 150L236 236", 12, 4), slab(ellipse(0, 0, 190), "i"), slab(ellipse(0, 0, 174), 2), fine(ticks, 3),
        *put(_beetle(), 0, 6, 1.18, rng.uniform(-10, 10)), mark(arc(0, 0, 128, 196, 252), 8, "p"), mark(arc(0, 0, 128, 262, 274), 8, "p"),
    )  # fmt: skip


def hero(rng: Random) -> Scene:
    """What was found, many times its size; the sprayer stands ready, and a file of ants goes home."""
    ants: list[Part] = []
    for i in range(5):
        ants += put(_ant(), 150 + i * 118 + rng.uniform(-8, 8), 616 - (i % 2) * 4, 0.42)
    grass = tuple(
        body(
            joined(
                grain(x + dx, 642, a, 60 + abs(dx) * 2, 8) for dx, a in ((-10, -112), (0, -88), (10, -64))
            ),
            3,
        )
        for x in (52, 748)
    )
    parts: Parts = (
        *put(_sprayer(), 170, 424, 1.1),
        *put(_lens(rng), 486, 292, 1.06),
        *put(wasp(rng), 700, 128, 0.72, rng.uniform(-10, 10)),
        *grass,
        *ants,
    )
    return Scene(parts, sun=(470, 300, 268), ground=640)
