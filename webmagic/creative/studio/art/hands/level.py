"""Japandi: fine level lines. They swell over what stands there and fill each form from edge to edge."""

import math
from random import Random

from webmagic.creative.studio.art.forms import Point, smooth
from webmagic.creative.studio.art.hands.contrast import Beneath
from webmagic.creative.studio.art.hands.following import at
from webmagic.creative.studio.art.hands.sheet import Sheet
from webmagic.creative.studio.art.kit import Form, Part, Parts, Role, ellipse
from webmagic.creative.studio.art.scene import HEIGHT, WIDTH, Scene

SAYS = "Level lines only, so the drawing reads as landscape: {what}."

FINE = 1.7


def hero(scene: Scene, rng: Random) -> Sheet:
    sheet = Sheet()
    x, y, r = scene.sun
    side = rng.choice((-1, 1))
    sheet.paint("a2", ellipse(min(max(x + side * r * 0.55, r * 0.6), WIDTH - r * 0.6), y - r * 0.2, r * 0.72))
    if scene.ground is not None:
        _hill(sheet, scene.parts, scene.ground, rng, 0, WIDTH, HEIGHT, 17)
    _draw(sheet, scene.parts, FINE, 16)
    return sheet


def item(parts: Parts, rng: Random) -> Sheet:
    sheet = Sheet()
    bottom = max((p.form.box[3] for p in parts), default=200)
    _hill(sheet, parts, min(bottom, 214), rng, 6, 234, 234, 7)
    _draw(sheet, parts, FINE, 11)
    return sheet


def band(parts: Parts, _rng: Random) -> Sheet:
    sheet = Sheet()
    _draw(sheet, parts, 1.2, 8)
    return sheet


def _hill(
    sheet: Sheet, parts: Parts, base: float, rng: Random, x0: float, x1: float, y1: float, n: int
) -> None:
    """Lines that rise with the skyline of the scene and lie down, one by one, to level ground."""
    span = x1 - x0
    steps = 20 if span > 400 else 12
    xs = [x0 + span * i / steps for i in range(steps + 1)]
    sky = _skyline(parts, xs, base)
    phase = rng.uniform(0, math.tau)
    depth = y1 - base - 4
    sheet_lines = []
    for k in range(n):
        t = k / (n - 1)
        swell = (1 - t) ** 1.6
        pts = []
        for x, height in zip(xs, sky, strict=True):
            wave = t * (1 - t) * span * 0.012 * math.sin(x / span * 9 + phase + k * 0.8)
            pts.append((x, base + depth * t**1.25 - height * swell + wave))
        sheet_lines.append(smooth(pts))
    first = sheet_lines[0].lines[0]
    shut = (*first.curves, ((x1, y1),), ((x0, y1),))
    sheet.paint("ap", Form((type(first)(first.start, shut, True),)))
    sheet.paint("s1", *sheet_lines, width=FINE * 0.8)


def _skyline(parts: Parts, xs: list[float], base: float) -> list[float]:
    """Height of the scene over `base` at each x, blurred till it rolls."""
    span = xs[-1] - xs[0]
    fine = [xs[0] + span * i / 96 for i in range(97)]
    tops = []
    boxes = [p.form.box for p in parts]
    for x in fine:
        tops.append(max((base - b[1] for b in boxes if b[0] - 4 <= x <= b[2] + 4), default=0.0))
    out = []
    for x in xs:
        total = weight = 0.0
        for f, top in zip(fine, tops, strict=True):
            w = math.exp(-(((x - f) / (span * 0.11)) ** 2))
            total, weight = total + w * top, weight + w
        edge = min(1.0, min(x - xs[0], xs[-1] - x) / (span * 0.16))
        out.append(max(0.0, total / weight) * 0.4 * (edge * edge * (3 - 2 * edge)))
    return out


def _draw(sheet: Sheet, parts: Parts, fine: float, gap: float) -> None:
    under = Beneath()
    for part in parts:
        match part.role:
            case Role.BODY | Role.SLAB:
                under.add(part)
                _solid(sheet, part, fine, gap)
            case Role.TUBE:
                sheet.paint("si", part.form, width=max(part.width, fine * 2), join=False)
                if part.width > fine * 5 and part.tone not in ("i", "3"):
                    sheet.paint("s4" if part.tone == "4" else "sp", part.form, width=part.width - fine * 2)
            case Role.MARK | Role.FINE:
                tone = "p" if part.tone == "p" or under.dark(part) else "i"
                sheet.paint(f"s{tone}", part.form, width=fine * (1.15 if part.role is Role.MARK else 0.8))
            case Role.FILL:
                sheet.paint(f"a{under.readable(part)}", part.form)


def _solid(sheet: Sheet, part: Part, fine: float, gap: float) -> None:
    """Deep and inked forms are stones; the accent is a pebble of colour; all others are lines on paper."""
    if part.tone in ("i", "3"):
        sheet.paint("ai ak", part.form, width=fine, join=False)
        return
    paper = {"4": "a4", "2": "a2", "w": "aw"}.get(part.tone, "ap")
    sheet.paint(f"{paper} ao", part.form, width=fine, join=False)
    if part.tone == "1" and part.role is Role.BODY:
        sheet.paint("s3", *_contours(part.form, gap), width=fine * 0.75)


def _contours(shape: Form, gap: float) -> list[Form]:
    """Lines from the left to the right of a form, shared out evenly between its upper and lower edge."""
    x0, y0, x1, y1 = shape.box
    pts = shape.outline
    n = max(0, round((y1 - y0) / gap) - 1)
    columns = max(5, min(11, round((x1 - x0) / 20)))
    spans: list[tuple[float, float, float]] = []
    for i in range(columns + 1):
        x = x0 + (x1 - x0) * (0.004 + 0.992 * i / columns)
        ys = at(pts, x)
        if len(ys) < 2:
            return []
        spans.append((x, ys[0], ys[-1]))
    return [smooth(_share(spans, k / (n + 1))) for k in range(1, n + 1)]


def _share(spans: list[tuple[float, float, float]], t: float) -> list[Point]:
    return [(x, a + (b - a) * t) for x, a, b in spans]
