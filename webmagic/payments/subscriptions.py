"""Ending, pausing and resuming a plan. The gateway decides; our row follows what it then says.

The gateway knows no "at the end of the period", so that is a schedule of ours: the plan keeps
running, and `carry_out_due` asks the gateway in time before the next charge.
"""

import datetime as dt
from collections.abc import Awaitable, Callable

import sqlalchemy as sa
from sqlmodel import col, select

from webmagic import accounts
from webmagic.core.clock import now
from webmagic.core.errors import Conflict, NotFound, VendorError, WebMagicError
from webmagic.core.settings import get_settings
from webmagic.models import Customer, Subscription, SubscriptionState
from webmagic.payments.gateways import Gateway, SubscriptionTruth, choose
from webmagic.payments.settling import settle_subscription
from webmagic.payments.states import may_become
from webmagic.pitcher import Transaction

AHEAD = dt.timedelta(hours=6)  # before the gateway would charge again
CANCELLED, PAUSED, ACTIVE = SubscriptionState.CANCELLED, SubscriptionState.PAUSED, SubscriptionState.ACTIVE
WORDS = {CANCELLED: "cancelled", PAUSED: "paused", ACTIVE: "running"}


async def cancel(
    subscription_id: int,
    transaction: Transaction,
    gateway: Gateway | None = None,
    *,
    at_period_end: bool = False,
    actor: str = "owner",
) -> Subscription:
    """At once, and the page goes with it; or at the end of what is paid. Raises Conflict for a plan
    that has ended."""
    return await _leave(subscription_id, CANCELLED, transaction, gateway, at_period_end, actor)


async def pause(
    subscription_id: int,
    transaction: Transaction,
    gateway: Gateway | None = None,
    *,
    at_period_end: bool = False,
    actor: str = "owner",
) -> Subscription:
    """No charge until it is resumed. The page stays until the end of what is paid. Raises Conflict
    for a plan that is paused or has ended, Refused where the gateway cannot be asked."""
    return await _leave(subscription_id, PAUSED, transaction, gateway, at_period_end, actor)


async def resume(
    subscription_id: int, transaction: Transaction, gateway: Gateway | None = None, *, actor: str = "owner"
) -> Subscription:
    """Run again, or take back what was planned for the end of the period. Raises Conflict for a
    plan that runs as it is, and for one that has ended."""
    plan, gateway = await _get(subscription_id, transaction, gateway)
    if plan.state == PAUSED:
        await _ask(plan, ACTIVE, gateway)
        return await _follow(plan, gateway, transaction)
    if plan.state == CANCELLED:
        raise Conflict("This plan has been cancelled. Claiming the site again starts a new one.")
    if not await _plan_for(plan, "", None, transaction, actor):
        raise Conflict("This plan is running already.")
    return await _read(plan, transaction)


async def carry_out_due(transaction: Transaction, gateway: Gateway | None = None) -> int:
    """Do what was planned for now. Returns how many plans were moved; a gateway that does not
    answer is asked again next time."""
    gateway = gateway or choose(get_settings())
    statement = select(Subscription).where(
        Subscription.provider == gateway.name,
        col(Subscription.next_state) != "",
        col(Subscription.next_state_at) <= now() + AHEAD,
    )
    async with transaction() as session:
        due = (await session.exec(statement)).all()
    moved = 0
    for plan in due:
        to = SubscriptionState(plan.next_state)
        if not may_become(plan.state, to):
            await _plan_for(plan, "", None, transaction, "payments")
            continue
        try:
            await _until(plan, plan.next_state_at or now(), transaction)
            await _ask(plan, to, gateway)
            await _follow(plan, gateway, transaction)
        except VendorError as error:
            if error.permanent:
                raise
            continue
        moved += 1
    return moved


async def _leave(
    subscription_id: int,
    to: SubscriptionState,
    transaction: Transaction,
    gateway: Gateway | None,
    at_period_end: bool,
    actor: str,
) -> Subscription:
    plan, gateway = await _get(subscription_id, transaction, gateway)
    if not may_become(plan.state, to):
        raise Conflict(f"This plan has been {WORDS[SubscriptionState(plan.state)]} already.")
    ends_at = plan.current_period_end
    if at_period_end and plan.state == ACTIVE and ends_at and ends_at > now() + AHEAD:
        await _plan_for(plan, to, ends_at, transaction, actor)
        return await _read(plan, transaction)
    # What is cancelled at once ends now; what is paused, or cancelled too late to wait, is paid for.
    is_paid = (to == PAUSED or at_period_end) and plan.state == ACTIVE
    await _until(plan, (ends_at if is_paid else None) or now(), transaction)
    try:
        await _ask(plan, to, gateway)
    except WebMagicError:
        await _until(plan, plan.ends_at, transaction)
        raise
    return await _follow(plan, gateway, transaction)


async def _get(
    subscription_id: int, transaction: Transaction, gateway: Gateway | None
) -> tuple[Subscription, Gateway]:
    gateway = gateway or choose(get_settings())
    async with transaction() as session:
        plan = await session.get(Subscription, subscription_id)
    if plan is None:
        raise NotFound("There is no such subscription.")
    if plan.provider != gateway.name:
        raise Conflict(f"This plan runs at {plan.provider}, which is not the gateway in use.")
    return plan, gateway


async def _ask(plan: Subscription, to: SubscriptionState, gateway: Gateway) -> SubscriptionTruth:
    """Until the gateway shows it. One that refuses what has happened already is no failure."""
    calls: dict[SubscriptionState, Callable[[str], Awaitable[None]]] = {
        CANCELLED: gateway.cancel_subscription,
        PAUSED: gateway.pause_subscription,
        ACTIVE: gateway.resume_subscription,
    }
    refusal: VendorError | None = None
    try:
        await calls[to](plan.provider_id)
    except VendorError as error:
        if not error.permanent:
            raise
        refusal = error
    truth = await gateway.read_subscription(plan.provider_id)
    if truth.status != to and not (to == ACTIVE and truth.status == SubscriptionState.PAST_DUE):
        raise refusal or VendorError("The gateway took the request and did not follow it.", permanent=True)
    return truth


async def _follow(plan: Subscription, gateway: Gateway, transaction: Transaction) -> Subscription:
    truth = await gateway.read_subscription(plan.provider_id)
    async with transaction() as session:
        await settle_subscription(session, gateway.name, truth)
    return await _read(plan, transaction)


async def _read(plan: Subscription, transaction: Transaction) -> Subscription:
    async with transaction() as session:
        return await session.get_one(Subscription, plan.id)


async def _until(plan: Subscription, ends_at: dt.datetime | None, transaction: Transaction) -> None:
    """Written down before the gateway is asked: its webhook may be faster than we are."""
    statement = sa.update(Subscription).where(col(Subscription.id) == plan.id).values(ends_at=ends_at)
    async with transaction() as session:
        await session.exec(statement)


async def _plan_for(
    plan: Subscription, to: str, at: dt.datetime | None, transaction: Transaction, actor: str
) -> bool:
    """True when this call changed what is planned."""
    statement = (
        sa.update(Subscription)
        .where(col(Subscription.id) == plan.id, col(Subscription.next_state) != to)
        .values(next_state=to, next_state_at=at)
    )
    async with transaction() as session:
        if not (await session.exec(statement)).rowcount:
            return False
        customer = await session.get_one(Customer, plan.customer_id)
        day = f"{at:%Y-%m-%d}" if at else ""
        text = f"The plan will be {to} on {day}" if to else "The plan goes on; what was planned is taken back"
        kind = f"subscription.{to}_planned" if to else "subscription.unplanned"
        await accounts.record(session, kind, text, customer.business_id, actor=actor)
    return True
