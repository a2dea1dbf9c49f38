"""Lists and rows, as every route of the API shows them."""

from collections.abc import Callable
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, ConfigDict

from webmagic.accounts import read_cursor

T = TypeVar("T")


class Row(BaseModel):
    """A row as the API shows it: only the fields named, read from a table's object or a dataclass."""

    model_config = ConfigDict(from_attributes=True)


class Listed(Row, Generic[T]):
    """`next` goes into `cursor` for the page that follows; null at the end."""

    items: list[T]
    next: str | None = None


class BusinessName(Row):
    id: int
    name: str
    city: str
    country: str


Cursor = Annotated[str | None, Query(max_length=80, description="`next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=200)]


def listed(rows: list[Any], next_cursor: object, show: Callable[[Any], Any] | None = None) -> dict[str, Any]:
    items = [show(row) for row in rows] if show else rows
    return {"items": items, "next": None if next_cursor is None else str(next_cursor)}


def before(cursor: str | None) -> int | None:
    """The cursor of a list that pages by a plain id."""
    return read_cursor(cursor)
