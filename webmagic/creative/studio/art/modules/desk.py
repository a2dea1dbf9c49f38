# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Desk: books, lamp, pen and scales, for trades of the word and the number: law, accounts, lessons, books."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Part,
    Parts,
    body,
    ellipse,
    fill,
    fine,
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


def books(rng: Random) -> Parts:
    """Three books lying, one standing open above."""
    out: list[Part] = []
    for y, w, tone in ((84, 96, "3"), (46, 84, "1"), (8, 90, "4")):
        x = rng.uniform(-8, 8)
        out += put(_lying(w, tone), x, y, 1, flip=rng.random() < 0.5)
    return (*out, *put(_open_book(), 0, -48, 0.62))


def _lying(w: float, tone: str) -> Parts:
    """A closed book on its side, 36 high, its back to the left."""
    return (
        slab(f"M{-w} -18L{w} -18L{w} 18L{-w} 18Q{-w - 14} 0 {-w} -18Z", tone),
        slab(rect(-w + 16, -11, 2 * w - 12, 22), "w"),
        fine(rows([(-w + 24, -4, w, -4), (-w + 24, 4, w, 4)]), 2),
        mark(segment(-w + 6, -16, -w + 6, 16), 4, "2"),
    )


def _open_book() -> Parts:
    lines = rows([(s * 16, y + 6, s * 80, y) for s in (-1, 1) for y in (-26, -8, 10, 28)])
    return (
        body("M-112 -58L0 -38L112 -58L112 60L0 78L-112 60Z", 1),
        slab("M0 -46C-30 -68 -72 -70 -100 -62L-100 46C-72 38 -30 42 0 62Z", "w"), slab("M0 -46C30 -68 72 -70 100 -62L100 46C72 38 30 42 0 62Z", "w"), mark(lines, 3.5),
    )  # fmt: skip


def pen(rng: Random) -> Parts:
    """A fountain pen writing its line."""
    stroke = "M-96 92C-70 60 -50 110 -30 84C-16 66 0 104 20 90"
    return (
        mark(stroke, 6, 4),
        *put((slab("M-13 36L13 36L3 88L-3 88Z", 2), mark("M0 56L0 86", 3), fill(ellipse(0, 54, 4.5), "i"), slab(rect(-16, 22, 32, 16, 4), 3), body("M-18 -104Q0 -116 18 -104L19 24L-19 24Z", 1), slab(rect(-20, -40, 40, 11), 4), tube("M12 -92L12 -50", 5, 2)), 34, -4, 0.98, 40 + rng.uniform(-5, 5)),
    )  # fmt: skip


def lamp(rng: Random) -> Parts:
    return put(_lamp(), 0, 2, 0.5, flip=rng.random() < 0.5)


def _lamp() -> Parts:
    """A jointed desk lamp; foot at y = 200."""
    return (
        slab("M-150 176C-150 160 -20 160 -20 176L-20 200L-150 200Z", 3), tube("M-84 168L-130 0L20 -130", 13, "i"), slab(ellipse(-130, 0, 18), 4),
        slab("M70 -72A36 36 0 0 0 126 -16Z", 2), body("M20 -170C70 -190 150 -120 160 -46L40 -22C22 -60 0 -110 20 -170Z", 4), slab(ellipse(22, -134, 20), 3),
    )  # fmt: skip


def scales(rng: Random) -> Parts:
    return put(_scales(rng.uniform(-9, 9)), 0, 0, 0.94)


def _scales(tip: float) -> Parts:
    """A balance, its beam off level by `tip`."""
    out: list[Part] = []
    for side in (-1, 1):
        x, y = polar(0, -76, 84, tip if side > 0 else 180 + tip)
        out += [
            mark(rows([(x, y, x - 32, y + 86), (x, y, x + 32, y + 86)]), 3),
            body(
                f"M{x - 42} {y + 84}L{x + 42} {y + 84}C{x + 36} {y + 112} {x - 36} {y + 112} {x - 42} {y + 84}Z",
                1,
            ),
        ]
    a, b = polar(0, -76, 88, tip), polar(0, -76, 88, 180 + tip)
    return (
        tube("M0 -78L0 84", 13, 3), *out, tube(segment(*a, *b), 10, 4), slab(ellipse(0, -78, 14), 2), slab(ellipse(0, -104, 9), 3),
        body("M-58 104C-56 84 -20 78 0 78C20 78 56 84 58 104Z", 3),
    )  # fmt: skip


def glasses(rng: Random) -> Parts:
    return put((
        tube("M-88 -6C-100 -40 -84 -62 -62 -70M88 -6C100 -40 84 -62 62 -70", 9, "i"), slab(ellipse(-50, 8, 43, 40), 2), slab(ellipse(50, 8, 43, 40), 2),
        mark("M-70 4C-68 -8 -60 -14 -50 -16M30 4C32 -8 40 -14 50 -16", 6, "p"), tube(ellipse(-50, 8, 43, 40), 10, 3), tube(ellipse(50, 8, 43, 40), 10, 3), tube("M-10 2C-6 -10 6 -10 10 2", 9, 3),
    ), 0, 10, 1.0, rng.uniform(-8, 8))  # fmt: skip


ITEMS = {"books": books, "pen": pen, "lamp": lamp, "scales": scales, "glasses": glasses}


def _spine(x: float, w: float, h: float, tone: str, band: str) -> Parts:
    return (
        body(rect(x, 604 - h, w, h, 3), tone),
        slab(rect(x, 604 - h + 22, w, 14), band),
        slab(rect(x, 604 - 44, w, 14), band),
    )


def hero(rng: Random) -> Scene:
    """The lamp lights an open book; spines lean at one side."""
    shelf: list[Part] = []
    x = 548.0
    tones = ["1", "3", "4", "1", "2", "3"]
    rng.shuffle(tones)
    for tone in tones[:3]:
        w, h = rng.uniform(42, 58), rng.uniform(226, 318)
        shelf += _spine(x, w, h, tone, "2" if tone != "2" else "4")
        x += w + 3
    shelf += put(_spine(-26, 52, 262, tones[4], "w"), x + 74, -3, 1, 0)
    thing = scales if rng.random() < 0.5 else glasses
    parts: Parts = (
        *put(_scales(rng.uniform(-8, 8)), 452, 372, 1.6),
        *shelf,
        *put(_lamp(), 232, 326, 1.38),
        *put(_lying(150, "3"), 396, 584, 1.0), *put(_lying(136, "1"), 390, 548, 1.0, flip=True),
        *put(_open_book(), 392, 450, 1.62),
        *put(pen(rng), 640, 560, 0.78),
        *(put(glasses(rng), 148, 574, 0.76) if thing is glasses else put(_lying(70, "4"), 110, 586, 0.9)),
    )  # fmt: skip
    return Scene(parts, sun=(420, 300, 250), ground=604)
