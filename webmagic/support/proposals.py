"""A change of the page as the answer to a ticket: shown as a difference, done when somebody says yes.

Whoever thought it up, a person or the Editor, it is a row of `site_changes` and a line in the
thread. Nothing of it is online before the owner, or we on the owner's word, approve it; then it
goes through the same gate as everything else.
"""

import asyncio
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts, creative
from webmagic.core.clock import now
from webmagic.core.errors import Conflict, Invalid, NotFound, Refused
from webmagic.models import (
    ChangeState,
    EntryKind,
    GeneratedSite,
    SiteChange,
    SupportTicket,
    TicketEntry,
    TicketState,
)
from webmagic.support.pages import publish_page
from webmagic.support.tickets import add_entry, get_ticket, mail_answer, move_to

PERSON, EDITOR = "person", "The Editor"
LONGEST_WISH = 2000


@dataclass(frozen=True)
class Proposed:
    """A line of a thread with the change it speaks of. `diff`: {"place", "before", "after"}."""

    entry: TicketEntry
    change: SiteChange

    @property
    def is_open(self) -> bool:
        return self.change.state == ChangeState.PROPOSED

    @property
    def diff(self) -> list[dict[str, Any]]:
        return list(self.change.diff)


async def propose(
    session: AsyncSession,
    ticket_id: int,
    edits: creative.Edits,
    *,
    author: str,
    sentence: str = "",
    engine: str = PERSON,
) -> Proposed:
    """Put a change to the owner. Raises Invalid for edits that do not fit the page, Refused when the
    gate would not let it online, Conflict when the ticket is closed or belongs to no site."""
    ticket = await get_ticket(session, ticket_id)
    if ticket.state == TicketState.CLOSED:
        raise Conflict("This ticket is closed.")
    site = await session.get(GeneratedSite, ticket.site_id) if ticket.site_id else None
    if site is None or site.id is None:
        raise Conflict("This ticket belongs to no site, so nothing can be changed.")
    version = await creative.get_version(session, site)
    _page, report = await asyncio.to_thread(
        creative.preview, site, version, edits, by_owner=True, said=ticket.body
    )
    if report.is_refused:
        raise Refused(f"The gate would not let this online: {report.sentence}")
    change = SiteChange(
        site_id=site.id,
        version=version.number,
        words=ticket.body,
        asked_by=ticket.contact,
        state=ChangeState.PROPOSED,
        engine=engine,
        sentence=sentence,
        edits=edits.model_dump(mode="json", exclude_none=True),
        diff=_difference(version, edits),
    )
    session.add(change)
    await session.flush()
    return await attach(session, ticket, change, author=author)


async def ask_editor(session: AsyncSession, ticket_id: int) -> Proposed | None:
    """The Editor reads the request and proposes what it understood, at once or, with a key, in a job.
    None for a ticket that asks for no change of a site, or of one that has no page yet."""
    ticket = await get_ticket(session, ticket_id)
    if not ticket.is_change or ticket.site_id is None or ticket.state == TicketState.CLOSED:
        return None
    words = " ".join(ticket.body.split())[:LONGEST_WISH]
    try:
        proposal = await creative.propose_change(session, ticket.site_id, words, asked_by=ticket.contact)
    except (Conflict, Invalid):
        return None
    change = await session.get_one(SiteChange, proposal.id)
    return await attach(session, ticket, change, author=EDITOR)


async def settle_change(session: AsyncSession, change_id: int) -> None:
    """The Editor has finished thinking: the ticket it was asked by waits for a yes, and its owner hears."""
    place = col(TicketEntry.data)["change_id"].as_integer()
    found = await session.exec(
        select(TicketEntry).where(TicketEntry.kind == EntryKind.PROPOSAL, place == change_id)
    )
    entry, change = found.first(), await session.get(SiteChange, change_id)
    if entry is None or change is None or change.state != ChangeState.PROPOSED:
        return
    ticket = await get_ticket(session, entry.ticket_id)
    if ticket.state == TicketState.OPEN:
        move_to(session, ticket, TicketState.PROPOSED)
        await tell_owner(session, Proposed(entry, change))


def _difference(version: Any, edits: creative.Edits) -> list[dict[str, Any]]:
    """Text by text what was and what would be; facts and look by their names."""
    known = {text.path: text for text in creative.texts_of(version)}
    lines = [
        {
            "place": f"{known[path].section.capitalize()}: {known[path].label.lower()}",
            "before": known[path].text,
            "after": words,
        }
        for path, words in edits.texts.items()
        if path in known
    ]
    stated = edits.facts.model_dump(mode="json", exclude_none=True) if edits.facts else {}
    for name, value in stated.items():
        before = version.facts.get(name)
        lines.append(
            {"place": name.replace("_", " ").capitalize(), "before": _told(before), "after": _told(value)}
        )
    for name in ("vibe", "palette", "language"):
        if (wish := getattr(edits, name)) is not None:
            before = version.direction.get(name) or ""
            lines.append({"place": name.capitalize(), "before": _told(before), "after": str(wish)})
    return lines


def _told(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_told(item) for item in value)
    if isinstance(value, dict):
        return " ".join(_told(item) for item in value.values())
    return "" if value is None else str(value)


async def attach(
    session: AsyncSession, ticket: SupportTicket, change: SiteChange, *, author: str
) -> Proposed:
    """The change's line in the thread; earlier ones that still waited are set aside."""
    for other in await list_proposals(session, ticket.id or 0):
        if other.is_open and other.change.id != change.id:
            _decide(session, other.change, ChangeState.DECLINED, "a newer proposal")
    entry = add_entry(
        session, ticket, EntryKind.PROPOSAL, author, change.sentence, data={"change_id": change.id}
    )
    await session.flush()
    if change.state == ChangeState.PROPOSED:
        move_to(session, ticket, TicketState.PROPOSED)
    return Proposed(entry, change)


async def list_proposals(session: AsyncSession, ticket_id: int) -> list[Proposed]:
    found = await session.exec(
        select(TicketEntry)
        .where(TicketEntry.ticket_id == ticket_id, TicketEntry.kind == EntryKind.PROPOSAL)
        .order_by(col(TicketEntry.id))
    )
    entries = found.all()
    ids = [entry.data.get("change_id") for entry in entries]
    rows = await session.exec(select(SiteChange).where(col(SiteChange.id).in_(ids)))
    changes = {change.id: change for change in rows.all()}
    return [
        Proposed(entry, changes[entry.data["change_id"]])
        for entry in entries
        if entry.data.get("change_id") in changes
    ]


async def _open_one(session: AsyncSession, ticket_id: int, entry_id: int) -> tuple[SupportTicket, Proposed]:
    ticket = await get_ticket(session, ticket_id)
    found = [one for one in await list_proposals(session, ticket_id) if one.entry.id == entry_id]
    if not found:
        raise NotFound("There is no such proposal.")
    change = await session.get(SiteChange, found[0].change.id, with_for_update=True, populate_existing=True)
    if change is None or change.state != ChangeState.PROPOSED:
        raise Conflict("This proposal has been decided already.")
    return ticket, Proposed(found[0].entry, change)


async def approve(session: AsyncSession, ticket_id: int, entry_id: int, *, author: str) -> int:
    """Make it so: a new version, on its way online. Returns its number. Raises Conflict when it was
    decided already or the page has moved on since, Refused when the gate says no."""
    ticket, proposed = await _open_one(session, ticket_id, entry_id)
    change = proposed.change
    version = await creative.revise(
        session,
        change.site_id,
        creative.Edits.model_validate(change.edits),
        author=author,
        note=f"Ticket {ticket_id}",
        by_owner=change.engine == PERSON,  # what a model wrote is no source of facts
        said=change.words,
        base=change.version,
    )
    _decide(session, change, ChangeState.APPROVED, author)
    change.made_version = version.number
    site = await session.get_one(GeneratedSite, change.site_id)
    await publish_page(session, site, version.number)
    add_entry(session, ticket, EntryKind.EVENT, author, "approved")
    move_to(session, ticket, TicketState.ANSWERED)
    text = f"A change asked for in ticket {ticket_id} goes online, version {version.number}"
    await accounts.record(session, "ticket.approved", text, site.business_id, actor=author)
    return version.number


async def decline(session: AsyncSession, ticket_id: int, entry_id: int, *, author: str) -> SupportTicket:
    ticket, proposed = await _open_one(session, ticket_id, entry_id)
    _decide(session, proposed.change, ChangeState.DECLINED, author)
    add_entry(session, ticket, EntryKind.EVENT, author, "declined")
    return move_to(session, ticket, TicketState.OPEN)


def _decide(session: AsyncSession, change: SiteChange, state: ChangeState, who: str) -> None:
    change.state, change.decided_by, change.decided_at = state, who[:320], now()
    session.add(change)


async def tell_owner(session: AsyncSession, proposed: Proposed) -> None:
    """A mail: there is something to say yes or no to."""
    ticket = await get_ticket(session, proposed.entry.ticket_id)
    lines = [f"{line['place']}: {line['after']}" for line in proposed.diff[:12]]
    await mail_answer(session, ticket, "\n".join([proposed.change.sentence, "", *lines]).strip())
