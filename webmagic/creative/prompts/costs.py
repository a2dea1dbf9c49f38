"""What a site costs, measured where builds of Claude's are in the ledger, else estimated by the prompts."""

import statistics
from dataclasses import dataclass

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.creative.engines.claude.prices import AS_OF, BATCH
from webmagic.creative.prompts.trying import try_out
from webmagic.creative.stages import STAGES
from webmagic.models import Business, ModelCall

LATEST = 200


@dataclass(frozen=True)
class SiteCost:
    """Micro-dollars. `sites`: how many it was measured over, 0 when it is an estimate."""

    at_once: int
    by_batch: int
    mail: int
    sites: int
    prices_of: str = AS_OF.isoformat()


async def site_cost(session: AsyncSession) -> SiteCost:
    total = func.sum(ModelCall.cost_microusd)
    builds = (
        select(total)
        .where(col(ModelCall.agent).in_(STAGES), col(ModelCall.build_key).like("job:%"))
        .group_by(col(ModelCall.build_key))
        .order_by(func.max(ModelCall.id).desc())
        .limit(LATEST)
    )
    found = [int(cost) for cost in (await session.exec(builds)).all() if cost]
    mail = await _mail(session)
    if found:
        middle = int(statistics.median(found))
        return SiteCost(middle, int(middle * BATCH), mail, len(found))
    best = select(Business.id).order_by(col(Business.score).desc(), col(Business.id)).limit(1)
    business_id = (await session.exec(best)).first()
    if not business_id:
        return SiteCost(0, 0, mail, 0)
    trials = [await try_out(session, stage, business_id) for stage in STAGES]
    return SiteCost(
        sum(one.next_microusd for one in trials), sum(one.night_microusd for one in trials), mail, 0
    )


async def _mail(session: AsyncSession) -> int:
    average = select(func.avg(ModelCall.cost_microusd)).where(
        ModelCall.agent == "email", col(ModelCall.build_key).like("mail:%")
    )
    return int((await session.exec(average)).one() or 0)
