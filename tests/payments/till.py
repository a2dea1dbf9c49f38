"""A gateway whose truth a test sets by hand, and deliveries signed as the real one signs them."""

import datetime as dt
import json
import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from webmagic import payments
from webmagic.core import svix
from webmagic.core.clock import ahead, now
from webmagic.core.database import transaction
from webmagic.core.errors import VendorError
from webmagic.core.settings import get_settings
from webmagic.payments.gateways import (
    Batch,
    CheckoutRequest,
    CheckoutTruth,
    IntentTruth,
    NewCheckout,
    RefundTruth,
    SubscriptionTruth,
)


@dataclass
class Till:
    """Speaks the Gateway protocol."""

    name: str = "simulator"
    requests: list[CheckoutRequest] = field(default_factory=list)
    checkouts: dict[str, CheckoutTruth] = field(default_factory=dict)
    subscriptions: dict[str, SubscriptionTruth] = field(default_factory=dict)
    cards: list[tuple[str, str]] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)
    refunded: list[str] = field(default_factory=list)
    is_down: bool = False

    async def create_checkout(self, request: CheckoutRequest) -> NewCheckout:
        self.requests.append(request)
        name = f"ch_{len(self.requests)}"
        self.checkouts[name] = CheckoutTruth(
            name, "unpaid", request.amount_cents, request.currency, metadata=dict(request.metadata)
        )
        return NewCheckout(name, f"https://till.example/{name}")

    async def read_checkout(self, checkout_id: str) -> CheckoutTruth:
        if checkout_id not in self.checkouts:
            raise VendorError("The payment gateway refused (404): no", permanent=True)
        return self.checkouts[checkout_id]

    async def read_intent(self, intent_id: str) -> IntentTruth:
        return IntentTruth(intent_id, "failed" if intent_id in self.failed else "succeeded", 0, "USD")

    async def read_subscription(self, subscription_id: str) -> SubscriptionTruth:
        if subscription_id not in self.subscriptions:
            raise VendorError("The payment gateway refused (404): no", permanent=True)
        return self.subscriptions[subscription_id]

    async def cancel_subscription(self, subscription_id: str) -> None:
        self.move(subscription_id, "cancelled")

    async def pause_subscription(self, subscription_id: str) -> None:
        self.move(subscription_id, "paused")

    async def resume_subscription(self, subscription_id: str) -> None:
        self.move(subscription_id, "active")

    async def change_card(self, subscription_id: str, card_id: str) -> SubscriptionTruth:
        self.cards.append((subscription_id, card_id))
        return self.subscriptions[subscription_id]

    async def refund(self, intent_id: str) -> RefundTruth:
        if self.is_down:
            raise VendorError("The payment gateway does not answer.")
        if intent_id in self.refunded:
            raise VendorError("The payment gateway refused (422): once", permanent=True)
        self.refunded.append(intent_id)
        return RefundTruth(f"re_{intent_id}", "succeeded", 0, "USD")

    async def list_checkouts(self, since: dt.datetime, page: int = 1) -> Batch[CheckoutTruth]:
        return Batch(list(self.checkouts.values()))

    async def list_subscriptions(self, page: int = 1) -> Batch[SubscriptionTruth]:
        return Batch(list(self.subscriptions.values()))

    def move(self, subscription_id: str, status: str, **more: Any) -> None:
        """The plan at the gateway, from now on."""
        if self.is_down:
            raise VendorError("The payment gateway does not answer.")
        old = self.subscriptions[subscription_id]
        if old.status == "cancelled":
            raise VendorError("The payment gateway refused (422): over", permanent=True)
        self.subscriptions[subscription_id] = replace(old, status=status, updated_at=now(), **more)

    def pay(self, checkout_id: str, payment: str = "pa_1", *, plan: str = "", status: str = "paid") -> None:
        old = self.checkouts[checkout_id]
        self.checkouts[checkout_id] = CheckoutTruth(
            old.id, status, old.amount_cents, old.currency, payment, payment, plan, old.metadata
        )
        if plan:
            self.subscriptions[plan] = SubscriptionTruth(
                plan,
                "active",
                checkout_id,
                email="ana@example.com",
                current_period_end=ahead(days=30),
                updated_at=now(),
            )


def told(
    event: str, checkout: str, payment: str = "pa_1", amount: int = 14900, **more: Any
) -> dict[str, Any]:
    """An event of either family."""
    body = {
        "event_type": event,
        "id": payment,
        "amount_in_cents": amount,
        "currency": "USD",
        "fee": 700,
        "customer": {"id": "us_1", "email": "ana@example.com", "full_name": "Ana Prueba"},
        "checkout": {"id": checkout},
    }
    if event.startswith("intent."):
        body |= {"id": payment.replace("pa_", "in_"), "type": "payment"}
    return body | more


def delivery(body: Any, message_id: str = "", secret: str = "") -> tuple[dict[str, str], bytes]:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    secret = secret or payments.webhook_secrets(get_settings())[0]
    return svix.signed_headers(secret, message_id or f"msg_{secrets.token_hex(6)}", raw), raw


async def deliver(till: Till, body: Any, message_id: str = "") -> int | None:
    """Receive and work off one delivery. Returns the stored event's id when it was new."""
    headers, raw = delivery(body, message_id)
    async with transaction() as session:
        is_new = await payments.receive(session, "recurrente", headers, raw)
        newest = (await payments.page_webhooks(session, limit=1)).items[0].id
    if not is_new:
        return None
    await payments.process(newest, transaction, till)
    return newest
