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
    found = [
        ("listings", "Listings read", await _count(session, Listing, col(Listing.fetched_at) >= since)),
        (
            "no_website",
            "No website",
            await _count(
                session,
                Business,
                Business.website_state == WebsiteState.NONE,
                col(Business.created_at) >= since,
            ),
        ),
        (
            "qualified",
            "Qualified",
            await _count(
                session, Business, col(Business.qualified).is_(True), col(Business.created_at) >= since
            ),
        ),
        (
            "built",
            "Site built",
            await _count(
                session,
                GeneratedSite,
                GeneratedSite.current_version > 0,
                col(GeneratedSite.created_at) >= since,
            ),
        ),
        (
            "published",
            "Published",
            await _count(
                session,
                GeneratedSite,
                GeneratedSite.published_version > 0,
                col(GeneratedSite.published_at) >= since,
            ),
        ),
        (
            "mailed",
            "Mailed",
            await _distinct(
                session,
                Message.business_id,
                Message.purpose == "outreach",
                Message.state == MessageState.SENT,
                col(Message.sent_at) >= since,
            ),
        ),
        ("opened", "Opened it", await _opened(session, since)),
        (
            "paid",
            "Paid",
            await _distinct(
                session,
                Payment.customer_id,
                Payment.state == PaymentState.SUCCEEDED,
                col(Payment.paid_at) >= since,
            ),
        ),
    ]
    return [FunnelStep(*step) for step in found]


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
