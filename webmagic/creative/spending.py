"""The ledger of model calls: what is paid, what is reserved, and the caps that stop spending.

A row is written before a request leaves, with the most it can come to, and put right when the
answer is stored. A crash in between leaves the reserve counted, so no cap is ever passed. The
answer lies in the same row: a build that starts again finds it and does not pay a second time.
"""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts.preferences import read_preference, write_preference
from webmagic.core.clock import ahead, now
from webmagic.core.database import one_at_a_time
from webmagic.core.settings import get_settings
from webmagic.creative.agents.asking import Answer, Asked, Tokens
from webmagic.creative.stages import Usage
from webmagic.models import CallState, ModelCall

MICRO = 1_000_000
PAUSE = "models_pause"
LOCK = "model spending"


class Stopped(Exception):
    """Nothing may be asked now: a cap is reached, or the vendor said stop. The sentence says which."""


@dataclass(frozen=True)
class Spent:
    """Micro-dollars, reserves included: of this build, since midnight and since the first (UTC)."""

    build: int
    day: int
    month: int


def day_start() -> dt.datetime:
    return now().replace(hour=0, minute=0, second=0, microsecond=0)


async def spent(session: AsyncSession, build_key: str = "") -> Spent:
    today = day_start()

    async def since(*where: sa.ColumnElement[bool]) -> int:
        total = func.coalesce(func.sum(ModelCall.cost_microusd), 0)
        return int((await session.exec(select(total).where(*where))).one())

    return Spent(
        build=await since(col(ModelCall.build_key) == build_key) if build_key else 0,
        day=await since(col(ModelCall.created_at) >= today),
        month=await since(col(ModelCall.created_at) >= today.replace(day=1)),
    )


def refusal(before: Spent, more: int) -> str:
    """Why `more` may not be spent; empty when it may."""
    settings = get_settings()
    caps = (
        (before.build, settings.anthropic_site_usd, "this build", "ANTHROPIC_SITE_USD"),
        (before.day, settings.anthropic_day_usd, "today", "ANTHROPIC_DAY_USD"),
        (before.month, settings.anthropic_month_usd, "this month", "ANTHROPIC_MONTH_USD"),
    )
    for so_far, cap, when, name in caps:
        if so_far + more > cap * MICRO:
            return f"Claude's cap for {when} (${cap:g}, {name}) is reached; the built-in designer goes on."
    return ""


async def reserve(
    session: AsyncSession, asked: Asked, build_key: str, site_id: int | None, most: int, attempt: int
) -> ModelCall:
    """A row for a request about to leave. Raises Stopped when a cap or a pause forbids it."""
    await one_at_a_time(session, LOCK)
    if words := await paused(session):
        raise Stopped(words)
    if words := refusal(await spent(session, build_key), most):
        raise Stopped(words)
    row = new_row(asked, build_key, site_id)
    row.attempt, row.cost_microusd = attempt, most
    session.add(row)
    await session.flush()
    return row


def new_row(asked: Asked, build_key: str, site_id: int | None) -> ModelCall:
    return ModelCall(
        site_id=site_id,
        build_key=build_key,
        agent=asked.agent,
        purpose=asked.purpose,
        key=asked.key(build_key),
        model=asked.model,
        prompt_version=asked.prompt_version,
    )


async def settle(session: AsyncSession, row_id: int, state: CallState, answer: Answer, outcome: str) -> None:
    """What a request came to. The text of an answer that can be used is kept."""
    row = await session.get_one(ModelCall, row_id)
    put(row, state, answer, outcome)
    session.add(row)


def put(row: ModelCall, state: CallState, answer: Answer, outcome: str) -> None:
    used = answer.tokens
    row.state, row.outcome, row.finished_at = state, outcome[:60], now()
    row.answer = answer.text if state == CallState.ANSWERED else ""
    row.tokens_in, row.tokens_out, row.cache_read = used.input, used.output, used.cache_read
    row.cache_write = used.cache_write + used.cache_write_hour
    row.cost_microusd, row.seconds, row.request = answer.cost_microusd, answer.seconds, {}


async def tries_of(session: AsyncSession, key: str) -> list[ModelCall]:
    """Every row of this question, first try first."""
    statement = select(ModelCall).where(ModelCall.key == key).order_by(col(ModelCall.attempt))
    return list((await session.exec(statement)).all())


def answer_of(row: ModelCall) -> Answer:
    """A stored answer, as it was, and free of charge."""
    return Answer(row.answer, tokens=Tokens(), seconds=0, cost_microusd=0)


async def version_chosen(session: AsyncSession, build_key: str, agent: str) -> int:
    """The prompt version this build has asked with already; 0 before its first question."""
    statement = select(ModelCall.prompt_version).where(
        ModelCall.build_key == build_key, ModelCall.agent == agent, ModelCall.prompt_version > 0
    )
    return (await session.exec(statement.order_by(col(ModelCall.id)).limit(1))).first() or 0


async def usage_of(session: AsyncSession, build_key: str, agent: str) -> Usage:
    """What an agent's questions in a build came to, the useless ones and those before a crash too."""
    statement = select(ModelCall).where(ModelCall.build_key == build_key, ModelCall.agent == agent)
    rows = list((await session.exec(statement.order_by(col(ModelCall.id)))).all())
    usage = Usage(engine="claude", model=rows[-1].model if rows else "")
    for row in rows:
        usage.tokens_in += row.tokens_in + row.cache_read + row.cache_write
        usage.tokens_out += row.tokens_out
        usage.cache_read += row.cache_read
        usage.cache_write += row.cache_write
        usage.cost_microusd += row.cost_microusd
        if row.prompt_version:
            usage.prompt_versions[agent] = row.prompt_version
    return usage


async def pause(session: AsyncSession, words: str, seconds: float) -> None:
    """The vendor said stop: a spend limit, or a key it does not know. Nobody asks again until then."""
    await write_preference(
        session, PAUSE, {"until": ahead(seconds=seconds).isoformat(), "words": words[:300]}
    )


async def paused(session: AsyncSession) -> str:
    """Why nothing may be asked just now, in a sentence; empty when it may."""
    kept = await read_preference(session, PAUSE, {})
    if not kept or dt.datetime.fromisoformat(kept["until"]) <= now():
        return ""
    until = dt.datetime.fromisoformat(kept["until"])
    return f"{kept['words']} Asked again at {until:%H:%M} UTC; until then the built-in designer goes on."


async def unpause(session: AsyncSession) -> None:
    await write_preference(session, PAUSE, {})
