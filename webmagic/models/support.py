"""Support tickets of customers, and the threads below them."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from webmagic.core.columns import foreign_key, json_column, text_column, utc_column


class TicketState(StrEnum):
    OPEN = "open"  # it waits for us
    PROPOSED = "proposed"  # a change waits for a yes or a no
    ANSWERED = "answered"  # it waits for the owner
    CLOSED = "closed"


class SupportTicket(SQLModel, table=True):
    """`body` is what was asked first, `answer` what was said last; the whole thread is in the entries."""

    __tablename__ = "support_tickets"

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int | None = foreign_key("customers.id", optional=True)
    site_id: int | None = foreign_key("generated_sites.id", ondelete="SET NULL", optional=True)
    subject: str = Field(max_length=300)
    body: str = text_column()
    answer: str = text_column()
    internal_note: str = text_column()
    state: str = Field(default=TicketState.OPEN, max_length=20, index=True)
    channel: str = Field(default="admin", max_length=20)  # portal | mail | admin | api
    is_change: bool = False  # it asks for the site to be changed
    contact: str = Field(default="", max_length=320)  # where the answer goes
    created_at: dt.datetime = utc_column(default_now=True)
    updated_at: dt.datetime = utc_column(default_now=True, index=True)


class EntryKind(StrEnum):
    OWNER = "owner"
    STAFF = "staff"
    NOTE = "note"  # among ourselves; the owner never sees it
    PROPOSAL = "proposal"  # a change of the site, with its differences
    EVENT = "event"  # what happened to the ticket


class TicketEntry(SQLModel, table=True):
    """One line of a ticket's thread. A mail is in it once, whoever delivers it twice."""

    __tablename__ = "ticket_entries"
    __table_args__ = (sa.UniqueConstraint("mail_key"),)

    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = foreign_key("support_tickets.id")
    kind: str = Field(max_length=20)
    author: str = Field(default="", max_length=320)
    body: str = text_column()
    data: dict[str, Any] = json_column()  # of a proposal: {"change_id": the row of `site_changes`}
    mail_key: str | None = Field(default=None, max_length=300)
    created_at: dt.datetime = utc_column(default_now=True)
