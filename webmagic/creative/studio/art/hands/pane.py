"""Glass: forms with a bright rim and a gloss on the side of the light, before two discs that glow."""

from random import Random

from webmagic.creative.studio.art.forms import placing
from webmagic.creative.studio.art.hands.contrast import Beneath
from webmagic.creative.studio.art.hands.following import crescent, length, runs
from webmagic.creative.studio.art.hands.sheet import Sheet
from webmagic.creative.studio.art.kit import Part, Parts, Role, ellipse
from webmagic.creative.studio.art.scene import HEIGHT, Scene

SAYS = "Clear forms with a bright rim, before two discs that glow: {what}."

LIT = 225  # degrees: where the light comes from


def hero(scene: Scene, rng: Random) -> Sheet:
    sheet = Sheet()
    x, y, r = scene.sun
    side = rng.choice((-1, 1))
    sheet.paint("a2", ellipse(x - side * r * 0.2, y - r * 0.06, r * rng.uniform(0.92, 1.0)))
    sheet.paint("a4", ellipse(x + side * r * 0.82, y - r * rng.uniform(0.5, 0.66), r * 0.36))
    sheet.paint("sw", ellipse(x - side * r * 0.2, y - r * 0.06, r * 1.12), width=2)
    if scene.ground is not None:
        _pool(sheet, scene, rng)
    _draw(sheet, scene.parts, 4.2)
    return sheet


def item(parts: Parts, _rng: Random) -> Sheet:
    sheet = Sheet()
    _draw(sheet, parts, 2.8)
    return sheet


def band(parts: Parts, _rng: Random) -> Sheet:
    sheet = Sheet()
    _draw(sheet, parts, 1.0)
    return sheet


def _pool(sheet: Sheet, scene: Scene, rng: Random) -> None:
    """What stands here stands on a still pool: rings of light, the widest the faintest."""
    ground = scene.ground or HEIGHT
    boxes = [part.form.box for part in scene.parts]
    left, right = max(40.0, min(b[0] for b in boxes)), min(760.0, max(b[2] for b in boxes))
    middle, half = (left + right) / 2, (right - left) / 2
    deep = min(HEIGHT - ground - 4, 34.0)
    sheet.paint("a3", ellipse(middle, ground, half * 0.98, max(deep * 0.62, 6)))
    for wide, width in ((1.1, 2.4), (rng.uniform(1.2, 1.28), 1.2)):
        sheet.paint("s2", ellipse(middle, ground, half * wide, max(deep * wide * 0.7, 8)), width=width)


def _draw(sheet: Sheet, parts: Parts, rim: float) -> None:
    under = Beneath()
    for part in parts:
        match part.role:
            case Role.BODY | Role.SLAB:
                under.add(part)
                sheet.paint(f"a{part.tone} ak", part.form, width=rim * 0.6, join=False)
                _gloss(sheet, part, rim)
            case Role.TUBE:
                _rod(sheet, part, rim)
            case Role.MARK:
                sheet.paint(f"s{_seen(part, under)}", part.form, width=max(part.width, rim * 0.7))
            case Role.FILL:
                sheet.paint(f"a{_seen(part, under)}", part.form)
            case Role.FINE:
                pass


def _rod(sheet: Sheet, part: Part, rim: float) -> None:
    sheet.paint("sp", part.form, width=part.width + rim, join=False)
    sheet.paint(f"s{part.tone}", part.form, width=max(part.width, rim), join=False)
    if part.width > rim * 3:
        shift = part.width * 0.22
        sheet.paint("sw", part.form.moved(placing(-shift, -shift)), width=part.width * 0.12)


def _gloss(sheet: Sheet, part: Part, rim: float) -> None:
    """A sliver of white inside the lit edge of what is large."""
    x0, y0, x1, y1 = part.form.box
    size = min(x1 - x0, y1 - y0)
    if size < rim * 8 or part.tone in ("w", "p"):
        return
    inner = part.form.moved(placing((x0 + x1) / 2 * 0.12, (y0 + y1) / 2 * 0.12, 0.88))
    lit = [run for run in runs(inner.outline, LIT, 42) if length(run) > size * 0.36]
    sheet.paint("aw", *(crescent(run, size * 0.09, inner.outline) for run in lit[:2]))


def _seen(part: Part, under: Beneath) -> str:
    return under.readable(part) if part.tone == "i" else part.tone
