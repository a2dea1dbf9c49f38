"""Where and what to hunt: territories, which is due, and what scraping one would cost."""

import asyncio
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.errors import Conflict, Invalid, NotFound
from webmagic.core.settings import get_settings
from webmagic.hunter import gazetteer
from webmagic.hunter.bulk import create_many, preview_many
from webmagic.hunter.listings import country_code
from webmagic.hunter.sources.choice import SOURCES, source_for
from webmagic.hunter.sources.protocol import Quote, Search
from webmagic.hunter.sources.purse import room
from webmagic.hunter.sources.sample import Sample
from webmagic.models import Territory, TerritoryState

__all__ = ["add", "count_by_status", "create_many", "find_same", "get", "list_", "list_due", "next_due",
           "preview_many", "quote", "set_paused", "set_priority"]  # fmt: skip


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
    if await find_same(session, values):
        raise Conflict(f"{values['industry']} in {values['city']} is a territory already.")
    town = None
    if source != Sample.name:  # small towns are looked up when they are scraped: that takes longer
        where = (values["country"], values["city"], values["state"])
        town = await asyncio.to_thread(gazetteer.find, *where, least=15_000)
    territory = Territory(
        country=values["country"],
        state=values["state"],
        city=values["city"],
        industry=values["industry"],
        priority=priority,
        population=population or (town.population if town else None),
        latitude=town.latitude if town else None,
        longitude=town.longitude if town else None,
        source=source,
    )
    session.add(territory)
    await session.flush()
    return territory


async def find_same(session: AsyncSession, values: dict[str, str]) -> Territory | None:
    """The territory of this very country, state, city and industry."""
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


def _search(territory: Territory, limit: int) -> Search:
    where = (territory.country, territory.city, territory.industry, territory.state)
    return Search(*where, limit, latitude=territory.latitude, longitude=territory.longitude)


async def quote(session: AsyncSession, territory_id: int, limit: int = 0) -> Quote:
    """What scraping would cost at most, today's ceilings and what is spent of them considered.
    Sends nothing."""
    territory = await get(session, territory_id)
    search = _search(territory, limit)
    source = source_for(search, territory.source)
    found = source.quote(search)
    if not source.is_paid or not found.places:
        return found
    settings = get_settings()
    ceilings = (settings.outscraper_territory_usd, settings.outscraper_day_usd)
    left = await room(session, territory_id, *(round(usd * 1_000_000) for usd in ceilings))
    unit = found.cost_microusd // found.places
    if found.cost_microusd <= left:
        return found
    places = left // unit
    note = f"{found.note}; today {left / 1e6:.2f} USD of it are left"
    return Quote(places, places * unit, note, min(found.first_microusd, places * unit))
