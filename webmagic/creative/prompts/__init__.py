"""Prompts of the agents: seeded from the `.md` files beside this one, then edited in the admin.

A template is never changed: saving makes a new version and puts it in use. The built-in
designer does not read them; Claude's agents do.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.errors import Invalid, NotFound
from webmagic.models import PromptSetting, PromptTemplate

AGENTS = ("analyst", "concept", "art_director", "architect", "bespoke", "email", "editor")
FOLDER = Path(__file__).parent
MAX_BODY = 40_000
DEFAULT_MODEL = "claude-haiku-5-5"
MODELS = {"bespoke": "claude-sonnet-5-5"}  # the others have the default
SHIPPED_BY = "WebMagic"


@dataclass(frozen=True)
class PromptRow:
    agent: str
    version: int
    body: str
    note: str
    author: str
    is_active: bool
    created_at: dt.datetime


async def seed_prompts(session: AsyncSession) -> int:
    """The shipped prompt of each agent: where there is none yet, and where an older shipped one is alone
    in use. What somebody wrote here is never replaced. Returns how many were made."""
    settings = set((await session.exec(select(PromptSetting.agent))).all())
    made = 0
    for agent in AGENTS:
        if agent not in settings:
            session.add(PromptSetting(agent=agent, model=MODELS.get(agent, DEFAULT_MODEL)))
        body = (FOLDER / f"{agent}.md").read_text()
        rows = await list_prompts(session, agent)
        used = [row for row in rows if row.is_active]
        is_ours = all(row.author == SHIPPED_BY and row.body != body for row in used)
        if not rows or (len(used) == 1 and is_ours):
            await save_prompt(session, agent, body, author=SHIPPED_BY, note="Shipped")
            made += 1
    return made


async def list_prompts(session: AsyncSession, agent: str) -> list[PromptRow]:
    """All versions of one agent's prompt, newest first."""
    check_agent(agent)
    statement = (
        select(PromptTemplate)
        .where(PromptTemplate.agent == agent)
        .order_by(col(PromptTemplate.version).desc())
    )
    return [
        PromptRow(row.agent, row.version, row.body, row.note, row.author, row.is_active, row.created_at)
        for row in (await session.exec(statement)).all()
    ]


async def save_prompt(
    session: AsyncSession, agent: str, body: str, *, author: str, note: str = "", beside: bool = False
) -> int:
    """A new version, in use at once, alone or `beside` those that are in use. Returns its number."""
    check_agent(agent)
    if not body.strip():
        raise Invalid("A prompt cannot be empty.")
    if len(body) > MAX_BODY:
        raise Invalid(f"A prompt may have at most {MAX_BODY:,} characters; this one has {len(body):,}.")
    newest = select(func.max(PromptTemplate.version)).where(PromptTemplate.agent == agent)
    version = ((await session.exec(newest)).one() or 0) + 1
    if not beside:
        await _use(session, agent, 0)
    session.add(
        PromptTemplate(
            agent=agent, version=version, body=body, note=note[:200], author=author, is_active=True
        )
    )
    return version


async def use_prompt(session: AsyncSession, agent: str, version: int) -> None:
    """Put an earlier version back in use."""
    check_agent(agent)
    if not await _use(session, agent, version):
        raise NotFound(f"The {agent} has no prompt version {version}.")


async def _use(session: AsyncSession, agent: str, version: int) -> int:
    statement = sa.update(PromptTemplate).where(col(PromptTemplate.agent) == agent)
    await session.exec(statement.values(is_active=False))
    chosen = statement.where(col(PromptTemplate.version) == version).values(is_active=True)
    return (await session.exec(chosen)).rowcount


def check_agent(agent: str) -> None:
    if agent not in AGENTS:
        raise NotFound(f"There is no agent called {agent}. The agents are {', '.join(AGENTS)}.")
