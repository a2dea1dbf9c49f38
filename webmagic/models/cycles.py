"""What the autopilot looked at, when, and what it asked for."""

import datetime as dt
from typing import Any

from sqlmodel import Field, SQLModel

from webmagic.core.columns import json_column, utc_column


class Cycle(SQLModel, table=True):
    """One cycle, or the part of one that a schedule runs. `phases` grows as they end: phase, asked,
    limit, stopped, seconds, jobs_run. Without `ended_at` it is under way, or was cut off."""

    __tablename__ = "cycles"

    id: int | None = Field(default=None, primary_key=True)
    cause: str = Field(max_length=30)  # schedule, by hand, command line
    actor: str = Field(default="autopilot", max_length=320)
    phases: list[dict[str, Any]] = json_column(list)
    began_at: dt.datetime = utc_column(default_now=True, index=True)
    ended_at: dt.datetime | None = utc_column()
