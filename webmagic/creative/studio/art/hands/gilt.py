"""Midnight luxe: dark forms with a gilt edge, engraved on the side the moon lights, before a guilloche."""

from random import Random

from webmagic.creative.studio.art.forms import Form, placing, smooth
from webmagic.creative.studio.art.hands.contrast import Beneath
from webmagic.creative.studio.art.hands.following import crescent, inset, length, orientation, runs
from webmagic.creative.studio.art.hands.sheet import Sheet
from webmagic.creative.studio.art.kit import Part, Parts, Role, arc, ellipse, joined, rows
from webmagic.creative.studio.art.scene import HEIGHT, WIDTH, Scene

SAYS = "Dark forms with a gilt edge, lit from one side like a moon: {what}."

LIT = 220  # degrees: where the moon stands
BRIGHT = ("2", "4", "i", "w")
ENGRAVED, ENGRAVED_SMALL = 12, 4  # so many of the largest bodies are lit; a roof has two hundred tiles


def hero(scene: Scene, rng: Random) -> Sheet:
    sheet = Sheet()
    _guilloche(sheet, scene, rng)
    if scene.ground is not None:
        _shelf(sheet, scene.ground)
    _draw(sheet, scene.parts, 2.6, ENGRAVED)
    return sheet


def item(parts: Parts, _rng: Random) -> Sheet:
    sheet = Sheet()
    _draw(sheet, parts, 1.9)
    return sheet


def band(parts: Parts, _rng: Random) -> Sheet:
    sheet = Sheet()
    _draw(sheet, parts, 0.9)
    return sheet


def _guilloche(sheet: Sheet, scene: Scene, rng: Random) -> None:
    """A dark moon, and round it the crossing ovals that banks print."""
    x, y, r = scene.sun
    count, flat = rng.choice((12, 16, 18)), rng.uniform(0.62, 0.74)
    ovals = [ellipse(0, 0, r * 1.08, r * flat).moved(placing(x, y, 1, 180 * k / count)) for k in range(count)]
    sheet.paint("s4", *ovals, width=1.1)
    sheet.paint("a3", ellipse(x, y, r * flat * 0.98))
    sheet.paint("s4", ellipse(x, y, r * flat * 0.98), ellipse(x, y, r * 1.12), width=2.2)
    sheet.paint("s2", arc(x, y, r * flat * 0.9, 160, 290), width=3)


def _shelf(sheet: Sheet, ground: float) -> None:
    """A thick and a thin line of gold, and a reflection that fades."""
    sheet.paint("s4", rows([(0, ground, WIDTH, ground)]), width=3.4)
    faint = [
        (40.0 + k * 62, ground + 10 + k * 9, WIDTH - 40 - k * 62, ground + 10 + k * 9)
        for k in range(6)
        if ground + 10 + k * 9 < HEIGHT
    ]
    sheet.paint("s4", rows(faint), width=1.1)


def _draw(sheet: Sheet, parts: Parts, line: float, engraved: int = ENGRAVED_SMALL) -> None:
    under, lit = Beneath(), 0
    sizes = sorted((_size(part) for part in parts if part.role is Role.BODY), reverse=True)
    least = max([line * 12, *sizes[:engraved][-1:]])
    for part in parts:
        match part.role:
            case Role.BODY | Role.SLAB:
                under.add(part)
                sheet.paint(f"a{part.tone} ao", part.form, width=line * 0.8, join=False)
                if part.role is Role.BODY and _size(part) >= least and lit < engraved:
                    lit += 1
                    _moonlight(sheet, part, line)
            case Role.TUBE:
                sheet.paint("si", part.form, width=part.width + line, join=False)
                if part.width > line * 2:
                    inside = "3" if part.tone == "i" else part.tone
                    sheet.paint(f"s{inside}", part.form, width=part.width - line * 0.6)
            case Role.MARK:
                sheet.paint(f"s{_seen(part, under)}", part.form, width=max(part.width * 0.7, line * 0.7))
            case Role.FILL:
                sheet.paint(f"a{_seen(part, under)}", part.form)
            case Role.FINE:
                sheet.paint(f"s{_seen(part, under)}", part.form, width=max(part.width * 0.5, line * 0.42))


def _seen(part: Part, under: Beneath) -> str:
    """Ink is gold here: upon what is gold or pale itself, a mark is cut dark."""
    if part.tone not in ("i", "3"):
        return part.tone
    return "3" if under.tone(part) in BRIGHT else "i"


def _moonlight(sheet: Sheet, part: Part, line: float) -> None:
    """A sliver of light inside the lit edge, and engraved lines that follow it into the dark."""
    size = _size(part)
    if part.tone in ("2", "w", "p"):
        return
    pts = part.form.outline
    sign = orientation(pts)
    lit = [run for run in runs(pts, LIT, 58) if length(run) > size * 0.42][:2]
    sheet.paint("a2", *(crescent(run, min(size * 0.085, 13), pts) for run in lit))
    lines: list[Form] = []
    for run in lit:
        for step in (1, 2, 3):
            depth = min(size * 0.085, 13) + step * max(size * 0.045, line * 1.7)
            if depth < size * 0.4:
                lines.append(smooth(inset(run, depth, 0.1 + step * 0.06, sign)))
    if lines:
        sheet.paint("s4", joined(lines), width=line * 0.42)


def _size(part: Part) -> float:
    x0, y0, x1, y1 = part.form.box
    return min(x1 - x0, y1 - y0)
