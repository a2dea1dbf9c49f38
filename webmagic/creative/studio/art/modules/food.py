# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Food: a plate of tacos beside a lime, a chile and a bowl of salsa."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Form,
    Line,
    Part,
    Parts,
    body,
    ellipse,
    fill,
    fine,
    form,
    grain,
    joined,
    lens,
    mark,
    polar,
    put,
    rows,
    slab,
    smooth,
    tube,
)
from webmagic.creative.studio.art.scene import Scene


def taco(rng: Random) -> Parts:
    """A folded taco: the far half, what is in it, and the near half before it."""
    leaf = smooth(
        [polar(0, 62, 103 + (9 if i % 2 else -6) + rng.uniform(-3, 3), 184 + i * 8.6) for i in range(21)]
    )
    lettuce = Form((Line(leaf.lines[0].start, (*leaf.lines[0].curves, ((0, 70),)), True),))
    meat = tuple(
        slab(
            ellipse(*polar(0, 62, 92 + rng.uniform(-4, 4), a), 17 + rng.uniform(-2, 3), 14),
            "3" if i % 3 else "4",
        )
        for i, a in enumerate(range(200, 345, 18))
    )
    bits = [lens(*polar(0, 62, 94, a), *polar(0, 62, 106, a + 8), 6) for a in range(205, 340, 27)]
    spots = [
        ellipse(x, y, r, r * 0.6)
        for x, y, r in ((-44, 30, 9), (8, 8, 11), (46, 34, 8), (-10, 44, 6), (-66, 52, 6))
    ]
    return (
        body("M-108 58C-112 -82 92 -104 106 50Z", 3),
        slab(lettuce, 2), *meat, fill(joined(bits), "p"),
        body("M-100 70C-104 -46 104 -46 100 70C98 78 -98 78 -100 70Z", 1), fill(joined(spots), 3),
    )  # fmt: skip


def lime(rng: Random) -> Parts:
    wedges = []
    for i in range(8):
        a = i * 45 + 22
        p, q = polar(0, 0, 66, a - 17), polar(0, 0, 66, a + 17)
        o = polar(0, 0, 14, a)
        wedges.append(form(f"M{o[0]} {o[1]}L{p[0]} {p[1]}A66 66 0 0 1 {q[0]} {q[1]}Z"))
    drawn = (body(ellipse(0, 0, 92), 1), fill(ellipse(0, 0, 76), "p"), fill(joined(wedges), 2))
    return put(drawn, 0, 0, 1, rng.uniform(0, 40))


def chile(rng: Random) -> Parts:
    out = (
        tube("M-74 -66C-88 -78 -90 -92 -82 -106", 11, 3),
        body("M-92 -46C-96 20 -20 96 96 84C34 60 -6 20 -32 -42C-40 -68 -88 -72 -92 -46Z", 4),
        slab("M-98 -44C-104 -74 -32 -84 -28 -44C-40 -54 -48 -38 -60 -50C-70 -36 -86 -54 -98 -44Z", 3),
    )
    return put(out, 0, 4, 0.98, rng.uniform(-12, 12))


def salsa(rng: Random) -> Parts:
    """A three-legged molcajete with salsa."""
    bits = [ellipse(x, -34 + y, 7, 4) for x, y in ((-50, -2), (-16, 6), (22, -4), (54, 4))]
    pestle = body("M40 -40L82 -112Q98 -120 104 -104L70 -30Z", 3)
    return (
        slab("M-58 60L-72 100L-44 100L-30 66ZM58 60L72 100L44 100L30 66Z", "i"),
        body("M-98 -34C-98 46 -52 78 0 78C52 78 98 46 98 -34Z", 3),
        slab(ellipse(0, -34, 98, 24), 3), slab(ellipse(0, -34, 80, 16), 4), pestle, fill(joined(bits), 2),
        fine("M-70 10L-56 30M-30 40L-14 52M20 50L36 38M60 20L68 2", 3, "p"),
    )  # fmt: skip


def bowl(rng: Random) -> Parts:
    """A steaming bowl."""
    steam = joined(form(f"M{x} -52C{x - 18} -70 {x + 18} -82 {x} -106") for x in (-34, 0, 34))
    return (
        mark(steam, 6, 1),
        slab(ellipse(0, -26, 100, 20), 4),
        body("M-104 -26C-98 48 -54 82 0 82C54 82 98 48 104 -26C70 0 -70 0 -104 -26Z", 1),
        slab("M-38 78L38 78L44 98L-44 98Z", 3),
        mark("M-92 22C-40 44 40 44 92 22", 5, 2),
    )


def avocado(rng: Random) -> Parts:
    out = (
        body(
            "M0 -104C34 -104 40 -56 56 -22C78 22 62 96 0 98C-62 96 -78 22 -56 -22C-40 -56 -34 -104 0 -104Z", 1
        ),
        slab("M0 -86C24 -86 28 -44 42 -14C58 22 48 80 0 82C-48 80 -58 22 -42 -14C-28 -44 -24 -86 0 -86Z", 2),
        body(ellipse(0, 34, 31, 33), 3),
    )
    return put(out, 0, 0, 0.98, 14 + rng.uniform(-8, 8))


ITEMS = {"taco": taco, "lime": lime, "chile": chile, "salsa": salsa, "bowl": bowl, "avocado": avocado}


def _cilantro() -> Parts:
    leaves: list[Form] = []
    for x, y, a in ((0, -80, -90), (-26, -50, -140), (26, -54, -40), (-18, -10, -150), (20, -14, -30)):
        leaves += [grain(x, y, a + k, 32, 11) for k in (-38, 0, 38)]
    stems = rows(
        [(0, 60, 0, -80), (0, -20, -26, -50), (0, -26, 26, -54), (0, 20, -18, -10), (0, 16, 20, -14)]
    )
    return (tube(stems, 4, 3), slab(joined(leaves), 1))


def _bottle() -> Parts:
    """A bottle of soda, foot at y = 100."""
    return (
        slab("M-13 -104L13 -104L13 -92L-13 -92Z", 4),
        body(
            "M-11 -92L11 -92L13 -56C16 -30 34 -22 34 6L34 90Q34 100 24 100L-24 100Q-34 100 -34 90L-34 6C-34 -22 -16 -30 -13 -56Z",
            1,
        ),
        slab("M-34 14L34 14L34 62L-34 62Z", 2),
        slab(ellipse(0, 38, 15), 4),
    )


def hero(rng: Random) -> Scene:
    plate: tuple[Part, ...] = (
        slab(ellipse(412, 604, 336, 44), 3), body("M80 584C110 640 230 652 412 652C594 652 714 640 744 584Z", 2),
        slab(ellipse(412, 582, 334, 42), 2), mark(ellipse(412, 580, 286, 31), 4, 1),
    )  # fmt: skip
    back, front = rng.uniform(-4, 4), rng.uniform(-4, 4)
    parts: Parts = (
        *put(_bottle(), 118, 366, 2.2),
        *put(_cilantro(), 640, 300, 1.9, 20), *put(_cilantro(), 250, 290, 1.5, -16),
        *plate,
        *put(taco(rng), 268, 420, 1.34, -12 + back),
        *put(taco(rng), 560, 416, 1.38, 12 + front),
        *put(taco(rng), 412, 456, 1.6, rng.uniform(-4, 4)),
        *put(lime(rng), 176, 566, 0.66), *put(lime(rng), 246, 590, 0.52, 30),
        *put(chile(rng), 628, 560, 0.86, -34), 
        *put(salsa(rng), 704, 600, 1.02),
    )  # fmt: skip
    return Scene(parts, sun=(420, 300, 250), ground=652)
