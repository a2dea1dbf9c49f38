"""What a source of listings can do: say what a search would cost, and search, page by page."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

Transaction = Callable[[], AbstractAsyncContextManager[AsyncSession]]


class Money(Protocol):
    """What a paid source needs of the database: `hunter.sources.purse` is the one there is."""

    async def take(self, unit: int, wanted: int, step: int = 1) -> int:
        """Set money aside for `wanted` units, or for fewer, in whole steps. Returns for how many."""
        ...

    async def settle(self, set_aside: int, cost: int, request: str = "") -> None: ...

    async def pending(self) -> dict[str, Any] | None: ...

    async def note(self, request: dict[str, Any]) -> None: ...


@dataclass(frozen=True)
class Search:
    """One territory's worth of looking. `limit` 0 leaves the number of places to the source. Paid
    sources take their money from the `purse`, which then also books the cost on the territory."""

    country: str
    city: str
    industry: str
    state: str = ""
    limit: int = 0
    purse: Money | None = field(default=None, compare=False, repr=False)

    @property
    def query(self) -> str:
        """ "plumber, Dayton, OH, US": what map providers understand best."""
        return ", ".join(part for part in (self.industry, self.city, self.state, self.country) if part)


@dataclass(frozen=True)
class Quote:
    """An upper bound; nothing is sent to learn it."""

    places: int
    cost_microusd: int
    note: str = ""


@dataclass(frozen=True)
class Found:
    """A page of rows as the source gave them. Each page is stored before the next is asked for."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    cost_microusd: int = 0
    query: str = ""


class Source(Protocol):
    """`name` is kept with every listing; `shape` is the `--source` its rows are read as. A source
    that `is_paid` takes its money from the search's purse."""

    name: str
    shape: str
    is_paid: bool

    def covers(self, search: Search) -> bool:
        """Whether it can answer here at all, with the settings as they are."""
        ...

    def quote(self, search: Search) -> Quote: ...

    def search(self, search: Search) -> AsyncIterator[Found]:
        """Raises VendorError; what was yielded before stays stored."""
        ...
