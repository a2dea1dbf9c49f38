"""The big stop: holds at its commit, keeps everything, and goes on where it stood."""

import asyncio

import pytest
from sqlmodel import select

from webmagic import conductor
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Conflict, Refused
from webmagic.core.ledger import Job, JobState, Queue, Runner, enqueue, job, list_holds, pause
from webmagic.core.ledger.claims import claim

BEGUN, ENDED = asyncio.Event(), asyncio.Event()


@job("generation.endless", tries=1, delay=0, time_limit=60)
async def endless(_job: Job) -> None:
    BEGUN.set()
    try:
        await asyncio.sleep(60)
    finally:
        ENDED.set()


async def ask(*kinds: str) -> None:
    async with transaction() as session:
        for kind in kinds:
            await enqueue(session, kind, message_id=1)


async def states() -> set[tuple[str, str]]:
    async with reading() as session:
        return {(row.kind, row.state) for row in (await session.exec(select(Job))).all()}


async def test_nothing_that_costs_or_leaves_begins_after_a_stop_and_all_of_it_is_kept(db):
    kinds = ["scraping.territory", "generation.build", "campaigns.send"]
    await ask(*kinds, "monitoring.webhook")
    async with transaction() as session:
        await conductor.stop_everything(session, "alice@example.com")
    async with transaction() as session:
        assert await claim(session, kinds, "me", 9) == []
        assert len(await claim(session, ["monitoring.webhook"], "me", 9)) == 1
    async with transaction() as session:
        await conductor.go_on(session, "alice@example.com")
    async with transaction() as session:
        assert len(await claim(session, kinds, "me", 9)) == 3


async def test_a_build_under_way_is_let_go_of_and_given_back(sqlite_db):
    BEGUN.clear()
    ENDED.clear()
    await ask("generation.endless")
    async with transaction() as session:
        row = (await session.exec(select(Job))).one()
        row.arguments = {}
        session.add(row)
    runner = Runner([Queue.GENERATION], slots=1)
    working = asyncio.create_task(runner.run())
    await asyncio.wait_for(BEGUN.wait(), 20)
    async with transaction() as session:
        assert (await conductor.stop_everything(session, "alice@example.com")).given_back == 1
    await asyncio.wait_for(ENDED.wait(), 20)
    runner.stop()
    await asyncio.wait_for(working, 30)
    assert await states() == {("generation.endless", JobState.WAITING)}


async def test_what_somebody_had_paused_stays_paused(sqlite_db):
    async with transaction() as session:
        await pause(session, Queue.CAMPAIGNS, "by Bob")
        await conductor.stop_everything(session, "alice@example.com")
    async with transaction() as session:
        await conductor.go_on(session, "alice@example.com")
        assert await list_holds(session) == {"queue:campaigns": "by Bob"}


async def test_stopping_twice_is_one_stop_and_going_on_twice_a_conflict(sqlite_db):
    async with transaction() as session:
        await conductor.stop_everything(session, "alice@example.com")
        assert (await conductor.stop_everything(session, "bob@example.com")).by == "alice@example.com"
    async with transaction() as session:
        await conductor.go_on(session, "bob@example.com")
        with pytest.raises(Conflict):
            await conductor.go_on(session, "bob@example.com")


async def test_no_cycle_runs_while_everything_is_stopped(sqlite_db):
    async with transaction() as session:
        await conductor.stop_everything(session, "alice@example.com")
    with pytest.raises(Refused, match="stopped by alice"):
        await conductor.run_cycle(transaction)
    async with transaction() as session:
        with pytest.raises(Refused):
            await conductor.request_cycle(session, "bob@example.com")
