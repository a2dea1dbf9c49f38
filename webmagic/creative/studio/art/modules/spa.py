# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Spa: someone resting face down, warm stones along the spine, a flower and a towel near."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Form,
    Part,
    Parts,
    body,
    ellipse,
    fill,
    fine,
    form,
    joined,
    lens,
    mark,
    put,
    rect,
    slab,
    tube,
)
from webmagic.creative.studio.art.scene import Scene

STONE = "M-98 4C-100 -34 -50 -52 10 -50C66 -48 100 -22 98 8C96 40 40 50 -8 48C-60 46 -96 34 -98 4Z"
FLAME = "M0 24C-20 22 -22 0 -8 -14C0 -22 0 -32 -2 -44C16 -30 24 -14 20 4C18 16 10 24 0 24Z"


def stones(rng: Random) -> Parts:
    """A cairn of three or four flat stones."""
    out: list[Part] = []
    y, n = 76.0, rng.choice((3, 4))
    for i in range(n):
        size = 0.98 - i * 0.22
        out += put(
            (body(STONE, ("3", "1", "3", "2")[i]),),
            rng.uniform(-7, 7),
            y,
            size,
            rng.uniform(-3, 3),
            flip=i % 2 == 1,
        )
        y -= 86 * size * (0.92 if n == 3 else 0.82)
    return tuple(out)


def lotus(rng: Random) -> Parts:
    """A lotus seen from the side, petals paired outwards."""
    out: list[Part] = []
    for angle, length, w, tone in (
        (-166, 106, 30, 3), (-14, 106, 30, 3), (-146, 112, 34, 1), (-34, 112, 34, 1), (-122, 118, 36, 1), (-58, 118, 36, 1),
    ):  # fmt: skip
        out.append(body(_leafed(angle + rng.uniform(-3, 3), length, w), tone))
    out += [body(_leafed(-90, 124, 40), 2), body(_leafed(-110, 84, 28), 4), body(_leafed(-70, 84, 28), 4)]
    out.append(body("M-60 62C-30 44 30 44 60 62C40 84 -40 84 -60 62Z", 3))
    return put(out, 0, 0, 0.96)


def _leafed(angle: float, length: float, w: float) -> Form:
    """A pointed petal from the heart of the flower at (0, 60)."""
    k = length
    shape = form(f"M0 0C{k * 0.2} {-w * 1.2} {k * 0.7} {-w} {k} 0C{k * 0.7} {w} {k * 0.2} {w * 1.2} 0 0Z")
    (part,) = put((slab(shape),), 0, 62, 1, angle)
    return part.form


def candle(rng: Random) -> Parts:
    lean = rng.uniform(-6, 6)
    return (
        *put((slab(FLAME, 4), fill("M0 20C-9 18 -10 6 -2 -4C8 4 10 8 8 14C7 18 4 20 0 20Z", "2")), 0, -66, 1.1, lean),
        tube("M0 -38L0 -22", 4, "i"),
        body("M-44 -20C-44 -30 44 -30 44 -20L44 70L-44 70Z", 2), slab("M-44 -20C-20 -8 20 -8 44 -20L44 4C36 26 28 4 20 2C8 0 4 22 -6 20C-18 18 -14 0 -28 0C-36 0 -40 8 -44 6Z", 1),
        slab("M-84 66L84 66C80 92 54 98 0 98C-54 98 -80 92 -84 66Z", 3),
    )  # fmt: skip


def towel(rng: Random) -> Parts:
    """A rolled towel on a folded one."""
    return (
        body("M-88 38L70 38Q98 38 98 66Q98 96 70 96L-88 96Q-104 96 -104 67Q-104 38 -88 38Z", 1), mark("M-96 67L84 67", 4),
        body("M-52 -44L60 -44A40 40 0 0 1 60 36L-52 36Z", 2), slab(ellipse(-50, -4, 40), 2),
        mark("M-50 -32A28 28 0 1 0 -22 -4A20 20 0 0 0 -46 -20A16 16 0 0 0 -60 -2", 5), slab("M10 -44L30 -44L30 36L10 36Z", 4),
        *put((body(_leafed(-60, 70, 16), 3), body(_leafed(-10, 70, 16), 3)), 8, -102, 0.8),
    )  # fmt: skip


def oil(rng: Random) -> Parts:
    """A dropper bottle with a sprig."""
    return put((
        body("M-16 -98C-16 -112 16 -112 16 -98L13 -66L-13 -66Z", 3), slab(rect(-24, -68, 48, 24, 4), "i"),
        body("M-20 -44L20 -44L20 -34C38 -30 50 -18 50 2L50 88Q50 102 36 102L-36 102Q-50 102 -50 88L-50 2C-50 -18 -38 -30 -20 -34Z", 1),
        slab(rect(-50, 14, 100, 56), 2), mark("M-22 58C-6 50 10 38 20 24", 3.5),
        fill(joined(lens(x, y, x + 4, y - 20, 6) for x, y in ((-12, 54), (2, 46), (14, 36))), "3"),
        fill(joined(lens(x, y, x + 20, y - 2, 6) for x, y in ((-12, 54), (2, 46))), "3"),
    ), 0, 2, 1, rng.uniform(-4, 4))  # fmt: skip


def bamboo(rng: Random) -> Parts:
    out: list[Part] = []
    for x, top, w in ((-34, -70, 26), (10, -104, 30)):
        y = 104.0
        while y > top:
            h = min(56.0, y - top)
            out.append(body(rect(x - w / 2, y - h, w, h, 5), 1))
            y -= h
    for x, y, a in ((20, -56, -30), (20, -54, 14), (-42, -16, -160), (-42, -14, 160), (20, 2, -14)):
        out += put((body("M0 0C14 -16 44 -16 74 0C44 14 14 12 0 0Z", 3),), x, y, 1, a + rng.uniform(-6, 6))
    return tuple(out)


ITEMS = {"stones": stones, "lotus": lotus, "candle": candle, "towel": towel, "oil": oil, "bamboo": bamboo}

SKIN = (
    "M88 506C84 462 110 430 152 430C190 430 208 452 214 478C236 470 250 440 296 424C356 404 420 420 474 444"
    "C516 460 556 396 622 392C690 388 724 430 760 452C800 474 850 480 860 486L860 556L150 556C110 556 92 540 88 506Z"
)


def hero(rng: Random) -> Scene:
    """The sleeper lies across the whole frame and leaves it on the right."""
    near, last = rng.choice(((candle, towel), (oil, towel), (oil, lotus), (candle, lotus)))
    sheet = "M520 452C560 396 600 386 640 388C700 392 730 430 770 452C800 466 840 474 860 480L860 566L470 566C486 520 494 480 520 452Z"
    warm: list[Part] = []
    for i, (x, y, a) in enumerate(((288, 412, -16), (366, 400, -2), (438, 418, 14))):
        warm += put((body(STONE, 3),), x, y, 0.4 + 0.03 * ((i + rng.randrange(3)) % 3), a)
    parts: Parts = (
        *put(bamboo(rng), 716, 262, 1.9, flip=rng.random() < 0.5),
        slab(rect(-20, 552, 860, 34, 6), 3), slab("M40 586L72 586L56 640L34 640ZM690 586L722 586L738 640L716 640Z", "i"),
        body("M60 556C54 522 96 508 148 512C200 514 226 526 222 556Z", 2),
        tube("M316 498C280 540 240 548 196 536", 42, 1),
        body(SKIN, 1),
        body("M92 470C84 420 118 392 160 402C196 410 208 438 206 460C178 440 150 462 140 494C120 508 98 500 92 470Z", 3),
        body(ellipse(128, 398, 33, 29), 3),
        tube("M330 486C300 536 260 546 204 540", 34, 1),
        mark("M228 484C300 462 400 476 470 466", 3), fine("M300 448C340 440 400 446 450 458", 2),
        *warm,
        body(sheet, 2), mark("M556 470C590 430 640 420 690 440M540 520C600 484 700 480 800 506", 4),
        *put(near(rng), 156, 600, 0.98), *put(stones(rng), 292, 620, 0.74), *put(last(rng), 628, 622, 0.76),
    )  # fmt: skip
    return Scene(parts, sun=(400, 250, 210), ground=660)
