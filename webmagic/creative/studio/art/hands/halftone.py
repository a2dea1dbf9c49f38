"""Retro print: spot inks laid a little beside their key, shaded by screens of dots.

A row of dots is one dashed line with round caps whose width is the dot's diameter, so a
whole screen costs a few hundred bytes.
"""

import math
from random import Random

from webmagic.creative.studio.art.forms import Form, placing
from webmagic.creative.studio.art.hands.contrast import SOLID, Beneath
from webmagic.creative.studio.art.hands.sheet import Sheet
from webmagic.creative.studio.art.kit import Part, Parts, Role, form, rect, segment
from webmagic.creative.studio.art.scene import HEIGHT, WIDTH, Scene

SAYS = "Dots for every grey, one plate a little off: {what}."

SCREEN = {"1": "3", "2": "1", "4": "3", "w": "2"}


def hero(scene: Scene, rng: Random) -> Sheet:
    sheet = Sheet()
    _backdrop(sheet, scene, rng)
    if scene.ground is not None:
        y = scene.ground
        # Far beyond the frame: a poster lets its ground run on to both edges of the page.
        left, across = -3 * WIDTH, 7 * WIDTH
        sheet.paint("ai", rect(left, y, across, 16))
        sheet.paint("a4", rect(left, y + 26, across, 18))
        sheet.paint("a1", rect(left, y + 54, across, max(8.0, HEIGHT - y - 54)))
    _draw(sheet, scene.parts, 5.5, 11, (7, 6))
    return sheet


def item(parts: Parts, _rng: Random) -> Sheet:
    sheet = Sheet()
    _draw(sheet, parts, 4, 7.5, (4, 3.5))
    return sheet


def band(parts: Parts, _rng: Random) -> Sheet:
    sheet = Sheet()
    _draw(sheet, parts, 1.8, 0, (1.5, 1.5))
    return sheet


def _backdrop(sheet: Sheet, scene: Scene, rng: Random) -> None:
    """A sun of solid ink above, thinning to dots below, or the other way about."""
    x, y, r = scene.sun
    tone = rng.choice(("2", "2", "4"))
    cut = y + r * rng.uniform(-0.1, 0.15)
    half = math.sqrt(r * r - (cut - y) ** 2)
    sheet.paint(f"a{tone}", form(f"M{x - half} {cut}A{r} {r} 0 {int(cut > y)} 1 {x + half} {cut}Z"))
    gap, row, steps = 15.0, 0, 17
    while row < steps:
        v = cut + 10 + row * gap * 0.866
        reach = r * r - (v - y) ** 2
        if reach > 0:
            line = _dots(x - math.sqrt(reach), x + math.sqrt(reach), v, gap, row)
            if line:
                sheet.dot(f"s{tone}", line, width=13.2 - row * 0.62, gap=gap)
        row += 1


def _dots(left: float, right: float, y: float, gap: float, row: int) -> Form | None:
    """A row whose dots lie on the common screen, every other row half a gap along."""
    shift = gap / 2 if row % 2 else 0.0
    start = math.ceil((left - shift) / gap) * gap + shift
    return segment(start, y, right, y) if right - start > 0.5 else None


def _draw(sheet: Sheet, parts: Parts, line: float, gap: float, slip: tuple[float, float]) -> None:
    under = Beneath()
    for part in parts:
        if part.role in SOLID:
            under.add(part)
            _solid(sheet, part, line, gap, slip)
        elif part.role is Role.TUBE:
            _tube(sheet, part, line)
        elif part.role is Role.FILL:
            sheet.paint(f"a{part.tone}", part.form)
        else:
            sheet.paint(f"s{part.tone}", part.form, width=max(part.width * 1.1, line * 0.7))


def _tube(sheet: Sheet, part: Part, line: float) -> None:
    sheet.paint("si", part.form, width=part.width + line * 1.3, join=False)
    if part.tone != "i":
        sheet.paint(f"s{part.tone}", part.form, width=max(1.0, part.width - line * 0.7))


def _solid(sheet: Sheet, part: Part, line: float, gap: float, slip: tuple[float, float]) -> None:
    """Ink beside its key: paper first, so nothing behind shows through the gap."""
    x0, y0, x1, y1 = part.form.box
    size = min(x1 - x0, y1 - y0)
    is_busy = part.role is Role.SLAB and sum(len(one.curves) for one in part.form.lines) > 12
    is_small = size < line * 6 or is_busy
    if part.tone in "ip" or is_small:
        sheet.paint(f"a{part.tone} ao", part.form, width=line * (0.8 if is_small else 1), join=False)
        return
    sheet.paint("ap", part.form, join=False)
    sheet.paint(f"a{part.tone}", part.form.moved(placing(*slip)), join=False)
    if part.role is Role.BODY and gap and size > gap * 4 and part.tone in SCREEN:
        _screen(sheet, part, gap)
    sheet.paint("si", part.form, width=line, join=False)


def _screen(sheet: Sheet, part: Part, gap: float) -> None:
    """Dots over the lower part of a form, growing towards its foot."""
    _, y0, _, y1 = part.form.box
    pts = part.form.outline
    height = y1 - y0
    by_size: dict[int, list[Form]] = {}
    first = math.ceil((y0 + height * 0.42) / (gap * 0.866))
    for row in range(first, int(y1 / (gap * 0.866)) + 1):
        y = row * gap * 0.866
        t = (y - y0 - height * 0.42) / (height * 0.58)
        step = 1 + min(3, int(t * 4))
        for a, b in spans(pts, y):
            dots = _dots(a + gap * 0.35, b - gap * 0.3, y, gap, row)
            if dots:
                by_size.setdefault(step, []).append(dots)
    for step, lines in sorted(by_size.items()):
        for one in lines:
            sheet.dot(f"s{SCREEN[part.tone]}", one, width=gap * (0.2 + 0.15 * step), gap=gap)


def spans(pts: list[tuple[float, float]], y: float) -> list[tuple[float, float]]:
    """Where a horizontal lies inside the outline."""
    xs = []
    for i, (ax, ay) in enumerate(pts):
        bx, by = pts[(i + 1) % len(pts)]
        if (ay <= y) != (by <= y):
            xs.append(ax + (bx - ax) * (y - ay) / (by - ay))
    xs.sort()
    return list(zip(xs[::2], xs[1::2], strict=False))
