"""Our rows against the gateway's: every difference is corrected, counted and logged."""

from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import ago
from webmagic.core.errors import VendorError
from webmagic.core.settings import get_settings
from webmagic.models import Checkout, CheckoutState, Subscription, SubscriptionState
from webmagic.payments.gateways import Gateway, choose
from webmagic.payments.settling import IN_PROGRESS, PAID, settle, settle_subscription
from webmagic.pitcher import Transaction

LOOK_BACK_DAYS = 60
EXPECTED = {CheckoutState.OPEN: "unpaid", CheckoutState.PENDING: IN_PROGRESS, CheckoutState.PAID: PAID}


@dataclass
class Reconciliation:
    checked: int = 0
    drift: int = 0


async def reconcile(transaction: Transaction, gateway: Gateway | None = None) -> Reconciliation:
    """Look at every checkout that is not settled, and at every plan that runs."""
    gateway = gateway or choose(get_settings())
    report = Reconciliation()
    async with transaction() as session:
        checkouts = await _list_unsettled(session, gateway.name)
        plans = await _list_running(session, gateway.name)
    for checkout in checkouts:
        report.checked += 1
        report.drift += await _checkout(checkout, transaction, gateway)
    for plan in plans:
        report.checked += 1
        report.drift += await _plan(plan, transaction, gateway)
    return report


async def _checkout(checkout: Checkout, transaction: Transaction, gateway: Gateway) -> bool:
    assert checkout.provider_id is not None
    try:
        truth = await gateway.read_checkout(checkout.provider_id)
    except VendorError as error:
        if not error.permanent:
            raise
        return True
    if truth.status == EXPECTED[CheckoutState(checkout.state)]:
        return False
    async with transaction() as session:
        await settle(session, gateway.name, truth)
    return truth.status in (PAID, IN_PROGRESS)


async def _plan(plan: Subscription, transaction: Transaction, gateway: Gateway) -> bool:
    try:
        truth = await gateway.read_subscription(plan.provider_id)
    except VendorError as error:
        if not error.permanent:
            raise
        return True
    async with transaction() as session:
        await settle_subscription(session, gateway.name, truth)
    return truth.status != plan.state


async def _list_unsettled(session: AsyncSession, provider: str) -> list[Checkout]:
    found = await session.exec(
        select(Checkout).where(
            Checkout.provider == provider,
            col(Checkout.state).in_((CheckoutState.OPEN, CheckoutState.PENDING)),
            col(Checkout.provider_id).is_not(None),
            col(Checkout.created_at) > ago(days=LOOK_BACK_DAYS),
        )
    )
    return list(found.all())


async def _list_running(session: AsyncSession, provider: str) -> list[Subscription]:
    found = await session.exec(
        select(Subscription).where(
            Subscription.provider == provider, Subscription.state != SubscriptionState.CANCELLED
        )
    )
    return list(found.all())
