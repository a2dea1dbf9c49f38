"""Where and what to hunt: one row per place and trade (the mission's `coverage_grid`)."""

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from webmagic.core.columns import text_column, utc_column


class TerritoryState(StrEnum):
    PENDING = "pending"
    SCRAPING = "scraping"
    DONE = "done"
    COOLING = "cooling"
    PAUSED = "paused"
    FAILED = "failed"
    EXHAUSTED = "exhausted"  # the money ran out, ours for today or the vendor's; `last_error` says which


class Territory(SQLModel, table=True):
    __tablename__ = "coverage_grid"
    __table_args__ = (sa.UniqueConstraint("country", "state", "city", "industry"),)

    id: int | None = Field(default=None, primary_key=True)
    country: str = Field(max_length=2)
    state: str = Field(default="", max_length=80)
    city: str = Field(max_length=120)
    industry: str = Field(max_length=120)
    source: str = Field(default="", max_length=40)
    priority: int = Field(default=50, index=True)
    population: int | None = None
    latitude: float | None = None  # of the town's middle
    longitude: float | None = None
    status: str = Field(default=TerritoryState.PENDING, max_length=20, index=True)
    businesses_found: int = 0
    qualified_found: int = 0
    outside_found: int = 0  # listings that lay elsewhere and were clipped
    cost_microusd: int = 0  # ever
    last_cost_microusd: int = 0  # of the last hunt
    last_error: str = text_column()
    last_scraped_at: dt.datetime | None = utc_column()
    cooldown_until: dt.datetime | None = utc_column(index=True)
    created_at: dt.datetime = utc_column(default_now=True)
