"""Requests of customers, and our answers."""

from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts import Page
from webmagic.core.clock import now
from webmagic.core.errors import Conflict, Invalid, NotFound
from webmagic.models import Customer, SupportTicket, TicketState
from webmagic.pitcher import one_line, page_rows


@dataclass(frozen=True)
class TicketRow:
    ticket: SupportTicket
    customer: Customer | None


async def open_ticket(
    session: AsyncSession, *, subject: str, body: str, customer_id: int | None, site_id: int | None = None
) -> SupportTicket:
    subject = one_line(subject)[:300]
    if not subject:
        raise Invalid("A ticket needs a subject.")
    ticket = SupportTicket(customer_id=customer_id, site_id=site_id, subject=subject, body=_clean(body))
    session.add(ticket)
    await session.flush()
    return ticket


async def get_ticket(session: AsyncSession, ticket_id: int) -> SupportTicket:
    ticket = await session.get(SupportTicket, ticket_id)
    if ticket is None:
        raise NotFound("There is no such ticket.")
    return ticket


async def answer(session: AsyncSession, ticket_id: int, text: str) -> SupportTicket:
    """Raises Conflict for a closed ticket."""
    ticket = await get_ticket(session, ticket_id)
    if ticket.state == TicketState.CLOSED:
        raise Conflict("This ticket is closed.")
    if not _clean(text).strip():
        raise Invalid("The answer is empty.")
    ticket.answer, ticket.state, ticket.updated_at = _clean(text), TicketState.ANSWERED, now()
    session.add(ticket)
    return ticket


async def close(session: AsyncSession, ticket_id: int) -> SupportTicket:
    ticket = await get_ticket(session, ticket_id)
    ticket.state, ticket.updated_at = TicketState.CLOSED, now()
    session.add(ticket)
    return ticket


async def page_tickets(
    session: AsyncSession, *, state: str = "", cursor: str | None = None, limit: int = 50
) -> Page[TicketRow]:
    statement = select(SupportTicket, Customer).outerjoin(
        Customer, col(Customer.id) == SupportTicket.customer_id
    )
    if state:
        statement = statement.where(SupportTicket.state == state)
    return await page_rows(session, statement, SupportTicket.id, TicketRow, cursor, limit)


def _clean(text: str) -> str:
    return text.replace("\x00", "")[:20_000]
