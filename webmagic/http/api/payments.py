"""Customers, plans and money."""

import datetime as dt
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from webmagic import payments
from webmagic.core.database import transaction
from webmagic.http.api.access import Owner, Reading, Viewer
from webmagic.http.api.listing import BusinessName, Cursor, Limit, Listed, Row, listed

router = APIRouter(tags=["payments"])


class CustomerRow(Row):
    id: int
    email: str
    name: str
    provider: str
    business: BusinessName
    created_at: dt.datetime


class PlanRow(Row):
    id: int
    customer_id: int
    provider: str
    state: str
    amount_cents: int
    currency: str
    current_period_end: dt.datetime | None
    next_state: str
    next_state_at: dt.datetime | None
    past_due_at: dt.datetime | None
    ends_at: dt.datetime | None
    cancelled_at: dt.datetime | None
    created_at: dt.datetime


class SubscriptionRow(PlanRow):
    business: BusinessName


class MoneyRow(Row):
    id: int
    customer_id: int | None
    checkout_id: int | None
    subscription_id: int | None
    provider: str
    amount_cents: int
    fee_cents: int
    currency: str
    state: str
    failure_reason: str
    paid_at: dt.datetime | None
    created_at: dt.datetime


class PaymentRow(MoneyRow):
    business: BusinessName | None


class CustomerDetail(CustomerRow):
    subscriptions: list[PlanRow]
    payments: list[MoneyRow]


class CheckoutRow(Row):
    id: int
    business_id: int
    kind: str
    attempt: int
    provider: str
    amount_cents: int
    currency: str
    state: str
    email: str
    paid_at: dt.datetime | None
    created_at: dt.datetime


def _customer(row: payments.CustomerRow) -> dict[str, Any]:
    return {**row.customer.model_dump(), "business": row.business}


def _payment(row: payments.PaymentRow) -> dict[str, Any]:
    return {**row.payment.model_dump(), "business": row.business}


def _subscription(row: payments.SubscriptionRow) -> dict[str, Any]:
    return {**row.subscription.model_dump(), "business": row.business}


@router.get("/payments", response_model=Listed[PaymentRow])
async def list_payments(
    user: Viewer, session: Reading, state: str = "", cursor: Cursor = None, limit: Limit = 50
):
    page = await payments.list_payments(session, state=state, cursor=cursor, limit=limit)
    return listed(page.items, page.next, _payment)


@router.get("/payments/stats")
async def stats(user: Viewer, session: Reading) -> dict[str, Any]:
    """Money by currency, in cents."""
    return await payments.stats(session)


@router.get("/payments/figures")
async def figures(user: Viewer, session: Reading) -> dict[str, Any]:
    """Recurring revenue, churn and lifetime value by currency; what a customer cost, in micro-dollars."""
    found = await payments.money_figures(session)
    groups = {"territories": found.territories, "trades": found.trades, "prompts": found.prompts}
    return {
        "revenue": [
            {**asdict(one), "average": one.average, "churn": one.churn, "lifetime_value": one.lifetime_value}
            for one in found.revenue
        ],
        **{
            name: [{**asdict(one), "cost_of_one": one.cost_of_one} for one in rows]
            for name, rows in groups.items()
        },
    }


@router.post("/payments/{payment_id}/refund", response_model=MoneyRow)
async def refund(payment_id: int, user: Owner):
    """The whole amount, once; the gateway pays back no part of it."""
    return await payments.refund(payment_id, transaction, actor=user.email)


@router.get("/customers", response_model=Listed[CustomerRow])
async def list_customers(user: Viewer, session: Reading, cursor: Cursor = None, limit: Limit = 50):
    page = await payments.page_customers(session, cursor=cursor, limit=limit)
    return listed(page.items, page.next, _customer)


@router.get("/customers/{customer_id}", response_model=CustomerDetail)
async def get_customer(customer_id: int, user: Viewer, session: Reading):
    found = await payments.get_customer(session, customer_id)
    return {
        **found.customer.model_dump(),
        "business": found.business,
        "subscriptions": found.subscriptions,
        "payments": found.payments,
    }


@router.get("/subscriptions", response_model=Listed[SubscriptionRow])
async def list_subscriptions(
    user: Viewer, session: Reading, state: str = "", cursor: Cursor = None, limit: Limit = 50
):
    page = await payments.list_subscriptions(session, state=state, cursor=cursor, limit=limit)
    return listed(page.items, page.next, _subscription)


@router.post("/subscriptions/{subscription_id}/cancel", response_model=PlanRow)
async def cancel_subscription(subscription_id: int, user: Owner, at_period_end: bool = False):
    """At once, or at the end of what is paid: the gateway knows no later date, so we keep it."""
    return await payments.cancel(subscription_id, transaction, at_period_end=at_period_end, actor=user.email)


@router.post("/subscriptions/{subscription_id}/pause", response_model=PlanRow)
async def pause_subscription(subscription_id: int, user: Owner, at_period_end: bool = False):
    """Nothing is charged until it is resumed; the page stays until the end of what is paid."""
    return await payments.pause(subscription_id, transaction, at_period_end=at_period_end, actor=user.email)


@router.post("/subscriptions/{subscription_id}/resume", response_model=PlanRow)
async def resume_subscription(subscription_id: int, user: Owner):
    """Run again, or take back what was planned."""
    return await payments.resume(subscription_id, transaction, actor=user.email)


@router.get("/checkouts", response_model=list[CheckoutRow])
async def list_checkouts(business_id: int, user: Viewer, session: Reading):
    """The payment pages of one business."""
    return await payments.list_checkouts(session, business_id)
