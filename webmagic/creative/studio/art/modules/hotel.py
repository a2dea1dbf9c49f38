# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Hotel: a made bed under a window with a view, the suitcase set down, the key on its tag."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Parts,
    arc,
    body,
    ellipse,
    fine,
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
    smooth,
    tube,
)
from webmagic.creative.studio.art.scene import Scene


def key(rng: Random) -> Parts:
    """A room key on a tag that bears no number."""
    return put((
        tube(ellipse(0, -78, 22), 9, 3), body("M-30 -64C-50 -44 -54 -20 -54 0L-54 70Q-54 96 -28 96L-4 96Q22 96 22 70L22 0C22 -20 18 -44 -2 -64Z", 4), slab(ellipse(-16, -36, 10), "p"), slab(ellipse(-16, 34, 24), 2),
        *put((tube("M0 -10L0 92", 13, 1), slab("M6 52L34 52L34 66L6 66ZM6 76L28 76L28 90L6 90Z", 1), tube(ellipse(0, -34, 25), 13, 1)), 44, -6, 0.96, -24),
    ), 2, 0, 0.96, rng.uniform(-8, 8))  # fmt: skip


def bell(rng: Random) -> Parts:
    rays = joined(segment(*polar(0, 20, 112, a), *polar(0, 20, 128, a)) for a in (-130, -90, -50))
    return put(
        (
            mark(rays, 6, 4),
            slab(ellipse(0, -58, 15), 3),
            tube("M0 -50L0 -36", 9, "i"),
            body("M-82 52C-82 -14 -46 -38 0 -38C46 -38 82 -14 82 52Z", 1),
            mark("M-54 36C-52 4 -38 -12 -18 -18", 8, "2"),
            slab(rect(-98, 50, 196, 24, 8), 3),
            slab(rect(-84, 74, 168, 14, 4), "i"),
        ),
        0,
        12,
        0.94,
    )


def suitcase(rng: Random) -> Parts:
    return put(_suitcase(), 0, 0, 0.96, rng.uniform(-4, 4))


def _suitcase() -> Parts:
    """A leather case standing; foot at y = 96."""
    corners = tuple(
        slab(f"M{x} {y}L{x - sx * 34} {y}A34 34 0 0 {1 if sx * sy < 0 else 0} {x} {y - sy * 34}Z", 3) for x, y, sx, sy in ((-98, -50, -1, -1), (98, -50, 1, -1), (-98, 92, -1, 1), (98, 92, 1, 1))
    )  # fmt: skip
    return (
        tube("M-34 -56L-34 -82Q-34 -94 -22 -94L22 -94Q34 -94 34 -82L34 -56", 13, "i"), body(rect(-100, -56, 200, 152, 14), 1), slab(rect(-62, -56, 24, 152), 4), slab(rect(38, -56, 24, 152), 4), *corners,
        slab(rect(-67, 2, 34, 22, 4), 2), slab(rect(33, 2, 34, 22, 4), 2), slab(rect(-20, -50, 40, 22, 4), 3),
    )  # fmt: skip


def bed(rng: Random) -> Parts:
    return put(_bed(rng), 0, 40, 0.42)


def _bed(rng: Random) -> Parts:
    """A bed from its foot end side, 470 long, standing on y = 130."""
    folds = "M-96 26C-70 40 -74 74 -92 88M10 22C34 44 30 74 16 92M106 20C126 44 124 78 114 92"
    return (
        tube("M-214 96L-214 132M214 96L214 132", 17, "i"), body("M-240 100L-240 -132C-240 -164 -222 -172 -206 -172C-190 -172 -178 -160 -178 -132L-178 100Z", 3), body("M178 100L178 -24C178 -46 192 -54 208 -54C226 -54 240 -44 240 -24L240 100Z", 3),
        body("M-178 12Q-180 -10 -160 -12L178 -12L178 64L-178 64Z", "w"), slab(rect(-186, 60, 372, 44, 6), 3),
        *put((body("M-64 -30Q-70 -46 -50 -46L48 -46Q68 -46 62 -30L66 26Q66 40 48 38L-52 38Q-70 40 -66 26Z", 2), fine("M-44 26C-30 18 -26 10 -24 0", 3)), -112, -34, 0.98, -12 + rng.uniform(-4, 4)),
        body("M-70 -18C-10 -36 60 -34 182 -16L186 92C140 100 100 86 60 94C20 100 -20 88 -76 96C-64 60 -62 20 -70 -18Z", 1), slab("M-70 -18C-10 -36 60 -34 182 -16L183 12C80 -8 10 -8 -68 10Z", 4), mark(folds, 4),
    )  # fmt: skip


def lamp(rng: Random) -> Parts:
    return put(
        (
            slab("M-36 104C-34 92 34 92 36 104Z", 3),
            body(
                "M0 -14C34 6 36 40 20 66C12 78 12 86 14 96L-14 96C-12 86 -12 78 -20 66C-36 40 -34 6 0 -14Z", 1
            ),
            mark("M-14 22C-20 36 -18 50 -10 62", 6, "2"),
            tube("M0 -26L0 -10", 9, "i"),
            body("M-42 -104L42 -104L78 -20L-78 -20Z", 4),
            fine("M-20 -96L-40 -30M20 -96L40 -30", 3),
        ),
        0,
        0,
        0.98,
    )


def breakfast(rng: Random) -> Parts:
    """A tray with a cup, a roll and a flower."""
    steam = "M-48 -40C-58 -56 -38 -62 -48 -80M-26 -40C-36 -56 -16 -62 -26 -80"
    return put((
        mark(steam, 5), tube("M74 40L74 -34", 5, 3), body(joined(ellipse(*polar(74, -52, 16, a), 12) for a in range(0, 360, 72)), 4), slab(ellipse(74, -52, 9), 2), slab("M62 6L86 6L82 56L66 56Z", 2),
        body("M-78 -26L4 -26C4 30 -8 54 -38 54C-66 54 -78 30 -78 -26Z", 1), tube("M2 -12C30 -16 28 24 -4 24", 9, 1), body("M0 56C2 30 20 22 34 22C50 22 62 34 60 56Z", 4), mark("M18 34L28 44M34 28L42 42", 4),
        slab(rect(-104, 54, 208, 16, 6), 3), tube("M-104 60C-112 46 -104 38 -94 40M104 60C112 46 104 38 94 40", 7, "i"),
    ), 0, 8, 0.94, rng.uniform(-3, 3))  # fmt: skip


ITEMS = {"key": key, "bell": bell, "suitcase": suitcase, "bed": bed, "lamp": lamp, "breakfast": breakfast}


def _view(rng: Random) -> Parts:
    """A window 300 × 330 about its middle, with hills and a sun; curtains at both sides."""
    far = smooth(
        [
            (-150, 60),
            (-96, 6 + rng.uniform(-16, 16)),
            (-40, 44),
            (30, -14 + rng.uniform(-16, 16)),
            (96, 40),
            (150, 20),
        ]
    )
    line = far.d()
    ground = f"{line}L150 165L-150 165Z"
    near = "M-150 120C-80 84 -10 132 60 104C100 90 130 96 150 104L150 165L-150 165Z"
    cypress = tuple(body(lens(x, 120, x, 120 - h, 15), "i") for x, h in ((-92, 92), (-64, 66)))
    folds = rows([(x, -170, x - 8, 176) for x in (-196, -174)]) + rows(
        [(x, -170, x + 8, 176) for x in (174, 196)]
    )
    return (
        slab(rect(-166, -180, 332, 360, 4), 3), slab(rect(-150, -165, 300, 330), 2), slab(ellipse(62, -64, 42), 4), slab(ground, 1), slab(near, 3), *cypress, mark("M0 -165L0 165M-150 -40L150 -40", 8, "w"),
        body("M-158 -196L-222 -196L-228 190L-186 190C-150 120 -142 -40 -158 -196Z", 4), body("M158 -196L222 -196L228 190L186 190C150 120 142 -40 158 -196Z", 4), fine(folds, 3), tube("M-244 -198L244 -198", 12, "i"), slab(rect(-178, 176, 356, 22, 4), 3),
    )  # fmt: skip


def hero(rng: Random) -> Scene:
    """The bed is made, the view is there, somebody has just come in."""
    table = (
        tube("M62 640L66 540M146 640L142 540", 10, "i"), slab(rect(42, 520, 124, 22, 5), 3), slab(rect(56, 542, 96, 40, 3), 1), slab(ellipse(104, 562, 6), 4),
    )  # fmt: skip
    rug = poly([(230, 640), (720, 640), (760, 668), (190, 668)])
    fringe = joined(arc(x, 668, 14, 0, 180) for x in range(210, 752, 28))
    parts: Parts = (
        *put(_view(rng), 446, 226, 1.02),
        slab(rug, 2), fine(fringe, 4, "4"),
        *put(_bed(rng), 436, 506, 1.14),
        *table,
        *put(lamp(rng) if rng.random() < 0.6 else breakfast(rng), 104, 440, 0.82),
        *put(_suitcase(), 664 + rng.uniform(-10, 10), 566, 0.98),
        *put(key(rng), 540, 606, 0.46, 62),
    )  # fmt: skip
    return Scene(parts, sun=(446, 250, 262), ground=640)
