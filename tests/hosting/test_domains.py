"""A customer's domain: told exactly, believed only with proof, served by Host, lost when it is lost."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.dns import Zone, serve_zone
from tests.support.people import ALICE, BOB, Shop, open_shop
from webmagic import hosting
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Conflict, Invalid, NotFound
from webmagic.core.settings import Settings, get_settings
from webmagic.hosting.domains import read_host
from webmagic.models import Domain

TARGET = "sites.webmagic.test"
HERE = Settings(sites_domain=TARGET, public_url="https://webmagic.test")


@pytest.fixture
async def zone(monkeypatch) -> AsyncIterator[Zone]:
    async with serve_zone() as zone:
        zone.set(TARGET, "A", "192.0.2.10")
        zone.set(TARGET, "AAAA", "2001:db8::10")
        monkeypatch.setenv("DNS_SERVERS", f"127.0.0.1#{zone.port}")
        monkeypatch.setenv("SITES_DOMAIN", TARGET)
        get_settings.cache_clear()
        yield zone


async def add(shop: Shop, host: str) -> Domain:
    async with transaction() as session:
        return await hosting.add_domain(session, shop.site_id, host)


async def serving(host: str) -> str | None:
    async with reading() as session:
        site = await hosting.find_site_by_host(session, host)
    return site.subdomain if site else None


async def test_a_name_below_a_domain_needs_an_alias_and_a_proof(zone, db):
    shop = await open_shop("Alice Bakery", ALICE)
    domain = await add(shop, "https://WWW.alicebakery.test/menu?x=1")
    assert (domain.host, await serving(domain.host)) == ("www.alicebakery.test", None)
    records = hosting.records_for(domain, get_settings(), await hosting.our_addresses(get_settings()))
    assert [(r.kind, r.name, r.value, r.is_there) for r in records] == [
        ("CNAME", "www.alicebakery.test", TARGET, False),
        ("TXT", "_webmagic.www.alicebakery.test", domain.token, False),
    ]
    checked = await hosting.check_domain(domain, transaction)
    assert checked.verified_at is None and checked.checked_at and checked.found["points_here"] is False

    zone.set("www.alicebakery.test", "CNAME", TARGET)
    checked = await hosting.check_domain(domain, transaction)
    assert checked.found["points_here"] and checked.verified_at is None  # pointing alone proves nothing
    zone.set("_webmagic.www.alicebakery.test", "TXT", "something else", domain.token)
    checked = await hosting.check_domain(domain, transaction)
    assert checked.verified_at and await serving("www.alicebakery.test") == shop.subdomain
    assert all(r.is_there for r in hosting.records_for(checked, get_settings(), []))


async def test_a_bare_domain_needs_our_addresses(zone, sqlite_db):
    shop = await open_shop("Alice Bakery", ALICE)
    domain = await add(shop, "alicebakery.com.gt")
    ours = await hosting.our_addresses(get_settings())
    records = hosting.records_for(domain, get_settings(), ours)
    assert [(r.kind, r.value) for r in records[:-1]] == [("A", "192.0.2.10"), ("AAAA", "2001:db8::10")]
    zone.set("_webmagic.alicebakery.com.gt", "TXT", domain.token)
    zone.set("alicebakery.com.gt", "A", "192.0.2.10", "198.51.100.9")  # one of them is not ours
    assert (await hosting.check_domain(domain, transaction)).verified_at is None
    zone.set("alicebakery.com.gt", "A", "192.0.2.10")
    assert (await hosting.check_domain(domain, transaction)).verified_at


async def test_silence_of_the_name_servers_changes_nothing(zone, sqlite_db):
    shop = await open_shop("Alice Bakery", ALICE)
    domain = await add(shop, "www.alicebakery.test")
    zone.set("www.alicebakery.test", "CNAME", TARGET)
    zone.set("_webmagic.www.alicebakery.test", "TXT", domain.token)
    await hosting.check_domain(domain, transaction)
    zone.mode = "servfail"
    checked = await hosting.check_domain(domain, transaction)
    assert checked.verified_at and checked.found["is_silent"] and checked.found["points_here"]
    assert await serving("www.alicebakery.test") == shop.subdomain


async def test_a_domain_that_went_elsewhere_is_no_longer_ours_to_show(zone, sqlite_db):
    shop = await open_shop("Alice Bakery", ALICE)
    domain = await add(shop, "www.alicebakery.test")
    zone.set("www.alicebakery.test", "CNAME", TARGET)
    zone.set("_webmagic.www.alicebakery.test", "TXT", domain.token)
    await hosting.check_domain(domain, transaction)
    zone.set("_webmagic.www.alicebakery.test", "TXT", "gone")  # it still points here: the site stays
    assert (await hosting.check_domain(domain, transaction)).verified_at
    zone.set("www.alicebakery.test", "CNAME", "elsewhere.test")
    assert (await hosting.check_domain(domain, transaction)).verified_at is None
    assert await serving("www.alicebakery.test") is None


async def test_nobody_takes_over_a_name_that_points_here_without_its_records(zone, db):
    alice, bob = await open_shop("Alice Bakery", ALICE), await open_shop("Bob Garage", BOB)
    hers = await add(alice, "www.alicebakery.test")
    zone.set("www.alicebakery.test", "CNAME", TARGET)
    zone.set("_webmagic.www.alicebakery.test", "TXT", hers.token)
    await hosting.check_domain(hers, transaction)
    his = await add(bob, "www.alicebakery.test")  # asking is free, and takes nothing from her
    assert his.token != hers.token
    assert (await hosting.check_domain(his, transaction)).verified_at is None
    assert await serving("www.alicebakery.test") == alice.subdomain
    zone.set("_webmagic.www.alicebakery.test", "TXT", his.token)  # the domain was sold to Bob
    assert (await hosting.check_domain(his, transaction)).verified_at
    assert await serving("www.alicebakery.test") == bob.subdomain


async def test_a_domain_belongs_to_its_site_and_can_be_taken_away(zone, sqlite_db):
    alice, bob = await open_shop("Alice Bakery", ALICE), await open_shop("Bob Garage", BOB)
    domain = await add(alice, "www.alicebakery.test")
    assert (await add(alice, "WWW.ALICEBAKERY.TEST.")).id == domain.id
    async with transaction() as session:
        for verb in (hosting.get_domain, hosting.remove_domain):
            with pytest.raises(NotFound):
                await verb(session, bob.site_id, domain.id)
        await hosting.remove_domain(session, alice.site_id, domain.id)
        assert await hosting.list_domains(session, alice.site_id) == []
    for number in range(4):
        await add(alice, f"www{number}.alicebakery.test")
    with pytest.raises(Conflict):
        await add(alice, "one-too-many.test")


async def test_what_waits_is_looked_at_again_by_itself(zone, sqlite_db):
    shop = await open_shop("Alice Bakery", ALICE)
    domain = await add(shop, "www.alicebakery.test")
    assert await hosting.look_at_domains(transaction) == 1
    zone.set("www.alicebakery.test", "CNAME", TARGET)
    zone.set("_webmagic.www.alicebakery.test", "TXT", domain.token)
    assert await hosting.look_at_domains(transaction) == 1
    assert await hosting.look_at_domains(transaction) == 0  # proved: once a day is enough


async def test_aliases_that_go_round_in_a_circle_end(zone, sqlite_db):
    shop = await open_shop("Alice Bakery", ALICE)
    domain = await add(shop, "a.loop.test")
    zone.set("a.loop.test", "CNAME", "b.loop.test")
    zone.set("b.loop.test", "CNAME", "a.loop.test")
    assert (await hosting.check_domain(domain, transaction)).verified_at is None


def test_names_are_read_as_people_type_them():
    assert read_host(" http://Panadería.com/ ", HERE) == "xn--panadera-i2a.com"
    assert read_host("example.com.", HERE) == "example.com"
    long, turned = "a." * 130 + "com", "ex\u202eample.com"
    typed = "localhost 192.0.2.1 [::1] -x.com x..com *.example.com _x.example.com example.com:8080 x.123"
    ours = "sites.webmagic.test shop.sites.webmagic.test webmagic.test sub.webmagic.test user@example.com"
    for wrong in ("", "a b.com", "x" * 70 + ".com", long, turned, *typed.split(), *ours.split()):
        with pytest.raises(Invalid):
            read_host(wrong, HERE)


@settings(max_examples=60)
@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_plain_host_or_a_clear_no(text):
    try:
        host = read_host(text, HERE)
    except Invalid as error:
        assert str(error).endswith(".")
        return
    assert host.isascii() and host == host.lower() and ".." not in host and 3 <= len(host) <= 253
