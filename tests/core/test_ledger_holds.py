"""Pausing a queue, holding the autopilot, and the fence around a job's own last words."""

import asyncio

import pytest
from sqlmodel import col, select

from webmagic.core.clock import ago
from webmagic.core.database import reading, transaction
from webmagic.core.ledger import (
    AUTOPILOT,
    Job,
    JobState,
    LeaseLost,
    Queue,
    Runner,
    enqueue,
    finish,
    hold_origin,
    job,
    list_holds,
    on_behalf_of,
    pause,
    resume,
    resume_origin,
    retry,
)
from webmagic.core.ledger.claims import claim, complete, failed, settle, sweep
from webmagic.core.ledger.outage import is_outage
from webmagic.core.ledger.registry import registered

RAN: list[str] = []


@job("monitoring.letter", tries=2, delay=0, time_limit=5)
async def note(row: Job, number: int) -> None:
    RAN.append(f"note {number}")


@job("scraping.letter", tries=2, delay=0, time_limit=5)
async def hunt(row: Job, number: int) -> None:
    RAN.append(f"hunt {number}")
    async with transaction() as session:
        await enqueue(session, "monitoring.letter", number=number)


@pytest.fixture(autouse=True)
def nothing_ran():
    RAN.clear()


async def ask(kind: str, **arguments) -> None:
    async with transaction() as session:
        await enqueue(session, kind, **arguments)


async def rows() -> list[Job]:
    async with reading() as session:
        return list((await session.exec(select(Job).order_by(col(Job.id)))).all())


async def test_a_paused_queue_begins_nothing_and_keeps_everything(db):
    async with transaction() as session:
        await pause(session, "scraping", "the source is being repaired")
    await ask("scraping.letter", number=1)
    await ask("monitoring.letter", number=2)
    assert await Runner([Queue.SCRAPING, Queue.MONITORING]).drain() == 1
    assert RAN == ["note 2"]
    async with transaction() as session:
        assert await list_holds(session) == {"queue:scraping": "the source is being repaired"}
        await resume(session, "scraping")
    await Runner([Queue.SCRAPING, Queue.MONITORING]).drain()
    assert RAN == ["note 2", "hunt 1", "note 1"]


async def test_holding_the_autopilot_leaves_what_people_asked_for(db):
    with on_behalf_of(AUTOPILOT):
        await ask("monitoring.letter", number=1)
    await ask("monitoring.letter", number=2)
    async with transaction() as session:
        await hold_origin(session, AUTOPILOT)
    await Runner([Queue.MONITORING]).drain()
    assert RAN == ["note 2"]
    async with transaction() as session:
        await resume_origin(session, AUTOPILOT)
    await Runner([Queue.MONITORING]).drain()
    assert RAN == ["note 2", "note 1"]


async def test_work_asked_for_by_the_autopilots_work_is_the_autopilots_too(sqlite_db):
    with on_behalf_of(AUTOPILOT):
        await ask("scraping.letter", number=1)
    await Runner([Queue.SCRAPING]).drain()
    assert [row.origin for row in await rows()] == [AUTOPILOT, AUTOPILOT]


async def test_a_job_that_lost_its_lease_cannot_write_its_effect(db):
    await ask("monitoring.letter", number=1)
    async with transaction() as session:
        (old,) = await claim(session, ["monitoring.letter"], "slow", 1)
    await _expire(old)
    with pytest.raises(LeaseLost):
        async with transaction() as session:
            await finish(session, old)
    async with transaction() as session:
        (new,) = await claim(session, ["monitoring.letter"], "quick", 1)
        await finish(session, new)
    assert [row.state for row in await rows()] == [JobState.DONE]


async def _expire(row: Job) -> None:
    async with transaction() as session:
        stored = await session.get(Job, row.id)
        stored.lease_until = ago(seconds=1)
        session.add(stored)
    async with transaction() as session:
        await sweep(session)


async def test_a_retried_jobs_number_rises_so_an_old_worker_is_still_refused(sqlite_db):
    await ask("monitoring.letter", number=1)
    async with transaction() as session:
        (old,) = await claim(session, ["monitoring.letter"], "old", 1)
    async with transaction() as session:
        stored = await session.get(Job, old.id)
        stored.state = JobState.FAILED
        session.add(stored)
    async with transaction() as session:
        assert await retry(session, old.id)
    async with transaction() as session:
        (new,) = await claim(session, ["monitoring.letter"], "new", 1)
        assert new.attempt > old.attempt
        assert not await complete(session, old)


async def test_many_results_are_written_at_once_and_only_current_ones_count(db):
    for number in range(5):
        await ask("monitoring.letter", number=number)
    async with transaction() as session:
        mine = await claim(session, ["monitoring.letter"], "me", 5)
    await _expire(mine[0])
    kind = registered()["monitoring.letter"]
    async with transaction() as session:
        await settle(session, [failed(row, kind, RuntimeError("no")) for row in mine])
    assert [row.failures for row in await rows()] == [0, 1, 1, 1, 1]


async def test_a_database_that_went_away_costs_no_try(db):
    await ask("monitoring.letter", number=1)
    async with transaction() as session:
        (row,) = await claim(session, ["monitoring.letter"], "me", 1)
    try:
        raise RuntimeError("could not load") from await _an_outage(db)
    except RuntimeError as error:
        assert is_outage(error)
        outcome = failed(row, registered()["monitoring.letter"], error)
    assert (outcome.state, outcome.failures) == (JobState.WAITING, 0)


async def _an_outage(kind: str) -> BaseException:
    from sqlalchemy.exc import OperationalError

    words = "database is locked" if kind == "sqlite" else "terminating connection"
    return OperationalError("SELECT 1", {}, Exception(words))


async def test_a_wrong_statement_is_no_outage(db):
    try:
        async with reading() as session:
            await (await session.connection()).exec_driver_sql("SELECT nothing FROM nowhere")
    except Exception as error:
        assert not is_outage(error)


async def test_work_for_a_moment_later_does_not_wait_for_the_next_look(sqlite_db):
    one = Runner([Queue.MONITORING])
    running = asyncio.create_task(one.run())
    await ask("monitoring.letter", number=1)
    for _ in range(200):
        if RAN:
            break
        await asyncio.sleep(0.02)
    one.stop()
    await running
    assert RAN == ["note 1"]
