"""Whose jobs are given back, and what is claimed before there is a slot."""

import asyncio
import os
import subprocess
import sys

from sqlmodel import select

from webmagic.core.clock import ago
from webmagic.core.database import reading, transaction
from webmagic.core.ledger import Job, JobState, Queue, Runner, enqueue, job
from webmagic.core.ledger.claims import claim, sweep
from webmagic.core.ledger.identity import is_neighbour_alive, worker_name

GATE = asyncio.Event()


@job("monitoring.quick", tries=1, delay=0, time_limit=5)
async def quick(row: Job) -> None:
    pass


@job("monitoring.slow", tries=1, delay=0, time_limit=5)
async def slow(row: Job) -> None:
    await GATE.wait()


async def ask(kind: str, count: int) -> None:
    async with transaction() as session:
        for _ in range(count):
            await enqueue(session, kind)


async def states(kind: str) -> list[str]:
    async with reading() as session:
        return list((await session.exec(select(Job.state).where(Job.kind == kind))).all())


async def _lapse(worker: str, seconds: float) -> int:
    await ask("monitoring.quick", 1)
    async with transaction() as session:
        (row,) = await claim(session, ["monitoring.quick"], worker, 1)
    async with transaction() as session:
        stored = await session.get(Job, row.id)
        stored.lease_until = ago(seconds=seconds)
        session.add(stored)
    async with transaction() as session:
        return await sweep(session)


async def test_a_neighbour_that_is_late_but_alive_keeps_its_jobs_for_a_while(db):
    assert await _lapse(worker_name(["monitoring"]), 2) == 0
    assert await _lapse(worker_name(["monitoring"]), 60) == 1


async def test_a_worker_elsewhere_is_known_by_its_lease_alone(sqlite_db):
    assert await _lapse("farawaymachine:17:monitoring:abcdef-0001", 1) == 1


def test_a_process_that_ended_is_no_neighbour():
    child = subprocess.Popen([sys.executable, "-c", "pass"])
    name = worker_name(["monitoring"]).replace(f":{os.getpid()}:", f":{child.pid}:")
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # a zombie: dead, and not yet buried
    assert not is_neighbour_alive(name)
    child.wait()
    assert not is_neighbour_alive(name)


async def test_slow_work_is_not_claimed_before_there_is_a_slot_for_it(sqlite_db):
    GATE.clear()
    one = Runner([Queue.MONITORING], slots=2)
    await ask("monitoring.quick", 20)
    await one.drain()
    await ask("monitoring.slow", 6)
    running = asyncio.create_task(one.run())
    for _ in range(100):
        if (await states("monitoring.slow")).count(JobState.RUNNING) >= 2:
            break
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.1)
    assert (await states("monitoring.slow")).count(JobState.RUNNING) == 2
    GATE.set()
    for _ in range(100):
        if set(await states("monitoring.slow")) == {JobState.DONE}:
            break
        await asyncio.sleep(0.02)
    one.stop()
    await running
    assert set(await states("monitoring.slow")) == {JobState.DONE}
