# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Tattoo: the machine, and a sheet of flash: rose, swallow, dagger, heart."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Part,
    Parts,
    arc,
    body,
    ellipse,
    fill,
    fine,
    form,
    grain,
    joined,
    lens,
    mark,
    petal,
    polar,
    poly,
    put,
    rect,
    rows,
    slab,
    tube,
)
from webmagic.creative.studio.art.scene import Scene


def machine(rng: Random) -> Parts:
    return put(_machine(wires=2), 0, 0, 0.5, 30 + rng.uniform(-6, 6))


def _machine(wires: int = 5) -> Parts:
    """A coil machine, upright; its needle points down to y = 210."""
    coils = tuple(
        part
        for x in (-34, 34)
        for part in (body(rect(x - 27, -104, 54, 92, 6), 4), fine(rows([(x - 25, y, x + 25, y) for y in range(-92, -20, 80 // wires)]), 3), slab(rect(x - 32, -116, 64, 14, 4), "i"), slab(rect(x - 32, -16, 64, 14, 4), "i"))
    )  # fmt: skip
    grip = rows([(-30, y, 30, y) for y in (60, 74, 88, 102)])
    return (
        tube("M-96 -12C-150 -20 -150 -120 -196 -128", 9, "i"), slab("M-104 -6L104 -6L104 16L-104 16Z", 3), tube("M-92 -2L-92 -150C-92 -178 -60 -178 -46 -164", 18, 3), *coils,
        slab(rect(-78, -142, 158, 20, 5), 1), tube("M70 -132L96 -176", 9, "i"), slab(ellipse(98, -180, 15), 4), slab(ellipse(60, -132, 9), 4), tube("M66 -124L66 20", 6, "i"),
        tube("M30 16L30 48", 20, "i"), body("M-6 44L66 44L62 122L-2 122Z", 1), *put((mark(grip, 6, "2"),), 30, 0), slab("M6 122L54 122L38 178L22 178Z", 2), tube("M30 178L30 210", 5, "i"),
    )  # fmt: skip


def rose(rng: Random) -> Parts:
    return put(_rose(rng, 3), 0, 0, 0.96)


def _rose(rng: Random, n: int = 5) -> Parts:
    """An open rose, about 200 across, with three leaves; `n` petals without and as many within."""
    turn, step = rng.uniform(0, 40), 360 // n
    round_ = [turn + a for a in range(0, 360, step)]
    at = (28, 152, 96) if n > 4 else (28, 152)
    leaves = tuple(body(lens(*polar(0, 0, 52, a), *polar(0, 0, 108, a), 25), 3) for a in at)
    veins = joined(form("M{} {}L{} {}".format(*polar(0, 0, 74, a), *polar(0, 0, 102, a))) for a in at)
    outer = tuple(body(petal(0, -4, a, 82, 264 / (n + 1)), 1) for a in round_)
    inner = tuple(
        body(petal(0, -6, a + step / 2, 56, 204 / (n + 1)), 4 if i % 2 else 1) for i, a in enumerate(round_)
    )
    return (
        *leaves, fine(veins, 3, "p"), *outer, *inner, body(ellipse(0, -6, 25), 3), mark("M-12 -6A12 12 0 1 1 6 6M-4 -8A6 6 0 0 1 8 -4", 4, "2"),
        *((fine(joined(arc(0, -4, 66, a - 16, a + 16) for a in round_), 3),) if n > 4 else ()),
    )  # fmt: skip


def swallow(rng: Random) -> Parts:
    return put(_swallow(), 0, 6, 0.96, rng.uniform(-10, 10))


def _swallow() -> Parts:
    """A swallow stooping to the lower left."""
    return (
        body("M22 -8C40 -60 76 -92 104 -98C96 -62 80 -18 40 18Z", 1), body("M-8 4C-24 -40 -60 -70 -98 -74C-84 -30 -52 10 -16 34Z", 1), fine("M40 -8L84 -78M30 2L66 -62M-22 8L-76 -58M-12 0L-54 -56", 3),
        body("M28 18C46 44 74 76 98 90C70 88 52 82 40 74C42 90 50 102 62 108C28 104 6 78 -2 46Z", 3), body("M44 -2C36 40 -8 74 -56 72C-78 70 -80 48 -64 40C-34 34 -10 14 8 -6C20 -18 40 -18 44 -2Z", 1),
        body("M-40 46C-30 58 -34 70 -56 72C-78 70 -80 48 -64 40Z", 4), slab("M-72 50L-104 62L-70 64Z", "i"), slab(ellipse(-58, 52, 4.5), "p"), mark("M-26 60C0 52 20 34 30 14", 4, "p"),
    )  # fmt: skip


def dagger(rng: Random) -> Parts:
    return put(_dagger(), 0, 0, 0.9, 24 + rng.uniform(-8, 8))


def _dagger() -> Parts:
    """A dagger, point down, 230 high."""
    return (
        body("M-17 -38L17 -38L13 76L0 116L-13 76Z", 2), mark("M0 -34L0 92", 4), tube("M-54 -44C-34 -30 34 -30 54 -44", 15, 4), slab(ellipse(-58, -46, 10), 3), slab(ellipse(58, -46, 10), 3),
        body(rect(-13, -96, 26, 56, 5), 3), mark("M-11 -84L11 -76M-11 -68L11 -60", 4, "2"), body(ellipse(0, -106, 17), 4),
    )  # fmt: skip


def heart(rng: Random) -> Parts:
    """A heart with a ribbon that leaves its words open."""
    rays = joined(lens(*polar(0, -10, 94, a), *polar(0, -10, 112, a), 4) for a in (-150, -120, -90, -60, -30))
    return put((
        fill(rays, "4"), body("M0 92C-66 42 -92 4 -80 -36C-68 -76 -18 -76 0 -36C18 -76 68 -76 80 -36C92 4 66 42 0 92Z", 1), mark("M-60 -18C-62 -38 -48 -50 -34 -50", 7, "2"),
        slab("M-104 2L-80 -8L-78 40L-104 52L-92 26Z", 3), slab("M104 2L80 -8L78 40L104 52L92 26Z", 3), body("M-84 -8C-30 14 30 14 84 -8L84 38C30 60 -30 60 -84 38Z", 2), fine("M-60 22C-24 34 24 34 60 22", 3),
    ), 0, 4, 0.96, rng.uniform(-6, 6))  # fmt: skip


def ink(rng: Random) -> Parts:
    return put(_ink("1"), 0, 0, 0.98, rng.uniform(-5, 5))


def _ink(tone: str) -> Parts:
    """A bottle of ink with its dropper top; foot at y = 100."""
    return (
        slab("M-9 -66L9 -66L5 -104L-5 -104Z", 3), slab(rect(-30, -70, 60, 36, 5), "i"), body("M-24 -34L24 -34C26 -18 54 -14 54 14L54 86Q54 100 40 100L-40 100Q-54 100 -54 86L-54 14C-54 -14 -26 -18 -24 -34Z", tone),
        slab(rect(-54, 22, 108, 50), 2), slab("M0 30C10 44 14 50 14 56A14 12 0 0 1 -14 56C-14 50 -10 44 0 30Z", 4 if tone != "4" else 3), mark("M-40 8L-40 16", 6, "2"),
    )  # fmt: skip


ITEMS = {"machine": machine, "rose": rose, "swallow": swallow, "dagger": dagger, "heart": heart, "ink": ink}


def hero(rng: Random) -> Scene:
    """The machine has just left the rose; the dagger goes through it, swallows come from both sides."""
    stars = joined(
        poly(polar(x, y, 13 if i % 2 == 0 else 4, -90 + i * 45) for i in range(8)) for x, y in ((118, 292), (690, 96), (300, 74), (742, 330))
    )  # fmt: skip
    thorns: list[Part] = [tube("M330 420C320 520 350 590 420 640", 13, 3)]
    thorns += [
        body(grain(x, y, a, 84, 21), 3) for x, y, a in ((330, 500, -168), (344, 552, -24), (372, 600, 172))
    ]
    parts: Parts = (
        *thorns,
        *put(_dagger(), 356, 350, 2.05, 38 + rng.uniform(-4, 4)),
        *put(_rose(rng), 336, 324, 1.6),
        *put(_machine(), 604, 396, 1.16, 28 + rng.uniform(-4, 4)),
        *put(_swallow(), 132, 150, 0.98, rng.uniform(-8, 8)),
        *put(heart(rng), 152, 478, 0.7, -8),
        *put(_ink("1"), 622, 588, 0.52), *put(_ink("4"), 694, 582, 0.58), *put(_ink("3"), 758, 592, 0.48), fill(stars, "4"),
    )  # fmt: skip
    return Scene(parts, sun=(380, 320, 262), ground=640)
