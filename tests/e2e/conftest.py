"""The whole product, started as a person would start it, and a real Chromium to use it with."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.prepare import find_chromium
from webmagic.core.settings import REPO

READY_SECONDS = 240  # the very first start builds the admin UI


@dataclass(frozen=True)
class Running:
    """A running WebMagic: where it is, who may sign in, where its files are."""

    url: str
    email: str
    password: str
    home: Path
    port: int
    process: subprocess.Popen[bytes]

    def cli(self, *arguments: str) -> str:
        """What a verb prints on standard output."""
        done = subprocess.run(
            [sys.executable, "-m", "webmagic.cli", *arguments],
            env=environment(self.home, self.port),
            cwd=REPO,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def environment(home: Path, port: int) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ANTHROPIC_", "OUTSCRAPER_", "RESEND_", "RECURRENTE_", "DATABASE_", "REDIS_"))
    }
    address = f"localhost:{port}"
    own = {"WEBMAGIC_HOME": str(home), "PUBLIC_URL": f"http://{address}", "SITES_DOMAIN": address}
    return kept | own | {"DEEP_CHECK": "off"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(home: Path, port: int, log: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "webmagic.cli", "up", "--port", str(port)],
        env=environment(home, port),
        cwd=REPO,
        stdout=log.open("ab"),
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def wait_until_ready(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        if "Ctrl-C stops it" in log.read_text():
            return
        time.sleep(0.2)
    raise AssertionError(f"not ready after {READY_SECONDS} s:\n{log.read_text()}")


@pytest.fixture(scope="session")
def running() -> Iterator[Running]:
    home = Path(tempfile.mkdtemp(prefix="wm"))
    port, log = free_port(), home / "up.log"
    process = start(home, port, log)
    try:
        wait_until_ready(process, port, log)
        password = re.search(r"Password\s+(\S+)", log.read_text())
        assert password, "the first password is printed once"
        yield Running(
            f"http://localhost:{port}", "admin@webmagic.example.com", password[1], home, port, process
        )
    finally:
        process.terminate()
        process.wait(40)


@pytest.fixture(scope="session")
def published(running: Running) -> list[dict]:
    """The sample territory, when every site of it is online: no click was needed."""
    with httpx.Client(base_url=running.url, timeout=20) as client:
        token = client.post(
            "/api/v1/auth/login", json={"email": running.email, "password": running.password}
        ).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        deadline = time.monotonic() + 150
        while time.monotonic() < deadline:
            stats = client.get("/api/v1/sites/stats").json()
            if stats["total"] and stats["published"] == stats["total"]:
                break
            time.sleep(0.5)
        assert stats["published"] == stats["total"] > 20, stats
        found = client.get("/api/v1/sites", params={"limit": 100}).json()
    return found["items"]


@pytest.fixture(scope="module")  # it keeps an event loop running in this thread until it is closed
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def console(page: Page, running: Running) -> Page:
    """A signed-in console."""
    page.goto(f"{running.url}/login")
    page.fill("input[name=email]", running.email)
    page.fill("input[name=password]", running.password)
    page.click("button[type=submit]")
    page.get_by_role("heading", name="From listing to paid").wait_for()
    return page
