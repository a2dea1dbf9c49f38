"""SQLite behind a thread, at one trip to it a statement.

aiosqlite hands every call to its thread and back: making the cursor, executing, fetching, closing. Each
trip wakes two threads, which for our small statements costs more than SQLite itself. Here the cursor is
made and closed on the spot, and what a statement finds comes back with it.
"""

import sqlite3
from collections import deque
from collections.abc import Iterable
from typing import Any

import aiosqlite
from aiosqlite.context import contextmanager


def connect(*arguments: Any, **options: Any) -> aiosqlite.Connection:
    """Awaited, it is open. Takes what `sqlite3.connect` takes."""
    # A cursor is made and closed in our thread; SQLite itself works in the other one alone.
    options["check_same_thread"] = False
    connection = _Connection(lambda: sqlite3.connect(*arguments, **options), iter_chunk_size=64)
    connection._thread.daemon = True
    return connection


class _Connection(aiosqlite.Connection):
    @contextmanager
    async def cursor(self) -> aiosqlite.Cursor:
        return _Cursor(self, self._conn.cursor())


class _Cursor(aiosqlite.Cursor):
    """What was found waits here; nothing is left half read in SQLite."""

    def __init__(self, connection: aiosqlite.Connection, cursor: sqlite3.Cursor):
        super().__init__(connection, cursor)
        self._found: deque[Any] = deque()

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> aiosqlite.Cursor:
        self._found = await self._execute(self._run, sql, parameters or ())
        return self

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> aiosqlite.Cursor:
        self._found.clear()
        return await super().executemany(sql, parameters)

    def _run(self, sql: str, parameters: Any) -> deque[Any]:
        self._cursor.execute(sql, parameters)
        return deque(self._cursor.fetchall() if self._cursor.description else ())

    async def fetchone(self) -> Any:
        return self._found.popleft() if self._found else None

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        wanted = min(size or self._cursor.arraysize, len(self._found))
        return [self._found.popleft() for _ in range(wanted)]

    async def fetchall(self) -> list[Any]:
        found, self._found = list(self._found), deque()
        return found

    async def close(self) -> None:
        try:
            self._cursor.close()
        except sqlite3.ProgrammingError:  # whoever asked was cancelled, and the thread is still at it
            await self._execute(self._cursor.close)
