"""How we speak to SQLite: write-ahead log, one writer at a time, and within a process in turn.

SQLite knows one writer. Who finds the lock taken sleeps and tries again, up to a tenth of a second at a
time and in no order; with many writers in one process most of the time goes there. So those of a
process wait in line here first, and only the first of them meets the other processes.
"""

import asyncio
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from webmagic.core.trips import connect

BUSY_SECONDS = 15.0
LOCKED = "database is locked"
PRAGMAS = (
    "journal_mode=WAL",
    "foreign_keys=ON",
    "synchronous=NORMAL",
    f"busy_timeout={BUSY_SECONDS * 1000:.0f}",
)
_TURN = "turn"


def sqlite_engine(url: str) -> AsyncEngine:
    engine: AsyncEngine = create_async_engine(url, async_creator=lambda: _connect(engine))
    line = asyncio.Lock()

    def on_begin(connection: sa.Connection) -> None:
        options = connection.get_execution_options()
        if options.get("is_write"):
            _wait_in_line(connection, line)
        if options.get("is_alone"):
            return
        _sync(connection, "FULL" if options.get("is_durable") else "NORMAL")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("is_write") else "BEGIN")

    sa.event.listen(engine.sync_engine, "connect", _on_connect)
    sa.event.listen(engine.sync_engine, "begin", on_begin)
    sa.event.listen(engine.sync_engine, "checkin", _leave_line)
    return engine


def _connect(engine: AsyncEngine) -> Any:
    arguments, options = engine.dialect.create_connect_args(engine.url)
    return connect(*arguments, **{**options, "timeout": BUSY_SECONDS})


def _on_connect(connection: Any, _record: Any) -> None:
    # We begin transactions ourselves, so that writers take the lock at once and never upgrade.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sync(connection: sa.Connection, level: str) -> None:
    """NORMAL survives a killed process, FULL a cut of the power too. Outside a transaction only."""
    if connection.info.get("synchronous", "NORMAL") != level:
        connection.exec_driver_sql(f"PRAGMA synchronous={level}")
        connection.info["synchronous"] = level


def _wait_in_line(connection: sa.Connection, line: asyncio.Lock) -> None:
    """The turn ends when the connection goes back to its pool, whatever became of the transaction."""
    driver: Any = connection.connection.dbapi_connection
    try:
        driver.run_async(lambda _: asyncio.wait_for(line.acquire(), BUSY_SECONDS))
    except TimeoutError as error:
        raise OperationalError("BEGIN IMMEDIATE", {}, Exception(LOCKED)) from error
    connection.info[_TURN] = line


def _leave_line(_connection: Any, record: Any) -> None:
    line = record.info.pop(_TURN, None)
    if line is not None:
        line.release()
