"""Asking for a change, or anything else, in the owner's own words; and the thread that follows."""

from typing import Annotated, Any

from fastapi import APIRouter, Form
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from webmagic import accounts, support
from webmagic.core.database import transaction
from webmagic.core.errors import Conflict, Invalid, NotFound, Refused
from webmagic.http.my.access import Own, Owner, Reading, back_to, draw
from webmagic.http.my.dates import moment_of
from webmagic.http.my.forms import say
from webmagic.http.pages import words
from webmagic.models import SupportTicket, TicketEntry

router = APIRouter(prefix="/sites/{site_id}/requests")
SHOWN = 30
SUBJECT = 80
Body = Annotated[str, Form()]
TONES = {"open": "", "proposed": "warn", "answered": "ok", "closed": ""}


@router.get("")
async def show(request: Request, own: Own, session: Reading, after: str = "") -> Response:
    return await _list(own, session, after=after, said=request.query_params.get("said", ""))


@router.post("")
async def ask(
    own: Own, email: Owner, session: Reading, body: Body = "", is_question: Annotated[str, Form()] = ""
) -> Response:
    if not body.strip():
        return await _list(own, session, problem=say(own, "empty"), status=400)
    if wait := await _hurry(own):
        return await _list(own, session, problem=wait, typed=body, status=429)
    async with transaction() as writing:
        ticket = await support.open_ticket(
            writing,
            subject=_subject(body),
            body=body,
            customer_id=own.customer.id,
            site_id=own.id,
            channel="portal",
            contact=email,
            is_change=not is_question,
            author=email,
        )
        await support.ask_editor(writing, ticket.id or 0)
    return back_to(f"/my/sites/{own.id}/requests/{ticket.id}", "asked")


async def _hurry(own: support.OwnedSite) -> str:
    try:
        await accounts.reserve(accounts.Slowdown(f"ticket:{own.id}", free=12, first=30, longest=600))
    except accounts.TooManyTries as error:
        return say(own, "wait", seconds=error.retry_after)
    return ""


def _subject(body: str) -> str:
    """The first words of what was asked."""
    line = " ".join(body.split())
    return line if len(line) <= SUBJECT else f"{line[: SUBJECT - 1].rsplit(' ', 1)[0]}…"


async def _list(own: support.OwnedSite, session: AsyncSession, after: str = "", **more: Any) -> Response:
    page = await support.page_tickets(session, site_id=own.id, cursor=after or None, limit=SHOWN)
    said = words(own.language)["my"]["requests"]
    tickets = [
        {
            "id": row.ticket.id,
            "subject": row.ticket.subject,
            "when": moment_of(row.ticket.updated_at, own),
            "state": said[f"state_{row.ticket.state}"],
            "tone": TONES.get(row.ticket.state, ""),
        }
        for row in page.items
    ]
    values = {"typed": ""} | more
    return draw(own, "requests.html", tickets=tickets, older=page.next or "", **values)


async def get_own_ticket(session: AsyncSession, own: support.OwnedSite, ticket_id: int) -> SupportTicket:
    """A ticket of this very site."""
    ticket = await support.get_ticket(session, ticket_id)
    if ticket.site_id != own.id:
        raise NotFound("There is no such request here.")
    return ticket


@router.get("/{ticket_id}")
async def read(request: Request, own: Own, session: Reading, ticket_id: int) -> Response:
    await get_own_ticket(session, own, ticket_id)
    return await _thread(own, session, ticket_id, said=request.query_params.get("said", ""))


async def _thread(own: support.OwnedSite, session: AsyncSession, ticket_id: int, **more: Any) -> Response:
    thread = await support.get_thread(session, ticket_id, for_owner=True)
    changes = {one.entry.id: one for one in await support.list_proposals(session, ticket_id)}
    said = words(own.language)["my"]["requests"]
    return draw(
        own,
        "request.html",
        ticket=thread.ticket,
        state=said[f"state_{thread.ticket.state}"],
        tone=TONES.get(thread.ticket.state, ""),
        is_thinking=any(one.change.state == "thinking" for one in changes.values()),
        entries=[_entry(own, entry, changes.get(entry.id)) for entry in thread.entries],
        **more,
    )


def _entry(own: support.OwnedSite, entry: TicketEntry, proposed: support.Proposed | None) -> dict[str, Any]:
    said = words(own.language)["my"]["requests"]
    return {
        "id": entry.id,
        "kind": entry.kind,
        "change": _change(own, proposed) if proposed else None,
        "body": _body(said, entry, proposed),
        "who": said["you"] if entry.kind == "owner" else said["we"],
        "at": entry.created_at.isoformat(),
        "when": moment_of(entry.created_at, own),
    }


def _body(said: dict[str, Any], entry: TicketEntry, proposed: support.Proposed | None) -> str:
    if proposed is not None:
        return said["thinking"] if proposed.change.state == "thinking" else proposed.change.sentence
    return said.get(f"event_{entry.body}", entry.body) if entry.kind == "event" else entry.body


def _change(own: support.OwnedSite, proposed: support.Proposed) -> dict[str, Any]:
    said = words(own.language)["my"]["requests"]
    return {
        "diff": proposed.diff,
        "left": proposed.change.left,
        "is_open": proposed.is_open,
        "said": said.get(f"proposal_{proposed.change.state}", proposed.change.state),
    }


@router.post("/{ticket_id}/approve/{entry_id}")
async def approve(own: Own, email: Owner, session: Reading, ticket_id: int, entry_id: int) -> Response:
    await get_own_ticket(session, own, ticket_id)
    try:
        async with transaction() as writing:
            await support.approve(writing, ticket_id, entry_id, author=email)
    except Conflict:
        return await _thread(own, session, ticket_id, problem=say(own, "moved"), status=409)
    except Refused as error:
        return await _thread(own, session, ticket_id, problem=say(own, "refused", why=error), status=422)
    return back_to(f"/my/sites/{own.id}/requests/{ticket_id}", "approved")


@router.post("/{ticket_id}/decline/{entry_id}")
async def decline(own: Own, email: Owner, session: Reading, ticket_id: int, entry_id: int) -> Response:
    await get_own_ticket(session, own, ticket_id)
    try:
        async with transaction() as writing:
            await support.decline(writing, ticket_id, entry_id, author=email)
    except Conflict:
        return await _thread(own, session, ticket_id, problem=say(own, "moved"), status=409)
    return back_to(f"/my/sites/{own.id}/requests/{ticket_id}", "declined")


@router.post("/{ticket_id}/reply")
async def reply(own: Own, email: Owner, session: Reading, ticket_id: int, body: Body = "") -> Response:
    await get_own_ticket(session, own, ticket_id)
    if wait := await _hurry(own):
        return await _thread(own, session, ticket_id, problem=wait, status=429)
    try:
        async with transaction() as writing:
            await support.reply(writing, ticket_id, body, author=email)
    except Invalid:
        return await _thread(own, session, ticket_id, problem=say(own, "empty"), status=400)
    return back_to(f"/my/sites/{own.id}/requests/{ticket_id}", "replied")


@router.post("/{ticket_id}/close")
async def close(own: Own, email: Owner, session: Reading, ticket_id: int) -> Response:
    await get_own_ticket(session, own, ticket_id)
    async with transaction() as writing:
        await support.close(writing, ticket_id, author=email)
    return back_to(f"/my/sites/{own.id}/requests/{ticket_id}", "closed")
