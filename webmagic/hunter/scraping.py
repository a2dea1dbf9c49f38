"""Scraping a territory: the place as a whole, then, where a source has more than it hands out, its
parts, one after the other, as far as the money reaches. Every page is stored and booked before the
next is asked for, and the cells remember how far it came, so a hunt that was stopped goes on there."""

import datetime as dt
import time
from dataclasses import asdict, dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import ahead, now
from webmagic.core.errors import Conflict, Refused, WebMagicError
from webmagic.core.settings import get_settings
from webmagic.hunter import rounds
from webmagic.hunter.clipping import Sieve, clip
from webmagic.hunter.listings import ImportReport, Transaction, import_rows
from webmagic.hunter.sources.choice import source_for
from webmagic.hunter.sources.outscraper_api import CreditsExhausted
from webmagic.hunter.sources.protocol import Brake, Found, Search, Source, TooLarge
from webmagic.hunter.sources.purse import CeilingReached, Purse
from webmagic.hunter.sources.sample import Sample, documents
from webmagic.hunter.territories import add, find_same, get
from webmagic.hunter.verification import verify_due
from webmagic.models import Business, CellState, ClippedListing, CoverageCell, Territory, TerritoryState

COOLDOWN_DAYS = 7
VERIFIED_AT_ONCE = 500  # a hunt asks at once for the checks of what it found
LEASE_MINUTES = 15  # a scrape that has been silent for this long has died
LONGEST_SECONDS = 900  # then a hunt lets others work and is due again at once
CREDITS_HOURS = 6  # before a vendor without credits is asked again


@dataclass(frozen=True)
class ScrapeReport:
    """`created`, `updated`, `duplicates`, `rejected` and `outside` add up to `found`. `cells` were
    searched, `waiting` are left for the next time."""

    territory: int
    source: str
    found: int
    created: int
    updated: int
    duplicates: int
    rejected: int
    qualified: int
    cost_usd: float
    outside: int = 0
    cells: int = 0
    waiting: int = 0

    def as_dict(self) -> dict:
        return asdict(self)


async def scrape(
    transaction: Transaction, territory_id: int, limit: int = 0, *, is_forced: bool = False
) -> ScrapeReport:
    """Search the territory and take in what is found. No transaction is open while the source
    answers. `is_forced` ignores the cooldown. Raises Refused, Conflict, VendorError."""
    await _locate(transaction, territory_id)
    hunt = await _claim(transaction, territory_id, limit, is_forced)
    try:
        await hunt.run()
    except BaseException as error:
        said = str(error) if isinstance(error, WebMagicError) else type(error).__name__
        await _finish(transaction, hunt, *_stop_of(error), said)
        raise
    if hunt.is_out_of_time:
        await _finish(transaction, hunt, TerritoryState.PENDING, None, "")
    else:
        await _finish(transaction, hunt, TerritoryState.COOLING, ahead(days=COOLDOWN_DAYS), "")
    if hunt.source.name != Sample.name:
        async with transaction() as session:
            await verify_due(session, VERIFIED_AT_ONCE)
    return await hunt.report()


def _stop_of(error: BaseException) -> tuple[TerritoryState, dt.datetime]:
    """Out of money is a state of its own: our ceiling is back at midnight, the vendor's credits later."""
    if isinstance(error, CeilingReached):
        midnight = now().replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)
        return TerritoryState.EXHAUSTED, midnight
    if isinstance(error, CreditsExhausted):
        return TerritoryState.EXHAUSTED, ahead(hours=CREDITS_HOURS)
    return TerritoryState.FAILED, ahead(hours=1)


async def _locate(transaction: Transaction, territory_id: int) -> None:
    async with transaction() as session:
        territory = await get(session, territory_id)
        is_sample = source_for(_search(territory), territory.source).name == Sample.name
    if not is_sample and await rounds.locate(territory):
        async with transaction() as session:
            found = await get(session, territory_id)
            found.latitude, found.longitude = territory.latitude, territory.longitude
            found.population = territory.population
            session.add(found)


def _search(territory: Territory, limit: int = 0, purse: Purse | None = None) -> Search:
    place = rounds.place_of(territory)
    where = (territory.country, territory.city, territory.industry, territory.state)
    if place is None:
        return Search(*where, limit, purse)
    return Search(*where, limit, purse, place.latitude, place.longitude, place.radius_km)


def _purse(transaction: Transaction, territory_id: int) -> Purse:
    settings = get_settings()
    ceilings = (settings.outscraper_territory_usd, settings.outscraper_day_usd)
    return Purse(transaction, territory_id, *(round(usd * 1_000_000) for usd in ceilings))


async def _claim(transaction: Transaction, territory_id: int, limit: int, is_forced: bool) -> "_Hunt":
    async with transaction() as session:
        territory = await get(session, territory_id)
        search = _search(territory, limit, _purse(transaction, territory_id))
        source = source_for(search, territory.source)
        _check_rest(territory, is_forced)
        is_rested = sa.or_(col(Territory.cooldown_until).is_(None), col(Territory.cooldown_until) <= now())
        claimed = await session.exec(
            sa.update(Territory)
            .where(
                col(Territory.id) == territory_id,
                sa.or_(col(Territory.status) != TerritoryState.SCRAPING, is_rested),
            )
            .values(
                status=TerritoryState.SCRAPING,
                cooldown_until=ahead(minutes=LEASE_MINUTES),
                last_cost_microusd=0,
            )
        )
        if not claimed.rowcount:
            raise Conflict(f"{territory.city} is being scraped already.")
        await rounds.begin(session, territory, source.name)
    place = rounds.place_of(territory)
    # The sample is invented, and so is where it lies.
    sieve = None if source.name == Sample.name else Sieve(territory.country, territory.state, place)
    return _Hunt(transaction, territory_id, source, search, sieve)


def _check_rest(territory: Territory, is_forced: bool) -> None:
    if territory.status == TerritoryState.PAUSED:
        raise Refused(f"{territory.city} is paused.")
    until = territory.cooldown_until
    # A retry is no new hunt, and money that has run out may be back.
    may_try = territory.status in (TerritoryState.SCRAPING, TerritoryState.FAILED, TerritoryState.EXHAUSTED)
    if not is_forced and not may_try and until and until > now():
        raise Refused(f"{territory.city} was scraped lately and rests until {until:%Y-%m-%d}.")


class _Hunt:
    """One run over the waiting cells of a territory."""

    def __init__(
        self,
        transaction: Transaction,
        territory_id: int,
        source: Source,
        search: Search,
        sieve: Sieve | None,
    ):
        self.transaction, self.territory_id, self.source = transaction, territory_id, source
        self.search, self.sieve, self.limit = search, sieve, search.limit
        self.total, self.cost, self.outside, self.places, self.cells = ImportReport(), 0, 0, 0, 0
        self.began, self.is_out_of_time = time.monotonic(), False

    async def run(self) -> None:
        while not (self.limit and self.places >= self.limit):
            async with self.transaction() as session:
                cell = await rounds.next_cell(session, self.territory_id, self.source.name)
            if cell is None:
                return
            if self.cells and time.monotonic() - self.began > LONGEST_SECONDS:
                self.is_out_of_time = True
                return
            self.cells += 1
            await self._look(cell)

    async def _look(self, cell: CoverageCell) -> None:
        assert cell.id is not None
        brake = Brake(is_on=bool(cell.note))  # it had ended, but its last page was not paid yet
        search = replace(
            self.search,
            limit=max(1, self.limit - self.places) if self.limit else 0,
            latitude=cell.latitude,
            longitude=cell.longitude,
            radius_km=cell.radius_km,
            is_part=cell.depth > 0,
            town=cell.town,
            offset=cell.offset,
            brake=brake,
        )
        behind = cell.offset
        try:
            async for page in self.source.search(search):
                brake.is_on = not await self._take(cell.id, page)
                self.places += max(0, page.offset - behind) or len(page.rows)
                behind = max(behind, page.offset)
        except TooLarge:
            async with self.transaction() as session:
                territory = await get(session, self.territory_id)
                if not await rounds.split(session, cell.id, territory):
                    raise
            return
        async with self.transaction() as session:
            territory = await get(session, self.territory_id)
            state = await rounds.close(session, cell.id, territory, can_divide=self.source.can_divide)
        if state == CellState.WAITING and not self.limit:
            self.is_out_of_time = True  # it was stopped between two pages

    async def _take(self, cell_id: int, page: Found) -> bool:
        """Store a page. False when the search is not worth going on with."""
        inside, outside = page.rows, list[tuple[dict[str, Any], str]]()
        if self.sieve:
            inside, outside = await clip(page.rows, self.source.shape, self.search.country, self.sieve)
        report = await import_rows(
            inside,
            transaction=self.transaction,
            source=self.source.shape,
            recorded_as=self.source.name,
            query=page.query,
            country=self.search.country,
            industry=self.search.industry,
            territory_id=self.territory_id,
        )
        async with self.transaction() as session:
            goes_on = await rounds.keep_page(session, cell_id, page, report.business_ids, outside)
            await session.exec(
                sa.update(Territory)
                .where(col(Territory.id) == self.territory_id)
                .values(
                    cooldown_until=ahead(minutes=LEASE_MINUTES),
                    last_cost_microusd=Territory.last_cost_microusd + page.cost_microusd,
                )
            )
        self.cost += page.cost_microusd
        self.outside += len(outside)
        for name in ("read", "created", "updated", "duplicates", "rejected", "qualified"):
            setattr(self.total, name, getattr(self.total, name) + getattr(report, name))
        return goes_on

    async def report(self) -> ScrapeReport:
        async with self.transaction() as session:
            waiting = await _count_waiting(session, self.territory_id, self.source.name)
        total = self.total
        counts = (total.created, total.updated, total.duplicates, total.rejected, total.qualified)
        return ScrapeReport(
            self.territory_id,
            self.source.name,
            total.read + self.outside,
            *counts,
            self.cost / 1_000_000,
            outside=self.outside,
            cells=self.cells,
            waiting=waiting,
        )


async def _count_waiting(session: AsyncSession, territory_id: int, source: str) -> int:
    statement = select(sa.func.count()).where(
        CoverageCell.territory_id == territory_id,
        CoverageCell.source == source,
        CoverageCell.state == CellState.WAITING,
    )
    return (await session.exec(statement)).one()


async def _finish(
    transaction: Transaction, hunt: _Hunt, status: TerritoryState, until: dt.datetime | None, error: str
) -> None:
    async with transaction() as session:
        territory = await get(session, hunt.territory_id)
        found, qualified = (
            await session.exec(
                select(sa.func.count(), sa.func.count().filter(col(Business.qualified))).where(
                    Business.territory_id == hunt.territory_id
                )
            )
        ).one()
        clipped = select(sa.func.count()).where(ClippedListing.territory_id == hunt.territory_id)
        territory.outside_found = (await session.exec(clipped)).one()
        territory.status, territory.last_error = status, error[:2000]
        territory.businesses_found, territory.qualified_found = found, qualified
        territory.last_scraped_at, territory.cooldown_until = now(), until
        await rounds.locate_by_finds(session, territory)
        session.add(territory)


async def load_sample(transaction: Transaction) -> list[ScrapeReport]:
    """Add the sample territories and take their businesses in, by the normal path. Safe to repeat."""
    ids = []
    for document in documents():
        values = {**document["territory"], "source": "sample"}
        async with transaction() as session:
            found = await find_same(session, values)
            ids.append((found or await add(session, **values)).id)
    return [await scrape(transaction, territory_id, is_forced=True) for territory_id in ids if territory_id]
