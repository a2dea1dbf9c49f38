"""A prompt tried on one business: the exact question as it would be sent, what it costs, and, when a
key is there, what comes back. Nothing of the business changes by it."""

import hashlib
import statistics
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.errors import NotFound, Refused
from webmagic.creative.agents.analyst import Analyst
from webmagic.creative.agents.architect import Architect
from webmagic.creative.agents.art_director import ArtDirector
from webmagic.creative.agents.asking import Asked
from webmagic.creative.agents.bespoke import Bench
from webmagic.creative.agents.concept import ConceptAgent
from webmagic.creative.agents.editor import Editor
from webmagic.creative.agents.email_writer import EmailWriter, MailBrief
from webmagic.creative.agents.knowledge import filled
from webmagic.creative.engines.claude import Claude
from webmagic.creative.engines.claude.asker import Unanswered
from webmagic.creative.engines.claude.prices import cost_microusd, model_of
from webmagic.creative.engines.protocol import Desk, Transaction
from webmagic.creative.facts import Facts
from webmagic.creative.prompts import check_agent, list_prompts
from webmagic.creative.snapshot import facts_of
from webmagic.creative.stages import Analysis, Concept, Direction, Stage
from webmagic.creative.studio import analyst, architect, concept, director
from webmagic.models import AgentRun, Business, CallState, GeneratedSite, ModelCall, PromptSetting, RunState

BYTES_A_TOKEN = 3.5  # on the dear side for English and Spanish
REQUEST = "Make the header green, add Sunday from 9 to 13, and take the third review away."
LATEST = 50


@dataclass(frozen=True)
class Trial:
    """`asked` as it would be sent. Tokens are counted by the vendor, or estimated (`is_counted`)."""

    asked: Asked
    version: int
    tokens_stable: int  # the part that is cached
    tokens_own: int  # about this business
    tokens_out: int
    is_counted: bool
    first_microusd: int  # the cache is cold
    next_microusd: int  # the cache is warm
    night_microusd: int  # in a batch


@dataclass(frozen=True)
class Tried:
    text: str
    cost_microusd: int
    seconds: float
    problem: str = ""


async def try_out(
    session: AsyncSession, agent: str, business_id: int, version: int = 0, mail: MailBrief | None = None
) -> Trial:
    """`version` 0: the newest in use. `mail`: what a letter may speak of, for the Email writer."""
    check_agent(agent)
    rows = await list_prompts(session, agent)
    row = next((one for one in rows if one.version == version or (not version and one.is_active)), None)
    if row is None:
        raise NotFound(f"The {agent} has no prompt version {version}.")
    business = await session.get(Business, business_id)
    if business is None:
        raise NotFound("There is no such business.")
    setting = (await session.exec(select(PromptSetting).where(PromptSetting.agent == agent))).one()
    user, most, schema = await _question(session, agent, business, mail)
    asked = Asked(agent, setting.model, filled(row.body), user, most, schema, row.version)
    return _priced(asked, row.version, await _usual_answer(session, agent, most))


async def counted(trial: Trial) -> Trial:
    """The same with tokens counted by the vendor, where one answers; counting costs nothing."""
    engine = Claude(Desk(_nowhere, "count"))
    try:
        whole = await engine.asker.wire.count(trial.asked)
        own = await engine.asker.wire.count(replace(trial.asked, system=""))
    finally:
        await engine.close()
    if whole is None or own is None:
        return trial
    made = _priced(trial.asked, trial.version, trial.tokens_out, max(0, whole - own), own)
    return replace(made, is_counted=True)


async def run_trial(trial: Trial, business_id: int, transaction: Transaction) -> Tried:
    """Ask for real. The call is in the ledger and under the caps; asked twice, it is paid once."""
    body = hashlib.sha256(trial.asked.system.encode()).hexdigest()[:12]
    desk = Desk(transaction, f"try:{trial.asked.agent}:{business_id}:{body}")
    engine = Claude(desk)
    try:
        text = await engine.asker.ask(trial.asked, lambda text: text)
    except Unanswered as why:
        return Tried("", 0, 0, str(why))
    finally:
        await engine.close()
    async with transaction() as session:
        statement = select(ModelCall).where(ModelCall.key == trial.asked.key(desk.build_key))
        calls = list((await session.exec(statement)).all())
    return Tried(text, sum(one.cost_microusd for one in calls), sum(one.seconds for one in calls))


def _priced(asked: Asked, version: int, out: int, stable: int = 0, own: int = 0) -> Trial:
    stable = stable or _tokens(asked.system)
    own = own or _tokens(asked.user)
    is_cached = stable >= model_of(asked.model).least_cached
    cost: Callable[..., int] = lambda **parts: cost_microusd(asked.model, tokens_out=out, **parts)  # noqa: E731
    plain = {"tokens_in": own + stable}
    return Trial(
        asked=asked,
        version=version,
        tokens_stable=stable,
        tokens_own=own,
        tokens_out=out,
        is_counted=False,
        first_microusd=cost(**({"tokens_in": own, "cache_write": stable} if is_cached else plain)),
        next_microusd=cost(**({"tokens_in": own, "cache_read": stable} if is_cached else plain)),
        night_microusd=cost(
            **({"tokens_in": own, "cache_read": stable} if is_cached else plain), is_batch=True
        ),
    )


def _tokens(text: str) -> int:
    return int(len(text.encode()) / BYTES_A_TOKEN)


async def _usual_answer(session: AsyncSession, agent: str, most: int) -> int:
    """How long this agent's answers were, in the middle; half the room for one before the first."""
    statement = select(ModelCall.tokens_out).where(
        ModelCall.agent == agent, ModelCall.state == CallState.ANSWERED, ModelCall.tokens_out > 0
    )
    found = (await session.exec(statement.order_by(col(ModelCall.id).desc()).limit(LATEST))).all()
    return int(statistics.median(found)) if found else most // 2


async def _question(
    session: AsyncSession, agent: str, business: Business, mail: MailBrief | None
) -> tuple[str, int, dict[str, Any] | None]:
    """(what is said of the business, room for the answer, its shape)."""
    facts = facts_of(business)
    if agent == "email":
        if mail is None:
            raise Refused(f"{business.name} has no page yet, so there is nothing to write a letter about.")
        return _of(EmailWriter(mail))
    read, idea, look = await _thoughts(session, business, facts)
    if agent == "bespoke":
        bench = Bench(facts, read, idea, look, architect.build(facts, read, idea, look))
        return bench.brief(bench.wanted), 500 + 1100 * len(bench.wanted), None
    if agent == "editor":
        return _of(Editor(facts, look, architect.build(facts, read, idea, look), REQUEST))
    made: dict[str, Callable[[], Any]] = {
        "analyst": lambda: Analyst(facts),
        "concept": lambda: ConceptAgent(facts, read),
        "art_director": lambda: ArtDirector(facts, read, idea, 0),
        "architect": lambda: Architect(facts, read, idea, look),
    }
    return _of(made[agent]())


def _of(agent: Any) -> tuple[str, int, dict[str, Any]]:
    return agent.brief(), agent.max_tokens, agent.schema()


async def _thoughts(
    session: AsyncSession, business: Business, facts: Facts
) -> tuple[Analysis, Concept, Direction]:
    """What the earlier agents thought of this business; the designer's where none did."""
    statement = (
        select(AgentRun)
        .join(GeneratedSite, col(GeneratedSite.id) == AgentRun.site_id)
        .where(GeneratedSite.business_id == business.id, AgentRun.state == RunState.DONE)
        .order_by(col(AgentRun.id))
    )
    stored = {run.stage: run.output for run in (await session.exec(statement)).all()}
    read = Analysis.model_validate(stored[Stage.ANALYST]) if Stage.ANALYST in stored else None
    read = read or analyst.analyse(facts)
    idea = Concept.model_validate(stored[Stage.CONCEPT]) if Stage.CONCEPT in stored else None
    idea = idea or concept.conceive(facts, read)
    look = Direction.model_validate(stored[Stage.ART_DIRECTOR]) if Stage.ART_DIRECTOR in stored else None
    return read, idea, look or director.direct(facts, read, idea)


def _nowhere() -> Any:
    raise RuntimeError("Counting tokens needs no database.")
