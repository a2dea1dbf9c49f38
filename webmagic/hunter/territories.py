"""Where and what to hunt: territories, which is due, and scraping one."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import ahead, now
from webmagic.core.errors import Conflict, Invalid, NotFound, Refused, WebMagicError
from webmagic.core.settings import get_settings
from webmagic.hunter.bulk import create_many, preview_many
from webmagic.hunter.listings import ImportReport, Transaction, country_code, import_rows
from webmagic.hunter.sources.choice import SOURCES, source_for
from webmagic.hunter.sources.protocol import Quote, Search, Source
from webmagic.hunter.sources.purse import Purse
from webmagic.hunter.sources.sample import Sample, documents
from webmagic.hunter.verification import verify_due
from webmagic.models import Business, Territory, TerritoryState

__all__ = ["ScrapeReport", "add", "create_many", "preview_many", "scrape"]
COOLDOWN_DAYS = 7
VERIFIED_AT_ONCE = 500  # a hunt asks at once for the checks of what it found
LEASE_MINUTES = 15  # a scrape that has been silent for this long has died


@dataclass(frozen=True)
class ScrapeReport:
    """`created`, `updated`, `duplicates` and `rejected` add up to `found`."""

    territory: int
    source: str
    found: int
    created: int
    updated: int
    duplicates: int
    rejected: int
    qualified: int
    cost_usd: float

    def as_dict(self) -> dict:
        return asdict(self)


async def add(
    session: AsyncSession,
    *,
    country: str,
    city: str,
    industry: str,
    state: str = "",
    priority: int = 50,
    population: int | None = None,
    source: str = "",
) -> Territory:
    """Raises Invalid for an unknown country or an empty town, Conflict when it exists."""
    values = {"country": country_code(country), "state": state.strip(), "city": city.strip()}
    values["industry"] = industry.strip()
    for name in ("country", "city", "industry"):
        if not values[name]:
            raise Invalid(f"A territory needs a {name}.")
    for name, limit in (("state", 80), ("city", 120), ("industry", 120)):
        if len(values[name]) > limit:
            raise Invalid(f"The {name} of a territory has at most {limit} characters.")
    if source and source not in SOURCES:
        raise Invalid(f"There is no source {source!r}. Choose one of: {', '.join(SOURCES)}.")
    if await _same(session, values):
        raise Conflict(f"{values['industry']} in {values['city']} is a territory already.")
    territory = Territory(
        country=values["country"],
        state=values["state"],
        city=values["city"],
        industry=values["industry"],
        priority=priority,
        population=population,
        source=source,
    )
    session.add(territory)
    await session.flush()
    return territory


async def _same(session: AsyncSession, values: dict[str, str]) -> Territory | None:
    names = ("country", "state", "city", "industry")
    return (
        await session.exec(select(Territory).where(*(getattr(Territory, n) == values[n] for n in names)))
    ).first()


async def list_(session: AsyncSession, *, status: str = "", country: str = "") -> list[Territory]:
    """In the order in which they would be scraped."""
    query = select(Territory).order_by(col(Territory.priority), col(Territory.id))
    if status:
        query = query.where(Territory.status == status)
    if country:
        query = query.where(Territory.country == country)
    return list((await session.exec(query)).all())


async def get(session: AsyncSession, territory_id: int) -> Territory:
    territory = await session.get(Territory, territory_id)
    if territory is None:
        raise NotFound(f"There is no territory {territory_id}.")
    return territory


async def set_paused(session: AsyncSession, territory_id: int, is_paused: bool) -> Territory:
    territory = await get(session, territory_id)
    if is_paused:
        territory.status = TerritoryState.PAUSED
    elif territory.status == TerritoryState.PAUSED:
        territory.status = TerritoryState.DONE if territory.last_scraped_at else TerritoryState.PENDING
    session.add(territory)
    return territory


async def set_priority(session: AsyncSession, territory_id: int, priority: int) -> Territory:
    """Lower is scraped first."""
    territory = await get(session, territory_id)
    territory.priority = max(0, min(priority, 1000))
    session.add(territory)
    return territory


def _is_rested() -> sa.ColumnElement[bool]:
    return sa.or_(col(Territory.cooldown_until).is_(None), col(Territory.cooldown_until) <= now())


async def list_due(session: AsyncSession, limit: int) -> Sequence[Territory]:
    """The most urgent ones that are neither paused nor resting. A scrape that died counts again."""
    query = (
        select(Territory)
        .where(Territory.status != TerritoryState.PAUSED, _is_rested())
        .order_by(
            col(Territory.priority), col(Territory.last_scraped_at).asc().nulls_first(), col(Territory.id)
        )
        .limit(limit)
    )
    return (await session.exec(query)).all()


async def next_due(session: AsyncSession) -> Territory | None:
    """The most urgent one of `list_due`."""
    return next(iter(await list_due(session, 1)), None)


async def count_by_status(session: AsyncSession) -> dict[str, int]:
    rows = await session.exec(select(Territory.status, sa.func.count()).group_by(Territory.status))
    return dict(rows.all())


def _search(territory: Territory, limit: int, purse: Purse | None = None) -> Search:
    return Search(territory.country, territory.city, territory.industry, territory.state, limit, purse)


def _purse(transaction: Transaction, territory_id: int) -> Purse:
    settings = get_settings()
    ceilings = (settings.outscraper_territory_usd, settings.outscraper_day_usd)
    return Purse(transaction, territory_id, *(round(usd * 1_000_000) for usd in ceilings))


async def quote(session: AsyncSession, territory_id: int, limit: int = 0) -> Quote:
    """What scraping would cost at most. Sends nothing."""
    territory = await get(session, territory_id)
    search = _search(territory, limit)
    return source_for(search, territory.source).quote(search)


async def scrape(
    transaction: Transaction, territory_id: int, limit: int = 0, *, is_forced: bool = False
) -> ScrapeReport:
    """Search the territory and take in what is found. No transaction is open while the source
    answers. `is_forced` ignores the cooldown. Raises Refused, Conflict, VendorError."""
    search, source = await _claim(transaction, territory_id, limit, is_forced)
    total = ImportReport()
    cost = 0
    try:
        async for page in source.search(search):
            report = await import_rows(
                page.rows,
                transaction=transaction,
                source=source.shape,
                recorded_as=source.name,
                query=page.query,
                country=search.country,
                industry=search.industry,
                territory_id=territory_id,
            )
            cost += page.cost_microusd
            _sum_up(total, report)
    except BaseException as error:
        said = str(error) if isinstance(error, WebMagicError) else type(error).__name__
        await _finish(transaction, territory_id, TerritoryState.FAILED, said)
        raise
    await _finish(transaction, territory_id, TerritoryState.COOLING, "")
    if source.name != Sample.name:
        async with transaction() as session:
            await verify_due(session, VERIFIED_AT_ONCE)
    counts = (total.read, total.created, total.updated, total.duplicates, total.rejected, total.qualified)
    return ScrapeReport(territory_id, source.name, *counts, cost / 1_000_000)


def _sum_up(total: ImportReport, page: ImportReport) -> None:
    for name in ("read", "created", "updated", "duplicates", "rejected", "qualified"):
        setattr(total, name, getattr(total, name) + getattr(page, name))


async def _claim(
    transaction: Transaction, territory_id: int, limit: int, is_forced: bool
) -> tuple[Search, Source]:
    async with transaction() as session:
        territory = await get(session, territory_id)
        search = _search(territory, limit, _purse(transaction, territory_id))
        source = source_for(search, territory.source)
        _check_rest(territory, is_forced)
        is_free = sa.or_(col(Territory.status) != TerritoryState.SCRAPING, _is_rested())
        claimed = await session.exec(
            sa.update(Territory)
            .where(col(Territory.id) == territory_id, is_free)
            .values(status=TerritoryState.SCRAPING, cooldown_until=ahead(minutes=LEASE_MINUTES))
        )
        if not claimed.rowcount:
            raise Conflict(f"{territory.city} is being scraped already.")
    return search, source


def _check_rest(territory: Territory, is_forced: bool) -> None:
    if territory.status == TerritoryState.PAUSED:
        raise Refused(f"{territory.city} is paused.")
    until = territory.cooldown_until
    may_try = territory.status in (TerritoryState.SCRAPING, TerritoryState.FAILED)  # a retry is no new hunt
    if not is_forced and not may_try and until and until > now():
        raise Refused(f"{territory.city} was scraped lately and rests until {until:%Y-%m-%d}.")


async def _finish(transaction: Transaction, territory_id: int, status: TerritoryState, error: str) -> None:
    async with transaction() as session:
        territory = await get(session, territory_id)
        found, qualified = (
            await session.exec(
                select(sa.func.count(), sa.func.count().filter(col(Business.qualified))).where(
                    Business.territory_id == territory_id
                )
            )
        ).one()
        territory.status, territory.last_error = status, error[:2000]
        territory.businesses_found, territory.qualified_found = found, qualified
        territory.last_scraped_at = now()
        rest = {"days": COOLDOWN_DAYS} if status == TerritoryState.COOLING else {"hours": 1}
        territory.cooldown_until = ahead(**rest)
        session.add(territory)


async def load_sample(transaction: Transaction) -> list[ScrapeReport]:
    """Add the sample territories and take their businesses in, by the normal path. Safe to repeat."""
    ids = []
    for document in documents():
        values = {**document["territory"], "source": "sample"}
        async with transaction() as session:
            found = await _same(session, values)
            ids.append((found or await add(session, **values)).id)
    return [await scrape(transaction, territory_id, is_forced=True) for territory_id in ids if territory_id]
