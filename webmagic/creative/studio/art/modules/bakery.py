# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Bakery: a basket heaped with bread among ears of wheat."""

import math
from random import Random

from webmagic.creative.studio.art.kit import (
    Form,
    Parts,
    body,
    ellipse,
    fill,
    fine,
    form,
    joined,
    lens,
    placing,
    polar,
    put,
    scatter,
    slab,
    tube,
)
from webmagic.creative.studio.art.scene import Scene

DOME = "M-100 36C-98 -86 98 -86 100 36C98 68 -98 68 -100 36Z"


def bun(rng: Random) -> Parts:
    """A round roll, slashed in a star from its crown."""
    cuts = [lens(0, -48, 76 * math.cos(a), -34 + 70 * abs(math.sin(a)), 5, 9) for a in (0.15, 0.75, 2.4, 3.0)]
    cuts.append(lens(0, -50, 6 + rng.uniform(-6, 6), 34, 5, -6))
    return (body(DOME, 1), fill(joined(cuts), "i"), body(ellipse(0, -54, 25, 17), 1))


def loaf(rng: Random) -> Parts:
    """A long loaf with slanting scores."""
    lean = rng.uniform(14, 26)
    scores = [
        form(
            f"M{x - 13} 22C{x - 10} -10 {x + lean - 12} -36 {x + lean} -44C{x + lean + 16} -34 {x + 12} 0 {x + 6} 24Z"
        )
        for x in (-66, -26, 14, 52)
    ]
    shape = "M-112 18C-118 -26 -70 -54 0 -56C70 -54 118 -26 112 18C106 46 60 54 0 54C-60 54 -106 46 -112 18Z"
    return (body(shape, 1), *(slab(s, 2) for s in scores))


def cookie(rng: Random) -> Parts:
    seeds = [_seed(x, y, rng) for x, y in scatter(rng, 16, 74, 68, 18)]
    return (slab(ellipse(7, 6, 92, 86), 3), body(ellipse(0, 0, 92, 86), 1), fill(joined(seeds), "p"))


def _seed(x: float, y: float, rng: Random) -> Form:
    dx, dy = rng.uniform(-6, 6), rng.uniform(-6, 6)
    return lens(x - dx, y - dy, x + dx, y + dy, 5)


def crescent_roll(rng: Random) -> Parts:
    """A croissant: seven bands on a bow."""
    out: list = []
    for i in (-3, 3, -2, 2, -1, 1, 0):
        a = math.radians(i * 25)
        w, h = 32 - abs(i) * 4.6, 44 - abs(i) * 7.5
        band = form(
            f"M{-w} {-h * 0.7}C{-w * 0.4} {-h * 1.25} {w * 0.4} {-h * 1.25} {w} {-h * 0.7}"
            f"C{w * 1.25} 0 {w} {h * 0.5} {w * 0.6} {h * 0.95}C0 {h * 1.15} {-w * 0.6} {h * 0.95} {-w * 0.6} {h * 0.95}"
            f"C{-w} {h * 0.5} {-w * 1.25} 0 {-w} {-h * 0.7}Z"
        )
        out.append(
            body(band.moved(placing(86 * math.sin(a), 66 - 92 * math.cos(a), 1, i * 27)), 1 if i % 2 else 2)
        )
    return put(out, 0, 10 + rng.uniform(-2, 2), 1.04)


def wheat(rng: Random) -> Parts:
    return put(_ear(rng.uniform(-10, 10)), 0, 0, 1)


def _kernel(x: float, y: float, angle: float, length: float, w: float) -> Form:
    return lens(x, y, *polar(x, y, length, angle), w)


def _ear(bend: float, stem: float = 90) -> Parts:
    """An ear standing upright, its stem leaving the box below."""
    grains: list[Form] = []
    awns: list[Form] = []
    for i in range(7):
        y = 20 - i * 16
        x = bend * (i / 7) ** 2
        s = 1.06 - 0.3 * (i / 7) ** 2
        for side in (-1, 1):
            angle = -90 + side * (32 - i)
            grains.append(_kernel(x, y, angle, 29 * s, 10 * s))
            tip = (x + math.cos(math.radians(angle)) * 27 * s, y + math.sin(math.radians(angle)) * 27 * s)
            if i > 3:
                awns.append(form(f"M{tip[0]} {tip[1]}q{side * 6} -14 {side * 8 + bend * 0.4} -42"))
    grains.append(_kernel(bend, -92, -90 + bend, 26, 8))
    leaf = lens(0, 70, 44, 16, 9, -12)
    return (
        fine(joined(awns), 1.6, 1),
        tube(f"M0 24C0 50 {-bend * 0.5} 70 {-bend} {24 + stem}", 5, 3),
        slab(leaf, 3),
        slab(joined(grains), 1),
    )


def pin(rng: Random) -> Parts:
    """A rolling pin."""
    out = (
        tube("M-112 0L112 0", 15, 3),
        slab(ellipse(-108, 0, 12, 12), 3),
        slab(ellipse(108, 0, 12, 12), 3),
        body("M-66 -29L66 -29Q78 -29 78 0Q78 29 66 29L-66 29Q-78 29 -78 0Q-78 -29 -66 -29Z", 1),
        fine("M-52 -12C-20 -16 20 -8 58 -13M-58 4C-30 8 10 0 40 5", 2.4),
    )
    return put(out, 0, 0, 0.98, -32 + rng.uniform(-8, 8))


def _basket() -> Parts:
    """Woven basket, rim at y = 0, 520 wide."""
    shell = form("M-262 0C-254 90 -214 170 -196 196Q0 232 196 196C214 170 254 90 262 0Q0 56 -262 0Z")
    light: list[Form] = []
    deep: list[Form] = []
    for row in range(6):
        y, half = 36 + row * 29, 252 - row * 11 - row * row * 0.5
        n = 10
        for c in range(n + 1):
            u0 = -1 + 2 * (c - (0.5 if row % 2 else 0)) / n
            u1 = min(1.0, u0 + 2 / n)
            u0 = max(-1.0, u0)
            if u1 - u0 < 0.05:
                continue
            x0, x1 = (math.sin(u * 1.42) / math.sin(1.42) * half for u in (u0, u1))
            y0, y1 = (y + 24 * (1 - u * u) * (1 - row * 0.05) for u in (u0, u1))
            (deep if (c + row) % 3 == 0 else light).append(lens(x0, y0, x1, y1, 22, 4))
    rope = []
    for k in range(20):
        u = -0.99 + 1.98 * (k + 0.5) / 20
        dx, dy = math.sin(u * 1.42) / math.sin(1.42) * 262, 30 * (1 - u * u)
        rope.append(lens(dx - 16, dy - 15, dx + 18, dy + 14, 11))
    rim = form("M-272 -10Q0 52 272 -10L268 14Q0 78 -268 14Z")
    return (
        slab(shell, "i"),
        fill(joined(light), 1),
        fill(joined(deep), 3),
        slab(rim, "i"),
        fill(joined(rope), 2),
    )


ITEMS = {"loaf": loaf, "bun": bun, "cookie": cookie, "croissant": crescent_roll, "wheat": wheat, "pin": pin}

HEAP = (
    (212, 410, 0.84), (590, 412, 0.84), (302, 344, 0.86), (502, 340, 0.88), (402, 280, 0.86),
    (206, 466, 0.8), (598, 464, 0.8), (404, 384, 1.0), (304, 452, 0.92), (504, 452, 0.96),
)  # fmt: skip


def hero(rng: Random) -> Scene:
    parts: list = []
    for x, tilt, size in (
        (150, -24, 1.9),
        (254, -11, 2.1),
        (548, 11, 2.1),
        (652, 25, 1.9),
        (92, -37, 1.6),
        (712, 38, 1.6),
    ):
        parts += put(
            _ear(rng.uniform(4, 16) * (1 if tilt > 0 else -1), 150), x, 226 + abs(tilt) * 3.6, size, tilt
        )
    parts.append(slab(ellipse(400, 470, 250, 80), "i"))
    kinds = [bun, cookie, bun, loaf] if rng.random() < 0.5 else [bun, loaf, cookie, bun]
    shift = rng.randrange(4)
    for i, (left, top, room) in enumerate(HEAP):
        kind = crescent_roll if i in (4, 7)[: 1 + shift % 2] else kinds[(i + shift) % 4]
        lean = rng.uniform(-7, 7) + (rng.uniform(-16, 16) if kind is cookie else 0) + (left - 400) * 0.03
        parts += put(kind(rng), left, top, room * (0.94 if kind is cookie else 1), lean)
    parts += put(_basket(), 400, 478, 1.0)
    return Scene(tuple(parts), sun=(400, 330, 236), ground=672)
