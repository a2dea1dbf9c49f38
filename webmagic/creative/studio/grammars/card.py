"""The card that messengers and networks show: 1200 × 630, the headline beside the shop's own drawing.

Drawings are paths of flat colour, so they are filled here by themselves; no browser is needed.
"""

import functools
import io
import re
import zlib
from collections.abc import Iterator

import aggdraw
from coloraide import Color
from PIL import Image, ImageDraw, ImageFont

from webmagic.creative.stages import ArtChoice, Palette
from webmagic.creative.studio import art, fonts

WIDTH, HEIGHT = 1200, 630
MARGIN, COLUMN = 64, 540
LARGEST, SMALLEST = 84, 32
LEADING = 1.04


@functools.lru_cache(maxsize=64)
def card(headline: str, name: str, face: str, palette: str, choice: str) -> bytes:
    """PNG bytes. `palette` and `choice` are JSON of a Palette and an ArtChoice, so a card is made once."""
    colours = Palette.model_validate_json(palette).light
    picture = Image.new("RGB", (WIDTH, HEIGHT), _rgb(colours["paper"]))
    _draw_art(picture, ArtChoice.model_validate_json(choice), colours)
    _write(ImageDraw.Draw(picture), headline, name, face, colours)
    out = io.BytesIO()
    _few_colours(picture).save(out, "PNG", compress_level=6, compress_type=zlib.Z_RLE)
    return out.getvalue()


def _few_colours(picture: Image.Image) -> Image.Image:
    """Flat colours and their edges. A sixteenth of the points knows them all, and is read in a sixteenth
    of the time."""
    sample = picture.resize((WIDTH // 4, HEIGHT // 4), Image.Resampling.NEAREST)
    palette = sample.quantize(96, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


@functools.cache
def _rgb(css: str) -> tuple[int, int, int]:
    red, green, blue = Color(css).convert("srgb").clip().coords()
    return round(red * 255), round(green * 255), round(blue * 255)


# --- words ----------------------------------------------------------------------------------


def _write(draw: ImageDraw.ImageDraw, headline: str, name: str, face: str, colours: dict[str, str]) -> None:
    measure = _font(face, LARGEST)
    for size in range(LARGEST, SMALLEST - 2, -4):
        column = COLUMN * LARGEST / size  # widths grow with the size, so one loaded face measures them all
        lines = _lines(headline, measure, column)
        is_narrow = all(measure.getlength(line) <= column for line in lines)
        if is_narrow and len(lines) * size * LEADING <= HEIGHT - 3.4 * MARGIN:
            break
    font, top = _font(face, size), MARGIN
    for line in lines:
        draw.text((MARGIN, top), line, font=font, fill=_rgb(colours["ink"]))
        top += round(size * LEADING)
    label = _font(face, 30)
    draw.text((MARGIN, HEIGHT - MARGIN - 30), _lines(name, label)[0], font=label, fill=_rgb(colours["ink"]))
    draw.rectangle(
        (MARGIN, HEIGHT - MARGIN - 58, MARGIN + COLUMN, HEIGHT - MARGIN - 56), fill=_rgb(colours["ink"])
    )


@functools.lru_cache(maxsize=64)
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


def _lines(
    text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, column: float = COLUMN
) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and font.getlength(f"{lines[-1]} {word}") <= column:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


# --- the drawing ------------------------------------------------------------------------------


def _draw_art(picture: Image.Image, choice: ArtChoice, colours: dict[str, str]) -> None:
    drawn = art.draw_hero(choice.module, choice.hand, "full", seed=choice.seed)
    x, y, width, height = map(float, drawn.view_box.split())
    scale = (WIDTH - MARGIN - COLUMN) * 1.04 / width
    left, top = MARGIN + COLUMN - x * scale, HEIGHT - (y + height) * scale
    draw = aggdraw.Draw(picture)
    for classes, rest, path in _paths(drawn.body):
        fill, stroke = _paints(classes, colours)
        if "dasharray" in rest:
            stroke = None
        if fill or stroke:
            outline = _outline(path, scale, left, top)
            wide = float((re.search(r'stroke-width="([\d.]+)"', rest) or [0, 1])[1]) * scale
            pens = [aggdraw.Pen(stroke, max(0.5, wide))] if stroke else []
            brushes = [aggdraw.Brush(fill)] if fill else []
            draw.path(outline, *pens, *brushes)
    draw.flush()
    words = (0, 0, MARGIN + COLUMN - 4, HEIGHT)
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


def _outline(path: str, scale: float, left: float, top: float) -> aggdraw.Path:
    """A path of the drawings: each opens with M, then c, s, q, l and z, as `studio.art.forms` writes them."""
    outline = aggdraw.Path()
    x = y = start_x = start_y = handle_x = handle_y = 0.0
    for word, text in _WORDS.findall(path):
        numbers = [float(number) * scale for number in _NUMBERS.findall(text)]
        if word == "M":
            x, y = start_x, start_y = left + numbers[0], top + numbers[1]
            outline.moveto(x, y)
            numbers = numbers[2:]
        for step in range(0, len(numbers), _TAKES[word]):
            own = numbers[step : step + _TAKES[word]]
            if word in "ML":
                x, y = left + own[0], top + own[1]
            elif word != "l":
                one, two = _handles(word, own, (handle_x, handle_y))
                handle_x, handle_y = own[-2] - two[0], own[-1] - two[1]
                outline.curveto(x + one[0], y + one[1], x + two[0], y + two[1], x + own[-2], y + own[-1])
                x, y = x + own[-2], y + own[-1]
                continue
            else:
                x, y = x + own[0], y + own[1]
            handle_x = handle_y = 0.0
            outline.lineto(x, y)
        if word == "z":
            outline.close()
            x, y, handle_x, handle_y = start_x, start_y, 0.0, 0.0
    return outline


_WORDS = re.compile(r"([MclqsLz])([^A-Za-z]*)")
_NUMBERS = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
_TAKES = {"M": 2, "L": 2, "l": 2, "c": 6, "s": 4, "q": 4, "z": 1}
Pair = tuple[float, float]


def _handles(word: str, own: list[float], before: Pair) -> tuple[Pair, Pair]:
    """The two handles of a curve, from where it begins."""
    if word == "c":
        return (own[0], own[1]), (own[2], own[3])
    if word == "s":
        return before, (own[0], own[1])
    across, down, end_x, end_y = own
    return (across * 2 / 3, down * 2 / 3), (end_x + (across - end_x) * 2 / 3, end_y + (down - end_y) * 2 / 3)
