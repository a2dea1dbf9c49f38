"""Swiss: bold flat shapes and thick strokes; overlaps are parted by a line of bare paper."""

import math
from random import Random

from webmagic.creative.studio.art.hands.contrast import SOLID, Beneath
from webmagic.creative.studio.art.hands.following import crescent, length, runs
from webmagic.creative.studio.art.hands.sheet import Sheet
from webmagic.creative.studio.art.kit import Part, Parts, Role, arch, ellipse, form, poly, rect
from webmagic.creative.studio.art.scene import HEIGHT, WIDTH, Scene

SAYS = "Flat shapes, no outline, no shadow: {what}."

INKS = {"3": "i"}  # no browns here: what is deep is ink
DEEPER = {"1": "3", "2": "1", "4": "3"}


def hero(scene: Scene, rng: Random) -> Sheet:
    sheet = Sheet()
    _backdrop(sheet, scene, rng)
    if scene.ground is not None:
        sheet.paint("ai", rect(0, scene.ground, WIDTH, HEIGHT - scene.ground))
    _draw(sheet, scene.parts, 7)
    return sheet


def item(parts: Parts, _rng: Random) -> Sheet:
    sheet = Sheet()
    _draw(sheet, parts, 5)
    return sheet


def band(parts: Parts, _rng: Random) -> Sheet:
    sheet = Sheet()
    _draw(sheet, parts, 1.5)
    return sheet


def _backdrop(sheet: Sheet, scene: Scene, rng: Random) -> None:
    """One great form: a disc, an arch, rings, or a sun set in bars."""
    x, y, r = scene.sun
    tone = "2" if _is_hot(scene) else "4"
    kinds = (
        ["disc", "disc", "arch"]
        if scene.is_pale
        else ["disc", "disc", "arch", "bars"] + ["rings"] * (tone == "2")
    )
    kind = rng.choice(kinds)
    if kind == "arch" and scene.ground is not None:
        sheet.paint(f"a{tone}", arch(x, y, r * 0.96, scene.ground))
    elif kind == "rings":
        for i, w in enumerate((34, 25, 18, 13, 9)):
            if r - i * 48 > 30:
                sheet.paint(f"s{tone}", ellipse(x, y, r - i * 48), width=w)
    elif kind == "bars":
        sheet.paint(f"a{tone}", form(f"M{x - r} {y}A{r} {r} 0 0 1 {x + r} {y}Z"))
        for i in range(7):
            top, h = y + r * (0.06 + i * 0.14), r * (0.1 - i * 0.011)
            a, b = (math.sqrt(max(0.0, r * r - (v - y) ** 2)) for v in (top, min(top + h, y + r)))
            sheet.paint(f"a{tone}", poly([(x - a, top), (x + a, top), (x + b, top + h), (x - b, top + h)]))
    else:
        sheet.paint(f"a{tone}", ellipse(x, y, r))


def _draw(sheet: Sheet, parts: Parts, gap: float) -> None:
    under = Beneath()
    for part in parts:
        tone = INKS.get(part.tone, part.tone)
        if part.role in SOLID:
            under.add(part)
        elif part.role in (Role.MARK, Role.FILL):
            tone = under.readable(part)
        match part.role:
            case Role.BODY | Role.SLAB:
                sheet.paint(f"a{tone} ak", part.form, width=gap, join=False)
                if part.role is Role.BODY:
                    _split(sheet, part, tone, gap)
            case Role.TUBE:
                sheet.paint("sp", part.form, width=part.width + gap, join=False)
                sheet.paint(f"s{tone}", part.form, width=max(part.width, gap))
            case Role.MARK:
                sheet.paint(f"s{tone}", part.form, width=max(part.width * 1.3, gap * 0.55))
            case Role.FILL:
                sheet.paint(f"a{tone}", part.form)
            case Role.FINE:
                pass


def _split(sheet: Sheet, part: Part, tone: str, gap: float) -> None:
    """The far side of a large form, one flat step darker."""
    if tone not in DEEPER:
        return
    x0, y0, x1, y1 = part.form.box
    size = min(x1 - x0, y1 - y0)
    if size < gap * 8:
        return
    pts = part.form.outline
    far = [r for r in runs(pts, 40, 68) if length(r) > size * 0.5]
    sheet.paint(f"a{DEEPER[tone]}", *(crescent(r, size * 0.16, pts) for r in far))


def _is_hot(scene: Scene) -> bool:
    """Whether the scene already carries the one hot colour on a large form."""
    hot = 0.0
    for part in scene.parts:
        x0, y0, x1, y1 = part.form.box
        if part.tone == "4" and part.role in (Role.BODY, Role.SLAB, Role.TUBE, Role.FILL):
            hot += (x1 - x0) * (y1 - y0)
    return hot > WIDTH * HEIGHT * 0.045
