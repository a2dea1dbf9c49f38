"""Money back: the whole of a payment, once.

The payment is marked before the gateway is asked, and asking again is safe, because the gateway pays
nothing back twice. A refund that was cut off is finished by asking again, or by its webhook.
"""

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts, pitcher
from webmagic.core.clock import ago, now
from webmagic.core.errors import Conflict, NotFound, Refused, VendorError
from webmagic.core.settings import get_settings
from webmagic.models import Business, Customer, Payment, PaymentState
from webmagic.payments import letters
from webmagic.payments.gateways import Gateway, choose
from webmagic.payments.states import PAYMENT, before
from webmagic.pitcher import Transaction

DAYS = 30  # the gateway's own limit
REFUNDING, REFUNDED, SUCCEEDED = PaymentState.REFUNDING, PaymentState.REFUNDED, PaymentState.SUCCEEDED


async def refund(
    payment_id: int, transaction: Transaction, gateway: Gateway | None = None, *, actor: str
) -> Payment:
    """Raises Conflict for what is no payment that arrived, Refused for one that is too old."""
    gateway = gateway or choose(get_settings())
    async with transaction() as session:
        payment = await session.get(Payment, payment_id)
        if payment is None:
            raise NotFound("There is no such payment.")
        _check(payment, gateway.name)
        if payment.state == SUCCEEDED and not await move(session, payment, REFUNDING):
            raise Conflict("This payment is being paid back already.")
    return await _ask(payment, transaction, gateway, actor)


def _check(payment: Payment, provider: str) -> None:
    if payment.state not in (SUCCEEDED, REFUNDING):
        raise Conflict(f"This payment is {payment.state}, so there is nothing to pay back.")
    if payment.provider != provider:
        raise Conflict(f"This payment was taken by {payment.provider}, which is not the gateway in use.")
    if (payment.paid_at or payment.created_at) < ago(days=DAYS):
        raise Refused(f"The gateway pays back within {DAYS} days; this payment is older.")


async def _ask(payment: Payment, transaction: Transaction, gateway: Gateway, actor: str) -> Payment:
    try:
        told = await gateway.refund(payment.intent_id or payment.provider_id)
    except VendorError as error:
        if error.permanent:
            async with transaction() as session:
                await move(session, payment, SUCCEEDED)
        raise
    async with transaction() as session:
        await note(session, payment, told.id, actor)
        return await session.get_one(Payment, payment.id)


async def finish_refunds(transaction: Transaction, gateway: Gateway) -> list[str]:
    """Refunds that were cut off. What was done, as sentences."""
    statement = select(Payment).where(
        Payment.provider == gateway.name, Payment.state == REFUNDING, col(Payment.created_at) > ago(days=365)
    )
    async with transaction() as session:
        cut_off = (await session.exec(statement)).all()
    done = []
    for payment in cut_off:
        try:
            await _ask(payment, transaction, gateway, "reconciling")
            done.append(f"Payment {payment.provider_id} was to be paid back, and now is.")
        except VendorError as error:
            if not error.permanent:
                raise
            done.append(f"The gateway did not pay back {payment.provider_id}: {error}")
    return done


async def note_told(session: AsyncSession, provider: str, intent_id: str, refund_id: str) -> str:
    """What a webhook says. Returns a sentence when it points at nothing of ours."""
    if not intent_id:
        return "This refund names no payment; look at it in the gateway's dashboard."
    found = await session.exec(
        select(Payment).where(
            Payment.provider == provider,
            (col(Payment.intent_id) == intent_id) | (col(Payment.provider_id) == intent_id),
        )
    )
    payment = found.first()
    if payment is None:
        return "This refund is of no payment of ours."
    await note(session, payment, refund_id, "gateway")
    return ""


async def note(session: AsyncSession, payment: Payment, refund_id: str, actor: str) -> bool:
    """True when this call brought the payment there: one line, one letter."""
    if not await move(session, payment, REFUNDED, refund_id=refund_id, refunded_at=now()):
        return False
    customer = await session.get(Customer, payment.customer_id) if payment.customer_id else None
    business = await session.get(Business, customer.business_id) if customer else None
    amount = pitcher.price(payment.amount_cents, payment.currency, "en")
    text = f"{amount} went back to {business.name if business else 'a customer'}"
    data = {"amount_cents": payment.amount_cents, "currency": payment.currency}
    business_id = business.id if business else None
    await accounts.record(session, "payment.refunded", text, business_id, actor=actor, data=data)
    if customer and business and customer.email:
        await letters.write_refund(session, customer, business, payment)
    return True


async def move(session: AsyncSession, payment: Payment, to: PaymentState, **values: object) -> bool:
    statement = (
        sa.update(Payment)
        .where(col(Payment.id) == payment.id, col(Payment.state).in_(before(PAYMENT, to)))
        .values(state=to, **values)
        .execution_options(synchronize_session=False)
    )
    return bool((await session.exec(statement)).rowcount)
