"""Deliveries kept once, and worked off once."""

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.database import insert_once
from webmagic.core.errors import NotFound, VendorError
from webmagic.core.http import Fetcher
from webmagic.core.ledger import enqueue
from webmagic.models import WebhookEvent
from webmagic.pitcher.replies.fetching import fetch_from_resend
from webmagic.pitcher.replies.intake import keep_reply
from webmagic.pitcher.replies.mail import IncomingMail, read_mail
from webmagic.pitcher.reports.applying import apply
from webmagic.pitcher.reports.reading import read_reports
from webmagic.pitcher.reports.verifying import Delivery, is_amazon
from webmagic.pitcher.tracking.counting import Transaction

RECEIVED = "email.received"
MAIL_PROVIDERS = ("resend", "ses", "sendgrid")


async def keep_delivery(session: AsyncSession, delivery: Delivery) -> bool:
    """False when it was here before."""
    values = {
        "provider": delivery.provider,
        "message_id": delivery.message_id,
        "event_type": delivery.event_type,
        "payload": storable(delivery.payload),
        "error": "",
        "received_at": now(),
    }
    if not await insert_once(session, WebhookEvent, values):
        return False
    mine = select(WebhookEvent.id).where(
        WebhookEvent.provider == delivery.provider, WebhookEvent.message_id == delivery.message_id
    )
    event_id = (await session.exec(mine)).one()
    await enqueue(session, "monitoring.webhook", dedupe=f"webhook:{event_id}", event_id=event_id)
    return True


async def handle_delivery(event_id: int, transaction: Transaction, fetcher: Fetcher | None = None) -> str:
    """Apply a kept delivery, however often and by however many workers it is asked for. Returns a
    sentence when it meant nothing of ours. Raises VendorError when Amazon or Resend does not answer."""
    async with transaction() as session:
        event = await session.get(WebhookEvent, event_id)
    if event is None:
        raise NotFound("There is no such webhook event.")
    if event.handled_at is not None:
        return event.error
    if event.event_type == "SubscriptionConfirmation":
        await _confirm(event, fetcher)
    mail = await _fetch_mail(event)
    async with transaction() as session:
        if not await _take(session, event_id):
            return ""
        if mail is not None:
            await keep_reply(session, event.provider, mail)
        reports = read_reports(event.provider, event.message_id, event.payload)
        said = [await apply(session, event.provider, report) for report in reports]
        error = " ".join(dict.fromkeys(filter(None, said)))
        done = sa.update(WebhookEvent).where(col(WebhookEvent.id) == event_id)
        await session.exec(done.values(error=error))
    return error


async def _fetch_mail(event: WebhookEvent) -> IncomingMail | None:
    """The answer that Resend announces, or None for every other event."""
    data = event.payload.get("data")
    if event.event_type != RECEIVED or not isinstance(data, dict):
        return None
    email_id = str(data.get("email_id", ""))
    return read_mail(await fetch_from_resend(email_id), f"resend:{email_id}")


async def _confirm(event: WebhookEvent, fetcher: Fetcher | None) -> None:
    """Amazon sends a topic's events only to who has visited this address."""
    url, arn = str(event.payload.get("SubscribeURL", "")), str(event.payload.get("TopicArn", ""))
    if not is_amazon(url, arn):
        raise VendorError("The address to confirm the topic is not Amazon's.", permanent=True)
    async with fetcher or Fetcher() as client:
        answer = await client.get(url)
    if answer.url != url or answer.status != 200:
        raise VendorError(f"Amazon did not confirm the topic (status {answer.status}).")


async def _take(session: AsyncSession, event_id: int) -> bool:
    statement = (
        sa.update(WebhookEvent)
        .where(col(WebhookEvent.id) == event_id, col(WebhookEvent.handled_at).is_(None))
        .values(handled_at=now())
    )
    return bool((await session.exec(statement)).rowcount)


def storable(value: object) -> object:
    """Without what a database refuses: zero bytes, half surrogates, infinite numbers."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [storable(item) for item in value]
    if isinstance(value, float) and value - value != 0:
        return None
    return value
