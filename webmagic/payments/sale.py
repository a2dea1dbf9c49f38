"""What follows from money: a customer, a subscription, a payment row, and a site that is sold.

Each step is an insert that happens once or a conditional update, so that the same money told by
two event families, twice, late or out of order has one effect.
"""

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
from webmagic.payments.receipts import send_receipt

RECOVERABLE = (PaymentState.FAILED, PaymentState.PENDING)


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
    session: AsyncSession, customer: Customer, checkout: Checkout, provider_id: str
) -> Subscription:
    values = Subscription(
        customer_id=customer.id or 0,
        provider=checkout.provider,
        provider_id=provider_id,
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
    before = RECOVERABLE if state == PaymentState.SUCCEEDED else (PaymentState.PENDING,)
    changes = {key: value for key, value in values.items() if value not in (None, "", 0)}
    statement = (
        sa.update(Payment)
        .where(
            col(Payment.provider) == values["provider"],
            col(Payment.provider_id) == values["provider_id"],
            col(Payment.state).in_(before),
            col(Payment.state) != state,
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
        .where(col(Checkout.id) == checkout.id, col(Checkout.state) != CheckoutState.PAID)
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


async def update_subscription(
    session: AsyncSession, subscription: Subscription, state: str, period_end: Any
) -> bool:
    """Follow the gateway. Cancelled is final. True when the state changed."""
    values: dict[str, Any] = {"current_period_end": period_end} if period_end else {}
    is_known = state in set(SubscriptionState)
    if is_known:
        values["state"] = state
    if state == SubscriptionState.CANCELLED:
        values["cancelled_at"] = now()
    if not values:
        return False
    statement = (
        sa.update(Subscription)
        .where(
            col(Subscription.id) == subscription.id, col(Subscription.state) != SubscriptionState.CANCELLED
        )
        .values(**values)
    )
    changed = is_known and subscription.state not in (state, SubscriptionState.CANCELLED)
    return bool((await session.exec(statement)).rowcount) and changed
