# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Photographer: the camera on its three legs, a lamp with its umbrella, prints on the line."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Part,
    Parts,
    arc,
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


def camera(rng: Random) -> Parts:
    return put(_camera(), 0, 8, 0.62, rng.uniform(-6, 6))


def _camera() -> Parts:
    """A camera from the front, 310 wide about its lens."""
    return (
        slab(rect(-118, -112, 54, 22, 5), "i"), slab(rect(74, -108, 40, 18, 5), 4), slab("M-52 -92L-36 -136Q-34 -142 -26 -142L26 -142Q34 -142 36 -136L52 -92Z", 3), slab(rect(-24, -128, 48, 24, 4), 2),
        body(rect(-156, -92, 312, 198, 20), 1), slab(rect(-156, -56, 312, 126), 3), slab(ellipse(128, -72, 11), 4), slab(rect(-140, -82, 40, 16, 4), 2),
        slab(ellipse(0, 10, 104), "i"), body(ellipse(0, 10, 88), 1), slab(ellipse(0, 10, 66), "i"), body(ellipse(0, 10, 50), 2), slab(ellipse(0, 10, 26), 3), mark(arc(0, 10, 38, 190, 262), 8, "p"),
    )  # fmt: skip


def lens(rng: Random) -> Parts:
    grip = rows([(x, -28, x, 24) for x in range(-66, 70, 12)])
    return put((
        slab(rect(-56, -104, 112, 26, 6), 3), body("M-66 -80L66 -80L72 -36L-72 -36Z", 1), slab(rect(-78, -38, 156, 70, 6), 3), mark(grip, 4, "2"), body("M-74 32L74 32L84 78L-84 78Z", 1),
        slab(ellipse(0, 80, 86, 24), "i"), slab(ellipse(0, 80, 66, 16), 2), mark("M-46 80C-34 72 -10 70 6 70", 5, "p"), slab(ellipse(-50, 54, 7), 4), slab(ellipse(30, -58, 6), 4),
    ), 0, 0, 0.96, rng.uniform(-16, 16))  # fmt: skip


def film(rng: Random) -> Parts:
    """A cartridge with its film drawn out."""
    holes = joined(rect(x, y, 9, 11, 2) for x in range(-4, 96, 18) for y in (-46, 42))
    return put((
        slab("M-30 -56L98 -56L98 64L-30 64Z", 3), fill(holes, "p"), slab(rect(0, -28, 40, 62, 2), 2), slab(rect(50, -28, 40, 62, 2), 2),
        slab(rect(-80, -98, 28, 20, 4), "i"), body(rect(-98, -80, 66, 164, 8), 4), slab(rect(-98, -30, 66, 62), 1), slab(rect(-104, -86, 78, 14, 4), "i"), slab(rect(-104, 78, 78, 14, 4), "i"),
    ), 2, 2, 0.96, rng.uniform(-8, 8))  # fmt: skip


def _print(kind: int, tone: str = "w") -> Parts:
    """A print with a white border, 120 × 140, hung at its upper edge (y = 0)."""
    sun, far, near = (
        ellipse(24, 44, 15),
        poly([(-48, 96), (-16, 44), (12, 80), (26, 62), (48, 96)]),
        rect(-48, 90, 96, 12),
    )
    view = (slab(rect(-48, 14, 96, 88), 2), slab(sun, 4), slab(far, 3), slab(near, 1))
    face = (
        slab(rect(-48, 14, 96, 88), 1),
        slab("M-36 102C-34 74 -16 70 0 70C16 70 34 74 36 102Z", 3),
        slab(ellipse(0, 50, 21), 2),
        slab("M-23 50C-26 22 26 22 23 50C14 36 -8 40 -23 50Z", "i"),
    )
    pair = (
        slab(rect(-48, 14, 96, 88), 4),
        slab("M-46 102C-44 80 -32 76 -20 76C-8 76 2 80 4 102Z", 3),
        slab(ellipse(-20, 60, 16), 2),
        slab("M0 102C2 84 12 82 22 82C32 82 42 84 44 102Z", 1),
        slab(ellipse(22, 66, 15), 2),
    )
    return (slab(rect(-60, 0, 120, 140, 3), tone), *(view, face, pair)[kind % 3])


def prints(rng: Random) -> Parts:
    first = rng.randrange(3)
    return (*put(_print(first), -28, -82, 0.98, -12), *put(_print(first + 1), 34, -62, 0.98, 9))


def shutter(rng: Random) -> Parts:
    """The six blades of an iris."""
    turn, out = rng.uniform(0, 60), []
    for i in range(6):
        a = turn + i * 60
        blade = poly(
            [
                polar(0, 0, 82, a - 34),
                polar(0, 0, 82, a + 34),
                polar(0, 0, 34, a + 62),
                polar(0, 0, 34, a + 2),
            ]
        )
        out.append(body(blade, "1" if i % 2 else "4"))
    return (
        slab(ellipse(0, 0, 102), "i"),
        slab(ellipse(0, 0, 92), 3),
        *out,
        slab(poly(polar(0, 0, 34, turn + 2 + i * 60) for i in range(6)), "p"),
    )


ITEMS = {"camera": camera, "lens": lens, "film": film, "prints": prints, "shutter": shutter}


def _umbrella() -> Parts:
    """A studio lamp with its umbrella, on a stand whose foot is at y = 0."""
    ribs = rows([(0, -452, x, y) for x, y in ((-108, -362), (-48, -334), (20, -336), (84, -372))])
    return (
        tube("M0 -40L-58 0M0 -40L58 0M0 -60L0 0", 9, "i"), tube("M0 -400L0 -30", 11, "i"), slab(rect(-10, -226, 20, 26, 4), 4),
        body("M-140 -352C-140 -470 -70 -520 -8 -520C64 -520 128 -466 122 -378C100 -392 76 -384 64 -366C46 -382 22 -380 8 -358C-10 -374 -34 -370 -46 -348C-70 -366 -112 -370 -140 -352Z", 2),
        fine(ribs, 3), tube("M-6 -534L20 -372", 6, "i"), body(rect(-14, -400, 74, 46, 8), 3), slab(rect(54, -392, 14, 30, 3), 4),
    )  # fmt: skip


def _line(rng: Random) -> Parts:
    """Prints drying on a line across the top."""
    out: list[Part] = [tube("M-20 92C160 128 300 132 470 108", 5, "i")]
    for i, (x, y) in enumerate(((76, 108), (214, 124), (352, 122))):
        out += put(_print(i + rng.randrange(3)), x, y, 0.98, rng.uniform(-6, 6))
        out.append(slab(rect(x - 6, y - 14, 12, 34, 3), 4))
    return tuple(out)


def hero(rng: Random) -> Scene:
    """The camera looks at us; behind it the lamp, above it what it saw before."""
    x = 446 + rng.uniform(-12, 12)
    legs = (
        tube(f"M{x - 16} 452L{x - 128} 640", 17, 3),
        tube(f"M{x + 16} 452L{x + 128} 640", 17, 3),
        tube(f"M{x} 452L{x} 640", 17, "i"),
    )
    parts: Parts = (
        *_line(rng),
        *put(_umbrella(), 676, 640, 0.92),
        *legs, slab(rect(x - 40, 430, 80, 30, 6), 4), slab(ellipse(x, 520, 15), 4), tube(segment(x - 50, 520, x + 50, 520), 7, "i"),
        *put(_camera(), x, 356, 1.04),
        *put(film(rng), 178, 584, 0.6), *put(lens(rng), 86, 566, 0.74),
    )  # fmt: skip
    return Scene(parts, sun=(430, 316, 250), ground=640)
