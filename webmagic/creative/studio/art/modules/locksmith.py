# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Locksmith: a great padlock, and a ring of keys across it."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Form,
    Parts,
    body,
    ellipse,
    fill,
    fine,
    joined,
    mark,
    polar,
    poly,
    put,
    rect,
    rows,
    segment,
    slab,
    tube,
)
from webmagic.creative.studio.art.scene import Scene


def key(rng: Random) -> Parts:
    return put(_key(rng, "1"), 0, -4, 0.98, 34 + rng.uniform(-12, 12))


def _teeth(rng: Random) -> Form:
    """The cut edge of a flat key: heights differ from key to key."""
    pts: list[tuple[float, float]] = [(-11, -20), (11, -20)]
    y = 0.0
    while y < 84:
        pts += [
            (11, y),
            (11 + rng.choice((4, 9, 13)), y + 6),
            (11 + rng.choice((4, 9)), y + 11),
            (11, y + 15),
        ]
        y += 17
    return poly([*pts, (11, 96), (0, 110), (-11, 98)])


def _key(rng: Random, tone: str) -> Parts:
    """A flat key, its bow on top with the hole at (0, -84)."""
    bow = "M-22 -18C-58 -26 -62 -66 -46 -90C-30 -112 30 -112 46 -90C62 -66 58 -26 22 -18Z"
    return (
        slab(_teeth(rng), tone),
        mark("M-2 -10L-2 92", 4),
        body(bow, tone),
        slab(ellipse(0, -84, 11), "p"),
        fine("M-24 -44L24 -44", 3),
    )


def skeleton(rng: Random) -> Parts:
    """An old key with a wrought bow."""
    rings = tuple(tube(ellipse(x, y, 22), 12, 1) for x, y in ((-26, -62), (26, -62), (0, -88)))
    bit = "M6 52L48 52L48 66L34 66L34 76L48 76L48 98L30 98L30 88L20 88L20 98L6 98Z"
    return put(
        (
            slab(bit, 1),
            tube("M0 -40L0 104", 17, 1),
            *rings,
            slab(rect(-17, -36, 34, 12, 4), 3),
            slab(rect(-15, 30, 30, 10, 4), 3),
        ),
        0,
        0,
        0.96,
        -30 + rng.uniform(-8, 8),
    )


def padlock(rng: Random) -> Parts:
    return put(_padlock(rng.uniform(0, 8)), 0, 14, 0.88)


def _padlock(open_by: float) -> Parts:
    return (
        tube(f"M-50 0L-50 {-54 - open_by}A50 50 0 0 1 50 {-54 - open_by}L50 0", 23, 2),
        body("M-88 -22Q-88 -32 -78 -32L78 -32Q88 -32 88 -22L88 74Q88 100 60 100L-60 100Q-88 100 -88 74Z", 1),
        slab(rect(-96, -36, 192, 22, 6), 3), slab("M0 4A22 22 0 0 1 13 44L20 80L-20 80L-13 44A22 22 0 0 1 0 4Z", "i"),
        fill(joined((ellipse(-70, 78, 6), ellipse(70, 78, 6))), "3"),
    )  # fmt: skip


def knob(rng: Random) -> Parts:
    """A door knob over its keyhole plate."""
    plate = "M0 -108C34 -100 44 -84 42 -58L42 58C44 84 34 100 0 108C-34 100 -44 84 -42 58L-42 -58C-44 -84 -34 -100 0 -108Z"
    return (
        body(plate, 1),
        fill(joined((ellipse(0, -84, 5), ellipse(0, 86, 5))), "i"),
        slab("M0 26A15 15 0 0 1 9 53L14 76L-14 76L-9 53A15 15 0 0 1 0 26Z", "i"),
        slab(ellipse(5, -24, 50), 3),
        body(ellipse(0, -30, 48), 2),
        mark("M-28 -38C-26 -54 -14 -62 0 -62", 6, "p"),
    )


def safe(rng: Random) -> Parts:
    turn = rng.uniform(0, 40)
    ticks = joined(
        segment(*polar(-8, 0, 50, turn + a), *polar(-8, 0, 42, turn + a)) for a in range(0, 360, 30)
    )
    return (
        slab(rect(-72, 84, 34, 22), "i"), slab(rect(38, 84, 34, 22), "i"), body(rect(-96, -98, 192, 188, 10), 3), slab(rect(-80, -82, 160, 156, 6), 1),
        slab(ellipse(-8, 0, 58), 2), mark(ticks, 4), slab(ellipse(-8, 0, 24), 4), tube(segment(54, -26, 54, 26), 13, "i"),
    )  # fmt: skip


def cylinder(rng: Random) -> Parts:
    """A lock cylinder with its key half in."""
    return put((
        *put(_key(rng, "4"), 0, -16, 0.86), body("M-56 4A56 30 0 0 1 56 4L56 78A56 30 0 0 1 -56 78Z", 1), slab(ellipse(0, 4, 56, 28), 2), slab(ellipse(0, 4, 30, 14), 3),
        *put((slab(rect(-14, -60, 26, 66), 4),), 0, 0, 0.8), fine(rows([(-44, 50, -44, 88), (-20, 58, -20, 98), (20, 58, 20, 98), (44, 50, 44, 88)]), 3),
    ), 0, 0, 0.98)  # fmt: skip


ITEMS = {
    "key": key,
    "padlock": padlock,
    "old-key": skeleton,
    "knob": knob,
    "safe": safe,
    "cylinder": cylinder,
}


def hero(rng: Random) -> Scene:
    """The lock fills the picture; a ring of keys is thrown over its shoulder."""
    hang, x = rng.uniform(18, 26), 400 + rng.uniform(-16, 16)
    ring = (620.0, 246.0)
    bunch: Parts = ()
    for i, angle in enumerate((34, 4, -26) if rng.random() < 0.5 else (26, -4, -34)):
        drawn = _key(rng, ("1", "4", "2")[i])
        bunch += put(put(drawn, 0, 84), ring[0] - angle * 1.4, ring[1] + 92, 1.26, angle)
    chain = tuple(tube(ellipse(30 + i * 62, 604 + (i % 2) * 8, 36, 19), 13, "3") for i in range(13))
    parts: Parts = (
        *put(skeleton(rng), 122, 250, 1.5, -8 + rng.uniform(-6, 6)),
        *put(_padlock(hang), x, 406, 2.34),
        tube(ellipse(*ring, 96), 15, 3),
        *bunch,
        *chain,
    )
    return Scene(parts, sun=(400, 320, 262), ground=660)
