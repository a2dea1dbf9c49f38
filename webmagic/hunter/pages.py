"""Businesses a page at a time: filters, search, order, and a cursor that stays quick at any depth."""

import base64
import datetime as dt
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.errors import Invalid
from webmagic.models import Business

TABLE = SQLModel.metadata.tables[Business.__tablename__]
MAX_LIMIT = 500
COUNTED = 100_000  # totals beyond this are not counted further


@dataclass(frozen=True)
class BusinessRow:
    """A business as lists show it."""

    id: int
    name: str
    trade: str
    category: str
    city: str
    state: str
    country: str
    language: str
    phone: str
    email: str
    website: str
    website_state: str
    rating: float | None
    review_count: int | None
    score: int
    qualified: bool
    disqualified_reason: str
    stage: str
    is_chain: bool
    is_closed: bool
    do_not_contact: bool
    created_at: dt.datetime
    updated_at: dt.datetime


@dataclass(frozen=True)
class Page:
    """`total` counts all matches, up to COUNTED; `next_cursor` is None on the last page."""

    rows: list[BusinessRow]
    next_cursor: str | None
    total: int
    is_total_capped: bool = False


COLUMNS = [TABLE.c[name] for name in BusinessRow.__dataclass_fields__]
# name -> (column, descending). The id breaks ties in the same direction.
SORTS: dict[str, tuple[Any, bool]] = {
    "score": (TABLE.c.score, True),
    "newest": (TABLE.c.id, True),
    "oldest": (TABLE.c.id, False),
    "name": (TABLE.c.name, False),
    "rating": (sa.func.coalesce(TABLE.c.rating, -1), True),
    "reviews": (sa.func.coalesce(TABLE.c.review_count, -1), True),
    "city": (TABLE.c.city, False),
}


@dataclass(frozen=True)
class Filters:
    """Empty values filter nothing."""

    search: str = ""
    stage: str = ""
    trade: str = ""
    country: str = ""
    city: str = ""
    qualified: bool | None = None
    min_score: int | None = None
    website_state: str = ""
    territory_id: int | None = None

    def conditions(self) -> list[Any]:
        equal = {"stage": self.stage, "trade": self.trade, "country": self.country.upper(),
                 "website_state": self.website_state, "territory_id": self.territory_id}  # fmt: skip
        found = [TABLE.c[name] == value for name, value in equal.items() if value]
        if self.city:
            # SQLite's lower() knows ASCII only, so the town as it is written counts too.
            town = self.city.strip()
            found.append(sa.or_(TABLE.c.city == town, sa.func.lower(TABLE.c.city) == town.lower()))
        if self.qualified is not None:
            found.append(TABLE.c.qualified.is_(self.qualified))
        if self.min_score:
            found.append(TABLE.c.score >= self.min_score)
        for word in self.search.replace("\x00", "").split()[:6]:
            columns = (TABLE.c.name, TABLE.c.city, TABLE.c.email, TABLE.c.phone, TABLE.c.category)
            found.append(sa.or_(*(column.icontains(word, autoescape=True) for column in columns)))
        return found


async def page_businesses(
    session: AsyncSession,
    *,
    search: str = "",
    stage: str = "",
    trade: str = "",
    country: str = "",
    city: str = "",
    qualified: bool | None = None,
    min_score: int | None = None,
    website_state: str = "",
    territory_id: int | None = None,
    sort: str = "score",
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Raises Invalid for an unknown sort or a cursor that is not ours."""
    filters = Filters(search, stage, trade, country, city, qualified, min_score, website_state, territory_id)
    rows = await _rows(session, filters, sort, cursor, limit := max(1, min(limit, MAX_LIMIT)))
    total = await _count(session, filters)
    last = rows[limit - 1] if len(rows) > limit else None
    shown = [BusinessRow(**{k: v for k, v in row.items() if k != "sort_value"}) for row in rows[:limit]]
    next_cursor = _encode(sort, last["sort_value"], last["id"]) if last else None
    return Page(shown, next_cursor, min(total, COUNTED), total > COUNTED)


async def _rows(
    session: AsyncSession, filters: Filters, sort: str, cursor: str | None, limit: int
) -> list[dict[str, Any]]:
    """One more than the limit, so that the last page knows itself."""
    if sort not in SORTS:
        raise Invalid(f"Businesses cannot be sorted by {sort!r}. Choose one of: {', '.join(SORTS)}.")
    key, is_descending = SORTS[sort]
    pair = sa.tuple_(key, TABLE.c.id)
    query = sa.select(*COLUMNS, key.label("sort_value")).where(*filters.conditions())
    if cursor:
        value, at = _decode(sort, cursor)
        after = sa.tuple_(sa.literal(value), sa.literal(at))
        query = query.where(pair < after if is_descending else pair > after)
    order = (key.desc(), TABLE.c.id.desc()) if is_descending else (key, TABLE.c.id)
    found = await (await session.connection()).execute(query.order_by(*order).limit(limit + 1))
    return [dict(row) for row in found.mappings()]


async def _count(session: AsyncSession, filters: Filters) -> int:
    some = sa.select(TABLE.c.id).where(*filters.conditions()).limit(COUNTED + 1).subquery()
    found = await (await session.connection()).execute(sa.select(sa.func.count()).select_from(some))
    return found.scalar_one()


def _encode(sort: str, value: Any, at: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([sort, value, at]).encode()).decode().rstrip("=")


def _decode(sort: str, cursor: str) -> tuple[Any, int]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        of_sort, value, at = json.loads(base64.urlsafe_b64decode(padded.encode()))
        expected = str if sort in ("name", "city") else (int, float)
        if of_sort != sort or not isinstance(value, expected) or not isinstance(at, int):
            raise ValueError
    except (ValueError, TypeError):
        raise Invalid("This cursor does not belong to this list; begin again without one.") from None
    return value, at


async def iter_businesses(
    session: AsyncSession, *, sort: str = "newest", **filters: Any
) -> AsyncIterator[BusinessRow]:
    """All matches, a page after another: for exports."""
    cursor: str | None = None
    while True:
        page = await page_businesses(session, sort=sort, cursor=cursor, limit=MAX_LIMIT, **filters)
        for row in page.rows:
            yield row
        if not (cursor := page.next_cursor):
            return
