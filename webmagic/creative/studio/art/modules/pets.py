# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Pets: a dog and a cat side by side, bowl and ball before them."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Parts,
    arc,
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
    slab,
    tube,
)
from webmagic.creative.studio.art.scene import Scene


def paw(rng: Random) -> Parts:
    toes = tuple(
        body(ellipse(*polar(0, 30, 84 if i in (1, 2) else 80, a), 20, 26), 1)
        for i, a in enumerate((-152, -110, -70, -28))
    )
    return put(
        (
            *toes,
            body("M0 -18C40 -18 68 34 62 66C56 98 26 88 0 88C-26 88 -56 98 -62 66C-68 34 -40 -18 0 -18Z", 1),
        ),
        0,
        -4,
        0.98,
        rng.uniform(-14, 14),
    )


def bone(rng: Random) -> Parts:
    d = "M-54 -18L54 -18C50 -50 92 -60 98 -30C118 -22 118 22 98 30C92 60 50 50 54 18L-54 18C-50 50 -92 60 -98 30C-118 22 -118 -22 -98 -30C-92 -60 -50 -50 -54 -18Z"
    return put((body(d, 2),), 0, 0, 0.96, -28 + rng.uniform(-12, 12))


def bowl(rng: Random) -> Parts:
    bits = tuple(
        slab(ellipse(x, y, 19, 15), 3) for x, y in ((-48, -26), (-16, -38), (18, -40), (50, -26), (0, -24))
    )
    return (
        *bits,
        body("M-76 -22L76 -22L100 74Q102 88 88 88L-88 88Q-102 88 -100 74Z", 4),
        slab(rect(-84, -32, 168, 20, 8), 3),
        *put(paw(rng), 0, 36, 0.36),
    )


def fish(rng: Random) -> Parts:
    return put((
        body("M52 4C78 -34 92 -44 106 -44C98 -14 98 22 106 54C90 52 76 40 52 4Z", 3), slab("M-20 -46C0 -78 34 -76 46 -44Z", 3),
        body("M-100 6C-70 -56 10 -72 66 4C10 78 -70 66 -100 6Z", 1), mark("M-46 -36C-30 -12 -30 24 -46 46", 4),
        mark(joined(arc(x, y, 13, -80, 80) for x, y in ((-12, -18), (-12, 12), (14, -4), (14, 26), (14, -32), (38, 8))), 3), fill(ellipse(-70, -8, 7), "i"),
    ), 0, 0, 0.98, rng.uniform(-8, 8))  # fmt: skip


def collar(rng: Random) -> Parts:
    x, y = 0, 78
    return (
        tube(ellipse(0, -14, 82, 72), 22, 4),
        slab(rect(-22, 44, 44, 28, 4), 3),
        body(ellipse(x, y + 14, 28), 2),
        *put(paw(rng), x, y + 16, 0.18),
        slab(rect(64, -40, 34, 46, 6), 2),
    )


def cross(rng: Random) -> Parts:
    """A vet's cross with a paw upon it."""
    d = "M-36 -98L36 -98L36 -36L98 -36L98 36L36 36L36 98L-36 98L-36 36L-98 36L-98 -36L-36 -36Z"
    return (body(d, 4), *put(tuple(fill(p.form, "p") for p in paw(rng)), 0, 0, 0.62))


ITEMS = {"paw": paw, "bone": bone, "bowl": bowl, "fish": fish, "collar": collar, "cross": cross}

DOG_BODY = "M-96 300C-110 200 -100 110 -60 40C-20 10 60 10 96 40C140 90 150 190 148 300Z"


def dog() -> Parts:
    """A sitting dog from the front; foot at y = 300, 520 high."""
    return (
        tube("M130 270C200 270 214 210 196 164", 30, 1),
        body("M-110 300C-150 290 -140 196 -96 190C-40 186 -40 300 -60 300Z", 1), body("M150 300C190 290 184 196 140 190C84 186 84 300 104 300Z", 1),
        body("M-78 300C-104 190 -92 90 -56 20L98 20C134 90 146 190 120 300Z", 1),
        slab("M-36 60C-10 150 52 150 78 60C90 130 60 220 22 232C-16 220 -48 130 -36 60Z", 2),
        body("M-52 150C-58 210 -56 250 -66 290Q-64 304 -44 304L4 304L6 170Z", 1), body("M94 150C100 210 98 250 108 290Q106 304 86 304L38 304L36 170Z", 1),
        mark("M-44 286L-44 302M-26 288L-26 302M86 286L86 302M68 288L68 302", 4),
        slab("M-62 16C-20 52 62 52 104 16L106 42C62 80 -20 80 -66 42Z", 4), slab(ellipse(21, 74, 19), 2),
        body("M-76 -120C-80 -200 -20 -220 21 -220C62 -220 122 -200 118 -120C118 -90 104 -70 92 -40C76 26 50 44 21 44C-8 44 -34 26 -50 -40C-62 -70 -76 -90 -76 -120Z", 1),
        slab("M21 -216C40 -170 44 -110 58 -76C84 -40 70 40 21 42C-28 40 -42 -40 -16 -76C-2 -110 2 -170 21 -216Z", 2),
        body("M-56 -186C-110 -200 -150 -150 -146 -70C-144 -20 -110 -10 -98 -30C-84 -56 -84 -90 -66 -118Z", 3), body("M98 -186C152 -200 192 -150 188 -70C186 -20 152 -10 140 -30C126 -56 126 -90 108 -118Z", 3),
        fill(joined((ellipse(-26, -100, 13, 15), ellipse(68, -100, 13, 15))), "i"), fill(joined((ellipse(-30, -105, 4), ellipse(64, -105, 4))), "w"),
        slab("M-12 -44C-12 -60 54 -60 54 -44C54 -26 34 -14 21 -14C8 -14 -12 -26 -12 -44Z", "i"),
        slab("M6 14C6 50 36 50 36 14Z", 4), mark("M21 -14L21 8M-20 2C-10 20 12 18 21 8C30 18 52 20 62 2", 5),
    )  # fmt: skip


def cat() -> Parts:
    """A sitting cat from the front; foot at y = 300, 430 high."""
    stripes = "M-12 -84L-12 -58M0 -88L0 -54M12 -84L12 -58M-66 170C-50 168 -40 172 -30 180M-70 206C-52 204 -42 208 -32 216M66 170C50 168 40 172 30 180M70 206C52 204 42 208 32 216"
    return (
        tube("M70 278C150 300 178 240 160 190C150 160 180 140 196 160", 25, 3),
        body("M-84 300C-104 200 -66 90 -36 40L36 40C66 90 104 200 84 300Z", 3),
        body("M-20 160L-24 292Q-26 304 -46 304L-58 304Q-58 286 -48 280Z", 3), body("M20 160L24 292Q26 304 46 304L58 304Q58 286 48 280Z", 3),
        slab("M-24 60C-20 110 20 110 24 60C34 100 20 150 0 156C-20 150 -34 100 -24 60Z", 2),
        body("M-88 -50L-94 -140Q-60 -120 -36 -96C-14 -102 14 -102 36 -96Q60 -120 94 -140L88 -50C96 -10 66 50 0 50C-66 50 -96 -10 -88 -50Z", 3),
        slab("M-80 -76L-83 -116Q-66 -106 -54 -94Z", 4), slab("M80 -76L83 -116Q66 -106 54 -94Z", 4),
        slab("M0 -4C30 -8 48 6 46 22C40 42 18 46 0 46C-18 46 -40 42 -46 22C-48 6 -30 -8 0 -4Z", 2),
        mark(form(stripes), 5, "i"), slab(ellipse(-38, -26, 18, 17), 2), slab(ellipse(38, -26, 18, 17), 2), fill(ellipse(-38, -26, 6, 15), "i"),
        fill(ellipse(38, -26, 6, 15), "i"),
        slab("M-11 2L11 2L0 14Z", 4), mark("M0 14L0 22M-20 26C-12 34 -2 30 0 22C2 30 12 34 20 26", 4),
        fine("M-40 18L-96 8M-40 26L-98 30M40 18L96 8M40 26L98 30", 3),
    )  # fmt: skip


def hero(rng: Random) -> Scene:
    flip = rng.random() < 0.5
    x = 312 + rng.uniform(-10, 10)
    parts: Parts = (
        *put(dog(), x, 318, 1.1, flip=flip),
        *put(cat(), 574, 382, 0.88, flip=not flip),
        *put(bowl(rng), 668, 622, 0.64),
        *put(bone(rng), 150, 634, 0.62),
        *put(_ball(), 92, 560, 0.7),
    )
    return Scene(parts, sun=(400, 290, 250), ground=640)


def _ball() -> Parts:
    return (body(ellipse(0, 50, 76), 4), mark("M-58 8C-10 24 -10 80 -54 98M58 4C14 22 12 76 56 100", 6, 2))
