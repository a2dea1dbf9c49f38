"""Recurring revenue, churn, lifetime value, and what a customer costs to win.

Everything is computed from the rows when it is asked for; `docs/money.md` has the formulas in words.
Currencies are never added together. Costs are in US dollars, for that is what we are charged in.
"""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.models import (
    AgentRun,
    Business,
    Customer,
    GeneratedSite,
    Payment,
    PaymentState,
    Stage,
    Subscription,
    SubscriptionState,
    Territory,
)

DAYS = 30
pick: Any = sa.select  # its overloads know no list of columns as long as ours
RUNNING = (SubscriptionState.ACTIVE, SubscriptionState.PAST_DUE)
ARRIVED = PaymentState.SUCCEEDED
MOST_ROWS = 40


@dataclass(frozen=True)
class Revenue:
    """Of one currency, in its cents. None where nothing can be said yet."""

    currency: str
    mrr: int
    plans: int
    running_before: int  # plans that ran thirty days ago
    ended: int  # those of them that ended since
    received: int
    refunded: int
    fees: int
    setup_average: int
    received_30_days: int

    @property
    def average(self) -> int:
        """What a running plan brings in a month."""
        return round(self.mrr / self.plans) if self.plans else 0

    @property
    def churn(self) -> float | None:
        return self.ended / self.running_before if self.running_before else None

    @property
    def kept_share(self) -> float:
        """What the gateway leaves of a payment."""
        return 1 - self.fees / self.received if self.received else 1.0

    @property
    def lifetime_value(self) -> int | None:
        """The set-up fee and the months that follow, after the gateway's fee. None without churn:
        a plan that nobody ends has no end to count to."""
        if not self.churn:
            return None
        return round((self.setup_average + self.average / self.churn) * self.kept_share)


@dataclass(frozen=True)
class Acquired:
    """A group of businesses: what finding and building for them cost, and who of them bought."""

    name: str
    businesses: int
    customers: int
    cost_microusd: int

    @property
    def cost_of_one(self) -> int | None:
        """In micro-dollars; None while nobody has bought."""
        return round(self.cost_microusd / self.customers) if self.customers else None


@dataclass(frozen=True)
class MoneyFigures:
    revenue: list[Revenue]
    territories: list[Acquired] = field(default_factory=list)
    trades: list[Acquired] = field(default_factory=list)
    prompts: list[Acquired] = field(default_factory=list)


async def money_figures(session: AsyncSession, at: dt.datetime | None = None) -> MoneyFigures:
    """As of a moment; now, unless a test says otherwise."""
    at = at or now()
    return MoneyFigures(
        await _revenue(session, at),
        await _by_territory(session),
        await _by_trade(session),
        await _by_prompt(session),
    )


async def _revenue(session: AsyncSession, at: dt.datetime) -> list[Revenue]:
    before = at - dt.timedelta(days=DAYS)
    ran = (
        (col(Subscription.created_at) <= before)
        & (col(Subscription.cancelled_at).is_(None) | (col(Subscription.cancelled_at) > before))
        & (col(Subscription.state) != SubscriptionState.UNABLE_TO_START)
    )
    ended = ran & (col(Subscription.cancelled_at) <= at)
    runs = col(Subscription.state).in_(RUNNING)
    plans = await session.exec(
        pick(
            Subscription.currency,
            _sum(runs, Subscription.amount_cents),
            _count(runs),
            _count(ran),
            _count(ended),
        ).group_by(Subscription.currency)
    )
    arrived, back = Payment.state == ARRIVED, Payment.state == PaymentState.REFUNDED
    is_setup = arrived & col(Payment.subscription_id).is_(None)  # type: ignore[operator]
    paid = await session.exec(
        pick(
            Payment.currency,
            _sum(arrived, Payment.amount_cents),
            _sum(back, Payment.amount_cents),
            _sum(arrived, Payment.fee_cents),
            _sum(is_setup, Payment.amount_cents),
            _count(is_setup),
            _sum(arrived & (col(Payment.paid_at) > before), Payment.amount_cents),  # type: ignore[operator]
        ).group_by(Payment.currency)
    )
    running = {row[0]: [int(value) for value in row[1:]] for row in plans.all()}
    money = {row[0]: [int(value) for value in row[1:]] for row in paid.all()}
    return [
        _row(currency, running.get(currency, [0] * 4), money.get(currency, [0] * 6))
        for currency in sorted({*running, *money})
    ]


def _row(currency: str, plans: Sequence[int], paid: Sequence[int]) -> Revenue:
    received, refunded, fees, setup, setups, recent = paid
    mrr, running, before, ended = plans
    average = round(setup / setups) if setups else 0
    return Revenue(currency, mrr, running, before, ended, received, refunded, fees, average, recent)


def _sum(condition: Any, column: Any) -> Any:
    return func.coalesce(func.sum(sa.case((condition, column), else_=0)), 0)


def _count(condition: Any) -> Any:
    return _sum(condition, 1)


_models = (
    sa.select(
        col(GeneratedSite.business_id).label("business_id"), func.sum(AgentRun.cost_microusd).label("cost")
    )
    .join(AgentRun, col(AgentRun.site_id) == GeneratedSite.id)
    .group_by(col(GeneratedSite.business_id))
    .subquery("models")
)
_crowd = (
    sa.select(col(Business.territory_id).label("territory_id"), func.count().label("businesses"))
    .group_by(col(Business.territory_id))
    .subquery("crowd")
)
_is_customer = sa.case((col(Customer.id).is_not(None) & (col(Business.stage) == Stage.SOLD), 1), else_=0)
# What a business cost: its share of what its territory cost, and its models.
_listing_cost = func.coalesce(col(Territory.cost_microusd) / _crowd.c.businesses, 0)
_cost = _listing_cost + func.coalesce(_models.c.cost, 0)


def _grouped(*names: Any) -> Any:
    return (
        pick(*names, func.count(), func.sum(_is_customer), func.sum(_cost))
        .select_from(Business)
        .outerjoin(Territory, col(Territory.id) == Business.territory_id)
        .outerjoin(_crowd, _crowd.c.territory_id == Business.territory_id)
        .outerjoin(_models, _models.c.business_id == Business.id)
        .outerjoin(Customer, col(Customer.business_id) == Business.id)
        .group_by(*names)
        .order_by(func.sum(_is_customer).desc(), func.sum(_cost).desc())
        .limit(MOST_ROWS)
    )


async def _by_territory(session: AsyncSession) -> list[Acquired]:
    """The territory's whole cost counts, also for places that became no business."""
    statement = _grouped(Territory.id, Territory.city, Territory.industry, Territory.cost_microusd)
    found = await session.exec(statement)
    rows = []
    for _id, city, industry, spent, businesses, customers, cost in found.all():
        name = f"{city}, {industry}" if city else "without a territory"
        crumbs = (spent or 0) - (spent or 0) // businesses * businesses  # what whole shares left over
        rows.append(Acquired(name, businesses, int(customers or 0), int(cost or 0) + crumbs))
    return rows


async def _by_trade(session: AsyncSession) -> list[Acquired]:
    found = await session.exec(_grouped(Business.trade))
    return [
        Acquired(name, businesses, int(customers or 0), int(cost or 0))
        for name, businesses, customers, cost in found.all()
    ]


async def _by_prompt(session: AsyncSession) -> list[Acquired]:
    """Of each agent and version of its prompt: the sites it worked on, and what its own runs cost."""
    versions = sa.cast(col(AgentRun.prompt_versions), sa.Text)
    found = await session.exec(
        pick(
            AgentRun.stage,
            versions,
            func.count(func.distinct(Business.id)),
            func.count(func.distinct(sa.case((_is_customer == 1, col(Business.id))))),
            func.sum(AgentRun.cost_microusd),
        )
        .join(GeneratedSite, col(GeneratedSite.id) == AgentRun.site_id)
        .join(Business, col(Business.id) == GeneratedSite.business_id)
        .outerjoin(Customer, col(Customer.business_id) == Business.id)
        .group_by(col(AgentRun.stage), versions)
        .order_by(col(AgentRun.stage), versions.desc())
        .limit(MOST_ROWS)
    )
    return [
        Acquired(_prompt_name(stage, text), businesses, int(customers), int(cost or 0))
        for stage, text, businesses, customers, cost in found.all()
    ]


def _prompt_name(stage: str, text: str) -> str:
    versions = json.loads(text or "{}")
    if not versions:
        return f"{stage}, built-in"
    return ", ".join(f"{agent} {version}" for agent, version in sorted(versions.items()))
