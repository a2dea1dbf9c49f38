"""A week of mail as it left and as it will: by the owner's own clock, with why something waits."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.models import Business, EventKind, Message, MessageEvent, MessageState
from webmagic.pitcher.identities import OUTREACH
from webmagic.pitcher.letters import STEPS
from webmagic.pitcher.pacing import zone_of

BAND = 2  # hours in one row
FIRST, LAST = 8, 16
MOST = 20_000
SENT, PLANNED, HELD, FAILED = "sent", "planned", "held", "failed"
_KINDS = {
    MessageState.SENT: SENT,
    MessageState.QUEUED: PLANNED,
    MessageState.SENDING: PLANNED,
    MessageState.HELD: HELD,
    MessageState.FAILED: FAILED,
    MessageState.UNKNOWN: FAILED,
}


@dataclass(frozen=True)
class Slot:
    day: dt.date
    hour: int
    step: int
    kind: str
    count: int
    why: str = ""


@dataclass(frozen=True)
class Week:
    monday: dt.date
    hours: list[int] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)


async def read_week(session: AsyncSession, monday: dt.date) -> Week:
    """Seven days from `monday`; a day more is read on either side, for clocks differ."""
    begin = dt.datetime.combine(monday, dt.time(), dt.UTC) - dt.timedelta(days=1)
    end = begin + dt.timedelta(days=9)
    at = func.coalesce(Message.sent_at, Message.send_after, Message.created_at)
    statement: Any = (
        sa.select(  # type: ignore[call-overload]
            Message.sent_at, Message.send_after, Message.created_at, Message.step, Message.state,
            Message.held_reason, Message.waits_for, Business,
        )
        .join(Business, col(Business.id) == Message.business_id)
        .where(Message.purpose == OUTREACH, at >= begin, at < end)
        .limit(MOST)
    )  # fmt: skip
    counts: Counter[tuple[dt.date, int, int, str, str]] = Counter()
    for sent, after, made, step, state, held, waits, business in (await session.exec(statement)).all():
        local = (sent or after or made).astimezone(zone_of(business))
        why = held if state == MessageState.HELD else waits
        kind = HELD if waits and state == MessageState.QUEUED else _KINDS[MessageState(state)]
        counts[local.date(), local.hour // BAND * BAND, step, kind, _short(why)] += 1
    days = {monday + dt.timedelta(days=n) for n in range(7)}
    slots = [
        Slot(day, hour, step, kind, count, why)
        for (day, hour, step, kind, why), count in sorted(counts.items())
        if day in days
    ]
    used = {slot.hour for slot in slots} | set(range(FIRST, LAST + 1, BAND))
    return Week(monday, list(range(min(used), max(used) + 1, BAND)), slots)


def _short(why: str) -> str:
    """The first sentence of a reason."""
    return why.partition(". ")[0].rstrip(".")[:60]


@dataclass(frozen=True)
class StepFigures:
    step: int
    waiting: int
    sent: int
    clicked: int


async def read_steps(session: AsyncSession) -> list[StepFigures]:
    """How each letter of the sequence fares; clicks of people alone."""
    states = await session.exec(
        select(Message.step, Message.state, func.count())
        .where(Message.purpose == OUTREACH)
        .group_by(col(Message.step), col(Message.state))
    )
    counts = {(step, state): count for step, state, count in states.all()}
    clicks = await session.exec(
        select(Message.step, func.count(sa.distinct(col(Message.id))))
        .join(MessageEvent, col(MessageEvent.message_id) == Message.id)
        .where(
            Message.purpose == OUTREACH,
            MessageEvent.kind == EventKind.CLICK,
            col(MessageEvent.is_machine).is_(False),
        )
        .group_by(col(Message.step))
    )
    clicked = dict(clicks.all())
    waiting = (MessageState.QUEUED, MessageState.SENDING)
    return [
        StepFigures(
            step,
            sum(counts.get((step, state), 0) for state in waiting),
            counts.get((step, MessageState.SENT), 0),
            clicked.get(step, 0),
        )
        for step in STEPS
    ]
