"""Both figures of every letter: what people did, and beside it what machines did."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.models import Message


@dataclass(frozen=True)
class Looks:
    """Openings and followed links. A machine's count holds what nobody can say of a person, too."""

    opens: int = 0
    clicks: int = 0
    machine_opens: int = 0
    machine_clicks: int = 0


async def looks_of_campaigns(session: AsyncSession, campaign_ids: Iterable[int | None]) -> dict[int, Looks]:
    counts = (Message.opens, Message.clicks, Message.machine_opens, Message.machine_clicks)
    statement = (
        sa.select(col(Message.campaign_id), *(func.sum(count) for count in counts))
        .where(col(Message.campaign_id).in_(list(campaign_ids)))
        .group_by(col(Message.campaign_id))
    )
    rows = (await session.exec(statement)).all()  # type: ignore[call-overload]
    return {row[0]: Looks(*map(int, row[1:])) for row in rows}


async def machine_looks(session: AsyncSession) -> dict[str, int]:
    """Letters that machines opened, and whose links they followed, whatever people did."""
    found = await session.exec(
        select(
            func.count().filter(col(Message.machine_opens) > 0),
            func.count().filter(col(Message.machine_clicks) > 0),
        ).where(Message.purpose == "outreach")
    )
    opened, clicked = found.one()
    return {"machine_opened": opened, "machine_clicked": clicked}
