"""The dashboard's figures: funnel, money, spending, and what runs."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.conductor.autopilot import Mode, autopilot_mode
from webmagic.conductor.health import Alert, list_alerts
from webmagic.conductor.income import Income, income
from webmagic.core.clock import ago, now
from webmagic.models import (
    Business,
    EventKind,
    GeneratedSite,
    Job,
    JobState,
    Listing,
    Message,
    MessageEvent,
    MessageState,
    ModelCall,
    Payment,
    PaymentState,
    SiteStatus,
    Subscription,
    SubscriptionState,
    Territory,
    WebsiteState,
)

COLUMN = {str(JobState.DONE): 0, str(JobState.FAILED): 1}  # of a RibbonBlock's counts; the rest is planned


@dataclass(frozen=True)
class FunnelStep:
    key: str
    label: str
    count: int


@dataclass(frozen=True)
class RibbonBlock:
    """Jobs of one queue in one hour of today (UTC): what was done, what is planned."""

    queue: str
    hour: int
    done: int
    failed: int
    planned: int


@dataclass(frozen=True)
class Overview:
    funnel: list[FunnelStep]
    mode: str
    building: int
    queued_builds: int
    mails_waiting: int
    mails_sent_today: int
    income: Income
    sold: int
    left: int
    subscribers: int
    spend_models_microusd: int
    spend_listings_microusd: int
    sites_today: int
    alerts: list[Alert]
    ribbon: list[RibbonBlock]


async def overview(session: AsyncSession, days: int = 28) -> Overview:
    """Everything the first screen shows, over the last `days` days."""
    since = ago(days=days)
    today = now().replace(hour=0, minute=0, second=0, microsecond=0)
    active = await _count(
        session,
        Subscription,
        col(Subscription.state).in_([SubscriptionState.ACTIVE, SubscriptionState.PAST_DUE]),
    )
    mode = await autopilot_mode(session)
    return Overview(
        funnel=await funnel(session, since),
        mode=Mode(mode),
        building=await _jobs(session, "generation.build", JobState.RUNNING),
        queued_builds=await _jobs(session, "generation.build", JobState.WAITING),
        mails_waiting=await _count(session, Message, Message.state == MessageState.QUEUED),
        mails_sent_today=await _count(
            session, Message, Message.state == MessageState.SENT, col(Message.sent_at) >= today
        ),
        income=await income(session, since),
        sold=await _count(
            session,
            Payment,
            Payment.state == PaymentState.SUCCEEDED,
            col(Payment.subscription_id).is_(None),
            col(Payment.paid_at) >= since,
        ),
        left=await _count(session, Subscription, Subscription.state == SubscriptionState.CANCELLED),
        subscribers=active,
        spend_models_microusd=await _sum(
            session, ModelCall.cost_microusd, col(ModelCall.created_at) >= today
        ),
        spend_listings_microusd=await _sum(
            session, Territory.cost_microusd, col(Territory.last_scraped_at) >= today
        ),
        sites_today=await _count(session, GeneratedSite, col(GeneratedSite.published_at) >= today),
        alerts=await list_alerts(session),
        ribbon=await _ribbon(session, today),
    )


async def funnel(session: AsyncSession, since: dt.datetime) -> list[FunnelStep]:
    """From listing to paid. Each step counts businesses that got at least that far."""
    counts = [
        ("listings", "Listings read", await _count(session, Listing, col(Listing.fetched_at) >= since)),
        *await _judged(session, since),
        *await _made(session, since),
        ("mailed", "Mailed", await _mailed(session, since)),
        ("opened", "Opened it", await _opened(session, since)),
        ("paid", "Paid", await _paid(session, since)),
    ]
    return [FunnelStep(*one) for one in counts]


async def _judged(session: AsyncSession, since: dt.datetime) -> list[tuple[str, str, int]]:
    is_new = col(Business.created_at) >= since
    has_none = Business.website_state == WebsiteState.NONE
    is_qualified = col(Business.qualified).is_(True)
    return [
        ("no_website", "No website", await _count(session, Business, has_none, is_new)),
        ("qualified", "Qualified", await _count(session, Business, is_qualified, is_new)),
    ]


async def _made(session: AsyncSession, since: dt.datetime) -> list[tuple[str, str, int]]:
    site = GeneratedSite
    is_built = (site.current_version > 0, col(site.created_at) >= since)
    is_online = (site.published_version > 0, col(site.published_at) >= since)
    return [
        ("built", "Site built", await _count(session, site, *is_built)),
        ("published", "Published", await _count(session, site, *is_online)),
    ]


async def _mailed(session: AsyncSession, since: dt.datetime) -> int:
    has_left = (Message.state == MessageState.SENT, col(Message.sent_at) >= since)
    return await _distinct(session, Message.business_id, Message.purpose == "outreach", *has_left)


async def _paid(session: AsyncSession, since: dt.datetime) -> int:
    has_arrived = (Payment.state == PaymentState.SUCCEEDED, col(Payment.paid_at) >= since)
    return await _distinct(session, Payment.customer_id, *has_arrived)


async def _opened(session: AsyncSession, since: dt.datetime) -> int:
    """Businesses whose owner clicked through to the site, machines left out."""
    statement = (
        select(func.count(func.distinct(Message.business_id)))
        .join(MessageEvent, col(MessageEvent.message_id) == Message.id)
        .where(
            MessageEvent.kind == EventKind.CLICK,
            col(MessageEvent.is_machine).is_(False),
            col(MessageEvent.at) >= since,
        )
    )
    return (await session.exec(statement)).one()


async def _ribbon(session: AsyncSession, today: dt.datetime) -> list[RibbonBlock]:
    statement = select(Job.queue, Job.state, Job.finished_at, Job.run_after).where(
        (col(Job.finished_at) >= today)
        | ((col(Job.state) == JobState.WAITING) & (col(Job.run_after) < today + dt.timedelta(days=1)))
    )
    cells: dict[tuple[str, int], list[int]] = {}
    for queue, state, finished_at, run_after in (await session.exec(statement)).all():
        at = max(run_after, now()) if finished_at is None else finished_at
        cell = cells.setdefault((queue, at.hour), [0, 0, 0])
        cell[COLUMN.get(state, 2)] += 1
    return [RibbonBlock(queue, hour, *counts) for (queue, hour), counts in sorted(cells.items())]


async def _count(session: AsyncSession, table: type, *where) -> int:
    return (await session.exec(select(func.count()).select_from(table).where(*where))).one()


async def _distinct(session: AsyncSession, column, *where) -> int:
    return (await session.exec(select(func.count(func.distinct(column))).where(*where))).one()


async def _sum(session: AsyncSession, column, *where) -> int:
    return int((await session.exec(select(func.coalesce(func.sum(column), 0)).where(*where))).one())


async def _jobs(session: AsyncSession, kind: str, state: str) -> int:
    return await _count(session, Job, Job.kind == kind, Job.state == state)


async def list_site_states(session: AsyncSession) -> dict[str, int]:
    found = await session.exec(select(GeneratedSite.status, func.count()).group_by(GeneratedSite.status))
    return {str(SiteStatus(status)): count for status, count in found.all()}
