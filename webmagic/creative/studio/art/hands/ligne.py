"""Editorial: one even line of ink, flat tones inside it, and a sliver of light on one side."""

from random import Random

from webmagic.creative.studio.art.hands.contrast import SOLID, Beneath
from webmagic.creative.studio.art.hands.following import crescent, length, runs
from webmagic.creative.studio.art.hands.sheet import Sheet
from webmagic.creative.studio.art.kit import Part, Parts, Role, ellipse, rect, rows
from webmagic.creative.studio.art.scene import HEIGHT, WIDTH, Scene

SAYS = "One even line, flat tones, light from the left: {what}."

HALO = 1.15  # of the sun: how far its hatching reaches
LIT = 205  # degrees: where the light comes from


def hero(scene: Scene, rng: Random) -> Sheet:
    sheet = Sheet()
    _backdrop(sheet, scene, rng)
    if scene.ground is not None:
        sheet.paint("si", rows([(0, scene.ground, WIDTH, scene.ground)]), width=4)
        _floor(sheet, scene.ground)
    _draw(sheet, scene.parts, 4.2)
    return sheet


def item(parts: Parts, _rng: Random) -> Sheet:
    sheet = Sheet()
    _draw(sheet, parts, 3.4)
    return sheet


def band(parts: Parts, _rng: Random) -> Sheet:
    sheet = Sheet()
    _draw(sheet, parts, 2)
    return sheet


def _backdrop(sheet: Sheet, scene: Scene, rng: Random) -> None:
    """A disc or a window, one half of it in hatching."""
    x, y, r = scene.sun
    if rng.random() < 0.55:
        sheet.paint("a4", ellipse(x, y, r * 0.96))
        return
    top, foot = y - r * 0.98, scene.ground if scene.ground is not None else y + r
    sheet.paint("a4", rect(x - r * 0.86, top, r * 1.72, foot - top))
    panes = [(x, top, x, foot), (x - r * 0.86, y, x + r * 0.86, y)]
    sheet.paint("sp", rows(panes), width=7)


def _floor(sheet: Sheet, ground: float) -> None:
    """Strokes of the floor, denser towards the front."""
    lines, y, gap = [], ground + 16.0, 14.0
    shift = 0
    while y < HEIGHT:
        start = (shift * 173) % 290
        lines += [(x, y, min(x + 150 - gap * 2, WIDTH), y) for x in range(start, int(WIDTH), 290)]
        y, gap, shift = y + gap, gap * 1.16, shift + 1
    sheet.paint("si", rows(lines), width=2.2)


def _draw(sheet: Sheet, parts: Parts, line: float) -> None:
    under = Beneath()
    for part in parts:
        if part.role in SOLID:
            under.add(part)
        match part.role:
            case Role.BODY | Role.SLAB:
                sheet.paint(f"a{part.tone} ao", part.form, width=line, join=False)
                if part.role is Role.BODY:
                    _light(sheet, part, line)
            case Role.TUBE:
                sheet.paint("si", part.form, width=part.width + line * 1.7, join=False)
                inside = "2" if part.tone == "i" else part.tone
                if part.width > line * 1.6:
                    sheet.paint(f"s{inside}", part.form, width=part.width - line * 0.3)
            case Role.MARK:
                sheet.paint(f"s{under.readable(part)}", part.form, width=max(part.width, line * 0.8))
            case Role.FILL:
                sheet.paint(f"a{under.readable(part)}", part.form)
            case Role.FINE:
                sheet.paint(f"s{under.readable(part)}", part.form, width=max(part.width * 0.8, 1.4))


def _light(sheet: Sheet, part: Part, line: float) -> None:
    """The lit edge of a body stays paper, a finger's breadth inside its line."""
    x0, y0, x1, y1 = part.form.box
    size = min(x1 - x0, y1 - y0)
    if size < line * 9 or part.tone in ("2", "p", "w"):
        return
    pts = part.form.outline
    lit = [run for run in runs(pts, LIT, 55) if length(run) > size * 0.45]
    sheet.paint("a2", *(crescent(run, min(size * 0.1, 15), pts) for run in lit))
    sheet.paint("si", part.form, width=line, join=False)
