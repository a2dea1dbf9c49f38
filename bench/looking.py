"""Do the screens tell the truth while things are being killed?

For a look the load is held still the way an operator would do it (the asker stops asking, the queue
is paused), until nothing runs. Then the rows are counted, and `webmagic conductor --status`, the
API, the jobs page and the conductor's page, in a real browser, must say the same. Then it goes on.
"""

import asyncio
import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import Any

import httpx
from playwright.sync_api import Browser, Page, sync_playwright
from sqlmodel import func, select

from tests.prepare import find_chromium
from webmagic import accounts
from webmagic.core import database, redis
from webmagic.core.clock import now
from webmagic.core.database import reading, transaction
from webmagic.core.ledger import Job, JobState, Queue, pause, resume
from webmagic.core.security import issue_api_token
from webmagic.core.settings import REPO, get_settings

QUIET_SECONDS = 40
MONITORING = "Check and clean up"


@dataclass
class Seen:
    """`untrue`: what a screen said and the rows did not."""

    looks: int = 0
    compared: int = 0
    untrue: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        return {"looks": self.looks, "compared": self.compared, "untrue": self.untrue}

    def same(self, where: str, said: Any, true: Any) -> None:
        self.compared += 1
        if said != true:
            self.untrue.append(f"{where}: said {said}, is {true}")


def words(figures: dict[str, Any]) -> str:
    false = len(figures["untrue"])
    return f"{figures['looks']} looks at the screens, {figures['compared']} figures compared, {false} untrue"


def look(stage: Any, seen: Seen) -> None:
    _freeze(stage)
    try:
        user_id, cookie = asyncio.run(_hold())
        stage.web.wait()
        true = asyncio.run(_count())
        _compare_status(seen, true, stage.place.environment)
        _compare_api(seen, true, stage.web.url, user_id)
        _compare_pages(seen, true, stage.web.url, cookie)
        seen.looks += 1
    finally:
        asyncio.run(_let_go())
        for process in (stage.asker, stage.vendor):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGCONT)


def _freeze(stage: Any) -> None:
    """Stop those who ask for work, and not while one of them holds SQLite's write lock: it would keep it."""
    while True:
        for process in (stage.asker, stage.vendor):
            os.kill(process.pid, signal.SIGSTOP)
        if _can_write(stage.place.environment["DATABASE_URL"]):
            return
        for process in (stage.asker, stage.vendor):
            os.kill(process.pid, signal.SIGCONT)
        time.sleep(0.05)


def _can_write(url: str) -> bool:
    if not url.startswith("sqlite"):
        return True
    with contextlib.closing(sqlite3.connect(url.partition("///")[2], timeout=3)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        return True


async def _hold() -> tuple[int, str]:
    """Pause the queue, wait until nothing runs. Who looks, and the cookie they look with."""
    async with transaction() as session:
        await pause(session, Queue.MONITORING, "for a look")
        admins = await accounts.list_admins(session)
        user = admins[0] if admins else None
        if user is None:
            secret = "looks-at-everything-once"
            user = await accounts.create_admin(session, "looker@example.com", "Looker", secret, "owner")
        raw = await accounts.open_session(session, user.id or 0)
    deadline = time.monotonic() + QUIET_SECONDS
    while (await _states()).get(JobState.RUNNING):
        if time.monotonic() > deadline:
            raise TimeoutError("work was still running although the queue is paused")
        await asyncio.sleep(0.1)
    await _leave()
    return user.id or 0, raw


async def _states() -> dict[str, int]:
    async with reading() as session:
        found = await session.exec(
            select(Job.state, func.count()).where(Job.queue == Queue.MONITORING).group_by(Job.state)
        )
        return {str(state): count for state, count in found.all()}


async def _count() -> dict[str, int]:
    """What is there: due and not due apart, as the screens tell it."""
    states = await _states()
    async with reading() as session:
        later = select(func.count()).where(
            Job.queue == Queue.MONITORING, Job.state == JobState.WAITING, Job.run_after > now()
        )
        count = (await session.exec(later)).one()
    await _leave()
    return {
        "waiting": states.get(JobState.WAITING, 0) - count,
        "later": count,
        "running": states.get(JobState.RUNNING, 0),
        "failed": states.get(JobState.FAILED, 0),
        "all": sum(states.values()),
    }


async def _let_go() -> None:
    async with transaction() as session:
        await resume(session, Queue.MONITORING)
    await _leave()


async def _leave() -> None:
    await database.dispose()
    await redis.dispose()


def _due(figures: dict[str, Any]) -> int:
    """What is not due yet may become so between two looks; together they may not change."""
    return int(figures["waiting"]) + int(figures["later"])


def _queue(status: dict[str, Any]) -> dict[str, Any]:
    return next(row for row in status["queues"] if row["queue"] == "monitoring")


def _compare_rows(seen: Seen, where: str, row: dict[str, Any], true: dict[str, int]) -> None:
    seen.same(f"{where}, waiting", _due(row), _due(true))
    for name in ("running", "failed"):
        seen.same(f"{where}, {name}", row[name], true[name])
    seen.same(f"{where}, paused", row["is_paused"], True)


def _compare_status(seen: Seen, true: dict[str, int], environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "webmagic.cli", "conductor", "--status", "--json"],
        env=environment,
        cwd=REPO,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    _compare_rows(seen, "--status", _queue(json.loads(done.stdout)), true)


def _compare_api(seen: Seen, true: dict[str, int], url: str, user_id: int) -> None:
    token, _ = issue_api_token(user_id)
    with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=30) as client:
        _compare_rows(seen, "API", _queue(client.get("/api/v1/conductor/status").json()), true)


def _compare_pages(seen: Seen, true: dict[str, int], url: str, cookie: str) -> None:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        try:
            page = _signed_in(browser, url, cookie)
            _compare_jobs(seen, true, page, url)
            _compare_conductor(seen, page, url)
        finally:
            browser.close()


def _signed_in(browser: Browser, url: str, cookie: str) -> Page:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    name = accounts.session_cookie_name(get_settings())
    context.add_cookies([{"name": name, "value": cookie, "url": url, "httpOnly": True}])
    return context.new_page()


def _compare_jobs(seen: Seen, true: dict[str, int], page: Page, url: str) -> None:
    page.goto(f"{url}/jobs")
    row = page.locator("table.jq tbody tr", has_text=MONITORING)
    row.wait_for(timeout=60_000)
    cells = [text.replace(",", "") for text in row.locator("td").all_inner_texts()]
    seen.same("jobs page, waiting", int(cells[1]) + int(cells[2]), _due(true))
    seen.same("jobs page, running", int(cells[3]), true["running"])
    seen.same("jobs page, paused", "paused" in row.inner_text(), True)
    total = page.locator(".pager span").first.inner_text().replace(",", "")
    seen.same("jobs page, all", total, f"{true['all']} jobs")


def _compare_conductor(seen: Seen, page: Page, url: str) -> None:
    page.goto(f"{url}/conductor")
    workers = page.locator(".vital", has_text="Workers")
    workers.wait_for(timeout=60_000)
    database = page.locator(".vital", has_text="Database").inner_text()
    seen.same("conductor page, database", "answers" in database, True)
    seen.same("conductor page, no stop", page.locator(".plate .stopped").count(), 0)
