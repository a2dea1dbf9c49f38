# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Glazier: a tall window in its frame, a pane carried to it by its cups, and what cuts and seals."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Part,
    Parts,
    arch,
    body,
    ellipse,
    fill,
    fine,
    joined,
    mark,
    poly,
    put,
    rect,
    rows,
    segment,
    slab,
    tube,
)
from webmagic.creative.studio.art.scene import Scene


def _shine(x: float, y: float, w: float, h: float) -> Part:
    """Two strokes of light across a pane."""
    low, high = y + h * 0.72, y + h * 0.18
    return mark(
        rows(
            [
                (x + w * 0.2, low, x + w * 0.62, high),
                (x + w * 0.42, low + h * 0.06, x + w * 0.72, y + h * 0.36),
            ]
        ),
        5,
        "p",
    )


def pane(rng: Random) -> Parts:
    """A pane leaning on its block, its corner cut."""
    cut = poly([(-62, -96), (58, -96), (86, -66), (86, 84), (-62, 84)])
    return put(
        (slab(rect(-74, 78, 172, 20, 4), 3), body(cut, 2), _shine(-62, -96, 140, 180), mark("M58 -96L58 -66L86 -66", 4), slab(ellipse(-6, 18, 24), 4), slab(ellipse(-6, 18, 11), 3)),
        -8, 2, 0.96, rng.uniform(-7, 7),
    )  # fmt: skip


def lifter(rng: Random) -> Parts:
    """The cups that hold what has no handle."""
    cups = tuple(
        part for x in (-62, 62) for part in (slab(ellipse(x, 58, 40, 22), "i"), body(ellipse(x, 44, 40, 24), 1), slab(ellipse(x, 36, 22, 13), 3), tube(segment(x, 34, x, -18), 18, 3))
    )  # fmt: skip
    return put(
        (*cups, tube(segment(-86, -26, 86, -26), 30, 4), mark(rows([(-40, -26, 40, -26)]), 4, "2")),
        0,
        4,
        1,
        rng.uniform(-12, 12),
    )


def cutter(rng: Random) -> Parts:
    """The wheel cutter and the line it has scored."""
    turn = put(
        (
            slab("M-8 74L8 74L5 96L-5 96Z", 3), slab(ellipse(0, 98, 10), "i"), slab(ellipse(0, 98, 4), 2), slab(rect(-12, 46, 24, 30, 4), 2),
            body("M-15 50L-18 -60Q-18 -104 0 -104Q18 -104 18 -60L15 50Z", 1), mark("M-9 20L9 20M-9 6L9 6M-10 -8L10 -8", 4), slab(ellipse(0, -78, 9), 4),
        ),
        6, -6, 0.96, 34 + rng.uniform(-6, 6),
    )  # fmt: skip
    return (mark("M-96 96C-80 84 -66 88 -52 84", 4, 4), fine("M-100 70L-66 64", 3), *turn)


def window(rng: Random) -> Parts:
    tones = ["2", "2", "2", "w"]
    rng.shuffle(tones)
    panes: list[Part] = []
    for tone, (x, y) in zip(tones, ((-58, -72), (4, -72), (-58, 4), (4, 4)), strict=True):
        panes += [slab(rect(x, y, 54, 66), tone), _shine(x, y, 54, 66)]
    return (
        slab(rect(-80, -98, 160, 192, 6), 1),
        *panes,
        slab(rect(-98, 86, 196, 20, 5), 3),
        slab(ellipse(0, 6, 8), 4),
    )


def mirror(rng: Random) -> Parts:
    return put((
        tube("M-66 104L0 20L66 104", 11, "i"), body(ellipse(0, -22, 68, 82), 4), slab(ellipse(0, -22, 54, 68), 2),
        mark("M-30 14C-26 -22 -10 -50 14 -66M-8 22C0 0 12 -18 28 -28", 6, "p"), slab(ellipse(0, -108, 9), 3),
    ), 0, 2, 0.96, rng.uniform(-4, 4))  # fmt: skip


def gun(rng: Random) -> Parts:
    """The gun that lays the seal, and the seal."""
    return put((
        mark("M-104 66C-92 54 -84 74 -72 62", 7, 4), slab("M-72 -28L-104 -6L-102 2L-72 -8Z", 2), body(rect(-74, -46, 128, 54, 6), 1), slab(rect(-60, -46, 30, 54), 2),
        tube("M54 -19L100 -19M100 -34L100 -4", 9, "i"), slab("M40 4L66 4L84 76Q86 90 72 90L58 90Q48 90 46 80Z", 3), tube("M38 10C26 22 26 44 44 56", 8, "i"),
    ), 4, -6, 0.98, rng.uniform(-8, 8))  # fmt: skip


ITEMS = {"window": window, "pane": pane, "mirror": mirror, "lifter": lifter, "cutter": cutter, "gun": gun}


def _casement(rng: Random) -> Parts:
    """A round-headed window 330 wide, its sill at y = 0; one pane is still missing."""
    out: list[Part] = [slab(arch(0, -330, 176, 0), 1), slab(arch(0, -330, 152, -14), 3)]
    missing = rng.randrange(4)
    cells = [(x, y) for y in (-318, -166) for x in (-146, 6)]
    for at, (x, y) in enumerate(cells):
        if at == missing:
            out.append(slab(rect(x, y, 140, 142), "i"))
            continue
        out += [slab(rect(x, y, 140, 142), 2), _shine(x, y, 140, 142)]
    fan = "M-146 -330A146 146 0 0 1 146 -330Z"
    ribs = rows([(0, -330, -104, -432), (0, -330, 0, -476), (0, -330, 104, -432)])
    return (
        *out,
        slab(fan, 2),
        mark(ribs, 9, "1"),
        slab("M-44 -330A44 44 0 0 1 44 -330Z", 4),
        slab(rect(-176, -336, 352, 16), 1),
        slab(rect(-206, -20, 412, 34, 6), 4),
    )


def _rack(rng: Random) -> Parts:
    """Panes leaning one before the other; foot at y = 0."""
    out: list[Part] = [tube("M-96 0L-30 -300L36 0", 13, "i"), tube("M-70 -120L12 -120", 9, "i")]
    for x, h, tone in ((-40, 286, "3"), (-10, 250, "2"), (26, 214, "w")):
        lean = rng.uniform(-6, 6)
        shape = poly([(x - 86, -12), (x - 60 + lean, -h), (x + 92 + lean, -h), (x + 66, -12)])
        out += [
            body(shape, tone),
            mark(segment(x - 46, -h * 0.3, x + 26, -h * 0.82), 5, "p" if tone != "w" else "2"),
        ]
    return (*out, slab(rect(-140, -18, 280, 20, 4), 3))


def hero(rng: Random) -> Scene:
    """The window waits for its last pane; the rack stands beside it, the tools before it."""
    panes = joined(ellipse(150 + i * 36, 632, 5) for i in range(3))
    parts: Parts = (
        *put(_casement(rng), 492, 566, 1.06),
        *put(_rack(rng), 204, 640, 1.12),
        *put(lifter(rng), 232, 452, 0.62, rng.uniform(-6, 6)),
        *(put(window(rng), 716, 560, 0.78) if rng.random() < 0.4 else put(mirror(rng), 716, 556, 0.84)),
        *put(gun(rng), 566, 604, 0.66), *put(cutter(rng), 424, 590, 0.6), fill(panes, "3"),
    )  # fmt: skip
    return Scene(parts, sun=(470, 300, 262), ground=640)
