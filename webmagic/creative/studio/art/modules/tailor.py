# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Tailor: a dress form with its tape, a machine, thread and shears."""

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
    polar,
    put,
    rect,
    rows,
    segment,
    slab,
    tube,
)
from webmagic.creative.studio.art.modules import barber
from webmagic.creative.studio.art.scene import Scene


def spool(rng: Random) -> Parts:
    winds = rows([(-46, y + 7, 46, y - 7) for y in range(-48, 60, 16)])
    return put((
        tube("M44 40C96 60 60 100 104 104", 4, 4), body(rect(-48, -70, 96, 140, 8), 4), mark(winds, 3.5),
        body("M-66 -100L66 -100L50 -66L-50 -66Z", 1), body("M-50 66L50 66L66 100L-66 100Z", 1), slab(ellipse(0, -100, 22, 6), 3),
    ), 0, 0, 0.96, rng.uniform(-6, 6))  # fmt: skip


def button(rng: Random) -> Parts:
    turn = rng.uniform(0, 90)
    holes = [polar(0, 0, 24, turn + a) for a in (0, 90, 180, 270)]
    thread = rows([(*holes[0], *holes[2]), (*holes[1], *holes[3])])
    return (
        body(ellipse(0, 0, 92), 1),
        slab(ellipse(0, 0, 64), 2),
        fill(joined(ellipse(x, y, 10) for x, y in holes), "i"),
        tube(thread, 7, 4),
    )


def needle(rng: Random) -> Parts:
    return (
        mark("M70 -78C30 -120 -30 -60 10 -20C50 20 -20 60 -60 20C-100 -20 -110 60 -70 90", 6, 4),
        *put((body("M0 -108C12 -108 12 -88 10 -60L2 108L-2 108L-10 -60C-12 -88 -12 -108 0 -108Z", 3), fill(ellipse(0, -86, 3.4, 13), "p")), 0, 0, 1, 38 + rng.uniform(-6, 6)),
    )  # fmt: skip


def tape(rng: Random) -> Parts:
    """A measuring tape, rolled, with its end hanging out."""
    ticks = joined(
        segment(*polar(-10, -14, 80, a), *polar(-10, -14, 66 if a % 40 else 58, a)) for a in range(0, 360, 20)
    )
    marks = rows([(-64 + i * 16, 92, -64 + i * 16, 80 if i % 2 else 74) for i in range(11)])
    return (
        body("M-84 64L104 64L104 94L-84 94Z", 2), mark(marks, 3), slab(rect(94, 60, 14, 38), 3),
        body(ellipse(-10, -14, 84), 2), mark(ticks, 3), body(ellipse(-10, -14, 48), 4), slab(ellipse(-10, -14, 15), 3),
    )  # fmt: skip


def machine(rng: Random) -> Parts:
    return put(_machine(rng), 0, 4, 0.84)


def _machine(rng: Random) -> Parts:
    """A sewing machine, needle on the left; foot at y = 104."""
    turn = rng.uniform(0, 60)
    return (
        slab(rect(56, -92, 22, 20, 3), 3), tube("M-40 -108L-40 -84", 5, "i"), slab(rect(-56, -120, 32, 36, 5), 4), mark("M-54 -110L-26 -110M-54 -98L-26 -98", 2.5),
        tube("M-96 -20L-96 62", 6, "i"), slab(rect(-112, 44, 32, 8, 2), 3),
        body("M-118 -78C-118 -88 -110 -90 -100 -88L-60 -80L70 -84C104 -84 112 -60 112 -30L112 72L56 72L56 0C56 -22 44 -28 24 -26L-64 -24C-72 -6 -84 -2 -116 -8Z", 1),
        fine("M-84 -66L70 -68M74 -50C90 -46 94 -30 94 -14L94 50", 4), slab(ellipse(-96, -54, 13), 2), fill(rect(-40, -62, 70, 12, 6), "2"),
        slab(ellipse(120, -34, 14, 44), 3), tube(segment(120, -34, 120 + 6, -34 - 30 + turn * 0.2), 6, 2),
        body("M-128 66L120 66L128 104L-136 104Z", 3), mark("M-112 84L100 84", 4, 2),
    )  # fmt: skip


ITEMS = {
    "spool": spool,
    "button": button,
    "needle": needle,
    "tape": tape,
    "machine": machine,
    "shears": barber.scissors,
}

BUST = (
    "M-34 -250C-34 -226 -46 -214 -70 -208C-112 -198 -132 -176 -132 -140C-132 -110 -116 -96 -112 -60C-108 -20 -84 0 -84 34"
    "C-84 84 -124 110 -124 168L124 168C124 110 84 84 84 34C84 0 108 -20 112 -60C116 -96 132 -110 132 -140"
    "C132 -176 112 -198 70 -208C46 -214 34 -226 34 -250Z"
)


def dress_form() -> Parts:
    """A tailor's dummy on its tripod; foot at y = 430."""
    return (
        tube("M0 170L0 380", 20, 3), tube("M0 350C-30 370 -70 380 -96 424M0 350C30 370 70 380 96 424", 15, 3), slab(ellipse(0, 330, 22, 16), 4),
        body(BUST, 1), mark("M0 -246C-14 -160 14 -60 0 166", 4), mark("M-58 -206C-40 -140 -70 -60 -50 20C-40 70 -64 120 -66 164M58 -206C40 -140 70 -60 50 20C40 70 64 120 66 164", 3),
        mark("M-84 30C-40 44 40 44 84 30", 4),
        body("M-38 -252Q0 -240 38 -252L34 -270Q0 -262 -34 -270Z", 3), slab(ellipse(0, -290, 18, 22), 3),
    )  # fmt: skip


def _tape_round() -> Parts:
    """The tape about the neck, hanging down both sides."""
    loop = "M-46 -214C-40 -180 40 -180 46 -214"
    left, right = "M-46 -216C-64 -150 -50 -60 -62 30", "M46 -216C62 -140 52 -40 72 96"
    ticks = rows(
        [(-66 + i * 1.2, y, -48, y) for i, y in enumerate(range(-170, 26, 24))]
        + [(50, y, 66, y) for y in range(-170, 90, 24)]
    )
    return (tube(joined((form(loop), form(left), form(right))), 21, 2), mark(ticks, 3))


def hero(rng: Random) -> Scene:
    flip = rng.random() < 0.5
    x, other = (270, 552) if not flip else (530, 248)
    dir_ = 1 if not flip else -1
    cloth = "M-190 0C-120 -24 40 -24 150 -8C210 0 240 40 250 120L170 140C160 90 150 70 110 60L-170 60Z"
    parts: Parts = (
        *put((*dress_form(), *_tape_round()), x, 296, 1.02),
        slab(rect(-20 if flip else 372, 560, 448, 26), 3), slab(rect(24 if flip else 700, 586, 34, 140), 3), slab(rect(330 if flip else 420, 586, 34, 140), 3),
        *put((body(cloth, 4), mark("M-150 26C-60 6 60 8 130 26C170 40 190 80 196 120", 4)), other - 24 * dir_, 544, 1.0, flip=flip),
        *put(_machine(rng), other + 16 * dir_, 420, 1.36, flip=flip),
        *put(spool(rng), other + 160 * dir_, 168, 0.66), *put(button(rng), other + 40 * dir_, 130, 0.42), *put(button(rng), other - 40 * dir_, 176, 0.3),
        *put(barber.scissors(rng), 96 if not flip else 704, 190, 1.0, (-20 if not flip else 20) + rng.uniform(-6, 6)),
    )  # fmt: skip
    return Scene(parts, sun=(400, 310, 256), ground=690)
