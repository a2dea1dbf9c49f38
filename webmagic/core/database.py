"""One unit of work, one transaction, opened and committed only at the edge.

    async with transaction() as session:   # writes
    async with reading() as session:       # reads only
    async with alone() as connection:      # statements that need nobody else

Engines are made lazily, per process and event loop, never at import: Reflex forks after
importing the app, and the command line runs several loops.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.errors import WebMagicError
from webmagic.core.postgres import is_pooled, postgres_engine
from webmagic.core.settings import get_settings
from webmagic.core.sqlite import LOCKED, sqlite_engine

AFTER_COMMIT = "after_commit"
_engines: dict[tuple[int, str], AsyncEngine] = {}


def get_engine(url: str | None = None) -> AsyncEngine:
    url = url or get_settings().database
    key = (id(asyncio.get_running_loop()), url)
    if key not in _engines:
        engine = sqlite_engine(url) if url.startswith("sqlite") else postgres_engine(url)
        _engines[key] = engine
    return _engines[key]


def describe(url: str) -> str:
    """The database's address without its password."""
    return sa.make_url(url).render_as_string(hide_password=True)


async def dispose() -> None:
    """Close this loop's engines."""
    loop = id(asyncio.get_running_loop())
    for key in [key for key in _engines if key[0] == loop]:
        await _engines.pop(key).dispose()


@asynccontextmanager
async def transaction(*, is_durable: bool = False) -> AsyncIterator[AsyncSession]:
    """A session that commits at the end, or rolls back. Callbacks left with `after_commit`
    (wake-ups, live events) run only when the commit held. `is_durable`: on the disk when it returns,
    on SQLite too, which else risks its last moments in a power cut."""
    engine = get_engine().execution_options(is_write=True, is_durable=is_durable)
    async with async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)() as session:
        try:
            yield session
            await session.commit()
        except OperationalError as error:
            await session.rollback()
            if LOCKED in str(error):
                raise WebMagicError(
                    "The database is locked by another program. "
                    "Close it (a second WebMagic, a database viewer) and try again."
                ) from error
            raise
        except BaseException:
            await session.rollback()
            raise
    for callback in session.info.pop(AFTER_COMMIT, []):
        await callback()


@asynccontextmanager
async def alone() -> AsyncIterator[AsyncConnection]:
    """A connection on which each statement is its own transaction, and costs no more trips than itself."""
    async with get_engine().execution_options(is_alone=True, is_write=True).connect() as connection:
        if connection.dialect.name != "postgresql":
            yield connection
        elif is_pooled(connection):
            async with connection.begin():
                yield connection
        else:
            yield await connection.execution_options(isolation_level="AUTOCOMMIT")


@asynccontextmanager
async def reading() -> AsyncIterator[AsyncSession]:
    """A session for reading; what it changes is thrown away."""
    async with async_sessionmaker(get_engine(), class_=AsyncSession, expire_on_commit=False)() as session:
        yield session  # closing rolls back, and leaves the loaded rows readable


def after_commit(session: AsyncSession, callback: Callable[[], Awaitable[None]]) -> None:
    session.info.setdefault(AFTER_COMMIT, []).append(callback)


async def one_at_a_time(session: AsyncSession, name: str) -> None:
    """Wait until no other transaction holds this name; held until ours ends. On SQLite there is
    only ever one writer."""
    if session.get_bind().dialect.name == "postgresql":
        lock = sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(name, 0)))
        await (await session.connection()).execute(lock)


def aside(column: Any) -> Any:
    """A text column in a condition that must choose no index. SQLite keeps no statistics here: of rows asked
    for by id and state it would go through all of that state."""
    return sa.func.coalesce(column, "")


async def insert_once(session: AsyncSession, table: Any, values: dict[str, Any]) -> bool:
    """Insert a row unless a unique key already holds it. True when this call inserted it."""
    return bool(await insert_new(session, table, [values]))


async def insert_new(session: AsyncSession, table: Any, rows: list[dict[str, Any]]) -> int:
    """Insert those rows that no unique key already holds. Returns how many those were."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    result = await session.exec(insert(table).values(rows).on_conflict_do_nothing())
    return max(result.rowcount, 0)
