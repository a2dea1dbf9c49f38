"""A worker at rest that notes when each job begins: `seconds since commit`, by the same clock.

`python -m bench.peers.latency work` is the worker, `ask` the one who asks (another process).
"""

import asyncio
import json
import random
import sys
import time
from pathlib import Path

from webmagic.core import database, redis
from webmagic.core.database import transaction
from webmagic.core.ledger import Job, Queue, Runner, enqueue, job
from webmagic.core.settings import get_settings

SAMPLES = 200


def notes() -> Path:
    return get_settings().webmagic_home / "begun.txt"


@job("monitoring.note_time", tries=1, delay=0, time_limit=60)
async def note_time(_job: Job, number: int) -> None:
    with notes().open("a") as file:
        file.write(f"{number} {time.time()}\n")


async def work() -> None:
    print("ready", flush=True)
    await Runner([Queue.MONITORING], slots=4).run()


async def ask() -> None:
    asked = {}
    for number in range(SAMPLES):
        async with transaction() as session:
            await enqueue(session, "monitoring.note_time", number=number)
            session.info["after_commit"].insert(0, _remember(asked, number))
        await asyncio.sleep(random.uniform(0.01, 0.05))
    await asyncio.sleep(1.5)
    begun = {int(n): float(at) for n, at in (line.split() for line in notes().read_text().splitlines())}
    waits = sorted((begun[number] - at) * 1000 for number, at in asked.items())
    await database.dispose()
    await redis.dispose()
    print(
        json.dumps({"p50_ms": waits[SAMPLES // 2], "p99_ms": waits[int(SAMPLES * 0.99)], "max_ms": waits[-1]})
    )


def _remember(asked: dict[int, float], number: int):
    async def committed() -> None:
        asked[number] = time.time()

    return committed


if __name__ == "__main__":
    asyncio.run(work() if sys.argv[1] == "work" else ask())
