import asyncio
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_connection as Connection

from webmagic.core import database
from webmagic.core.database import alone, reading, transaction
from webmagic.core.settings import get_settings

POOLER = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
pooler = pytest.mark.skipif(not POOLER, reason="needs pgbouncer (apt-get install pgbouncer)")


@pytest.fixture
def on_postgres(home: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    get_settings.cache_clear()
    return postgres_url


@pytest.fixture
def through_pooler(home: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The same server, behind PgBouncer in transaction mode with more servers than one."""
    socket = sa.make_url(postgres_url).query["host"]
    folder = Path(tempfile.mkdtemp(prefix="pgb", dir="/tmp"))  # a socket's path is short
    (folder / "users.txt").write_text('"postgres" ""\n')
    (folder / "pgbouncer.ini").write_text(
        f"[databases]\n* = host={socket} port=5432 user=postgres\n[pgbouncer]\n"
        f"unix_socket_dir={folder}\nlisten_port=6432\nauth_type=any\nauth_file={folder}/users.txt\n"
        "pool_mode=transaction\nignore_startup_parameters=extra_float_digits\ndefault_pool_size=4\n"
    )
    command = [POOLER or "", str(folder / "pgbouncer.ini")]
    if os.geteuid() == 0:  # it refuses to be root, and must reach the server's socket
        owner = Path(socket).owner()
        shutil.chown(folder, owner)
        command[1:1] = ["-u", owner]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(folder / ".s.PGSQL.6432", process)
        name = sa.make_url(postgres_url).database
        url = f"postgresql+asyncpg://postgres@/{name}?host={folder}&port=6432"
        monkeypatch.setenv("DATABASE_URL", url)
        get_settings.cache_clear()
        yield url
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(folder)


def _wait_for(path: Path, process: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        if path.exists():
            return
        assert process.poll() is None, "pgbouncer ended"
        time.sleep(0.05)
    raise TimeoutError("pgbouncer did not open its socket")


async def _kept() -> int:
    async with reading() as session:
        return (await session.exec(sa.text("SELECT count(*) FROM pg_prepared_statements"))).scalar_one()


async def test_a_server_spoken_to_directly_keeps_prepared_statements(on_postgres: str):
    for number in range(3):
        async with transaction() as session:
            await session.exec(sa.select(sa.literal(number) + sa.bindparam("more", 1)))
    kept = await _kept()
    await database.dispose()
    assert kept >= 2


@pooler
async def test_behind_a_transaction_pooler_many_speak_at_once_and_nothing_is_mixed_up(through_pooler: str):
    async def ask(number: int) -> int:
        async with transaction() as session:
            first = await session.exec(sa.select(sa.literal(number) + sa.bindparam("more", 1, unique=True)))
            await session.exec(sa.text("SELECT pg_sleep(0.01)"))
            return first.scalar_one()

    async def ask_alone(number: int) -> int:
        async with alone() as connection:
            await connection.execute(sa.select(sa.literal(number)))
            return (await connection.execute(sa.select(sa.literal(number) * 2))).scalar_one()

    found = await asyncio.gather(*(ask(n) for n in range(60)), *(ask_alone(n) for n in range(60)))
    await database.dispose()
    assert found == [n + 1 for n in range(60)] + [n * 2 for n in range(60)]


async def test_connections_that_the_server_closed_are_replaced_without_an_error(on_postgres: str):
    async def ask() -> int:
        async with alone() as connection:
            return (await connection.execute(sa.select(sa.func.pg_backend_pid()))).scalar_one()

    before = await ask()
    direct = await asyncpg.connect(on_postgres.replace("+asyncpg", ""))
    await direct.execute("SELECT pg_terminate_backend($1)", before)
    await direct.close()
    await asyncio.sleep(0.2)
    after = await ask()
    await database.dispose()
    assert after != before


async def test_a_connection_long_idle_is_asked_first(on_postgres: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("webmagic.core.postgres.IDLE_SECONDS", -1.0)
    asked = []
    real = Connection.ping
    monkeypatch.setattr(Connection, "ping", lambda self: asked.append(1) or real(self))
    for _ in range(2):
        async with reading() as session:
            await session.exec(sa.text("SELECT 1"))
    await database.dispose()
    assert asked
