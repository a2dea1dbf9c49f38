"""Proof: a hit that was answered is kept, whenever the web process is killed.

A crowd of readers fetches the dots of letters from a real web process; each notes its number once the
answer has come. The process is killed (kill -9) at random moments and started again. In the end every
number that was noted must be among the kept hits, and none twice.
"""

import asyncio
import contextlib
import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
from sqlmodel import col, select

from bench import web
from bench.scene import scene
from bench.steady import note
from webmagic.core import database
from webmagic.core.database import reading, transaction
from webmagic.core.security import sign
from webmagic.core.settings import get_settings
from webmagic.models import Message, TrackingHit

FORK = multiprocessing.get_context("fork")
LETTERS, READERS = 50, 24
MOST_KILLS = 40
AGENT = "reader-"


def run(seed: int, count: int) -> list[dict[str, Any]]:
    return [prove(kind, min(count, MOST_KILLS), seed) for kind in ("sqlite", "postgresql")]


def prove(kind: str, kills: int, seed: int) -> dict[str, Any]:
    dice = random.Random(seed)
    with scene(kind) as place, place.as_ours():
        paths = asyncio.run(_write_letters())
        server = web.Web(place, pages=False)
        server.start()
        server.wait()
        crowd = FORK.Process(target=_read, args=(server.url, paths), daemon=True)
        crowd.start()
        try:
            for _ in range(kills):
                time.sleep(dice.uniform(0.3, 1.2))
                server.kill()
                server.start()
                server.wait()
            time.sleep(0.5)
        finally:
            os.kill(crowd.pid or 0, signal.SIGKILL)
            crowd.join()
            server.kill()
        kept = asyncio.run(_read_back())
        answered = set(_notes().read_text().split())
    return {
        "database": kind,
        "seed": seed,
        "kills": kills,
        "answered": len(answered),
        "kept": sum(kept.values()),
        "missing": len(answered - set(kept)),
        "doubled": sum(1 for number in answered if kept[number] > 1),
    }


def _notes() -> Path:
    return get_settings().webmagic_home / "answered.txt"


async def _write_letters() -> list[str]:
    async with transaction() as session:
        letters = [Message(to_email=f"n{n}@shop.example.com", subject="x") for n in range(LETTERS)]
        session.add_all(letters)
        await session.flush()
        paths = [f"/t/o/{sign('open', str(letter.id))}.gif" for letter in letters]
    await database.dispose()
    return paths


def _read(url: str, paths: list[str]) -> None:
    asyncio.run(_crowd(url, paths))


async def _crowd(url: str, paths: list[str]) -> None:
    async with httpx.AsyncClient(base_url=url, timeout=10) as client:
        await asyncio.gather(*(_reader(client, paths, first) for first in range(READERS)))


async def _reader(client: httpx.AsyncClient, paths: list[str], first: int) -> None:
    """Each hit has a number of its own, and is never asked for again."""
    number = first
    while True:
        path, agent = paths[number % len(paths)], {"User-Agent": f"{AGENT}{number}"}
        with contextlib.suppress(httpx.HTTPError):
            if (await client.get(path, headers=agent)).status_code == httpx.codes.OK:
                note(_notes(), str(number))
        number += READERS
        await asyncio.sleep(0.002)


async def _read_back() -> Counter[str]:
    async with reading() as session:
        found = await session.exec(
            select(TrackingHit.user_agent).where(col(TrackingHit.user_agent).startswith(AGENT))
        )
        kept = Counter(agent.removeprefix(AGENT) for agent in found.all())
    await database.dispose()
    return kept


def line(figures: dict[str, Any]) -> str:
    return (
        f"hits on {figures['database']}: {figures['kills']} kills of the web, seed {figures['seed']}: "
        f"{figures['answered']:,} answered, {figures['missing']} missing, {figures['doubled']} doubled"
    )


def holds(figures: dict[str, Any]) -> bool:
    return figures["answered"] > 0 and figures["missing"] == 0 and figures["doubled"] == 0
