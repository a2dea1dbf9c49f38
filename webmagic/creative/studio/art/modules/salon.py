# ruff: noqa: E501 (one shape, one line: a path broken over lines cannot be read at all)
"""Beauty: a head of hair in profile, with the salon's tools and colours about it."""

from random import Random

from webmagic.creative.studio.art.kit import (
    Part,
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


def polish(rng: Random) -> Parts:
    """A bottle of nail polish."""
    return put((
        body("M-24 -108Q0 -116 24 -108L30 -26L-30 -26Z", 3), slab(rect(-22, -28, 44, 18, 3), "i"),
        body("M-34 -12L34 -12C58 -6 66 16 66 40L66 78Q66 100 44 100L-44 100Q-66 100 -66 78L-66 40C-66 16 -58 -6 -34 -12Z", 4),
        mark("M-44 30C-48 50 -46 70 -40 80", 6, "p"),
    ), 0, 2, 1, rng.uniform(-8, 8))  # fmt: skip


def dryer(rng: Random) -> Parts:
    """A hair dryer blowing to the left."""
    wind = joined(form(f"M-74 {y}C-86 {y - 8} -92 {y + 8} -106 {y}") for y in (-56, -34, -12))
    return put((
        mark(wind, 6, 4), tube("M36 92C60 108 84 104 98 84", 7, "i"),
        body("M8 -4L54 -8L46 84Q44 96 32 96L22 96Q10 96 10 84Z", 3), slab(rect(18, 22, 22, 30, 4), 4),
        slab("M-66 -64L-42 -60L-42 -8L-66 -4Z", "i"),
        body("M-44 -60L30 -82C84 -86 104 -62 104 -34C104 -6 84 16 30 14L-44 -8Z", 1),
        slab(ellipse(62, -34, 25), 2), fine(rows([(50, -46, 50, -22), (62, -50, 62, -18), (74, -46, 74, -22)]), 3),
    ), 4, 0, 0.96, rng.uniform(-8, 8))  # fmt: skip


def lipstick(rng: Random) -> Parts:
    return put((
        body("M-24 -28L-24 -72C-24 -92 8 -106 24 -108L24 -28Z", 4), slab(rect(-30, -32, 60, 44, 2), 2),
        body(rect(-40, 8, 80, 96, 5), 3), mark(segment(-40, 34, 40, 34), 4, "p"),
    ), 0, 0, 1, 14 + rng.uniform(-8, 8))  # fmt: skip


def hairbrush(rng: Random) -> Parts:
    bristles = joined(
        ellipse(*polar(0, -46, r, a), 4.2, 4.2)
        for r, n in ((12, 6), (28, 12))
        for a in range(0, 360, 360 // n)
    )
    return put((
        body("M-12 10L12 10L17 92Q17 108 0 108Q-17 108 -17 92Z", 3), body(ellipse(0, -46, 52, 60), 3),
        slab(ellipse(0, -46, 38, 45), 2), fill(bristles, "i"), fill(ellipse(0, 92, 5), "p"),
    ), 0, 0, 0.98, 30 + rng.uniform(-10, 10))  # fmt: skip


def hand(rng: Random) -> Parts:
    """A hand with lacquered nails, fingers up."""
    out: list[Part] = []
    for x, y, a, length in ((-46, 0, -16, 78), (-17, -14, -5, 92), (13, -14, 5, 88), (41, 0, 15, 72)):
        finger = (
            slab(rect(-14, -length, 28, length + 34, 14), 1), slab(f"M-10 {22 - length}L-10 {-length}Q-10 {-length - 20} 0 {-length - 24}"
            f"Q10 {-length - 20} 10 {-length}L10 {22 - length}Q0 {28 - length} -10 {22 - length}Z", 4),
        )  # fmt: skip
        out += put(finger, x, y, 1, a)
    thumb = (
        slab(rect(-15, -62, 30, 100, 15), 1),
        slab("M-11 -42L-11 -60Q-11 -78 0 -82Q11 -78 11 -60L11 -42Q0 -36 -11 -42Z", 4),
    )
    palm = body("M-62 8C-50 -6 44 -8 58 6C66 40 52 72 42 88L42 110L-38 110L-38 88C-56 66 -68 40 -62 8Z", 1)
    return put(
        (*put(thumb, 60, 44, 0.94, 46), *out, palm, fine("M-40 46C-10 34 20 36 40 28", 3)),
        -6,
        8,
        0.88,
        rng.uniform(-5, 5),
    )


ITEMS = {
    "polish": polish,
    "dryer": dryer,
    "lipstick": lipstick,
    "brush": hairbrush,
    "hand": hand,
    "scissors": barber.scissors,
}

FACE = (
    "M330 196C300 210 286 250 284 292C283 304 262 330 256 344C253 352 262 356 274 358C270 368 268 374 272 380"
    "C266 384 266 392 274 398C270 410 272 430 292 434C320 438 342 428 362 420C368 450 366 486 336 520"
    "L300 560L300 660L560 660L560 560C520 520 500 470 504 400C520 330 500 230 440 196C400 176 356 180 330 196Z"
)
HAIR = (
    "M296 232C300 150 380 96 470 112C560 128 606 196 604 280C602 350 640 390 652 450C664 520 640 580 660 640"
    "C600 690 500 680 470 640C480 590 470 540 452 500C430 450 448 420 440 390C430 360 404 350 400 316"
    "C396 270 380 244 340 236C324 233 306 240 296 232Z"
)
STRANDS = (
    "M330 214C420 200 470 240 486 320C496 380 480 420 500 480C514 530 520 580 510 640",
    "M352 178C450 160 520 220 530 310C536 380 530 420 552 480C570 540 570 590 566 650",
    "M400 140C500 140 566 220 570 310C574 380 590 420 606 480C620 540 606 590 616 640",
    "M452 450C470 500 486 540 484 600",
)


def hero(rng: Random) -> Scene:
    """The profile fills the frame and leaves it below; the hair is the great form."""
    comb = rng.random() < 0.5
    flowers: Parts = ()
    for i, (x, y) in enumerate(((556, 176), (590, 236), (520, 132))[: rng.choice((2, 3))]):
        blossom = tuple(
            slab(ellipse(*polar(0, 0, 17, a), 13), "4" if i % 2 == 0 else "2") for a in range(0, 360, 72)
        )
        flowers += put((*blossom, slab(ellipse(0, 0, 9), 3)), x, y, 1.1, rng.uniform(0, 70))
    tool = hairbrush if comb else dryer
    parts: Parts = (
        *put(tool(rng), 716, 176, 1.05, 8 if comb else -14),
        body(FACE, "w"),
        slab("M262 560C330 588 500 588 600 550C680 580 720 640 724 740L190 740C196 660 220 590 262 560Z", 4),
        body(HAIR, 3),
        mark(joined(form(s) for s in STRANDS), 5, 1),
        slab(ellipse(424, 338, 20, 27), "w"), slab(ellipse(420, 386, 12), 4),
        mark("M300 286C310 278 326 278 336 284M304 296C314 304 326 302 332 296M296 262C310 250 330 250 344 258", 5),
        slab("M268 380C278 374 288 378 296 384C288 394 278 396 270 392C266 388 266 384 268 380Z", 4),
        *flowers,
        *put(barber.scissors(rng), 116, 250, 1.2, rng.uniform(-14, -2)),
        *put(polish(rng), 92, 560, 1.06), *put(lipstick(rng), 190, 588, 0.84), *put(polish(rng), 726, 586, 0.9, 6),
    )  # fmt: skip
    return Scene(parts, sun=(400, 320, 262), ground=664, is_pale=True)
