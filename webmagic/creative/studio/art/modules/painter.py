# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Painter: a roller that lays its colour across the picture, pots and brushes below."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Parts,
    body,
    ellipse,
    fill,
    mark,
    put,
    rect,
    rows,
    slab,
    tube,
)
from webmagic.creative.studio.art.modules.roofing import ladder
from webmagic.creative.studio.art.scene import Scene


def roller(rng: Random) -> Parts:
    return put(_roller(), 0, 0, 0.88, -14 + rng.uniform(-8, 8))


def _roller() -> Parts:
    """A paint roller, its handle below."""
    return (
        tube("M84 -66L108 -66L108 -14L0 -14L0 26", 10, "i"), body(rect(-96, -98, 182, 62, 12), 4), slab(rect(-104, -90, 12, 46, 3), 3), mark(rows([(-80, -82, 66, -82)]), 5, "p"),
        body("M-13 24L13 24L18 98Q18 110 0 110Q-18 110 -18 98Z", 1),
    )  # fmt: skip


def brush(rng: Random) -> Parts:
    return put((
        body("M-42 40L42 40L38 96C26 84 20 108 6 98C-8 108 -20 88 -38 100Z", 4), mark(rows([(-20, 46, -20, 80), (0, 46, 0, 84), (20, 46, 20, 78)]), 3.5), slab(rect(-46, 8, 92, 36, 4), 2), mark("M-36 20L36 20M-36 32L36 32", 3),
        body("M-42 8C-40 -14 -14 -18 -14 -44L-14 -92Q-14 -108 0 -108Q14 -108 14 -92L14 -44C14 -18 40 -14 42 8Z", 1), fill(ellipse(0, -90, 5), "p"),
    ), 0, 0, 0.98, 30 + rng.uniform(-8, 8))  # fmt: skip


def pot(rng: Random) -> Parts:
    return _pot("4", rng.uniform(18, 44))


def _pot(tone: str, run: float) -> Parts:
    """An open pot with a run of paint down its side; foot at y = 100."""
    drip = f"M-78 -52L78 -52L78 -30C70 -8 60 -14 54 -34C48 -46 38 -44 34 -30L34 {run}C30 {run + 18} 10 {run + 18} 8 {run}L8 -24C2 -40 -10 -38 -14 -22C-20 2 -38 2 -42 -22C-48 -40 -60 -30 -64 -14C-72 -10 -78 -20 -78 -36Z"
    return (
        tube("M-82 -46C-96 -130 96 -130 82 -46", 6, "i"), body("M-80 -52L80 -52L80 88C60 104 -60 104 -80 88Z", 2), slab(ellipse(0, -52, 80, 18), tone), slab(drip, tone), mark("M-78 62C-50 76 50 76 78 62", 4),
    )  # fmt: skip


def swatches(rng: Random) -> Parts:
    """A fan of colour cards."""
    out: list = []
    for i, tone in enumerate(("3", "1", "2", "4")):
        card = (
            slab(rect(-26, -150, 52, 170, 5), "w"),
            slab(rect(-19, -143, 38, 104, 2), tone),
            mark(rows([(-16, -26, 16, -26), (-16, -14, 8, -14)]), 3),
        )
        out += put(card, 0, 70, 1, -48 + i * 30 + rng.uniform(-3, 3))
    return (*out, slab(ellipse(0, 74, 8), 3))


def tape(rng: Random) -> Parts:
    return put(
        (
            body("M-84 -6C-84 -58 84 -58 84 -6L84 34C84 86 -84 86 -84 34Z", 1),
            slab(ellipse(0, -6, 84, 46), 2),
            slab(ellipse(0, -6, 48, 25), 3),
            slab("M70 44L112 62L104 84L58 66Z", 4),
        ),
        0,
        -8,
        1,
        rng.uniform(-8, 8),
    )


ITEMS = {"roller": roller, "brush": brush, "pot": pot, "swatches": swatches, "tape": tape, "ladder": ladder}


def hero(rng: Random) -> Scene:
    """The wall takes its colour in three broad strokes, the last still under the roller."""
    lean = rng.uniform(-5, 5)
    edge = rng.uniform(-16, 16)
    first = f"M-20 60L{628 + edge} 52L{640 + edge} 84L{618 + edge} 120L{634 + edge} 172"
    second = f"L{560 - edge} 172L{574 - edge} 220L{556 - edge} 250L{570 - edge} 284L430 284L430 396L-20 398Z"
    parts: Parts = (
        fill(first + second, 4),
        mark("M40 168C200 176 380 160 540 170M30 286C160 292 300 278 420 286", 4, 3),
        *put(ladder(rng), 690, 396, 2.5, -16),
        *put(_roller(), 472, 470, 1.92, lean),
        *put(_pot("4", rng.uniform(16, 40)), 166, 546, 1.08), *put(_pot("1", rng.uniform(0, 24)), 292, 582, 0.72),
        *(put(brush(rng), 226, 420, 0.72, 150) if rng.random() < 0.5 else put(swatches(rng), 640, 590, 0.8)),
        *put(tape(rng), 420, 618, 0.4),
    )  # fmt: skip
    return Scene(parts, sun=(520, 330, 246), ground=648)
