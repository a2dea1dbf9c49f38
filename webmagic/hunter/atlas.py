"""The territories as the console shows them: places for the map, lines for the table, by filters.

Everything here is set-wise: with ten thousand territories the page still reads a few dozen rows,
and the map one row a town.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import h3
import sqlalchemy as sa
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.models import Business, CoverageCell, Territory, TerritoryState

# What a territory is to an operator. COOLING ends by the clock, whenever the row learns of it.
STANDINGS = ("scraping", "exhausted", "failed", "waiting", "ready", "cooling", "paused")
SAME = {
    TerritoryState.SCRAPING: "scraping",
    TerritoryState.EXHAUSTED: "exhausted",
    TerritoryState.FAILED: "failed",
    TerritoryState.PAUSED: "paused",
}
MAX_PLACES = 8000
TABLE, FOUND = (SQLModel.metadata.tables[str(model.__tablename__)] for model in (Territory, Business))


@dataclass(frozen=True)
class Wanted:
    """Filters; "" filters nothing. `standing` is one of STANDINGS, `text` a part of town or trade."""

    country: str = ""
    industry: str = ""
    standing: str = ""
    text: str = ""


@dataclass(frozen=True)
class Place:
    """A town with its territories summed up. `first_id` is the one there is when `count` is 1.
    `rests_until` is when the first of those that rest is free again."""

    city: str
    state: str
    country: str
    latitude: float
    longitude: float
    count: int
    first_id: int
    found: int
    qualified: int
    cost_microusd: int
    last_scraped_at: dt.datetime | None
    rests_until: dt.datetime | None
    standings: dict[str, int]


@dataclass(frozen=True)
class Totals:
    """`stamp` changes whenever anything that a map or a table shows has changed."""

    territories: int
    found: int
    qualified: int
    cost_microusd: int
    by_standing: dict[str, int]
    stamp: str


@dataclass(frozen=True)
class Shape:
    """A cell of a territory: the corners of its hexagon as (latitude, longitude)."""

    state: str
    found: int
    new: int
    corners: list[tuple[float, float]]


def standing_of(territory: Territory) -> str:
    if found := SAME.get(TerritoryState(territory.status)):
        return found
    if territory.cooldown_until and territory.cooldown_until > now():
        return "cooling"
    return "ready" if territory.last_scraped_at else "waiting"


def _standing() -> sa.Case[str]:
    """`standing_of`, in SQL."""
    return sa.case(
        *((col(Territory.status) == state, name) for state, name in SAME.items()),
        (col(Territory.cooldown_until) > now(), "cooling"),
        (col(Territory.last_scraped_at).is_not(None), "ready"),
        else_="waiting",
    )


def _where(wanted: Wanted, *, but_standing: bool = False) -> list[Any]:
    conditions: list[Any] = []
    if wanted.country:
        conditions.append(col(Territory.country) == wanted.country)
    if wanted.industry:
        conditions.append(col(Territory.industry) == wanted.industry)
    if wanted.standing and not but_standing:
        conditions.append(_standing() == wanted.standing)
    if text := wanted.text.strip():
        found = (col(name).icontains(text, autoescape=True) for name in (Territory.city, Territory.industry))
        conditions.append(sa.or_(*found))
    return conditions


async def totals(session: AsyncSession, wanted: Wanted) -> Totals:
    """Counts by standing under the other filters; the sums obey every filter."""
    standing = _standing()
    query = (
        sa.select(
            standing.label("standing"),
            sa.func.count().label("count"),
            sa.func.coalesce(sa.func.sum(Territory.businesses_found), 0).label("found"),
            sa.func.coalesce(sa.func.sum(Territory.qualified_found), 0).label("qualified"),
            sa.func.coalesce(sa.func.sum(Territory.cost_microusd), 0).label("cost"),
            sa.func.coalesce(sa.func.sum(Territory.priority), 0).label("priority"),
            sa.func.max(Territory.last_scraped_at).label("last"),
            sa.func.max(Territory.id).label("newest"),
        )
        .where(*_where(wanted, but_standing=True))
        .group_by(standing)
        .order_by(standing)
    )
    rows = (await (await session.connection()).execute(query)).mappings().all()
    kept = [row for row in rows if not wanted.standing or row["standing"] == wanted.standing]
    said = repr([tuple(row.values()) for row in rows]).encode()
    return Totals(
        territories=sum(row["count"] for row in kept),
        found=sum(row["found"] for row in kept),
        qualified=sum(row["qualified"] for row in kept),
        cost_microusd=int(sum(row["cost"] for row in kept)),
        by_standing={row["standing"]: row["count"] for row in rows},
        stamp=hashlib.sha256(said).hexdigest()[:12],
    )


async def lines(session: AsyncSession, wanted: Wanted, *, limit: int, skip: int = 0) -> Sequence[Territory]:
    """What hunts now on top, then the best streets, then those nobody has seen, by priority."""
    share = sa.case(
        (
            col(Territory.businesses_found) > 0,
            sa.cast(col(Territory.qualified_found), sa.Float) / col(Territory.businesses_found),
        ),
        else_=-1.0,
    )
    is_running = sa.case((col(Territory.status) == TerritoryState.SCRAPING, 0), else_=1)
    query = (
        select(Territory)
        .where(*_where(wanted))
        .order_by(is_running, share.desc(), col(Territory.priority), col(Territory.id))
        .limit(limit)
        .offset(skip)
    )
    return (await session.exec(query)).all()


async def countries(session: AsyncSession) -> dict[str, int]:
    query = select(Territory.country, sa.func.count()).group_by(Territory.country).order_by(Territory.country)
    return dict((await session.exec(query)).all())


async def industries(session: AsyncSession, limit: int = 60) -> dict[str, int]:
    """The trades that most territories are after, in the order of the alphabet."""
    number = sa.func.count()
    query = select(Territory.industry, number).group_by(Territory.industry).order_by(number.desc())
    return dict(sorted((await session.exec(query.limit(limit))).all()))


async def places(session: AsyncSession, wanted: Wanted) -> list[Place]:
    """One row a town that can be put on a map. A town without a known middle stands where the
    businesses found there do; without any of those it is only in the table."""
    where = _middle_of_businesses()
    query = (
        sa.select(
            *(TABLE.c[name] for name in ("city", "state", "country")),
            sa.func.avg(sa.func.coalesce(Territory.latitude, where.c.latitude)).label("latitude"),
            sa.func.avg(sa.func.coalesce(Territory.longitude, where.c.longitude)).label("longitude"),
            sa.func.count().label("count"),
            sa.func.min(Territory.id).label("first_id"),
            sa.func.sum(Territory.businesses_found).label("found"),
            sa.func.sum(Territory.qualified_found).label("qualified"),
            sa.func.sum(Territory.cost_microusd).label("cost_microusd"),
            sa.func.max(Territory.last_scraped_at).label("last_scraped_at"),
            sa.func.min(sa.case((_standing() == "cooling", col(Territory.cooldown_until)))).label(
                "rests_until"
            ),
            *(sa.func.sum(sa.case((_standing() == name, 1), else_=0)).label(name) for name in STANDINGS),
        )
        .select_from(sa.outerjoin(TABLE, where, where.c.territory_id == TABLE.c.id))
        .where(*_where(wanted))
        .group_by(Territory.country, Territory.state, Territory.city)
        .order_by(sa.desc("qualified"), sa.desc("count"), "first_id")
        .limit(MAX_PLACES)
    )
    rows = (await (await session.connection()).execute(query)).mappings().all()
    return [_place(row) for row in rows if row["latitude"] is not None and row["longitude"] is not None]


def _middle_of_businesses() -> sa.Subquery:
    return (
        sa.select(
            FOUND.c.territory_id,
            sa.func.avg(FOUND.c.latitude).label("latitude"),
            sa.func.avg(FOUND.c.longitude).label("longitude"),
        )
        .where(FOUND.c.territory_id.in_(sa.select(TABLE.c.id).where(col(Territory.latitude).is_(None))))
        .group_by(FOUND.c.territory_id)
        .subquery()
    )


def _place(row: Any) -> Place:
    values = {name: row[name] for name in ("city", "state", "country", "count", "first_id")}
    values |= {name: row[name] for name in ("last_scraped_at", "rests_until")}
    values |= {name: float(row[name]) for name in ("latitude", "longitude")}
    values |= {name: int(row[name] or 0) for name in ("found", "qualified", "cost_microusd")}
    return Place(**values, standings={name: int(row[name]) for name in STANDINGS if row[name]})


async def shapes(session: AsyncSession, territory_id: int, limit: int = 400) -> list[Shape]:
    """The hexagons a territory was divided into, the smallest last."""
    query = (
        select(CoverageCell)
        .where(CoverageCell.territory_id == territory_id, CoverageCell.h3 != "")
        .order_by(col(CoverageCell.depth), col(CoverageCell.id))
        .limit(limit)
    )
    return [
        Shape(cell.state, cell.found, cell.new, [(a, b) for a, b in h3.cell_to_boundary(cell.h3)])
        for cell in (await session.exec(query)).all()
        if h3.is_valid_cell(cell.h3)
    ]
