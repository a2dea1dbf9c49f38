# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Cafe: a great cup, its pot and grinder, and beans."""

from random import Random

from webmagic.creative.studio.art.kit import (
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
    slab,
    tube,
)
from webmagic.creative.studio.art.scene import Scene


def cup(rng: Random) -> Parts:
    """A cup on its saucer, steaming."""
    x = rng.uniform(-6, 6)
    steam = joined(form(f"M{k + x} -58C{k - 16 + x} -74 {k + 18 + x} -88 {k + x} -110") for k in (-30, 2))
    return (mark(steam, 6, 1), *put(_cup(), -8, 10, 0.92))


def _cup() -> Parts:
    return (
        slab(ellipse(0, 84, 106, 18), 3), slab(ellipse(0, 79, 106, 17), 2),
        tube("M70 -30C118 -44 122 30 62 36", 16, 1),
        body("M-84 -50C-84 30 -58 78 0 78C58 78 84 30 84 -50Z", 1), slab(ellipse(0, -50, 84, 18), 2),
        slab(ellipse(0, -47, 71, 12), 3), fill("M-30 -47C-22 -56 -6 -54 0 -46C6 -54 22 -56 30 -47C22 -40 8 -39 0 -37C-8 -39 -22 -40 -30 -47Z", 2),
    )  # fmt: skip


def bean(rng: Random) -> Parts:
    out = (
        body("M-58 -78C0 -104 66 -40 66 26C66 88 12 104 -26 78C-78 42 -98 -56 -58 -78Z", 3),
        mark("M-50 -72C4 -44 -34 6 8 34C34 52 30 76 20 86", 7),
    )
    return put(out, 0, 0, 1, rng.uniform(-10, 30))


def moka(rng: Random) -> Parts:
    """A stove-top pot."""
    return put((
        tube("M44 -62C104 -66 104 -20 92 18", 15, "i"),
        body("M-40 2L-54 -70L-84 -84L-58 -90L48 -90L36 2Z", 2), fine("M-22 -84L-14 -2M14 -84L10 -2", 3),
        slab("M-62 -90L52 -90L30 -108L-34 -108Z", 3), slab(ellipse(0, -112, 9), "i"),
        slab(rect(-46, 0, 92, 18, 4), "i"), body("M-40 18L42 18L60 104L-58 104Z", 1), fine("M-16 20L-24 102M18 20L26 102", 3),
        slab(ellipse(30, 48, 6), 4),
    ), 0, 4, 0.96, rng.uniform(-3, 3))  # fmt: skip


def grinder(rng: Random) -> Parts:
    """A box mill with its crank."""
    a = rng.uniform(-5, 5)
    return (
        tube(f"M0 -58L0 -92L{64 + a} -98", 8, "i"), slab(ellipse(66 + a, -106, 12, 11), 4),
        body("M-48 -26C-46 -66 46 -66 48 -26Z", 2), slab(rect(-60, -30, 120, 16, 3), 3),
        body(rect(-52, -14, 104, 96), 1), slab(rect(-38, 26, 76, 42), 2), slab(ellipse(0, 47, 8), 3),
        slab(rect(-66, 82, 132, 18, 3), 3), fine("M-40 0L40 0M-40 12L40 12", 2.5),
    )  # fmt: skip


def togo(rng: Random) -> Parts:
    return put((
        body("M-50 -62L50 -62L38 104L-38 104Z", 2), slab("M-46 -14L46 -14L42 52L-42 52Z", 1), *put(bean(rng), 0, 18, 0.26),
        slab("M-58 -78L58 -78L54 -58L-54 -58Z", 3), slab("M-46 -96L46 -96L52 -78L-52 -78Z", 3),
    ), 0, 0, 1, rng.uniform(-5, 5))  # fmt: skip


def dripper(rng: Random) -> Parts:
    """A filter cone over its glass."""
    return (
        slab("M-54 -104L54 -104L48 -84L-48 -84Z", 2), body("M-64 -86L64 -86L18 -16L-18 -16Z", 1), fine("M-34 -76L-8 -24M0 -76L0 -24M34 -76L8 -24", 3),
        slab(rect(-42, -16, 84, 13, 3), 3),
        tube("M46 16C92 14 96 66 58 74", 11, "i"),
        slab("M-34 -3L34 -3C36 18 64 40 64 74Q64 102 40 102L-40 102Q-64 102 -64 74C-64 40 -36 18 -34 -3Z", 2),
        slab("M-60 54C-30 46 30 62 60 54C66 78 62 98 40 98L-40 98C-62 98 -66 78 -60 54Z", 3), fill(ellipse(0, 26, 5, 8), 3),
    )  # fmt: skip


ITEMS = {"cup": cup, "bean": bean, "moka": moka, "grinder": grinder, "to-go": togo, "filter": dripper}


def hero(rng: Random) -> Scene:
    """One cup as large as the picture allows; the pot behind it, beans in front."""
    beans: Parts = ()
    for x, y, s in (
        (84, 650, 0.34),
        (150, 672, 0.3),
        (214, 648, 0.36),
        (650, 664, 0.36),
        (716, 640, 0.3),
        (752, 680, 0.34),
        (300, 690, 0.3),
    ):
        beans += put(bean(rng), x + rng.uniform(-12, 12), y, s, rng.uniform(-60, 100))
    sway = rng.uniform(-10, 10)
    steam = tuple(
        slab(
            form(f"M{x} 244C{x - 46} 190 {x + 52 + sway} 150 {x + 4} 60C{x + 84} 146 {x - 6} 190 {x} 244Z"),
            "2" if x != 400 else "p",
        )
        for x in (330, 400, 470)
    )
    second = moka if rng.random() < 0.5 else dripper
    third = grinder
    parts: Parts = (
        *put(second(rng), 150, 396, 2.34),
        *put(third(rng), 676, 402, 2.3),
        *steam,
        *put(_cup(), 396, 440, 2.5),
        *beans,
    )
    return Scene(parts, sun=(400, 290, 256), ground=636)
