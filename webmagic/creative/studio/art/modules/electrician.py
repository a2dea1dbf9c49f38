# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Electrician: a great bulb on its flex, plug and pliers beside it."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Parts,
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
    rows,
    segment,
    slab,
    tube,
)
from webmagic.creative.studio.art.scene import Scene

BOLT = "M18 -104L-52 12L-8 12L-22 104L54 -24L8 -24Z"


def bulb(rng: Random) -> Parts:
    return (*put(_bulb(rng), 0, -2, 0.9),)


def _bulb(rng: Random) -> Parts:
    """Glass, filament and screw; the cap at y = 108."""
    peaks = [v for i in range(5) for v in (-20 + i * 10, (-22 if i % 2 else -2) + rng.uniform(-2, 2))]
    thread = joined(form(f"M-27 {y}L27 {y - 7}") for y in (62, 76, 90))
    return (
        body("M0 -112C48 -112 78 -78 78 -38C78 2 42 14 34 48L-34 48C-42 14 -78 2 -78 -38C-78 -78 -48 -112 0 -112Z", 2),
        mark(rows([(-14, 48, -20, -2), (14, 48, 20, -2)]), 4), mark(segment(*peaks), 5, "4"),
        mark("M-56 -44C-56 -66 -44 -84 -26 -90", 7, "p"),
        body("M-32 46L32 46L29 96L14 108L-14 108L-29 96Z", 3), mark(thread, 4, "p"),
    )  # fmt: skip


def plug(rng: Random) -> Parts:
    return put((
        tube("M0 60C0 104 -50 86 -70 108", 12, "i"), slab(rect(-36, -104, 14, 60, 4), 2), slab(rect(22, -104, 14, 60, 4), 2),
        body("M-62 -50L62 -50L58 8C54 44 28 62 0 62C-28 62 -54 44 -58 8Z", 1), slab(rect(-70, -62, 140, 18, 5), 3),
        *put((fill(BOLT, "4"),), 2, 4, 0.42),
    ), 0, 2, 1, rng.uniform(-10, 10))  # fmt: skip


def socket(rng: Random) -> Parts:
    tilt = rng.choice((0, 180))
    face = (
        slab(rect(-26, -30, 13, 36, 3), "i"),
        slab(rect(13, -30, 13, 36, 3), "i"),
        fill("M-13 22A13 13 0 0 1 13 22L13 34L-13 34Z", "i"),
    )
    return (
        body(rect(-84, -100, 168, 200, 16), 1),
        slab(ellipse(0, 0, 62), 2),
        *put(face, 0, 0, 1, tilt),
        fill(ellipse(0, -80, 6), "3"),
        fill(ellipse(0, 80, 6), "3"),
    )


def pliers(rng: Random) -> Parts:
    out: list = []
    for side in (-1, 1):
        half = (
            body("M-16 -14C-30 -34 -26 -74 -4 -106L2 -106L2 -16L18 12L4 24Z", 2),
            body("M-8 8L16 4C40 34 44 74 32 110Q24 118 14 108C22 72 14 40 -8 24Z", 4),
        )
        out += put(half, 0, 0, 1, -side * 7, flip=side > 0)
    teeth = rows([(-6, y, 6, y) for y in (-80, -68, -56, -44)])
    return put(
        (*out, mark(teeth, 2.5), slab(ellipse(0, 4, 17), 3), fill(ellipse(0, 4, 5), "p")),
        0,
        0,
        0.98,
        20 + rng.uniform(-8, 8),
    )


def bolt(rng: Random) -> Parts:
    rays = [
        segment(*polar(0, 0, 90, a), *polar(0, 0, 108, a)) for a in range(int(rng.uniform(0, 20)), 360, 30)
    ]
    return (mark(joined(rays), 6, 1), body(ellipse(0, 0, 78), 1), *put((slab(BOLT, 4),), 0, 0, 0.78))


def breaker(rng: Random) -> Parts:
    """A row of breakers, one of them tripped."""
    tripped = rng.randrange(4)
    levers = tuple(
        slab(rect(-70 + i * 38, 10 if i == tripped else -26, 24, 30, 3), "4" if i == tripped else "2")
        for i in range(4)
    )
    slots = joined(rect(-72 + i * 38, -30, 28, 74, 3) for i in range(4))
    return (
        body(rect(-92, -96, 184, 192, 8), 1),
        slab(rect(-80, -60, 160, 124, 4), 2),
        slab(slots, "i"),
        *levers,
        mark(segment(-78, -78, 20, -78), 6),
        fill(ellipse(66, -78, 8), "4"),
    )


ITEMS = {"bulb": bulb, "plug": plug, "socket": socket, "pliers": pliers, "bolt": bolt, "breaker": breaker}


def hero(rng: Random) -> Scene:
    """The bulb hangs into the picture, lit; tools lie on the bench."""
    rays = []
    for i in range(24):
        a = i * 15 + 4
        if not 235 < a < 305:
            rays.append(
                lens(*polar(400, 330, 216 + rng.uniform(0, 8), a), *polar(400, 330, (262, 306)[i % 2], a), 8)
            )
    lit = tuple(p for p in put(_bulb(rng), 400, 352, 2.05, 180))
    sway = rng.uniform(-40, 40)
    parts: Parts = (
        fill(joined(r for r in rays if r.box[3] < 630), 4),
        tube(f"M{400 + sway} -40C{400 + sway} 30 400 50 400 130", 13, "i"),
        *lit,
        slab("M346 172L454 172L440 118L360 118Z", "i"),
        tube("M-30 520C80 480 140 560 100 600C60 640 200 650 240 600", 13, "i"),
        *put(socket(rng), 690, 150, 1.05),
        tube("M700 170C720 330 600 380 650 480C690 560 760 520 840 560", 13, "i"),
        *put(plug(rng), 694, 180, 0.74, 180),
        *put(pliers(rng), 646, 560, 1.22, 68), *put(breaker(rng), 126, 540, 1.0),
    )  # fmt: skip
    return Scene(parts, sun=(400, 330, 200), ground=640)
