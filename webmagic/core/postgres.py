"""How we speak to PostgreSQL: prepared statements are kept, unless a transaction pooler sits between.

A pooler (PgBouncer and its kin) hands each transaction to another server process, where a statement
prepared before is not known. It is told by the process number: a pooler makes one up, since it
answers for many. And no connection is asked "are you well?" before each use, which costs three
trips: asyncpg knows by itself when the other side closed it.
"""

import time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

NOTHING_KEPT = {"statement_cache_size": 0, "prepared_statement_cache_size": 0}
IDLE_SECONDS = 30.0  # after which a connection is asked whether it is well: a firewall may have forgotten it
POOLED = "is_pooled"
_SINCE = "idle_since"


def postgres_engine(url: str) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=10, max_overflow=10)
    sa.event.listen(engine.sync_engine, "do_connect", _connect)
    sa.event.listen(engine.sync_engine, "checkin", _note_idle)
    sa.event.listen(engine.sync_engine, "checkout", _refuse_dead)
    return engine


def is_pooled(connection: AsyncConnection) -> bool:
    """Is a transaction pooler between us and the server? Then a statement alone is not safe: what
    prepares it and what runs it may meet different servers."""
    return bool(connection.sync_connection and connection.sync_connection.info.get(POOLED))


def _connect(dialect: Any, record: Any, arguments: Any, options: Any) -> Any:
    connection = dialect.connect(*arguments, **options)
    record.info[POOLED] = connection.run_async(_has_made_up_number)
    if not record.info[POOLED]:
        return connection
    connection.terminate()
    return dialect.connect(*arguments, **{**options, **NOTHING_KEPT})


async def _has_made_up_number(connection: Any) -> bool:
    return connection.get_server_pid() != await connection.fetchval("SELECT pg_backend_pid()")


def _note_idle(_connection: Any, record: Any) -> None:
    record.info[_SINCE] = time.monotonic()


def _refuse_dead(connection: Any, record: Any, _proxy: Any) -> None:
    if connection.driver_connection.is_closed():
        raise DisconnectionError("the server closed this connection")
    if time.monotonic() - record.info.get(_SINCE, time.monotonic()) > IDLE_SECONDS:
        try:
            connection.ping()
        except Exception as error:
            raise DisconnectionError("the connection no longer answers") from error
