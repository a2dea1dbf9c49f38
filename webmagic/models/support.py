"""Support tickets of customers."""

import datetime as dt
from enum import StrEnum

from sqlmodel import Field, SQLModel

from webmagic.core.columns import foreign_key, text_column, utc_column


class TicketState(StrEnum):
    OPEN = "open"
    PROPOSED = "proposed"
    ANSWERED = "answered"
    CLOSED = "closed"


class SupportTicket(SQLModel, table=True):
    __tablename__ = "support_tickets"

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int | None = foreign_key("customers.id", optional=True)
    site_id: int | None = foreign_key("generated_sites.id", ondelete="SET NULL", optional=True)
    subject: str = Field(max_length=300)
    body: str = text_column()
    answer: str = text_column()
    internal_note: str = text_column()
    state: str = Field(default=TicketState.OPEN, max_length=20, index=True)
    created_at: dt.datetime = utc_column(default_now=True)
    updated_at: dt.datetime = utc_column(default_now=True)
