"""Art Deco: flat forms in a double line, before a sunburst or a fan."""

from random import Random

from webmagic.creative.studio.art.hands.contrast import SOLID, Beneath
from webmagic.creative.studio.art.hands.sheet import Sheet
from webmagic.creative.studio.art.kit import Part, Parts, Role, arc, arch, polar, poly, rect, rows
from webmagic.creative.studio.art.scene import HEIGHT, WIDTH, Scene

SAYS = "Flat forms in a double line, with the sun behind them: {what}."


def hero(scene: Scene, rng: Random) -> Sheet:
    sheet = Sheet()
    _backdrop(sheet, scene, rng)
    if scene.ground is not None:
        _steps(sheet, scene.ground)
    _draw(sheet, scene.parts, 3.0)
    return sheet


def item(parts: Parts, _rng: Random) -> Sheet:
    sheet = Sheet()
    _draw(sheet, parts, 2.2)
    return sheet


def band(parts: Parts, _rng: Random) -> Sheet:
    sheet = Sheet()
    _draw(sheet, parts, 1.1)
    return sheet


def _backdrop(sheet: Sheet, scene: Scene, rng: Random) -> None:
    """Rays from the horizon, or an arch of nested lines with rays inside."""
    x, y, r = scene.sun
    foot = scene.ground if scene.ground is not None else y + r
    if rng.random() < 0.5:
        reach = r * 1.32
        for step in range(13):
            start = 180 + step * 180 / 13
            ray = [(x, foot), polar(x, foot, reach, start + 1.6), polar(x, foot, reach, start + 12.2)]
            sheet.paint("a4" if step % 2 else "a2", poly(ray))
        for gap in (14, 30):
            sheet.paint("s4", arc(x, foot, reach + gap, 180, 360), width=5 if gap == 14 else 2)
        return
    sheet.paint("a4", arch(x, y, r * 0.92, foot))
    rays = [
        [polar(x, y, r * 0.3, angle), polar(x, y, r * 0.84, angle - 4), polar(x, y, r * 0.84, angle + 4)]
        for angle in range(186, 360, 14)
    ]
    for ray in rays:
        sheet.paint("a2", poly(ray))
    for gap, width in ((14, 5), (26, 2)):
        sheet.paint("s4", arch(x, y, r * 0.92 + gap, foot), width=width)


def _steps(sheet: Sheet, ground: float) -> None:
    """A plinth of three lines, each wider and finer than the one above."""
    sheet.paint("ai", rect(60, ground, WIDTH - 120, 12))
    for number, y in enumerate((ground + 24, ground + 40, ground + 54)):
        if y < HEIGHT:
            inset = 40 - number * 20
            sheet.paint("si", rows([(inset, y, WIDTH - inset, y)]), width=5 - number * 1.5)


def _draw(sheet: Sheet, parts: Parts, line: float) -> None:
    under = Beneath()
    for part in parts:
        if part.role in SOLID:
            under.add(part)
        match part.role:
            case Role.BODY | Role.SLAB:
                _solid(sheet, part, line)
            case Role.TUBE:
                sheet.paint("si", part.form, width=part.width + line * 2, join=False)
                if part.tone != "i" and part.width > line * 2:
                    sheet.paint(f"s{part.tone}", part.form, width=part.width - line, join=False)
            case Role.MARK:
                tone = under.readable(part)
                sheet.paint(f"s{'2' if tone == 'i' else tone}", part.form, width=max(part.width, line))
            case Role.FILL:
                sheet.paint(f"a{under.readable(part)}", part.form)
            case Role.FINE:
                if part.width >= line:
                    sheet.paint(f"s{under.readable(part)}", part.form, width=part.width * 0.8)


def _solid(sheet: Sheet, part: Part, line: float) -> None:
    if _is_small(part, line):
        sheet.paint(f"a{part.tone} ao", part.form, width=line * 0.7, join=False)
        return
    sheet.paint("si", part.form, width=line * 3.6, join=False)
    sheet.paint(f"a{part.tone} ak", part.form, width=line * 1.9, join=False)


def _is_small(part: Part, line: float) -> bool:
    """Too small for two lines: petals, seeds, crumbs."""
    x0, y0, x1, y1 = part.form.box
    return min(x1 - x0, y1 - y0) < line * 7
