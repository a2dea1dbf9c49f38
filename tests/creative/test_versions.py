"""Going back to an earlier version, and building on from there."""

import pytest

from tests.creative.test_build import make_shop
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Conflict, NotFound, Refused
from webmagic.creative import build_site, get_site, list_versions, use_version
from webmagic.models import SiteStatus


async def test_a_build_after_going_back_gets_a_number_of_its_own(sqlite_db) -> None:
    site_id = await make_shop()
    for key in ("job:1", "job:2"):
        await build_site(site_id, key, transaction)
    async with transaction() as session:
        assert (await use_version(session, site_id, 1)).current_version == 1
    assert (await build_site(site_id, "job:3", transaction)).version == 3
    async with reading() as session:
        assert [row.number for row in await list_versions(session, site_id)] == [3, 2, 1]


async def test_a_version_there_is_not_changes_nothing(sqlite_db) -> None:
    site_id = await make_shop()
    await build_site(site_id, "job:1", transaction)
    async with transaction() as session:
        with pytest.raises(NotFound):
            await use_version(session, site_id, 7)
        assert (await get_site(session, site_id)).current_version == 1


@pytest.mark.parametrize(
    ("status", "error"), [(SiteStatus.BUILDING, Conflict), (SiteStatus.WITHDRAWN, Refused)]
)
async def test_a_site_at_work_or_taken_down_stays_as_it_is(sqlite_db, status, error) -> None:
    site_id = await make_shop()
    await build_site(site_id, "job:1", transaction)
    async with transaction() as session:
        site = await get_site(session, site_id)
        site.status = status
        session.add(site)
        with pytest.raises(error):
            await use_version(session, site_id, 1)
