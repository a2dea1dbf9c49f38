"""Linocut: solid tones, an ink outline, and cuts of the gouge that follow each form on its far side."""

from random import Random

from webmagic.creative.studio.art.hands.following import (
    bends_once,
    crescent,
    gouge,
    inset,
    length,
    orientation,
    runs,
    turning,
)
from webmagic.creative.studio.art.hands.sheet import Sheet
from webmagic.creative.studio.art.kit import (
    Form,
    Part,
    Parts,
    Role,
    arch,
    bowed,
    ellipse,
    joined,
    lens,
    polar,
    rect,
)
from webmagic.creative.studio.art.scene import HEIGHT, WIDTH, Scene

SAYS = "Cut with a gouge, not photographed: {what}."

SHADE, LIGHT = 40.0, 222.0
DEEPER = {"1": "3", "2": "1", "4": "3"}


def hero(scene: Scene, rng: Random) -> Sheet:
    sheet = Sheet()
    _backdrop(sheet, scene, rng)
    if scene.ground is not None:
        _table(sheet, scene.ground, rng)
    _draw(sheet, scene.parts, rng, 4.2)
    return sheet


def item(parts: Parts, rng: Random) -> Sheet:
    sheet = Sheet()
    _draw(sheet, parts, rng, 3)
    return sheet


def band(parts: Parts, rng: Random) -> Sheet:
    sheet = Sheet()
    _draw(sheet, parts, rng, 1.8)
    return sheet


def _draw(sheet: Sheet, parts: Parts, rng: Random, outline: float) -> None:
    for part in parts:
        match part.role:
            case Role.BODY | Role.SLAB:
                sheet.paint(f"a{part.tone} ao", part.form, width=outline, join=False)
                if part.role is Role.BODY:
                    _model(sheet, part, rng, outline)
            case Role.TUBE:
                sheet.paint("si", part.form, width=part.width + outline * 1.7, join=False)
                if part.tone != "i":
                    sheet.paint(f"s{part.tone}", part.form, width=part.width - outline * 0.3)
            case Role.MARK | Role.FINE:
                _mark(sheet, part, outline)
            case Role.FILL:
                sheet.paint(f"a{part.tone}", part.form)


def _mark(sheet: Sheet, part: Part, outline: float) -> None:
    """Marks taper like cuts where they bend little; the others are plain strokes."""
    width = max(part.width, outline * 0.55)
    cuts, strokes = [], []
    for line in part.form.lines:
        run = line.points()
        if not line.closed and turning(run) < 100 and len(line.curves) <= 2 and _plain(run):
            mid = run[len(run) // 2] if len(line.curves) == 1 else line.curves[0][-1]
            control = tuple(2 * m - (a + b) / 2 for m, a, b in zip(mid, run[0], run[-1], strict=True))
            cuts.append(bowed(run[0], run[-1], control, width * 0.95))  # type: ignore[arg-type]
        else:
            strokes.append(Form((line,)))
    if cuts:
        sheet.paint(f"a{part.tone}", *cuts)
    if strokes:
        sheet.paint(f"s{part.tone}", *strokes, width=width)


def _plain(run: list[tuple[float, float]]) -> bool:
    """Long enough to taper, and not a corner."""
    return length(run) > 6 and len(run) != 3 and bends_once(run)


def _model(sheet: Sheet, part: Part, rng: Random, outline: float) -> None:
    """Shadow, cuts and lights that make a solid form round."""
    x0, y0, x1, y1 = part.form.box
    size = min(x1 - x0, y1 - y0)
    if size < outline * 8:
        return
    pts = part.form.outline
    sign = orientation(pts)
    dark = runs(pts, SHADE, 68)
    if part.tone in DEEPER:
        slivers = [crescent(r, size * 0.13, pts) for r in dark if length(r) > size * 0.4]
        sheet.paint(f"a{DEEPER[part.tone]}", *slivers)
    gap = max(outline * 2.1, size * 0.062)
    levels = max(2, min(5, int(size * 0.26 / gap)))
    cut_tone = "3" if part.tone == "i" else "i"
    cuts: list[Form] = []
    for run in dark:
        if length(run) < size * 0.45:
            continue
        for i in range(levels):
            short = 0.05 + 0.07 * i + rng.uniform(0, 0.07)
            line = inset(run, gap * (i + 0.75), min(short, 0.42), sign)
            cuts += _cut(line, outline * (1.05 - 0.12 * i), rng)
    sheet.paint(f"a{cut_tone}", *cuts)
    if part.tone in "pw":
        return
    lights: list[Form] = []
    for run in runs(pts, LIGHT, 48):
        if length(run) < size * 0.45:
            continue
        for i in range(2 if size > outline * 16 else 1):
            lights += _cut(
                inset(run, gap * (1.15 + i), 0.12 + 0.14 * i + rng.uniform(0, 0.06), sign), outline * 0.7, rng
            )
    sheet.paint("a2" if part.tone == "i" else "ap", *lights)


def _cut(line: list[tuple[float, float]], w: float, rng: Random) -> list[Form]:
    """One cut, or two where the line is long or turns far, as a wrist would make it."""
    if len(line) < 3:
        return []
    if turning(line) > 80 or (length(line) > w * 60 and rng.random() < 0.45):
        k = len(line) // 2 + rng.choice((-1, 0, 1))
        pieces = [line[: k + 1], line[k:]]
    else:
        pieces = [line]
    return [gouge(p, w) for p in pieces if len(p) > 2]


def _backdrop(sheet: Sheet, scene: Scene, rng: Random) -> None:
    """A pale sun or arch; cuts lie about the sun, as lino shows where the gouge cleared the ground."""
    x, y, r = scene.sun
    kind = rng.choice(("sun", "sun", "arch", "ringed"))
    if kind == "arch" and scene.ground is not None:
        sheet.paint("a2", arch(x, y, r * 0.98, scene.ground))
        return
    sheet.paint("a2", ellipse(x, y, r))
    if kind == "ringed":
        for i in range(3):
            for step in range(0, 360, 12):
                k = r + 16 + i * 17
                p, q = polar(x, y, k, step + i * 4), polar(x, y, k, step + i * 4 + 9 - i)
                if scene.ground is None or max(p[1], q[1]) < scene.ground - 4:
                    sheet.paint("a2", bowed(p, q, polar(x, y, k * 1.003, step + i * 4 + 4.5), 3.6 - i * 0.7))
        return
    n = rng.choice((60, 66, 72))
    rays = []
    for i in range(n):
        a = 360 * i / n + rng.uniform(-0.8, 0.8)
        start, end = r + 12 + rng.uniform(0, 5), r + (46, 92, 62, 112)[i % 4] + rng.uniform(-6, 8)
        p, q = polar(x, y, start, a), polar(x, y, end, a)
        if scene.ground is None or q[1] < scene.ground - 6:
            rays.append(lens(*p, *q, 4.4))
    sheet.paint("a2", *rays)


def _table(sheet: Sheet, y: float, rng: Random) -> None:
    """The board things stand on, with its grain cut out."""
    top = rect(-10, y, WIDTH + 20, HEIGHT - y + 10)
    sheet.paint("ai", top)
    grain = []
    for row in range(int((HEIGHT - y) / 15)):
        x = rng.uniform(-60, 60)
        while x < WIDTH:
            w = rng.uniform(60, 190)
            grain.append(
                lens(
                    x,
                    y + 16 + row * 15,
                    x + w,
                    y + 16 + row * 15 + rng.uniform(-2, 2),
                    2.4,
                    rng.uniform(-4, 4),
                )
            )
            x += w + rng.uniform(14, 60)
    sheet.paint("a3", joined(grain))
