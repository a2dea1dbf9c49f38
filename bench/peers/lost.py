"""A worker with one endless job that notes its process: kill the process, and see who takes over."""

import asyncio
import os
import sys
import time

from webmagic.core import database, redis
from webmagic.core.database import transaction
from webmagic.core.ledger import Job, Queue, Runner, enqueue, job
from webmagic.core.settings import get_settings


@job("monitoring.endless_note", tries=9, delay=0, time_limit=600)
async def endless_note(_job: Job) -> None:
    with (get_settings().webmagic_home / "begun.txt").open("a") as file:
        file.write(f"{os.getpid()} {time.time()}\n")
    await asyncio.sleep(600)


async def work() -> None:
    await Runner([Queue.MONITORING], slots=2).run()


async def ask() -> None:
    async with transaction() as session:
        await enqueue(session, "monitoring.endless_note")
    await database.dispose()
    await redis.dispose()
    print("{}")


if __name__ == "__main__":
    asyncio.run(work() if sys.argv[1] == "work" else ask())
