"""Every call to a model, and the batches that carry those of the night."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from webmagic.core.columns import foreign_key, json_column, text_column, utc_column


class CallState(StrEnum):
    QUEUED = "queued"  # waits for a batch
    BATCHED = "batched"  # in a batch at the vendor
    SENT = "sent"  # on its way, or lost in a crash: its reserve stays counted
    ANSWERED = "answered"  # `answer` is paid for, and used again after a restart
    UNUSABLE = "unusable"  # paid for, but refused, cut off or broken
    FAILED = "failed"  # no answer came
    SPENT = "spent"  # a cap forbade it; nothing was sent


class ModelCall(SQLModel, table=True):
    """One request. `key` says what was asked, within one build; a second try has a second row."""

    __tablename__ = "model_calls"
    __table_args__ = (
        sa.UniqueConstraint("key", "attempt"),
        sa.Index("ix_model_calls_build", "build_key", "agent"),
    )

    id: int | None = Field(default=None, primary_key=True)
    site_id: int | None = foreign_key("generated_sites.id", ondelete="SET NULL", optional=True)
    build_key: str = Field(max_length=80)
    agent: str = Field(max_length=20, index=True)
    purpose: str = Field(default="", max_length=40)
    key: str = Field(max_length=64)
    attempt: int = 1
    state: str = Field(default=CallState.SENT, max_length=20, index=True)
    model: str = Field(default="", max_length=80)
    prompt_version: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cache_read: int = 0
    cache_write: int = 0
    cost_microusd: int = 0  # the most it can come to, until it is known
    seconds: float = 0
    outcome: str = Field(default="", max_length=60)  # the stop reason, or what went wrong
    answer: str = text_column()
    request: dict[str, Any] = json_column()  # only while it waits for a batch
    batch_id: int | None = foreign_key("model_batches.id", ondelete="SET NULL", optional=True)
    created_at: dt.datetime = utc_column(default_now=True, index=True)
    finished_at: dt.datetime | None = utc_column()


class BatchState(StrEnum):
    SUBMITTING = "submitting"  # written before it is sent, so that a crash cannot lose it
    RUNNING = "running"
    ENDED = "ended"
    LOST = "lost"  # never arrived; its calls wait for the next one


class ModelBatch(SQLModel, table=True):
    """Requests handed over together, at half the price."""

    __tablename__ = "model_batches"

    id: int | None = Field(default=None, primary_key=True)
    vendor_id: str = Field(default="", max_length=80, index=True)
    state: str = Field(default=BatchState.SUBMITTING, max_length=20, index=True)
    calls: int = 0
    created_at: dt.datetime = utc_column(default_now=True)
    ended_at: dt.datetime | None = utc_column()
