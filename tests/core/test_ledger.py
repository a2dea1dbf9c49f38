"""The ledger's promises, on both databases."""

import asyncio
import datetime as dt

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from webmagic.core.clock import ago, now
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Invalid, VendorError
from webmagic.core.ledger import Job, JobState, Queue, Runner, cancel, enqueue, job, retry_group
from webmagic.core.ledger.claims import claim, complete, sweep

DONE: list[int] = []
EVENTS: dict[str, asyncio.Event] = {}


@job("monitoring.note", tries=2, delay=0, time_limit=5)
async def note(row: Job, number: int) -> None:
    DONE.append(number)


@job("monitoring.flaky", tries=3, delay=0, time_limit=5)
async def flaky(row: Job, number: int) -> None:
    DONE.append(number)
    if row.attempt < 3:
        raise VendorError("The other side is busy.")


@job("monitoring.wrong", tries=5, delay=0, time_limit=5)
async def wrong(row: Job) -> None:
    raise Invalid("Row 17 is no business.")


@job("monitoring.endless", tries=1, delay=0, time_limit=0.2)
async def endless(row: Job) -> None:
    await asyncio.sleep(30)


@job("monitoring.long", tries=1, delay=0, time_limit=60)
async def long(row: Job) -> None:
    EVENTS["started"].set()
    await asyncio.sleep(30)


@pytest.fixture(autouse=True)
def nothing_done():
    DONE.clear()


def runner() -> Runner:
    return Runner([Queue.MONITORING], slots=4)


async def ask(kind: str, **arguments) -> bool:
    async with transaction() as session:
        return await enqueue(session, kind, **arguments)


async def rows() -> list[Job]:
    async with reading() as session:
        return list((await session.exec(select(Job).order_by(col(Job.id)))).all())


async def test_work_asked_for_is_done_once(db):
    for number in range(20):
        await ask("monitoring.note", number=number)
    assert await runner().drain() == 20
    assert sorted(DONE) == list(range(20))
    assert {row.state for row in await rows()} == {JobState.DONE}


async def test_work_asked_for_in_a_transaction_that_fails_never_existed(db):
    with pytest.raises(RuntimeError):
        async with transaction() as session:
            await enqueue(session, "monitoring.note", number=1)
            raise RuntimeError
    assert await rows() == []


async def test_the_same_work_is_not_asked_for_twice_while_it_is_open(db):
    assert await ask("monitoring.note", dedupe="n", number=1)
    assert not await ask("monitoring.note", dedupe="n", number=1)
    await runner().drain()
    assert await ask("monitoring.note", dedupe="n", number=1)


async def test_two_workers_share_the_work_without_doubling_it(db):
    for number in range(60):
        await ask("monitoring.note", number=number)
    await asyncio.gather(runner().drain(), runner().drain())
    assert sorted(DONE) == list(range(60))


async def test_a_passing_fault_is_tried_again_and_a_permanent_one_is_not(db):
    await ask("monitoring.flaky", number=7)
    await ask("monitoring.wrong")
    await runner().drain()
    good, bad = await rows()
    assert (good.state, good.attempt) == (JobState.DONE, 3)
    assert (bad.state, bad.attempt, bad.message) == (JobState.FAILED, 1, "Row 17 is no business.")


async def test_failed_work_of_one_cause_is_retried_as_a_group(db):
    for _ in range(3):
        await ask("monitoring.wrong")
    await runner().drain()
    failed = await rows()
    assert len({row.fingerprint for row in failed}) == 1
    async with transaction() as session:
        assert await retry_group(session, failed[0].fingerprint) == 3
    assert {row.state for row in await rows()} == {JobState.WAITING}


async def test_work_that_takes_too_long_is_stopped_and_says_so(db):
    await ask("monitoring.endless")
    await runner().drain()
    (row,) = await rows()
    assert row.state == JobState.FAILED
    assert "took longer" in row.message


async def test_a_dead_workers_job_goes_back_and_its_late_result_is_refused(db):
    await ask("monitoring.note", number=1)
    async with transaction() as session:
        (old,) = await claim(session, ["monitoring.note"], "dead", 5)
    async with transaction() as session:
        row = await session.get(Job, old.id)
        row.lease_until = ago(seconds=1)
        session.add(row)
    async with transaction() as session:
        assert await sweep(session) == 1
        (new,) = await claim(session, ["monitoring.note"], "alive", 5)
    async with transaction() as session:
        assert not await complete(session, old)
        assert await complete(session, new)


async def test_a_job_that_kills_three_workers_is_kept_as_dead(db):
    await ask("monitoring.note", number=1)
    for _ in range(3):
        async with transaction() as session:
            (row,) = await claim(session, ["monitoring.note"], "dying", 5)
        async with transaction() as session:
            row = await session.get(Job, row.id)
            row.lease_until = ago(seconds=1)
            session.add(row)
        async with transaction() as session:
            await sweep(session)
    (row,) = await rows()
    assert row.state == JobState.FAILED
    assert row.error_kind == "WorkerDied"


async def test_work_for_later_waits(db):
    await ask("monitoring.note", number=1, run_after=now() + dt.timedelta(hours=1))
    await runner().drain()
    assert DONE == []


async def test_a_running_job_that_is_cancelled_stops(db):
    EVENTS["started"] = asyncio.Event()
    await ask("monitoring.long")
    one = runner()
    running = asyncio.create_task(one.run())
    await asyncio.wait_for(EVENTS["started"].wait(), 5)
    async with transaction() as session:
        await cancel(session, (await rows())[0].id)
    for _ in range(100):
        if not one._running:
            break
        await asyncio.sleep(0.05)
    assert not one._running
    one.stop()
    await running
    assert (await rows())[0].state == JobState.CANCELLED


async def test_a_commit_wakes_a_waiting_worker_at_once(live_redis, sqlite_db):
    one = runner()
    running = asyncio.create_task(one.run())
    await asyncio.sleep(0.4)
    began = asyncio.get_running_loop().time()
    await ask("monitoring.note", number=1)
    while not DONE:
        await asyncio.sleep(0.005)
    waited = asyncio.get_running_loop().time() - began
    one.stop()
    await running
    assert waited < 0.8  # the look once a second would on average take longer; bench measures it


async def test_a_claim_takes_no_more_than_it_may_however_the_database_plans_it(db):
    """PostgreSQL may run the inner SELECT once a row; each time finding ten more."""
    async with transaction() as session:
        for number in range(40):
            await enqueue(session, "monitoring.note", number=number)
    async with transaction() as session:
        if session.get_bind().dialect.name == "postgresql":
            for way in ("hashjoin", "mergejoin", "hashagg", "sort", "material", "indexscan", "bitmapscan"):
                await session.exec(sa.text(f"SET LOCAL enable_{way} = off"))
        rows = await claim(session, ["monitoring.note"], "worker", 10)
    assert len(rows) == 10
