# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""General: a shopfront with its awning, for any trade that has no module of its own."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Part,
    Parts,
    Shape,
    body,
    ellipse,
    fill,
    fine,
    form,
    joined,
    lens,
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


def awning_parts(x: float, y: float, w: float, h: float, n: int, flare: float) -> Parts:
    """Striped awning hanging from y, with a scalloped hem."""
    out: list[Part] = [slab(poly([(x, y), (x + w, y), (x + w + flare, y + h), (x - flare, y + h)]), 2)]
    top, low = w / n, (w + 2 * flare) / n
    for i in range(n):
        a, b = x + i * top, x - flare + i * low
        tone = "4" if i % 2 == 0 else "w"
        d = f"M{a} {y}L{a + top} {y}L{b + low} {y + h}A{low / 2} {low / 2.4} 0 0 1 {b} {y + h}Z"
        out.append(slab(d, tone))
    out.append(slab(rect(x - 8, y - 14, w + 16, 16, 4), 3))
    return tuple(out)


def pot(rng: Random) -> Parts:
    """A clipped bay tree in a pot."""
    leaves = []
    for i in range(16):
        a = i * 137.5 + rng.uniform(-10, 10)
        x, y = polar(0, -52, 12 + 28 * (i % 4) / 3, a)
        leaves.append(lens(x, y, *polar(x, y, 17, a - 40), 8))
    return (
        tube("M0 -14L0 40", 8, 3),
        body(ellipse(0, -54, 52), 1),
        fill(joined(leaves), "3"),
        body("M-40 46L40 46L28 106L-28 106Z", 4),
        slab(rect(-46, 34, 92, 17, 3), 4),
    )


def door(rng: Random) -> Parts:
    panes = rows([(-20, -72, 10, -84), (-20, -20, 24, -44), (-20, -4, 24, -28)])
    return (
        slab(rect(-50, -104, 100, 208), 3), slab(rect(-40, -94, 80, 198), 1), slab(rect(-28, -82, 56, 112), 2),
        mark(panes, 3, "p"), slab(rect(-28, 46, 56, 44), 1), slab(ellipse(32, 12, 6), 4),
        slab(rect(-62, 98, 124, 12), "i"), fine(segment(-20, 56, 20, 56), 2),
    )  # fmt: skip


def sign(rng: Random) -> Parts:
    """A hanging sign; a heart, a star or a leaf for its picture."""
    star = poly(polar(6, 26, 33 if i % 2 == 0 else 14, -90 + i * 36) for i in range(10))
    heart = form("M6 56C-30 28 -26 2 -8 0C0 0 5 6 6 12C7 6 12 0 20 0C38 2 42 28 6 56Z")
    flower = joined(ellipse(*polar(6, 26, 19, a), 13) for a in range(0, 360, 60))
    emblem: Shape = rng.choice((star, heart, flower))
    return (
        tube("M-90 -104L-90 104", 12, "i"), tube("M-90 -78L84 -78", 9, "i"), tube("M-90 -36C-60 -40 -44 -56 -40 -78", 6, "i"),
        tube("M-44 -76L-44 -44M56 -76L56 -44", 4, "i"),
        body(ellipse(6, 26, 78, 72), 1), slab(ellipse(6, 26, 62, 56), 2), slab(emblem, 4),
    )  # fmt: skip


def lamp(rng: Random) -> Parts:
    return (
        tube("M-84 60C-84 -60 -40 -104 10 -84C24 -78 26 -62 26 -50", 9, "i"), slab(rect(-98, 40, 28, 64, 4), 3),
        slab(rect(12, -58, 28, 18, 4), 3), body("M-24 22C-20 -20 4 -42 26 -42C48 -42 72 -20 76 22Z", 1),
        slab("M4 22A22 22 0 0 0 48 22Z", 2), tube(rows([(-12, 50, -26, 76), (26, 58, 26, 90), (64, 50, 78, 76)]), 5, 4),
    )  # fmt: skip


def bell(rng: Random) -> Parts:
    return put((
        tube("M0 -104L0 -74", 9, "i"), slab(ellipse(0, 70, 20), 3),
        body("M0 -86C40 -86 50 -54 54 -10C56 22 66 38 82 52L-82 52C-66 38 -56 22 -54 -10C-50 -54 -40 -86 0 -86Z", 1),
        slab(rect(-90, 50, 180, 17, 8), 4), fine("M-40 22L44 22", 3),
    ), 0, 6, 1, rng.uniform(-8, 8))  # fmt: skip


ITEMS = {"door": door, "sign": sign, "lamp": lamp, "plant": pot, "bell": bell}


def _window(x: float, y: float, w: float, h: float) -> Parts:
    shine = rows([(x + 22, y + h * 0.55, x + w * 0.42, y + 22), (x + 22, y + h * 0.78, x + w * 0.56, y + 24)])
    return (slab(rect(x - 12, y - 12, w + 24, h + 24), 3), slab(rect(x, y, w, h), 2), mark(shine, 5, "p"))


def hero(rng: Random) -> Scene:
    """A whole house front that leaves the frame above, with its neighbours' edges on both sides."""
    n = rng.choice((9, 11))
    flip = rng.random() < 0.5
    door_x, glass_x = (186, 318) if not flip else (614, 150)
    upper: Parts = ()
    for x in (200, 400, 600):
        box = rect(x - 52, 140, 104, 20, 4)
        blooms = joined(ellipse(x - 40 + i * 20, 136 - rng.uniform(0, 9), 12) for i in range(5))
        upper += (
            *_window(x - 42, -20, 84, 156), mark(segment(x, -20, x, 136), 5), mark(segment(x - 42, 60, x + 42, 60), 5),
            slab(blooms, 4), slab(box, 3),
        )  # fmt: skip
    goods = tuple(
        part
        for i in range(4)
        for part in put(_ware(rng, i), glass_x + 46 + i * 80, 552, rng.uniform(0.9, 1.05))
    )
    parts: Parts = (
        slab(rect(104, -20, 592, 660), 1),
        *upper,
        slab(rect(92, 186, 616, 84), "i"),
        *_lettering(rng),
        *_window(glass_x, 350, 332, 206), *goods, slab(rect(glass_x - 22, 556, 376, 22), 3),
        slab(rect(glass_x - 4, 578, 340, 62), 3), mark(rect(glass_x + 18, 592, 138, 34), 3), mark(rect(glass_x + 176, 592, 138, 34), 3),
        *put(door(rng), door_x, 506, 1.3),
        *awning_parts(112, 284, 576, 76, n, 26),
        *put(sign(rng), 748 if not flip else 52, 300, 0.62, flip=flip),
        *put(pot(rng), 50 if not flip else 750, 520, 1.12),
        *put(pot(rng), door_x + (94 if not flip else -94), 566, 0.68),
    )  # fmt: skip
    return Scene(parts, sun=(400, 250, 300), ground=640)


def _lettering(rng: Random) -> Parts:
    """A sign without words: an ornament between two rules, since a drawing must not state a name."""
    diamonds = joined(
        poly([(x, 212), (x + 12, 228), (x, 244), (x - 12, 228)]) for x in (250, 300, 350, 400, 450, 500, 550)
    )
    return (
        mark(segment(130, 200, 670, 200), 3, "2"),
        mark(segment(130, 256, 670, 256), 3, "2"),
        fill(diamonds, "2"),
        fill(ellipse(160, 228, 9), "4"),
        fill(ellipse(640, 228, 9), "4"),
    )


def _ware(rng: Random, index: int) -> Parts:
    """A jar, a box, a vase or a bowl on the window board, foot at y = 0."""
    kind = (index + rng.randrange(2)) % 4
    if kind == 0:
        return (
            body("M-26 0L-28 -58Q-28 -70 -16 -70L16 -70Q28 -70 28 -58L26 0Z", 4),
            slab(rect(-20, -86, 40, 18, 4), 3),
        )
    if kind == 1:
        return (
            slab(rect(-32, -56, 64, 56), 1),
            tube("M0 -56L0 0", 9, 4),
            tube("M0 -58C-30 -84 -24 -50 0 -58C24 -50 30 -84 0 -58", 5, 4),
        )
    if kind == 2:
        stems = tuple(tube(f"M0 -50L{x} {y}", 4, 3) for x, y in ((-24, -104), (0, -116), (24, -102)))
        heads = tuple(slab(ellipse(x, y, 15), 4) for x, y in ((-24, -108), (0, -122), (24, -106)))
        return (
            *stems,
            *heads,
            body("M-14 -60L14 -60C8 -40 26 -34 24 -10L20 0L-20 0L-24 -10C-26 -34 -8 -40 -14 -60Z", 1),
        )
    fruit = tuple(body(ellipse(x, y, 15), 4) for x, y in ((-18, -42), (18, -42), (0, -58)))
    return (*fruit, body("M-42 -42L42 -42C38 -16 22 -8 14 -8L14 0L-14 0L-14 -8C-22 -8 -38 -16 -42 -42Z", 3))
