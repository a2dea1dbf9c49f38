"""Previews nobody claimed: offline after a while, behind a kind page, and back by a press of the button."""

from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts
from webmagic.conductor.pipeline import PhaseReport
from webmagic.core.clock import ago, now
from webmagic.core.ledger import enqueue
from webmagic.core.settings import get_settings
from webmagic.models import GeneratedSite, SiteStatus

AT_ONCE = 500


async def end_previews(session: AsyncSession) -> PhaseReport:
    """Note the end of every preview whose time is over, and ask for the kind page."""
    days = get_settings().preview_days
    if not days:
        return PhaseReport("previews", 0, {"ended": 0})
    statement = (
        select(GeneratedSite)
        .where(
            GeneratedSite.status == SiteStatus.PUBLISHED,
            col(GeneratedSite.is_claimed).is_(False),
            col(GeneratedSite.expired_at).is_(None),
            col(GeneratedSite.published_at) < ago(days=days),
        )
        .order_by(col(GeneratedSite.published_at))
        .limit(AT_ONCE)
    )
    ended = (await session.exec(statement)).all()
    for site in ended:
        site.expired_at = site.updated_at = now()
        session.add(site)
        await _ask(session, site)
        words = f"{site.subdomain}: nobody claimed the preview within {days} days, a kind page stands in"
        await accounts.record(session, "site.expired", words, business_id=site.business_id)
    return PhaseReport("previews", len(ended), {"ended": len(ended)})


def preview_ends_at(site: GeneratedSite) -> datetime | None:
    """When the preview goes offline, or None when it does not."""
    days = get_settings().preview_days
    if not days or site.is_claimed or site.published_at is None:
        return None
    return site.published_at + timedelta(days=days)


async def _ask(session: AsyncSession, site: GeneratedSite) -> None:
    await enqueue(
        session,
        "generation.publish",
        dedupe=f"publish:{site.id}",
        site_id=site.id,
        business_id=site.business_id,
    )
