"""Tickets as lines, and one thread opened."""

from dataclasses import dataclass, field

from webmagic.models import EntryKind, TicketEntry, TicketState
from webmagic.support import Proposed, Thread, TicketRow
from webmagic.ui.figures import moment, since

STATES = {
    TicketState.OPEN: ("live", "message-square", "with us"),
    TicketState.PROPOSED: ("hold", "file-diff", "waits for a yes"),
    TicketState.ANSWERED: ("ok", "check", "answered"),
    TicketState.CLOSED: ("", "archive", "closed"),
}
CHANNELS = {"portal": "from the portal", "mail": "by mail", "admin": "opened here", "api": "through the API"}
EVENTS = {
    "closed": "closed it",
    "reopened": "opened it again",
    "approved": "said yes; the page is published",
    "declined": "said no",
}
PROPOSALS = {
    "thinking": ("live", "clock", "in work"),
    "proposed": ("hold", "file-diff", "waits for a yes"),
    "unclear": ("warn", "circle-help", "a person must look"),
    "approved": ("ok", "check", "published"),
    "declined": ("", "ban", "not wanted"),
}


@dataclass(frozen=True)
class Line:
    id: int
    subject: str
    business: str
    contact: str
    tone: str
    mark: str
    words: str
    age: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class Difference:
    key: str
    place: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """A line of the thread. `kind`: owner, staff, note, proposal, event."""

    id: int
    kind: str
    who: str
    body: str
    when: str
    tone: str = ""
    mark: str = "clock"
    words: str = ""
    is_open: bool = False
    left: str = ""
    differences: list[Difference] = field(default_factory=list)


@dataclass(frozen=True)
class Shown:
    id: int = 0
    subject: str = ""
    who: str = ""
    channel: str = ""
    business: str = ""
    business_href: str = ""
    site_href: str = ""
    tone: str = ""
    mark: str = "clock"
    words: str = ""
    is_closed: bool = False
    has_contact: bool = False
    lines: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class TextChoice:
    path: str
    label: str


def line_of(row: TicketRow, current: int, href: str) -> Line:
    ticket = row.ticket
    tone, mark, words = STATES[TicketState(ticket.state)]
    return Line(
        id=ticket.id or 0,
        subject=ticket.subject,
        business=row.business.name if row.business else "No site",
        contact=ticket.contact,
        tone=tone,
        mark=mark,
        words=words,
        age=since(ticket.updated_at),
        href=href,
        is_current=ticket.id == current,
    )


def shown_of(thread: Thread, proposals: list[Proposed]) -> Shown:
    ticket, business = thread.ticket, thread.business
    tone, mark, words = STATES[TicketState(ticket.state)]
    by_entry = {one.entry.id: one for one in proposals}
    name = thread.customer.name if thread.customer else ""
    return Shown(
        id=ticket.id or 0,
        subject=ticket.subject,
        who=" ".join(part for part in (name, ticket.contact) if part) or "Nobody known",
        channel=CHANNELS.get(ticket.channel, ticket.channel),
        business=business.name if business else "",
        business_href=f"/businesses/{business.id}" if business else "",
        site_href=f"/sites/{thread.site.id}" if thread.site else "",
        tone=tone,
        mark=mark,
        words=words,
        is_closed=ticket.state == TicketState.CLOSED,
        has_contact=bool(ticket.contact),
        lines=[_entry(entry, by_entry.get(entry.id)) for entry in thread.entries],
    )


def _entry(entry: TicketEntry, proposed: Proposed | None) -> Entry:
    common = {"id": entry.id or 0, "kind": entry.kind, "when": moment(entry.created_at)}
    if entry.kind == EntryKind.EVENT:
        said = EVENTS.get(entry.body, entry.body)
        return Entry(who=entry.author or "Somebody", body=said, **common)  # type: ignore[arg-type]
    if proposed is None:
        return Entry(who=entry.author or "Somebody", body=entry.body, **common)  # type: ignore[arg-type]
    change = proposed.change
    tone, mark, words = PROPOSALS.get(change.state, ("", "clock", change.state))
    lines = [
        Difference(str(n), str(one.get("place", "")), str(one.get("before", "")), str(one.get("after", "")))
        for n, one in enumerate(proposed.diff)
    ]
    return Entry(
        who=entry.author or "The Editor",
        body=change.sentence,
        tone=tone,
        mark=mark,
        words=words,
        is_open=proposed.is_open,
        left="; ".join(change.left),
        differences=lines,
        **common,  # type: ignore[arg-type]
    )
