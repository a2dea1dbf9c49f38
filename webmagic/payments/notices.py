"""A gateway's webhook, read: both payload generations, both event families, hostile until proved."""

from dataclasses import dataclass
from typing import Any

from webmagic.payments.gateways.wire import cents

FAILED, PENDING, SUCCEEDED = "failed", "pending", "succeeded"
LEGACY = ("payment_intent", "bank_transfer_intent")
UNIFIED = "intent"


@dataclass(frozen=True)
class Notice:
    """What an event points at. `family` is "intent", "payment_intent", "subscription" …"""

    event_type: str
    id: str
    checkout_id: str
    payment_id: str
    subscription_id: str
    amount_cents: int
    currency: str
    fee_cents: int
    failure_reason: str
    customer_id: str
    email: str
    name: str
    refund_of: str = ""  # the intent a refund pays back

    @property
    def family(self) -> str:
        return self.event_type.partition(".")[0]

    @property
    def verb(self) -> str:
        return self.event_type.partition(".")[2]

    @property
    def is_money(self) -> bool:
        return self.family in (*LEGACY, UNIFIED)


def event_type_of(payload: dict[str, Any]) -> str:
    """`event_type`; else `type`, which in unified events names the means of payment instead."""
    body = _body(payload)
    for source in (payload, body):
        found = _text(source, "event_type")
        if found:
            return found[:80]
    found = _text(payload, "type") or _text(body, "type")
    return found[:80] if "." in found else ""


def read(payload: dict[str, Any]) -> Notice:
    body = _body(payload)
    checkout, payment, customer = (_dict(body, key) for key in ("checkout", "payment", "customer"))
    payment = payment or _dict(checkout, "payment")
    paid_for = _dict(payment, "paymentable")
    event_type = event_type_of(payload)
    return Notice(
        event_type=event_type,
        id=_text(body, "id"),
        checkout_id=_text(checkout, "id") or _text(body, "checkout_id"),
        payment_id=_text(payment, "id"),
        subscription_id=_subscription(event_type, body, paid_for),
        amount_cents=cents(body.get("amount_in_cents")),
        currency=_text(body, "currency")[:3],
        fee_cents=cents(body.get("fee")),
        failure_reason=_text(body, "failure_reason")[:500],
        customer_id=_text(customer, "id") or _text(body, "customer_id"),
        email=_text(customer, "email") or _text(body, "customer_email"),
        name=_text(customer, "full_name") or _text(body, "customer_name"),
        refund_of=_refund_of(event_type, body, payment),
    )


def _refund_of(event_type: str, body: dict[str, Any], payment: dict[str, Any]) -> str:
    """No example of this event is published, so each likely place is looked at."""
    if not event_type.startswith("refund."):
        return ""
    intent = _dict(body, "payment_intent")
    found = _text(body, "payment_intent_id") or _text(intent, "id") or _text(payment, "id")
    return found[:80]


def _subscription(event_type: str, body: dict[str, Any], paid_for: dict[str, Any]) -> str:
    if event_type.startswith("subscription."):
        return _text(body, "id")
    named = _dict(body, "subscription") or _dict(body, "suscription")  # the vendor's own spelling
    if paid_for.get("type") == "Subscription":
        return _text(paid_for, "id")
    return _text(named, "id")


def _body(payload: dict[str, Any]) -> dict[str, Any]:
    return _dict(payload, "data") or payload


def _dict(found: dict[str, Any], key: str) -> dict[str, Any]:
    value = found.get(key)
    return value if isinstance(value, dict) else {}


def _text(found: dict[str, Any], key: str) -> str:
    value = found.get(key)
    return value[:320] if isinstance(value, str) else ""
