"""OpenStreetMap through Overpass, against a server that fails in all the ways it does."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlmodel import select

from tests.fakes.overpass import FakeOverpass, serving
from tests.hunter.towns import CITY, MIDDLE
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Refused, VendorError
from webmagic.core.settings import get_settings
from webmagic.hunter import scrape, territories
from webmagic.hunter.sources import choice
from webmagic.hunter.sources.overpass import CREDIT, Overpass
from webmagic.models import Business, CoverageCell, Listing, Territory


def shop(number: int, kind: str = "bakery", km: float = 1.0, **tags: str) -> dict[str, Any]:
    """A node, or, of every third, a way with its middle."""
    at = {"lat": MIDDLE[0] + km / 111.2, "lon": MIDDLE[1] + number / 100_000}
    known = {
        "name": f"Panadería Nube {number}",
        "shop": kind,
        "phone": f"+502 7832 {number:04d}",
        "addr:street": f"{number}a Calle Oriente",
        "addr:city": "Quetzaltenango",
    }
    where: dict[str, Any] = {"type": "way", "center": at} if number % 3 == 0 else {"type": "node", **at}
    return {"id": 9_000_000 + number, **where, "tags": known | tags}


@pytest.fixture
async def osm(sqlite_db, monkeypatch) -> AsyncIterator[FakeOverpass]:
    monkeypatch.setitem(choice.SOURCES, "overpass", Overpass(patience=0.0001, timeout=5))
    async with serving(FakeOverpass([shop(n) for n in range(12)])) as fake:
        monkeypatch.setenv("OVERPASS_URL", fake.url)
        get_settings.cache_clear()
        yield fake


@pytest.fixture
async def city(osm) -> int:
    async with transaction() as session:
        return (await territories.add(session, **CITY, source="overpass")).id or 0


async def test_businesses_come_in_with_position_credit_and_no_word_on_websites(osm, city):
    osm.elements += [
        shop(50, website="https://nube.example.com"),
        shop(51, kind="hairdresser"),
        shop(52, km=30),
    ]
    report = await scrape(transaction, city)
    assert (report.found, report.created, report.outside) == (13, 13, 0)
    async with reading() as session:
        found = (await session.exec(select(Business))).all()
        raw = (await session.exec(select(Listing))).first()
        assert (await session.get_one(Territory, city)).status == "cooling"
    assert {b.website_state for b in found} == {"unknown", "has_website"}
    assert not any(b.qualified for b in found) and all(b.latitude for b in found)
    assert raw.source == "overpass" and raw.raw["@credit"] == CREDIT and raw.raw["@base"].startswith("2026")
    assert "WebMagic/1.0 (+http" in osm.agents[0] and "out tags center" in osm.asked[0]


async def test_a_trade_that_is_no_trade_brings_them_all(osm):
    osm.elements.append(shop(51, kind="hairdresser"))
    async with transaction() as session:
        wide = CITY | {"industry": "negocios locales", "source": "overpass"}
        number = (await territories.add(session, **wide)).id
    assert (await scrape(transaction, number)).created == 13


@pytest.mark.parametrize("faults", [["429"], ["504", "504"], ["truncated"], ["html", "drop"]])
async def test_a_busy_server_is_asked_again_later(osm, city, faults):
    osm.faults = faults
    assert (await scrape(transaction, city)).created == 12
    assert osm.most_under_way == 1


async def test_a_server_that_stays_busy_is_left_alone(osm, city):
    osm.faults = ["429"] * 9
    with pytest.raises(VendorError, match="asks us to wait") as error:
        await scrape(transaction, city)
    assert len(osm.asked) == 3 and not error.value.permanent and error.value.retry_after >= 30


@pytest.mark.parametrize(
    "status, words", [("400", "line 3: parse error"), ("406", "OVERPASS_URL"), ("403", "serve us")]
)
async def test_what_asking_again_cannot_help_is_said_once(osm, city, status, words):
    osm.faults = [status] * 3
    with pytest.raises(VendorError, match=words) as error:
        await scrape(transaction, city)
    assert error.value.permanent and len(osm.asked) == 1


async def test_a_success_with_a_remark_is_a_failure_and_the_place_is_divided(osm, city):
    """A query that ran out of time answers 200 with nothing: never "there is nothing there"."""
    osm.elements = [shop(n, km=(n % 9) - 4) for n in range(40)]
    osm.most = 30
    report = await scrape(transaction, city)
    assert report.created == 40 and report.cells > 2
    async with reading() as session:
        cells = (await session.exec(select(CoverageCell))).all()
    assert next(cell for cell in cells if cell.depth == 0).state == "capped"


async def test_nobody_is_asked_who_was_not_named(osm):
    async with transaction() as session:
        number = (await territories.add(session, **CITY)).id
        with pytest.raises(Refused, match="OUTSCRAPER_API_KEY"):
            await territories.quote(session, number)
    assert not osm.asked


async def test_a_town_nobody_can_place_is_refused_in_words(osm):
    async with transaction() as session:
        nowhere = CITY | {"city": "Nowhere at All", "source": "overpass"}
        number = (await territories.add(session, **nowhere)).id
    with pytest.raises(VendorError, match="Nobody knows where"):
        await scrape(transaction, number)
    assert not osm.asked
