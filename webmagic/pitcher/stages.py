"""Moving a business along the road."""

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.models import Business, Campaign, CampaignState, Stage


async def move(
    session: AsyncSession, business_id: int, to: Stage, *, from_stages: tuple[Stage, ...] | None = None
) -> bool:
    """True when this call moved it; never backwards when `from_stages` names where it may stand."""
    where = [col(Business.id) == business_id, col(Business.stage) != to]
    if from_stages:
        where.append(col(Business.stage).in_(from_stages))
    statement = sa.update(Business).where(*where).values(stage=to, stage_at=now(), updated_at=now())
    return bool((await session.exec(statement)).rowcount)


async def stop_campaign(session: AsyncSession, business_id: int, reason: str) -> bool:
    """No further mail of this campaign leaves. True when it was still open."""
    open_states = (CampaignState.DRAFT, CampaignState.HELD, CampaignState.ACTIVE)
    statement = (
        sa.update(Campaign)
        .where(col(Campaign.business_id) == business_id, col(Campaign.state).in_(open_states))
        .values(state=CampaignState.STOPPED, stopped_reason=reason, updated_at=now())
    )
    return bool((await session.exec(statement)).rowcount)
