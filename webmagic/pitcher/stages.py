"""Moving a business along the road."""

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.database import aside
from webmagic.models import Business, Campaign, CampaignState, Stage

# Whoever is on the way to paying needs no further letter.
STOPS = {Stage.CLAIMED: "They opened the payment page.", Stage.SOLD: "They bought the site."}


async def move(
    session: AsyncSession, business_id: int, to: Stage, *, from_stages: tuple[Stage, ...] | None = None
) -> bool:
    """True when this call moved it; never backwards when `from_stages` names where it may stand."""
    where = [col(Business.id) == business_id, col(Business.stage) != to]
    if from_stages:
        where.append(col(Business.stage).in_(from_stages))
    statement = sa.update(Business).where(*where).values(stage=to, stage_at=now(), updated_at=now())
    is_moved = bool((await session.exec(statement)).rowcount)
    if is_moved and to in STOPS:
        await stop_campaign(session, business_id, STOPS[to])
    return is_moved


_SHOPS: sa.Table = Business.__table__  # type: ignore[attr-defined]
_MOVE = (
    sa.update(_SHOPS)
    .where(
        _SHOPS.c.id.in_(sa.bindparam("ids", expanding=True)),
        aside(_SHOPS.c.stage) == sa.bindparam("came_from"),
    )
    .values(stage=sa.bindparam("to_stage"), stage_at=sa.bindparam("at"), updated_at=sa.bindparam("at"))
)


async def move_all(session: AsyncSession, business_ids: list[int], to: Stage, came_from: Stage) -> None:
    """Many at once, those that stand where they are thought to stand."""
    if business_ids:
        given = {"ids": business_ids, "to_stage": to, "came_from": came_from, "at": now()}
        await (await session.connection()).execute(_MOVE, given)


async def stop_campaign(session: AsyncSession, business_id: int, reason: str) -> bool:
    """No further mail of this campaign leaves. True when it was still open."""
    open_states = (CampaignState.DRAFT, CampaignState.HELD, CampaignState.ACTIVE)
    statement = (
        sa.update(Campaign)
        .where(col(Campaign.business_id) == business_id, col(Campaign.state).in_(open_states))
        .values(state=CampaignState.STOPPED, stopped_reason=reason, updated_at=now())
    )
    return bool((await session.exec(statement)).rowcount)
