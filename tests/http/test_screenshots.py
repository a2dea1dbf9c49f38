"""Screenshots of versions are for administrators: by cookie in the console, by token in the API."""

import pytest

from tests.http.conftest import bearer
from webmagic import accounts
from webmagic.core.database import transaction
from webmagic.core.settings import get_settings
from webmagic.creative.deep.shots import folder_of
from webmagic.models import Business, GeneratedSite


@pytest.fixture
async def looked_at(app) -> int:
    """A site whose first version a browser has looked at."""
    async with transaction() as session:
        shop = Business(dedupe_key="np:shots", name="Shots")
        session.add(shop)
        await session.flush()
        site = GeneratedSite(business_id=shop.id, subdomain="shots", current_version=1)
        session.add(site)
        await session.flush()
    folder = folder_of(get_settings(), site.id, 1)
    folder.mkdir(parents=True)
    (folder / "desktop.webp").write_bytes(b"RIFF....WEBP")
    return site.id


async def test_nobody_outside_sees_a_screenshot(client, looked_at):
    assert (await client.get(f"/screenshots/{looked_at}/1/desktop.webp")).status_code == 401
    assert (await client.get(f"/api/v1/sites/{looked_at}/screenshot")).status_code == 401


async def test_the_console_opens_it_with_its_cookie(client, looked_at, alice):
    async with transaction() as session:
        raw = await accounts.open_session(session, alice.id)
    cookie = {"cookie": f"{accounts.session_cookie_name(get_settings())}={raw}"}
    shown = await client.get(f"/screenshots/{looked_at}/1/desktop.webp", headers=cookie)
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/webp")
    for missing in (f"{looked_at}/1/mobile", f"{looked_at}/2/desktop", f"{looked_at}/1/secret"):
        assert (await client.get(f"/screenshots/{missing}.webp", headers=cookie)).status_code == 404


async def test_the_api_gives_the_current_versions(client, looked_at, alice):
    shown = await client.get(f"/api/v1/sites/{looked_at}/screenshot", headers=bearer(alice))
    assert shown.content == b"RIFF....WEBP"
