"""Photos that an owner sends: on the page as a version, off it as another, and kept through a new build."""

import asyncio

import pytest

from tests.creative.editing.pages import built, change, standing
from tests.creative.photos.pictures import jpeg
from webmagic.core.database import transaction
from webmagic.core.errors import Invalid
from webmagic.core.settings import get_settings
from webmagic.creative import (
    Edits,
    add_photo,
    build_site,
    preview,
    remove_photo,
    render_version,
    store_photo,
)
from webmagic.creative.studio.grammars import GRAMMARS


async def add(site_id: int, seed: int, caption: str = ""):
    photo = await store_photo(jpeg(500, 375, seed), caption)
    async with transaction() as session:
        await add_photo(session, site_id, photo, author="ana@example.com")
    return photo


async def test_a_photo_goes_on_the_page_and_off_again(sqlite_db) -> None:
    site_id = await built()
    photo = await add(site_id, 1, "El horno de leña")
    site, version = await standing(site_id)
    page = render_version(site, version)
    assert 'id="gallery"' in page.html
    assert 'alt="El horno de leña"' in page.html
    assert f"assets/plain-{photo.key}.jpg" in page.files
    assert max(len(data) for path, data in page.files.items() if photo.key in path) <= 120 * 1024
    await add(site_id, 2)
    await build_site(site_id, "job:2", transaction)  # a new design keeps the owner's photos
    site, version = await standing(site_id)
    assert render_version(site, version).html.count("<picture>") == 2
    async with transaction() as session:
        await remove_photo(session, site_id, photo.key, author="ana@example.com")
    site, version = await standing(site_id)
    assert render_version(site, version).html.count("<picture>") == 1


async def test_only_a_photo_that_was_sent_goes_on_a_page(sqlite_db) -> None:
    site_id = await built()
    for photo in ({"key": "0" * 24}, {"key": "../../etc"}, {"url": "https://evil.example/x.jpg"}):
        with pytest.raises(Invalid, match="no such photo"):
            await change(site_id, {"facts": {"photos": [photo]}})


async def test_the_same_photo_sent_by_two_at_once_is_one(sqlite_db) -> None:
    await built()
    data = jpeg(600, 600, 5)
    sent = await asyncio.gather(*(store_photo(data) for _ in range(4)))
    assert len({photo.key for photo in sent}) == 1
    assert [path.name for path in get_settings().photos_dir.iterdir()] == [sent[0].key]


async def test_every_vibe_shows_photos_and_passes_the_gate(sqlite_db) -> None:
    site_id = await built()
    for seed in (1, 2, 3):
        await add(site_id, seed, f"Pan {'abc'[seed - 1]}")
    site, version = await standing(site_id)
    for vibe, grammar in GRAMMARS.items():
        edits = Edits(vibe=vibe, variants={"gallery": grammar.variants["gallery"][-1]})
        page, report = preview(site, version, edits)
        assert page.html.count("<picture>") == 3, vibe
        assert not report.findings, report.sentence
