"""Organic: forms without a corner, on a pebble of colour among fronds; a loose line misses them a little."""

import math
from itertools import pairwise
from random import Random

from webmagic.creative.studio.art.forms import Form, Point, placing, smooth
from webmagic.creative.studio.art.hands.contrast import SOLID, Beneath
from webmagic.creative.studio.art.hands.sheet import Sheet
from webmagic.creative.studio.art.kit import Part, Parts, Role, lens
from webmagic.creative.studio.art.scene import HEIGHT, WIDTH, Scene

SAYS = "Soft forms on a pebble of colour, with a loose line beside them: {what}."

LOOSE = 14  # so many of the largest forms get a line of their own
SLIP = (7.0, -6.0)  # how far that line misses its form


def hero(scene: Scene, rng: Random) -> Sheet:
    sheet = Sheet()
    _backdrop(sheet, scene, rng)
    if scene.ground is not None:
        _hill(sheet, scene.ground, rng)
    _draw(sheet, scene.parts, 5.5, 1.0)
    return sheet


def item(parts: Parts, _rng: Random) -> Sheet:
    sheet = Sheet()
    _draw(sheet, parts, 3.6, 0.62)
    return sheet


def band(parts: Parts, _rng: Random) -> Sheet:
    sheet = Sheet()
    _draw(sheet, parts, 1.2, 0)
    return sheet


def _backdrop(sheet: Sheet, scene: Scene, rng: Random) -> None:
    """A pebble, a smaller one that leans on it, and fronds that grow up behind both."""
    x, y, r = scene.sun
    side = rng.choice((-1, 1))
    sheet.paint("a2", pebble(x, y, r * 1.04, rng))
    sheet.paint("a4", pebble(x + side * r * 0.82, y - r * 0.62, r * 0.3, rng))
    foot = scene.ground if scene.ground is not None else min(y + r, HEIGHT)
    tall = rng.uniform(0.62, 0.74)
    _frond(sheet, (x - side * r * 1.12, foot), -90 - side * 12, foot * tall, "s3", "a3")
    _frond(sheet, (x + side * r * 1.2, foot), -90 + side * 10, foot * tall * 0.66, "s1", "a1")


def pebble(x: float, y: float, r: float, rng: Random) -> Form:
    """A closed curve that is nearly, but never quite, a circle."""
    turn, swell = rng.uniform(0, math.tau), rng.uniform(0.07, 0.11)
    around = [math.tau * step / 10 for step in range(10)]
    far = [1 + swell * math.sin(2 * a + turn) + 0.045 * math.sin(3 * a - turn) for a in around]
    return smooth(
        [(x + math.cos(a) * r * k, y + math.sin(a) * r * k * 0.96) for a, k in zip(around, far, strict=True)],
        True,
    )


def _frond(sheet: Sheet, foot: Point, angle: float, height: float, stem: str, leaf: str) -> None:
    """A stem and pairs of leaves that shrink towards its tip."""
    count = max(5, round(height / 54))
    lean = math.radians(angle)
    spine = [
        (
            foot[0] + math.cos(lean) * height * t + math.sin(t * 2.6) * 16,
            foot[1] + math.sin(lean) * height * t,
        )
        for t in (step / count for step in range(count + 1))
    ]
    sheet.paint(stem, smooth(spine), width=5)
    leaves = []
    for at, (x, y) in enumerate(spine[1:], 1):
        size = 92 * (1 - 0.62 * at / count)
        for side in (-1, 1):
            out = math.radians(angle + side * 46)
            leaves.append(
                lens(x, y, x + math.cos(out) * size, y + math.sin(out) * size, size * 0.3, side * 9)
            )
    sheet.paint(leaf, *leaves)


def _hill(sheet: Sheet, ground: float, rng: Random) -> None:
    """Ground that rolls on beyond the frame."""
    turn = rng.uniform(0, math.tau)
    xs = [-2.5 * WIDTH, -WIDTH, -WIDTH * 0.4, 0, 160, 330, 500, 660, WIDTH, WIDTH * 1.5, WIDTH * 3]
    top = [(x, ground + 12 * math.sin(x / 210 + turn) + min(abs(x - WIDTH / 2), 500) * 0.03) for x in xs]
    line = smooth(top).lines[0]
    shut = (*line.curves, ((WIDTH * 3, HEIGHT * 1.2),), ((-2.5 * WIDTH, HEIGHT * 1.2),))
    sheet.paint("a3", Form((type(line)(line.start, shut, True),)))


def _draw(sheet: Sheet, parts: Parts, gap: float, slip: float) -> None:
    under = Beneath()
    sizes = sorted((_size(part) for part in parts if part.role in SOLID), reverse=True)
    least = max([gap * 9, *sizes[:LOOSE][-1:]])
    for part in parts:
        if part.role in SOLID:
            under.add(part)
            soft = _softened(part.form, gap)
            sheet.paint(f"a{part.tone} ak", soft, width=gap * 0.7, join=False)
            if slip and _size(part) >= least and part.tone not in ("i", "3"):
                sheet.paint("si", soft.moved(placing(SLIP[0] * slip, SLIP[1] * slip)), width=gap * 0.42)
        elif part.role is Role.TUBE:
            sheet.paint("sp", part.form, width=part.width + gap, join=False)
            sheet.paint(f"s{part.tone}", part.form, width=max(part.width, gap))
        elif part.role is Role.FILL:
            sheet.paint(f"a{_seen(part, under)}", part.form)
        elif part.role is Role.MARK:
            sheet.paint(f"s{_seen(part, under)}", part.form, width=max(part.width, gap * 0.55))


def _seen(part: Part, under: Beneath) -> str:
    return under.readable(part) if part.tone == "i" else part.tone


def _size(part: Part) -> float:
    x0, y0, x1, y1 = part.form.box
    return min(x1 - x0, y1 - y0)


def _softened(shape: Form, gap: float) -> Form:
    """The form with its corners worn round; what is small or made of many pieces stays as it is."""
    x0, y0, x1, y1 = shape.box
    if len(shape.lines) != 1 or min(x1 - x0, y1 - y0) < gap * 6:
        return shape
    pts = shape.outline[:-1] if math.dist(shape.outline[0], shape.outline[-1]) < 0.1 else shape.outline
    around = sum(math.dist(a, b) for a, b in zip(pts, pts[1:] + pts[:1], strict=True))
    even = _evenly([*pts, pts[0]], max(10, min(26, round(around / (gap * 4.4)))))
    worn = [
        tuple((a[k] + 4 * b[k] + c[k]) / 6 for k in (0, 1))
        for a, b, c in zip(even[-1:] + even[:-1], even, even[1:] + even[:1], strict=True)
    ]
    return smooth([(x, y) for x, y in worn], True)


def _evenly(pts: list[Point], count: int) -> list[Point]:
    """`count` points at equal distances along a closed polyline, the first not repeated."""
    steps = [math.dist(a, b) for a, b in pairwise(pts)]
    whole, out, at, walked = sum(steps) or 1.0, [], 0, 0.0
    for k in range(count):
        goal = whole * k / count
        while at < len(steps) - 1 and walked + steps[at] < goal:
            walked, at = walked + steps[at], at + 1
        t = (goal - walked) / (steps[at] or 1)
        (ax, ay), (bx, by) = pts[at], pts[at + 1]
        out.append((ax + (bx - ax) * t, ay + (by - ay) * t))
    return out
