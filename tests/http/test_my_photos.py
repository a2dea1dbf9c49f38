"""An owner's photo on its way to the page: drawn anew, refused in a sentence, and nobody else's."""

import io
import struct
import zlib

import httpx
import pytest
from PIL import Image

from tests.http.test_my import OURS, alice, everything, shops, signed_in
from tests.support.people import BOB
from webmagic.models import SiteVersion

__all__ = ["alice", "shops"]


def photo(kind: str = "JPEG", size: tuple[int, int] = (640, 480), **more) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, kind, **more)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG that says it is 60,000 pixels square, and unfolds into gigabytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\x00" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


async def send(client: httpx.AsyncClient, site_id: int, data: bytes, caption: str = "The oven"):
    files = {"photo": ("a.jpg", data, "image/jpeg")}
    return await client.post(f"/my/upload/{site_id}", files=files, data={"caption": caption}, headers=OURS)


async def newest(site_id: int) -> SiteVersion:
    return [row for row in await everything(SiteVersion) if row.site_id == site_id][-1]


async def test_a_photo_is_drawn_anew_named_and_taken_away(app, alice, shops):
    site_id = shops["bakery"].site_id
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    sent = photo(exif=exif) + b"<script>alert(1)</script>"
    answer = await send(alice, site_id, sent)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/my/sites/{site_id}/photos?said=uploaded",
    )
    (kept,) = (await newest(site_id)).facts["photos"]
    assert kept["caption"] == "The oven" and kept["key"]
    page = await alice.get(f"/my/sites/{site_id}/photos")
    assert f"/photo/{kept['key']}" in page.text
    small = await alice.get(f"/my/sites/{site_id}/photo/{kept['key']}")
    assert (
        small.headers["content-type"] == "image/webp" and small.headers["x-content-type-options"] == "nosniff"
    )
    assert b"secret place" not in small.content and b"<script" not in small.content
    async with await signed_in(app, BOB) as bob:
        assert (await bob.get(f"/my/sites/{site_id}/photo/{kept['key']}")).status_code == 404
        his = shops["garage"].site_id
        assert (await bob.get(f"/my/sites/{his}/photo/{kept['key']}")).status_code in (404, 409)
    named = {"base": "2", "caption0": " Bread,  at six "}
    assert (await alice.post(f"/my/sites/{site_id}/photos", data=named, headers=OURS)).status_code == 303
    assert (await newest(site_id)).facts["photos"][0]["caption"] == "Bread, at six"
    gone = {"base": "3", "remove": "0"}
    assert (await alice.post(f"/my/sites/{site_id}/photos", data=gone, headers=OURS)).status_code == 303
    assert (await newest(site_id)).facts["photos"] == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a photo",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a<script>alert(1)</script>",
        photo(size=(40, 40)),
        photo()[:400],
        bomb(),
    ],
    ids=["nothing", "text", "svg", "polyglot", "tiny", "torn", "bomb"],
)
async def test_what_is_no_photo_is_refused_in_a_sentence(alice, shops, data):
    site_id = shops["bakery"].site_id
    answer = await send(alice, site_id, data)
    assert answer.status_code == 400 and "not a photo we can read" in answer.text
    assert (await newest(site_id)).number == 1


async def test_a_photo_larger_than_we_take_is_refused_before_it_is_read(alice, shops):
    answer = await send(alice, shops["bakery"].site_id, b"\xff\xd8" + b"x" * 17_000_000)
    assert answer.status_code == 413 and "too large" in answer.text
