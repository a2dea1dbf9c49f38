"""What is asked for each hundred mails costs the same, however many have left before."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from tests.pitcher.shops import locksmith, on_the_road
from webmagic import pitcher
from webmagic.core.database import get_engine, transaction
from webmagic.core.settings import get_settings
from webmagic.pitcher.transports import MailboxMailer

LARGE = re.compile(r"\b(messages|businesses|campaigns|activity_log)\b")
KEYS = ("INTEGER PRIMARY KEY", "ix_messages_to_email", "ix_messages_left (state=? AND sent_at>?)")
UNDER_WAY = "ix_messages_left (state=?)"  # right for those being sent at this moment, which are few


async def thirty_letters() -> list[int]:
    async with transaction() as session:
        for number in range(30):
            shop = locksmith(dedupe_key=f"place:{number}", email=f"walt{number}@shop{number}.example")
            await on_the_road(session, shop)
        report = await pitcher.create_due(session, MailboxMailer(get_settings().mailbox_dir), limit=30)
    return report.message_ids


@contextmanager
def listening() -> Iterator[list[tuple[str, Any]]]:
    """The statements asked meanwhile, each with its (first) parameters."""
    asked: list[tuple[str, Any]] = []

    def listen(_connection, _cursor, statement, parameters, _context, many) -> None:
        asked.append((statement, parameters[0] if many else parameters))

    engine = get_engine().sync_engine
    sa.event.listen(engine, "before_cursor_execute", listen)
    yield asked
    sa.event.remove(engine, "before_cursor_execute", listen)


async def test_no_question_of_a_batch_goes_through_all_the_mail_there_is(sqlite_db, home):
    ids = await thirty_letters()
    with listening() as asked:
        report = await pitcher.send_batch(ids, transaction)
    assert report.sent == 30
    long_ways = []
    async with get_engine().connect() as connection:
        for statement, parameters in asked:
            if not statement.startswith(("SELECT", "UPDATE")):
                continue
            keys = (*KEYS, UNDER_WAY) if "asked_at >=" in statement else KEYS
            plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps = [step.detail for step in plan if LARGE.search(step.detail)]
            long_ways += [(step, statement) for step in steps if not any(key in step for key in keys)]
    assert long_ways == []


async def test_a_batch_takes_a_handful_of_questions_and_not_one_a_mail(sqlite_db, home):
    ids = await thirty_letters()
    with listening() as asked:
        report = await pitcher.send_batch(ids, transaction)
    assert report.sent == 30 and len(asked) <= 22
