"""arq as it is, with its poll tuned from 500 ms to 10."""

import asyncio
import time

from arq.connections import RedisSettings, create_pool
from arq.worker import Worker, func

from bench.peers.cases import Case, read_case, tell
from webmagic.core.redis import redis_url


def task(case: Case):
    async def bench(_ctx: dict) -> None:
        if case.millis:
            await asyncio.sleep(case.seconds)

    return bench


async def work(case: Case) -> None:
    settings = RedisSettings(unix_socket_path=redis_url().removeprefix("unix://"))
    pool = await create_pool(settings)
    for _ in range(case.jobs):
        await pool.enqueue_job("bench")
    worker = Worker(
        functions=[func(task(case), name="bench")],
        redis_settings=settings,
        burst=True,
        max_jobs=case.slots,
        poll_delay=0.01,
        keep_result=0,
        handle_signals=False,
    )
    began = time.perf_counter()
    await worker.async_run()
    seconds = time.perf_counter() - began
    assert worker.jobs_complete == case.jobs
    tell(case, seconds)


if __name__ == "__main__":
    asyncio.run(work(read_case()))
