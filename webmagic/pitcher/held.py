"""Offers that wait, by the reason they wait for."""

from dataclasses import dataclass

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.models import Campaign, CampaignState


@dataclass(frozen=True)
class HeldReason:
    reason: str
    count: int


async def list_held_reasons(session: AsyncSession, limit: int = 12) -> list[HeldReason]:
    """The most frequent first."""
    count = func.count().label("count")
    statement = (
        select(Campaign.held_reason, count)
        .where(Campaign.state == CampaignState.HELD)
        .group_by(Campaign.held_reason)
        .order_by(count.desc(), col(Campaign.held_reason))
        .limit(limit)
    )
    return [HeldReason(*row) for row in (await session.exec(statement)).all()]
