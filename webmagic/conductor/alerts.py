"""Alerts as rows: raised once, told once, cleared by themselves when the trouble is gone.

The banner shows what holds right now (`health.list_alerts`); the rows are the memory of it, and
what mails and the webhook are made from.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import pitcher
from webmagic.conductor.health import Alert, list_alerts
from webmagic.conductor.listeners import Webhook, call_webhook, find_webhook, listeners
from webmagic.core.clock import now
from webmagic.core.database import insert_once
from webmagic.core.ledger import enqueue
from webmagic.core.settings import get_settings
from webmagic.creative.build import Transaction
from webmagic.models import AlertRow

TOLD = ("bad", "warn")  # what is only held by our own policy is no reason to wake anybody


@dataclass(frozen=True)
class Change:
    raised: list[str]
    cleared: list[str]


async def list_open_alerts(session: AsyncSession) -> list[AlertRow]:
    """What is wrong and since when, the newest first: for the banner."""
    found = await session.exec(
        select(AlertRow).where(col(AlertRow.cleared_at).is_(None)).order_by(col(AlertRow.raised_at).desc())
    )
    return list(found.all())


async def page_alerts(
    session: AsyncSession, *, before: dt.datetime | None = None, limit: int = 50
) -> list[AlertRow]:
    """Open and cleared ones, newest first."""
    statement = select(AlertRow).order_by(col(AlertRow.raised_at).desc()).limit(limit)
    if before:
        statement = statement.where(col(AlertRow.raised_at) < before)
    return list((await session.exec(statement)).all())


async def watch(session: AsyncSession) -> Change:
    """Look at everything; raise what is new, clear what is gone, and ask for the telling of both."""
    found = {alert.key: alert for alert in await list_alerts(session)}
    known = {row.key: row for row in await list_open_alerts(session)}
    raised = [key for key in found if key not in known and await _raise(session, found[key])]
    for key in known.keys() & found.keys():
        row, alert = known[key], found[key]
        row.tone, row.text, row.to_do, row.seen_at = alert.tone, alert.text, alert.to_do, now()
        session.add(row)
    cleared = [key for key in known if key not in found and await _clear(session, known[key])]
    return Change(raised, cleared)


async def _raise(session: AsyncSession, alert: Alert) -> bool:
    """False when another host has just raised it."""
    values = {**alert.as_dict(), "raised_at": now(), "seen_at": now()}
    if not await insert_once(session, AlertRow, values):
        return False
    row = (
        await session.exec(
            select(AlertRow).where(AlertRow.key == alert.key, col(AlertRow.cleared_at).is_(None))
        )
    ).one()
    await _ask_to_tell(session, row, "raised")
    return True


async def _clear(session: AsyncSession, row: AlertRow) -> bool:
    statement = (
        sa.update(AlertRow)
        .where(col(AlertRow.id) == row.id, col(AlertRow.cleared_at).is_(None))
        .values(cleared_at=now())
    )
    if not (await session.exec(statement)).rowcount:
        return False
    if row.told_at:
        await _ask_to_tell(session, row, "cleared")
    return True


async def _ask_to_tell(session: AsyncSession, row: AlertRow, what: str) -> None:
    if row.tone in TOLD:
        dedupe = f"alert:{row.id}:{what}"
        await enqueue(session, "monitoring.alert", dedupe=dedupe, alert_id=row.id, what=what, priority=10)


async def tell(alert_id: int, what: str, transaction: Transaction) -> None:
    """Mail to every administrator, written with the note that they were told; then the webhook,
    which is sent again when it fails. `what` is raised or cleared."""
    async with transaction() as session:
        row = await session.get(AlertRow, alert_id)
        if row is None:
            return
        if row.told_at is None or (what == "cleared" and row.told_at < (row.cleared_at or now())):
            await mail_administrators(session, *_letter(row, what))
            row.told_at = now()
            session.add(row)
        said = _document(row, what)
        hook = await find_webhook(session)
    await call_webhook(hook, said)


def _letter(row: AlertRow, what: str) -> tuple[str, str]:
    settings = get_settings()
    if what == "cleared":
        lines = ["This is over:", "", row.text, "", f"It began at {row.raised_at:%Y-%m-%d %H:%M} UTC."]
        return f"Over: {row.text}"[:200], "\n".join(lines)
    lines = [row.text, "", f"What to do: {row.to_do}", "", f"{settings.public_url}{row.link or '/'}"]
    return row.text[:200], "\n".join(lines)


async def mail_administrators(session: AsyncSession, subject: str, text: str) -> int:
    """A transactional mail to whoever is to be told. Returns how many."""
    people = await listeners(session)
    for address in people:
        await pitcher.queue_transactional(
            session, to_email=address, subject=subject, text=text, language="en", business_id=None
        )
    return len(people)


def _document(row: AlertRow, what: str) -> dict[str, Any]:
    return {
        "id": row.id,
        "key": row.key,
        "what": what,
        "tone": row.tone,
        "text": row.text,
        "to_do": row.to_do,
        "raised_at": row.raised_at.isoformat(),
    }


async def tell_test(transaction: Transaction, actor: str) -> None:
    """The same mail and the same call as a real alert, said to be a test."""
    async with transaction() as session:
        text = f"This is a test that {actor} asked for. Real alerts come the same way."
        await mail_administrators(session, "A test of WebMagic's alerts", text)
        hook = await find_webhook(session)
    await call_webhook(hook, {"key": "test", "what": "test", "tone": "warn", "text": text, "to_do": ""})


async def tell_outage(what: str) -> None:
    """The one alert that cannot be a row: the database itself is away, or back."""
    document = {
        "key": "database",
        "what": what,
        "tone": "bad",
        "text": "The database does not answer.",
        "to_do": "Start it again. Work waits, and goes on by itself.",
        "raised_at": now().isoformat(),
    }
    await call_webhook(Webhook(get_settings().alert_webhook_url.get_secret_value()), document)
