# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Mechanic: a car on the lift, its face to us, and the tools that lie about."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Parts,
    body,
    ellipse,
    fill,
    fine,
    gear,
    joined,
    mark,
    polar,
    put,
    rect,
    rows,
    segment,
    slab,
    tube,
)
from webmagic.creative.studio.art.modules.bicycle import spanner
from webmagic.creative.studio.art.scene import Scene


def tyre(rng: Random) -> Parts:
    turn = rng.uniform(0, 72)
    slots = joined(ellipse(*polar(0, 0, 34, turn + a), 9) for a in range(0, 360, 60))
    return (
        slab(gear(0, 0, 98, 30, 6), "i"),
        slab(ellipse(0, 0, 66), "p"),
        body(ellipse(0, 0, 56), 2),
        fill(slots, "3"),
        slab(ellipse(0, 0, 15), 4),
    )


def piston(rng: Random) -> Parts:
    return put((
        body("M-16 0L16 0L22 66L-22 66Z", 2), slab(ellipse(0, 74, 34), 1), fill(ellipse(0, 74, 18), "p"),
        body(rect(-56, -98, 112, 90, 8), 1), slab(rect(-58, -82, 116, 9), "i"), slab(rect(-58, -66, 116, 9), "i"), slab(rect(-58, -50, 116, 9), "i"),
        slab(ellipse(0, -22, 15), 3),
    ), 0, 0, 0.98, rng.uniform(-14, 14))  # fmt: skip


def battery(rng: Random) -> Parts:
    plus = rows([(-58, 8, -26, 8), (-42, -8, -42, 24)])
    return (
        slab(rect(-70, -76, 34, 26, 4), 4), slab(rect(36, -76, 34, 26, 4), "i"), body(rect(-94, -34, 188, 124, 6), 1),
        slab(rect(-102, -54, 204, 26, 5), 3), tube(plus, 9, 2), tube(segment(28, 8, 58, 8), 9, 2), slab(rect(-94, 52, 188, 20), 2),
    )  # fmt: skip


def jack(rng: Random) -> Parts:
    """A scissor jack."""
    h = rng.uniform(-4, 10)
    return (
        slab("M-60 104L-46 84L46 84L60 104Z", 3), tube(f"M-6 84L-76 {10 + h}L-6 -62", 17, 4), tube(f"M6 84L76 {10 + h}L6 -62", 17, 4),
        tube(f"M-104 {10 + h}L100 {10 + h}", 8, "i"), slab(ellipse(-76, 10 + h, 15), 2), slab(ellipse(76, 10 + h, 15), 2), slab(rect(-40, -82, 80, 22, 5), 1),
    )  # fmt: skip


def oilcan(rng: Random) -> Parts:
    return put((
        tube("M52 -22L104 -82", 10, 2), tube("M-52 -6C-104 -40 -104 64 -56 66", 12, "i"), body("M-58 92L-58 -4C-58 -30 -20 -40 -12 -58L12 -58C20 -40 58 -30 58 -4L58 92Q0 108 -58 92Z", 1),
        slab(rect(-20, -76, 40, 20, 4), 3), slab("M0 8C18 34 26 44 26 56A26 24 0 0 1 -26 56C-26 44 -18 34 0 8Z", 4),
    ), 4, 0, 1, rng.uniform(-6, 6))  # fmt: skip


ITEMS = {"tyre": tyre, "spanner": spanner, "piston": piston, "battery": battery, "jack": jack, "oil": oilcan}


def _car() -> Parts:
    """A small car from the front, its wheels' foot at y = 0, 460 wide."""
    grille = rows([(-92, y, 92, y) for y in (-136, -122, -108)])
    out: list = [
        slab(rect(-206, -96, 74, 110, 18), "i"), slab(rect(132, -96, 74, 110, 18), "i"),
        body("M-170 -206C-160 -270 -146 -322 -122 -332C-60 -350 60 -350 122 -332C146 -322 160 -270 170 -206Z", 1),
        slab("M-142 -214C-134 -262 -124 -300 -108 -306C-56 -320 56 -320 108 -306C124 -300 134 -262 142 -214Z", 2),
        mark("M-94 -230L-58 -294M-62 -232L-28 -298", 6, "p"), tube("M20 -222L92 -262", 5, "i"),
        slab("M-170 -216L-206 -236Q-228 -240 -228 -220Q-226 -202 -206 -204L-172 -200Z", 3), slab("M170 -216L206 -236Q228 -240 228 -220Q226 -202 206 -204L172 -200Z", 3),
        body("M-184 -212C-120 -230 120 -230 184 -212C222 -196 232 -160 230 -84C230 -62 220 -56 206 -56L-206 -56C-220 -56 -230 -62 -230 -84C-232 -160 -222 -196 -184 -212Z", 1),
        mark("M-130 -216C-110 -186 -106 -160 -104 -148M130 -216C110 -186 106 -160 104 -148", 4),
        slab(rect(-104, -150, 208, 54, 10), "i"), mark(grille, 4, "2"), slab(ellipse(0, -122, 17), 4),
        slab(rect(-238, -82, 476, 36, 14), 3), slab(rect(-54, -78, 108, 28, 3), "w"),
    ]  # fmt: skip
    for x in (-164, 164):
        out += [slab(ellipse(x, -138, 44), 3), slab(ellipse(x, -138, 34), 2), mark(ellipse(x, -138, 18), 3)]
    return tuple(out)


def hero(rng: Random) -> Scene:
    """The car stands raised between two posts; below it light, a jack and a tyre."""
    lift = 470 + rng.uniform(-10, 10)
    posts = tuple(
        part
        for side, x in ((1, 92), (-1, 708))
        for part in (
            slab(rect(x - 30, -20, 60, 664), 3), fine(segment(x, 20, x, 600), 4, "2"),
            slab(rect(x - 40, lift - 84, 80, 96, 6), 4), tube(segment(x + side * 30, lift - 6, x + side * 196, lift - 22), 22, "i"),
        )
    )  # fmt: skip
    parts: Parts = (
        tube(segment(92, 6, 708, 6), 26, 3),
        *posts,
        *put(_car(), 400, lift - 34, 1.12),
        *put(jack(rng), 400, 558, 0.8),
        *put(tyre(rng), 196, 560, 0.86), *put(tyre(rng), 96, 596, 0.52), *put(oilcan(rng), 600, 572, 0.7), *put(battery(rng), 712, 590, 0.6),
    )  # fmt: skip
    return Scene(parts, sun=(400, 300, 250), ground=640)
