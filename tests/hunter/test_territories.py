"""Territories, scraping, and the sample that ships with the project."""

import asyncio

import pytest
from sqlmodel import select

from webmagic import hunter
from webmagic.core.clock import ago
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Conflict, Invalid, NotFound, Refused, VendorError
from webmagic.core.settings import get_settings
from webmagic.hunter import territories
from webmagic.hunter.sources import choice
from webmagic.hunter.sources.outscraper import Outscraper
from webmagic.hunter.sources.sample import documents
from webmagic.models import Business, Territory

SAMPLE = {
    "country": "GT",
    "state": "Quetzaltenango",
    "city": "Santa Tecla de los Altos",
    "industry": "negocios locales",
}


async def test_a_territory_is_checked_and_unique(session):
    made = await territories.add(session, country="Guatemala", city=" Xela ", industry="bakery")
    assert (made.country, made.city, made.status) == ("GT", "Xela", "pending")
    with pytest.raises(Conflict):
        await territories.add(session, country="GT", city="Xela", industry="bakery")
    for wrong in ({"country": "Narnia"}, {"city": ""}, {"industry": "x" * 200}, {"source": "crystal ball"}):
        with pytest.raises(Invalid):
            await territories.add(session, **{"country": "GT", "city": "A", "industry": "b"} | wrong)
    with pytest.raises(NotFound):
        await territories.get(session, 999)


async def test_the_most_urgent_rested_one_is_next(session):
    low = await territories.add(session, country="GT", city="A", industry="x", priority=90)
    high = await territories.add(session, country="GT", city="B", industry="x", priority=10)
    assert [t.city for t in await territories.list_(session)] == ["B", "A"]
    assert (await territories.next_due(session)).id == high.id
    await territories.set_paused(session, high.id, True)
    assert (await territories.next_due(session)).id == low.id
    assert (await territories.set_paused(session, high.id, False)).status == "pending"
    await territories.set_priority(session, low.id, 1)
    assert (await territories.next_due(session)).id == low.id
    assert await territories.count_by_status(session) == {"pending": 2}


async def test_scraping_takes_in_counts_and_rests(db):
    async with transaction() as session:
        number = (await territories.add(session, **SAMPLE)).id
        assert (await territories.quote(session, number)).places == 11
    report = await hunter.scrape(transaction, number, limit=4)
    assert (report.found, report.created, report.source, report.cost_usd) == (4, 4, "sample", 0)
    async with reading() as session:
        territory = await territories.get(session, number)
        assert (territory.status, territory.businesses_found, territory.qualified_found) == (
            "cooling",
            4,
            report.qualified,
        )
        assert await territories.next_due(session) is None
        business = (await session.exec(select(Business))).first()
        assert business.territory_id == number and business.provenance["phone"] == "sample:phone"
    with pytest.raises(Refused, match="rests until"):
        await hunter.scrape(transaction, number)
    assert (await hunter.scrape(transaction, number, is_forced=True)).created == 7


async def test_a_place_without_a_source_says_so(db):
    async with transaction() as session:
        number = (await territories.add(session, country="GT", city="Xela", industry="bakery")).id
        with pytest.raises(Refused, match="OUTSCRAPER_API_KEY"):
            await territories.quote(session, number)
    with pytest.raises(Refused, match="import a file"):
        await hunter.scrape(transaction, number)
    async with reading() as session:
        assert (await territories.get(session, number)).status == "pending"


async def test_a_source_that_fails_leaves_its_reason_and_a_quote_costs_nothing(db, monkeypatch):
    monkeypatch.setenv("OUTSCRAPER_API_KEY", "k" * 40)
    monkeypatch.setenv("OUTSCRAPER_BASE_URL", "http://127.0.0.1:9")  # nothing listens
    monkeypatch.setitem(choice.SOURCES, "outscraper", Outscraper(patience=0.001))
    get_settings.cache_clear()
    async with transaction() as session:
        number = (await territories.add(session, country="GT", city="Xela", industry="bakery")).id
        assert (await territories.quote(session, number, limit=100)).cost_microusd == 300_000
    with pytest.raises(VendorError, match="cannot be reached"):
        await hunter.scrape(transaction, number)
    async with reading() as session:
        territory = await territories.get(session, number)
        assert territory.status == "failed" and "cannot be reached" in territory.last_error


async def test_nobody_scrapes_a_territory_twice_at_once_but_a_dead_scrape_is_taken_up(db):
    async with transaction() as session:
        number = (await territories.add(session, **SAMPLE)).id
    results = await asyncio.gather(
        *(hunter.scrape(transaction, number) for _ in range(3)), return_exceptions=True
    )
    assert sum(isinstance(r, hunter.ScrapeReport) for r in results) == 1
    assert all(isinstance(r, hunter.ScrapeReport | Conflict | Refused) for r in results)
    async with transaction() as session:
        territory = await territories.get(session, number)
        territory.status, territory.cooldown_until = "scraping", ago(minutes=1)
    assert (await hunter.scrape(transaction, number)).duplicates == 11


async def test_the_sample_shows_every_branch_of_the_road_and_loads_once(db):
    reports = await hunter.load_sample(transaction)
    again = await hunter.load_sample(transaction)
    assert sum(r.created for r in reports) == sum(r.duplicates for r in again) == 45
    assert sum(r.created + r.updated + r.rejected for r in again) == 0
    async with reading() as session:
        found = list((await session.exec(select(Business))).all())
        assert len((await session.exec(select(Territory))).all()) == 4
    assert {b.website_state for b in found} >= {
        "confirmed_none",
        "has_website",
        "social_only",
        "needs_review",
    }
    assert {b.disqualified_reason for b in found} >= {
        "",
        "Part of a chain",
        "Closed, by its listing",
        "Score 40, below 60",
    }
    assert {b.language for b in found} == {"en", "es"} and len({b.trade for b in found}) >= 20
    assert sum(b.qualified for b in found) >= 26 and any(b.qualified and not b.email for b in found)
    assert not next(b for b in found if b.name == "Subway Cleaners").is_chain


def test_nobody_in_the_sample_can_be_real():
    for document in documents():
        for row in document["data"][0]:
            assert "555" in row["phone"] and (not row["email_1"] or row["email_1"].endswith(".example.com"))
            assert not row["site"] or ".example" in row["site"]
            assert row["photo"] is None and row["place_id"].startswith("ChIJsample")
