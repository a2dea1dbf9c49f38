"""Requests of customers, and our answers."""

import datetime as dt

from fastapi import APIRouter
from pydantic import BaseModel, Field

from webmagic import support
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
    created_at: dt.datetime
    updated_at: dt.datetime


class NewTicket(BaseModel):
    subject: str = Field(max_length=300)
    body: str = Field(max_length=20_000)
    customer_id: int | None = None
    site_id: int | None = None


class Answer(BaseModel):
    text: str = Field(max_length=20_000)


@router.get("", response_model=Listed[TicketRow])
async def list_tickets(
    user: Viewer, session: Reading, state: str = "", cursor: Cursor = None, limit: Limit = 50
):
    page = await support.page_tickets(session, state=state, cursor=cursor, limit=limit)
    return listed(page.items, page.next, lambda row: row.ticket)


@router.post("", response_model=TicketRow, status_code=201)
async def open_ticket(new: NewTicket, user: Operator, session: Writing):
    return await support.open_ticket(session, **new.model_dump())


@router.get("/{ticket_id}", response_model=TicketRow)
async def get_ticket(ticket_id: int, user: Viewer, session: Reading):
    return await support.get_ticket(session, ticket_id)


@router.post("/{ticket_id}/answer", response_model=TicketRow)
async def answer_ticket(ticket_id: int, answer: Answer, user: Operator, session: Writing):
    return await support.answer(session, ticket_id, answer.text)


@router.post("/{ticket_id}/close", response_model=TicketRow)
async def close_ticket(ticket_id: int, user: Operator, session: Writing):
    return await support.close(session, ticket_id)
