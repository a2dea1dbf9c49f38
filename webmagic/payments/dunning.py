"""Money that is owed: reminders, grace, suspension, and the way back.

Each plan is looked at in a transaction of its own. The step a plan has reached is raised by a
conditional update in the transaction that writes the letter, so each letter is written once.
"""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.models import Customer, GeneratedSite, Subscription, SubscriptionState
from webmagic.payments import letters
from webmagic.payments.standing import OWED, align, grace_ends
from webmagic.pitcher import Transaction

STEPS = ("failed", "again", "last", "suspended")  # the letters, in order
AGAIN_AFTER = dt.timedelta(days=3)
LAST_BEFORE = dt.timedelta(days=3)


@dataclass
class DunningReport:
    written: int = 0
    changed: int = 0  # sites that were suspended or brought back


def step_of(plan: Subscription, at: dt.datetime) -> int:
    """Which letter is due by then: 1 is the first, 0 none. After a gap only the latest is written."""
    since, ends = plan.past_due_at, grace_ends(plan)
    if since is None or ends is None or plan.state not in OWED:
        return 0
    starts = (since, min(since + AGAIN_AFTER, ends), max(ends - LAST_BEFORE, since), ends)
    return max(number for number, start in enumerate(starts, 1) if number == 1 or start <= at)


async def remind_and_suspend(transaction: Transaction) -> DunningReport:
    """Write what is due, and have every site stand as its plan does."""
    report = DunningReport()
    async with transaction() as session:
        plans = await _list_ids(session)
    for plan_id in plans:
        async with transaction() as session:
            plan = await session.get_one(Subscription, plan_id)
            report.written += await _remind(session, plan)
            report.changed += await align(session, plan.customer_id)
    return report


async def _list_ids(session: AsyncSession) -> list[int]:
    """Plans that owe money, and those whose paid time is over while their site is still shown."""
    is_over = col(Subscription.state).in_((SubscriptionState.PAUSED, SubscriptionState.CANCELLED)) & (
        col(Subscription.ends_at) <= now()
    )
    found = await session.exec(
        select(Subscription.id)
        .join(Customer, col(Customer.id) == Subscription.customer_id)
        .outerjoin(GeneratedSite, col(GeneratedSite.business_id) == Customer.business_id)
        .where(col(Subscription.state).in_(OWED) | (is_over & col(GeneratedSite.suspended_at).is_(None)))
        .order_by(col(Subscription.id))
    )
    return [plan_id for plan_id in found.all() if plan_id]


async def _remind(session: AsyncSession, plan: Subscription) -> bool:
    step = step_of(plan, now())
    if step <= plan.dunning_step:
        return False
    statement = (
        sa.update(Subscription)
        .where(
            col(Subscription.id) == plan.id,
            col(Subscription.dunning_step) == plan.dunning_step,
            col(Subscription.state).in_(OWED),
        )
        .values(dunning_step=step)
    )
    if not (await session.exec(statement)).rowcount:
        return False
    return await letters.write(session, STEPS[step - 1], plan, day=grace_ends(plan)) is not None
