# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Bicycle: the whole machine, side on, before its sun; a bucket of parts beside it."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Parts,
    body,
    ellipse,
    fill,
    gear,
    joined,
    mark,
    polar,
    put,
    rect,
    rows,
    segment,
    slab,
    spokes,
    tube,
)
from webmagic.creative.studio.art.scene import Scene

REAR, FRONT, RADIUS = (196.0, 500.0), (604.0, 500.0), 138.0
CRANK, SEAT, HEAD, FORK = (344.0, 508.0), (296.0, 300.0), (534.0, 288.0), (546.0, 336.0)


def wheel(rng: Random) -> Parts:
    return _wheel(0, 0, 92, 16, rng.uniform(0, 40))


def _wheel(x: float, y: float, r: float, n: int, turn: float) -> Parts:
    nipple = rect(x - 2.5, y - r * 0.95, 5, r * 0.16)
    return (
        mark(spokes(x, y, r * 0.09, r * 0.86, n, 62 + turn * 0.05), max(1.8, r * 0.016)),
        tube(ellipse(x, y, r), r * 0.1, "i"), tube(ellipse(x, y, r * 0.875), r * 0.045, 2),
        fill(nipple, "i"), slab(ellipse(x, y, r * 0.1), 3),
    )  # fmt: skip


def chainring(rng: Random) -> Parts:
    """A chainring with its crank and pedal."""
    a = rng.uniform(20, 50)
    x, y = polar(0, 0, 96, a)
    holes = joined(ellipse(*polar(0, 0, 40, k + a), 13) for k in range(36, 396, 72))
    return put((
        slab(gear(0, 0, 80, 26, 9), 1), fill(holes, "p"), mark(ellipse(0, 0, 60), 3),
        tube(segment(0, 0, x, y), 17, 3), slab(rect(x - 27, y - 8, 54, 16, 4), "i"), slab(ellipse(0, 0, 17), 2), fill(ellipse(0, 0, 6), "i"),
    ), -10, -12)  # fmt: skip


def saddle(rng: Random) -> Parts:
    return put((
        tube(segment(6, 10, 22, 104), 17, 2), mark("M-72 2C-40 40 40 44 64 4", 7),
        body("M-96 -24C-84 -44 -30 -38 10 -40C50 -42 84 -60 98 -34C104 -8 70 16 44 14C20 12 0 2 -30 0C-60 0 -104 2 -96 -24Z", 3),
        mark("M-80 -20C-30 -26 40 -16 80 -30", 3, "p"),
    ), 0, 0, 1, rng.uniform(-6, 4))  # fmt: skip


def patch(rng: Random) -> Parts:
    """A mended tube: the patch on the tyre."""
    a = rng.uniform(-60, -20)
    x, y = polar(0, 0, 78, a)
    out = (
        slab(rect(-38, -24, 76, 48, 10), 4),
        mark(rect(-30, -16, 60, 32, 6), 3, "p"),
        fill(ellipse(0, 0, 7), "p"),
    )
    return (
        tube(ellipse(0, 0, 78), 34, "i"),
        mark(ellipse(0, 0, 78), 3, "2"),
        *put(out, x, y, 1, a + 90),
        fill(rect(-5, 44, 10, 22), "i"),
    )


def pump(rng: Random) -> Parts:
    return put((
        tube("M14 88C70 96 92 60 84 10", 7, "i"), slab(rect(76, -14, 16, 28, 3), 3),
        tube(segment(0, -84, 0, -20), 8, 2), body(rect(-16, -34, 32, 116, 5), 4), slab(rect(-20, -42, 40, 13, 3), 3),
        slab(rect(-50, -102, 100, 20, 9), 3), slab("M-58 98L-50 84L50 84L58 98Z", "i"), slab(ellipse(0, 70, 13), 2),
    ), -12, 0)  # fmt: skip


def spanner(rng: Random) -> Parts:
    jaw = "M-15 -50C-46 -60 -48 -98 -22 -110L-22 -80L0 -68L22 -80L22 -110C48 -98 46 -60 15 -50L13 46C46 62 42 106 0 108C-42 106 -46 62 -13 46Z"
    return put(
        (body(jaw, 1), fill(ellipse(0, 76, 17), "p"), mark("M-4 -34L-4 36", 4)),
        0,
        0,
        0.98,
        38 + rng.uniform(-10, 10),
    )


ITEMS = {
    "wheel": wheel,
    "chainring": chainring,
    "saddle": saddle,
    "patch": patch,
    "pump": pump,
    "spanner": spanner,
}


def _frame() -> Parts:
    stays = rows([(*REAR, *CRANK), (*REAR, *SEAT)])
    triangle = rows(
        [
            (CRANK[0], CRANK[1], SEAT[0] - 6, SEAT[1] - 26),
            (*CRANK, *FORK),
            (*SEAT, HEAD[0] + 2, HEAD[1] + 12),
            (*HEAD, *FORK),
        ]
    )
    fork = f"M{FORK[0]} {FORK[1]}C{FORK[0] + 14} 394 {FORK[0] + 26} 450 {FRONT[0]} {FRONT[1]}"
    return (tube(stays, 10, 4), tube(fork, 13, 4), tube(triangle, 17, 4))


def _fittings(turn: float) -> Parts:
    foot, other = polar(*CRANK, 76, turn), polar(*CRANK, 76, turn + 180)
    bar = "M530 262L524 228L566 224C622 222 640 240 634 268C628 292 606 296 584 290"
    return (
        mark(rows([(CRANK[0], CRANK[1] - 46, REAR[0], REAR[1] - 22), (CRANK[0], CRANK[1] + 46, REAR[0] + 12, REAR[1] + 42)]), 4),
        fill(gear(*REAR, 26, 14, 4), "i"), fill(gear(REAR[0] + 12, REAR[1] + 42, 11, 9, 3), "i"),
        tube(segment(*CRANK, *other), 11, "i"), slab(rect(other[0] - 24, other[1] - 7, 48, 14, 3), "i"),
        slab(gear(*CRANK, 50, 30, 5), 3), fill(joined(ellipse(*polar(*CRANK, 29, a), 9) for a in range(0, 360, 72)), "p"),
        tube(segment(*CRANK, *foot), 12, "i"), slab(rect(foot[0] - 26, foot[1] - 7, 52, 14, 3), "i"),
        tube(segment(SEAT[0] - 7, SEAT[1] - 30, SEAT[0] - 18, SEAT[1] - 72), 12, 2),
        *put((body("M-96 -24C-84 -44 -30 -38 10 -40C50 -42 84 -60 98 -34C104 -8 70 16 44 14C20 12 0 2 -30 0C-60 0 -104 2 -96 -24Z", 3),),
             SEAT[0] - 16, SEAT[1] - 76, 0.72, flip=True),
        tube(bar, 13, "i"), tube("M634 268C628 292 606 296 584 290", 15, 1),
    )  # fmt: skip


def _bucket(rng: Random) -> Parts:
    """Foot at y = 0."""
    return (
        *put(_wheel(0, 0, 66, 10, 0), 18, -140), tube(segment(-36, -96, -66, -196), 12, 3), slab(rect(-96, -206, 60, 16, 5), 3),
        body("M-84 -112L84 -112L62 0L-62 0Z", 1), mark("M-82 -108C-60 -40 60 -40 82 -108", 6, "2"), slab(rect(-92, -124, 184, 18, 5), 3),
        slab(ellipse(0, -66 + rng.uniform(-2, 2), 9), 2),
    )  # fmt: skip


def hero(rng: Random) -> Scene:
    turn = rng.uniform(15, 65)
    bike = (*_wheel(*REAR, RADIUS, 26, 0), *_wheel(*FRONT, RADIUS, 26, 0), *_frame(), *_fittings(turn))
    parts: Parts = (
        *put(bike, 66, -48, 1.07),
        *put(_bucket(rng), 96, 668, 1.08),
        *put(spanner(rng), 92, 170, 0.9, rng.uniform(-12, 12)),
    )
    return Scene(parts, sun=(470 + rng.uniform(-30, 30), 300, 230), ground=640)
