"""Money that came in, each currency by itself: what is added across currencies is nobody's money."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.models import Payment, PaymentState, Subscription, SubscriptionState

DEFAULT_CURRENCY = "USD"
WEEKS = 12


@dataclass(frozen=True)
class Week:
    """Income of one week, in cents of `Income.currency`."""

    begins: dt.date
    recurring_cents: int
    setup_cents: int


@dataclass(frozen=True)
class Income:
    """`currency` is the one most payments came in; the weeks show only that one.
    `recurring` a month and `setup` fees are in cents by currency."""

    currency: str = DEFAULT_CURRENCY
    recurring: dict[str, int] = field(default_factory=dict)
    setup: dict[str, int] = field(default_factory=dict)
    weeks: list[Week] = field(default_factory=list)


async def income(session: AsyncSession, since: dt.datetime) -> Income:
    """Plans that run now, set-up fees since a time, and the last twelve weeks."""
    monthly = select(Subscription.currency, func.sum(Subscription.amount_cents))
    monthly = monthly.where(Subscription.state == SubscriptionState.ACTIVE).group_by(Subscription.currency)
    once = select(Payment.currency, func.sum(Payment.amount_cents)).where(
        Payment.state == PaymentState.SUCCEEDED,
        col(Payment.subscription_id).is_(None),
        col(Payment.paid_at) >= since,
    )
    plans = (await session.exec(monthly)).all()
    fees = (await session.exec(once.group_by(Payment.currency))).all()
    currency, weeks = await _weeks(session)
    return Income(
        currency=currency,
        recurring={name: int(cents) for name, cents in plans},
        setup={name: int(cents) for name, cents in fees},
        weeks=weeks,
    )


async def _weeks(session: AsyncSession) -> tuple[str, list[Week]]:
    monday = (now() - dt.timedelta(days=now().weekday())).date()
    first = monday - dt.timedelta(weeks=WEEKS - 1)
    statement = select(
        Payment.paid_at, Payment.amount_cents, Payment.currency, Payment.subscription_id
    ).where(
        Payment.state == PaymentState.SUCCEEDED,
        col(Payment.paid_at) >= dt.datetime.combine(first, dt.time(), dt.UTC),
    )
    rows = (await session.exec(statement)).all()
    most = Counter(currency for _, _, currency, _ in rows).most_common(1)
    chosen = most[0][0] if most else DEFAULT_CURRENCY
    sums: Counter[tuple[dt.date, bool]] = Counter()
    for paid_at, cents, currency, subscription in rows:
        if currency == chosen and paid_at is not None:
            week = (paid_at - dt.timedelta(days=paid_at.weekday())).date()
            sums[week, subscription is not None] += cents
    days = [first + dt.timedelta(weeks=index) for index in range(WEEKS)]
    return chosen, [Week(day, sums[day, True], sums[day, False]) for day in days]
