"""Is this machine fit to run? One line a check, each with what to do."""

import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import sqlalchemy as sa
from redis.exceptions import RedisError

from webmagic.core import database
from webmagic.core.bundled_redis import redis_server_path
from webmagic.core.database import reading
from webmagic.core.errors import WebMagicError
from webmagic.core.redis import get_redis
from webmagic.core.settings import check, get_settings


@dataclass(frozen=True)
class Check:
    check: str
    ok: bool
    detail: str


async def examine() -> list[Check]:
    checks: dict[str, Callable[[], Awaitable[str]]] = {
        "settings": _settings,
        "database": _database,
        "redis": _redis,
        "disk": _disk,
        "engine": _engine,
        "mail": _mail,
        "payments": _payments,
    }
    return [await _run(name, work) for name, work in checks.items()]


async def _run(name: str, work: Callable[[], Awaitable[str]]) -> Check:
    try:
        return Check(name, True, await work())
    except WebMagicError as error:
        return Check(name, False, str(error))
    except (sa.exc.SQLAlchemyError, sqlite3.Error, RedisError, OSError) as error:
        return Check(name, False, f"{type(error).__name__}: {str(error).splitlines()[0][:200]}")


async def _settings() -> str:
    check(get_settings())
    return f"state in {get_settings().webmagic_home}, public at {get_settings().public_url}"


async def _database() -> str:
    async with reading() as session:
        connection = await session.connection()
        revision = (await connection.execute(sa.text("SELECT version_num FROM alembic_version"))).scalar_one()
    return f"{database.describe(get_settings().database)}, revision {revision}"


async def _redis() -> str:
    try:
        await get_redis().get("ping")
    except (RedisError, OSError) as error:
        if get_settings().redis_url:
            raise WebMagicError("REDIS_URL is set, but that server does not answer.") from error
        return f"bundled server at {redis_server_path().name}, started by `webmagic up`; not running now"
    return "answers"


async def _disk() -> str:
    home = get_settings().webmagic_home
    free = shutil.disk_usage(home if home.exists() else home.parent).free // 1024**2
    if free < 500:
        raise WebMagicError(f"Only {free} MB are free; make room.")
    return f"{free:,} MB free"


async def _engine() -> str:
    return (
        "built-in designer"
        if not get_settings().anthropic_api_key.get_secret_value()
        else "Claude key is set"
    )


async def _mail() -> str:
    settings = get_settings()
    return f"{settings.mail_provider}, from {settings.sender_email}"


async def _payments() -> str:
    return get_settings().payment_provider
