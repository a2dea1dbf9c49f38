"""A page while it is made: sections are stored as the Architect finishes them, and drawn in the look
that is known by then. What is not written yet stands in the designer's words, hidden until its turn."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markupsafe import escape
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.creative.context import context_of
from webmagic.creative.engines.protocol import Transaction
from webmagic.creative.facts import Facts
from webmagic.creative.live import Narrator
from webmagic.creative.page import Page
from webmagic.creative.snapshot import facts_of
from webmagic.creative.stages import Analysis, Blueprint, Concept, Direction, Section, Stage
from webmagic.creative.studio import architect
from webmagic.creative.studio.render import SiteContext, render
from webmagic.models import AgentRun, Business, GeneratedSite, RunState, SiteVersion

SCRIPT = Path(__file__).with_name("growing.js")
OPENING = ("header", "hero")  # known as soon as the look is


class Growing:
    """Keeps a build's sections as they come, in the row of its Architect, and says so."""

    def __init__(self, narrator: Narrator, transaction: Transaction, key: str):
        self._narrator, self._transaction, self._key = narrator, transaction, key
        self._kept: dict[str, dict[str, Any]] = {}

    async def __call__(self, section: Section) -> None:
        self._kept[section.kind] = section.model_dump(mode="json")
        statement = select(AgentRun).where(AgentRun.build_key == self._key, AgentRun.stage == Stage.ARCHITECT)
        async with self._transaction() as session:
            run = (await session.exec(statement)).first()
            if run is None or run.state != RunState.RUNNING:
                return
            run.output = {"sections": list(self._kept.values())}
            session.add(run)
        await self._narrator.part(section.kind)


@dataclass(frozen=True)
class Sketch:
    """A page so far. `done` are the kinds of sections that are finished, in the order of the page."""

    facts: Facts
    direction: Direction
    blueprint: Blueprint
    context: SiteContext
    done: list[str] = field(default_factory=list)

    @property
    def kinds(self) -> list[str]:
        return [section.kind for section in self.blueprint.sections if not section.hidden]


async def sketch_of(session: AsyncSession, site_id: int) -> Sketch | None:
    """The newest build's page, finished or not; None before its look is known."""
    site = await session.get_one(GeneratedSite, site_id)
    newest = select(AgentRun).where(AgentRun.site_id == site_id).order_by(col(AgentRun.id).desc()).limit(1)
    last = (await session.exec(newest)).first()
    if last is None:
        return None
    made = select(SiteVersion).where(SiteVersion.build_key == last.build_key)
    if version := (await session.exec(made)).first():
        return _finished(site, version)
    runs = (await session.exec(select(AgentRun).where(AgentRun.build_key == last.build_key))).all()
    by_stage = {run.stage: run for run in runs}
    done = {stage: run.output for stage, run in by_stage.items() if run.state == RunState.DONE}
    if not {Stage.ANALYST, Stage.CONCEPT, Stage.ART_DIRECTOR} <= done.keys():
        return None
    facts = facts_of(await session.get_one(Business, site.business_id))
    drafted = by_stage.get(Stage.ARCHITECT)
    return _so_far(site, facts, done, drafted.output if drafted else {})


def _finished(site: GeneratedSite, version: SiteVersion) -> Sketch:
    blueprint = Blueprint.model_validate(version.blueprint)
    facts, direction = Facts.model_validate(version.facts), Direction.model_validate(version.direction)
    sketch = Sketch(facts, direction, blueprint, context_of(site, for_owner=True))
    return Sketch(facts, direction, blueprint, sketch.context, sketch.kinds)


def _so_far(
    site: GeneratedSite, facts: Facts, done: dict[str, dict[str, Any]], drafted: dict[str, Any]
) -> Sketch:
    """The designer's page in the look that was chosen, with every section that was written laid over it."""
    analysis = Analysis.model_validate(done[Stage.ANALYST])
    concept = Concept.model_validate(done[Stage.CONCEPT])
    direction = Direction.model_validate(done[Stage.ART_DIRECTOR])
    context = context_of(site, for_owner=True)
    if Stage.ARCHITECT in done:
        blueprint = Blueprint.model_validate(done[Stage.ARCHITECT])
        whole = Sketch(facts, direction, blueprint, context)
        return Sketch(facts, direction, blueprint, context, whole.kinds)
    base = architect.build(facts, analysis, concept, direction)
    written = {one["kind"]: Section.model_validate(one) for one in drafted.get("sections", [])}
    blueprint = base.model_copy(update={"sections": [written.get(s.kind, s) for s in base.sections]})
    kinds = [section.kind for section in base.sections]
    return Sketch(facts, direction, blueprint, context, [k for k in kinds if k in written or k in OPENING])


def draw(sketch: Sketch, console: str) -> Page:
    """The page with the script that shows its sections when the frame's owner, at `console`, says so."""
    page = render(sketch.facts, sketch.direction, sketch.blueprint, site=sketch.context)
    script = SCRIPT.read_bytes()
    name = f"growing.{hashlib.sha256(script).hexdigest()[:10]}.js"
    kinds = escape(json.dumps(sketch.kinds))
    tail = f'<script src="{name}" data-console="{escape(console)}" data-kinds="{kinds}"></script>\n</body>'
    html = page.html.replace("</body>", tail, 1)
    return Page(files={**page.files, name: script, "index.html": html.encode()})
