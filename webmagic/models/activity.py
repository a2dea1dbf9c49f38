"""What happened, in words, and the daily figures."""

import datetime as dt
from typing import Any

from sqlmodel import Field, SQLModel

from webmagic.core.columns import foreign_key, json_column, utc_column


class Activity(SQLModel, table=True):
    """One line of the log that people read: who or what did what to which business."""

    __tablename__ = "activity_log"

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=60, index=True)  # "site.published", "payment.received" ...
    text: str = Field(max_length=400)
    business_id: int | None = foreign_key("businesses.id", optional=True)
    actor: str = Field(default="autopilot", max_length=320)
    data: dict[str, Any] = json_column()
    at: dt.datetime = utc_column(default_now=True, index=True)


class AnalyticsSnapshot(SQLModel, table=True):
    __tablename__ = "analytics_snapshots"

    id: int | None = Field(default=None, primary_key=True)
    day: dt.date = Field(unique=True)
    figures: dict[str, Any] = json_column()
    created_at: dt.datetime = utc_column(default_now=True)


class Setting(SQLModel, table=True):
    """A value an operator changes in the admin: thresholds, limits, the autopilot's switch."""

    __tablename__ = "settings"

    key: str = Field(primary_key=True, max_length=80)
    value: Any = json_column()
    updated_at: dt.datetime = utc_column(default_now=True)
