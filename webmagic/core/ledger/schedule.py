"""Recurring work. A tick is a row, unique by schedule and time: it fires once however many
workers watch, and of the ticks missed while none did, the last one is caught up."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.database import insert_once
from webmagic.core.ledger.asking import enqueue
from webmagic.core.ledger.table import ScheduleTick

EPOCH = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)  # a Monday, midnight UTC: ticks are counted from here


@dataclass(frozen=True)
class Schedule:
    """Every `every`, shifted by `offset` (a day with an offset of 6 h means 06:00 UTC)."""

    name: str
    every: dt.timedelta
    kind: str
    offset: dt.timedelta = dt.timedelta()
    arguments: dict[str, Any] = field(default_factory=dict)

    def last_due(self, at: dt.datetime) -> dt.datetime:
        start = EPOCH + self.offset
        return start + ((at - start) // self.every) * self.every

    def next_due(self, at: dt.datetime) -> dt.datetime:
        return self.last_due(at) + self.every


async def fire_due(
    session: AsyncSession, schedules: Iterable[Schedule], at: dt.datetime | None = None
) -> list[str]:
    """Ask for the work of every schedule whose latest tick nobody has taken yet. Returns their names."""
    at = at or now()
    fired = []
    for schedule in schedules:
        due = schedule.last_due(at)
        tick = {"schedule": schedule.name, "due_at": due, "fired_at": at}
        if await insert_once(session, ScheduleTick, tick):
            await enqueue(session, schedule.kind, dedupe=f"schedule:{schedule.name}", **schedule.arguments)
            fired.append(schedule.name)
    return fired
