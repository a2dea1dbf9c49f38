"""Another card for a running plan.

The gateway keeps a card when somebody passes through a payment page that charges nothing. We then
tell it to use that card for the plan, which also tries an open payment again.
"""

from dataclasses import replace

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts, pitcher
from webmagic.core.clock import ago, now
from webmagic.core.errors import Conflict, NotFound, VendorError
from webmagic.core.settings import get_settings
from webmagic.models import Business, Checkout, CheckoutState, Customer, Subscription, SubscriptionState
from webmagic.payments.gateways import CheckoutRequest, Gateway, choose
from webmagic.payments.sale import update_subscription
from webmagic.payments.standing import find_plan
from webmagic.payments.states import CHECKOUT, before

CARD = "card"
ITEM_NAMES = {"en": "New card for your website", "es": "Nueva tarjeta para su página web"}
LIVES_HOURS = 24


async def change_card(
    subscription_id: int,
    transaction: pitcher.Transaction,
    gateway: Gateway | None = None,
    *,
    back_url: str = "",
) -> str:
    """Where the owner gives the new card; nothing is charged there. They come back to `back_url`
    with `?card=kept`; whoever shows that page may call `take_cards`, or wait for the webhook."""
    gateway = gateway or choose(get_settings())
    async with transaction() as session:
        row, language, customer_id = await _open(session, subscription_id, gateway.name)
    back = back_url or f"{get_settings().public_url}/my"
    new = await gateway.create_checkout(
        CheckoutRequest(
            name=ITEM_NAMES[language],
            amount_cents=0,
            currency=row.currency,
            is_monthly=False,
            is_card=True,
            success_url=f"{back}{'&' if '?' in back else '?'}card=kept",
            cancel_url=back,
            metadata={"business": str(row.business_id), "checkout": str(row.id)},
            customer_id=customer_id,
            key=f"checkout-{row.id}",
        )
    )
    note = sa.update(Checkout).where(col(Checkout.id) == row.id).values(provider_id=new.id, url=new.url)
    async with transaction() as session:
        await session.exec(note)
    return new.url


async def _open(session: AsyncSession, subscription_id: int, provider: str) -> tuple[Checkout, str, str]:
    plan = await session.get(Subscription, subscription_id)
    customer = await session.get(Customer, plan.customer_id) if plan else None
    business = await session.get(Business, customer.business_id) if customer else None
    if plan is None or customer is None or business is None or business.id is None:
        raise NotFound("There is no such subscription.")
    if plan.state == SubscriptionState.CANCELLED:
        raise Conflict("This plan has been cancelled, so it needs no card.")
    if plan.provider != provider:
        raise Conflict(f"This plan runs at {plan.provider}, which is not the gateway in use.")
    await session.get(Business, business.id, with_for_update=True)  # one attempt number each
    newest = select(func.max(Checkout.attempt)).where(
        Checkout.business_id == business.id, Checkout.kind == CARD
    )
    row = Checkout(
        business_id=business.id,
        kind=CARD,
        attempt=((await session.exec(newest)).one() or 0) + 1,
        provider=provider,
        amount_cents=0,
        currency=plan.currency,
        email=customer.email,
        name=customer.name,
    )
    session.add(row)
    await session.flush()
    return row, pitcher.language_of(business), customer.provider_id


async def take_cards(
    transaction: pitcher.Transaction, gateway: Gateway | None = None, *, business_id: int | None = None
) -> int:
    """Look at the open pages for cards, and put each card that was given to use. Returns how many.
    A webhook about a card names no page, so this is also what it leads to."""
    gateway = gateway or choose(get_settings())
    statement = select(Checkout).where(
        Checkout.provider == gateway.name,
        Checkout.kind == CARD,
        col(Checkout.provider_id).is_not(None),
        col(Checkout.created_at) > ago(hours=LIVES_HOURS),
        Checkout.state == CheckoutState.OPEN,
    )
    if business_id is not None:
        statement = statement.where(Checkout.business_id == business_id)
    async with transaction() as session:
        pages = (await session.exec(statement.order_by(col(Checkout.id).desc()).limit(50))).all()
    return sum([await _take(page, transaction, gateway) for page in pages])


async def _take(page: Checkout, transaction: pitcher.Transaction, gateway: Gateway) -> bool:
    truth = await gateway.read_checkout(page.provider_id or "")
    if truth.card is None:
        return False
    async with transaction() as session:
        plan = await _plan_of(session, page.business_id)
    if plan is None or plan.state == SubscriptionState.CANCELLED:
        return False
    try:
        told = await gateway.change_card(plan.provider_id, truth.card.id)
    except VendorError as error:
        if not error.permanent:
            raise
        return False
    async with transaction() as session:
        if not await _close(session, page):
            return False
        plan = await session.get_one(Subscription, plan.id)
        await update_subscription(session, plan, replace(told, card=told.card or truth.card))
        text = f"A new card pays for the plan: {plan.card}"
        await accounts.record(session, "subscription.card", text, page.business_id, actor="owner")
    return True


async def _plan_of(session: AsyncSession, business_id: int) -> Subscription | None:
    customer = await session.exec(select(Customer.id).where(Customer.business_id == business_id))
    customer_id = customer.first()
    return await find_plan(session, customer_id) if customer_id else None


async def _close(session: AsyncSession, page: Checkout) -> bool:
    """True when this call closed it."""
    statement = (
        sa.update(Checkout)
        .where(col(Checkout.id) == page.id, col(Checkout.state).in_(before(CHECKOUT, CheckoutState.PAID)))
        .values(state=CheckoutState.PAID, paid_at=now())
    )
    return bool((await session.exec(statement)).rowcount)
