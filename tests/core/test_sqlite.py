import asyncio

import pytest
import sqlalchemy as sa

from webmagic.core import sqlite
from webmagic.core.database import alone, reading, transaction
from webmagic.core.errors import WebMagicError
from webmagic.models import Setting


async def put(number: int) -> None:
    async with transaction() as session:
        session.add(Setting(key=f"n{number}", value={"number": number}))


async def count() -> int:
    async with reading() as session:
        return (await session.exec(sa.select(sa.func.count()).select_from(Setting))).scalar_one()


async def test_of_many_writers_one_is_inside_and_all_get_their_turn(sqlite_db):
    inside: list[int] = []
    done: list[int] = []

    async def write(number: int) -> None:
        async with transaction() as session:
            await session.exec(sa.text("SELECT 1"))
            inside.append(number)
            await asyncio.sleep(0.002)
            assert inside == [number]
            inside.remove(number)
        done.append(number)

    await asyncio.gather(*(write(number) for number in range(12)))
    assert sorted(done) == list(range(12))


async def test_a_writer_that_fails_or_is_stopped_gives_its_turn_back(sqlite_db):
    async def fail() -> None:
        async with transaction() as session:
            await session.exec(sa.text("SELECT 1"))
            raise RuntimeError("broken")

    async def sleep() -> None:
        async with transaction() as session:
            await session.exec(sa.text("SELECT 1"))
            await asyncio.sleep(60)

    with pytest.raises(RuntimeError):
        await fail()
    sleeper = asyncio.create_task(sleep())
    await asyncio.sleep(0.1)
    waiting = asyncio.create_task(put(1))
    await asyncio.sleep(0.05)
    waiting.cancel()  # while it stands in line
    sleeper.cancel()
    await asyncio.gather(sleeper, waiting, return_exceptions=True)
    await asyncio.wait_for(put(2), 5)
    assert await count() >= 1


async def test_a_statement_alone_waits_for_its_turn_too(sqlite_db):
    held, go_on = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with transaction() as session:
            await session.exec(sa.text("SELECT 1"))
            held.set()
            await go_on.wait()

    async def write_alone() -> None:
        async with alone() as connection:
            await connection.execute(sa.text("UPDATE settings SET key = key"))

    holder = asyncio.create_task(hold())
    await held.wait()
    writer = asyncio.create_task(write_alone())
    await asyncio.sleep(0.05)
    assert not writer.done()
    go_on.set()
    await asyncio.gather(holder, writer)


async def test_a_turn_that_never_comes_is_one_sentence(sqlite_db, monkeypatch):
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.1)
    async with transaction() as session:
        await session.exec(sa.text("SELECT 1"))
        with pytest.raises(WebMagicError, match="locked by another program"):
            await put(1)
    await put(2)
