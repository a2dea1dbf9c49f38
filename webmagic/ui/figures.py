"""How figures, money and times are written on screen, and the figures of the rail."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import conductor, creative, hunter, pitcher
from webmagic.core.clock import now
from webmagic.models import ReplyState, SiteStatus


@dataclass(frozen=True)
class RailFigures:
    businesses: str = ""
    review: str = ""
    live: str = ""
    sites: str = ""
    jobs: str = ""
    replies: str = ""
    autopilot: str = ""
    is_live: bool = False


async def rail_figures(session: AsyncSession) -> RailFigures:
    leads, sites = await hunter.stats(session), await creative.site_stats(session)
    failed = sum(queue.failed for queue in await conductor.list_queues(session))
    building = sites[SiteStatus.BUILDING]
    unsure = await hunter.review.count_waiting(session)
    return RailFigures(
        businesses=_some(leads.total),
        review=_some(unsure),
        live=_some(building),
        sites=_some(sites[SiteStatus.PUBLISHED]),
        jobs=_some(failed),
        replies=_some((await pitcher.count_replies(session)).get(ReplyState.NEW, 0)),
        autopilot=str(await conductor.autopilot_mode(session)),
        is_live=building > 0,
    )


def _some(number: int) -> str:
    """Nothing is said about nothing."""
    return count(number) if number else ""


def count(number: int) -> str:
    """1,204 up to ten thousand, then 48.2k and 1.04M: a figure in the rail has five places."""
    if number < 10_000:
        return f"{number:,}"
    if number < 1_000_000:
        return f"{number / 1000:.1f}k"
    return f"{number / 1_000_000:.2f}M"


def since(moment: dt.datetime | None) -> str:
    """The age of something in a table: now, 26 min, 2 h, 3 d, 18 Nov."""
    if moment is None:
        return ""
    seconds = (now() - moment).total_seconds()
    if seconds < 60:
        return "now"
    if seconds < 3600:
        return f"{int(seconds // 60)} min"
    if seconds < 86_400:
        return f"{int(seconds // 3600)} h"
    return f"{int(seconds // 86_400)} d" if seconds < 14 * 86_400 else f"{moment.day} {moment:%b}"


def moment(at: dt.datetime) -> str:
    """Today, 10:06 or 18 Nov, 15:40. Times on screen are UTC, as everywhere."""
    today = now().date()
    if at.date() == today:
        return f"Today, {at:%H:%M}"
    return f"{at.day} {at:%b}, {at:%H:%M}" if at.year == today.year else f"{at.day} {at:%b %Y}"


def dollars(cents: int) -> str:
    return f"${cents / 100:,.0f}" if cents % 100 == 0 else f"${cents / 100:,.2f}"


def microusd(amount: int) -> str:
    """What a model cost: millionths of a dollar. Less than a cent keeps its figures."""
    if 0 < amount < 10_000:
        return f"${amount / 1_000_000:.4f}"
    return f"${amount / 1_000_000:.2f}"
