"""How a sold site stands: its plan decides whether it is shown, and nothing is ever deleted for it.

A renewal that failed gives a grace of GRACE_DAYS. A plan that was paused or cancelled is paid for
until `ends_at`. After that a kind page takes the site's place; the first payment brings it back.
"""

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts
from webmagic.core.clock import now
from webmagic.core.ledger import enqueue
from webmagic.core.settings import get_settings
from webmagic.models import Business, Customer, GeneratedSite, Subscription, SubscriptionState
from webmagic.payments import letters

OWED = (SubscriptionState.PAST_DUE, SubscriptionState.UNABLE_TO_START)


class Standing(StrEnum):
    ACTIVE = "active"
    GRACE = "grace"
    SUSPENDED = "suspended"


def grace_ends(plan: Subscription) -> dt.datetime | None:
    """When a plan that owes money costs its site the place, or None when nothing is owed."""
    return plan.past_due_at + dt.timedelta(days=get_settings().grace_days) if plan.past_due_at else None


def judge(plan: Subscription | None, at: dt.datetime) -> Standing:
    """What the plan allows at a moment. A site without a plan was sold for its set-up fee alone."""
    if plan is None or plan.state == SubscriptionState.ACTIVE:
        return Standing.ACTIVE
    if plan.state in OWED:
        ends = grace_ends(plan)
        return Standing.SUSPENDED if ends and ends <= at else Standing.GRACE
    return Standing.ACTIVE if plan.ends_at and plan.ends_at > at else Standing.SUSPENDED


async def find_plan(session: AsyncSession, customer_id: int) -> Subscription | None:
    """The plan that counts: one that lives before one that has ended, then the newest."""
    is_over = col(Subscription.state) == SubscriptionState.CANCELLED
    found = await session.exec(
        select(Subscription)
        .where(Subscription.customer_id == customer_id)
        .order_by(is_over, col(Subscription.id).desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return found.first()


async def standing_of(session: AsyncSession, site: GeneratedSite) -> Standing:
    customer = await session.exec(select(Customer.id).where(Customer.business_id == site.business_id))
    customer_id = customer.first()
    return judge(await find_plan(session, customer_id) if customer_id else None, now())


async def align(session: AsyncSession, customer_id: int) -> bool:
    """Suspend or restore the site, as its plan now has it. True when that changed something."""
    plan = await find_plan(session, customer_id)
    is_down = judge(plan, now()) == Standing.SUSPENDED
    customer = await session.get(Customer, customer_id)
    if customer is None:
        return False
    suspended_at = col(GeneratedSite.suspended_at)
    statement = (
        sa.update(GeneratedSite)
        .where(
            col(GeneratedSite.business_id) == customer.business_id,
            suspended_at.is_(None) if is_down else suspended_at.is_not(None),
        )
        .values(suspended_at=now() if is_down else None, updated_at=now())
        .returning(col(GeneratedSite.id))
        .execution_options(synchronize_session=False)
    )
    changed = (await session.exec(statement)).scalars().all()
    for site_id in changed:
        await _tell(session, site_id, customer.business_id, is_down=is_down)
        if plan and not is_down:
            await letters.write(session, "restored", plan)
    return bool(changed)


async def _tell(session: AsyncSession, site_id: int, business_id: int, *, is_down: bool) -> None:
    word = "suspended" if is_down else "restored"
    # A key of its own: a publication under way may have read the site before.
    key = f"publish:{site_id}:{word}:{now().isoformat()}"
    await enqueue(session, "generation.publish", dedupe=key, site_id=site_id, business_id=business_id)
    business = await session.get(Business, business_id)
    name = business.name if business else "A site"
    text = f"{name}: a kind page stands in until the plan is paid" if is_down else f"{name} is back online"
    await accounts.record(session, f"site.{word}", text, business_id, actor="payments")
