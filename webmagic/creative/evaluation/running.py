"""Each business thought about once a side, its page judged, and what it took counted."""

import asyncio
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.ids import token
from webmagic.core.settings import get_settings
from webmagic.creative.engines import choose
from webmagic.creative.engines.protocol import Desk, Engine, Transaction, Wanted
from webmagic.creative.evaluation.choices import Choice
from webmagic.creative.facts import Facts
from webmagic.creative.mending import Made, Thought, make_page
from webmagic.creative.page import Page
from webmagic.creative.snapshot import facts_of
from webmagic.creative.stages import Usage
from webmagic.creative.studio.render import SiteContext
from webmagic.models import Business, CallState, ModelCall


@dataclass
class Result:
    """One business on one side. `designed`: stages the built-in designer did in Claude's stead;
    `repaired`: what the finished page needed, in a sentence; `useless`: answers that were paid in vain."""

    business_id: int
    name: str
    side: str
    headline: str
    vibe: str
    gate: int
    findings: list[dict[str, Any]]
    repaired: str
    designed: list[str]
    useless: int
    cost_microusd: int
    tokens_in: int
    tokens_out: int
    seconds: float
    page: Page = field(repr=False)
    screens: dict[str, bytes] = field(default_factory=dict, repr=False)  # "desktop", "mobile" -> WebP

    def document(self) -> dict[str, Any]:
        kept = {k: v for k, v in self.__dict__.items() if k not in ("page", "screens", "cost_microusd")}
        return {**kept, "cost_usd": self.cost_microusd / 1_000_000}


@dataclass(frozen=True)
class Summary:
    """A side in figures; medians where nothing else is said."""

    side: str
    words: str
    businesses: int
    gate_mean: float
    findings: int
    refused: int
    repaired: int
    designed: int
    useless: int
    cost_usd: float
    total_usd: float
    seconds: float

    def document(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Evaluation:
    at: str
    choices: list[Choice]
    results: list[Result]

    def of(self, side: str) -> list[Result]:
        return [one for one in self.results if one.side == side]

    def summaries(self) -> list[Summary]:
        return [_summary(choice, self.of(choice.name)) for choice in self.choices]

    def rules(self) -> dict[str, Counter[str]]:
        """How often each rule of the gate was broken, by side."""
        return {
            choice.name: Counter(str(f["rule"]) for one in self.of(choice.name) for f in one.findings)
            for choice in self.choices
        }


async def list_subjects(session: AsyncSession, limit: int) -> list[int]:
    """The businesses to ask about when none is named: the best qualified, in a lasting order."""
    statement = select(Business.id).where(col(Business.qualified).is_(True))
    best = statement.order_by(col(Business.score).desc(), col(Business.id)).limit(limit)
    return [one for one in (await session.exec(best)).all() if one]


async def evaluate(
    choices: Sequence[Choice],
    business_ids: Sequence[int],
    transaction: Transaction,
    on_progress: Callable[[int], None] = lambda done: None,
) -> Evaluation:
    """Both sides of a business at once, business by business. Raises Refused without a key."""
    run, results = token(6), []
    for number, business_id in enumerate(business_ids):
        async with transaction() as session:
            facts = facts_of(await session.get_one(Business, business_id))
        sides = [_result(choice, facts, f"eval:{run}:{choice.name}:{business_id}", transaction)
                 for choice in choices]  # fmt: skip
        results += await asyncio.gather(*sides)
        on_progress(number + 1)
    return Evaluation(now().isoformat(timespec="minutes"), list(choices), results)


async def _result(choice: Choice, facts: Facts, key: str, transaction: Transaction) -> Result:
    agents = {*choice.versions, *choice.models} - {""}
    wanted = {
        agent: Wanted(choice.versions.get(agent, 0), choice.models.get(agent, choice.models.get("", "")))
        for agent in agents
    }
    wanted[""] = Wanted(0, choice.models.get("", ""))
    engine = choose(choice.engine, Desk(transaction, key, wanted=wanted))
    began = time.perf_counter()
    try:
        thought, usages = await _think(engine, facts)
    finally:
        await engine.close()
    seconds = time.perf_counter() - began
    context = SiteContext(get_settings().site_url("evaluation"), is_preview=True, form_action="/_contact")
    made = await asyncio.to_thread(make_page, thought, context, may_mend=choice.engine != "studio")
    return _told(choice, facts, made, usages, await _count_useless(key, transaction), seconds)


def _told(
    choice: Choice, facts: Facts, made: Made, usages: dict[str, Usage], useless: int, seconds: float
) -> Result:
    hero = next((one.slots for one in made.blueprint.sections if one.kind == "hero"), {})
    is_claude = choice.engine != "studio"
    return Result(
        business_id=facts.business_id,
        name=facts.name,
        side=choice.name,
        headline=str(hero.get("headline", "")),
        vibe=made.direction.vibe,
        gate=made.report.score,
        findings=[one.model_dump(mode="json") for one in made.report.findings],
        repaired=made.mended,
        designed=[stage for stage, usage in usages.items() if is_claude and usage.engine == "studio"],
        useless=useless,
        cost_microusd=sum(usage.cost_microusd for usage in usages.values()),
        tokens_in=sum(usage.tokens_in for usage in usages.values()),
        tokens_out=sum(usage.tokens_out for usage in usages.values()),
        seconds=round(seconds, 3),
        page=made.page,
    )


async def _think(engine: Engine, facts: Facts) -> tuple[Thought, dict[str, Usage]]:
    analysis, one = await engine.analyse(facts, _unheard)
    concept, two = await engine.conceive(facts, analysis, _unheard)
    direction, three = await engine.direct(facts, analysis, concept, 0, _unheard)
    blueprint, four = await engine.build(facts, analysis, concept, direction, _unheard)
    thought = Thought(facts, analysis, concept, direction, blueprint)
    return thought, {"analyst": one, "concept": two, "art_director": three, "architect": four}


async def _unheard(_sentence: str) -> None:
    pass


async def _count_useless(key: str, transaction: Transaction) -> int:
    statement = select(ModelCall.id).where(ModelCall.build_key == key, ModelCall.state == CallState.UNUSABLE)
    async with transaction() as session:
        return len((await session.exec(statement)).all())


def _summary(choice: Choice, results: list[Result]) -> Summary:
    middle = lambda values: statistics.median(values) if values else 0.0  # noqa: E731
    return Summary(
        side=choice.name,
        words=choice.words,
        businesses=len(results),
        gate_mean=round(statistics.fmean([one.gate for one in results]), 1) if results else 0.0,
        findings=sum(len(one.findings) for one in results),
        refused=sum(any(f["refuses"] for f in one.findings) for one in results),
        repaired=sum(bool(one.repaired) for one in results),
        designed=sum(len(one.designed) for one in results),
        useless=sum(one.useless for one in results),
        cost_usd=round(middle([one.cost_microusd for one in results]) / 1e6, 6),
        total_usd=round(sum(one.cost_microusd for one in results) / 1e6, 6),
        seconds=round(middle([one.seconds for one in results]), 3),
    )
