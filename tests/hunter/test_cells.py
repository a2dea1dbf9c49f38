"""A crowded town is searched in parts: nothing lost, nothing doubled, nothing paid past the ceiling."""

import asyncio
import os
import random
import signal
import sys
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from tests.fakes.outscraper import FakeOutscraper, serving
from tests.hunter.towns import CITY, MIDDLE, crowd
from webmagic.core.clock import ago, now
from webmagic.core.database import reading, transaction
from webmagic.core.settings import REPO, get_settings
from webmagic.hunter import cells, coverage, rounds, scrape, scraping, territories
from webmagic.hunter.cells import Place
from webmagic.hunter.sources import choice
from webmagic.hunter.sources.outscraper import Outscraper
from webmagic.hunter.sources.purse import CeilingReached, Purse, spend_key, spent_on
from webmagic.models import Business, ClippedListing, CoverageCell, Listing, Setting, Territory

USD = 0.003
CAP = 20


@pytest.fixture
async def vendor(sqlite_db, monkeypatch) -> AsyncIterator[FakeOutscraper]:
    source = Outscraper(patience=0.0005, timeout=1, wait_seconds=5, most=CAP)
    monkeypatch.setitem(choice.SOURCES, "outscraper", source)
    async with serving(FakeOutscraper(slow_polls=0, cap=CAP)) as fake:
        set_to(monkeypatch, outscraper_base_url=fake.url, outscraper_api_key=fake.key)
        yield fake


@pytest.fixture
async def city(vendor) -> int:
    async with transaction() as session:
        territory = await territories.add(session, **CITY, source="outscraper")
        assert territory.id
        return territory.id


def set_to(monkeypatch, **settings) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name.upper(), str(value))
    get_settings.cache_clear()


async def places() -> list[str]:
    """The place ids of all businesses, one each."""
    async with reading() as session:
        return sorted((await session.exec(select(Business.place_id))).all())


async def list_cells(territory_id: int) -> list[CoverageCell]:
    async with reading() as session:
        query = select(CoverageCell).where(CoverageCell.territory_id == territory_id)
        return list((await session.exec(query.order_by(col(CoverageCell.id)))).all())


async def books(territory_id: int) -> tuple[float, float]:
    """Booked on the territory and on the day, in places."""
    async with reading() as session:
        territory = await session.get_one(Territory, territory_id)
        return territory.cost_microusd / 3000, await spent_on(session, now().date()) / 3000


def test_a_town_is_covered_by_its_parts():
    for people in (None, 3_000, 40_000, 900_000, 9_000_000):
        place = Place(*MIDDLE, cells.radius_of(people))
        parts = cells.divide(place, cells.whole(place), 0)
        assert 3 <= len(parts) <= 24 and len({part.h3 for part in parts}) == len(parts)
        covered = max(place.distance_to(part.latitude, part.longitude) + part.radius_km for part in parts)
        assert covered >= place.radius_km
        children = cells.divide(place, parts[0].h3, 1)
        assert children and all(child.radius_km < parts[0].radius_km for child in children)
        assert cells.divide(place, parts[0].h3, cells.DEEPEST) == []


async def test_a_town_that_fits_one_search_is_one_cell(vendor, city):
    vendor.town = crowd(15)
    report = await scrape(transaction, city)
    assert (report.found, report.created, report.cells, report.waiting) == (15, 15, 1, 0)
    (cell,) = await list_cells(city)
    assert (cell.state, cell.found, cell.new, cell.cost_microusd) == ("searched", 15, 15, 45_000)
    assert cell.h3 and cell.searched_at and "coordinates" not in vendor.bill.requests[0]


async def test_a_crowded_town_falls_into_cells_until_nothing_is_missing(vendor, city):
    vendor.town = crowd(50)
    report = await scrape(transaction, city)
    assert await places() == sorted(row["place_id"] for row in vendor.town)
    found = await list_cells(city)
    assert found[0].state == "capped" and {cell.depth for cell in found} >= {0, 1}
    assert {cell.state for cell in found} <= {"capped", "searched", "exhausted"} and report.waiting == 0
    assert sum(cell.new for cell in found) == 50
    assert sum(cell.cost_microusd for cell in found) / 3000 == pytest.approx(vendor.bill.places)
    assert await books(city) == pytest.approx((vendor.bill.places, vendor.bill.places))
    async with reading() as session:
        territory = await session.get_one(Territory, city)
        assert (territory.status, territory.businesses_found) == ("cooling", 50)
        assert territory.last_cost_microusd == territory.cost_microusd
        estimate = await coverage.estimate(session, city)
    assert estimate.is_known and estimate.low <= 50 and estimate.found == 50


async def test_the_next_round_begins_at_the_small_cells_and_pays_for_no_crowd_twice(vendor, city):
    vendor.town = crowd(50)
    await scrape(transaction, city)
    before, before_cells = vendor.bill.places, await list_cells(city)
    crowded = sum(cell.state == "capped" for cell in before_cells)
    again = await scrape(transaction, city, is_forced=True)
    assert again.created == 0 and again.cells >= len(before_cells) - crowded
    assert await places() == sorted(row["place_id"] for row in vendor.town)
    async with reading() as session:
        territory = await session.get_one(Territory, city)
    assert territory.last_cost_microusd / 3000 == pytest.approx(vendor.bill.places - before)
    assert territory.cost_microusd / 3000 == pytest.approx(vendor.bill.places)


async def test_what_lies_elsewhere_is_kept_with_the_reason_and_is_no_lead(vendor, city):
    vendor.town = crowd(10, far=2, abroad=2)
    report = await scrape(transaction, city)
    assert (report.found, report.created, report.outside) == (14, 10, 4)
    assert len(await places()) == 10
    async with reading() as session:
        clipped = (await session.exec(select(ClippedListing))).all()
        territory = await session.get_one(Territory, city)
    assert territory.outside_found == len(clipped) == 4
    assert sorted({one.reason for one in clipped}) == [
        "It lies 40 km from the middle, beyond 10 km.",
        "It lies in MX, not in GT.",
    ]
    kept = {one.raw["place_id"] for one in clipped}
    assert kept.isdisjoint(await places()) and kept | set(await places()) == {
        row["place_id"] for row in vendor.town
    }
    await scrape(transaction, city, is_forced=True)
    async with reading() as session:
        assert len((await session.exec(select(ClippedListing))).all()) == 4


async def test_a_source_that_ignores_positions_is_not_paid_for_every_cell(vendor, city):
    vendor.town, vendor.heeds_positions = crowd(50), False
    report = await scrape(transaction, city)
    states = [cell.state for cell in await list_cells(city)]
    assert states[:3] == ["capped", "exhausted", "exhausted"] and set(states[3:]) == {"skipped"}
    assert vendor.bill.places == 3 * CAP and report.created == CAP


async def test_the_ceiling_stops_between_cells_and_the_next_day_goes_on_there(vendor, city, monkeypatch):
    vendor.town = crowd(50)
    set_to(monkeypatch, outscraper_territory_usd=50 * USD)
    for _again in range(2):
        with pytest.raises(CeilingReached):
            await scrape(transaction, city)
    assert vendor.bill.places == 40 == (await books(city))[1]
    async with reading() as session:
        territory = await session.get_one(Territory, city)
        assert territory.status == "exhausted" and "ceiling" in territory.last_error
        assert (await territories.quote(session, city)).cost_microusd == 10 * 3000
    done = {c.id: c.cost_microusd for c in await list_cells(city) if c.state != "waiting"}
    async with transaction() as session:  # tomorrow
        await session.exec(sa.delete(Setting).where(col(Setting.key) == spend_key(now().date())))
    set_to(monkeypatch, outscraper_territory_usd=5, outscraper_day_usd=20)
    await scrape(transaction, city)
    assert await places() == sorted(row["place_id"] for row in vendor.town)
    assert {c.id: c.cost_microusd for c in await list_cells(city) if c.id in done} == done
    assert (await books(city))[0] == pytest.approx(vendor.bill.places)


@pytest.mark.parametrize("seed", range(3))
async def test_wherever_it_is_cut_off_nothing_is_lost_doubled_or_paid_twice(vendor, city, monkeypatch, seed):
    """The power goes at random steps: while storing, booking, settling, closing. The sum is that of
    a run without any."""
    rng = random.Random(seed)
    choice.SOURCES["outscraper"] = Outscraper(patience=0.0005, timeout=1, wait_seconds=5, most=40)
    vendor.town, vendor.cap = crowd(60, far=6, seed=seed), 40
    left = {"cuts": 8}

    def frail(module: object, name: str) -> None:
        whole = getattr(module, name)

        async def cut(*args, **options):
            if left["cuts"] and rng.random() < 0.3:
                left["cuts"] -= 1
                raise KeyboardInterrupt
            result = await whole(*args, **options)
            if left["cuts"] and rng.random() < 0.3:
                left["cuts"] -= 1
                raise KeyboardInterrupt
            return result

        monkeypatch.setattr(module, name, cut)

    frail(scraping, "import_rows")
    frail(rounds, "keep_page")
    frail(rounds, "close")
    frail(Purse, "settle")
    for _turn in range(20):
        try:
            await scrape(transaction, city, is_forced=True)
            break
        except KeyboardInterrupt:
            continue
    else:
        pytest.fail("it never ended")
    inside = sorted(row["place_id"] for row in vendor.town if int(row["place_id"][8:]) < 60)
    assert await places() == inside
    async with reading() as session:
        clipped = (await session.exec(select(ClippedListing))).all()
        listings = (await session.exec(select(Listing.fingerprint))).all()
    assert len(set(listings)) == len(listings) == 60
    assert len({one.fingerprint for one in clipped}) == len(clipped) <= 6
    assert all("40 km" in one.reason for one in clipped)
    assert (await books(city))[1] == pytest.approx(vendor.bill.places)
    assert all(cell.state != "waiting" for cell in await list_cells(city))


async def test_a_killed_process_is_taken_up_where_it_was(vendor, city):
    """A real process, really killed, between its first and its last page."""
    vendor.town, vendor.cap = crowd(250), 500
    command = [sys.executable, "-m", "webmagic.cli", "scrape", "--territory", str(city), "--limit", "0"]
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=REPO,
        env=dict(os.environ),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    async with asyncio.timeout(120):
        while not any(row["skipPlaces"] == 100 for row in vendor.bill.requests):
            assert process.returncode is None
            await asyncio.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    await process.wait()
    asked = len(vendor.bill.requests)
    assert (await list_cells(city))[0].offset in (100, 200)
    async with transaction() as session:  # its lease runs out
        territory = await session.get_one(Territory, city)
        assert territory.status == "scraping"
        territory.cooldown_until = ago(minutes=1)
    choice.SOURCES["outscraper"] = Outscraper(patience=0.0005, timeout=1, wait_seconds=5)
    await scrape(transaction, city)
    assert await places() == sorted(row["place_id"] for row in vendor.town)
    skips = [row["skipPlaces"] for row in vendor.bill.requests]
    assert len(skips) <= asked + 2 and skips.count(0) == 1
    assert (await books(city))[1] >= vendor.bill.places
