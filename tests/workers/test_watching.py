"""The worker's watch: trouble becomes an alert, and the alert goes by itself when the trouble does."""

import asyncio
import contextlib
import time

import pytest

from webmagic import conductor
from webmagic.conductor import Alert, health
from webmagic.core.database import reading
from webmagic.core.ledger.presence import LASTS_SECONDS
from workers import main

FULL = Alert("disk", "bad", "Only 3 MB of disk are left.", "Make room.")


async def _open() -> set[str]:
    async with reading() as session:
        return {row.key for row in await conductor.list_open_alerts(session)}


async def _until(keys: set[str]) -> None:
    deadline = time.monotonic() + 30
    while await _open() != keys:
        assert time.monotonic() < deadline, "it was not seen in time"
        await asyncio.sleep(0.02)


def test_the_watch_looks_often_enough_to_find_trouble_within_fifteen_seconds():
    assert main.WATCH_SECONDS + LASTS_SECONDS <= 10


async def test_what_is_wrong_is_raised_and_cleared_without_anybodys_hand(
    sqlite_db, monkeypatch: pytest.MonkeyPatch
):
    found: list[Alert] = []

    async def check(_session):
        return found[0] if found else None

    monkeypatch.setattr(health, "CHECKS", (check,))
    monkeypatch.setattr(main, "WATCH_SECONDS", 0.02)
    watching = asyncio.create_task(main.watching())
    try:
        found.append(FULL)
        await _until({"disk"})
        found.clear()
        await _until(set())
    finally:
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching
