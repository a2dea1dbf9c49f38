"""Composition root of the worker process: `python -m workers.main [QUEUE ...]`.

arq hosts: it owns the process's connection to Redis, its health key, and the minute's tick.
The ledger works: its runner claims rows from the database and needs Redis for nothing but
being woken sooner. When Redis goes away, arq is started again and the runner goes on.
"""

import asyncio
import contextlib
import logging
import os
import signal
import sys
from typing import Any, ClassVar

from arq import cron
from arq.connections import RedisSettings
from arq.worker import Worker
from redis.exceptions import RedisError

from webmagic import conductor, creative
from webmagic.core import logging as logs
from webmagic.core.database import transaction
from webmagic.core.ledger import Queue, Runner, fire_due, is_outage
from webmagic.core.processes import settle
from webmagic.core.redis import redis_url
from webmagic.core.settings import get_settings
from workers import campaigns, generation, monitoring, scraping
from workers.schedule import active_schedules

log = logging.getLogger("workers")
WATCH_SECONDS = 3  # and a worker is missed after 5: within the 15 promised on a busy machine, too
JOBS = (campaigns, generation, monitoring, scraping)  # importing them declares their kinds
SLOTS: dict[Queue, int] = {Queue.SCRAPING: 2, Queue.GENERATION: 2, Queue.CAMPAIGNS: 4, Queue.MONITORING: 4}


async def tick(_ctx: dict[str, Any]) -> list[str]:
    """Every minute: fire the schedules that are due. Rows decide, so any number of workers may tick."""
    async with transaction() as session:
        return await fire_due(session, await active_schedules(session))


async def wake(ctx: dict[str, Any]) -> None:
    """For other programs: make this queue look for work now."""
    ctx["runner"].wake()


class Host:
    """arq's settings for one queue."""

    functions: ClassVar = [wake]
    cron_jobs: ClassVar = [cron(tick, second=0, keep_result=0, unique=False)]  # type: ignore[arg-type]
    keep_result = 0
    poll_delay = 5.0  # nothing waits for it: the ledger is woken by push
    job_timeout = 60
    handle_signals = False
    health_check_interval = 30


def redis_settings() -> RedisSettings:
    """This version of arq cannot read the path of a socket out of an address."""
    url = redis_url()
    if url.startswith("unix://"):
        return RedisSettings(unix_socket_path=url.removeprefix("unix://"))
    return RedisSettings.from_dsn(url)


async def host(queue: Queue, runner: Runner) -> None:
    """Keep one arq worker alive for a queue, whatever happens to Redis."""
    while True:
        try:
            worker = Worker(
                functions=Host.functions,
                cron_jobs=Host.cron_jobs,
                queue_name=f"webmagic:{queue}",
                redis_settings=redis_settings(),
                ctx={"runner": runner},
                keep_result=Host.keep_result,
                poll_delay=Host.poll_delay,
                job_timeout=Host.job_timeout,
                handle_signals=Host.handle_signals,
                health_check_interval=Host.health_check_interval,
                health_check_key=f"webmagic:{queue}:health",
            )
            await worker.async_run()
        except (RedisError, OSError) as error:
            log.warning("Redis is away (%s); work goes on without it", error)
            await asyncio.sleep(1)


async def ticking() -> None:
    """The minute's tick without Redis: schedules fire even while it is gone."""
    while True:
        with contextlib.suppress(Exception):
            await tick({})
        await asyncio.sleep(60)


async def watching() -> None:
    """Trouble is found within 15 seconds, also when it is the database that is away."""
    is_away = False
    while True:
        await asyncio.sleep(WATCH_SECONDS)
        try:
            async with transaction() as session:
                await conductor.align_hold(session)
                change = await conductor.watch(session)
            for key in change.raised:
                log.warning("alert raised: %s", key)
            for key in change.cleared:
                log.info("alert cleared: %s", key)
            was_away, is_away = is_away, False
        except Exception as error:
            log.warning("could not look after the system's health: %s", error)
            was_away, is_away = is_away, is_outage(error)
        if was_away != is_away:
            with contextlib.suppress(Exception):
                await conductor.tell_outage("raised" if is_away else "cleared")


async def work(queues: list[Queue]) -> None:
    runners = {queue: Runner([queue], SLOTS[queue]) for queue in queues}
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, _stop, list(runners.values()))
    beside = [asyncio.create_task(host(queue, runner)) for queue, runner in runners.items()]
    beside.append(asyncio.create_task(ticking()))
    if Queue.MONITORING in queues:
        beside.append(asyncio.create_task(watching()))
    try:
        await asyncio.gather(*(runner.run() for runner in runners.values()))
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)


def _stop(runners: list[Runner]) -> None:
    for runner in runners:
        runner.stop()


def main() -> None:
    queues = [Queue(name) for name in sys.argv[1:]] or list(Queue)
    settings = get_settings()
    logs.setup(settings.log_level, name=f"worker[{os.getpid()}]")
    if Queue.GENERATION in queues:
        creative.warm_up()
    settle()
    log.info("working on %s", ", ".join(queues))
    asyncio.run(work(queues))
    log.info("stopped")


if __name__ == "__main__":
    main()
