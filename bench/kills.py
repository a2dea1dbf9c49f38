"""Proof: whatever is killed, no job that was asked for is lost and no effect happens twice.

Two workers, an asker, a web process and a vendor who sends it webhooks run as processes of their
own. Under a seed, one thing after the other is hit: a worker, the asker or the web process (kill -9),
Redis (emptied, or killed and started again), the database (PostgreSQL, stopped in the middle of
everything). Then the load ends, what is open is worked off, and what was confirmed, by a commit or
by an answer, is compared with what is there. With `looks`, the status, the jobs page and the
conductor's page are read now and then in between and compared with the rows (see `looking.py`).
"""

import asyncio
import contextlib
import logging
import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from redis import Redis
from sqlmodel import col, func, select

from bench import looking, steady, web
from bench.scene import Scene, scene
from webmagic.core import database, redis
from webmagic.core.database import reading, transaction
from webmagic.core.ledger import Job, JobState, retry_group
from webmagic.models import WebhookEvent

FORK = multiprocessing.get_context("fork")
TARGETS = {
    "worker": 60, "asker": 10, "web": 10, "redis emptied": 8, "redis restarted": 6, "database restarted": 6,
}  # fmt: skip
DRAIN_SECONDS = 90
LOOKS = 5
MILLION = 1_000_000


@dataclass
class Stage:
    """The processes, and how to hit them."""

    place: Scene
    dice: random.Random
    hits: Counter = field(default_factory=Counter)
    workers: list[Any] = field(default_factory=list)
    asker: Any = None
    askers: int = 0
    web: Any = None
    vendor: Any = None

    def open(self, *, with_web: bool, pages: bool) -> None:
        if with_web:
            self.web = web.Web(self.place, pages=pages)
            self.web.start()
        self.workers = [self._worker() for _ in range(2)]
        self._ask()
        if not self.web:
            return
        self.web.wait()
        self.vendor = FORK.Process(target=_quiet, args=(web.send, 0, self.web.url), daemon=True)
        self.vendor.start()

    def _worker(self):
        process = FORK.Process(target=_quiet, args=(steady.work,), daemon=True)
        process.start()
        return process

    def _ask(self) -> None:
        self.askers += 1
        self.asker = FORK.Process(target=_quiet, args=(steady.ask, self.askers * MILLION), daemon=True)
        self.asker.start()

    def hit(self) -> None:
        there = {"database restarted": self.place.postgres, "web": self.web}
        names = [name for name in TARGETS if there.get(name, True)]
        name = self.dice.choices(names, [TARGETS[name] for name in names])[0]
        self.hits[name] += 1
        if name == "worker":
            index = self.dice.randrange(len(self.workers))
            _kill(self.workers[index])
            self.workers[index] = self._worker()
        elif name == "asker":
            _kill(self.asker)
            self._ask()
        elif name == "web":
            self.web.kill()
            self.web.start()
        elif name == "database restarted":
            self.place.restart_postgres()
        elif name == "redis restarted":
            self.place.restart_redis()
        else:
            Redis(unix_socket_path=str(self.place.home / "redis" / "redis.sock")).flushall()

    def close(self) -> None:
        for process in [*self.workers, self.asker, self.vendor]:
            _kill(process)
        if self.web:
            self.web.kill()


def _quiet(target, *arguments) -> None:
    """In the child: warnings about what we break ourselves say nothing."""
    logging.disable(logging.CRITICAL)
    target(*arguments)


def _kill(process) -> None:
    if process is None:
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)
    process.join()


def prove(kind: str, kills: int, seed: int, *, looks: int = 0, with_web: bool = True) -> dict[str, Any]:
    """Figures of one run on "sqlite" or "postgresql"; `lost` and `doubled` must be 0."""
    began = time.monotonic()
    with scene(kind) as place, place.as_ours():
        asyncio.run(_make_effects())
        stage = Stage(place, random.Random(seed))
        seen = looking.Seen()
        try:
            stage.open(with_web=with_web, pages=looks > 0)
            time.sleep(1)
            for number in range(1, kills + 1):
                stage.hit()
                time.sleep(stage.dice.uniform(0.05, 0.5))
                if looks and number % max(1, kills // looks) == 0:
                    looking.look(stage, seen)
            if stage.web:
                stage.web.wait()
            _kill(stage.asker)
            _kill(stage.vendor)
            healed = time.monotonic()
            poisoned = asyncio.run(_drain())
            healed = time.monotonic() - healed
        finally:
            stage.close()
        figures = asyncio.run(_compare())
    return {
        "database": kind,
        "seed": seed,
        "kills": kills,
        "hits": dict(stage.hits),
        **figures,
        **(seen.figures() if looks else {}),
        "poisoned_then_retried": poisoned,
        "drained_after_s": round(healed, 1),
        "seconds": round(time.monotonic() - began, 1),
    }


async def _make_effects() -> None:
    async with transaction() as session:
        await session.exec(sa.text("CREATE TABLE effects (number INTEGER, job_id INTEGER, worker TEXT)"))
    await _leave()


async def _leave() -> None:
    await database.dispose()
    await redis.dispose()


async def _drain() -> int:
    """Until nothing is open. What killed three workers is kept as dead: it gets its retry here."""
    deadline, poisoned = time.monotonic() + DRAIN_SECONDS, 0
    try:
        while time.monotonic() < deadline:
            async with transaction() as session:
                poisoned += await retry_group(session, "worker-died")
            async with reading() as session:
                active = col(Job.state).in_([JobState.WAITING, JobState.RUNNING])
                if not (await session.exec(select(func.count()).select_from(Job).where(active))).one():
                    return poisoned
            await asyncio.sleep(0.25)
        raise TimeoutError(f"work was still open {DRAIN_SECONDS} s after the last kill")
    finally:
        await _leave()


async def _compare() -> dict[str, Any]:
    confirmed = {int(line) for line in steady.asked().read_text().split()}
    async with reading() as session:
        effects = Counter((await session.exec(sa.text("SELECT number FROM effects"))).scalars().all())
        states = Counter((await session.exec(select(Job.state))).all())
        inbox = (await session.exec(select(WebhookEvent.message_id, WebhookEvent.handled_at))).all()
    await _leave()
    path = web.acknowledged()
    told = {int(line) for line in path.read_text().split()} if path.exists() else set()
    kept = {int(message_id.removeprefix("msg_")) for message_id, _ in inbox}
    begun, overlaps = _read_runs()
    return {
        "confirmed": len(confirmed),
        "lost": len(confirmed - effects.keys()),
        "doubled": sum(count > 1 for count in effects.values()),
        "acknowledged": len(told),
        "webhooks_lost": len(told - kept),
        "webhooks_doubled": len(inbox) - len(kept),
        "webhooks_unhandled": sum(handled_at is None for _, handled_at in inbox),
        "not_done": sum(count for state, count in states.items() if state != JobState.DONE),
        "runs": begun,
        "reruns": begun - len(effects),
        "overlapping_runs": overlaps,
    }


def _read_runs() -> tuple[int, int]:
    """How often jobs began, and how often one began while an earlier run of it went on to its end."""
    begins: dict[tuple[str, int], float] = {}
    ends: dict[tuple[str, int], float] = {}
    for line in steady.runs().read_text().splitlines():
        word, number, attempt, at = line.split()
        (begins if word == "begin" else ends)[number, int(attempt)] = float(at)
    overlaps = sum(
        any(begins.get((number, later), end) < end for later in range(attempt + 1, attempt + 9))
        for (number, attempt), end in ends.items()
    )
    return len(begins), overlaps


def run(seed: int, count: int) -> list[dict[str, Any]]:
    return [prove(kind, count, seed, looks=LOOKS) for kind in ("sqlite", "postgresql")]


def line(figures: dict[str, Any]) -> str:
    hits = ", ".join(f"{count} × {name}" for name, count in sorted(figures["hits"].items()))
    told = [
        f"kills on {figures['database']}: {figures['kills']} ({hits})",
        f"{figures['confirmed']} jobs confirmed, {figures['lost']} lost, {figures['not_done']} not done",
        f"{figures['doubled']} effects doubled, {figures['reruns']} reruns",
        f"{figures['acknowledged']} webhooks acknowledged, {figures['webhooks_lost']} lost, "
        f"{figures['webhooks_doubled']} doubled, {figures['webhooks_unhandled']} not handled",
        f"{figures['overlapping_runs']} overlapping, drained {figures['drained_after_s']} s after the last",
        *([looking.words(figures)] if "looks" in figures else []),
        f"SEED={figures['seed']}",
    ]
    return "; ".join(told)


def holds(figures: dict[str, Any]) -> bool:
    faults = ("lost", "doubled", "not_done", "webhooks_lost", "webhooks_doubled", "webhooks_unhandled")
    return not any(figures[name] for name in faults) and not figures.get("untrue")
