"""What may come of foreign bytes: pixels, or a sentence."""

import contextlib
import io
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.creative.photos.pictures import jpeg, picture
from webmagic.core.errors import Invalid
from webmagic.creative.photos.encode import HEAVIEST, encode

PLACE = b"14.8351,-91.5187"


def test_a_photo_comes_in_three_widths_and_three_kinds_none_of_them_heavy() -> None:
    made = encode(jpeg(3000, 2000))
    assert made.widths == (480, 960, 1440)
    assert set(made.files) == {*(f"{w}.{k}" for w in made.widths for k in ("avif", "webp")), "plain.jpg"}
    assert all(len(content) <= HEAVIEST for content in made.files.values())
    for name, content in made.files.items():
        opened = Image.open(io.BytesIO(content))
        assert opened.format == {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}[name.split(".")[1]]
    assert (made.width, made.height) == (1440, 960)


def test_a_small_photo_is_not_blown_up() -> None:
    made = encode(jpeg(700, 500))
    assert made.widths == (480, 700)
    assert encode(jpeg(300, 300)).widths == (300,)


def test_nothing_but_pixels_stays() -> None:
    tagged = Image.Exif()
    tagged[0x010E] = "A secret caption"
    tagged[0x0112] = 6  # lies on its side
    made = encode(jpeg(1200, 800, exif=tagged, comment=PLACE))
    assert (made.width, made.height) == (800, 1200)
    for content in made.files.values():
        assert PLACE not in content and b"secret" not in content
        opened = Image.open(io.BytesIO(content))
        assert not opened.getexif()


def test_a_file_that_is_a_page_as_well_loses_the_page() -> None:
    script = b"<script>alert(1)</script>"
    made = encode(jpeg() + script)
    assert not any(script in content for content in made.files.values())


def test_what_is_clear_lies_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (400, 400), (255, 0, 0, 0)).save(out, "PNG")
    drawn = Image.open(io.BytesIO(encode(out.getvalue()).files["plain.jpg"])).convert("RGB")
    assert drawn.getpixel((200, 200)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "1"])
def test_every_way_of_writing_colours_is_read(mode) -> None:
    out = io.BytesIO()
    picture(500, 400).convert(mode).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert encode(out.getvalue()).files


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that unfolds into a gigabyte and more."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    rows = zlib.compress(bytes(1 + 3 * width) * 40)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not a photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "not a photo"),
        (b"%PDF-1.7", "not a photo"),
        (b"<html><img src=x onerror=alert(1)>", "not a photo"),
        (bomb(30_000, 30_000), "more pixels"),
        (jpeg(200, 200), "too small"),
        (jpeg()[:5000], "not a photo"),
        (bytes(15_000_001), "larger than 15 MB"),
    ],
)
def test_what_is_no_photo_is_told_apart(data, words) -> None:
    with pytest.raises(Invalid, match=words):
        encode(data)


WHOLE = jpeg(320, 260)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(2, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=60))
def test_a_damaged_file_is_a_photo_or_a_sentence_and_never_a_crash(changes) -> None:
    damaged = bytearray(WHOLE)
    for at, value in changes:
        damaged[at] = value
    with contextlib.suppress(Invalid):
        assert encode(bytes(damaged)).files


def test_a_strip_is_no_photo() -> None:
    with pytest.raises(Invalid, match="strip"):
        encode(jpeg(320, 3000))
