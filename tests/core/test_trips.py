"""A statement is one trip to SQLite's thread, and finds what it would have found in four."""

import asyncio
import sqlite3

import pytest
import sqlalchemy as sa

from webmagic.core import trips
from webmagic.core.database import get_engine, transaction

SLOW = (
    "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 3000000) SELECT count(*) FROM c"
)


class Counted:
    """How often a connection's thread is asked."""

    def __init__(self, connection):
        self.count, self._put = 0, connection._tx.put_nowait
        connection._tx = self

    def put_nowait(self, work) -> None:
        self.count += 1
        self._put(work)


@pytest.fixture
async def numbers(tmp_path):
    connection = await trips.connect(str(tmp_path / "numbers.db"), isolation_level=None)
    await connection.execute("CREATE TABLE numbers (n INTEGER PRIMARY KEY)")
    cursor = await connection.cursor()
    await cursor.executemany("INSERT INTO numbers VALUES (?)", [(n,) for n in range(100)])
    await cursor.close()
    yield connection
    await connection.close()


async def test_a_statement_and_all_it_finds_is_one_trip(sqlite_db):
    async with get_engine().connect() as connection:
        raw = (await connection.get_raw_connection()).driver_connection
        counted = Counted(raw)
        raw._tx, put = counted, raw._tx
        found = await connection.execute(sa.text("SELECT value FROM json_each('[1, 2, 3]')"))
        assert found.scalars().all() == [1, 2, 3]
        assert counted.count == 2  # BEGIN, and the statement
        raw._tx = put._put.__self__


async def test_rows_come_one_by_one_by_some_or_all(numbers):
    cursor = await numbers.cursor()
    await cursor.execute("SELECT n FROM numbers ORDER BY n")
    assert await cursor.fetchone() == (0,)
    assert await cursor.fetchmany(3) == [(1,), (2,), (3,)]
    assert await cursor.fetchmany() == [(4,)]
    assert len(await cursor.fetchall()) == 95
    assert await cursor.fetchone() is None and await cursor.fetchmany(3) == [] == await cursor.fetchall()


async def test_what_a_statement_found_is_gone_with_the_next(numbers):
    cursor = await numbers.cursor()
    await cursor.execute("SELECT n FROM numbers")
    await cursor.execute("DELETE FROM numbers WHERE n > 4")
    assert cursor.rowcount == 95 and await cursor.fetchall() == []
    await cursor.execute("DELETE FROM numbers RETURNING n")
    assert sorted(await cursor.fetchall()) == [(n,) for n in range(5)]


async def test_an_error_of_sqlite_comes_back_as_its_own(numbers):
    cursor = await numbers.cursor()
    with pytest.raises(sqlite3.IntegrityError):
        await cursor.execute("INSERT INTO numbers VALUES (7)")
    await cursor.execute("SELECT count(*) FROM numbers")
    assert await cursor.fetchone() == (100,)


async def test_a_cursor_closed_while_its_statement_runs_waits_for_it(numbers):
    cursor = await numbers.cursor()
    asked = asyncio.create_task(cursor.execute(SLOW))
    await asyncio.sleep(0.05)
    await cursor.close()
    assert asked.done()
    await asked


async def test_a_statement_given_up_half_way_leaves_the_connection_to_others(sqlite_db):
    """Whoever is cancelled while SQLite is at work: its thread ends first, then the transaction."""

    async def work() -> None:
        async with transaction() as session:
            await session.exec(sa.text("INSERT INTO settings (key, value, updated_at) VALUES ('x', '1', '')"))
            await session.exec(sa.text(SLOW))

    task = asyncio.create_task(work())
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with transaction() as session:
        kept = await session.exec(sa.text("SELECT count(*) FROM settings WHERE key = 'x'"))
        assert kept.scalar() == 0
