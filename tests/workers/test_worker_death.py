"""kill -9 of a worker in the middle of generation: after a restart every site is finished once."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time

import pytest
from sqlmodel import col, func, select

from webmagic.core.database import dispose, reading, transaction
from webmagic.core.ledger import enqueue
from webmagic.creative import open_site
from webmagic.models import (
    AgentRun,
    Business,
    GeneratedSite,
    Job,
    JobState,
    SiteStatus,
    SiteVersion,
    WebsiteState,
)

SITES = 12


async def ask_for_sites(count: int) -> None:
    async with transaction() as session:
        for number in range(count):
            shop = Business(
                dedupe_key=f"place:k{number}",
                name=f"Corner Bakery {number}",
                trade="bakery",
                country="US",
                city="Dayton",
                state="OH",
                phone="+19375550142",
                website_state=WebsiteState.NONE,
                qualified=True,
                reviews=[
                    {"author": "Ann L.", "rating": 5, "text": "The rye is out at seven and gone by nine."}
                ],
            )
            session.add(shop)
            await session.flush()
            site = await open_site(session, shop.id, f"corner-{number}")
            await enqueue(
                session, "generation.build", dedupe=f"build:{site.id}", site_id=site.id, business_id=shop.id
            )


@pytest.fixture
def start_worker():
    """Starts workers; whatever the test comes to, none of them outlives it."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "workers.main", "generation"]
        started.append(subprocess.Popen(command, env=os.environ))
        return started[-1]

    yield start
    for worker in started:
        worker.kill()
        worker.wait()


async def count(*where) -> int:
    async with reading() as session:
        return (await session.exec(select(func.count()).select_from(Job).where(*where))).one()


async def until(condition, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not await condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.02)


@pytest.mark.xdist_group("processes")
async def test_sites_are_finished_once_although_their_worker_was_killed_twice(db, home, start_worker):
    seed = int(os.environ.get("SEED", time.time_ns() % 100_000))
    dice = random.Random(seed)
    print(f"SEED={seed}")
    await ask_for_sites(SITES)
    await dispose()
    for _ in range(2):
        worker = start_worker()
        await until(lambda: count(Job.state == JobState.RUNNING), 30)
        await asyncio.sleep(dice.uniform(0, 0.3))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    open_before = await count(Job.kind == "generation.build", Job.state != JobState.DONE)
    assert open_before, "the kills came too late to prove anything"
    worker = start_worker()
    await until(_all_published, 90)
    await until(_none_open, 30)
    worker.terminate()
    worker.wait(30)
    async with reading() as session:
        versions = (await session.exec(select(SiteVersion.site_id, SiteVersion.number))).all()
        runs = (await session.exec(select(AgentRun.site_id, AgentRun.stage))).all()
    assert sorted(versions) == [(number, 1) for number in range(1, SITES + 1)]
    assert len(runs) == len(set(runs)) == SITES * 4
    for number in range(SITES):
        assert (home / "sites" / f"corner-{number}" / "current" / "index.html").exists()


async def _all_published() -> bool:
    async with reading() as session:
        found = await session.exec(
            select(func.count())
            .select_from(GeneratedSite)
            .where(GeneratedSite.status == SiteStatus.PUBLISHED)
        )
        return found.one() == SITES


async def _none_open() -> bool:
    return not await count(
        col(Job.state).in_([JobState.WAITING, JobState.RUNNING]), Job.kind == "generation.publish"
    )


@pytest.mark.xdist_group("processes")
async def test_a_worker_told_to_stop_gives_its_work_back_and_leaves(sqlite_db, start_worker):
    await ask_for_sites(3)
    await dispose()
    worker = start_worker()
    await until(lambda: count(Job.state == JobState.RUNNING), 30)
    worker.terminate()
    assert worker.wait(30) == 0
    assert await count(Job.state == JobState.RUNNING) == 0
