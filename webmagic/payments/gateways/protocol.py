"""The role a payment gateway plays. What it says here is the truth; webhooks only point at it."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class CheckoutRequest:
    """One line to pay: once, or every month."""

    name: str
    amount_cents: int
    currency: str
    is_monthly: bool
    success_url: str
    cancel_url: str
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NewCheckout:
    id: str
    url: str


@dataclass(frozen=True)
class CheckoutTruth:
    """`status`: unpaid, payment_in_progress, paid, or whatever else the gateway says."""

    id: str
    status: str
    amount_cents: int
    currency: str
    payment_id: str = ""  # the first payment
    latest_payment_id: str = ""  # of a subscription: its newest one
    subscription_id: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class SubscriptionTruth:
    id: str
    status: str  # active, paused, past_due, cancelled, unable_to_start
    checkout_id: str = ""
    customer_id: str = ""
    email: str = ""
    name: str = ""
    current_period_end: dt.datetime | None = None


class Gateway(Protocol):
    """Every call raises VendorError: `permanent` when asking again cannot help."""

    name: str

    async def create_checkout(self, request: CheckoutRequest) -> NewCheckout: ...
    async def read_checkout(self, checkout_id: str) -> CheckoutTruth: ...
    async def read_subscription(self, subscription_id: str) -> SubscriptionTruth: ...
    async def cancel_subscription(self, subscription_id: str) -> None: ...
