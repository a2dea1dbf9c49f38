"""What people decided where the machine would not, and what waits for them."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from webmagic.core.columns import foreign_key, json_column, text_column, utc_column


class Origin(StrEnum):
    """Why a person looked: the machine doubted, or chance drew it."""

    QUEUE = "queue"
    AUDIT = "audit"


class ReviewLabel(SQLModel, table=True):
    """One decision. It is never changed, only taken back; what it replaced is kept for that."""

    __tablename__ = "review_labels"

    id: int | None = Field(default=None, primary_key=True)
    business_id: int = foreign_key("businesses.id")
    origin: str = Field(default=Origin.QUEUE, max_length=10)
    decision: str = Field(max_length=20)  # a WebsiteState
    url: str = text_column()  # the website, when it has one
    # What the machine had said: its state, by what (the web, or the listing alone), and the evidence.
    machine_state: str = Field(max_length=20, index=True)
    was_looked_up: bool = False
    machine_reason: str = text_column()
    evidence_version: str = Field(default="", max_length=16)
    evidence: list[dict[str, Any]] = json_column(list)
    before: dict[str, Any] = json_column()
    by: str = Field(max_length=320)
    seconds: float | None = None  # from the look to the decision
    decided_at: dt.datetime = utc_column(default_now=True, index=True)
    undone_at: dt.datetime | None = utc_column()


class ReviewItem(SQLModel, table=True):
    """Beside a business that waits: who has it before them, whether it was put off, and the state that
    an audit drew it in. Without a row, a business that needs review simply waits."""

    __tablename__ = "review_items"

    id: int | None = Field(default=None, primary_key=True)
    business_id: int = foreign_key("businesses.id", unique=True)
    audit_state: str = Field(default="", max_length=20, index=True)
    drawn_at: dt.datetime | None = utc_column()
    claimed_by: str = Field(default="", max_length=320)
    claimed_until: dt.datetime | None = utc_column()
    put_off_at: dt.datetime | None = utc_column()


class RuleVersion(SQLModel, table=True):
    """What made a lead good enough, from when on, and who said so."""

    __tablename__ = "rule_versions"
    __table_args__ = (sa.UniqueConstraint("number"),)

    id: int | None = Field(default=None, primary_key=True)
    number: int
    rules: dict[str, Any] = json_column()
    changes: list[str] = json_column(list)  # in words
    by: str = Field(default="", max_length=320)
    at: dt.datetime = utc_column(default_now=True)
