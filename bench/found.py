"""Proof: trouble is found within 15 seconds and, where it can heal itself, over within 60.

Two real worker hosts. One is killed, Redis is killed, and both come back; each time it is measured
how long it takes until the alert stands, and after the repair until it is gone again.
"""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.scene import Scene, scene
from webmagic import conductor
from webmagic.core import database, redis
from webmagic.core.database import reading
from webmagic.core.settings import REPO

FOUND_SECONDS, HEALED_SECONDS = 15.0, 60.0
PATIENCE = 120.0
QUEUES = ("scraping", "generation", "campaigns")


def _host(place: Scene, *queues: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "workers.main", *queues], env=place.environment, cwd=REPO)


async def _open() -> set[str]:
    try:
        async with reading() as session:
            return {row.key for row in await conductor.list_open_alerts(session)}
    finally:
        await database.dispose()
        await redis.dispose()


def _until(key: str, *, there: bool) -> float:
    """Seconds until the alert stands, or is gone."""
    began = time.monotonic()
    while (key in asyncio.run(_open())) != there:
        if time.monotonic() - began > PATIENCE:
            raise TimeoutError(f"the alert {key!r} was {'not raised' if there else 'not cleared'}")
        time.sleep(0.1)
    return round(time.monotonic() - began, 1)


def _measure(key: str, hit: Callable[[], object], mend: Callable[[], object]) -> dict[str, Any]:
    hit()
    found = _until(key, there=True)
    mend()
    return {"trouble": key, "found_s": found, "healed_s": _until(key, there=False)}


def run(seed: int, count: int) -> list[dict[str, Any]]:
    with scene("sqlite") as place, place.as_ours():
        hosts = {"watch": _host(place, "monitoring"), "work": _host(place, *QUEUES)}

        def restart() -> None:
            hosts["work"] = _host(place, *QUEUES)

        def kill() -> None:
            os.kill(hosts["work"].pid, signal.SIGKILL)
            hosts["work"].wait()

        def kill_redis() -> None:
            place.redis.kill()
            place.redis.wait()

        try:
            time.sleep(15)  # both hosts have begun, and whatever stood at the start is cleared
            _until("workers", there=False)
            return [
                _measure("workers", kill, restart),
                _measure("redis", kill_redis, place.restart_redis),
            ]
        finally:
            for host in hosts.values():
                host.kill()
                host.wait()


def line(figures: dict[str, Any]) -> str:
    found, healed = figures["found_s"], figures["healed_s"]
    return f"{figures['trouble']}: found after {found} s, over {healed} s after the repair"


def holds(figures: dict[str, Any]) -> bool:
    return figures["found_s"] <= FOUND_SECONDS and figures["healed_s"] <= HEALED_SECONDS
