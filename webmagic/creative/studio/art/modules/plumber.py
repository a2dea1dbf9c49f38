# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Plumber: a tap fed by a hot and a cold pipe, one drop and its rings."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Part,
    Parts,
    body,
    ellipse,
    fill,
    fine,
    form,
    joined,
    mark,
    polar,
    put,
    rect,
    segment,
    slab,
    tube,
)
from webmagic.creative.studio.art.scene import Scene

DROP = "M0 -62C10 -40 34 -16 34 12A34 34 0 0 1 -34 12C-34 -16 -10 -40 0 -62Z"


def drop(rng: Random) -> Parts:
    size = rng.uniform(1.35, 1.6)
    rings = tuple(_ring(0, 84, r, r * 0.2, w) for r, w in ((100, 4), (66, 6), (34, 8)))
    return (*rings, *put((body(DROP, 1), mark("M-16 14C-15 24 -8 30 0 32", 5, "p")), 0, -12, size))


def _ring(x: float, y: float, rx: float, ry: float, w: float, tone: str = "1") -> Part:
    return mark(ellipse(x, y, rx, ry), w, tone)


def handwheel(rng: Random) -> Parts:
    return _wheel(0, 0, 84, "4", rng.uniform(0, 60))


def _wheel(x: float, y: float, r: float, tone: str, turn: float) -> Parts:
    arms = joined(segment(x, y, *polar(x, y, r, turn + a)) for a in range(0, 360, 72))
    return (
        tube(arms, r * 0.17, tone),
        tube(ellipse(x, y, r), r * 0.25, tone),
        slab(ellipse(x, y, r * 0.26), 3),
        fill(ellipse(x, y, r * 0.09), "p"),
    )


def wrench(rng: Random) -> Parts:
    """A pipe wrench, jaws to the upper right."""
    teeth = joined(form(f"M{x} -62l6 8l6 -8z") for x in range(-22, 26, 12))
    out = (
        body("M-14 -30L14 -30L20 92Q20 108 0 108Q-20 108 -20 92Z", 4),
        slab("M-20 -40L20 -40L20 -18L-20 -18Z", "i"),
        fill(ellipse(0, 88, 7), "p"),
        body("M-34 -64L30 -64L30 -44L18 -36L-22 -36Q-34 -40 -34 -64Z", 1),
        body("M-44 -52C-54 -90 -40 -116 -8 -116L34 -112Q40 -96 30 -86L-14 -86Q-22 -80 -20 -52Z", 1),
        fill(teeth, "i"),
        fine("M-8 -10L-10 70M8 -10L10 70", 3),
    )
    return put(out, 0, 2, 0.96, 34 + rng.uniform(-8, 8))


def heater(rng: Random) -> Parts:
    """A water heater with its flame."""
    flame = "M0 40C-22 40 -32 24 -32 8C-32 -12 -8 -22 -10 -46C10 -34 14 -22 13 -10C19 -13 21 -18 21 -24C30 -14 34 -4 34 8C34 26 22 40 0 40Z"
    return (
        tube("M-24 -110L-24 -80M24 -110L24 -80", 13, "i"),
        body("M-54 -62Q-54 -86 -30 -86L30 -86Q54 -86 54 -62L54 92L-54 92Z", 1),
        slab(rect(-62, 86, 124, 16, 3), "i"),
        slab(ellipse(0, -34, 20), 2),
        mark("M0 -34L9 -45", 4),
        slab("M-38 18Q-38 0 0 0Q38 0 38 18L38 74L-38 74Z", "i"),
        *put(
            (slab(flame, 4), fill("M0 34C-12 34 -14 22 -6 10C4 18 12 22 12 26C12 32 6 34 0 34Z", 2)),
            0,
            46,
            0.62 + rng.uniform(0, 0.06),
        ),
    )


def drain(rng: Random) -> Parts:
    holes = [ellipse(0, 0, 9)]
    for r, n in ((32, 6), (60, 12)):
        holes += [
            ellipse(*polar(0, 0, r, 360 * i / n + rng.uniform(-1, 1)), 8.5 if r < 50 else 7) for i in range(n)
        ]
    return (body(ellipse(0, 0, 96), 1), slab(ellipse(0, 0, 78), 2), fill(joined(holes), "i"))


def elbow(rng: Random) -> Parts:
    """A bend of pipe between two flanges, and the burst at its joint."""
    spray = [
        segment(*polar(-30, 34, 34, a), *polar(-30, 34, 62 + 20 * (i % 2) + rng.uniform(0, 8), a))
        for i, a in enumerate((110, 132, 154, 176, 198))
    ]
    return (
        tube("M-34 112L-34 24Q-34 -34 24 -34L112 -34", 44, 1),
        _flange(-34, 34, 76, 16),
        _flange(-34, 62, 76, 16),
        _flange(36, -34, 16, 76),
        _flange(64, -34, 16, 76),
        tube(joined(spray), 7, 4),
    )


def _flange(x: float, y: float, w: float, h: float) -> Part:
    return slab(rect(x - w / 2, y - h / 2, w, h, 2), 3)


ITEMS = {
    "drop": drop,
    "wrench": wrench,
    "heater": heater,
    "drain": drain,
    "handwheel": handwheel,
    "elbow": elbow,
}


def hero(rng: Random) -> Scene:
    """Pipes come in from above, cross the picture and leave to the right; the spout hangs over rings of water."""
    turn = rng.uniform(0, 72)
    spout = 250.0
    rings = tuple(_ring(spout, 640, 50 + i * 58, 11 + i * 11.5, 17 - i * 2.6) for i in range(6, -1, -1))
    parts: Parts = (
        *rings,
        tube("M440 -60L440 140Q440 262 500 262", 62, 4),
        tube("M640 -60L640 140Q640 262 580 262", 62, 1),
        _flange(440, 24, 96, 18),
        _flange(440, 176, 96, 18),
        _flange(640, 24, 96, 18),
        _flange(640, 176, 96, 18),
        *_wheel(440, 100, 66, "4", turn),
        *_wheel(640, 100, 66, "1", -turn),
        tube(f"M590 268L390 268Q{spout} 268 {spout} 400L{spout} 420", 76, 3),
        slab(rect(424, 222, 240, 92, 26), 3),
        mark("M452 252L620 252", 6, "2"),
        _flange(spout, 424, 110, 22),
        _flange(spout, 446, 130, 22),
        *put(
            (body(DROP, 1), mark("M-16 14C-15 24 -8 30 0 32", 5, "p")),
            spout,
            548 + rng.uniform(-16, 10),
            0.86,
        ),
    )
    parts += put(wrench(rng), 634, 556, 1.9, rng.uniform(-10, 4))
    return Scene(parts, sun=(480, 300, 230), ground=None)
