"""Checkouts, customers, subscriptions, payments, and the inbox of webhooks."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from webmagic.core.columns import foreign_key, json_column, text_column, utc_column


class Customer(SQLModel, table=True):
    __tablename__ = "customers"

    id: int | None = Field(default=None, primary_key=True)
    business_id: int = foreign_key("businesses.id", ondelete="RESTRICT", unique=True)
    email: str = Field(default="", max_length=320, index=True)
    name: str = Field(default="", max_length=200)
    provider: str = Field(max_length=20)
    provider_id: str = Field(default="", max_length=80, index=True)
    created_at: dt.datetime = utc_column(default_now=True)


class CheckoutState(StrEnum):
    OPEN = "open"
    PENDING = "pending"  # a bank transfer on its way
    PAID = "paid"
    EXPIRED = "expired"


class Coupon(SQLModel, table=True):
    """A discount on the set-up fee. We price it ourselves: it makes a cheaper payment page."""

    __tablename__ = "coupons"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=40)
    percent_off: int = 0
    amount_off_cents: int = 0
    currency: str = Field(default="", max_length=3)  # of the amount; a percentage holds in every currency
    business_id: int | None = foreign_key("businesses.id", optional=True)  # theirs alone
    max_redemptions: int | None = None  # by different businesses
    is_active: bool = True
    expires_at: dt.datetime | None = utc_column()
    created_at: dt.datetime = utc_column(default_now=True)


class Checkout(SQLModel, table=True):
    """One payment page at the gateway: the set-up fee, the monthly plan, or a new card for the plan."""

    __tablename__ = "checkouts"
    __table_args__ = (
        sa.UniqueConstraint("provider", "provider_id"),
        sa.UniqueConstraint("business_id", "kind", "attempt"),
    )

    id: int | None = Field(default=None, primary_key=True)
    business_id: int = foreign_key("businesses.id", ondelete="RESTRICT")
    kind: str = Field(max_length=20)  # setup | monthly | card
    attempt: int = 1
    provider: str = Field(max_length=20)
    provider_id: str | None = Field(default=None, max_length=80)
    url: str = text_column()
    amount_cents: int
    currency: str = Field(max_length=3)
    state: str = Field(default=CheckoutState.OPEN, max_length=20, index=True)
    email: str = Field(default="", max_length=320)
    name: str = Field(default="", max_length=200)
    discount_cents: int = 0
    coupon_id: int | None = foreign_key("coupons.id", ondelete="SET NULL", optional=True)
    expires_at: dt.datetime | None = utc_column()
    reminded_at: dt.datetime | None = utc_column()
    paid_at: dt.datetime | None = utc_column()
    created_at: dt.datetime = utc_column(default_now=True)


class SubscriptionState(StrEnum):
    ACTIVE = "active"
    PAST_DUE = "past_due"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    UNABLE_TO_START = "unable_to_start"


class Subscription(SQLModel, table=True):
    __tablename__ = "subscriptions"
    __table_args__ = (sa.UniqueConstraint("provider", "provider_id"),)

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = foreign_key("customers.id", ondelete="RESTRICT")
    provider: str = Field(max_length=20)
    provider_id: str = Field(max_length=80)
    state: str = Field(default=SubscriptionState.ACTIVE, max_length=20, index=True)
    amount_cents: int = 0
    currency: str = Field(default="USD", max_length=3)
    card: str = Field(default="", max_length=40)  # "visa 4242"
    current_period_end: dt.datetime | None = utc_column()
    # Our own schedule, for the gateway knows none: what the plan becomes, and when we ask for it.
    next_state: str = Field(default="", max_length=20)
    next_state_at: dt.datetime | None = utc_column(index=True)
    past_due_at: dt.datetime | None = utc_column()  # since when money is owed
    dunning_step: int = 0  # how many reminders of it were sent
    ends_at: dt.datetime | None = utc_column()  # paid until then, though it is paused or cancelled
    cancelled_at: dt.datetime | None = utc_column()
    provider_updated_at: dt.datetime | None = utc_column()  # news older than this is no news
    created_at: dt.datetime = utc_column(default_now=True)


class PaymentState(StrEnum):
    SUCCEEDED = "succeeded"
    PENDING = "pending"
    FAILED = "failed"
    REFUNDING = "refunding"  # asked for; a crash here is taken up again, never doubled
    REFUNDED = "refunded"


class Payment(SQLModel, table=True):
    """Money that moved. Unique by the gateway's own payment id: both event families, one row."""

    __tablename__ = "payments"
    __table_args__ = (sa.UniqueConstraint("provider", "provider_id"),)

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int | None = foreign_key("customers.id", ondelete="RESTRICT", optional=True)
    checkout_id: int | None = foreign_key("checkouts.id", ondelete="SET NULL", optional=True)
    subscription_id: int | None = foreign_key("subscriptions.id", ondelete="SET NULL", optional=True)
    provider: str = Field(max_length=20)
    provider_id: str = Field(max_length=80)
    amount_cents: int
    fee_cents: int = 0
    currency: str = Field(max_length=3)
    state: str = Field(max_length=20, index=True)
    failure_reason: str = text_column()
    intent_id: str = Field(default="", max_length=80)  # what a refund names
    refund_id: str = Field(default="", max_length=80, index=True)
    refunded_at: dt.datetime | None = utc_column()
    paid_at: dt.datetime | None = utc_column(index=True)
    created_at: dt.datetime = utc_column(default_now=True)


class WebhookEvent(SQLModel, table=True):
    """Verified, stored raw once, answered, then worked off by a job."""

    __tablename__ = "webhook_events"
    __table_args__ = (sa.UniqueConstraint("provider", "message_id"),)

    id: int | None = Field(default=None, primary_key=True)
    provider: str = Field(max_length=20)
    message_id: str = Field(max_length=200)
    event_type: str = Field(default="", max_length=80, index=True)
    payload: dict[str, Any] = json_column()
    error: str = text_column()
    received_at: dt.datetime = utc_column(default_now=True, index=True)
    handled_at: dt.datetime | None = utc_column()


class Reconciliation(SQLModel, table=True):
    """One comparison of our rows with the gateway's. `corrections` are sentences, one a difference."""

    __tablename__ = "reconciliations"

    id: int | None = Field(default=None, primary_key=True)
    provider: str = Field(max_length=20)
    actor: str = Field(default="", max_length=320)
    checked: int = 0
    drift: int = 0
    remaining: int = 0
    rounds: int = 0
    corrections: list[str] = json_column(list)
    error: str = text_column()
    started_at: dt.datetime = utc_column(default_now=True, index=True)
    finished_at: dt.datetime | None = utc_column()
