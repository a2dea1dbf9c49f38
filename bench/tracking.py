"""Measure: the open dot, answered after its hit is on the disk, beside one durable insert per hit.

Both ways keep the same row, in the same table, with the same durability, behind the same route: a
crowd of requests goes through the ASGI app that serves the dot. The bare way opens a transaction for
each hit; the number of requests under way at once is the best of several for it.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import sqlalchemy as sa

from bench.scene import load, scene
from webmagic import pitcher
from webmagic.core import database
from webmagic.core.database import reading, transaction
from webmagic.core.security import sign
from webmagic.http import tracking
from webmagic.models import Message, TrackingHit

HITS, BARE_HITS, CROWD = 30_000, 1_000, 3_000
BARE_CROWDS = (1, 8, 32)
LETTERS = 200
AGENT = b"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36"


class OneByOne:
    """What the route would do without gathering."""

    async def keep(self, hit: pitcher.Hit) -> None:
        async with transaction(is_durable=True) as session:
            row = {name: getattr(hit, name) for name in ("message_id", "kind", "user_agent", "address", "at")}
            await session.exec(sa.insert(TrackingHit).values(**row, evidence=hit.evidence))


def measure() -> dict[str, Any]:
    return {"load": load(), **{kind: _measure(kind) for kind in ("sqlite", "postgresql")}}


def _measure(kind: str) -> dict[str, Any]:
    with scene(kind) as place, place.as_ours():
        return asyncio.run(_both())


async def _both() -> dict[str, Any]:
    paths = await _letters()
    await _run(paths, 500, 100)  # connections are made
    bare, book = 0.0, tracking.book
    tracking.book = OneByOne()  # type: ignore[assignment]
    for crowd in BARE_CROWDS:
        bare = max(bare, await _run(paths, BARE_HITS, crowd))
    tracking.book = book
    gathered = max([await _run(paths, HITS, CROWD) for _ in range(2)])
    async with reading() as session:
        kept = (await session.exec(sa.select(sa.func.count()).select_from(TrackingHit))).scalar_one()
    asked = 500 + len(BARE_CROWDS) * BARE_HITS + 2 * HITS
    await database.dispose()
    return {
        "hits_per_second": round(gathered),
        "one_by_one_per_second": round(bare),
        "ratio": round(gathered / bare, 1),
        "missing": asked - kept,
        "load": load(),
    }


async def _letters() -> list[str]:
    async with transaction() as session:
        letters = [Message(to_email=f"n{n}@shop.example.com", subject="x") for n in range(LETTERS)]
        session.add_all(letters)
        await session.flush()
        return [f"/t/o/{sign('open', str(letter.id))}.gif" for letter in letters]


async def _run(paths: list[str], hits: int, crowd: int) -> float:
    """Answered requests per second, `crowd` of them under way at any time."""
    numbers = iter(range(hits))

    async def visitor(ask: Callable[[str], Awaitable[None]]) -> None:
        for number in numbers:
            await ask(paths[number % len(paths)])

    began = time.perf_counter()
    await asyncio.gather(*(visitor(_ask) for _ in range(crowd)))
    return hits / (time.perf_counter() - began)


async def _ask(path: str) -> None:
    scope = {
        "type": "http", "method": "GET", "path": path, "scheme": "https", "client": ("203.0.113.9", 1),
        "headers": [(b"host", b"localhost"), (b"user-agent", AGENT), (b"accept-language", b"es-GT")],
    }  # fmt: skip
    status = 0

    async def send(message: Any) -> None:
        nonlocal status
        status = message.get("status", status)

    await tracking.tracking_app(scope, _nothing, send)
    assert status == 200, status


async def _nothing() -> dict[str, Any]:
    return {"type": "http.request", "body": b""}


def rows(figures: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (
            f"hits on the open dot, {kind}, answered when durable",
            f"{found['hits_per_second']:,} a second, {found['missing']} missing",
            f"{found['ratio']} times one insert per hit ({found['one_by_one_per_second']:,} a second)",
        )
        for kind, found in figures.items()
        if isinstance(found, dict)
    ]
