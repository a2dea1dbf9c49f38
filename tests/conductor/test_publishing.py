"""A site whose owner said no stays offline, whoever presses the button."""

import pytest

from tests.creative.test_build import make_shop
from webmagic.conductor import publish_site, request_publish
from webmagic.core.database import transaction
from webmagic.core.errors import Refused
from webmagic.creative import build_site, get_site
from webmagic.models import Stage


async def test_a_site_of_somebody_who_opted_out_is_not_published_again(db, home):
    site_id = await make_shop(stage=Stage.OPTED_OUT)
    await build_site(site_id, "job:1", transaction)
    async with transaction() as session:
        with pytest.raises(Refused, match="left alone"):
            await request_publish(session, await get_site(session, site_id))
    with pytest.raises(Refused, match="left alone"):
        await publish_site(site_id, transaction)
    assert not (home / "sites" / "el-trigal").exists()


async def test_a_site_that_is_wanted_is_published_once(db, home):
    site_id = await make_shop()
    await build_site(site_id, "job:1", transaction)
    async with transaction() as session:
        assert await request_publish(session, await get_site(session, site_id))
        assert not await request_publish(session, await get_site(session, site_id))
    await publish_site(site_id, transaction)
    assert (home / "sites" / "el-trigal" / "current" / "index.html").exists()
