"""The job ledger's rows. The database holds the truth; Redis and arq only wake workers."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from webmagic.core.columns import json_column, text_column, utc_column


class Queue(StrEnum):
    SCRAPING = "scraping"
    GENERATION = "generation"
    CAMPAIGNS = "campaigns"
    MONITORING = "monitoring"


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"  # dead: kept until somebody looks
    CANCELLED = "cancelled"


ACTIVE = (JobState.WAITING, JobState.RUNNING)
IS_WAITING = sa.text("state = 'waiting'")  # written out, so that planners see the partial index fits


class Job(SQLModel, table=True):
    """One piece of background work.

    `dedupe_key` is unique while the row is active (partial index). `attempt` is the fence: it only
    ever rises, and a result is accepted only under the attempt it was claimed with. What counts
    towards a kind's tries is `failures`; what counts towards poison is `crashes`."""

    __tablename__ = "jobs"
    __table_args__ = (
        sa.Index(
            "uq_jobs_active_dedupe",
            "dedupe_key",
            unique=True,
            sqlite_where=sa.text("state IN ('waiting', 'running') AND dedupe_key IS NOT NULL"),
            postgresql_where=sa.text("state IN ('waiting', 'running') AND dedupe_key IS NOT NULL"),
        ),
        sa.Index(
            "ix_jobs_claim",
            "queue",
            "priority",
            "run_after",
            "id",
            sqlite_where=IS_WAITING,
            postgresql_where=IS_WAITING,
        ),
        sa.Index("ix_jobs_lease", "state", "lease_until"),
        sa.Index("ix_jobs_fingerprint", "state", "fingerprint"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=60, index=True)
    arguments: dict[str, Any] = json_column()
    queue: str = Field(max_length=20)
    dedupe_key: str | None = Field(default=None, max_length=200)
    priority: int = 50  # lower runs first
    state: str = Field(default=JobState.WAITING, max_length=20)
    attempt: int = 0
    failures: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    crashes: int = 0  # leases lost: a job that kills its worker three times is poison
    origin: str = Field(default="", max_length=20, sa_column_kwargs={"server_default": ""})  # "autopilot"
    run_after: dt.datetime = utc_column(default_now=True)
    lease_until: dt.datetime | None = utc_column()
    worker: str = Field(default="", max_length=120)
    business_id: int | None = Field(default=None, index=True)  # for timelines; no foreign key on purpose
    error_kind: str = Field(default="", max_length=120)
    fingerprint: str = Field(default="", max_length=64)
    message: str = text_column()
    created_at: dt.datetime = utc_column(default_now=True, index=True)
    started_at: dt.datetime | None = utc_column()
    finished_at: dt.datetime | None = utc_column(index=True)


class ScheduleTick(SQLModel, table=True):
    """A cron tick that was decided: unique by schedule and time, so it fires once however many watch."""

    __tablename__ = "schedule_ticks"
    __table_args__ = (sa.UniqueConstraint("schedule", "due_at"),)

    id: int | None = Field(default=None, primary_key=True)
    schedule: str = Field(max_length=60)
    due_at: dt.datetime = utc_column(default_now=True)
    fired_at: dt.datetime = utc_column(default_now=True)


class LedgerHold(SQLModel, table=True):
    """While the row is there, no job of that queue ("queue:scraping") or origin
    ("origin:autopilot") begins. Claims read it in the same statement, so it holds at once."""

    __tablename__ = "ledger_holds"

    name: str = Field(primary_key=True, max_length=60)
    reason: str = Field(default="", max_length=300)
    since: dt.datetime = utc_column(default_now=True)
