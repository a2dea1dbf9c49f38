"""Photos of a listing, from servers that are slow, huge, lying, or fine."""

import asyncio

from sqlmodel import select

from tests.core.test_http import Net, page, redirect, server
from tests.creative.photos.pictures import jpeg
from tests.creative.test_build import make_shop
from webmagic.core.database import reading, transaction
from webmagic.creative import build_site, gather_photos, get_site, get_version, render_version
from webmagic.creative.photos import find
from webmagic.models import Business

GOOD, OTHER = jpeg(640, 480, 1), jpeg(500, 700, 2)


def answer(_headers, path):
    if path == "/slow.jpg":

        async def wait() -> bytes:
            await asyncio.sleep(30)
            return page(GOOD)

        return wait()
    return {
        "/good.jpg": page(GOOD, Content_Type="image/jpeg"),
        "/other": page(OTHER, Content_Type="text/html"),  # its label lies, its bytes do not
        "/moved.jpg": redirect("http://photos.example/good.jpg"),
        "/inside.jpg": redirect("http://127.0.0.1/secret.jpg"),
        "/huge.jpg": page(b"\xff\xd8\xff" + bytes(16_000_000)),
        "/page.jpg": page(b"<html>no photo</html>", Content_Type="image/jpeg"),
        "/gone.jpg": page(GOOD, "404 Not Found"),
    }.get(path, page(b"", "500 Broken"))


PATHS = ("good.jpg", "other", "slow.jpg", "huge.jpg", "page.jpg", "gone.jpg", "inside.jpg", "moved.jpg")


async def business() -> Business:
    async with reading() as session:
        return (await session.exec(select(Business))).one()


async def test_the_photos_that_come_are_shown_and_the_others_are_no_reason_to_fail(sqlite_db) -> None:
    rows = [{"url": f"http://photos.example/{path}", "caption": ""} for path in PATHS]
    site_id = await make_shop(photos=rows)
    shop = await business()
    async with server(answer) as port:
        net = Net(port)

        def client(**options):
            return net.fetcher(**{**options, "seconds": 1.0})

        assert await gather_photos(shop.id, transaction, fetcher=client) == 3
        asked = len(net.dialled)
        await gather_photos(shop.id, transaction, fetcher=client)
        again = len(net.dialled) - asked
    assert ("127.0.0.1", 80) not in net.dialled
    assert again == len(PATHS) - 3  # what lies on the shelf is not asked for again
    kept = {row["url"].rsplit("/", 1)[1]: row.get("key", "") for row in (await business()).photos}
    assert kept["good.jpg"] == kept["moved.jpg"] != ""
    assert find(kept["other"]) is not None
    assert not any(kept[name] for name in ("slow.jpg", "huge.jpg", "page.jpg", "gone.jpg", "inside.jpg"))
    await build_site(site_id, "job:1", transaction)
    async with reading() as session:
        site = await get_site(session, site_id)
        made = render_version(site, await get_version(session, site))
    assert f'srcset="assets/480-{kept["other"]}.avif 480w' in made.html
    assert f"assets/plain-{kept['good.jpg']}.jpg" in made.files
    assert "photos.example" not in made.html


async def test_a_listing_without_photos_asks_nobody(sqlite_db) -> None:
    await make_shop()
    shop = await business()

    def nobody(**_options):
        raise AssertionError("somebody was asked")

    assert await gather_photos(shop.id, transaction, fetcher=nobody) == 0
