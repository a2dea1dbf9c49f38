"""From row to mail, once: queued → sending → sent.

The row is claimed in one transaction (policy and suppression looked at again inside it), the
transport is called outside any, and the outcome is written in another. A crash in between leaves
`sending`: a transport with idempotency is then asked again under the same key, any other ends in
`unknown` and is never sent again by itself.

While a row is `sending`, its `send_after` is the moment from which the attempt counts as lost.
"""

import datetime as dt
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts import record
from webmagic.core.clock import ahead, now
from webmagic.core.errors import NotFound, VendorError
from webmagic.core.ledger import enqueue
from webmagic.core.security import digest
from webmagic.core.settings import get_settings
from webmagic.models import Business, Campaign, CampaignState, Message, MessageState, Stage
from webmagic.pitcher.policy import Hold, check, check_transactional
from webmagic.pitcher.stages import move
from webmagic.pitcher.suppression import domain_of, normalise
from webmagic.pitcher.transports import Mailer, OutcomeUnknown, OutgoingMail
from webmagic.pitcher.writing import letter_html

ATTEMPT = dt.timedelta(minutes=10)
KEY_LIVES = dt.timedelta(hours=23)  # Resend remembers an idempotency key for 24 hours
RETRY_MINUTES = 5
OUTREACH, TRANSACTIONAL = "outreach", "transactional"


class Transaction(Protocol):
    def __call__(self) -> AbstractAsyncContextManager[AsyncSession]: ...


async def queue_message(session: AsyncSession, message: Message) -> bool:
    """Ask for the sending of a queued row. False when that is under way already."""
    return await enqueue(
        session,
        "campaigns.send",
        dedupe=f"send:{message.id}",
        message_id=message.id,
        run_after=message.send_after,
    )


async def queue_transactional(
    session: AsyncSession, *, to_email: str, subject: str, text: str, language: str, business_id: int | None
) -> Message:
    """A receipt or a notice. No tracking, no unsubscribe link, and no consent needed."""
    message = Message(
        business_id=business_id,
        purpose=TRANSACTIONAL,
        to_email=normalise(to_email),
        from_email=get_settings().sender_email,
        subject=subject,
        text_body=text,
        html_body=letter_html(subject, text, language),
    )
    session.add(message)
    await session.flush()
    await queue_message(session, message)
    return message


async def send_due(session: AsyncSession, *, limit: int = 100, dry_run: bool = False) -> list[int]:
    """Ask for every mail that should leave now, and for attempts that were lost. Returns their ids."""
    is_due = col(Message.send_after).is_(None) | (col(Message.send_after) <= now())
    statement = (
        select(Message)
        .where(col(Message.state).in_((MessageState.QUEUED, MessageState.SENDING)), is_due)
        .order_by(col(Message.id))
        .limit(limit)
    )
    messages = (await session.exec(statement)).all()
    if not dry_run:
        for message in messages:
            await queue_message(session, message)
    return [message.id for message in messages if message.id]


async def deliver(message_id: int, transaction: Transaction, mailer: Mailer) -> MessageState:
    """Send one message, however often and by however many workers it is called. Returns the state
    it is left in. Raises VendorError when another try may help; the row is then queued again."""
    async with transaction() as session:
        mail, state = await _claim(session, message_id, mailer)
    if mail is None:
        return state
    try:
        provider_id = await mailer.send(mail)
    except OutcomeUnknown as error:
        return await _end(transaction, message_id, MessageState.UNKNOWN, error=str(error))
    except VendorError as error:
        if error.permanent:
            return await _end(transaction, message_id, MessageState.FAILED, error=str(error))
        wait = max(error.retry_after or 0, RETRY_MINUTES * 60)
        again = {"error": str(error), "send_after": ahead(seconds=wait)}
        await _end(transaction, message_id, MessageState.QUEUED, **again)
        raise
    async with transaction() as session:
        await _record_sent(session, message_id, provider_id)
    return MessageState.SENT


async def _claim(
    session: AsyncSession, message_id: int, mailer: Mailer
) -> tuple[OutgoingMail | None, MessageState]:
    """The mail to hand over, now ours; or None and the state the row is in."""
    message = await session.get(Message, message_id, with_for_update=True)
    if message is None:
        raise NotFound("There is no such message.")
    if message.state == MessageState.SENDING:
        return await _take_up(session, message, mailer)
    if message.state != MessageState.QUEUED:
        return None, MessageState(message.state)
    holds = await _check_again(session, message, mailer)
    if holds:
        return None, await _hold(session, message, holds)
    claim = (
        sa.update(Message)
        .where(col(Message.id) == message_id, col(Message.state) == MessageState.QUEUED)
        .values(state=MessageState.SENDING, provider=mailer.name, send_after=now() + ATTEMPT, error="")
    )
    if not (await session.exec(claim)).rowcount:
        return None, MessageState.SENDING
    return outgoing(message), MessageState.SENDING


async def _take_up(
    session: AsyncSession, message: Message, mailer: Mailer
) -> tuple[OutgoingMail | None, MessageState]:
    """An attempt that ended without a word."""
    started = (message.send_after or now()) - ATTEMPT
    if mailer.has_idempotency and message.provider == mailer.name and now() - started < KEY_LIVES:
        return outgoing(message), MessageState.SENDING
    message.state = MessageState.UNKNOWN
    message.error = "The sending was interrupted, and nobody can tell whether the mail left."
    session.add(message)
    return None, MessageState.UNKNOWN


async def _check_again(session: AsyncSession, message: Message, mailer: Mailer) -> list[Hold]:
    """The rules as they are now, in the transaction that sends."""
    if message.purpose == TRANSACTIONAL:
        return await check_transactional(session, message.to_email, mailer)
    campaign = await session.get(Campaign, message.campaign_id) if message.campaign_id else None
    business = await session.get(Business, message.business_id) if message.business_id else None
    if campaign is None or business is None:
        return [Hold("gone", "The business of this message is gone.")]
    if campaign.state != CampaignState.ACTIVE:
        return [Hold("stopped", f"The campaign is {campaign.state}: {campaign.stopped_reason}".rstrip(": "))]
    if normalise(business.email) != message.to_email:
        return [Hold("address-changed", "The address of the business has changed since this was written.")]
    return await check(session, business, mailer)


async def _hold(session: AsyncSession, message: Message, holds: list[Hold]) -> MessageState:
    message.state = MessageState.HELD
    message.held_reason = " ".join(hold.reason for hold in holds)
    session.add(message)
    if message.campaign_id:
        open_campaign = [
            col(Campaign.id) == message.campaign_id,
            col(Campaign.state) == CampaignState.ACTIVE,
        ]
        held = {"state": CampaignState.HELD, "held_reason": message.held_reason, "updated_at": now()}
        await session.exec(sa.update(Campaign).where(*open_campaign).values(**held))
    return MessageState.HELD


async def _end(transaction: Transaction, message_id: int, state: MessageState, **values: Any) -> MessageState:
    """An outcome other than sent; a row that somebody else finished meanwhile is left alone."""
    statement = (
        sa.update(Message)
        .where(col(Message.id) == message_id, col(Message.state) == MessageState.SENDING)
        .values(state=state, **values)
    )
    async with transaction() as session:
        await session.exec(statement)
    return state


async def _record_sent(session: AsyncSession, message_id: int, provider_id: str) -> None:
    """The provider took it: that counts even for a row another worker had given up as unknown."""
    statement = (
        sa.update(Message)
        .where(
            col(Message.id) == message_id,
            col(Message.state).in_((MessageState.SENDING, MessageState.UNKNOWN)),
        )
        .values(state=MessageState.SENT, provider_id=provider_id, sent_at=now(), error="")
    )
    if not (await session.exec(statement)).rowcount:
        return
    message = await session.get(Message, message_id)
    if message is None or message.business_id is None or message.purpose != OUTREACH:
        return
    business = await session.get(Business, message.business_id)
    await move(session, message.business_id, Stage.PITCHED, from_stages=(Stage.PUBLISHED,))
    text, data = f"Mailed {business.name if business else ''}", {"message_id": message.id}
    await record(session, "campaign.mailed", text, message.business_id, data=data)


def outgoing(message: Message) -> OutgoingMail:
    """The row as a mail: the same row gives the same key and the same Message-ID for ever."""
    settings = get_settings()
    key = f"message-{message.id}-{digest(f'message:{message.id}:{message.created_at.isoformat()}')[:12]}"
    return OutgoingMail(
        key=key,
        message_id=f"<{key}@{domain_of(message.from_email)}>",
        from_name=settings.sender_name,
        from_email=message.from_email,
        to_email=message.to_email,
        subject=message.subject,
        text=message.text_body,
        html=message.html_body,
        headers=dict(message.headers),
        purpose=message.purpose,
    )
