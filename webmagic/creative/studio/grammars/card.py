"""The card that messengers and networks show: 1200 × 630, the headline beside the shop's own drawing.

Drawings are paths of flat colour, so they are filled here point by point; no browser is needed.
"""

import functools
import io
import math
import re
from collections.abc import Iterator

from coloraide import Color
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.svgLib.path import parse_path
from PIL import Image, ImageChops, ImageDraw, ImageFont

from webmagic.creative.stages import ArtChoice, Palette
from webmagic.creative.studio import art, fonts

WIDTH, HEIGHT, FINE = 1200, 630, 2  # drawn at twice the size, then reduced
MARGIN, COLUMN = 64, 540
THIN = 12  # pixels of a line whose corners need no rounding
Points = list[tuple[float, float]]


@functools.lru_cache(maxsize=64)
def card(headline: str, name: str, face: str, palette: str, choice: str) -> bytes:
    """PNG bytes. `palette` and `choice` are JSON of a Palette and an ArtChoice, so a card is made once."""
    colours = Palette.model_validate_json(palette).light
    picture = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), _rgb(colours["paper"]))
    _draw_art(picture, ArtChoice.model_validate_json(choice), colours)
    picture = picture.reduce(FINE)
    _write(ImageDraw.Draw(picture), headline, name, face, colours)
    out = io.BytesIO()
    picture.quantize(96, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        out, "PNG", compress_level=6
    )
    return out.getvalue()


@functools.cache
def _rgb(css: str) -> tuple[int, int, int]:
    red, green, blue = Color(css).convert("srgb").clip().coords()
    return round(red * 255), round(green * 255), round(blue * 255)


# --- words ----------------------------------------------------------------------------------


def _write(draw: ImageDraw.ImageDraw, headline: str, name: str, face: str, colours: dict[str, str]) -> None:
    for size in range(84, 30, -4):
        font = _font(face, size)
        lines = _lines(headline, font)
        if len(lines) * size * 1.04 <= HEIGHT - 3.4 * MARGIN and all(
            font.getlength(x) <= COLUMN for x in lines
        ):
            break
    top = MARGIN
    for line in lines:
        draw.text((MARGIN, top), line, font=font, fill=_rgb(colours["ink"]))
        top += round(size * 1.04)
    label = _font(face, 30)
    draw.text((MARGIN, HEIGHT - MARGIN - 30), _lines(name, label)[0], font=label, fill=_rgb(colours["ink"]))
    draw.rectangle(
        (MARGIN, HEIGHT - MARGIN - 58, MARGIN + COLUMN, HEIGHT - MARGIN - 56), fill=_rgb(colours["ink"])
    )


def _font(face: str, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    upright = next((content for name, content in fonts.files(face).items() if "normal" in name), None)
    if upright is None:
        return ImageFont.load_default(size)
    font = ImageFont.truetype(io.BytesIO(upright), size)
    weight = fonts.FACES[face].display_weight
    try:
        axes = font.get_variation_axes()
    except OSError:  # a face cut to one weight has no axes
        return font
    chosen = [weight if axis["name"] == b"Weight" else axis["default"] for axis in axes]
    font.set_variation_by_axes([float(value or 0) for value in chosen])
    return font


def _lines(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and font.getlength(f"{lines[-1]} {word}") <= COLUMN:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


# --- the drawing ------------------------------------------------------------------------------


def _draw_art(picture: Image.Image, choice: ArtChoice, colours: dict[str, str]) -> None:
    drawn = art.draw_hero(choice.module, choice.hand, "full", seed=choice.seed)
    x, y, width, height = map(float, drawn.view_box.split())
    scale = (WIDTH - MARGIN - COLUMN) * FINE * 1.04 / width
    left = (MARGIN + COLUMN) * FINE - x * scale
    top = HEIGHT * FINE - (y + height) * scale
    for classes, rest, path in _paths(drawn.body):
        lines = _flat(path, scale, left, top)
        fill, stroke = _paints(classes, colours)
        if fill:
            _fill(picture, lines, fill)
        if stroke and "dasharray" not in rest:
            width = float((re.search(r'stroke-width="([\d.]+)"', rest) or [0, 1])[1])
            _stroke(ImageDraw.Draw(picture), lines, stroke, max(1, round(width * scale)))
    words = (0, 0, (MARGIN + COLUMN) * FINE - 8, picture.height)
    ImageDraw.Draw(picture).rectangle(
        words, fill=_rgb(colours["paper"])
    )  # what leans out of the frame stays out


def _paths(body: str) -> Iterator[tuple[list[str], str, str]]:
    for markup in re.findall(r"<path[^>]*>", body):
        known = dict(re.findall(r'([\w-]+)="([^"]*)"', markup))
        yield known.get("class", "").split(), markup, known["d"]


def _paints(classes: list[str], colours: dict[str, str]) -> tuple[tuple | None, tuple | None]:
    """Fill and stroke that a drawing's classes stand for (see studio.art)."""
    tones = {
        "i": colours["art_ink"],
        "p": colours["paper"],
        **{str(n): colours[f"art{n}"] for n in range(1, 5)},
    }
    fill = stroke = None
    for name in classes:
        if name in ("ao", "ak"):
            stroke = _rgb(tones["i" if name == "ao" else "p"])
        elif name[0] == "a" and name[1:] in tones:
            fill = _rgb(tones[name[1:]])
        elif name[0] == "s" and name[1:] in tones:
            stroke = _rgb(tones[name[1:]])
    return fill, stroke


def _fill(picture: Image.Image, lines: list[Points], colour: tuple) -> None:
    lines = [line for line in lines if len(line) > 2]
    boxes = [_box(line) for line in lines]
    if not any(_within(one, other) for one in boxes for other in boxes if one is not other):
        draw = ImageDraw.Draw(picture)
        for line in lines:
            draw.polygon(line, fill=colour)
        return
    left, top = (math.floor(min(box[side] for box in boxes)) for side in (0, 1))
    right, bottom = (math.ceil(max(box[side] for box in boxes)) + 1 for side in (2, 3))
    size = (max(1, right - left), max(1, bottom - top))
    mask = Image.new("1", size)
    for line in lines:
        layer = Image.new("1", size)
        ImageDraw.Draw(layer).polygon([(x - left, y - top) for x, y in line], fill=1)
        mask = ImageChops.logical_xor(mask, layer)  # a form inside a form is a hole
    picture.paste(colour, (left, top), mask)


def _box(line: Points) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in line], [y for _, y in line]
    return min(xs), min(ys), max(xs), max(ys)


def _within(one: tuple, other: tuple) -> bool:
    return one[0] > other[0] and one[1] > other[1] and one[2] < other[2] and one[3] < other[3]


def _stroke(draw: ImageDraw.ImageDraw, lines: list[Points], colour: tuple, width: int) -> None:
    for line in lines:
        if len(line) > 1:
            draw.line(line, fill=colour, width=width, joint="curve" if width > THIN else None)


def _flat(path: str, scale: float, left: float, top: float) -> list[Points]:
    """Subpaths as polylines in pixels."""
    pen = RecordingPen()
    parse_path(path, TransformPen(pen, (scale, 0, 0, scale, left, top)))
    lines: list[Points] = []
    for word, points in pen.value:
        if word == "moveTo":
            lines.append([points[0]])
        elif word == "lineTo":
            lines[-1].append(points[0])
        elif word == "curveTo":
            lines[-1] += _cubic(lines[-1][-1], *points)
        elif word == "qCurveTo":
            (cx, cy), (ex, ey) = points[0], points[-1]
            sx, sy = lines[-1][-1]
            one, two = (
                (sx + (cx - sx) * 2 / 3, sy + (cy - sy) * 2 / 3),
                (ex + (cx - ex) * 2 / 3, ey + (cy - ey) * 2 / 3),
            )
            lines[-1] += _cubic((sx, sy), one, two, (ex, ey))
        elif word == "closePath":
            lines[-1].append(lines[-1][0])
    return lines


def _cubic(start, one, two, end) -> Points:
    (sx, sy), (ox, oy), (tx, ty), (ex, ey) = start, one, two, end
    return [
        (a * sx + b * ox + c * tx + d * ex, a * sy + b * oy + c * ty + d * ey)
        for a, b, c, d in _weights(3 + min(16, int(math.dist(start, end) / 18)))
    ]


@functools.cache
def _weights(steps: int) -> list[tuple[float, float, float, float]]:
    """How much each of a curve's four corners counts along it."""
    return [((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3) for t in _steps(steps)]


def _steps(count: int) -> Iterator[float]:
    return (step / count for step in range(1, count + 1))
