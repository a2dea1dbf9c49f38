"""Exactly once: crash, retry, double click, two workers, a provider that took the mail and fell silent."""

import asyncio
import os
import signal
import time
from pathlib import Path

import pytest
from sqlmodel import col, select

from bench import outbox
from tests.fakes.http import serving
from tests.fakes.resend import FakeResend
from tests.fakes.smtp import sinking
from webmagic import pitcher
from webmagic.core.clock import ago
from webmagic.core.database import reading, transaction
from webmagic.core.settings import get_settings
from webmagic.models import Message, MessageEvent, MessageState
from webmagic.pitcher.handover import Handover, folder_of, new_batch
from webmagic.pitcher.serverlog import ServerLog, moment_of
from webmagic.pitcher.transports import ResendMailer, SmtpMailer


@pytest.fixture
def real(home, monkeypatch):
    for name, value in outbox.REAL.items():
        monkeypatch.setenv(name, value)
    get_settings.cache_clear()
    return home


async def ids() -> list[int]:
    async with reading() as session:
        return list((await session.exec(select(Message.id).order_by(col(Message.id)))).all())


async def states() -> list[str]:
    async with reading() as session:
        return list((await session.exec(select(Message.state).order_by(col(Message.id)))).all())


def smtp(url: str):
    return lambda _provider: SmtpMailer(url)


async def test_four_workers_with_the_same_mails_send_each_once(db, real):
    await outbox.fill(30)
    async with sinking() as sink:
        work = [pitcher.send_batch(await ids(), transaction, smtp(sink.url)) for _ in range(4)]
        reports = await asyncio.gather(*work)
    assert sum(report.sent for report in reports) == len(sink.taken) == 30
    assert set(await states()) == {"sent"}
    assert not list(folder_of(real).iterdir())  # nobody left notes behind


def crash_in_the_middle(url: str, answers: int) -> int:
    """A process that is killed once the server has answered so often. Returns how it ended."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    try:
        ended = Handover.ends

        def ends(self, key: str, provider_id: str) -> None:
            ended(self, key, provider_id)
            if not (left.pop() if left else 0):
                os.kill(os.getpid(), signal.SIGKILL)

        left = [1] * answers
        left[0] = 0
        Handover.ends = ends
        asyncio.run(pitcher.send_batch(list(range(1, 31)), transaction, smtp(url)))
    finally:
        os._exit(3)


async def test_what_a_killed_sender_had_sent_is_known_by_its_notes(sqlite_db, real):
    await outbox.fill(30)
    await outbox.leave()
    async with sinking() as sink:
        status = await asyncio.to_thread(crash_in_the_middle, sink.url, 10)
        assert os.WIFSIGNALED(status)
        after_crash = len(sink.taken)
        assert set(await states()) == {"sending"}
        report = await pitcher.send_batch(await ids(), transaction, smtp(sink.url))
        found = await states()
    doubt = found.count("unknown")
    assert doubt <= 3  # one mail a connection was on the wire
    assert found.count("sent") == 30 - doubt and report.sent == 30 - doubt - 10
    assert len(sink.taken) <= 30 and len(sink.taken) >= after_crash + report.sent
    again = await pitcher.send_batch(await ids(), transaction, smtp(sink.url))
    assert again.sent == 0  # what is in doubt is never sent again by itself


async def doubtful(taken: bool, log: Path, *, began: float) -> str:
    """One mail in doubt, and a log that has it or not. Returns the state it ends in."""
    await outbox.fill(1)
    async with transaction() as session:
        message = await session.get_one(Message, 1)
        message.state, message.provider, message.batch = "unknown", "smtp", f"{int(began)}-x"
        session.add(message)
        name = pitcher.message_id_of(message)
    stamp = "2026-01-01T00:00:00+00:00"
    lines = [f"{stamp} mx postfix/master[1]: daemon started"]
    lines.append(f"{stamp} mx postfix/cleanup[2]: 4ABC: message-id={name}")
    if taken:
        lines.append(f"{stamp} mx postfix/qmgr[3]: 4ABC: from=<noor@x>, size=9, nrcpt=1 (queue active)")
    log.write_text("\n".join(lines) + "\n")
    async with transaction() as session:
        await pitcher.reconcile(session, SmtpMailer("smtp://127.0.0.1:1"))
    return (await states())[0]


@pytest.mark.parametrize(
    ("taken", "ago_s", "state"), [(True, 300, "sent"), (False, 300, "queued"), (False, 5, "unknown")]
)
async def test_the_log_of_the_mail_server_settles_what_is_in_doubt(
    sqlite_db, real, monkeypatch, tmp_path, taken, ago_s, state
):
    monkeypatch.setenv("SMTP_LOG", str(tmp_path / "maillog"))
    get_settings.cache_clear()
    assert await doubtful(taken, tmp_path / "maillog", began=time.time() - ago_s) == state


async def test_a_log_that_begins_later_proves_nothing(sqlite_db, real, monkeypatch, tmp_path):
    monkeypatch.setenv("SMTP_LOG", str(tmp_path / "maillog"))
    get_settings.cache_clear()
    assert await doubtful(False, tmp_path / "maillog", began=1_700_000_000) == "unknown"


async def test_a_sign_of_life_proves_that_a_mail_had_left(sqlite_db, real):
    await outbox.fill(1)
    async with transaction() as session:
        message = await session.get_one(Message, 1)
        message.state, message.provider, message.batch = "unknown", "smtp", "1-x"
        session.add(message)
        session.add(MessageEvent(message_id=1, kind="click"))
    async with transaction() as session:
        assert await pitcher.reconcile(session, SmtpMailer("smtp://127.0.0.1:1")) == ([1], [])
    assert await states() == ["sent"]


async def test_a_person_decides_about_what_nothing_else_settles(sqlite_db, real):
    await outbox.fill(2)
    async with transaction() as session:
        for message in (await session.exec(select(Message))).all():
            message.state = "unknown"
            session.add(message)
    async with transaction() as session:
        await pitcher.mark_sent(session, 1)
        await pitcher.send_again(session, 2)
    assert await states() == ["sent", "queued"]


async def test_a_provider_that_took_the_batch_and_fell_silent_is_asked_again_under_the_same_key(db, real):
    await outbox.fill(40)
    fake = FakeResend(limit=1000, cut=lambda number: number == 1)
    async with serving(fake) as url:
        mailer = ResendMailer("re_secret", url)
        report = await pitcher.send_batch(await ids(), transaction, lambda _: mailer)
        assert report.error and not report.error.permanent
        assert set(await states()) == {"sending"}
        rows = await ids()
        work = [
            pitcher.send_batch(rows, transaction, lambda _: ResendMailer("re_secret", url)) for _ in range(2)
        ]
        later = await asyncio.gather(*work)
        assert set(await states()) == {"sending"}  # it is not time yet
        async with transaction() as session:
            for message in (await session.exec(select(Message))).all():
                message.send_after = ago(seconds=1)
                session.add(message)
        mailer = ResendMailer("re_secret", url)
        await pitcher.send_batch(await ids(), transaction, lambda _: mailer)
    assert set(await states()) == {"sent"} and not any(report.sent for report in later)
    assert len(fake.accepted) == 40 and len({mail["to"][0] for mail in fake.accepted}) == 40


async def test_a_living_workers_batch_is_left_alone(sqlite_db, real):
    await outbox.fill(1)
    batch = new_batch()
    holder = Handover.open(folder_of(real), batch)
    async with transaction() as session:
        message = await session.get_one(Message, 1)
        message.state, message.provider, message.batch = "sending", "smtp", batch
        message.send_after = ago(seconds=5)
        session.add(message)
    async with pitcher.Mailers(smtp("smtp://127.0.0.1:1")) as mailers:
        await pitcher.recover(transaction, mailers)
        assert await states() == ["sending"]
        with holder:
            pass
        await pitcher.recover(transaction, mailers)
    assert await states() == [MessageState.UNKNOWN]  # its notes are gone, so nobody can tell


def test_postfix_and_exim_say_in_their_own_way_what_they_took():
    log = ServerLog.parse(
        [
            "Nov 28 10:00:00 mx postfix/submission/smtpd[1]: connect from localhost",
            "Nov 28 10:00:01 mx postfix/cleanup[2]: 4Zx1: message-id=<a@x>",
            "Nov 28 10:00:01 mx postfix/cleanup[2]: 4Zx2: message-id=<b@x>",
            "Nov 28 10:00:01 mx postfix/qmgr[3]: 4Zx1: from=<noor@x>, size=900, nrcpt=1 (queue active)",
            "2026-11-28 10:00:02 1tGxyz-0001-AB <= noor@x H=localhost [127.0.0.1] P=esmtp S=900 id=c@x",
        ]
    )
    assert log.taken == {"<a@x>", "<c@x>"}
    assert log.first_at and log.first_at.minute == 0 and moment_of("nonsense") is None
    assert moment_of("2026-11-28T10:00:00.123+01:00 mx x").utctimetuple().tm_hour == 9
