"""One build of one site: four stages, a page, the gate, a version.

Each stage's output is stored as it completes, under (build, stage); a build that was cut
off goes on from there, and its version is unique by the build, so it is finished once.
Transactions are short and opened here by the factory that the edge hands in, because a
build may take minutes and must not hold one open.
"""

import asyncio
import hashlib
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.database import insert_once
from webmagic.core.errors import NotFound, Refused
from webmagic.core.ledger import Postponed
from webmagic.creative.context import context_of
from webmagic.creative.engines import choose
from webmagic.creative.engines.protocol import Desk, Engine, Say, Transaction
from webmagic.creative.facts import Facts
from webmagic.creative.growing import Growing
from webmagic.creative.live import Narrator
from webmagic.creative.mending import Made, Thought, make_page
from webmagic.creative.snapshot import facts_of
from webmagic.creative.stages import STAGES, Analysis, Blueprint, Concept, Direction, Output, Stage, Usage
from webmagic.models import AgentRun, Business, GeneratedSite, RunState, SiteStatus, SiteVersion
from webmagic.models import Stage as RoadStage

log = logging.getLogger(__name__)
Typed = TypeVar("Typed", bound=Output)
Work = Callable[[Say], Awaitable[tuple[Typed, Usage]]]


@dataclass(frozen=True)
class Built:
    """What a build came to."""

    business_id: int
    site_id: int
    subdomain: str
    version: int
    engine: str
    seconds: float
    cost_microusd: int
    gate: int
    findings: list[dict[str, Any]]


class Build:
    """The state of one build while it runs."""

    def __init__(self, site: GeneratedSite, facts: Facts, desk: Desk, engine: Engine, narrator: Narrator):
        self.site, self.facts, self.engine, self.narrator = site, facts, engine, narrator
        self.key, self.transaction = desk.build_key, desk.transaction
        self.cost = 0
        self.engines: set[str] = set()  # who really thought; a stage may fall back to the designer

    @property
    def made_by(self) -> str:
        return "claude" if "claude" in self.engines else "studio"

    async def stage(
        self, stage: Stage, kind: type[Typed], previous: Output | None, work: Work[Typed]
    ) -> Typed:
        """The stored output of a stage, or a new one. `previous` is the output it was made from:
        when that has changed, the stored one no longer counts."""
        assert self.site.id is not None
        basis = _hash(self.facts, previous)
        stored = await self._stored(stage, basis)
        if stored is not None:
            self.cost += stored.cost_microusd
            self.engines.add(stored.engine)
            return kind.model_validate(stored.output)
        began = time.perf_counter()
        await self._open(stage, basis)
        await self.narrator.stage(stage, RunState.RUNNING)
        try:
            output, usage = await work(lambda text: self.narrator.say(stage, text))
        except Postponed:
            await self._close(stage, RunState.WAITING, time.perf_counter() - began)
            await self.narrator.stage(stage, RunState.WAITING)
            raise
        except Exception as error:
            await self._close(stage, RunState.FAILED, time.perf_counter() - began, error=str(error))
            await self.narrator.stage(stage, RunState.FAILED)
            raise
        seconds = time.perf_counter() - began
        await self._close(stage, RunState.DONE, seconds, output=output, usage=usage)
        await self.narrator.stage(stage, RunState.DONE, seconds)
        self.cost += usage.cost_microusd
        self.engines.add(usage.engine)
        return output

    async def _stored(self, stage: Stage, basis: str) -> AgentRun | None:
        async with self.transaction() as session:
            run = (await session.exec(_run_query(self.key, stage))).first()
        return run if run and run.state == RunState.DONE and run.input_hash == basis else None

    async def _open(self, stage: Stage, basis: str) -> None:
        async with self.transaction() as session:
            run = (await session.exec(_run_query(self.key, stage))).first()
            run = run or AgentRun(site_id=self.site.id or 0, build_key=self.key, stage=stage)
            run.state, run.engine, run.input_hash = RunState.RUNNING, self.engine.name, basis
            run.started_at, run.finished_at, run.error, run.output = now(), None, "", {}
            session.add(run)

    async def _close(
        self,
        stage: Stage,
        state: RunState,
        seconds: float,
        *,
        output: Output | None = None,
        usage: Usage | None = None,
        error: str = "",
    ) -> None:
        usage = usage or Usage(engine=self.engine.name)
        async with self.transaction() as session:
            run = (await session.exec(_run_query(self.key, stage))).one()
            run.state, run.seconds, run.error, run.finished_at = state, seconds, error[:2000], now()
            run.output = output.model_dump(mode="json") if output else {}
            for name in ("engine", "model", "tokens_in", "tokens_out", "cache_read", "cache_write"):
                setattr(run, name, getattr(usage, name))
            run.cost_microusd, run.prompt_versions = usage.cost_microusd, usage.prompt_versions
            session.add(run)


def _run_query(key: str, stage: Stage):
    return select(AgentRun).where(AgentRun.build_key == key, AgentRun.stage == stage)


def _hash(facts: Facts, previous: Output | None) -> str:
    text = facts.model_dump_json() + (previous.model_dump_json() if previous else "")
    return hashlib.sha256(text.encode()).hexdigest()


async def build_site(
    site_id: int,
    key: str,
    transaction: Transaction,
    *,
    engine_name: str = "auto",
    from_stage: str = "",
    by_batch: bool = False,
) -> Built:
    """Make a new version of a site. Raises Refused when the gate refuses the page, and Postponed while
    answers wait in a batch. `from_stage` keeps what the last build thought before that stage."""
    began = time.perf_counter()
    site, facts, nth = await _begin(site_id, transaction)
    narrator, turn = Narrator(site, key), 0
    if from_stage:
        await _keep_before(Stage(from_stage), site_id, key, transaction)
        turn = await _count_turns(site_id, key, transaction)
    grow = Growing(narrator, transaction, key)
    desk = Desk(transaction, key, site_id, by_batch, is_bespoke=site.is_claimed, grow=grow, turn=turn)
    engine = choose(engine_name, desk)
    try:
        run = Build(site, facts, desk, engine, narrator)
        await run.narrator.status(SiteStatus.BUILDING)
        thought = await _think(run, nth + turn)
    finally:
        await engine.close()
    may_mend = run.made_by != "studio"
    made = await asyncio.to_thread(make_page, thought, context_of(site), may_mend=may_mend)
    if made.mended:
        await run.narrator.say(Stage.ARCHITECT, made.mended)
    return await _finish(run, made, time.perf_counter() - began)


async def _think(run: Build, nth: int) -> Thought:
    """The four stages, each stored as it ends."""
    facts, engine = run.facts, run.engine
    analysis = await run.stage(Stage.ANALYST, Analysis, None, lambda say: engine.analyse(facts, say))
    concept = await run.stage(
        Stage.CONCEPT, Concept, analysis, lambda say: engine.conceive(facts, analysis, say)
    )
    direction = await run.stage(
        Stage.ART_DIRECTOR, Direction, concept, lambda say: engine.direct(facts, analysis, concept, nth, say)
    )
    blueprint = await run.stage(
        Stage.ARCHITECT,
        Blueprint,
        direction,
        lambda say: engine.build(facts, analysis, concept, direction, say),
    )
    return Thought(facts, analysis, concept, direction, blueprint, nth)


async def _keep_before(stage: Stage, site_id: int, key: str, transaction: Transaction) -> None:
    """Copy the finished stages before `stage` from the last build into this one."""
    kept = STAGES[: STAGES.index(stage)]
    async with transaction() as session:
        statement = select(AgentRun).where(
            AgentRun.site_id == site_id,
            AgentRun.state == RunState.DONE,
            AgentRun.build_key != key,
            col(AgentRun.stage).in_(kept),
        )
        newest = {run.stage: run for run in (await session.exec(statement.order_by(col(AgentRun.id)))).all()}
        for run in newest.values():
            copied = run.model_dump(exclude={"id", "build_key", "cost_microusd"})
            await insert_once(session, AgentRun, {**copied, "build_key": key, "cost_microusd": 0})


async def _count_turns(site_id: int, key: str, transaction: Transaction) -> int:
    """The pages this site has had: who asks for a stage anew wants another page than those."""
    async with transaction() as session:
        statement = select(func.count()).where(
            SiteVersion.site_id == site_id, SiteVersion.build_key != key, SiteVersion.parent == 0
        )
        return (await session.exec(statement)).one()


async def _begin(site_id: int, transaction: Transaction) -> tuple[GeneratedSite, Facts, int]:
    async with transaction() as session:
        site = await session.get(GeneratedSite, site_id)
        if site is None:
            raise NotFound(f"There is no site {site_id}; it may have been deleted.")
        business = await session.get_one(Business, site.business_id)
        site.status, site.updated_at = SiteStatus.BUILDING, now()
        if business.stage in (RoadStage.FOUND, RoadStage.QUALIFIED):
            business.stage, business.stage_at = RoadStage.BUILDING, now()
        business.failure = ""
        session.add_all([site, business])
        nth = await _count_before(session, site, business)
        return site, facts_of(business), nth


async def _count_before(session: AsyncSession, site: GeneratedSite, business: Business) -> int:
    """How many shops of this trade in this town were designed before this one."""
    statement = (
        select(func.count())
        .select_from(GeneratedSite)
        .join(Business, col(Business.id) == GeneratedSite.business_id)
        .where(
            Business.trade == business.trade, Business.city == business.city, col(GeneratedSite.id) < site.id
        )
    )
    return (await session.exec(statement)).one()


async def _finish(run: Build, made: Made, seconds: float) -> Built:
    report = made.report
    findings = [finding.model_dump(mode="json") for finding in report.findings]
    async with run.transaction() as session:
        site = await session.get(GeneratedSite, run.site.id, with_for_update=True)
        business = await session.get(Business, run.site.business_id)
        if site is None or business is None:
            raise NotFound("The site was deleted while it was being made.")
        site.engine, site.vibe, site.updated_at = run.made_by, made.direction.vibe, now()
        if report.is_refused:
            site.status = SiteStatus.REFUSED
            site.refusal = {"score": report.score, "findings": findings}
            business.failure = report.sentence
            session.add_all([site, business])
        else:
            await _store_version(session, run, site, made, findings, seconds)
            site.status, site.gate_score, site.refusal = SiteStatus.READY, report.score, None
            if business.stage in (RoadStage.FOUND, RoadStage.QUALIFIED, RoadStage.BUILDING):
                business.stage, business.stage_at = RoadStage.BUILT, now()
            session.add_all([site, business])
    await run.narrator.status(site.status)
    if report.is_refused:
        raise Refused(f"The publish gate refused the page of {run.facts.name}: {report.sentence}")
    return Built(
        business_id=run.site.business_id,
        site_id=run.site.id or 0,
        subdomain=site.subdomain,
        version=site.current_version,
        engine=run.made_by,
        seconds=round(seconds, 3),
        cost_microusd=run.cost,
        gate=report.score,
        findings=findings,
    )


async def newest_number(session: AsyncSession, site_id: int) -> int:
    """The highest version number of a site; 0 before its first."""
    newest = select(func.max(SiteVersion.number)).where(SiteVersion.site_id == site_id)
    return (await session.exec(newest)).one() or 0


async def _store_version(
    session: AsyncSession,
    run: Build,
    site: GeneratedSite,
    made: Made,
    findings: list[dict[str, Any]],
    seconds: float,
) -> None:
    number = await newest_number(session, site.id or 0) + 1  # the current one may be an earlier one
    values = {
        "site_id": site.id,
        "number": number,
        "build_key": run.key,
        "engine": run.made_by,
        "facts": run.facts.model_dump(mode="json"),
        "direction": made.direction.model_dump(mode="json"),
        "blueprint": made.blueprint.model_dump(mode="json"),
        "gate": {"score": made.report.score, "findings": findings},
        "gate_score": made.report.score,
        "bytes": sum(len(data) for data in made.page.files.values()),
        "cost_microusd": run.cost,
        "seconds": seconds,
        "note": made.mended[:200],
        "created_at": now(),
    }
    if await insert_once(session, SiteVersion, values):
        site.current_version = number
