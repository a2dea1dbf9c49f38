"""Many territories at once: the towns of countries or states by population, times some trades."""

import asyncio
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.errors import Invalid, Refused
from webmagic.hunter import gazetteer
from webmagic.hunter.gazetteer import Town
from webmagic.hunter.listings import country_code
from webmagic.hunter.normal.text import fold
from webmagic.hunter.sources.choice import SOURCES, source_for
from webmagic.hunter.sources.protocol import Quote, Search
from webmagic.models import Territory, TerritoryState

MOST = 20_000  # territories at once
SHOWN = 50
CHUNK = 500
ENOUGH_HUNTS = 3  # before our own hunts say what the next one costs
TABLE = SQLModel.metadata.tables[str(Territory.__tablename__)]


@dataclass(frozen=True)
class Planned:
    country: str
    state: str
    city: str
    industry: str
    population: int
    priority: int
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Plan:
    """What `create_many` would do. Costs are for hunting each new territory once, in millionths of
    a USD: `likely` by what our own hunts have cost so far, else by one full search each; `most` is
    the ceiling per territory times their number, and no day spends more than `day_ceiling`."""

    towns: int
    territories: int  # new ones
    existing: int
    likely_microusd: int
    most_microusd: int
    note: str = ""
    first: list[Planned] = field(default_factory=list)  # the largest towns

    def __str__(self) -> str:
        return (
            f"{self.territories} new territories in {self.towns} towns, {self.existing} are there already. "
            f"Hunting the new ones once: about ${self.likely_microusd / 1e6:.2f}, "
            f"never more than ${self.most_microusd / 1e6:.2f}. {self.note}"
        ).strip()

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Created:
    created: int
    existing: int
    towns: int

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def priority_of(population: int) -> int:
    """The larger a town, the sooner: 30 for ten millions, 45 for a million, 60 for 100 000, 75 for 10 000."""
    return max(0, min(100, round(135 - 15 * math.log10(max(population, 1)))))


async def preview_many(
    session: AsyncSession,
    *,
    countries: Sequence[str],
    industries: Sequence[str],
    states: Sequence[str] = (),
    min_population: int = 50_000,
    max_population: int | None = None,
    source: str = "",
) -> Plan:
    """How many territories there would be and what hunting them would cost. Writes and sends nothing.
    Raises Invalid naming what is wrong."""
    planned, towns = await _plan(countries, industries, states, min_population, max_population, source)
    fresh = await _without_existing(session, planned)
    quote, note = _quote(fresh, source)
    each = await _cost_of_a_hunt(session)
    is_known = each is not None and quote.cost_microusd > 0
    likely = round((each if is_known and each else quote.first_microusd) * len(fresh))
    return Plan(
        towns=towns,
        territories=len(fresh),
        existing=len(planned) - len(fresh),
        likely_microusd=likely,
        most_microusd=quote.cost_microusd * len(fresh),
        note=note,
        first=fresh[:SHOWN],
    )


async def create_many(
    session: AsyncSession,
    *,
    countries: Sequence[str],
    industries: Sequence[str],
    states: Sequence[str] = (),
    min_population: int = 50_000,
    max_population: int | None = None,
    source: str = "",
) -> Created:
    """Add a territory for every town and trade that is none yet; the larger the town, the more urgent.
    Safe to repeat. `states` chooses within the countries that have them. Raises Invalid."""
    planned, towns = await _plan(countries, industries, states, min_population, max_population, source)
    fresh = await _without_existing(session, planned)
    connection = await session.connection()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    created = 0
    for start in range(0, len(fresh), CHUNK):
        rows = [_row(one, source) for one in fresh[start : start + CHUNK]]
        statement = insert(TABLE).on_conflict_do_nothing().returning(TABLE.c.id)
        created += len((await connection.execute(statement, rows)).all())
    return Created(created, len(planned) - created, towns)


def _row(one: Planned, source: str) -> dict[str, Any]:
    blank = Territory(country="", city="", industry="").model_dump(exclude={"id"})
    return {
        **blank,
        **asdict(one),
        "source": source,
        "status": str(TerritoryState.PENDING),
        "created_at": now(),
    }


async def _plan(
    countries: Sequence[str],
    industries: Sequence[str],
    states: Sequence[str],
    least: int,
    most: int | None,
    source: str,
) -> tuple[list[Planned], int]:
    codes = list(dict.fromkeys(country_code(country) for country in countries))
    if not codes or "" in codes:
        raise Invalid("Name at least one country.")
    trades = _distinct(industries)
    if not trades:
        raise Invalid("Name at least one trade to hunt for.")
    if wrong := next((trade for trade in trades if len(trade) > 120), None):
        raise Invalid(f"A trade has at most 120 characters: {wrong[:40]}…")
    if source and source not in SOURCES:
        raise Invalid(f"There is no source {source!r}. Choose one of: {', '.join(SOURCES)}.")
    wanted = _states_of(codes, states)
    found = await asyncio.to_thread(_towns, codes, wanted, max(least, 500), most)
    if len(found) * len(trades) > MOST:
        raise Invalid(
            f"That would be {len(found) * len(trades):,} territories; at most {MOST:,} are made at once. "
            "Ask for larger towns, or fewer states."
        )
    planned = [
        Planned(t.country, t.state, t.name[:120], trade, t.population, priority_of(t.population),
                t.latitude, t.longitude)
        for t in found
        for trade in trades
    ]  # fmt: skip
    return planned, len(found)


def _distinct(texts: Iterable[str]) -> list[str]:
    """Without blanks and repetitions, as they were first written."""
    return list({fold(text): text.strip() for text in reversed(list(texts)) if text.strip()}.values())[::-1]


def _states_of(codes: list[str], states: Sequence[str]) -> set[tuple[str, str]]:
    """(country, state): every state must belong to one of the countries."""
    found: set[tuple[str, str]] = set()
    for text in _distinct(states):
        here = set()
        for code in codes:
            try:
                here.add((code, gazetteer.state_of(code, text)))
            except Invalid as error:
                wrong = error
        if not here:
            raise wrong
        found |= here
    return found


def _towns(codes: list[str], states: set[tuple[str, str]], least: int, most: int | None) -> list[Town]:
    """The largest first; of several with one name in one state, only the largest can be told apart."""
    with_states = {country for country, _ in states}
    found: dict[tuple[str, str, str], Town] = {}
    for code in codes:
        for town in gazetteer.towns(code, least):
            is_wanted = code not in with_states or (code, town.state) in states
            if is_wanted and (most is None or town.population <= most):
                found.setdefault((code, town.state, fold(town.name)), town)
    return sorted(found.values(), key=lambda town: -town.population)


async def _without_existing(session: AsyncSession, planned: list[Planned]) -> list[Planned]:
    """Those that are no territory yet, in whatever spelling; a row without a state stands for any."""
    codes = {one.country for one in planned}
    statement = select(Territory.country, Territory.state, Territory.city, Territory.industry)
    rows = (await session.exec(statement.where(col(Territory.country).in_(codes)))).all()
    known: dict[tuple[str, str, str], list[str]] = {}
    for country, state, city, industry in rows:
        known.setdefault((country, fold(city), fold(industry)), []).append(state)
    return [
        one
        for one in planned
        if not any(
            gazetteer.is_same_state(one.country, one.state, state)
            for state in known.get((one.country, fold(one.city), fold(one.industry)), ())
        )
    ]


def _quote(fresh: list[Planned], source: str) -> tuple[Quote, str]:
    """What hunting one of them costs; the source does not tell towns apart."""
    if not fresh:
        return Quote(0, 0), "All of them are territories already."
    one = fresh[0]
    search = Search(
        one.country, one.city, one.industry, one.state, latitude=one.latitude, longitude=one.longitude
    )
    try:
        quote = source_for(search, source).quote(search)
    except Refused as error:
        return Quote(0, 0), str(error)
    return quote, quote.note


async def _cost_of_a_hunt(session: AsyncSession) -> float | None:
    """The average of our own paid hunts, once there are some."""
    statement = select(sa.func.count(), sa.func.avg(Territory.last_cost_microusd)).where(
        col(Territory.last_cost_microusd) > 0
    )
    hunts, average = (await session.exec(statement)).one()
    return float(average) if hunts >= ENOUGH_HUNTS else None
