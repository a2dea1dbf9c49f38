# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Barber: the chair, the pole, the tools of the shelf."""

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
    put,
    rect,
    rows,
    slab,
    tube,
)
from webmagic.creative.studio.art.scene import Scene


def scissors(rng: Random) -> Parts:
    """Open shears, points up."""
    gape = rng.uniform(15, 21)
    out: list[Part] = []
    for side in (-1, 1):
        blade = form("M-3 20L-9 -104Q4 -84 12 16L14 30L-2 32Z")
        shank = form("M-6 14L12 14C14 34 22 44 26 54L10 60C4 48 -8 38 -6 14Z")
        ring = (tube(ellipse(26, 78, 23, 27), 10, "i"),)
        half = (*ring, slab(shank, "i"), body(blade, 2), fine("M-2 -70L5 14", 2))
        out += put(half, 0, 0, 1, -side * gape, flip=side < 0)
    out += [slab(ellipse(0, 14, 8), 4), fill(ellipse(0, 14, 2.6), "i")]
    return tuple(out)


def comb(rng: Random) -> Parts:
    """A cutting comb: coarse teeth, then fine."""
    teeth = [rect(-94 + i * 9, -6, 5, 46) for i in range(10)] + [
        rect(-2 + i * 6, -6, 3.2, 46) for i in range(16)
    ]
    back = form("M-104 -30Q-104 -38 -94 -38L84 -30Q104 -28 104 -14L104 0L-104 0Z")
    ends = (rect(-104, -8, 9, 50, 4), rect(96, -8, 9, 50, 4))
    part = (fill(joined(teeth), "i"), fill(joined(ends), "i"), body(back, 1), fine("M-90 -22L84 -16", 2))
    return put(part, 0, 0, 0.98, -28 + rng.uniform(-8, 8))


def razor(rng: Random) -> Parts:
    """A straight razor opened to a V."""
    blade = form("M-8 4L-17 -96Q-20 -110 -8 -108Q-2 -100 8 -106Q22 -110 24 -98L25 -12Q14 -4 8 6Z")
    scale = form("M-13 -4C-24 30 -22 84 -12 112C-4 122 12 118 13 106C9 70 12 30 13 4Z")
    out = (
        *put((body(blade, 2), mark("M13 -94L14 -14", 3)), -6, 34, 1.12, 38),
        *put((body(scale, 3), mark("M-2 26L0 98", 3, "p")), -6, 30, 1.1, 146),
        slab(ellipse(-6, 34, 8), 4),
    )
    return put(out, -8, 6, 0.98, rng.uniform(-6, 6))


def pole(rng: Random) -> Parts:
    """The striped pole between its caps."""
    stripes = []
    h = 22
    for i in range(-1, 5):
        y = -66 + i * 2 * h + rng.uniform(-3, 3)
        top, low = max(y, -60), y
        a, b, c, d = (min(max(v, -60), 66) for v in (low + 26, low + 26 + h, low + h - 4, top - 4))
        if b > a and c > d:
            stripes.append(
                form(f"M-27 {a}C-12 {a - 2} 14 {d + 8} 27 {d}L27 {c}C14 {c + 8} -12 {b - 2} -27 {b}Z")
            )
    tones = ("4", "1")
    return (
        slab(rect(-27, -64, 54, 132), "w"),
        *(fill(s, tones[i % 2]) for i, s in enumerate(stripes)),
        mark("M-27 -64L-27 68M27 -64L27 68", 4),
        fine("M15 -56L15 60", 3),
        slab(rect(-35, -74, 70, 14, 4), 3),
        body("M-31 -74A31 31 0 0 1 31 -74Z", 2),
        slab(ellipse(0, -107, 8), 3),
        slab(rect(-35, 64, 70, 14, 4), 3),
        body("M-31 78C-30 96 -14 106 0 106C14 106 30 96 31 78Z", 2),
    )


def brush(rng: Random) -> Parts:
    """A shaving brush on its foot."""
    hair = form("M-30 -12C-58 -52 -50 -92 -30 -102C-12 -110 12 -110 30 -102C50 -92 58 -52 30 -12Z")
    lines = rows([(-22, -20, -36, -84), (-10, -18, -15, -92), (2, -18, 4, -94), (14, -18, 24, -88)])
    foot = form(
        "M-27 14C-12 26 -14 40 -22 56C-40 66 -44 84 -40 98L40 98C44 84 40 66 22 56C14 40 12 26 27 14Z"
    )
    return (body(hair, 2), mark(lines, 3), slab(rect(-32, -14, 64, 28, 5), 3), body(foot, 1))


def mirror_bottle(rng: Random) -> Parts:
    """A bottle of tonic with a stopper."""
    flask = form(
        "M-14 -58L-14 -34C-14 -18 -46 -14 -46 12L-46 88Q-46 100 -34 100L34 100Q46 100 46 88L46 12C46 -14 14 -18 14 -34L14 -58Z"
    )
    return (
        slab("M-10 -78L10 -78L8 -56L-8 -56Z", 3),
        slab(ellipse(0, -88, 13, 12), 3),
        body(flask, 1),
        slab(rect(-46, 24, 92, 46), 2),
        fine("M-30 40L30 40M-20 54L20 54", 3),
        slab(rect(-19, -62, 38, 12, 3), "i"),
    )


ITEMS = {
    "scissors": scissors,
    "comb": comb,
    "razor": razor,
    "pole": pole,
    "brush": brush,
    "tonic": mirror_bottle,
}


def _chair() -> Parts:
    """A reclining chair from the side, facing left; feet at y = 0, 460 high."""
    tufts = [ellipse(x, y, 4.5) for x, y in ((166, -354), (158, -298), (150, -234))]
    return (
        # pedestal
        slab("M-120 0C-110 -26 -40 -32 -26 -36L66 -36C80 -32 150 -26 160 0Z", 3),
        body(rect(-10, -120, 60, 90), 2),
        mark("M-10 -96L50 -96M-10 -74L50 -74M-10 -54L50 -54", 4),
        # leg rest and foot plate
        tube("M-86 -150L-176 -56", 18, "i"),
        body("M-112 -164L-82 -140L-142 -70L-174 -94Z", 1),
        slab("M-236 -58L-150 -62L-146 -44L-232 -36Z", 3),
        mark("M-222 -48L-160 -52", 4, 2),
        # back and head rest
        body("M92 -150C80 -230 100 -320 132 -374C146 -392 214 -384 214 -360C216 -290 206 -210 184 -150Z", 1),
        mark(
            "M114 -336C146 -324 184 -324 214 -332M100 -272C136 -260 176 -260 212 -268M92 -208C130 -198 170 -198 202 -206",
            4,
        ),
        fill(joined(tufts), "i"),
        tube("M176 -370L182 -400", 24, "i"),
        *put(
            (
                body(
                    "M118 -452C110 -430 114 -404 126 -392C142 -382 180 -382 192 -394C202 -414 198 -446 182 -456C162 -464 128 -464 118 -452Z",
                    3,
                ),
            ),
            28,
            2,
            1,
        ),
        # seat
        body(
            "M-112 -176C-126 -196 -112 -222 -86 -224L150 -216C176 -212 184 -150 160 -146L-84 -140C-104 -142 -106 -160 -112 -176Z",
            4,
        ),
        mark("M-92 -182C-20 -172 80 -172 160 -182", 4),
        slab("M-70 -142L150 -148L132 -116L-48 -114Z", "i"),
        # arm
        tube("M-58 -206C-64 -250 -58 -282 -30 -290L126 -290", 15, 2),
        body(
            "M-84 -312C-88 -330 -70 -336 -50 -334L132 -328C152 -326 154 -292 134 -290L-44 -288C-70 -286 -82 -294 -84 -312Z",
            3,
        ),
        tube("M60 -92L120 -84L146 -110", 10, "i"),
        fill(ellipse(148, -114, 11), 4),
    )


def hero(rng: Random) -> Scene:
    near = rng.uniform(-10, 14)
    shelf = [put(brush(rng), 0, 0, 0.86), put(mirror_bottle(rng), 0, 0, 0.92)]
    rng.shuffle(shelf)
    parts: Parts = (
        *put(pole(rng), 128, 250, 2.35),
        tube("M128 -20L128 8", 22, "i"),
        *put(_chair(), 400 + near, 640, 1.27),
        *put(shelf[0], 126, 556, 0.86),
        *put(shelf[1], 206, 552, 0.84),
        *put(scissors(rng), 704, 498, 1.32, rng.uniform(-8, 8)),
    )
    return Scene(parts, sun=(440 + near, 320, 240), ground=640)
