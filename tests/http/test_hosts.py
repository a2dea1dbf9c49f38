"""Which host reaches which world."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.http.conftest import ask, browser, build_app
from webmagic.core.clock import now
from webmagic.core.database import transaction
from webmagic.core.settings import get_settings
from webmagic.hosting import write_site
from webmagic.http.hosts import HostRouter, host_name
from webmagic.models import Business, Domain, GeneratedSite

SITE = {"index.html": b"<p>the bakery</p>"}


@pytest.fixture
def bakery(app):
    write_site(get_settings(), "bakery", SITE)
    return app


@pytest.mark.parametrize(
    "host",
    [
        b"localhost:3000",
        b"localhost",
        b"127.0.0.1:3000",
        b"127.0.0.1",
        b"[::1]:3000",
        b"LOCALHOST",
        b"localhost.",
    ],
)
async def test_the_admin_answers_on_its_own_hosts(bakery, host):
    assert await ask(bakery, host) == (200, b"<p>the admin</p>")


@pytest.mark.parametrize(
    "host",
    [b"bakery.localhost:3000", b"bakery.localhost", b"BAKERY.LocalHost:3000", b"bakery.localhost.:3000"],
)
async def test_a_site_answers_on_its_subdomain(bakery, host):
    assert await ask(bakery, host) == (200, b"<p>the bakery</p>")


STRANGE = [
    b"evil.test",
    b"",
    b" ",
    b"..",
    b".",
    b"..localhost",
    b"../bakery.localhost",
    b"bakery/../x.localhost",
    b"%2e%2e.localhost",
    b"%62akery.localhost",
    b"a.bakery.localhost",
    b"bakery..localhost",
    b".localhost",
    b"-bakery.localhost",
    b"bakery_.localhost",
    b"bakery.localhost.evil.test",
    b"localhost.evil.test",
    b"evillocalhost",
    b"localhost:3000:80",
    b"localhost:99999",
    b"localhost:http",
    b"user@localhost",
    b"localhost@evil.test",
    b"localhost,evil.test",
    b"localhost evil.test",
    b"localhost\t",
    b"localhost..",
    "bäckerei.localhost".encode(),
    "ⓛocalhost".encode(),
    "bäckerei.localhost".encode("latin-1"),
    b"[::1",
    b"[::1]evil",
    b"[127.0.0.1]",
    b"[::ffff:127.0.0.1]",
    b"127.1",
    b"2130706433",
    b"0x7f000001",
    b"0.0.0.0",
    b"169.254.169.254",
    b"a" * 64 + b".localhost",
    b"a" * 4000,
    b"\x00",
]


@pytest.mark.parametrize("host", STRANGE)
async def test_any_other_host_is_refused_and_never_the_admin(bakery, host):
    status, body = await ask(bakery, host)
    # A host of the right shape without a site is a page that is not there; all else is misdirected.
    assert status in {404, 421} and b"admin" not in body and b"bakery" not in body


async def test_no_host_and_two_hosts_are_refused(bakery):
    assert (await ask(bakery))[0] == 421
    assert (await ask(bakery, b"localhost", b"evil.test"))[0] == 421
    assert (await ask(bakery, b"localhost", b"localhost"))[0] == 421


async def test_what_a_proxy_claims_changes_nothing(bakery):
    claims = (
        (b"x-forwarded-host", b"localhost"),
        (b"forwarded", b"host=localhost"),
        (b"x-host", b"localhost"),
    )
    assert (await ask(bakery, b"evil.test", extra=claims))[0] == 421
    towards_site = ((b"x-forwarded-host", b"bakery.localhost"),)
    assert await ask(bakery, b"localhost", extra=towards_site) == (200, b"<p>the admin</p>")


async def test_a_site_has_no_websocket_and_no_admin_paths(bakery):
    assert (await ask(bakery, b"bakery.localhost", kind="websocket"))[0] == 0  # closed, not accepted
    async with browser(bakery, "http://bakery.localhost:3000") as client:
        for path in (
            "/login",
            "/api/docs",
            "/api/v1/activity",
            "/healthz",
            "/metrics",
            "/_event",
            "/webhooks/x",
        ):
            assert (await client.get(path)).status_code == 404


async def test_a_websocket_comes_only_from_our_own_page(sqlite_db):
    seen = []

    async def admin(scope, receive, send):
        seen.append(scope["type"])

    router = HostRouter(admin, {"localhost"}, admin, ".localhost")
    opened = {
        b"http://localhost:3000": 1,
        b"https://evil.test": 0,
        b"null": 0,
        b"": 0,
        b"http://shop.localhost:3000": 0,
    }
    for origin, count in opened.items():
        seen.clear()
        await ask(router, b"localhost:3000", kind="websocket", extra=((b"origin", origin),))
        assert len(seen) == count, origin


async def test_a_verified_domain_shows_its_site_and_an_unverified_one_does_not(bakery):
    async with transaction() as session:
        business = Business(dedupe_key="np:x", name="Bakery")
        session.add(business)
        await session.flush()
        site = GeneratedSite(business_id=business.id, subdomain="bakery")
        session.add(site)
        await session.flush()
        session.add(Domain(site_id=site.id, host="bakery.example.com", verified_at=now()))
        session.add(Domain(site_id=site.id, host="mine.example.com"))
    assert await ask(bakery, b"Bakery.Example.com:80") == (200, b"<p>the bakery</p>")
    assert (await ask(bakery, b"mine.example.com"))[0] == 421


@given(st.binary(max_size=80))
def test_a_host_is_a_plain_name_or_nothing(raw):
    name = host_name(raw)
    assert name is None or (
        name == name.lower() and not set(name) & set("/\\%@ \r\n\0?#") and ".." not in name
    )


async def test_the_public_host_is_read_from_the_settings(sqlite_db, monkeypatch):
    monkeypatch.setenv("PUBLIC_URL", "https://admin.example.com")
    monkeypatch.setenv("SITES_DOMAIN", "sites.example.net")
    get_settings.cache_clear()
    app = build_app()
    write_site(get_settings(), "bakery", SITE)
    assert (await ask(app, b"admin.example.com"))[1] == b"<p>the admin</p>"
    assert (await ask(app, b"bakery.sites.example.net"))[1] == b"<p>the bakery</p>"
    assert (await ask(app, b"bakery.localhost"))[0] == 421
    assert (await ask(app, b"sites.example.net"))[0] == 421
