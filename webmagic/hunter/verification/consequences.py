"""What a verdict changes: the business's state and score, and the site that we made for it."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.ledger import enqueue
from webmagic.hunter.normal.websites import host_of
from webmagic.hunter.rules import load_rules
from webmagic.hunter.score import qualify
from webmagic.hunter.verification.judging import Judgement
from webmagic.models import Business, GeneratedSite, SiteStatus, Stage, WebsiteState

PROVENANCE = "verification"
# Nobody is looked up who is a customer, or has gone.
OFF_LIMITS = (Stage.CLAIMED, Stage.SOLD, Stage.REJECTED, Stage.OPTED_OUT, Stage.LOST)
UNDER_WAY = (Stage.BUILDING, Stage.BUILT, Stage.PUBLISHED, Stage.PITCHED, Stage.VISITED)


async def apply(session: AsyncSession, business: Business, verdict: Judgement) -> None:
    """A person's word stands, whatever was found; customers keep what they bought."""
    if business.provenance.get("website_state") == "admin" or business.stage in OFF_LIMITS:
        return
    note = PROVENANCE
    if verdict.state == WebsiteState.HAS:
        business.website = verdict.url
    elif verdict.state == WebsiteState.NONE and business.website:
        note = f"{PROVENANCE}: {host_of(business.website)} is no website"
        business.website = ""
    business.website_state = verdict.state
    business.provenance = {**business.provenance, "website_state": note[:300], "website": note[:300]}
    qualify(business, await load_rules(session))
    if verdict.state == WebsiteState.HAS and business.stage in UNDER_WAY:
        business.stage, business.stage_at, business.qualified = Stage.REJECTED, now(), False
        business.disqualified_reason = f"It has a website of its own: {verdict.url}"[:400]
    business.updated_at = now()
    session.add(business)
    if verdict.state == WebsiteState.HAS and business.id:
        await _withdraw(session, business.id)


async def _withdraw(session: AsyncSession, business_id: int) -> None:
    """A site made for somebody who has one comes down; unless it was sold."""
    query = select(GeneratedSite).where(
        GeneratedSite.business_id == business_id,
        col(GeneratedSite.is_claimed).is_(False),
        col(GeneratedSite.status).in_((SiteStatus.PUBLISHED, SiteStatus.READY)),
    )
    for site in (await session.exec(query)).all():
        await enqueue(
            session,
            "generation.withdraw",
            dedupe=f"withdraw:{site.id}",
            site_id=site.id,
            business_id=business_id,
            reason="the business has a website of its own",
        )
