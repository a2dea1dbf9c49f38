"""Customers and money as screens and the API show them."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts import Page, page_newest
from webmagic.core.clock import ago
from webmagic.core.errors import Conflict, NotFound
from webmagic.models import (
    Business,
    Checkout,
    Customer,
    Payment,
    PaymentState,
    Subscription,
    SubscriptionState,
    WebhookEvent,
)
from webmagic.payments.gateways import SIMULATOR
from webmagic.pitcher import page_rows


@dataclass(frozen=True)
class CustomerRow:
    customer: Customer
    business: Business


@dataclass(frozen=True)
class PaymentRow:
    payment: Payment
    business: Business | None


@dataclass(frozen=True)
class SubscriptionRow:
    subscription: Subscription
    customer: Customer
    business: Business


@dataclass(frozen=True)
class CustomerDetail:
    customer: Customer
    business: Business
    subscriptions: list[Subscription]
    payments: list[Payment]


async def page_customers(
    session: AsyncSession, *, cursor: str | None = None, limit: int = 50
) -> Page[CustomerRow]:
    statement = select(Customer, Business).join(Business, col(Business.id) == Customer.business_id)
    return await page_rows(session, statement, Customer.id, CustomerRow, cursor, limit)


async def get_customer(session: AsyncSession, customer_id: int) -> CustomerDetail:
    customer = await session.get(Customer, customer_id)
    business = await session.get(Business, customer.business_id) if customer else None
    if customer is None or business is None:
        raise NotFound("There is no such customer.")
    plans = await session.exec(select(Subscription).where(Subscription.customer_id == customer_id))
    paid = await session.exec(
        select(Payment).where(Payment.customer_id == customer_id).order_by(col(Payment.id).desc())
    )
    return CustomerDetail(customer, business, list(plans.all()), list(paid.all()))


async def list_payments(
    session: AsyncSession, *, state: str = "", cursor: str | None = None, limit: int = 50
) -> Page[PaymentRow]:
    statement = (
        select(Payment, Business)
        .outerjoin(Checkout, col(Checkout.id) == Payment.checkout_id)
        .outerjoin(Customer, col(Customer.id) == Payment.customer_id)
        .outerjoin(Business, col(Business.id) == func.coalesce(Checkout.business_id, Customer.business_id))
    )
    if state:
        statement = statement.where(Payment.state == state)
    return await page_rows(session, statement, Payment.id, PaymentRow, cursor, limit)


async def list_subscriptions(
    session: AsyncSession, *, state: str = "", cursor: str | None = None, limit: int = 50
) -> Page[SubscriptionRow]:
    statement = (
        select(Subscription, Customer, Business)
        .join(Customer, col(Customer.id) == Subscription.customer_id)
        .join(Business, col(Business.id) == Customer.business_id)
    )
    if state:
        statement = statement.where(Subscription.state == state)
    return await page_rows(session, statement, Subscription.id, SubscriptionRow, cursor, limit)


async def get_simulated(session: AsyncSession, subscription_id: int) -> str:
    """The simulator's name of a plan. Raises Conflict for one that runs at a real gateway."""
    plan = await session.get(Subscription, subscription_id)
    if plan is None:
        raise NotFound("There is no such subscription.")
    if plan.provider != SIMULATOR:
        raise Conflict("This plan runs at a real gateway, where months pass by themselves.")
    return plan.provider_id


async def list_checkouts(session: AsyncSession, business_id: int) -> list[Checkout]:
    found = await session.exec(
        select(Checkout).where(Checkout.business_id == business_id).order_by(col(Checkout.id))
    )
    return list(found.all())


async def page_webhooks(
    session: AsyncSession, *, cursor: str | None = None, limit: int = 50
) -> Page[WebhookEvent]:
    return await page_newest(session, select(WebhookEvent), WebhookEvent.id, cursor=cursor, limit=limit)


async def stats(session: AsyncSession) -> dict[str, Any]:
    """Money by currency, in cents. `mrr` is what active and overdue plans bring in a month;
    `received_30_days` is what arrived in the last thirty days, before the gateway's fee."""
    running = (SubscriptionState.ACTIVE, SubscriptionState.PAST_DUE)
    mrr = await session.exec(
        select(Subscription.currency, func.sum(Subscription.amount_cents))
        .where(col(Subscription.state).in_(running))
        .group_by(Subscription.currency)
    )
    succeeded = Payment.state == PaymentState.SUCCEEDED
    received = select(Payment.currency, func.sum(Payment.amount_cents)).group_by(Payment.currency)
    total = await session.exec(received.where(succeeded))
    recent = await session.exec(received.where(succeeded, col(Payment.paid_at) > ago(days=30)))
    plans = await session.exec(select(Subscription.state, func.count()).group_by(Subscription.state))
    return {
        "mrr": _whole(mrr.all()),
        "received": _whole(total.all()),
        "received_30_days": _whole(recent.all()),
        "customers": (await session.exec(select(func.count()).select_from(Customer))).one(),
        "subscriptions": dict(plans.all()),
    }


def _whole(rows: Any) -> dict[str, int]:
    """PostgreSQL sums integers into decimals."""
    return {currency: int(cents) for currency, cents in rows}
