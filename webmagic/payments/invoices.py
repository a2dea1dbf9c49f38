"""What a customer has paid, as a list of invoices."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.models import Checkout, Payment, PaymentState

SHOWN = (PaymentState.SUCCEEDED, PaymentState.PENDING, PaymentState.REFUNDING, PaymentState.REFUNDED)


@dataclass(frozen=True)
class Invoice:
    """`kind`: setup or monthly. `number` stays the same for ever."""

    number: str
    kind: str
    amount_cents: int
    currency: str
    state: str
    at: dt.datetime
    refunded_at: dt.datetime | None = None


async def invoices_of(session: AsyncSession, customer_id: int) -> list[Invoice]:
    """Newest first; what failed is no invoice."""
    found = await session.exec(
        select(Payment, Checkout.kind)
        .outerjoin(Checkout, col(Checkout.id) == Payment.checkout_id)
        .where(Payment.customer_id == customer_id, col(Payment.state).in_(SHOWN))
        .order_by(col(Payment.id).desc())
    )
    return [_invoice(payment, kind or "") for payment, kind in found.all()]


def _invoice(payment: Payment, kind: str) -> Invoice:
    return Invoice(
        number=f"WM-{payment.id:06}",
        kind="monthly" if payment.subscription_id else kind or "setup",
        amount_cents=payment.amount_cents,
        currency=payment.currency,
        state=payment.state,
        at=payment.paid_at or payment.created_at,
        refunded_at=payment.refunded_at,
    )
