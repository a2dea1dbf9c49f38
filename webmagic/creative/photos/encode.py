"""One photo out of foreign bytes, decoded and written anew, so that nothing of them but pixels stays.

A file that is two things at once, carries a script or a place in its metadata, or unfolds into a
gigabyte, ends here: what leaves is what Pillow drew.
"""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from webmagic.core.errors import Invalid

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "BMP", "TIFF", "MPO")
MOST_BYTES = 15_000_000
MOST_PIXELS = 60_000_000  # more than any telephone takes
SMALLEST = 240  # pixels of the shorter side
WIDTHS = (480, 960, 1440)
PLAIN_WIDTH = 960  # of the JPEG for browsers that know neither AVIF nor WebP
HEAVIEST = 116 * 1024
QUALITIES = {"avif": (58, 46, 34, 24), "webp": (78, 66, 52, 38), "jpg": (80, 68, 54, 40)}
OPTIONS: dict[str, dict] = {
    "avif": {"format": "AVIF", "speed": 8},
    "webp": {"format": "WEBP", "method": 3},
    "jpg": {"format": "JPEG", "progressive": True, "optimize": True},
}
NOT_A_PHOTO = "This file is not a photo that can be read. Send a JPEG, PNG, WebP or AVIF."
LONGEST_SHAPE = 8  # a strip at full width would pass what WebP can hold
TOO_MANY = "The photo has more pixels than a page can use."


@dataclass(frozen=True)
class Encoded:
    """`files` by name ("960.avif"); `width` and `height` of the widest."""

    width: int
    height: int
    widths: tuple[int, ...]
    files: dict[str, bytes]


def encode(data: bytes) -> Encoded:
    """Raises Invalid for what is no photo, is too large, or too small to show. CPU work: in a thread."""
    if len(data) > MOST_BYTES:
        raise Invalid(f"The photo is larger than {MOST_BYTES // 1_000_000} MB.")
    picture = _decoded(data)
    widths = tuple(width for width in WIDTHS if width < picture.width) + (
        (min(picture.width, WIDTHS[-1]),) if picture.width < WIDTHS[-1] else ()
    )
    widths = tuple(dict.fromkeys(width for width in widths if width >= SMALLEST)) or (picture.width,)
    files: dict[str, bytes] = {}
    widest = _resized(picture, widths[-1])
    for width in widths:
        sized = _resized(picture, width)
        files |= {f"{width}.{kind}": _written(sized, kind) for kind in ("avif", "webp")}
    plain = min(PLAIN_WIDTH, widths[-1])
    files["plain.jpg"] = _written(_resized(picture, plain), "jpg")
    return Encoded(widest.width, widest.height, widths, files)


def _decoded(data: bytes) -> Image.Image:
    """Upright RGB pixels. The size is read from the header before anything is unpacked."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Invalid(TOO_MANY)
            if min(opened.size) < SMALLEST:
                raise Invalid(f"The photo is too small: both sides need {SMALLEST} pixels at least.")
            if max(opened.size) > min(opened.size) * LONGEST_SHAPE:
                raise Invalid(f"The photo is a strip: a side may be {LONGEST_SHAPE} times the other at most.")
            opened.draft("RGB", (WIDTHS[-1] * 2, WIDTHS[-1] * 2))  # a JPEG is unpacked at a smaller scale
            picture = ImageOps.exif_transpose(opened)
            return _on_white(picture)
    except Invalid:
        raise
    except Image.DecompressionBombError:
        raise Invalid(TOO_MANY) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise Invalid(NOT_A_PHOTO) from None
    except (EOFError, IndexError, KeyError, TypeError, OverflowError, MemoryError):  # by broken files
        raise Invalid(NOT_A_PHOTO) from None


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        ground = Image.new("RGB", clear.size, "white")
        ground.paste(clear, mask=clear.getchannel("A"))
        return ground
    flat = picture.convert("RGB")
    flat.info.clear()
    return flat


def _resized(picture: Image.Image, width: int) -> Image.Image:
    if width == picture.width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _written(picture: Image.Image, kind: str) -> bytes:
    """As good as fits."""
    for quality in QUALITIES[kind]:
        out = io.BytesIO()
        picture.save(out, quality=quality, **OPTIONS[kind])
        if out.tell() <= HEAVIEST:
            break
    return out.getvalue()
