"""Housekeeping: cooled territories, sessions that ended, work that stands still, old rows, figures."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.conductor.overview import funnel
from webmagic.conductor.pipeline import PhaseReport
from webmagic.core.clock import ago, now
from webmagic.core.database import insert_once
from webmagic.core.ledger import enqueue
from webmagic.core.ledger.table import ACTIVE
from webmagic.models import (
    Activity,
    AdminSession,
    AlertRow,
    AnalyticsSnapshot,
    Cycle,
    GeneratedSite,
    Job,
    JobState,
    OwnerLink,
    OwnerSession,
    ScheduleTick,
    SiteStatus,
    SiteVisit,
    Territory,
    TerritoryState,
    TrackingHit,
    WebhookEvent,
)

KEEP_DONE_DAYS = 14
KEEP_TICKS_DAYS = 30
STUCK_HOURS = 2
# Days. Money, mails, suppressions and what agents made are kept: they are evidence, or the product.
KEEP_DAYS = {
    "failed jobs": 90,
    "visits": 400,
    "activity": 400,
    "alerts": 180,
    "webhooks": 180,
    "cycles": 90,
    "hits": 400,
}


async def clean_up(session: AsyncSession) -> PhaseReport:
    """Set territories free whose cooldown is over; delete what has served."""
    cooled = (
        sa.update(Territory)
        .where(col(Territory.status) == TerritoryState.COOLING, col(Territory.cooldown_until) < now())
        .values(status=TerritoryState.PENDING)
    )
    detail = {"territories_cooled": (await session.exec(cooled)).rowcount}
    deleted = await _delete(
        session,
        {
            "jobs": _old_jobs(JobState.DONE, KEEP_DONE_DAYS),
            "ticks": sa.delete(ScheduleTick).where(col(ScheduleTick.fired_at) < ago(days=KEEP_TICKS_DAYS)),
            "sessions": sa.delete(AdminSession).where(col(AdminSession.expires_at) < now()),
            "owner_sessions": sa.delete(OwnerSession).where(col(OwnerSession.expires_at) < now()),
            "owner_links": sa.delete(OwnerLink).where(col(OwnerLink.expires_at) < now()),
        },
    )
    return PhaseReport("clean-up", 0, detail | {f"{name}_deleted": count for name, count in deleted.items()})


def _old_jobs(state: str, days: float) -> sa.Delete:
    """The newest row of all stays: SQLite would give its number out again, and builds are
    recognised by the numbers of their jobs."""
    newest = select(func.max(Job.id)).scalar_subquery()
    return sa.delete(Job).where(
        col(Job.state) == state, col(Job.finished_at) < ago(days=days), col(Job.id) < newest
    )


async def _delete(session: AsyncSession, deletions: dict[str, Any]) -> dict[str, int]:
    return {name: (await session.exec(statement)).rowcount for name, statement in deletions.items()}


async def forget_old(session: AsyncSession) -> dict[str, int]:
    """Delete what is too old to be of use. Returns how many rows of each went."""
    return await _delete(
        session,
        {
            "failed jobs": _old_jobs(JobState.FAILED, KEEP_DAYS["failed jobs"]),
            "cancelled jobs": _old_jobs(JobState.CANCELLED, KEEP_DAYS["failed jobs"]),
            "visits": sa.delete(SiteVisit).where(col(SiteVisit.at) < ago(days=KEEP_DAYS["visits"])),
            "activity": sa.delete(Activity).where(col(Activity.at) < ago(days=KEEP_DAYS["activity"])),
            "alerts": sa.delete(AlertRow).where(col(AlertRow.cleared_at) < ago(days=KEEP_DAYS["alerts"])),
            "cycles": sa.delete(Cycle).where(col(Cycle.began_at) < ago(days=KEEP_DAYS["cycles"])),
            "hits": sa.delete(TrackingHit).where(col(TrackingHit.at) < ago(days=KEEP_DAYS["hits"])),
            "webhooks": sa.delete(WebhookEvent).where(
                col(WebhookEvent.handled_at) < ago(days=KEEP_DAYS["webhooks"])
            ),
        },
    )


async def free_stuck(session: AsyncSession) -> dict[str, int]:
    """What has run for two hours is stopped and kept as failed; a site that is being built although
    no job builds it is asked for again. (A lost heartbeat needs no schedule: leases see to it.)"""
    stuck = (
        sa.update(Job)
        .where(col(Job.state) == JobState.RUNNING, col(Job.started_at) < ago(hours=STUCK_HOURS))
        .values(
            state=JobState.FAILED,
            lease_until=None,
            finished_at=now(),
            error_kind="Stuck",
            fingerprint="stuck",
            message=f"It ran for more than {STUCK_HOURS} hours and was stopped.",
        )
    )
    stopped = (await session.exec(stuck)).rowcount
    return {"stopped": stopped, "asked_again": await _ask_for_orphans(session)}


async def _ask_for_orphans(session: AsyncSession) -> int:
    is_asked = (
        sa.exists()
        .where(col(Job.business_id) == GeneratedSite.business_id)
        .where(col(Job.kind) == "generation.build", col(Job.state).in_([*ACTIVE, JobState.FAILED]))
    )
    orphans = await session.exec(
        select(GeneratedSite).where(
            GeneratedSite.status == SiteStatus.BUILDING,
            col(GeneratedSite.updated_at) < ago(hours=STUCK_HOURS),
            ~is_asked,
        )
    )
    asked = [
        await enqueue(
            session,
            "generation.build",
            dedupe=f"build:{site.id}",
            site_id=site.id,
            business_id=site.business_id,
        )
        for site in orphans.all()
    ]
    return sum(asked)


async def take_snapshot(session: AsyncSession) -> None:
    """The day's figures, once a day: the report compares them with the day before."""
    today = now().date()
    if (await session.exec(select(AnalyticsSnapshot.id).where(AnalyticsSnapshot.day == today))).first():
        return
    steps = {step.key: step.count for step in await funnel(session, ago(days=1))}
    await insert_once(session, AnalyticsSnapshot, {"day": today, "figures": steps, "created_at": now()})
