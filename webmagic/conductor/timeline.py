"""Everything that ever happened to one business, out of every package's rows.

The activity log is what somebody did; the rest is read from the rows themselves, so that nothing
is missing because nobody wrote a line about it.
"""

import datetime as dt
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.models import (
    Activity,
    Business,
    Checkout,
    Customer,
    Domain,
    EventKind,
    GeneratedSite,
    Job,
    JobState,
    Listing,
    Message,
    MessageEvent,
    MessageState,
    SiteVersion,
    SiteVisit,
    SupportTicket,
    WebsiteEvidence,
)

EACH = 200  # rows of one kind; the newest
STOPPED_MAIL = (MessageState.HELD, MessageState.FAILED, MessageState.UNKNOWN)
TOLD_EVENTS = {
    EventKind.DELIVERED: "The mail was delivered",
    EventKind.OPEN: "The mail was opened",
    EventKind.CLICK: "Somebody followed the mail's link",
    EventKind.REPLY: "They answered the mail",
    EventKind.COMPLAINT: "They called the mail spam",
}
WEBSITES = {
    "none": "none found",
    "confirmed_none": "none found",
    "has": "there is one",
    "has_website": "there is one",
    "social": "only a social page",
    "unreachable": "its address does not answer",
    "needs_review": "a human eye is needed",
    "review": "a human eye is needed",
}


@dataclass(frozen=True)
class Happened:
    """`kind` is "noun.verb", as in the activity log."""

    at: dt.datetime
    kind: str
    text: str


async def timeline(session: AsyncSession, business_id: int, limit: int = 100) -> list[Happened]:
    """The newest first."""
    found = [line for read in SOURCES for line in await read(session, business_id)]
    return sorted(found, key=lambda line: line.at, reverse=True)[:limit]


async def _log(session: AsyncSession, business_id: int) -> list[Happened]:
    statement = select(Activity).where(Activity.business_id == business_id)
    rows = await session.exec(statement.order_by(col(Activity.id).desc()).limit(EACH))
    return [Happened(row.at, row.kind, row.text) for row in rows.all()]


async def _listings(session: AsyncSession, business_id: int) -> list[Happened]:
    rows = await session.exec(select(Listing).where(Listing.business_id == business_id).limit(EACH))
    return [
        Happened(row.fetched_at, "business.listed", f"Listed by {row.source}" + _where(row))
        for row in rows.all()
    ]


def _where(row: Listing) -> str:
    return f": {row.query}, row {row.row}" if row.query else ""


async def _score(session: AsyncSession, business_id: int) -> list[Happened]:
    business = await session.get(Business, business_id)
    if business is None:
        return []
    verdict = "it qualifies" if business.qualified else business.disqualified_reason or "not judged yet"
    return [Happened(business.created_at, "business.scored", f"Scored {business.score} of 100: {verdict}")]


async def _verdicts(session: AsyncSession, business_id: int) -> list[Happened]:
    statement = select(WebsiteEvidence).where(
        WebsiteEvidence.business_id == business_id, col(WebsiteEvidence.kind).in_(["verdict", "not_checked"])
    )
    return [_verdict(row) for row in (await session.exec(statement.limit(EACH))).all()]


def _verdict(row: WebsiteEvidence) -> Happened:
    state, reason = str(row.detail.get("state", "")), str(row.detail.get("reason", ""))
    if row.kind == "not_checked":
        return Happened(row.at, "business.verified", f"Its website was not looked for: {reason}"[:300])
    words = WEBSITES.get(state, state or "no verdict")
    return Happened(row.at, "business.verified", f"Looked for its website: {words}. {reason}"[:300].strip())


async def _versions(session: AsyncSession, business_id: int) -> list[Happened]:
    statement = select(SiteVersion).join(GeneratedSite, col(GeneratedSite.id) == SiteVersion.site_id)
    rows = await session.exec(statement.where(GeneratedSite.business_id == business_id).limit(EACH))
    by = {"studio": "the built-in designer", "claude": "Claude"}
    return [
        Happened(
            row.created_at,
            "site.built",
            f"Version {row.number} was built by {by.get(row.engine, row.engine)}, gate {row.gate_score}",
        )
        for row in rows.all()
    ]


async def _mails(session: AsyncSession, business_id: int) -> list[Happened]:
    """What left is in the log; here is what did not, and what was no offer."""
    statement = select(Message).where(Message.business_id == business_id).order_by(col(Message.id).desc())
    found = []
    for row in (await session.exec(statement.limit(EACH))).all():
        if row.state in STOPPED_MAIL:
            why = f"Mail {row.state}: {row.held_reason or row.error or row.subject}"
            found.append(Happened(row.created_at, "message.stopped", why[:300]))
        elif row.purpose != "outreach" and row.sent_at:
            found.append(Happened(row.sent_at, "message.sent", f"Mail to them: {row.subject}"))
        elif row.state == MessageState.QUEUED:
            found.append(Happened(row.created_at, "message.written", f"An offer was written: {row.subject}"))
    return found


async def _reactions(session: AsyncSession, business_id: int) -> list[Happened]:
    statement = (
        select(MessageEvent)
        .join(Message, col(Message.id) == MessageEvent.message_id)
        .where(
            Message.business_id == business_id,
            col(MessageEvent.is_machine).is_(False),
            col(MessageEvent.kind).in_(list(TOLD_EVENTS)),
        )
        .order_by(col(MessageEvent.id).desc())
    )
    rows = (await session.exec(statement.limit(EACH))).all()
    people = [Happened(row.at, f"mail.{row.kind}", TOLD_EVENTS[EventKind(row.kind)]) for row in rows]
    return people + await _machines(session, business_id)


async def _machines(session: AsyncSession, business_id: int) -> list[Happened]:
    """One line a letter and kind, at the time of the last: told, and not counted."""
    words = {EventKind.OPEN: ("opening", "openings"), EventKind.CLICK: ("followed link", "followed links")}
    statement = (
        select(MessageEvent.kind, func.count(), func.max(MessageEvent.at))
        .join(Message, col(Message.id) == MessageEvent.message_id)
        .where(
            Message.business_id == business_id,
            col(MessageEvent.is_machine),
            col(MessageEvent.kind).in_(list(words)),
        )
        .group_by(col(MessageEvent.message_id), MessageEvent.kind)
    )
    return [
        Happened(
            at, f"machine.{kind}", f"{count} {words[EventKind(kind)][count != 1]} by machines, not counted"
        )
        for kind, count, at in (await session.exec(statement.limit(EACH))).all()
    ]


async def _visits(session: AsyncSession, business_id: int) -> list[Happened]:
    """One line a day, at the time of its last visit."""
    statement = (
        select(SiteVisit.at)
        .join(GeneratedSite, col(GeneratedSite.id) == SiteVisit.site_id)
        .where(GeneratedSite.business_id == business_id, col(SiteVisit.is_bot).is_(False))
        .order_by(col(SiteVisit.at).desc())
        .limit(EACH * 10)
    )
    times = list((await session.exec(statement)).all())
    last: dict[dt.date, dt.datetime] = {}
    for at in times:
        last.setdefault(at.date(), at)
    counts = Counter(at.date() for at in times)
    return [
        Happened(at, "visit.day", f"{counts[day]} visit{'s' * (counts[day] != 1)} of the site")
        for day, at in last.items()
    ]


async def _checkouts(session: AsyncSession, business_id: int) -> list[Happened]:
    rows = await session.exec(select(Checkout).where(Checkout.business_id == business_id).limit(EACH))
    names = {"setup": "the set-up fee", "monthly": "the monthly plan"}
    return [
        Happened(
            row.created_at,
            "checkout.opened",
            f"A payment page for {names.get(row.kind, row.kind)} was opened",
        )
        for row in rows.all()
    ]


async def _tickets(session: AsyncSession, business_id: int) -> list[Happened]:
    mine = (
        select(SupportTicket)
        .outerjoin(Customer, col(Customer.id) == SupportTicket.customer_id)
        .outerjoin(GeneratedSite, col(GeneratedSite.id) == SupportTicket.site_id)
        .where((Customer.business_id == business_id) | (GeneratedSite.business_id == business_id))
    )
    found = []
    for row in (await session.exec(mine.limit(EACH))).all():
        found.append(Happened(row.created_at, "ticket.opened", f"They asked: {row.subject}"))
        if row.answer:
            found.append(Happened(row.updated_at, "ticket.answered", f"We answered: {row.subject}"))
    return found


async def _domains(session: AsyncSession, business_id: int) -> list[Happened]:
    statement = select(Domain).join(GeneratedSite, col(GeneratedSite.id) == Domain.site_id)
    rows = (await session.exec(statement.where(GeneratedSite.business_id == business_id))).all()
    added = [Happened(row.created_at, "site.domain", f"{row.host} was named as its domain") for row in rows]
    proven = [
        Happened(row.verified_at, "site.domain", f"{row.host} was proven to be theirs")
        for row in rows
        if row.verified_at
    ]
    return added + proven


async def _stopped_jobs(session: AsyncSession, business_id: int) -> list[Happened]:
    statement = select(Job).where(Job.business_id == business_id, Job.state == JobState.FAILED)
    rows = await session.exec(statement.order_by(col(Job.id).desc()).limit(EACH))
    return [
        Happened(row.finished_at or row.created_at, "job.failed", f"{row.kind} stopped: {row.message}"[:300])
        for row in rows.all()
    ]


SOURCES: tuple[Callable[[AsyncSession, int], Awaitable[list[Happened]]], ...] = (
    *(_log, _listings, _score, _verdicts, _versions, _mails),
    *(_reactions, _visits, _checkouts, _tickets, _domains, _stopped_jobs),
)
