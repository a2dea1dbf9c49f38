# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Grocer: a crate of fruit and greens under its awning."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Part,
    Parts,
    body,
    ellipse,
    fill,
    fine,
    joined,
    lens,
    mark,
    polar,
    put,
    rect,
    slab,
    smooth,
    tube,
)
from webmagic.creative.studio.art.modules.food import avocado, lime
from webmagic.creative.studio.art.modules.general import awning_parts
from webmagic.creative.studio.art.scene import Scene


def apple(rng: Random) -> Parts:
    return put((
        tube("M0 -56C0 -78 8 -92 18 -102", 9, 3), slab(lens(6, -74, 70, -92, 22, -10), 3),
        body("M0 -56C26 -76 84 -70 90 -14C94 40 52 98 22 98C10 98 8 92 0 92C-8 92 -10 98 -22 98C-52 98 -94 40 -90 -14C-84 -70 -26 -76 0 -56Z", 4), mark("M-22 -58C-8 -44 8 -44 22 -58", 4),
    ), 0, 0, 0.98, rng.uniform(-10, 10))  # fmt: skip


def carrot(rng: Random) -> Parts:
    green = joined(lens(0, -44, *polar(0, -44, 66, a), 13, 5) for a in (-130, -110, -90, -70, -50))
    return put(
        (
            slab(green, 3),
            body("M-34 -36C-24 -56 24 -56 34 -36C36 10 18 80 0 112C-18 80 -36 10 -34 -36Z", 1),
            mark("M-32 -14L-6 -10M30 6L8 10M-22 34L-2 38M16 58L2 62", 4),
        ),
        0,
        0,
        0.98,
        24 + rng.uniform(-10, 10),
    )


def pear(rng: Random) -> Parts:
    return put(
        (
            tube("M0 -76C0 -92 6 -102 14 -108", 8, 3),
            body(
                "M0 -80C34 -80 32 -38 48 -8C76 36 58 100 0 100C-58 100 -76 36 -48 -8C-32 -38 -34 -80 0 -80Z",
                2,
            ),
            fill(joined(ellipse(x, y, 3) for x, y in ((-20, 40), (4, 58), (-30, 64), (18, 30))), 3),
        ),
        0,
        0,
        1,
        rng.uniform(-12, 12),
    )


def cabbage(rng: Random) -> Parts:
    """A head of lettuce."""
    leaf = smooth(
        [polar(0, 10, 92 + (8 if i % 2 else -4) + rng.uniform(-3, 3), i * 20) for i in range(18)], closed=True
    )
    return (
        slab(leaf, 3),
        body("M-70 50C-90 -20 -40 -80 0 -72C50 -84 90 -10 66 56C40 96 -44 96 -70 50Z", 1),
        body("M-40 70C-60 0 -20 -46 4 -42C44 -40 56 20 34 74C10 92 -24 90 -40 70Z", 2),
        mark("M0 84C-4 40 0 10 6 -24M-2 50C-18 34 -24 24 -28 8M2 40C16 26 22 16 26 0", 4),
    )


def bag(rng: Random) -> Parts:
    """A paper bag with a loaf and leeks looking out."""
    return (
        *put(carrot(rng), -34, -50, 0.6, 150), body("M0 -108C18 -108 26 -90 26 -70L26 0L-26 0L-26 -70C-26 -90 -18 -108 0 -108Z", 4), slab(joined(lens(40, 0, *polar(40, 0, 100, a), 12) for a in (-104, -84, -64)), 3),
        body("M-70 -30L-50 -20L-30 -30L-10 -20L10 -30L30 -20L50 -30L70 -20L64 104L-64 104Z", 1), fine("M-40 -10L-36 96M42 -6L38 96", 3),
    )  # fmt: skip


ITEMS = {"apple": apple, "carrot": carrot, "pear": pear, "lettuce": cabbage, "bag": bag, "lime": lime}


def _crate(n: int) -> Parts:
    """Three slats and two posts, 360 wide; foot at y = 100."""
    slats = tuple(body(rect(-180, -20 + i * 42, 360, 34, 3), 1) for i in range(n))
    return (
        slab(rect(-172, -20, 344, 116), "i"),
        *slats,
        slab(rect(-186, -30, 26, 132, 3), 3),
        slab(rect(160, -30, 26, 132, 3), 3),
        fill(joined(ellipse(x, y, 4) for x in (-173, 173) for y in (-4, 38, 80)), "p"),
    )


def hero(rng: Random) -> Scene:
    """Two crates, the front one heaped, under an awning that leaves the frame."""
    heap: list[Part] = []
    back = [cabbage, apple, cabbage, pear]
    front = [apple, lime, pear, apple, avocado]
    rng.shuffle(front)
    for i, draw in enumerate(back):
        heap += put(draw(rng), 180 + i * 146, 372, 0.86 if draw is not cabbage else 1.0, rng.uniform(-8, 8))
    for i, draw in enumerate(front):
        heap += put(draw(rng), 150 + i * 126, 452, 0.76, rng.uniform(-10, 10))
    parts: Parts = (
        tube("M46 120L46 640M754 120L754 640", 18, 3), tube("M190 200L190 262M610 200L610 262", 5, "i"),
        slab("M150 262L230 262L216 292L164 292Z", 3), slab("M570 262L650 262L636 292L584 292Z", 3),
        *heap,
        *put(_crate(3), 400, 528, 1.74),
        *put(bag(rng), 706, 566, 0.84), *put(carrot(rng), 96, 598, 0.66, 40),
        *awning_parts(20, 40, 760, 120, 9, 34),
    )  # fmt: skip
    return Scene(parts, sun=(400, 330, 262), ground=654)
