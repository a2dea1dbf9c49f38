"""Lists by cursor: the next page begins after the last row seen, however many came meanwhile."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.errors import Invalid

T = TypeVar("T")
LARGEST = 200


@dataclass(frozen=True)
class Page(Generic[T]):
    items: list[T]
    next: str | None  # the cursor of the next page; None at the end


def read_cursor(cursor: str | None) -> int | None:
    if not cursor:
        return None
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise Invalid("This cursor is not one of ours. Start again without it.")
    return int(cursor)


async def page_newest(
    session: AsyncSession, statement: Any, key: Any, *, cursor: str | None = None, limit: int = 50
) -> Page[Any]:
    """Newest first by `key`, an integer primary key."""
    limit = max(1, min(limit, LARGEST))
    after = read_cursor(cursor)
    if after is not None:
        statement = statement.where(col(key) < after)
    rows = list((await session.exec(statement.order_by(col(key).desc()).limit(limit + 1))).all())
    has_more = len(rows) > limit
    rows = rows[:limit]
    return Page(rows, str(getattr(rows[-1], key.key)) if has_more else None)
