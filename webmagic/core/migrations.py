"""Bringing a database up to date."""

import asyncio
from pathlib import Path

import sqlalchemy as sa
from alembic.config import Config
from sqlalchemy.ext.asyncio import create_async_engine

from alembic import command
from webmagic.core.settings import REPO, get_settings

LOCK = 0x3EB3A61C  # one migrator at a time on PostgreSQL, any constant of our own


def _config(connection: sa.Connection) -> Config:
    config = Config(str(REPO / "alembic.ini"))
    config.attributes["connection"] = connection
    return config


async def migrate(url: str | None = None, revision: str = "head") -> None:
    """Up (or down) to a revision. Safe to call from several processes at once."""
    url = url or get_settings().database
    if (path := sa.make_url(url)).get_backend_name() == "sqlite" and path.database:
        Path(path.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                await connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
            await connection.run_sync(lambda sync: _move(sync, revision))
    finally:
        await engine.dispose()


def _move(connection: sa.Connection, revision: str) -> None:
    if revision == "base" or revision.startswith("-"):
        command.downgrade(_config(connection), revision)
    else:
        command.upgrade(_config(connection), revision)


def migrate_now(url: str | None = None) -> None:
    asyncio.run(migrate(url))
