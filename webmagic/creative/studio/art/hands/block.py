"""Neo-brutal: flat paint, one thick outline, and a hard shadow thrown down and to the right."""

from random import Random

from webmagic.creative.studio.art.forms import Form, placing
from webmagic.creative.studio.art.hands.contrast import SOLID, Beneath
from webmagic.creative.studio.art.hands.sheet import Sheet
from webmagic.creative.studio.art.kit import Part, Parts, Role, ellipse, polar, poly, rect
from webmagic.creative.studio.art.scene import HEIGHT, WIDTH, Scene

SHADOWS = 22  # so many forms throw one; what is smaller lies upon them anyway
SAYS = "One thick outline, flat paint, a hard shadow: {what}."


def hero(scene: Scene, rng: Random) -> Sheet:
    sheet = Sheet()
    _backdrop(sheet, scene, rng)
    if scene.ground is not None:
        # Far beyond the frame, so that the floor may run on to the edges of its cell.
        sheet.paint("ai", rect(-3 * WIDTH, scene.ground, 7 * WIDTH, 12))
        sheet.paint("a4", rect(-3 * WIDTH, scene.ground + 12, 7 * WIDTH, HEIGHT - scene.ground - 12))
    _draw(sheet, scene.parts, 9, 15)
    return sheet


def item(parts: Parts, _rng: Random) -> Sheet:
    sheet = Sheet()
    _draw(sheet, parts, 6.5, 8)
    return sheet


def band(parts: Parts, _rng: Random) -> Sheet:
    sheet = Sheet()
    _draw(sheet, parts, 2.2, 0)
    return sheet


def _backdrop(sheet: Sheet, scene: Scene, rng: Random) -> None:
    """One outlined form behind: a burst, a disc, or a board a little askew."""
    x, y, r = scene.sun
    kind = rng.choice(("burst", "disc", "board"))
    if kind == "burst":
        shape = _burst(x, y, r * 1.06, rng.choice((16, 20, 24)), rng.uniform(0, 20))
    elif kind == "disc":
        shape = ellipse(x, y, r)
    else:
        half = r * 0.94
        shape = rect(-half, -half, half * 2, half * 2).moved(placing(x, y, 1, rng.uniform(-9, 9)))
    sheet.paint("ai", shape.moved(placing(16, 16)))
    sheet.paint("a2 ao", shape, width=9, join=False)


def _burst(x: float, y: float, r: float, points: int, turn: float) -> Form:
    ends = range(points * 2)
    return poly(polar(x, y, r if end % 2 else r * 0.84, 180 * end / points + turn) for end in ends)


def _draw(sheet: Sheet, parts: Parts, line: float, drop: float) -> None:
    if drop:
        _shadow(sheet, parts, line, drop)
    under = Beneath()
    for part in parts:
        if part.role in SOLID:
            under.add(part)
            _solid(sheet, part, line)
        elif part.role is Role.TUBE:
            sheet.paint("si", part.form, width=part.width + line * 1.5, join=False)
            if part.tone != "i":
                sheet.paint(f"s{part.tone}", part.form, width=max(1.0, part.width - line * 0.3))
        elif part.role is Role.FILL:
            sheet.paint(f"a{_seen(part, under)}", part.form)
        elif part.role is Role.MARK:
            sheet.paint(f"s{_seen(part, under)}", part.form, width=max(part.width * 1.25, line * 0.62))


def _seen(part: Part, under: Beneath) -> str:
    """Ink upon ink turns to paper; every other paint stands on its own."""
    return under.readable(part) if part.tone == "i" else part.tone


def _shadow(sheet: Sheet, parts: Parts, line: float, drop: float) -> None:
    """The silhouettes of what is large, moved: one shadow for the whole heap."""
    slip = placing(drop, drop)
    least = sorted((_size(part) for part in parts if part.role in SOLID), reverse=True)[:SHADOWS][-1:]
    for part in parts:
        if part.role in SOLID and _size(part) > max([drop * 3, *least]):
            sheet.paint("ai ao", part.form.moved(slip), width=line)
        elif part.role is Role.TUBE and part.width > line:
            sheet.paint("si", part.form.moved(slip), width=part.width + line)


def _solid(sheet: Sheet, part: Part, line: float) -> None:
    small = _size(part) < line * 4
    sheet.paint(f"a{part.tone} ao", part.form, width=line * (0.62 if small else 1), join=False)


def _size(part: Part) -> float:
    x0, y0, x1, y1 = part.form.box
    return min(x1 - x0, y1 - y0)
