"""A preview nobody claims goes offline after its time, behind a kind page, and comes back when asked."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.creative.test_build import make_shop
from webmagic import conductor
from webmagic.core.clock import now
from webmagic.core.database import reading, transaction
from webmagic.core.settings import get_settings
from webmagic.creative import build_site, get_site
from webmagic.hosting import find_file
from webmagic.models import Business


async def online(days: float, **changes) -> int:
    site_id = await make_shop()
    await build_site(site_id, "job:1", transaction)
    await conductor.publish_site(site_id, transaction)
    async with transaction() as session:
        site = await get_site(session, site_id)
        site.published_at = now() - timedelta(days=days)
        for name, value in changes.items():
            setattr(site, name, value)
        session.add(site)
    return site_id


async def end() -> int:
    async with transaction() as session:
        return (await conductor.end_previews(session)).asked


async def shown(site_id: int) -> str:
    async with reading() as session:
        site = await get_site(session, site_id)
    return find_file(get_settings(), site.subdomain, "").content.decode()


async def test_a_preview_ends_after_its_time_and_says_so_kindly(db) -> None:
    site_id = await online(days=61)
    assert await end() == 1
    assert await end() == 0
    await conductor.publish_site(site_id, transaction)
    page = await shown(site_id)
    assert "terminó" in page and "/claim/" in page and "+50255550142" in page
    assert 'content="noindex"' in page and "<h1>" in page
    async with transaction() as session:  # somebody wants it back
        await conductor.request_publish(session, await get_site(session, site_id))
    await conductor.publish_site(site_id, transaction)
    assert "terminó" not in await shown(site_id)
    assert await end() == 0


@pytest.mark.parametrize(("days", "changes"), [(59, {}), (400, {"is_claimed": True})])
async def test_a_young_preview_and_a_sold_page_stay(sqlite_db, days, changes) -> None:
    await online(days, **changes)
    assert await end() == 0


async def test_a_claim_after_the_end_brings_the_page_back(sqlite_db) -> None:
    site_id = await online(days=90)
    assert await end() == 1
    async with transaction() as session:
        site = await get_site(session, site_id)
        site.is_claimed = True
        session.add(site)
    await conductor.publish_site(site_id, transaction)
    assert 'id="contact"' in await shown(site_id)


async def test_no_preview_ends_where_the_setting_says_never(sqlite_db, monkeypatch) -> None:
    await online(days=900)
    monkeypatch.setenv("PREVIEW_DAYS", "0")
    get_settings.cache_clear()
    assert await end() == 0
    async with reading() as session:
        assert (await session.exec(select(Business))).one().failure == ""
