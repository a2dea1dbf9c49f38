"""Asking for one territory by hand, and for the checks of what hunts have found."""

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts, hunter
from webmagic.conductor.pipeline import PhaseReport
from webmagic.core.clock import now
from webmagic.core.errors import Conflict, Refused
from webmagic.core.ledger import enqueue
from webmagic.models import TerritoryState


async def request_scrape(session: AsyncSession, territory_id: int, *, actor: str = "autopilot") -> None:
    """Ask for a hunt. Raises Refused while it is paused, rests, or no source covers it; Conflict
    when it is under way. What it costs at most, `hunter.territories.quote` says."""
    territory = await hunter.territories.get(session, territory_id)
    if territory.status == TerritoryState.PAUSED:
        raise Refused(f"{territory.city} is paused. Let it run again first.")
    until = territory.cooldown_until
    may_go_on = territory.status in (TerritoryState.SCRAPING, TerritoryState.EXHAUSTED)  # money may be back
    if not may_go_on and until and until > now():
        raise Refused(f"{territory.city} was hunted lately and rests until {until.day} {until:%b}.")
    await hunter.territories.quote(session, territory_id)  # refuses when there is nowhere to look
    if not await enqueue(
        session, "scraping.territory", dedupe=f"scrape:{territory_id}", territory_id=territory_id
    ):
        raise Conflict(f"{territory.city} is being hunted already.")
    words = f"{territory.industry} in {territory.city}: a hunt was asked for"
    await accounts.record(session, "scrape.requested", words, actor=actor)


async def verify_due(session: AsyncSession, limit: int) -> PhaseReport:
    """Look whether those found really have no website, before anybody builds for them. Asks again for
    what is due again: leads first, so a small limit is spent on them."""
    return PhaseReport("verify", await hunter.verify_due(session, limit))
