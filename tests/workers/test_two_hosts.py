"""Two worker hosts, each with a home of its own, share one PostgreSQL and one Redis. One dies."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import col, select

from tests.workers.test_worker_death import ask_for_sites, count, until
from webmagic.core.database import dispose, reading
from webmagic.core.ledger import list_workers
from webmagic.models import AgentRun, Job, JobState, SiteVersion

SITES = 5


def start_host(home: Path) -> subprocess.Popen[bytes]:
    home.mkdir()
    environment = {**os.environ, "WEBMAGIC_HOME": str(home)}
    return subprocess.Popen([sys.executable, "-m", "workers.main", "generation"], env=environment)


async def _note_running(pids: set[str]) -> bool:
    async with reading() as session:
        found = await session.exec(select(Job.worker).where(Job.state == JobState.RUNNING))
        pids.update(worker.split(":")[1] for worker in found.all())
    return bool(pids)


async def _both_work(hosts: list[subprocess.Popen[bytes]]) -> bool:
    return {str(host.pid) for host in hosts} <= {
        name.split(":")[1] for name in [worker["worker"] for worker in await list_workers()]
    }


@pytest.mark.xdist_group("processes")
@pytest.mark.parametrize("db", ["postgresql"], indirect=True)
async def test_of_two_hosts_one_dies_and_the_other_finishes_everything_once(live_redis, db, tmp_path):
    hosts = [start_host(tmp_path / name) for name in ("one", "two")]
    try:
        await until(lambda: _both_work(hosts), 120)
        await ask_for_sites(SITES)
        at_work: set[str] = set()
        await until(lambda: _note_running(at_work), 60)
        dead = next(host for host in hosts if str(host.pid) in at_work)
        dead.send_signal(signal.SIGKILL)
        dead.wait()
        await until(_all_done, 120)
    finally:
        for host in hosts:
            host.terminate()
            await asyncio.to_thread(host.wait, 30)
    async with reading() as session:
        versions = (await session.exec(select(SiteVersion.site_id, SiteVersion.number))).all()
        runs = (await session.exec(select(AgentRun.site_id, AgentRun.stage))).all()
    assert sorted(versions) == [(number, 1) for number in range(1, SITES + 1)]
    assert len(runs) == len(set(runs))
    await dispose()


async def _all_done() -> bool:
    done = await count(Job.kind == "generation.publish", Job.state == JobState.DONE)
    is_open = (Job.queue == "generation", col(Job.state).in_([JobState.WAITING, JobState.RUNNING]))
    return done == SITES and not await count(*is_open)
