"""Generated sites, their versions, and each agent's run."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from webmagic.core.columns import JSONType, foreign_key, json_column, text_column, utc_column


class SiteStatus(StrEnum):
    BUILDING = "building"
    READY = "ready"  # passed the gate, not published
    PUBLISHED = "published"
    REFUSED = "refused"  # the gate said no
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class GeneratedSite(SQLModel, table=True):
    __tablename__ = "generated_sites"

    id: int | None = Field(default=None, primary_key=True)
    business_id: int = foreign_key("businesses.id", unique=True)
    subdomain: str = Field(unique=True, max_length=63)
    status: str = Field(default=SiteStatus.BUILDING, max_length=20, index=True)
    engine: str = Field(default="", max_length=20)
    vibe: str = Field(default="", max_length=40)
    current_version: int = 0
    published_version: int = 0
    is_claimed: bool = False  # sold: no claim bar, indexable
    gate_score: int | None = None
    # Why the newest build was refused: {"score", "findings"}; None once a build passes.
    refusal: dict[str, Any] | None = Field(default=None, sa_type=JSONType, nullable=True)
    visits: int = 0
    expired_at: dt.datetime | None = utc_column()  # nobody claimed the preview in time: a kind page stands in
    suspended_at: dt.datetime | None = utc_column()  # unpaid: a kind page stands in, nothing is deleted
    published_at: dt.datetime | None = utc_column()
    created_at: dt.datetime = utc_column(default_now=True)
    updated_at: dt.datetime = utc_column(default_now=True)


class SiteVersion(SQLModel, table=True):
    """A finished, checked page. Its outputs are enough to render it again, byte for byte."""

    __tablename__ = "site_versions"
    __table_args__ = (sa.UniqueConstraint("site_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = foreign_key("generated_sites.id")
    number: int
    build_key: str = Field(unique=True, max_length=80)  # "job:<id>", so that a rerun cannot make two
    engine: str = Field(default="studio", max_length=20)
    facts: dict[str, Any] = json_column()
    direction: dict[str, Any] = json_column()
    blueprint: dict[str, Any] = json_column()
    gate: dict[str, Any] = json_column()
    gate_score: int = 0
    bytes: int = 0
    cost_microusd: int = 0
    seconds: float = 0
    note: str = Field(default="", max_length=200)
    author: str = Field(default="", max_length=320)  # who changed it by hand; "" for a build
    parent: int = 0  # the version it was changed from; 0 for a build
    edits: dict[str, Any] = json_column()  # creative.Edits that made it out of its parent
    created_at: dt.datetime = utc_column(default_now=True)


class RunState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"  # by hand; the build may go on from here


class AgentRun(SQLModel, table=True):
    """One stage of one build. A build that is taken up again finds finished stages here."""

    __tablename__ = "agent_runs"
    __table_args__ = (sa.UniqueConstraint("build_key", "stage"),)

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = foreign_key("generated_sites.id")
    build_key: str = Field(max_length=80, index=True)
    stage: str = Field(max_length=20)
    state: str = Field(default=RunState.RUNNING, max_length=20)
    engine: str = Field(default="studio", max_length=20)
    model: str = Field(default="", max_length=80)
    prompt_versions: dict[str, int] = json_column()
    input_hash: str = Field(default="", max_length=64)
    output: dict[str, Any] = json_column()
    error: str = text_column()
    tokens_in: int = 0
    tokens_out: int = 0
    cache_read: int = 0
    cache_write: int = 0
    cost_microusd: int = 0
    seconds: float = 0
    started_at: dt.datetime = utc_column(default_now=True)
    finished_at: dt.datetime | None = utc_column()


class SiteVisit(SQLModel, table=True):
    """A view of a published page: no cookie, no address; `visitor` is a hash that changes daily."""

    __tablename__ = "site_visits"

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = foreign_key("generated_sites.id")
    visitor: str = Field(max_length=64)
    path: str = Field(default="/", max_length=200)
    referrer_host: str = Field(default="", max_length=200)
    is_bot: bool = False
    at: dt.datetime = utc_column(default_now=True, index=True)


class Lead(SQLModel, table=True):
    """What a visitor wrote into a site's contact form, for the owner."""

    __tablename__ = "leads"

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = foreign_key("generated_sites.id")
    name: str = Field(default="", max_length=200)
    contact: str = Field(default="", max_length=320)
    message: str = text_column()
    is_spam: bool = False
    created_at: dt.datetime = utc_column(default_now=True)


class Domain(SQLModel, table=True):
    """A customer's own domain for a site. Two sites may ask for the same one; only one can prove it."""

    __tablename__ = "domains"
    __table_args__ = (
        sa.UniqueConstraint("site_id", "host", name="uq_domains_site_host"),
        sa.Index(
            "ix_domains_proved_host",
            "host",
            unique=True,
            sqlite_where=sa.text("verified_at IS NOT NULL"),
            postgresql_where=sa.text("verified_at IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = foreign_key("generated_sites.id")
    host: str = Field(index=True, max_length=253)
    token: str = Field(default="", max_length=64)
    verified_at: dt.datetime | None = utc_column()
    checked_at: dt.datetime | None = utc_column()
    found: dict[str, Any] = json_column()  # what the name servers said at the last look
    created_at: dt.datetime = utc_column(default_now=True)
