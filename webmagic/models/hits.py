"""What came in for a letter's dot and links: kept first, judged afterwards."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from webmagic.core.columns import foreign_key, json_column, utc_column


class HitKind(StrEnum):
    OPEN = "open"
    CLICK = "click"
    LOOK = "look"  # the unsubscribe page was fetched; nothing was asked for
    SEEN = "seen"  # the script of the landing page spoke


class HitVerdict(StrEnum):
    PERSON = "person"
    MACHINE = "machine"
    UNKNOWN = "unknown"  # it may have been a person, and nobody can say so


class TrackingHit(SQLModel, table=True):
    """`address` is kept until the hit is judged, and never longer; `visitor` is a hash that changes daily."""

    __tablename__ = "tracking_hits"
    __table_args__ = (
        sa.Index(
            "ix_tracking_hits_unjudged",
            "at",
            sqlite_where=sa.text("judged_at IS NULL"),
            postgresql_where=sa.text("judged_at IS NULL"),
        ),
        sa.Index("ix_tracking_hits_visitor", "visitor", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    message_id: int = foreign_key("messages.id")
    kind: str = Field(max_length=10)
    target: str = Field(default="", max_length=20)
    key: str = Field(default="", max_length=32)  # joins a click and what its landing page saw
    method: str = Field(default="GET", max_length=8)
    user_agent: str = Field(default="", max_length=300)
    address: str = Field(default="", max_length=45)
    visitor: str = Field(default="", max_length=32)
    network: str = Field(default="", max_length=40)
    evidence: dict[str, Any] = json_column()
    verdict: str = Field(default="", max_length=10)
    reason: str = Field(default="", max_length=200)
    event_id: int | None = None  # the line it became in the letter's history; both die with the letter
    at: dt.datetime = utc_column(default_now=True)
    judged_at: dt.datetime | None = utc_column()
