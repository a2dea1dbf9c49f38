"""Industrial: a drawing from the drawing office. Hard outlines, hatched sections, centre lines, measures."""

import math
from random import Random

from webmagic.creative.studio.art.forms import Form, placing
from webmagic.creative.studio.art.hands.contrast import SOLID, Beneath
from webmagic.creative.studio.art.hands.halftone import spans
from webmagic.creative.studio.art.hands.sheet import Sheet
from webmagic.creative.studio.art.kit import Part, Parts, Role, ellipse, joined, poly, rows, segment
from webmagic.creative.studio.art.scene import HEIGHT, WIDTH, Scene

SAYS = "Drawn as in a drawing office, hatched and measured: {what}."

HATCHED = {"1": 11.0, "3": 6.5}  # tone -> distance of the lines, where a form is cut


def hero(scene: Scene, rng: Random) -> Sheet:
    sheet = Sheet()
    _construction(sheet, scene, rng)
    if scene.ground is not None:
        _floor(sheet, scene.ground)
    _draw(sheet, scene.parts, 3.6, 1.0)
    _measures(sheet, scene)
    return sheet


def item(parts: Parts, _rng: Random) -> Sheet:
    sheet = Sheet()
    _draw(sheet, parts, 2.6, 0.72)
    _cross(sheet, 120, 120, 108, 1.1)
    return sheet


def band(parts: Parts, _rng: Random) -> Sheet:
    sheet = Sheet()
    _draw(sheet, parts, 1.3, 0)
    return sheet


def _construction(sheet: Sheet, scene: Scene, rng: Random) -> None:
    """The circle everything is set out from, its centre lines, and a sheet of tone behind one half."""
    x, y, r = scene.sun
    sheet.paint("a2", ellipse(x, y, r))
    turn = rng.choice((0, 45, 90))
    quarter = [(x, y)] + [
        (x + math.cos(a) * r, y + math.sin(a) * r)
        for a in (math.radians(turn + 180 + step * 10) for step in range(19))
    ]
    sheet.paint("a4", poly(quarter))
    sheet.paint("si", ellipse(x, y, r * 1.1), width=1.4)
    _cross(sheet, x, y, r * 1.24, 1.4)


def _cross(sheet: Sheet, x: float, y: float, r: float, width: float) -> None:
    """Centre lines: long, short, long."""
    dashes: list[tuple[float, float, float, float]] = []
    at, is_long = -r, True
    while at < r:
        end = min(at + (30 if is_long else 6), r)
        dashes += [(x + at, y, x + end, y), (x, y + at, x, y + end)]
        at, is_long = end + 7, not is_long
    sheet.paint("si", rows(dashes), width=width)


def _floor(sheet: Sheet, ground: float) -> None:
    """A datum line, earth hatched below it."""
    sheet.paint("si", rows([(0, ground, WIDTH, ground)]), width=4)
    strokes = [(x, ground + 4, x - 20, min(ground + 24, HEIGHT)) for x in range(16, int(WIDTH), 22)]
    sheet.paint("si", rows(strokes), width=1.6)


def _measures(sheet: Sheet, scene: Scene) -> None:
    """Dimension lines beside the largest form: across above it, and down its free side."""
    solids = [part.form.box for part in scene.parts if part.role in SOLID]
    if not solids:
        return
    x0, y0, x1, y1 = max(solids, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
    x0, x1 = max(x0, 24), min(x1, WIDTH - 24)
    y0, y1 = max(y0, 40), min(y1, HEIGHT - 30)
    top = max(18, min(box[1] for box in solids) - 26)
    side = WIDTH - 22 if x0 + x1 < WIDTH else 22
    lines = [(x0, top - 9, x0, top + 9), (x1, top - 9, x1, top + 9), (x0, top, x1, top)]
    lines += [(side - 9, y0, side + 9, y0), (side - 9, y1, side + 9, y1), (side, y0, side, y1)]
    slashes = [(x - 6, top + 6, x + 6, top - 6) for x in (x0, x1)]
    slashes += [(side - 6, y + 6, side + 6, y - 6) for y in (y0, y1)]
    sheet.paint("si", rows(lines), width=1.4)
    sheet.paint("s4", rows(slashes), width=4)


def _draw(sheet: Sheet, parts: Parts, line: float, hatch: float) -> None:
    under = Beneath()
    for part in parts:
        match part.role:
            case Role.BODY | Role.SLAB:
                under.add(part)
                sheet.paint(f"a{part.tone} ao", part.form, width=line, join=False)
                if hatch and part.role is Role.BODY and part.tone in HATCHED:
                    _hatch(sheet, part, line, HATCHED[part.tone] * (0.55 + 0.45 * hatch))
            case Role.TUBE:
                sheet.paint("si", part.form, width=part.width + line * 1.4, join=False)
                if part.tone != "i" and part.width > line * 2:
                    sheet.paint(f"s{part.tone}", part.form, width=part.width - line * 0.6)
            case Role.MARK:
                sheet.paint(f"s{under.readable(part)}", part.form, width=max(part.width * 0.8, line * 0.62))
            case Role.FILL:
                sheet.paint(f"a{under.readable(part)}", part.form)
            case Role.FINE:
                sheet.paint(f"s{under.readable(part)}", part.form, width=max(part.width * 0.6, 1))


def _hatch(sheet: Sheet, part: Part, line: float, step: float) -> None:
    """Lines at 45° through the shaded half of a form, parted from its outline."""
    x0, y0, x1, y1 = part.form.box
    if min(x1 - x0, y1 - y0) < line * 10 or len(part.form.lines) != 1:
        return
    turned = part.form.moved(placing(0, 0, 1, 45))
    a, b, c, d = turned.box
    cuts: list[Form] = []
    for row in range(1, int((d - b) / step) + 1):
        y = b + row * step
        for left, right in spans(turned.outline, y):
            start = max(left + line * 1.4, a + (c - a) * 0.44)
            if right - line * 1.4 - start > line * 2:
                cuts.append(segment(start, y, right - line * 1.4, y))
    if cuts:
        tone = "p" if part.tone == "3" else "i"
        sheet.paint(f"s{tone}", joined(cuts).moved(placing(0, 0, 1, -45)), width=line * 0.36)
