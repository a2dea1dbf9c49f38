"""The versions among which an agent's builds are shared out, and what came of each."""

import random
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.errors import Invalid, NotFound
from webmagic.creative.engines.claude.prices import MODELS
from webmagic.creative.prompts import check_agent
from webmagic.creative.prompts.choosing import active, thompson
from webmagic.creative.prompts.success import Record, records, winner
from webmagic.models import PromptSetting, PromptTemplate

MOST_WEIGHT = 1000
DRAWS = 2000


@dataclass(frozen=True)
class Variant:
    """`share` of the builds that it gets from now on; `record` is None before its first site."""

    version: int
    note: str
    weight: int
    share: float
    record: Record | None


@dataclass(frozen=True)
class Race:
    """`winner`: the version that is ahead for certain, 0 when none is."""

    agent: str
    model: str
    is_bandit: bool
    variants: list[Variant] = field(default_factory=list)
    earlier: list[Record] = field(default_factory=list)  # versions that are no longer in use
    winner: int = 0


async def read_race(session: AsyncSession, agent: str) -> Race:
    setting = await _setting(session, agent)
    known = await active(session, agent)
    found = {one.version: one for one in await records(session, agent)}
    shares = _shares(known, found, setting.is_bandit)
    variants = [
        Variant(row.version, row.note, row.weight, share, found.get(row.version))
        for row, share in zip(known, shares, strict=True)
    ]
    racing = {row.version for row in known}
    return Race(
        agent=agent,
        model=setting.model,
        is_bandit=setting.is_bandit,
        variants=variants,
        earlier=[one for one in found.values() if one.version not in racing],
        winner=winner([one for one in found.values() if one.version in racing]) if len(known) > 1 else 0,
    )


async def set_weights(session: AsyncSession, agent: str, weights: dict[int, int]) -> None:
    """Just these versions are in use from now on, shared out by weight. Raises Invalid without any."""
    check_agent(agent)
    wanted = {version: min(weight, MOST_WEIGHT) for version, weight in weights.items() if weight > 0}
    if not wanted:
        raise Invalid("One version must stay in use: give at least one a weight above 0.")
    statement = select(PromptTemplate).where(PromptTemplate.agent == agent)
    rows = {row.version: row for row in (await session.exec(statement)).all()}
    if unknown := wanted.keys() - rows.keys():
        raise NotFound(f"The {agent} has no prompt version {min(unknown)}.")
    for version, row in rows.items():
        row.is_active, row.weight = version in wanted, wanted.get(version, row.weight)
        session.add(row)


async def set_bandit(session: AsyncSession, agent: str, is_on: bool) -> None:
    setting = await _setting(session, agent)
    setting.is_bandit, setting.updated_at = is_on, now()
    session.add(setting)


async def set_model(session: AsyncSession, agent: str, model: str) -> None:
    """From the next build on. Only models whose price is known: the caps could not hold else."""
    if model not in MODELS:
        raise Invalid(f"The price of {model[:60]} is not known here. Known: {', '.join(sorted(MODELS))}.")
    setting = await _setting(session, agent)
    setting.model, setting.updated_at = model, now()
    session.add(setting)


async def _setting(session: AsyncSession, agent: str) -> PromptSetting:
    check_agent(agent)
    statement = sa.select(PromptSetting).where(col(PromptSetting.agent) == agent)
    setting = (await session.exec(statement)).scalars().first()  # type: ignore[call-overload]
    if setting is None:
        raise NotFound(f"The {agent} has no prompt in use; `webmagic init` seeds them.")
    return setting


def _shares(known: list[PromptTemplate], found: dict[int, Record], is_bandit: bool) -> list[float]:
    if not is_bandit or len(known) < 2:
        total = sum(row.weight for row in known) or 1
        return [row.weight / total for row in known]
    lot, wins = random.Random(7), [0] * len(known)
    for _ in range(DRAWS):
        draws = [thompson(found.get(row.version), lot) for row in known]
        wins[draws.index(max(draws))] += 1
    return [count / DRAWS for count in wins]
