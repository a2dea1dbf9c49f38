"""Who mail comes from. A domain serves one purpose, and the schema holds its senders to it."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from webmagic.core.columns import json_column, text_column, utc_column


class SendingDomain(SQLModel, table=True):
    """A domain in From. Offers and receipts never share one: a ruined reputation must not stop receipts."""

    __tablename__ = "sending_domains"
    __table_args__ = (sa.UniqueConstraint("name", "purpose"),)

    name: str = Field(primary_key=True, max_length=253)
    purpose: str = Field(max_length=20)  # outreach | transactional
    dkim_selector: str = Field(default="", max_length=63)
    report: list[dict[str, Any]] = json_column(list)  # what the last look at its DNS found
    is_sound: bool = False
    checked_at: dt.datetime | None = utc_column()


class SendingIdentity(SQLModel, table=True):
    __tablename__ = "sending_identities"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["domain", "purpose"],
            ["sending_domains.name", "sending_domains.purpose"],
            name="fk_sending_identities_domain",
            ondelete="CASCADE",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    purpose: str = Field(max_length=20, index=True)
    domain: str = Field(max_length=253, index=True)
    from_name: str = Field(max_length=120)
    from_email: str = Field(unique=True, max_length=320)
    provider: str = Field(default="", max_length=20)  # "": the one of the settings
    daily_cap: int = 200  # what the ramp-up ends at
    is_on: bool = True
    started_at: dt.datetime | None = utc_column()  # its first mail; the ramp-up counts from here
    paused_at: dt.datetime | None = utc_column()
    paused_because: str = text_column()
    judged_since: dt.datetime | None = utc_column()  # bounces before it no longer count
    created_at: dt.datetime = utc_column(default_now=True)
