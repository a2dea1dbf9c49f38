"""The ledger: durable rows in the database of the settings."""

import asyncio
import time

from bench.peers.cases import Case, read_case, tell
from webmagic.core import database, redis
from webmagic.core.database import transaction
from webmagic.core.ledger import Job, Queue, Runner, enqueue, job

CASE = Case(1, 1, 0)


@job("monitoring.bench", tries=1, delay=0, time_limit=60)
async def bench(_job: Job) -> None:
    if CASE.millis:
        await asyncio.sleep(CASE.seconds)


async def work(case: Case) -> None:
    global CASE  # noqa: PLW0603 (the job's function has no other way to know)
    CASE = case
    began = time.perf_counter()
    async with transaction() as session:
        for _ in range(case.jobs):
            await enqueue(session, "monitoring.bench")
    asked = time.perf_counter() - began
    began = time.perf_counter()
    done = await Runner([Queue.MONITORING], slots=case.slots).drain()
    seconds = time.perf_counter() - began
    assert done == case.jobs, (done, case.jobs)
    await database.dispose()
    await redis.dispose()
    tell(case, seconds, asked_per_second=case.jobs / asked)


if __name__ == "__main__":
    asyncio.run(work(read_case()))
