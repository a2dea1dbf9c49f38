"""Customers, plans and payments as lines."""

from dataclasses import dataclass

from webmagic.core.clock import ago
from webmagic.models import PaymentState, SubscriptionState, WebhookEvent
from webmagic.payments import REFUND_DAYS, CustomerRow, PaymentRow, SubscriptionRow
from webmagic.ui.figures import moment
from webmagic.ui.money import money

PLANS = {
    SubscriptionState.ACTIVE: ("ok", "check", "active"),
    SubscriptionState.PAST_DUE: ("warn", "triangle-alert", "overdue"),
    SubscriptionState.PAUSED: ("hold", "pause", "paused"),
    SubscriptionState.CANCELLED: ("", "ban", "cancelled"),
    SubscriptionState.UNABLE_TO_START: ("bad", "octagon-alert", "never started"),
}
PAYMENTS = {
    PaymentState.SUCCEEDED: ("ok", "check", "arrived"),
    PaymentState.PENDING: ("", "clock", "on its way"),
    PaymentState.FAILED: ("bad", "octagon-alert", "failed"),
    PaymentState.REFUNDING: ("warn", "clock", "going back"),
    PaymentState.REFUNDED: ("hold", "undo-2", "paid back"),
}


@dataclass(frozen=True)
class Line:
    """One shape for the three lists: who, what under it, how much, how it stands, since when."""

    id: int
    name: str
    href: str
    detail: str
    amount: str
    note: str
    tone: str
    mark: str
    words: str
    when: str
    can_cancel: bool = False
    can_pause: bool = False
    can_resume: bool = False
    can_refund: bool = False
    can_replay: bool = False
    can_pass: bool = False  # at the simulator, a month may pass


def customer_line(row: CustomerRow) -> Line:
    customer = row.customer
    return Line(
        id=customer.id or 0,
        name=row.business.name,
        href=f"/businesses/{row.business.id}",
        detail=customer.email,
        amount=customer.name,
        note=row.business.city,
        tone="",
        mark="credit-card",
        words=customer.provider,
        when=moment(customer.created_at),
    )


def plan_line(row: SubscriptionRow) -> Line:
    plan = row.subscription
    tone, mark, words = PLANS[SubscriptionState(plan.state)]
    is_over = plan.state in (SubscriptionState.CANCELLED, SubscriptionState.UNABLE_TO_START)
    runs = plan.state in (SubscriptionState.ACTIVE, SubscriptionState.PAST_DUE)
    return Line(
        id=plan.id or 0,
        name=row.business.name,
        href=f"/businesses/{row.business.id}",
        detail=row.customer.email,
        amount=f"{money(plan.amount_cents, plan.currency)} a month",
        note=_planned(row, is_over=is_over),
        tone=tone,
        mark=mark,
        words=words,
        when=moment(plan.cancelled_at or plan.created_at),
        can_cancel=not is_over,
        can_pause=runs,
        can_resume=plan.state == SubscriptionState.PAUSED or bool(plan.next_state),
        can_pass=runs and plan.provider == "simulator",
    )


def _planned(row: SubscriptionRow, *, is_over: bool) -> str:
    plan = row.subscription
    if plan.next_state and plan.next_state_at:
        return f"will be {plan.next_state} {moment(plan.next_state_at)}"
    if is_over or not plan.current_period_end:
        return plan.card
    return ", ".join(filter(None, (f"next {moment(plan.current_period_end)}", plan.card)))


def webhook_line(event: WebhookEvent) -> Line:
    tone, mark, words = ("ok", "check", "worked off") if event.handled_at else ("", "clock", "waiting")
    if event.error:
        tone, mark, words = "warn", "triangle-alert", "pointed at nothing"
    return Line(
        id=event.id or 0,
        name=event.event_type or "without a name",
        href="",
        detail=event.message_id,
        amount=event.provider,
        note=event.error,
        tone=tone,
        mark=mark,
        words=words,
        when=moment(event.received_at),
        can_replay=event.handled_at is not None,
    )


def payment_line(row: PaymentRow) -> Line:
    payment, shop = row.payment, row.business
    tone, mark, words = PAYMENTS[PaymentState(payment.state)]
    return Line(
        id=payment.id or 0,
        name=shop.name if shop else "Business unknown",
        href=f"/businesses/{shop.id}" if shop else "",
        detail="monthly" if payment.subscription_id else "setup fee",
        amount=money(payment.amount_cents, payment.currency),
        note=payment.failure_reason
        or (f"fee {money(payment.fee_cents, payment.currency)}" if payment.fee_cents else ""),
        tone=tone,
        mark=mark,
        words=words,
        when=moment(payment.paid_at or payment.created_at),
        can_refund=payment.state in (PaymentState.SUCCEEDED, PaymentState.REFUNDING)
        and (payment.paid_at or payment.created_at) > ago(days=REFUND_DAYS),
    )
