"""How far a territory has been searched: its cells, what each of them saw, and what lay elsewhere."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from webmagic.core.columns import foreign_key, json_column, text_column, utc_column


class CellState(StrEnum):
    WAITING = "waiting"  # not searched yet, or not to its end
    SEARCHED = "searched"  # to the end: the source has no more there
    CAPPED = "capped"  # the source had more than it hands out; its children go on
    EXHAUSTED = "exhausted"  # it cannot be divided further, or dividing brings nothing new
    SKIPPED = "skipped"  # its neighbours have shown that it would bring nothing new


class CoverageCell(SQLModel, table=True):
    """One search in a part of a territory. `depth` 0 is the whole place. `offset`: how many places
    are behind us when a search was broken off, so that nothing is paid for twice."""

    __tablename__ = "coverage_cells"
    __table_args__ = (sa.UniqueConstraint("territory_id", "source", "h3"),)

    id: int | None = Field(default=None, primary_key=True)
    territory_id: int = foreign_key("coverage_grid.id")
    parent_id: int | None = foreign_key("coverage_cells.id", optional=True)
    source: str = Field(default="", max_length=40)
    h3: str = Field(default="", max_length=20)  # "" while nobody knows where the place is
    depth: int = 0
    town: str = Field(default="", max_length=120)  # a place within it, named in the search
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float = 0
    state: str = Field(default=CellState.WAITING, max_length=20, index=True)
    offset: int = 0
    found: int = 0  # rows of its last search: known + new + outside (+ rejected)
    new: int = 0
    outside: int = 0
    searches: int = 0  # how often it was searched to an end
    cost_microusd: int = 0  # ever
    note: str = text_column()
    searched_at: dt.datetime | None = utc_column()
    created_at: dt.datetime = utc_column(default_now=True)


class CellSighting(SQLModel, table=True):
    """A business was among what a cell's search brought: what the overlap is counted from."""

    __tablename__ = "cell_sightings"

    cell_id: int = Field(foreign_key="coverage_cells.id", ondelete="CASCADE", primary_key=True)
    business_id: int = Field(foreign_key="businesses.id", ondelete="CASCADE", primary_key=True, index=True)


class ClippedListing(SQLModel, table=True):
    """A listing that a search brought though it lies outside the place: kept as it was, with the
    reason, and no lead of that territory."""

    __tablename__ = "clipped_listings"
    __table_args__ = (sa.UniqueConstraint("territory_id", "source", "fingerprint"),)

    id: int | None = Field(default=None, primary_key=True)
    territory_id: int = foreign_key("coverage_grid.id")
    source: str = Field(max_length=40)
    query: str = Field(default="", max_length=400)
    fingerprint: str = Field(max_length=64)
    reason: str = Field(max_length=300)
    raw: dict[str, Any] = json_column()
    fetched_at: dt.datetime = utc_column(default_now=True)
