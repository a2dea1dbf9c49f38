"""Requests of customers, and our answers."""

import datetime as dt
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from webmagic import creative, support
from webmagic.http.api.access import Operator, Reading, Viewer, Writing
from webmagic.http.api.listing import Cursor, Limit, Listed, Row, listed

router = APIRouter(prefix="/tickets", tags=["tickets"])


class TicketRow(Row):
    id: int
    customer_id: int | None
    site_id: int | None
    subject: str
    body: str
    answer: str
    state: str
    channel: str
    contact: str
    is_change: bool
    created_at: dt.datetime
    updated_at: dt.datetime


class EntryRow(Row):
    """`kind`: owner, staff, note, proposal or event."""

    id: int
    kind: str
    author: str
    body: str
    created_at: dt.datetime


class ProposalRow(BaseModel):
    """`state`: proposed, approved or declined. `diff`: place, before and after of each change."""

    entry_id: int
    state: str
    sentence: str
    version: int
    diff: list[dict[str, Any]]
    left: list[str]
    made_version: int


class ThreadRow(TicketRow):
    entries: list[EntryRow]
    proposals: list[ProposalRow]


class NewTicket(BaseModel):
    subject: str = Field(max_length=300)
    body: str = Field(max_length=20_000)
    customer_id: int | None = None
    site_id: int | None = None


class Words(BaseModel):
    text: str = Field(max_length=20_000)


class Change(BaseModel):
    """`sentence` is what the owner reads above the differences."""

    edits: creative.Edits
    sentence: str = Field(default="", max_length=2000)


@router.get("", response_model=Listed[TicketRow])
async def list_tickets(
    user: Viewer,
    session: Reading,
    state: str = "",
    site_id: int | None = None,
    q: str = "",
    cursor: Cursor = None,
    limit: Limit = 50,
):
    page = await support.page_tickets(
        session, state=state, site_id=site_id, search=q, cursor=cursor, limit=limit
    )
    return listed(page.items, page.next, lambda row: row.ticket)


@router.get("/stats")
async def stats(user: Viewer, session: Reading) -> dict[str, int]:
    """How many stand in each state."""
    return await support.count_tickets(session)


@router.post("", response_model=TicketRow, status_code=201)
async def open_ticket(new: NewTicket, user: Operator, session: Writing):
    return await support.open_ticket(session, channel="api", **new.model_dump())


@router.get("/{ticket_id}", response_model=ThreadRow)
async def get_ticket(ticket_id: int, user: Viewer, session: Reading):
    thread = await support.get_thread(session, ticket_id)
    proposals = await support.list_proposals(session, ticket_id)
    return {
        **thread.ticket.model_dump(),
        "entries": thread.entries,
        "proposals": [_proposal(one) for one in proposals],
    }


def _proposal(one: support.Proposed) -> dict[str, Any]:
    change = one.change
    return {
        **change.model_dump(include={"state", "sentence", "version", "left", "made_version"}),
        "entry_id": one.entry.id,
        "diff": one.diff,
    }


@router.post("/{ticket_id}/answer", response_model=TicketRow)
async def answer_ticket(ticket_id: int, answer: Words, user: Operator, session: Writing):
    """It goes out by mail as well."""
    return await support.answer(session, ticket_id, answer.text, author=user.email)


@router.post("/{ticket_id}/notes", response_model=TicketRow)
async def add_note(ticket_id: int, note: Words, user: Operator, session: Writing):
    """Among ourselves; the owner never sees it."""
    return await support.add_note(session, ticket_id, note.text, author=user.email)


@router.post("/{ticket_id}/proposals", response_model=ProposalRow, status_code=201)
async def propose(ticket_id: int, change: Change, user: Operator, session: Writing):
    """Put a change of the page to the owner, who is told by mail. Nothing is online before a yes."""
    proposed = await support.propose(
        session, ticket_id, change.edits, author=user.email, sentence=change.sentence
    )
    await support.tell_owner(session, proposed)
    return _proposal(proposed)


@router.post("/{ticket_id}/editor", response_model=ProposalRow | None)
async def ask_editor(ticket_id: int, user: Operator, session: Writing):
    """Have the Editor read the request. Null when the ticket asks for no change of a page."""
    proposed = await support.ask_editor(session, ticket_id)
    return _proposal(proposed) if proposed else None


@router.post("/{ticket_id}/proposals/{entry_id}/approve", response_model=TicketRow)
async def approve(ticket_id: int, entry_id: int, user: Operator, session: Writing):
    """On the owner's word."""
    await support.approve(session, ticket_id, entry_id, author=user.email)
    return await support.get_ticket(session, ticket_id)


@router.post("/{ticket_id}/proposals/{entry_id}/decline", response_model=TicketRow)
async def decline(ticket_id: int, entry_id: int, user: Operator, session: Writing):
    return await support.decline(session, ticket_id, entry_id, author=user.email)


@router.post("/{ticket_id}/close", response_model=TicketRow)
async def close_ticket(ticket_id: int, user: Operator, session: Writing):
    return await support.close(session, ticket_id, author=user.email)


@router.post("/{ticket_id}/reopen", response_model=TicketRow)
async def reopen_ticket(ticket_id: int, user: Operator, session: Writing):
    return await support.reopen(session, ticket_id, author=user.email)
