"""Memphis: coloured paper cut with scissors, some of it patterned, before a pile of shapes."""

import math
from random import Random

from webmagic.creative.studio.art.forms import Form, placing, smooth
from webmagic.creative.studio.art.hands.contrast import SOLID, Beneath
from webmagic.creative.studio.art.hands.halftone import spans
from webmagic.creative.studio.art.hands.sheet import Sheet
from webmagic.creative.studio.art.kit import Part, Parts, Role, ellipse, form, joined, poly, rect, segment
from webmagic.creative.studio.art.scene import HEIGHT, WIDTH, Scene

SAYS = "Cut paper, patterned where it is large, among loose shapes: {what}."

PATTERNS = ("dots", "bars", "plain", "plain")
PATTERNED, PALE = ("1", "4"), ("w", "p")


def hero(scene: Scene, rng: Random) -> Sheet:
    sheet = Sheet()
    _backdrop(sheet, scene, rng)
    if scene.ground is not None:
        _floor(sheet, scene.ground, rng)
    _draw(sheet, scene.parts, 6, rng)
    _confetti(sheet, scene, rng)
    return sheet


def item(parts: Parts, rng: Random) -> Sheet:
    sheet = Sheet()
    _draw(sheet, parts, 4.5, rng)
    return sheet


def band(parts: Parts, _rng: Random) -> Sheet:
    sheet = Sheet()
    _draw(sheet, parts, 1.4, None)
    return sheet


def _backdrop(sheet: Sheet, scene: Scene, rng: Random) -> None:
    """A large disc or half disc, a ruled board askew, a stripe of bars, a thick wave."""
    x, y, r = scene.sun
    side = rng.choice((-1, 1))
    if rng.random() < 0.5:
        sheet.paint("a2", ellipse(x, y, r))
    else:
        sheet.paint("a2", form(f"M{x - r} {y + 70}A{r} {r} 0 0 1 {x + r} {y + 70}Z"))
    board = placing(x + side * r * 0.66, y - r * 0.3, 1, side * rng.uniform(8, 16))
    half = r * 0.52
    sheet.paint("a4", rect(-half, -half, half * 2, half * 2).moved(board))
    lines = [segment(-half, k * half / 3, half, k * half / 3) for k in range(-2, 3)]
    lines += [segment(k * half / 3, -half, k * half / 3, half) for k in range(-2, 3)]
    sheet.paint("si", joined(lines).moved(board), width=2.6)
    left = x - side * r * 0.98
    bars = [rect(left - 62 + k * 26, y - r * 0.35, 13, r * 0.9) for k in range(5)]
    sheet.paint("ai", joined(bars))
    wave = _wave(x - r * 0.9, y - r * 0.78, r * 0.95, 26, 3)
    sheet.paint("s3", wave, width=20)


def _wave(x: float, y: float, length: float, height: float, humps: int) -> Form:
    steps = humps * 4
    return smooth(
        [
            (x + length * k / steps, y + height * (0, -1, 0, 1)[k % 4] + length * 0.06 * k / steps)
            for k in range(steps + 1)
        ]
    )


def _floor(sheet: Sheet, y: float, rng: Random) -> None:
    """A floor that runs on beyond the frame, and chips of terrazzo in it."""
    sheet.paint("a3", rect(-3 * WIDTH, y, 7 * WIDTH, HEIGHT - y))
    for tone in ("2", "4", "1"):
        chips = [_chip(rng, rng.uniform(0, WIDTH), rng.uniform(y + 14, HEIGHT - 8)) for _ in range(9)]
        if HEIGHT - y > 24:
            sheet.paint(f"a{tone}", *chips)


def _chip(rng: Random, x: float, y: float) -> Form:
    corners, turn, size = rng.choice((3, 4, 5)), rng.uniform(0, 360), rng.uniform(5, 11)
    around = (math.radians(turn + 360 * k / corners) for k in range(corners))
    return poly((x + math.cos(a) * size, y + math.sin(a) * size * 0.72) for a in around)


def _confetti(sheet: Sheet, scene: Scene, rng: Random) -> None:
    """Loose shapes in the upper corners, where nothing else lies."""
    boxes = [part.form.box for part in scene.parts]
    free: list[tuple[float, float]] = []
    for _ in range(90):
        x, y = rng.uniform(30, WIDTH - 30), rng.uniform(30, HEIGHT * 0.6)
        taken = any(a - 34 < x < c + 34 and b - 34 < y < d + 34 for a, b, c, d in boxes)
        if not taken and all(math.dist((x, y), other) > 92 for other in free):
            free.append((x, y))
    for at, (x, y) in enumerate(free[:9]):
        _loose(sheet, at % 5, placing(x, y, 1, rng.uniform(0, 180)), "134"[at % 3])


def _loose(sheet: Sheet, kind: int, place, tone: str) -> None:
    match kind:
        case 0:
            sheet.paint(f"a{tone}", poly([(-17, 14), (17, 14), (0, -17)]).moved(place))
        case 1:
            sheet.paint("si", _wave(-30, 0, 60, 11, 2).moved(place), width=6)
        case 2:
            sheet.paint(f"s{tone}", ellipse(0, 0, 13).moved(place), width=8)
        case 3:
            sheet.paint("si", joined([segment(-13, 0, 13, 0), segment(0, -13, 0, 13)]).moved(place), width=7)
        case _:
            sheet.paint(f"a{tone}", form("M-18 0A18 18 0 0 1 18 0Z").moved(place))


def _draw(sheet: Sheet, parts: Parts, gap: float, rng: Random | None) -> None:
    under = Beneath()
    for part in parts:
        if part.role in SOLID:
            under.add(part)
            edge = "ao" if part.tone in PALE else "ak"  # white paper on a white page needs a line
            sheet.paint(f"a{part.tone} {edge}", part.form, width=gap, join=False)
            if rng and part.role is Role.BODY and part.tone in PATTERNED:
                _pattern(sheet, part, gap, rng)
        elif part.role is Role.TUBE:
            sheet.paint("sp", part.form, width=part.width + gap, join=False)
            sheet.paint(f"s{part.tone}", part.form, width=max(part.width, gap))
        elif part.role is Role.FILL:
            sheet.paint(f"a{_seen(part, under)}", part.form)
        elif part.role is Role.MARK:
            sheet.paint(f"s{_seen(part, under)}", part.form, width=max(part.width * 1.2, gap * 0.6))


def _seen(part: Part, under: Beneath) -> str:
    return under.readable(part) if part.tone == "i" else part.tone


def _pattern(sheet: Sheet, part: Part, gap: float, rng: Random) -> None:
    """Dots or bars over the lower half of a large piece."""
    x0, y0, x1, y1 = part.form.box
    kind = rng.choice(PATTERNS)
    if min(x1 - x0, y1 - y0) < gap * 13 or kind == "plain":
        return
    step = gap * (3.1 if kind == "dots" else 3.6)
    rows = []
    for row in range(1, int((y1 - y0) * 0.52 / step) + 1):
        y = y1 - row * step
        shift = step / 2 if row % 2 and kind == "dots" else 0.0
        for a, b in spans(part.form.outline, y):
            left = a + gap * 1.6
            if kind == "dots":
                left = math.ceil((a + gap * 1.4 - shift) / step) * step + shift
            if b - gap * 1.2 - left > step:
                rows.append(segment(left, y, b - gap * 1.4, y))
    if kind == "dots":
        sheet.dot("si", *rows, width=gap * 0.95, gap=step)
    else:
        sheet.paint("si", *rows, width=gap * 0.72)
