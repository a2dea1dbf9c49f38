"""A tick fires once, however many watch, and the last missed one is caught up."""

import asyncio
import datetime as dt

from sqlmodel import select

from webmagic.core.clock import now
from webmagic.core.database import reading, transaction
from webmagic.core.ledger import Job, Schedule, fire_due

HOURLY = Schedule("hourly", dt.timedelta(hours=1), "monitoring.health")
AT = dt.datetime(2026, 11, 22, 15, 20, tzinfo=dt.UTC)


async def fire(at: dt.datetime) -> list[str]:
    async with transaction() as session:
        return await fire_due(session, [HOURLY], at)


async def jobs() -> int:
    async with reading() as session:
        return len((await session.exec(select(Job))).all())


async def test_a_tick_fires_once_although_five_workers_watch(db):
    fired = await asyncio.gather(*(fire(AT) for _ in range(5)))
    assert sorted(map(len, fired)) == [0, 0, 0, 0, 1]
    assert await jobs() == 1


async def test_of_missed_ticks_the_last_is_caught_up_once(sqlite_db):
    await fire(AT)
    assert await fire(AT + dt.timedelta(hours=7)) == ["hourly"]
    assert await fire(AT + dt.timedelta(hours=7, minutes=30)) == []


async def test_work_that_is_still_open_is_not_asked_for_again(sqlite_db):
    await fire(AT)
    await fire(AT + dt.timedelta(hours=1))
    assert await jobs() == 1


def test_a_daily_schedule_keeps_its_hour():
    daily = Schedule("daily", dt.timedelta(days=1), "monitoring.snapshot", offset=dt.timedelta(hours=6))
    assert daily.last_due(AT) == dt.datetime(2026, 11, 22, 6, tzinfo=dt.UTC)
    assert daily.next_due(AT) == dt.datetime(2026, 11, 23, 6, tzinfo=dt.UTC)
    assert daily.last_due(now()) <= now()
