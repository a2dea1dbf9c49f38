"""What a source of listings can do: say what a search would cost, and search, page by page."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.errors import VendorError

Transaction = Callable[[], AbstractAsyncContextManager[AsyncSession]]


class Money(Protocol):
    """What a paid source needs of the database: `hunter.sources.purse` is the one there is."""

    async def take(self, unit: int, wanted: int, step: int = 1) -> int:
        """Set money aside for `wanted` units, or for fewer, in whole steps. Returns for how many."""
        ...

    async def settle(self, set_aside: int, cost: int, request: str = "") -> None: ...

    async def pending(self) -> dict[str, Any] | None: ...

    async def note(self, request: dict[str, Any]) -> None: ...


@dataclass
class Brake:
    """The one who searches pulls it when the next page is not worth its money."""

    is_on: bool = False


@dataclass(frozen=True)
class Search:
    """One look at a place, or at a part of it: a circle around a point, where that is known. `town`
    is a place within the part, `offset` how many places an earlier look has brought already. `limit`
    0 leaves the number of places to the source. Paid sources take their money from the `purse`,
    which then also books the cost on the territory."""

    country: str
    city: str
    industry: str
    state: str = ""
    limit: int = 0
    purse: Money | None = field(default=None, compare=False, repr=False)
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float = 0
    is_part: bool = False
    town: str = ""
    offset: int = 0
    brake: Brake = field(default_factory=Brake, compare=False, repr=False)

    @property
    def query(self) -> str:
        """ "plumber, Dayton, OH, US": what map providers understand best."""
        where = self.town or self.city
        return ", ".join(part for part in (self.industry, where, self.state, self.country) if part)


@dataclass(frozen=True)
class Quote:
    """An upper bound; nothing is sent to learn it. `first_microusd` is the bound of the first look
    alone, before a crowded place is divided."""

    places: int
    cost_microusd: int
    note: str = ""
    first_microusd: int = 0


@dataclass(frozen=True)
class Found:
    """A page of rows as the source gave them. Each page is stored before the next is asked for.
    `offset` places are behind us now. `is_last`: the source has no more for this look; `is_capped`:
    it has, but does not hand it out, so that the place must be divided."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    cost_microusd: int = 0
    query: str = ""
    offset: int = 0
    is_last: bool = True
    is_capped: bool = False


class TooLarge(VendorError):
    """The source could not answer for so large a place, but may for its parts. Nothing was paid."""


class Source(Protocol):
    """`name` is kept with every listing; `shape` is the `--source` its rows are read as. A source
    that `is_paid` takes its money from the search's purse. One that `is_asked_for` is used only where
    a territory names it. `can_divide`: it looks differently at parts of a place. `credit` is what
    must stand where its listings are shown."""

    name: str
    shape: str
    is_paid: bool
    is_asked_for: bool
    can_divide: bool
    credit: str

    def covers(self, search: Search) -> bool:
        """Whether it can answer here at all, with the settings as they are."""
        ...

    def quote(self, search: Search) -> Quote: ...

    def search(self, search: Search) -> AsyncIterator[Found]:
        """Raises VendorError; what was yielded before stays stored."""
        ...
