"""Which version of a prompt a build is told: one out of the active set, by weight or by success.

The choice is made once per build and agent: the same key draws the same lot, and a build that has
asked with a version already keeps it.
"""

import hashlib
import random
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.errors import NotFound
from webmagic.creative.agents.knowledge import filled
from webmagic.creative.prompts.success import Record, records
from webmagic.creative.spending import version_chosen
from webmagic.models import PromptSetting, PromptTemplate


@dataclass(frozen=True)
class Prompt:
    """`system` is what is sent: the text with what the designer can do filled in."""

    agent: str
    version: int
    system: str
    model: str


async def choose_prompt(
    session: AsyncSession, agent: str, build_key: str, *, version: int = 0, model: str = ""
) -> Prompt:
    """`version` and `model` are wanted in place of those in use; 0 and "" leave it to them."""
    setting = (await session.exec(select(PromptSetting).where(PromptSetting.agent == agent))).first()
    known = await active(session, agent)
    if not known or setting is None:
        raise NotFound(f"The {agent} has no prompt in use; `webmagic init` seeds them.")
    if version:
        chosen = await _version(session, agent, version)
        return Prompt(agent, version, filled(chosen.body), model or setting.model)
    before = await version_chosen(session, build_key, agent)
    chosen = next((row for row in known if row.version == before), None) or await _draw(
        session, known, setting.is_bandit, f"{build_key}:{agent}"
    )
    return Prompt(agent, chosen.version, filled(chosen.body), model or setting.model)


async def _version(session: AsyncSession, agent: str, version: int) -> PromptTemplate:
    statement = select(PromptTemplate).where(PromptTemplate.agent == agent, PromptTemplate.version == version)
    if found := (await session.exec(statement)).first():
        return found
    raise NotFound(f"The {agent} has no prompt version {version}.")


async def active(session: AsyncSession, agent: str) -> list[PromptTemplate]:
    """The versions among which builds are shared out."""
    statement = select(PromptTemplate).where(
        PromptTemplate.agent == agent, col(PromptTemplate.is_active).is_(True), PromptTemplate.weight > 0
    )
    return list((await session.exec(statement.order_by(col(PromptTemplate.version)))).all())


async def _draw(
    session: AsyncSession, known: list[PromptTemplate], is_bandit: bool, seed: str
) -> PromptTemplate:
    if len(known) == 1:
        return known[0]
    lot = random.Random(int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big"))
    if is_bandit:
        found = {one.version: one for one in await records(session, known[0].agent)}
        return max(known, key=lambda row: thompson(found.get(row.version), lot))
    return lot.choices(known, weights=[row.weight for row in known])[0]


def thompson(record: Record | None, lot: random.Random) -> float:
    """A draw from what is believed of a version: the one that looks best wins most often, and one
    that is hardly known is tried. Success is a click on the offer."""
    sent, clicked = (record.sent, record.clicked) if record else (0, 0)
    return lot.betavariate(1 + clicked, 1 + max(0, sent - clicked))
