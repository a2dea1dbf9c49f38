"""One day in figures beside the day before: funnel, money, cost, quality, failures."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts.preferences import read_preference, write_preference
from webmagic.conductor.alerts import list_open_alerts, mail_administrators
from webmagic.core.clock import ago
from webmagic.core.settings import get_settings
from webmagic.models import (
    Business,
    EventKind,
    GeneratedSite,
    Job,
    JobState,
    Listing,
    Message,
    MessageEvent,
    MessageState,
    ModelCall,
    Payment,
    PaymentState,
    SiteVersion,
    Subscription,
    Territory,
)

SENT = "report_sent"


@dataclass(frozen=True)
class ReportLine:
    """`unit` is count, cents, usd or share."""

    group: str
    label: str
    value: float
    before: float
    unit: str = "count"

    @property
    def words(self) -> str:
        return f"{say(self.value, self.unit)} ({say(self.before, self.unit)} the day before)"


@dataclass(frozen=True)
class Report:
    day: dt.date
    lines: list[ReportLine]
    failures: list[tuple[str, int]]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def as_text(self) -> str:
        told, group = [f"The day {self.day:%Y-%m-%d}, midnight to midnight UTC."], ""
        for line in self.lines:
            if line.group != group:
                group = line.group
                told += ["", group]
            told.append(f"  {line.label}: {line.words}")
        if self.failures:
            told += ["", "What failed", *[f"  {count} × {message}" for message, count in self.failures]]
        return "\n".join(told)


def say(value: float, unit: str) -> str:
    shapes = {"cents": f"{value / 100:,.2f}", "usd": f"${value:,.2f}", "share": f"{value:.0%}"}
    return shapes.get(unit, f"{value:,.0f}")


async def get_report(session: AsyncSession, day: dt.date) -> Report:
    """Computed from the rows, so it is right for any day that is still kept."""
    today, before = await _figures(session, day), await _figures(session, day - dt.timedelta(days=1))
    lines = [
        ReportLine(group, label, value, old[2], unit)
        for (group, label, value, unit), old in zip(today, before, strict=True)
    ]
    return Report(day, lines, await _failures(session, day))


def _span(day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    begin = dt.datetime.combine(day, dt.time(), dt.UTC)
    return begin, begin + dt.timedelta(days=1)


async def _figures(session: AsyncSession, day: dt.date) -> list[tuple[str, str, float, str]]:
    return [
        *[("Funnel", label, value, "count") for label, value in await _funnel(session, day)],
        *await _money(session, day),
        *await _quality(session, day),
    ]


def _in(column: Any, day: dt.date) -> tuple[Any, Any]:
    begin, end = _span(day)
    return col(column) >= begin, col(column) < end


def _count(table: Any) -> Any:
    return func.count(col(table.id))


def _different(column: Any) -> Any:
    return func.count(func.distinct(column))


async def _one(session: AsyncSession, what: Any, *where: Any) -> float:
    return float((await session.exec(select(what).where(*where))).one() or 0)


async def _funnel(session: AsyncSession, day: dt.date) -> list[tuple[str, float]]:
    offers = (Message.purpose == "outreach", Message.state == MessageState.SENT, *_in(Message.sent_at, day))
    people = (
        MessageEvent.kind == EventKind.CLICK,
        col(MessageEvent.is_machine).is_(False),
        *_in(MessageEvent.at, day),
    )
    paid = (Payment.state == PaymentState.SUCCEEDED, *_in(Payment.paid_at, day))
    return [
        ("Listings read", await _one(session, _count(Listing), *_in(Listing.fetched_at, day))),
        (
            "Qualified",
            await _one(
                session,
                _count(Business),
                col(Business.qualified).is_(True),
                *_in(Business.created_at, day),
            ),
        ),
        (
            "Sites built",
            await _one(session, _count(SiteVersion), *_in(SiteVersion.created_at, day)),
        ),
        (
            "Published",
            await _one(session, _count(GeneratedSite), *_in(GeneratedSite.published_at, day)),
        ),
        ("Mailed", await _one(session, _count(Message), *offers)),
        (
            "Opened by people",
            await _one(session, _different(MessageEvent.message_id), *people),
        ),
        ("Paid", await _one(session, _different(Payment.customer_id), *paid)),
    ]


async def _money(session: AsyncSession, day: dt.date) -> list[tuple[str, str, float, str]]:
    paid = (Payment.state == PaymentState.SUCCEEDED, *_in(Payment.paid_at, day))
    models = await _one(session, func.sum(ModelCall.cost_microusd), *_in(ModelCall.created_at, day))
    listings = await _one(session, func.sum(Territory.cost_microusd), *_in(Territory.last_scraped_at, day))
    return [
        ("Money", "Received", await _one(session, func.sum(Payment.amount_cents), *paid), "cents"),
        (
            "Money",
            "Plans ended",
            await _one(session, _count(Subscription), *_in(Subscription.cancelled_at, day)),
            "count",
        ),
        ("Cost", "Models", models / 1e6, "usd"),
        ("Cost", "Listings", listings / 1e6, "usd"),
    ]


async def _quality(session: AsyncSession, day: dt.date) -> list[tuple[str, str, float, str]]:
    ended = (col(Job.state).in_([JobState.DONE, JobState.FAILED]), *_in(Job.finished_at, day))
    failed = await _one(session, _count(Job), Job.state == JobState.FAILED, *ended[1:])
    total = await _one(session, _count(Job), *ended)
    bounced = (MessageEvent.kind == EventKind.BOUNCE, *_in(MessageEvent.at, day))
    return [
        (
            "Quality",
            "Gate score",
            await _one(session, func.avg(SiteVersion.gate_score), *_in(SiteVersion.created_at, day)),
            "count",
        ),
        ("Quality", "Bounced", await _one(session, _count(MessageEvent), *bounced), "count"),
        ("Quality", "Jobs done", total - failed, "count"),
        ("Quality", "Jobs failed", failed, "count"),
        ("Quality", "Share failed", failed / total if total else 0.0, "share"),
    ]


async def _failures(session: AsyncSession, day: dt.date, limit: int = 5) -> list[tuple[str, int]]:
    count = func.count()
    statement = (
        select(func.max(Job.message), count)
        .where(Job.state == JobState.FAILED, *_in(Job.finished_at, day))
        .group_by(col(Job.fingerprint))
        .order_by(count.desc())
        .limit(limit)
    )
    return [(str(message)[:200], number) for message, number in (await session.exec(statement)).all()]


async def send_report(session: AsyncSession, day: dt.date | None = None) -> int:
    """Mail yesterday's report to the administrators, once. Returns how many were written to."""
    day = day or ago(days=1).date()
    if await read_preference(session, SENT, "") >= day.isoformat():
        return 0
    _, end = _span(day)
    if not await _one(session, _count(Business), col(Business.created_at) < end):
        return 0  # nothing had begun yet: a report of noughts helps nobody
    report = await get_report(session, day)
    alerts = [f"  {row.text} {row.to_do}" for row in await list_open_alerts(session)]
    text = report.as_text() + ("\n\nStill wrong\n" + "\n".join(alerts) if alerts else "")
    await write_preference(session, SENT, day.isoformat())
    return await mail_administrators(
        session, f"WebMagic on {day:%Y-%m-%d}", f"{text}\n\n{get_settings().public_url}/"
    )


@dataclass(frozen=True)
class DayRow:
    """A day in the list of reports."""

    day: dt.date
    built: int
    mailed: int
    received: dict[str, int]
    failed: int


async def list_days(session: AsyncSession, *, until: dt.date, days: int = 14) -> list[DayRow]:
    """The newest first, from `until` back, but not before anything was there."""
    first = (await session.exec(select(func.min(Business.created_at)))).one()
    if first is None:
        return []
    wanted = [until - dt.timedelta(days=back) for back in range(days)]
    return [await _day(session, day) for day in wanted if day >= first.date()]


async def _day(session: AsyncSession, day: dt.date) -> DayRow:
    mailed = (Message.purpose == "outreach", Message.state == MessageState.SENT, *_in(Message.sent_at, day))
    paid = (
        select(Payment.currency, func.sum(Payment.amount_cents))
        .where(Payment.state == PaymentState.SUCCEEDED, *_in(Payment.paid_at, day))
        .group_by(Payment.currency)
    )
    return DayRow(
        day=day,
        built=int(await _one(session, _count(SiteVersion), *_in(SiteVersion.created_at, day))),
        mailed=int(await _one(session, _count(Message), *mailed)),
        received={currency: int(cents) for currency, cents in (await session.exec(paid)).all()},
        failed=int(
            await _one(session, _count(Job), Job.state == JobState.FAILED, *_in(Job.finished_at, day))
        ),
    )
