"""What the gateway says about a checkout or a subscription, applied to our rows."""

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts
from webmagic.models import (
    Business,
    Checkout,
    CheckoutState,
    Customer,
    PaymentState,
    Subscription,
    SubscriptionState,
)
from webmagic.payments.cards import CARD
from webmagic.payments.gateways import CheckoutTruth, SubscriptionTruth
from webmagic.payments.notices import FAILED, LEGACY, Notice
from webmagic.payments.sale import (
    celebrate,
    close_checkout,
    ensure_customer,
    ensure_subscription,
    mark_sold,
    record_payment,
    update_subscription,
)

INTENTS = ("pa_", "ba_")  # an older body carries ids of another kind
PAID, IN_PROGRESS = "paid", "payment_in_progress"
NOT_OURS = "This checkout is not ours."


async def settle(
    session: AsyncSession,
    provider: str,
    truth: CheckoutTruth,
    subscription: SubscriptionTruth | None = None,
    notice: Notice | None = None,
) -> str:
    """Bring our rows to what the gateway says. Returns a sentence when that was not possible."""
    checkout = await find_checkout(session, provider, truth)
    if checkout is None:
        return NOT_OURS
    if checkout.kind == CARD:
        return ""  # `take_cards` sees to it
    if notice and notice.verb == FAILED:
        await _failed(session, checkout, truth, notice)
        return await settle_subscription(session, provider, subscription) if subscription else ""
    if truth.status == PAID:
        return await _paid(session, checkout, truth, subscription, notice)
    if truth.status == IN_PROGRESS:
        await _pending(session, checkout, truth)
    return ""


async def find_checkout(session: AsyncSession, provider: str, truth: CheckoutTruth) -> Checkout | None:
    """By the gateway's id; else by ours in its metadata, for a crash between making and noting it."""
    by_id = select(Checkout).where(Checkout.provider == provider, Checkout.provider_id == truth.id)
    if found := (await session.exec(by_id)).first():
        return found
    ours = truth.metadata.get("checkout")
    if not isinstance(ours, str) or not ours.isdigit() or len(ours) > 9:
        return None
    checkout = await session.get(Checkout, int(ours))
    return checkout if checkout and checkout.provider == provider else None


def payment_key(truth: CheckoutTruth, notice: Notice | None) -> str:
    """The same money has the same key, whichever event tells of it. A single payment is known by
    its checkout; each renewal by its own intent, to which the unified family has no pointer but
    the checkout's newest one."""
    if truth.subscription_id:
        is_legacy = notice is not None and notice.family in LEGACY and notice.verb != FAILED
        legacy = notice.id if notice and is_legacy and notice.id.startswith(INTENTS) else ""
        return legacy or truth.latest_payment_id or truth.payment_id or f"checkout:{truth.id}"
    return truth.payment_id or truth.latest_payment_id or f"checkout:{truth.id}"


async def _paid(
    session: AsyncSession,
    checkout: Checkout,
    truth: CheckoutTruth,
    subscription: SubscriptionTruth | None,
    notice: Notice | None,
) -> str:
    if (truth.amount_cents, truth.currency) != (checkout.amount_cents, checkout.currency):
        return await _differs(session, checkout, truth)
    customer = await _customer(session, checkout, notice)
    plan = await _plan(session, customer, checkout, truth, subscription)
    if not truth.is_proved:
        return ""
    tells_success = notice is not None and notice.amount_cents > 0
    amount = notice.amount_cents if notice and tells_success else truth.amount_cents
    is_new = await record_payment(
        session,
        PaymentState.SUCCEEDED,
        provider=checkout.provider,
        provider_id=payment_key(truth, notice),
        customer_id=customer.id,
        checkout_id=checkout.id,
        subscription_id=plan.id if plan else None,
        amount_cents=amount,
        currency=checkout.currency,
        fee_cents=notice.fee_cents if notice and tells_success else 0,
        intent_id=_intent(truth, notice),
    )
    if is_new:
        await celebrate(session, checkout, customer, amount)
    await close_checkout(session, checkout)
    await mark_sold(session, checkout.business_id)
    return ""


def _intent(truth: CheckoutTruth, notice: Notice | None) -> str:
    """The newest intent, which is what a refund names."""
    told = notice.id if notice and notice.family in LEGACY and notice.verb != FAILED else ""
    return told if told.startswith(INTENTS) else truth.latest_payment_id or truth.payment_id


async def _plan(
    session: AsyncSession,
    customer: Customer,
    checkout: Checkout,
    truth: CheckoutTruth,
    subscription: SubscriptionTruth | None,
) -> Subscription | None:
    if not truth.subscription_id:
        return None
    status = subscription.status if subscription else ""
    plan = await ensure_subscription(session, customer, checkout, truth.subscription_id, status)
    if subscription:
        await update_subscription(session, plan, subscription)
    return plan


async def _customer(session: AsyncSession, checkout: Checkout, notice: Notice | None) -> Customer:
    if notice is None:
        return await ensure_customer(session, checkout)
    return await ensure_customer(
        session, checkout, provider_id=notice.customer_id[:80], email=notice.email, name=notice.name[:200]
    )


async def _differs(session: AsyncSession, checkout: Checkout, truth: CheckoutTruth) -> str:
    """Money that is not what we asked for sells nothing by itself."""
    reason = (
        f"The gateway says {truth.amount_cents} {truth.currency} were paid, "
        f"but {checkout.amount_cents} {checkout.currency} were asked for."
    )
    await accounts.record(session, "payment.mismatch", reason, checkout.business_id, actor="gateway")
    return reason


async def _pending(session: AsyncSession, checkout: Checkout, truth: CheckoutTruth) -> None:
    customer = await _customer(session, checkout, None)
    is_new = await record_payment(
        session,
        PaymentState.PENDING,
        provider=checkout.provider,
        provider_id=payment_key(truth, None),
        customer_id=customer.id,
        checkout_id=checkout.id,
        amount_cents=truth.amount_cents,
        currency=checkout.currency,
    )
    await _move(session, checkout, CheckoutState.OPEN, CheckoutState.PENDING)
    if is_new:
        text = "A bank transfer is on its way"
        await accounts.record(session, "payment.pending", text, checkout.business_id, actor="gateway")


async def _failed(session: AsyncSession, checkout: Checkout, truth: CheckoutTruth, notice: Notice) -> None:
    """Recorded from the older family alone, because the unified twin has no payment id."""
    if notice.family not in LEGACY:
        return
    is_transfer = notice.family != "payment_intent"
    is_new = await record_payment(
        session,
        PaymentState.FAILED,
        provider=checkout.provider,
        provider_id=payment_key(truth, None) if is_transfer and truth.payment_id else notice.id[:80],
        checkout_id=checkout.id,
        amount_cents=notice.amount_cents,
        currency=checkout.currency,
        failure_reason=notice.failure_reason,
    )
    if truth.status not in (PAID, IN_PROGRESS):
        await _move(session, checkout, CheckoutState.PENDING, CheckoutState.OPEN)
    if is_new:
        text = f"A payment failed: {notice.failure_reason or 'no reason given'}"
        await accounts.record(session, "payment.failed", text, checkout.business_id, actor="gateway")


async def _move(session: AsyncSession, checkout: Checkout, before: CheckoutState, to: CheckoutState) -> None:
    where = [col(Checkout.id) == checkout.id, col(Checkout.state) == before]
    await session.exec(sa.update(Checkout).where(*where).values(state=to))


async def settle_subscription(session: AsyncSession, provider: str, truth: SubscriptionTruth) -> str:
    found = await session.exec(
        select(Subscription).where(Subscription.provider == provider, Subscription.provider_id == truth.id)
    )
    plan = found.first()
    if plan is None and truth.status == SubscriptionState.UNABLE_TO_START:
        return ""  # nothing was bought yet; a bank transfer may be on its way
    if plan is None:
        started = await session.exec(
            select(Checkout).where(Checkout.provider == provider, Checkout.provider_id == truth.checkout_id)
        )
        checkout = started.first()
        if checkout is None:
            return "This subscription is not ours."
        customer = await ensure_customer(
            session, checkout, provider_id=truth.customer_id, email=truth.email, name=truth.name
        )
        plan = await ensure_subscription(session, customer, checkout, truth.id, truth.status)
    if await update_subscription(session, plan, truth):
        await _tell(session, plan, truth.status)
    return ""


async def _tell(session: AsyncSession, plan: Subscription, state: str) -> None:
    customer = await session.get(Customer, plan.customer_id)
    business = await session.get(Business, customer.business_id) if customer else None
    if business:
        text = f"The plan of {business.name} is now {state.replace('_', ' ')}"
        await accounts.record(session, f"subscription.{state}", text, business.id, actor="gateway")
