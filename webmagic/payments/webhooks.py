"""Working off the inbox: look at what an event points at, ask the gateway, apply the answer.

The gateway is asked outside any transaction; the event is then taken in the same transaction as
its effects, so that however many workers try, it counts once.
"""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import pitcher
from webmagic.core.clock import now
from webmagic.core.errors import NotFound, VendorError
from webmagic.core.settings import get_settings
from webmagic.models import WebhookEvent
from webmagic.payments.cards import take_cards
from webmagic.payments.gateways import CheckoutTruth, Gateway, SubscriptionTruth, choose
from webmagic.payments.inbox import RESEND, ask_for_handling
from webmagic.payments.notices import LEGACY, SUCCEEDED, Notice, read
from webmagic.payments.proof import prove
from webmagic.payments.refunds import note_told
from webmagic.payments.settling import IN_PROGRESS, PAID, settle, settle_subscription

CARD_KEPT = "setup_intent.succeeded"


@dataclass(frozen=True)
class Truth:
    checkout: CheckoutTruth | None = None
    subscription: SubscriptionTruth | None = None
    error: str = ""


async def process(event_id: int, transaction: pitcher.Transaction, gateway: Gateway | None = None) -> str:
    """Handle one stored event, once. Returns a sentence when it pointed at nothing of ours. Raises
    VendorError when the gateway does not answer, or has not yet caught up with its own event."""
    gateway = gateway or choose(get_settings())
    async with transaction() as session:
        event = await session.get(WebhookEvent, event_id)
    if event is None:
        raise NotFound("There is no such webhook event.")
    if event.handled_at is not None:
        return event.error
    if event.provider in pitcher.MAIL_PROVIDERS:
        return await pitcher.handle_delivery(event_id, transaction)
    notice = read(event.payload)
    truth = Truth() if event.provider == RESEND else await _look(gateway, notice)
    if notice.event_type == CARD_KEPT:  # it names no page, so we look at those that are open
        await take_cards(transaction, gateway)
    async with transaction() as session:
        if not await _take(session, event_id):
            return ""
        error = truth.error or await _apply(session, event, notice, truth, gateway.name)
        await session.exec(
            sa.update(WebhookEvent).where(col(WebhookEvent.id) == event_id).values(error=error)
        )
    return error


async def replay(session: AsyncSession, event_id: int) -> None:
    """Handle a stored event anew. Safe, because every effect happens once."""
    event = await session.get(WebhookEvent, event_id)
    if event is None:
        raise NotFound("There is no such webhook event.")
    event.handled_at, event.error = None, ""
    session.add(event)
    await ask_for_handling(session, event_id)


async def _take(session: AsyncSession, event_id: int) -> bool:
    statement = (
        sa.update(WebhookEvent)
        .where(col(WebhookEvent.id) == event_id, col(WebhookEvent.handled_at).is_(None))
        .values(handled_at=now())
    )
    return bool((await session.exec(statement)).rowcount)


async def _look(gateway: Gateway, notice: Notice) -> Truth:
    try:
        if notice.is_money and notice.checkout_id:
            return await _look_at_checkout(gateway, notice)
        if notice.family == "subscription" and notice.id:
            return Truth(subscription=await gateway.read_subscription(notice.id))
    except VendorError as error:
        if not error.permanent:
            raise
        return Truth(error=str(error))
    return Truth()


async def _look_at_checkout(gateway: Gateway, notice: Notice) -> Truth:
    checkout = await gateway.read_checkout(notice.checkout_id)
    if notice.verb == SUCCEEDED and checkout.status not in (PAID, IN_PROGRESS):
        raise VendorError("The gateway announced a payment that it does not show yet.", retry_after=30)
    if not checkout.subscription_id:
        return Truth(checkout)
    plan = await gateway.read_subscription(checkout.subscription_id)
    is_told = notice.family in LEGACY and notice.verb == SUCCEEDED  # it names its intent itself
    return Truth(checkout if is_told else await prove(gateway, checkout, plan), plan)


async def _apply(
    session: AsyncSession, event: WebhookEvent, notice: Notice, truth: Truth, provider: str
) -> str:
    if event.provider == RESEND:
        return await pitcher.take_report(session, event.payload, event.message_id)
    if notice.family == "refund":
        return await note_told(session, provider, notice.refund_of, notice.id[:80])
    if truth.checkout:
        return await settle(session, provider, truth.checkout, truth.subscription, notice)
    if truth.subscription:
        return await settle_subscription(session, provider, truth.subscription)
    return "This event names no checkout; reconciling will find the money." if notice.is_money else ""
