"""Recurrente's objects, read."""

from typing import Any

from webmagic.payments.gateways.protocol import (
    Card,
    CheckoutTruth,
    Endpoint,
    GatewayCoupon,
    IntentTruth,
    Price,
    Product,
    RefundTruth,
    SubscriptionTruth,
)
from webmagic.payments.gateways.wire import cents, inner, moment, text

SUBSCRIPTION = "Subscription"
ID = 80  # what our columns hold


def read_checkout(found: dict[str, Any]) -> CheckoutTruth:
    payment, latest = inner(found, "payment"), inner(found, "latest_intent")
    paid_for = inner(payment, "paymentable")
    return CheckoutTruth(
        id=text(found, "id")[:ID],
        status=text(found, "status"),
        amount_cents=cents(found.get("total_in_cents")),
        currency=text(found, "currency"),
        payment_id=text(payment, "id")[:ID],
        latest_payment_id=text(latest, "id")[:ID],
        subscription_id=text(paid_for, "id")[:ID] if paid_for.get("type") == SUBSCRIPTION else "",
        metadata=inner(found, "metadata"),
        card=read_card(inner(found, "payment_method")),
        created_at=moment(found.get("created_at")),
    )


def read_intent(found: dict[str, Any]) -> IntentTruth:
    status, amount = text(found, "status"), cents(found.get("amount_in_cents"))
    return IntentTruth(text(found, "id")[:ID], status, amount, text(found, "currency"))


def read_subscription(found: dict[str, Any]) -> SubscriptionTruth:
    person = inner(found, "subscriber")
    return SubscriptionTruth(
        id=text(found, "id")[:ID],
        status=text(found, "status"),
        checkout_id=text(inner(found, "checkout"), "id")[:ID],
        customer_id=text(person, "id")[:ID],
        email=text(person, "email")[:320],
        name=text(person, "full_name")[:200],
        current_period_end=moment(found.get("current_period_end")),
        card=read_card(inner(found, "default_payment_method")),
        updated_at=moment(found.get("updated_at")),
    )


def read_card(found: dict[str, Any]) -> Card | None:
    identifier, card = text(found, "id")[:ID], inner(found, "card")
    if not identifier:
        return None
    label = f"{text(card, 'network')} {text(card, 'last4')}".strip()
    return Card(identifier, (label or text(found, "type").replace("_", " "))[:40])


def read_refund(found: dict[str, Any]) -> RefundTruth:
    amount = cents(found.get("customer_refunded_amount_in_cents"))
    return RefundTruth(text(found, "id")[:ID], text(found, "status"), amount, text(found, "currency"))


def read_product(found: dict[str, Any]) -> Product:
    given = found.get("prices")
    prices = given if isinstance(given, list) else []
    read = (read_price(price) for price in prices if isinstance(price, dict))
    return Product(text(found, "id"), text(found, "name"), text(found, "status"), tuple(read))


def read_price(found: dict[str, Any]) -> Price:
    is_monthly = found.get("charge_type") == "recurring"
    return Price(text(found, "id"), cents(found.get("amount_in_cents")), text(found, "currency"), is_monthly)


def read_coupon(found: dict[str, Any]) -> GatewayCoupon:
    return GatewayCoupon(
        id=text(found, "id"),
        name=text(found, "name"),
        status=text(found, "status"),
        percent_off=cents(found.get("percent_off")),
        amount_off_cents=cents(found.get("amount_off_in_cents")),
        currency=text(found, "currency"),
    )


def read_endpoint(found: dict[str, Any]) -> Endpoint:
    return Endpoint(text(found, "id"), text(found, "url"), bool(found.get("disabled")))


def price_item(name: str, price: Price) -> dict[str, Any]:
    """One line to pay, as the gateway wants it."""
    item: dict[str, Any] = {
        "name": name,
        "currency": price.currency,
        "amount_in_cents": price.amount_cents,
        "quantity": 1,
        "charge_type": "one_time",
    }
    return item | (MONTHLY if price.is_monthly else {})


MONTHLY = {"charge_type": "recurring", "billing_interval": "month", "billing_interval_count": 1}
