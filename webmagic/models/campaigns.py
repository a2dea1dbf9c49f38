"""Campaigns, messages, what happened to them, and who must never be written to again."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from webmagic.core.columns import foreign_key, json_column, text_column, utc_column


class CampaignState(StrEnum):
    DRAFT = "draft"
    HELD = "held"
    ACTIVE = "active"
    STOPPED = "stopped"
    DONE = "done"


class Campaign(SQLModel, table=True):
    """The offer to one business: one open campaign per business, in its language."""

    __tablename__ = "campaigns"

    id: int | None = Field(default=None, primary_key=True)
    business_id: int = foreign_key("businesses.id", unique=True)
    site_id: int | None = foreign_key("generated_sites.id", ondelete="SET NULL", optional=True)
    state: str = Field(default=CampaignState.DRAFT, max_length=20, index=True)
    language: str = Field(default="en", max_length=5)
    held_reason: str = text_column()
    stopped_reason: str = text_column()
    basis: dict[str, Any] = json_column()  # why this business may be written to
    next_at: dt.datetime | None = utc_column(index=True)  # when the next letter of the sequence is due
    created_at: dt.datetime = utc_column(default_now=True)
    updated_at: dt.datetime = utc_column(default_now=True)


class MessageState(StrEnum):
    QUEUED = "queued"
    HELD = "held"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"  # crashed while sending: never sent again by itself


class Message(SQLModel, table=True):
    """A mail: a row before it is mail. Its id is the idempotency key at the transport."""

    __tablename__ = "messages"
    __table_args__ = (
        sa.UniqueConstraint("campaign_id", "step"),
        # Today's among all that ever left, counted without touching a letter.
        sa.Index("ix_messages_left", "state", "sent_at", "purpose", "identity_id", "to_domain"),
    )

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int | None = foreign_key("campaigns.id", optional=True)
    business_id: int | None = foreign_key("businesses.id", optional=True)
    purpose: str = Field(default="outreach", max_length=20)  # outreach | transactional
    step: int = 0
    to_email: str = Field(max_length=320, index=True)
    to_domain: str = Field(default="", max_length=253)
    from_email: str = Field(default="", max_length=320)
    from_name: str = Field(default="", max_length=200)
    identity_id: int | None = foreign_key("sending_identities.id", ondelete="SET NULL", optional=True)
    occasion: str = Field(default="", max_length=20)  # what the owner had done when it was written
    variant: int = 0  # which of the subjects
    subject: str = Field(max_length=400)
    text_body: str = text_column()
    html_body: str = text_column()
    headers: dict[str, str] = json_column()
    state: str = Field(default=MessageState.QUEUED, max_length=20)
    held_reason: str = text_column()
    waits_for: str = text_column()  # why a queued one does not leave yet
    checks: dict[str, Any] = json_column()  # the rules it was held against when it left
    error: str = text_column()
    batch: str = Field(default="", max_length=60, index=True)  # what was handed over together
    asked_at: dt.datetime | None = utc_column()  # from when a job is there to send it
    provider: str = Field(default="", max_length=20)
    provider_id: str = Field(default="", max_length=200, index=True)
    send_after: dt.datetime | None = utc_column(index=True)
    sent_at: dt.datetime | None = utc_column(index=True)
    opens: int = 0  # by people
    clicks: int = 0
    machine_opens: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    machine_clicks: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    created_at: dt.datetime = utc_column(default_now=True)


class EventKind(StrEnum):
    DELIVERED = "delivered"
    OPEN = "open"
    CLICK = "click"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    REPLY = "reply"
    UNSUBSCRIBE = "unsubscribe"


class MessageEvent(SQLModel, table=True):
    __tablename__ = "message_events"

    id: int | None = Field(default=None, primary_key=True)
    message_id: int = foreign_key("messages.id")
    kind: str = Field(max_length=20, index=True)
    is_machine: bool = False
    target: str = text_column()
    user_agent: str = Field(default="", max_length=300)
    data: dict[str, Any] = json_column()
    at: dt.datetime = utc_column(default_now=True, index=True)


class Suppression(SQLModel, table=True):
    """Kept for ever, as a keyed hash; `address` only while the person has not asked for erasure."""

    __tablename__ = "suppressions"

    id: int | None = Field(default=None, primary_key=True)
    hash: str = Field(unique=True, max_length=64)
    address: str = Field(default="", max_length=320)
    reason: str = Field(default="", max_length=40)
    channel: str = Field(default="", max_length=40)
    message_id: int | None = foreign_key("messages.id", ondelete="SET NULL", optional=True)
    created_at: dt.datetime = utc_column(default_now=True)
