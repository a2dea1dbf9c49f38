"""`webmagic up`: everything on one machine, as children of one process.

Redis (when REDIS_URL is unset), migrations, the first administrator, the sample territory on
the very first start, the admin UI, the web process and the workers. A child that dies is
started again with a growing pause; Ctrl-C ends them all, Redis last.
"""

import asyncio
import contextlib
import fcntl
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import httpx
from rich.console import Console

from webmagic import accounts, conductor, creative, hunter
from webmagic.core import bundled_redis, database, redis
from webmagic.core.database import transaction
from webmagic.core.errors import WebMagicError
from webmagic.core.ids import password
from webmagic.core.migrations import migrate
from webmagic.core.processes import die_with_parent
from webmagic.core.settings import REPO, get_settings
from webmagic.creative.studio import fonts
from webmagic.ui import build as ui_build

log = logging.getLogger("webmagic")
console = Console(stderr=True, highlight=False)
ADMIN_EMAIL = "admin@webmagic.example.com"
SAMPLE_LOADED = "sample_loaded"
WORKERS = (("generation",), ("scraping", "campaigns", "monitoring"))
READY_SECONDS = 240  # a busy machine takes its time; one that fell says so at once
GRACE_SECONDS = 25
CALM_SECONDS = 30  # a child that lived this long starts again without a pause


@dataclass
class Child:
    """A process that should be there, and how often it was started."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0
    failures: int = 0
    due_at: float = 0
    environment: dict[str, str] = field(default_factory=dict)

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            cwd=REPO,
            env=self.environment,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 (this process has one thread)
        )
        self.started_at = time.monotonic()

    def keep(self) -> None:
        """Start it (again) if it is not running and its pause is over."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        if not self.due_at:
            self.end_orphans()
            self.failures = 0 if now - self.started_at > CALM_SECONDS else self.failures + 1
            pause = min(2.0 ** (self.failures - 1), 30) if self.failures else 0.1
            self.due_at = now + pause
            log.warning(
                "%s ended with code %s; starting it again in %.1f s",
                self.name,
                self.process.returncode,
                pause,
            )
        if now >= self.due_at:
            self.due_at = 0
            self.start()

    def end_orphans(self) -> None:
        """What a killed child leaves behind would go on answering on our port."""
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def end(self, signum: int = signal.SIGTERM) -> None:
        if self.process and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signum)

    def wait(self, deadline: float) -> bool:
        if self.process is None:
            return True
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            return False
        return True


@dataclass
class Redis(Child):
    """The bundled Redis. It ends last, and comes back with everything it had written down."""

    folder: Path = Path()

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = bundled_redis.start(self.folder)

    def keep(self) -> None:
        try:
            super().keep()
        except (WebMagicError, OSError) as error:
            log.error("%s", error)


class Stopped(BaseException):
    """Ctrl-C, or SIGTERM from a service manager."""


def _stop(_signum: int, _frame: FrameType | None) -> None:
    raise Stopped


def up(host: str, port: int, *, with_workers: bool = True) -> None:
    """Serve until told to stop. Raises WebMagicError with one sentence when it cannot start."""
    settings = get_settings()
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, _stop)
    children: list[Child] = []
    own_redis: Redis | None = None
    secret: str | None = None
    with _alone(settings.webmagic_home):
        try:
            _check_port(host, port)
            if not settings.redis_url:
                _step("Starting the bundled Redis")
                own_redis = Redis("redis", [], folder=settings.webmagic_home / "redis")
                own_redis.start()
            _step("Bringing the database up to date")
            secret = asyncio.run(_first_administrator())
            if settings.sample_territory:
                asyncio.run(_sample_territory())
            _build()
            children = _children(host, port, with_workers)
            for child in children:
                child.start()
            _await_ready(children[0], host, port)
            # In one piece: whoever waits for this line reads the password with it.
            address = f"\n[bold]WebMagic[/] is at [bold]{settings.public_url}[/]  (Ctrl-C stops it)"
            console.print(address + (f"\n{_told_once(secret)}" if secret else ""))
            secret = None
            while True:
                time.sleep(0.5)
                for child in [*([own_redis] if own_redis else []), *children]:
                    child.keep()
        except Stopped:
            console.print("\nStopping: work under way is finished or given back.")
        finally:
            if secret:  # a start that failed half-way must not swallow the password
                console.print(_told_once(secret))
            _end(children, own_redis)


def _step(text: str) -> None:
    console.print(f"[dim]·[/] {text}")


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Only one supervisor per state folder."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise WebMagicError(
                f"WebMagic is already running on {home}. Stop it first, or set WEBMAGIC_HOME."
            ) from None
        yield


def _check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise WebMagicError(
                f"Port {port} on {host} cannot be used ({error.strerror}). "
                "Stop the program that uses it, or choose another with --port."
            ) from None


async def _first_administrator() -> str | None:
    """Migrations, prompts, and an administrator if there is none: then their password, once."""
    try:
        await migrate()
        async with transaction() as session:
            await creative.seed_prompts(session)
            if await accounts.list_admins(session):
                return None
            secret = password()
            await accounts.create_admin(session, ADMIN_EMAIL, "", secret, "owner")
            return secret
    finally:
        await _close()


async def _sample_territory() -> None:
    """On the very first start: invented businesses, and a site asked for each that qualifies."""
    try:
        async with transaction() as session:
            if await accounts.read_preference(session, SAMPLE_LOADED, False):
                return
        _step("Loading the sample territory")
        await hunter.load_sample(transaction)
        async with transaction() as session:
            await conductor.generate_due(session, limit=100)
            await accounts.write_preference(session, SAMPLE_LOADED, True)
    finally:
        await _close()


async def _close() -> None:
    await database.dispose()
    await redis.dispose()


def _build() -> None:
    if fonts.missing():
        _step("Fetching and cutting the fonts (once)")
        fonts.build()
    if not ui_build.is_built():
        _step("Building the admin UI (once, about a minute)")
        ui_build.build()


def _children(host: str, port: int, with_workers: bool) -> list[Child]:
    environment = ui_build.environment() | {"PYTHONUNBUFFERED": "1"}
    web = [sys.executable, "-m", "webmagic.ui.build", "serve", "--host", host, "--port", str(port)]
    children = [Child("web", web, environment=environment)]
    if with_workers:
        children += [
            Child(
                f"worker {'+'.join(queues)}",
                [sys.executable, "-m", "workers.main", *queues],
                environment=environment,
            )
            for queues in WORKERS
        ]
    return children


def _await_ready(web: Child, host: str, port: int) -> None:
    """Until the web process answers."""
    address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}/healthz"
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if web.process and web.process.poll() is not None:
            raise WebMagicError("The web process ended while starting; its last words are above.")
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(address, timeout=2, headers={"Host": "localhost"}).status_code == 200:
                return
        time.sleep(0.1)
    raise WebMagicError(f"The web process did not answer within {READY_SECONDS} s.")


def _told_once(secret: str) -> str:
    return f"  Administrator  {ADMIN_EMAIL}\n  Password       [bold]{secret}[/]  (shown this once)\n"


def _end(children: list[Child], own_redis: Redis | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for child in children:
        child.end()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        if not child.wait(deadline):
            log.warning("%s did not end in time and is killed", child.name)
            child.end(signal.SIGKILL)
        child.end_orphans()
    if own_redis:
        own_redis.end()
        own_redis.wait(time.monotonic() + 10)
