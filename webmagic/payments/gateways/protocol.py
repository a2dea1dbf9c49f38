"""The role a payment gateway plays. What it says here is the truth; webhooks only point at it."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class CheckoutRequest:
    """One line to pay: once, or every month. `is_card`: nothing is charged, a card is kept.
    `key` is the same for the same checkout, however often it is asked for."""

    name: str
    amount_cents: int
    currency: str
    is_monthly: bool
    success_url: str
    cancel_url: str
    metadata: dict[str, str] = field(default_factory=dict)
    is_card: bool = False
    customer_id: str = ""
    expires_at: dt.datetime | None = None
    key: str = ""


@dataclass(frozen=True)
class NewCheckout:
    id: str
    url: str


@dataclass(frozen=True)
class Card:
    """A means of payment that the gateway keeps. `label`: "visa 4242"."""

    id: str
    label: str


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
    card: Card | None = None
    created_at: dt.datetime | None = None
    is_proved: bool = True  # False: nothing shows that the newest intent brought money


@dataclass(frozen=True)
class IntentTruth:
    """One try to take money. `status`: pending, succeeded, failed, canceled, paid."""

    id: str
    status: str
    amount_cents: int
    currency: str


@dataclass(frozen=True)
class SubscriptionTruth:
    id: str
    status: str  # active, paused, past_due, cancelled, unable_to_start
    checkout_id: str = ""
    customer_id: str = ""
    email: str = ""
    name: str = ""
    current_period_end: dt.datetime | None = None
    card: Card | None = None
    updated_at: dt.datetime | None = None


@dataclass(frozen=True)
class RefundTruth:
    id: str
    status: str
    amount_cents: int  # what the customer got back
    currency: str


@dataclass(frozen=True)
class Price:
    id: str
    amount_cents: int
    currency: str
    is_monthly: bool


@dataclass(frozen=True)
class Product:
    id: str
    name: str
    status: str
    prices: tuple[Price, ...] = ()


@dataclass(frozen=True)
class GatewayCoupon:
    id: str
    name: str
    status: str
    percent_off: int = 0
    amount_off_cents: int = 0
    currency: str = ""


@dataclass(frozen=True)
class Endpoint:
    """Where the gateway sends its webhooks."""

    id: str
    url: str
    is_disabled: bool = False


@dataclass(frozen=True)
class Batch(Generic[T]):
    """One page of a list. `next`: the number of the page after it, 0 at the end."""

    items: list[T]
    next: int = 0


class Gateway(Protocol):
    """Every call raises VendorError: `permanent` when asking again cannot help. What the gateway's
    documents do not confirm raises Refused until the operator has allowed it."""

    name: str

    async def check(self) -> str: ...
    async def create_checkout(self, request: CheckoutRequest) -> NewCheckout: ...
    async def read_checkout(self, checkout_id: str) -> CheckoutTruth: ...
    async def list_checkouts(self, since: dt.datetime, page: int = 1) -> Batch[CheckoutTruth]: ...
    async def expire_checkout(self, checkout_id: str, at: dt.datetime) -> None: ...

    async def read_intent(self, intent_id: str) -> IntentTruth: ...

    async def create_product(self, name: str, prices: list[Price]) -> Product: ...
    async def read_product(self, product_id: str) -> Product: ...
    async def list_products(self, page: int = 1) -> Batch[Product]: ...
    async def change_price(self, product_id: str, price_id: str, amount_cents: int) -> Product: ...
    async def delete_product(self, product_id: str) -> None: ...

    async def create_coupon(self, coupon: GatewayCoupon) -> GatewayCoupon: ...
    async def read_coupon(self, coupon_id: str) -> GatewayCoupon: ...
    async def delete_coupon(self, coupon_id: str) -> None: ...

    async def create_customer(self, email: str, name: str) -> str: ...

    async def read_subscription(self, subscription_id: str) -> SubscriptionTruth: ...
    async def list_subscriptions(self, page: int = 1) -> Batch[SubscriptionTruth]: ...
    async def cancel_subscription(self, subscription_id: str) -> None: ...
    async def pause_subscription(self, subscription_id: str) -> None: ...
    async def resume_subscription(self, subscription_id: str) -> None: ...
    async def change_card(self, subscription_id: str, card_id: str) -> SubscriptionTruth: ...

    async def charge(self, card_id: str, name: str, amount_cents: int, currency: str) -> str: ...
    async def refund(self, intent_id: str) -> RefundTruth: ...
    async def read_refund(self, refund_id: str) -> RefundTruth: ...

    async def create_endpoint(self, url: str, description: str) -> Endpoint: ...
    async def list_endpoints(self) -> list[Endpoint]: ...
    async def delete_endpoint(self, endpoint_id: str) -> None: ...
