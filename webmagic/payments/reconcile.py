"""Our rows against the gateway's, both ways, again and again until nothing differs.

Ours against theirs: every page that is not settled, every plan that lives with its newest payment,
every refund that was cut off. Theirs against ours: every page and every plan the gateway lists. Each
difference is corrected where it can be, counted, and kept as a sentence; what cannot be corrected
stays as `remaining`.
"""

from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts
from webmagic.core.clock import ago, now
from webmagic.core.errors import VendorError
from webmagic.core.settings import get_settings
from webmagic.models import (
    Checkout,
    CheckoutState,
    Payment,
    PaymentState,
    Reconciliation,
    Subscription,
    SubscriptionState,
)
from webmagic.payments.cards import CARD, take_cards
from webmagic.payments.gateways import CheckoutTruth, Gateway, SubscriptionTruth, choose
from webmagic.payments.proof import prove
from webmagic.payments.refunds import finish_refunds
from webmagic.payments.settling import (
    IN_PROGRESS,
    NOT_OURS,
    PAID,
    find_checkout,
    payment_key,
    settle,
    settle_subscription,
)
from webmagic.payments.states import may_become
from webmagic.pitcher import Transaction

LOOK_BACK_DAYS = 60
ROUNDS = 4
PAGES = 200
SHOWN = 500  # corrections kept of one run
EXPECTED = {
    CheckoutState.OPEN: "unpaid",
    CheckoutState.EXPIRED: "unpaid",
    CheckoutState.PENDING: IN_PROGRESS,
    CheckoutState.PAID: PAID,
}


@dataclass
class Round:
    """One comparison. What cannot be corrected comes again in each."""

    checked: int = 0
    corrections: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)


async def reconcile(
    transaction: Transaction, gateway: Gateway | None = None, *, actor: str = "nightly"
) -> Reconciliation:
    """The run, as it is kept. Raises VendorError when the gateway does not answer; the run is kept
    with that sentence."""
    gateway = gateway or choose(get_settings())
    run = Reconciliation(provider=gateway.name, actor=actor)
    async with transaction() as session:
        session.add(run)
    try:
        await _until_nothing_differs(run, transaction, gateway)
    except VendorError as error:
        run.error = str(error)
        raise
    finally:
        run.finished_at = now()
        async with transaction() as session:
            await session.merge(run)
    return run


async def _until_nothing_differs(run: Reconciliation, transaction: Transaction, gateway: Gateway) -> None:
    for number in range(1, ROUNDS + 1):
        found = await _round(transaction, gateway)
        run.rounds, run.checked = number, max(run.checked, found.checked)
        run.remaining = len(found.stuck)
        run.drift += len(found.corrections) + (len(found.stuck) if number == 1 else 0)
        sentences = found.corrections + (found.stuck if number == 1 else [])
        run.corrections = (run.corrections + sentences)[:SHOWN]
        who = f"reconciling ({run.actor})"
        async with transaction() as session:
            for sentence in sentences:
                await accounts.record(session, "payment.reconciled", sentence, actor=who)
        if not found.corrections:
            return


async def _round(transaction: Transaction, gateway: Gateway) -> Round:
    found = Round()
    async with transaction() as session:
        pages = await _list_unsettled(session, gateway.name)
        plans = await _list_running(session, gateway.name)
    for page in pages:
        await _page(found, page.provider_id or "", transaction, gateway)
    for plan in plans:
        await _plan(found, plan.provider_id, transaction, gateway)
    await _theirs(found, {page.provider_id for page in pages}, transaction, gateway)
    if kept := await take_cards(transaction, gateway):
        found.corrections.append(f"{kept} new cards were put to use.")
    found.corrections += await finish_refunds(transaction, gateway)
    return found


async def _page(found: Round, checkout_id: str, transaction: Transaction, gateway: Gateway) -> None:
    found.checked += 1
    try:
        truth = await gateway.read_checkout(checkout_id)
    except VendorError as error:
        if not error.permanent:
            raise
        found.stuck.append(f"The gateway does not know payment page {checkout_id}: {error}")
        return
    await _compare_page(found, truth, transaction, gateway)


async def _compare_page(
    found: Round, truth: CheckoutTruth, transaction: Transaction, gateway: Gateway
) -> None:
    async with transaction() as session:
        if not await _differs(session, gateway.name, truth):
            return
    plan = await gateway.read_subscription(truth.subscription_id) if truth.subscription_id else None
    truth = await prove(gateway, truth, plan)
    async with transaction() as session:
        checkout = await find_checkout(session, gateway.name, truth)
        if checkout is None or not await _differs(session, gateway.name, truth):
            return
        checkout.provider_id = checkout.provider_id or truth.id  # a crash before it was noted
        session.add(checkout)
        was, business_id = checkout.state, checkout.business_id
    async with transaction() as session:
        problem = await settle(session, gateway.name, truth, plan)
        checkout = await find_checkout(session, gateway.name, truth)
        is_settled = checkout is not None and truth.status == EXPECTED[CheckoutState(checkout.state)]
    if problem and problem != NOT_OURS:
        found.stuck.append(f"Payment page {truth.id} of business {business_id}: {problem}")
    elif is_settled:
        now_is = f"{truth.status} at the gateway and was {was} here"
        found.corrections.append(f"Payment page {truth.id} of business {business_id} is {now_is}.")
    else:
        found.stuck.append(f"Payment page {truth.id} is {truth.status} at the gateway and {was} here.")


async def _differs(session: AsyncSession, provider: str, truth: CheckoutTruth) -> bool:
    checkout = await find_checkout(session, provider, truth)
    if checkout is None or checkout.kind == CARD or truth.status not in EXPECTED.values():
        return False
    is_same = truth.status == EXPECTED[CheckoutState(checkout.state)]
    return not is_same or (truth.status == PAID and await _lacks_payment(session, checkout, truth))


async def _lacks_payment(session: AsyncSession, checkout: Checkout, truth: CheckoutTruth) -> bool:
    if not truth.is_proved:
        return False
    statement = select(Payment.id).where(
        Payment.provider == checkout.provider,
        Payment.provider_id == payment_key(truth, None),
        col(Payment.state).in_((PaymentState.SUCCEEDED, PaymentState.REFUNDING, PaymentState.REFUNDED)),
    )
    return (await session.exec(statement)).first() is None


async def _plan(found: Round, plan_id: str, transaction: Transaction, gateway: Gateway) -> None:
    found.checked += 1
    try:
        truth = await gateway.read_subscription(plan_id)
    except VendorError as error:
        if not error.permanent:
            raise
        found.stuck.append(f"The gateway does not know plan {plan_id}: {error}")
        return
    await _compare_plan(found, truth, transaction, gateway)
    if truth.checkout_id:
        await _page(found, truth.checkout_id, transaction, gateway)


async def _compare_plan(
    found: Round, truth: SubscriptionTruth, transaction: Transaction, gateway: Gateway
) -> None:
    async with transaction() as session:
        was = await _state_of(session, gateway.name, truth.id)
        if was == truth.status or (was == "" and not await _is_ours(session, gateway.name, truth)):
            return
        await settle_subscription(session, gateway.name, truth)
        now_is = await _state_of(session, gateway.name, truth.id)
    sentence = f"Plan {truth.id} is {truth.status} at the gateway and was {was or 'unknown'} here."
    if now_is == truth.status:
        found.corrections.append(sentence)
    elif was == SubscriptionState.CANCELLED or not may_become(was, truth.status):
        found.stuck.append(
            f"{sentence} That is no move a plan can make: look at it in the gateway's dashboard."
        )


async def _state_of(session: AsyncSession, provider: str, plan_id: str) -> str:
    found = await session.exec(
        select(Subscription.state).where(
            Subscription.provider == provider, Subscription.provider_id == plan_id
        )
    )
    return found.first() or ""


async def _is_ours(session: AsyncSession, provider: str, truth: SubscriptionTruth) -> bool:
    found = await session.exec(
        select(Checkout.id).where(Checkout.provider == provider, Checkout.provider_id == truth.checkout_id)
    )
    return found.first() is not None


async def _theirs(found: Round, seen: set[str | None], transaction: Transaction, gateway: Gateway) -> None:
    """What the gateway lists: a page that we forgot, a plan that no webhook told of."""
    since, page = ago(days=LOOK_BACK_DAYS), 1
    for _ in range(PAGES):
        batch = await gateway.list_checkouts(since, page)
        for truth in batch.items:
            found.checked += 1
            if truth.id not in seen:
                await _compare_page(found, truth, transaction, gateway)
        if not (page := batch.next):
            break
    page = 1
    for _ in range(PAGES):
        plans = await gateway.list_subscriptions(page)
        for plan in plans.items:
            found.checked += 1
            await _compare_plan(found, plan, transaction, gateway)
        if not (page := plans.next):
            break


async def _list_unsettled(session: AsyncSession, provider: str) -> list[Checkout]:
    found = await session.exec(
        select(Checkout).where(
            Checkout.provider == provider,
            Checkout.kind != CARD,
            col(Checkout.state).in_((CheckoutState.OPEN, CheckoutState.PENDING, CheckoutState.EXPIRED)),
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


async def list_reconciliations(session: AsyncSession, limit: int = 10) -> list[Reconciliation]:
    """Newest first."""
    found = await session.exec(select(Reconciliation).order_by(sa.desc(col(Reconciliation.id))).limit(limit))
    return list(found.all())
