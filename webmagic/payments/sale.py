"""What follows from money: a customer, a subscription, a payment row, and a site that is sold.

Each step is an insert that happens once or a conditional update, so that the same money told by
two event families, twice, late or out of order has one effect.
"""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts, pitcher
from webmagic.core.clock import now
from webmagic.core.database import insert_once
from webmagic.core.ledger import enqueue
from webmagic.models import (
    Business,
    Checkout,
    CheckoutState,
    Customer,
    GeneratedSite,
    Payment,
    PaymentState,
    Stage,
    Subscription,
    SubscriptionState,
)
from webmagic.payments.gateways import SubscriptionTruth
from webmagic.payments.receipts import send_receipt
from webmagic.payments.standing import OWED, align
from webmagic.payments.states import CHECKOUT, PAYMENT, PLAN, before


async def ensure_customer(
    session: AsyncSession, checkout: Checkout, *, provider_id: str = "", email: str = "", name: str = ""
) -> Customer:
    """The business's one customer. What the owner typed on the claim page wins over the gateway's copy."""
    values = Customer(
        business_id=checkout.business_id,
        email=checkout.email or email,
        name=checkout.name or name,
        provider=checkout.provider,
        provider_id=provider_id,
    ).model_dump(exclude={"id"})
    await insert_once(session, Customer, values)
    customer = await session.exec(select(Customer).where(Customer.business_id == checkout.business_id))
    return customer.one()


async def ensure_subscription(
    session: AsyncSession, customer: Customer, checkout: Checkout, provider_id: str, status: str = ""
) -> Subscription:
    """The plan's row; made in the state the gateway names, from which all moves begin."""
    state = SubscriptionState(status) if status in set(SubscriptionState) else SubscriptionState.ACTIVE
    is_owed = state in OWED
    values = Subscription(
        customer_id=customer.id or 0,
        provider=checkout.provider,
        provider_id=provider_id,
        state=state,
        past_due_at=now() if is_owed else None,
        cancelled_at=now() if state == SubscriptionState.CANCELLED else None,
        amount_cents=checkout.amount_cents,
        currency=checkout.currency,
    ).model_dump(exclude={"id"})
    await insert_once(session, Subscription, values)
    found = await session.exec(
        select(Subscription).where(
            Subscription.provider == checkout.provider, Subscription.provider_id == provider_id
        )
    )
    return found.one()


async def record_payment(session: AsyncSession, state: PaymentState, **values: Any) -> bool:
    """True when this call brought the payment into `state`. Success is final: a late failure or a
    pending notice never undoes it."""
    if state == PaymentState.SUCCEEDED:
        values["paid_at"] = now()
    fresh = Payment(state=state, **values).model_dump(exclude={"id"})
    if await insert_once(session, Payment, fresh):
        return True
    changes = {key: value for key, value in values.items() if value not in (None, "", 0)}
    statement = (
        sa.update(Payment)
        .where(
            col(Payment.provider) == values["provider"],
            col(Payment.provider_id) == values["provider_id"],
            col(Payment.state).in_(before(PAYMENT, state)),
        )
        .values(state=state, **changes)
    )
    return bool((await session.exec(statement)).rowcount)


async def celebrate(session: AsyncSession, checkout: Checkout, customer: Customer, amount: int) -> None:
    """One line in the log and one receipt for each payment."""
    business = await session.get(Business, checkout.business_id)
    assert business is not None
    paid = pitcher.price(amount, checkout.currency, "en")
    await accounts.record(
        session,
        "payment.received",
        f"{business.name} paid {paid}",
        business.id,
        actor="gateway",
        data={"amount_cents": amount, "currency": checkout.currency},
    )
    if customer.email:
        await send_receipt(session, business, checkout, customer, amount)


async def close_checkout(session: AsyncSession, checkout: Checkout) -> bool:
    """True when this call closed it as paid."""
    statement = (
        sa.update(Checkout)
        .where(
            col(Checkout.id) == checkout.id,
            col(Checkout.state).in_(before(CHECKOUT, CheckoutState.PAID)),
        )
        .values(state=CheckoutState.PAID, paid_at=now())
    )
    return bool((await session.exec(statement)).rowcount)


async def mark_sold(session: AsyncSession, business_id: int) -> bool:
    """The site is theirs: no claim bar, no further letters. True when this call made it so."""
    if not await pitcher.move(session, business_id, Stage.SOLD):
        return False
    await pitcher.stop_campaign(session, business_id, "They bought the site.")
    await pitcher.hold_queued(session, business_id, "They bought the site.")
    statement = (
        sa.update(GeneratedSite)
        .where(col(GeneratedSite.business_id) == business_id)
        .values(is_claimed=True, updated_at=now())
        .returning(col(GeneratedSite.id))
    )
    for site_id in (await session.exec(statement)).scalars().all():
        # A key of its own: a publication already under way may have read the site before it was sold.
        await enqueue(session, "generation.publish", dedupe=f"publish:{site_id}:sold", site_id=site_id)
    business = await session.get(Business, business_id)
    name = business.name if business else "A site"
    await accounts.record(session, "site.sold", f"{name} is sold", business_id, actor="gateway")
    return True


async def update_subscription(session: AsyncSession, plan: Subscription, truth: SubscriptionTruth) -> bool:
    """Follow the gateway, as far as a plan may move, and never back to older news. True when the
    state changed. Afterwards the site stands as the plan does."""
    values: dict[str, Any] = {}
    if truth.current_period_end:
        values["current_period_end"] = truth.current_period_end
    if truth.card:
        values["card"] = truth.card.label
    if truth.updated_at:
        values["provider_updated_at"] = truth.updated_at
    if values and await _write(session, plan, values, truth):
        await session.refresh(plan)
    is_new = await _move(session, plan, truth)
    await align(session, plan.customer_id)
    return is_new


async def _move(session: AsyncSession, plan: Subscription, truth: SubscriptionTruth) -> bool:
    if truth.status not in set(SubscriptionState) or truth.status == plan.state:
        return False
    to = SubscriptionState(truth.status)
    values: dict[str, Any] = {"state": to, **_clocks(plan, to)}
    is_moved = await _write(session, plan, values, truth, *before(PLAN, to))
    if is_moved:
        await session.refresh(plan)
    return is_moved


def _clocks(plan: Subscription, to: SubscriptionState) -> dict[str, Any]:
    """Since when money is owed, and until when the page is paid for."""
    match to:
        case SubscriptionState.ACTIVE:
            return {"past_due_at": None, "dunning_step": 0, "ends_at": None} | _unscheduled(plan)
        case SubscriptionState.PAST_DUE | SubscriptionState.UNABLE_TO_START:
            return {"past_due_at": plan.past_due_at or now(), "ends_at": None}
        case SubscriptionState.PAUSED:
            return {"ends_at": plan.ends_at or plan.current_period_end or now()} | _unscheduled(plan)
        case SubscriptionState.CANCELLED:
            ends_at = plan.ends_at or (None if plan.past_due_at else plan.current_period_end) or now()
            return {"cancelled_at": now(), "ends_at": ends_at, "next_state": "", "next_state_at": None}


def _unscheduled(plan: Subscription) -> dict[str, Any]:
    """What was planned has happened, or no longer fits. An ending that is planned stays planned."""
    if plan.next_state == SubscriptionState.CANCELLED:
        return {}
    return {"next_state": "", "next_state_at": None}


async def _write(
    session: AsyncSession,
    plan: Subscription,
    values: dict[str, Any],
    truth: SubscriptionTruth,
    *states: StrEnum,
) -> bool:
    """Only onto a plan that lives, stands where it may come from, and knows nothing newer."""
    live = [state for state in SubscriptionState if state != SubscriptionState.CANCELLED]
    where = [col(Subscription.id) == plan.id, col(Subscription.state).in_(states or live)]
    if truth.updated_at:
        known = col(Subscription.provider_updated_at)
        where.append(known.is_(None) | (known <= truth.updated_at))
    statement = sa.update(Subscription).where(*where).values(**values)
    return bool((await session.exec(statement)).rowcount)
