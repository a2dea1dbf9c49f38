"""What came of the sites that were made with each version of a prompt: offered, opened, clicked,
claimed, paid. A version is ahead only when its interval says so."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.intervals import Share
from webmagic.models import (
    AgentRun,
    Customer,
    GeneratedSite,
    Message,
    MessageState,
    ModelCall,
    RunState,
    SiteVersion,
)


@dataclass(frozen=True)
class Record:
    """Sites made with one version, and how far they came. `gate` is their mean score."""

    version: int
    sites: int
    gate: float | None
    cost_microusd: int  # of the agent's own calls, on average per site
    sent: int
    opened: int
    clicked: int
    claimed: int
    paid: int

    @property
    def success(self) -> Share:
        return Share(self.clicked, self.sent)


async def records(session: AsyncSession, agent: str) -> list[Record]:
    """One for each version that made at least one site, newest first."""
    made = await _sites_by_version(session, agent)
    return [
        await _record(session, agent, version, sites) for version, sites in sorted(made.items(), reverse=True)
    ]


async def _sites_by_version(session: AsyncSession, agent: str) -> dict[int, set[int]]:
    """A site counts for the version of its newest build. Mail and changes have no stage of their own:
    there the calls themselves say what was made."""
    statement = (
        select(AgentRun.site_id, AgentRun.prompt_versions)
        .where(AgentRun.stage == agent, AgentRun.state == RunState.DONE, AgentRun.engine == "claude")
        .order_by(col(AgentRun.id))
    )
    newest = {
        site: versions[agent] for site, versions in (await session.exec(statement)).all() if agent in versions
    }
    if agent in ("email", "editor"):
        calls = select(ModelCall.site_id, ModelCall.prompt_version).where(
            ModelCall.agent == agent, ModelCall.state == "answered", col(ModelCall.site_id).is_not(None)
        )
        found = (await session.exec(calls.order_by(col(ModelCall.id)))).all()
        newest = {site: version for site, version in found if site}
    made: dict[int, set[int]] = {}
    for site, version in newest.items():
        made.setdefault(version, set()).add(site)
    return made


async def _record(session: AsyncSession, agent: str, version: int, sites: set[int]) -> Record:
    of = col(GeneratedSite.id).in_(sites)
    shops = select(GeneratedSite.business_id).where(of)
    mails: list[Any] = [
        col(Message.business_id).in_(shops),
        Message.state == MessageState.SENT,
        Message.purpose == "outreach",
    ]

    async def count(*where: sa.ColumnElement[bool] | bool) -> int:
        counted = func.count(func.distinct(Message.business_id))
        return int((await session.exec(select(counted).where(*mails, *where))).one())

    gate = select(func.avg(SiteVersion.gate_score)).where(col(SiteVersion.site_id).in_(sites))
    cost = select(func.sum(ModelCall.cost_microusd)).where(
        ModelCall.agent == agent, ModelCall.prompt_version == version
    )
    claimed = select(func.count()).where(of, col(GeneratedSite.is_claimed).is_(True))
    paid = select(func.count()).where(col(Customer.business_id).in_(shops))
    mean = (await session.exec(gate)).one()
    return Record(
        version=version,
        sites=len(sites),
        gate=float(mean) if mean is not None else None,
        cost_microusd=int((await session.exec(cost)).one() or 0) // max(1, len(sites)),
        sent=await count(),
        opened=await count(Message.opens > 0),
        clicked=await count(Message.clicks > 0),
        claimed=int((await session.exec(claimed)).one()),
        paid=int((await session.exec(paid)).one()),
    )


def winner(found: list[Record]) -> int:
    """The version whose worst case beats the best case of every other; 0 when nobody is ahead."""
    for one in found:
        others = [other for other in found if other is not one]
        if others and one.sent and all(one.success.low > other.success.high for other in others):
            return one.version
    return 0
