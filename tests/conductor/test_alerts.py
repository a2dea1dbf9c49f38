"""Alerts are raised once, told once, and clear themselves."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from sqlmodel import select

from webmagic import accounts, conductor
from webmagic.conductor import health
from webmagic.conductor.health import Alert
from webmagic.core.clock import ago, now
from webmagic.core.database import reading, transaction
from webmagic.core.errors import VendorError
from webmagic.core.ledger import pause
from webmagic.core.settings import get_settings
from webmagic.models import AlertRow, Job, JobState, Message

FULL = Alert("disk", "bad", "Only 3 MB of disk are left.", "Make room.", "/jobs")
POSTED: list[bytes] = []


class Hook(BaseHTTPRequestHandler):
    answer = 204

    def do_POST(self) -> None:
        POSTED.append(self.rfile.read(int(self.headers["content-length"])))
        self.send_response(self.answer)
        self.end_headers()

    def log_message(self, *_words) -> None:
        pass


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch, home) -> Iterator[type[Hook]]:
    POSTED.clear()
    Hook.answer = 204
    server = HTTPServer(("127.0.0.1", 0), Hook)
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("ALERT_WEBHOOK_URL", f"http://127.0.0.1:{server.server_port}/alerts")
    get_settings.cache_clear()
    yield Hook
    server.shutdown()


@pytest.fixture
def trouble(monkeypatch: pytest.MonkeyPatch) -> list[Alert]:
    """What is wrong, as the test says."""
    found: list[Alert] = []

    async def check(_session):
        return found[0] if found else None

    monkeypatch.setattr(health, "CHECKS", (check,))
    return found


async def watch():
    async with transaction() as session:
        return await conductor.watch(session)


async def everything(table):
    async with reading() as session:
        return list((await session.exec(select(table))).all())


async def test_trouble_is_raised_once_and_clears_itself(db, trouble):
    trouble.append(FULL)
    assert (await watch()).raised == ["disk"]
    assert (await watch()).raised == []
    async with reading() as session:
        assert [row.text for row in await conductor.list_open_alerts(session)] == [FULL.text]
    trouble.clear()
    assert (await watch()).cleared == ["disk"]
    trouble.append(FULL)
    assert (await watch()).raised == ["disk"]
    assert len(await everything(AlertRow)) == 2


async def test_administrators_and_the_webhook_are_told_once(sqlite_db, trouble, hook):
    async with transaction() as session:
        await accounts.create_admin(session, "alice@example.com", "Alice", "correct-horse-battery", "owner")
    trouble.append(FULL)
    await watch()
    (asked,) = [row for row in await everything(Job) if row.kind == "monitoring.alert"]
    for _ in range(2):  # a second run of the job, as after a lost worker
        await conductor.tell(transaction=transaction, **asked.arguments)
    (mail,) = await everything(Message)
    assert (mail.to_email, mail.subject, mail.purpose) == ("alice@example.com", FULL.text, "transactional")
    assert FULL.to_do in mail.text_body
    assert b'"key":"disk"' in POSTED[0].replace(b" ", b"")


async def test_a_webhook_that_fails_is_tried_again_without_a_second_mail(sqlite_db, trouble, hook):
    async with transaction() as session:
        await accounts.create_admin(session, "alice@example.com", "Alice", "correct-horse-battery", "owner")
    trouble.append(FULL)
    await watch()
    hook.answer = 500
    for _ in range(2):
        with pytest.raises(VendorError):
            await conductor.tell(1, "raised", transaction)
    assert len(await everything(Message)) == 1


async def _jobs(state: str, count: int, **values) -> None:
    async with transaction() as session:
        for _ in range(count):
            session.add(
                Job(
                    **{
                        "kind": "generation.build",
                        "queue": "generation",
                        "state": state,
                        "started_at": now(),
                        "finished_at": now(),
                        **values,
                    }
                )
            )


async def keys() -> set[str]:
    async with reading() as session:
        return {alert.key for alert in await conductor.list_alerts(session)}


async def test_more_than_half_of_the_sites_failing_is_an_alert(db):
    await _jobs(JobState.DONE, 3)
    await _jobs(JobState.FAILED, 3)
    assert "sites" not in await keys()
    await _jobs(JobState.FAILED, 1)
    assert "sites" in await keys()


async def test_more_than_a_third_of_the_mails_failing_is_an_alert(sqlite_db):
    await _jobs(JobState.DONE, 6, kind="campaigns.send", queue="campaigns")
    await _jobs(JobState.FAILED, 3, kind="campaigns.send", queue="campaigns")
    assert "mail" in await keys()


async def test_an_outside_service_that_keeps_failing_is_an_alert(sqlite_db):
    values = {"error_kind": "VendorError", "message": "The model is overloaded.", "finished_at": None}
    await _jobs(JobState.WAITING, 4, **values)
    assert "vendors" in await keys()


async def test_old_due_work_is_an_alert_unless_it_was_paused(sqlite_db):
    late = {"run_after": ago(hours=1), "started_at": None, "finished_at": None}
    await _jobs(JobState.WAITING, 2, **late)
    assert "backlog" in await keys()
    async with transaction() as session:
        await pause(session, "generation")
    assert "backlog" not in await keys()


async def test_no_worker_and_no_redis_are_found(sqlite_db):
    assert {"workers", "redis"} <= await keys()
