"""Requests of customers, and our answers: one thread a ticket.

open ──answer──▶ answered ──owner writes──▶ open          closed ──owner writes──▶ open
open ──propose──▶ proposed ──yes or no──▶ answered or open
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts, pitcher
from webmagic.accounts import Page
from webmagic.core.clock import now
from webmagic.core.database import insert_once, one_at_a_time
from webmagic.core.errors import Conflict, Invalid, NotFound
from webmagic.core.settings import get_settings
from webmagic.models import (
    Business,
    Customer,
    EntryKind,
    GeneratedSite,
    Reply,
    ReplyState,
    SupportTicket,
    TicketEntry,
    TicketState,
)
from webmagic.support.letters import answer_letter

LONGEST = 20_000
NUMBER = re.compile(r"\[#(\d{1,15})\]")


@dataclass(frozen=True)
class TicketRow:
    ticket: SupportTicket
    customer: Customer | None
    site: GeneratedSite | None = None
    business: Business | None = None


@dataclass(frozen=True)
class Thread:
    ticket: SupportTicket
    customer: Customer | None
    site: GeneratedSite | None
    business: Business | None
    entries: list[TicketEntry]

    @property
    def language(self) -> str:
        return pitcher.language_of(self.business) if self.business else "en"


async def open_ticket(
    session: AsyncSession,
    *,
    subject: str,
    body: str,
    customer_id: int | None,
    site_id: int | None = None,
    channel: str = "admin",
    contact: str = "",
    is_change: bool = False,
    author: str = "",
) -> SupportTicket:
    subject = pitcher.one_line(subject)[:300]
    if not subject:
        raise Invalid("A ticket needs a subject.")
    customer = await session.get(Customer, customer_id) if customer_id else None
    if customer_id and customer is None:
        raise NotFound("There is no such customer.")
    if site_id and await session.get(GeneratedSite, site_id) is None:
        raise NotFound("There is no such site.")
    ticket = SupportTicket(
        customer_id=customer_id,
        site_id=site_id,
        subject=subject,
        body=clean(body),
        channel=channel,
        contact=(contact or (customer.email if customer else ""))[:320],
        is_change=is_change,
    )
    session.add(ticket)
    await session.flush()
    add_entry(session, ticket, EntryKind.OWNER, author or ticket.contact, body)
    business_id = customer.business_id if customer else None
    await accounts.record(session, "ticket.opened", f"Asked: {subject}", business_id, actor="owner")
    return ticket


async def take_reply(session: AsyncSession, reply_id: int) -> SupportTicket | None:
    """A kept reply that a customer wrote moves into a ticket, and is done with among the replies."""
    reply = await session.get(Reply, reply_id)
    if reply is None or reply.state != ReplyState.NEW:
        return None
    ticket = await open_from_mail(
        session,
        from_email=reply.from_email,
        subject=reply.subject,
        body=reply.text_body,
        message_key=reply.mail_id or reply.source_key,
    )
    if ticket is not None:
        await pitcher.finish_reply(session, reply_id, actor=f"ticket {ticket.id}")
    return ticket


async def open_from_mail(
    session: AsyncSession,
    *,
    from_email: str,
    subject: str,
    body: str,
    message_key: str,
    ticket_id: int | None = None,
) -> SupportTicket | None:
    """A mail becomes a ticket, or goes on in the thread its subject names ("[#12]") when it comes
    from that ticket's own address. `message_key` is the mail's Message-ID: the same mail counts once.
    None when the sender is no customer, so that the caller keeps it elsewhere."""
    await one_at_a_time(session, f"mail:{message_key[:300]}")
    known = await session.exec(select(TicketEntry).where(TicketEntry.mail_key == message_key[:300]))
    if entry := known.first():
        return await get_ticket(session, entry.ticket_id)
    address = from_email.strip().lower()
    found = await _find_named(session, subject, ticket_id, address)
    if found is None:
        customer = await _find_customer(session, address)
        if customer is None:
            return None
        site = await session.exec(
            select(GeneratedSite).where(GeneratedSite.business_id == customer.business_id)
        )
        owned = site.first()
        found = SupportTicket(
            customer_id=customer.id,
            site_id=owned.id if owned else None,
            subject=pitcher.one_line(NUMBER.sub("", subject))[:300] or "(no subject)",
            body=clean(body),
            channel="mail",
            contact=address[:320],
        )
        session.add(found)
        await session.flush()
        text = f"Asked by mail: {found.subject}"
        await accounts.record(session, "ticket.opened", text, customer.business_id, actor="owner")
    values = TicketEntry(
        ticket_id=found.id or 0,
        kind=EntryKind.OWNER,
        author=address[:320],
        body=clean(body),
        mail_key=message_key[:300],
    ).model_dump(exclude={"id"})
    if await insert_once(session, TicketEntry, values):
        move_to(session, found, TicketState.OPEN)
    return found


async def _find_named(
    session: AsyncSession, subject: str, ticket_id: int | None, address: str
) -> SupportTicket | None:
    named = NUMBER.search(subject)
    number = ticket_id or (int(named[1]) if named else None)
    ticket = await session.get(SupportTicket, number) if number else None
    return ticket if ticket and ticket.contact.lower() == address else None


async def _find_customer(session: AsyncSession, address: str) -> Customer | None:
    if not address:
        return None
    found = await session.exec(
        select(Customer).where(func.lower(Customer.email) == address).order_by(col(Customer.id))
    )
    return found.first()


async def get_ticket(session: AsyncSession, ticket_id: int) -> SupportTicket:
    ticket = await session.get(SupportTicket, ticket_id)
    if ticket is None:
        raise NotFound("There is no such ticket.")
    return ticket


async def get_thread(session: AsyncSession, ticket_id: int, *, for_owner: bool = False) -> Thread:
    """`for_owner` leaves out what we say among ourselves."""
    ticket = await get_ticket(session, ticket_id)
    customer = await session.get(Customer, ticket.customer_id) if ticket.customer_id else None
    site = await session.get(GeneratedSite, ticket.site_id) if ticket.site_id else None
    business_id = customer.business_id if customer else site.business_id if site else None
    business = await session.get(Business, business_id) if business_id else None
    statement = select(TicketEntry).where(TicketEntry.ticket_id == ticket_id).order_by(col(TicketEntry.id))
    if for_owner:
        statement = statement.where(TicketEntry.kind != EntryKind.NOTE)
    return Thread(ticket, customer, site, business, list((await session.exec(statement)).all()))


async def reply(session: AsyncSession, ticket_id: int, text: str, *, author: str) -> SupportTicket:
    """The owner goes on, also in a closed ticket: it opens again."""
    ticket = await get_ticket(session, ticket_id)
    _require(text, "Write something first.")
    add_entry(session, ticket, EntryKind.OWNER, author, text)
    return move_to(session, ticket, TicketState.OPEN)


async def answer(
    session: AsyncSession, ticket_id: int, text: str, *, author: str = "", by_mail: bool = True
) -> SupportTicket:
    """Our answer; it goes out by mail as well. Raises Conflict for a closed ticket."""
    ticket = await get_ticket(session, ticket_id)
    if ticket.state == TicketState.CLOSED:
        raise Conflict("This ticket is closed.")
    _require(text, "The answer is empty.")
    add_entry(session, ticket, EntryKind.STAFF, author, text)
    ticket.answer = clean(text)
    if by_mail:
        await mail_answer(session, ticket, text)
    return move_to(session, ticket, TicketState.ANSWERED)


async def mail_answer(session: AsyncSession, ticket: SupportTicket, text: str) -> bool:
    """False when there is no address to answer to."""
    if not ticket.contact:
        return False
    thread = await get_thread(session, ticket.id or 0)
    has_portal = thread.customer is not None and ticket.site_id is not None
    base = get_settings().public_url
    subject, body = answer_letter(
        ticket.id or 0,
        ticket.subject,
        text,
        who=pitcher.one_line(thread.customer.name) if thread.customer else "",
        url=f"{base}/my/sites/{ticket.site_id}/requests/{ticket.id}" if has_portal else "",
        language=thread.language,
    )
    await pitcher.queue_transactional(
        session,
        to_email=ticket.contact,
        subject=subject,
        text=body,
        language=thread.language,
        business_id=thread.business.id if thread.business else None,
    )
    return True


async def add_note(session: AsyncSession, ticket_id: int, text: str, *, author: str) -> SupportTicket:
    """Among ourselves."""
    ticket = await get_ticket(session, ticket_id)
    _require(text, "The note is empty.")
    add_entry(session, ticket, EntryKind.NOTE, author, text)
    ticket.internal_note = clean(text)
    session.add(ticket)
    return ticket


async def close(session: AsyncSession, ticket_id: int, *, author: str = "") -> SupportTicket:
    ticket = await get_ticket(session, ticket_id)
    if ticket.state != TicketState.CLOSED:
        add_entry(session, ticket, EntryKind.EVENT, author, "closed")
    return move_to(session, ticket, TicketState.CLOSED)


async def reopen(session: AsyncSession, ticket_id: int, *, author: str = "") -> SupportTicket:
    ticket = await get_ticket(session, ticket_id)
    if ticket.state != TicketState.CLOSED:
        raise Conflict("This ticket is not closed.")
    add_entry(session, ticket, EntryKind.EVENT, author, "reopened")
    return move_to(session, ticket, TicketState.OPEN)


async def page_tickets(
    session: AsyncSession,
    *,
    state: str = "",
    site_id: int | None = None,
    search: str = "",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[TicketRow]:
    statement = (
        select(SupportTicket, Customer, GeneratedSite, Business)
        .outerjoin(Customer, col(Customer.id) == SupportTicket.customer_id)
        .outerjoin(GeneratedSite, col(GeneratedSite.id) == SupportTicket.site_id)
        .outerjoin(Business, col(Business.id) == GeneratedSite.business_id)
    )
    if state:
        statement = statement.where(SupportTicket.state == state)
    if site_id is not None:
        statement = statement.where(SupportTicket.site_id == site_id)
    if search:
        found = [col(SupportTicket.subject), col(SupportTicket.contact), col(Business.name)]
        parts = [column.icontains(search, autoescape=True) for column in found]
        statement = statement.where(parts[0] | parts[1] | parts[2])
    return await pitcher.page_rows(session, statement, SupportTicket.id, TicketRow, cursor, limit)


async def count_tickets(session: AsyncSession, *, site_id: int | None = None) -> dict[str, int]:
    """How many stand in each state."""
    statement = select(SupportTicket.state, func.count()).group_by(SupportTicket.state)
    if site_id is not None:
        statement = statement.where(SupportTicket.site_id == site_id)
    counts: Sequence[tuple[str, int]] = (await session.exec(statement)).all()
    return {str(state): dict(counts).get(state, 0) for state in TicketState}


def add_entry(session: AsyncSession, ticket: SupportTicket, kind: EntryKind, author: str, body: str, **more):
    entry = TicketEntry(ticket_id=ticket.id or 0, kind=kind, author=author[:320], body=clean(body), **more)
    session.add(entry)
    return entry


def move_to(session: AsyncSession, ticket: SupportTicket, state: TicketState) -> SupportTicket:
    ticket.state, ticket.updated_at = state, now()
    session.add(ticket)
    return ticket


def _require(text: str, sentence: str) -> None:
    if not clean(text).strip():
        raise Invalid(sentence)


def clean(text: str) -> str:
    return text.replace("\x00", "")[:LONGEST]
