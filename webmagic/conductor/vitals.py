"""Every part of the system with its figure, well or not: what the health list on the screen shows."""

import shutil
import time
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa
from redis.exceptions import RedisError
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.conductor.certificates import list_certificates
from webmagic.conductor.health import (
    BACKLOG_SECONDS,
    FAILED_MESSAGES,
    FAILED_SITES,
    FREE_DISK,
    MAIL_JOBS,
    MIN_SAMPLE,
    failure_rate,
)
from webmagic.conductor.jobs import list_queues
from webmagic.conductor.providers import provider_states
from webmagic.core.ledger import list_workers
from webmagic.core.redis import get_redis
from webmagic.core.settings import get_settings
from webmagic.models import Queue


@dataclass(frozen=True)
class Vital:
    """`tone` is ok, warn, bad, or "" where nothing is known yet."""

    key: str
    name: str
    words: str
    tone: str = "ok"


async def list_vitals(session: AsyncSession) -> list[Vital]:
    return [
        await _database(session),
        await _redis(),
        await _workers(),
        _disk(),
        await _backlog(session),
        await _rate(session, "sites", "Builds", FAILED_SITES, "generation.build"),
        await _rate(session, "mails", "Mails", FAILED_MESSAGES, *MAIL_JOBS),
        *await _providers(session),
        *await _certificates(session),
    ]


async def _database(session: AsyncSession) -> Vital:
    began = time.perf_counter()
    await (await session.connection()).execute(sa.text("SELECT 1"))
    return Vital("database", "Database", f"answers in {1000 * (time.perf_counter() - began):.1f} ms")


async def _redis() -> Vital:
    began = time.perf_counter()
    try:
        await cast(Any, get_redis()).ping()
    except (RedisError, OSError):
        return Vital("redis", "Redis", "silent; work goes on a little slower", "warn")
    return Vital("redis", "Redis", f"answers in {1000 * (time.perf_counter() - began):.1f} ms")


async def _workers() -> Vital:
    workers = await list_workers()
    served = {queue for worker in workers for queue in worker["queues"]}
    if silent := [str(queue) for queue in Queue if queue not in served]:
        return Vital("workers", "Workers", f"none for {', '.join(silent)}", "bad")
    hosts = {worker["worker"].partition(":")[0] for worker in workers}
    slots, busy = sum(one["slots"] for one in workers), sum(one["busy"] for one in workers)
    where = f" on {len(hosts)} hosts" if len(hosts) > 1 else ""
    return Vital("workers", "Workers", f"{len(workers)}{where}, {busy} of {slots} hands busy")


def _disk() -> Vital:
    home = get_settings().webmagic_home
    free = shutil.disk_usage(home if home.exists() else home.parent).free
    return Vital("disk", "Disk", f"{free / 1024**3:,.1f} GB free", "ok" if free > FREE_DISK else "bad")


async def _backlog(session: AsyncSession) -> Vital:
    oldest = max((row.oldest_seconds for row in await list_queues(session) if not row.is_paused), default=0.0)
    if not oldest:
        return Vital("backlog", "Backlog", "nothing is due and waiting")
    words = f"the oldest due job waits {oldest / 60:.0f} min" if oldest >= 90 else f"{oldest:.0f} s"
    return Vital("backlog", "Backlog", words, "ok" if oldest < BACKLOG_SECONDS else "warn")


async def _rate(session: AsyncSession, key: str, name: str, most: float, *kinds: str) -> Vital:
    rate, total = await failure_rate(session, *kinds)
    if not total:
        return Vital(key, name, "none ended today", "")
    is_bad = total >= MIN_SAMPLE and rate > most
    return Vital(key, name, f"{rate:.0%} of {total:,} failed within a day", "bad" if is_bad else "ok")


async def _providers(session: AsyncSession) -> list[Vital]:
    tones = {True: "ok", False: "bad"}
    return [
        Vital(
            f"provider:{one.name}",
            one.name,
            one.words,
            "warn" if one.is_well and one.is_low else tones[one.is_well],
        )
        for one in await provider_states(session)
    ]


async def _certificates(session: AsyncSession) -> list[Vital]:
    """The first few; they are sorted by trouble and by end."""
    found = await list_certificates(session)
    told = []
    for one in found[:6]:
        words = one.problem or f"valid for {one.days_left} days"
        tone = "bad" if one.problem and one.is_ours else "warn" if one.is_trouble else "ok"
        told.append(Vital(f"certificate:{one.host}", one.host, words, tone))
    if len(found) > len(told):
        told.append(Vital("certificates", "Certificates", f"{len(found) - len(told)} more, all later", ""))
    return told
