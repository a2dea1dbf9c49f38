"""SAQ with its defaults, from Redis."""

import asyncio
import time

from redis.asyncio import Redis
from saq import Worker
from saq.queue.redis import RedisQueue

from bench.peers.cases import Case, read_case, tell
from webmagic.core.redis import redis_url


async def work(case: Case) -> None:
    done, ended = 0, asyncio.Event()

    async def bench(_ctx: dict) -> None:
        if case.millis:
            await asyncio.sleep(case.seconds)

    async def count(_ctx: dict) -> None:
        nonlocal done
        done += 1
        if done == case.jobs:
            ended.set()

    queue = RedisQueue(Redis.from_url(redis_url()))
    await queue.connect()
    for _ in range(case.jobs):
        await queue.enqueue("bench")
    worker = Worker(queue, functions=[("bench", bench)], concurrency=case.slots, after_process=count)
    began = time.perf_counter()
    running = asyncio.create_task(worker.start())
    await ended.wait()
    seconds = time.perf_counter() - began
    tell(case, seconds)
    running.cancel()
    await asyncio.wait([running], timeout=2)


if __name__ == "__main__":
    asyncio.run(work(read_case()))
