"""Changes to a page in plain words: proposed, shown as a difference, done when somebody approves.

    proposal = await creative.propose_change(session, site_id, "make the header green", asked_by="…")
    …
    await creative.approve_change(session, proposal.id, actor="…")

With a key the Editor thinks in a job (`state` is "thinking" until then); without one the common
requests are understood at once, and what is not is said to wait for a person.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.errors import Conflict, Invalid, NotFound, WebMagicError
from webmagic.core.ledger import enqueue
from webmagic.creative.agents.editor import Editor, Wish
from webmagic.creative.editing import Edits, diff, revise
from webmagic.creative.editing.draft import draft_of
from webmagic.creative.engines import has_claude
from webmagic.creative.engines.claude.wishing import ask_editor
from webmagic.creative.engines.protocol import Transaction
from webmagic.creative.facts import Facts
from webmagic.creative.sites import get_site, get_version
from webmagic.creative.stages import Blueprint, Direction
from webmagic.creative.wishes import understand
from webmagic.models import ChangeState, GeneratedSite, SiteChange, SiteVersion

LONGEST = 2000
SAID = {
    "en": {
        "all": "This would change. Nothing is online before it is approved.",
        "part": "This much would change; the rest waits for a person.",
        "none": "Nobody could do this by itself, so a person will look at it.",
        "gate": "The page would no longer be right, so a person will look at it:",
    },
    "es": {
        "all": "Esto cambiaría. Nada se publica antes de que se apruebe.",
        "part": "Esto cambiaría; lo demás lo verá una persona.",
        "none": "Esto no se pudo hacer solo; lo verá una persona.",
        "gate": "La página dejaría de estar bien, así que lo verá una persona:",
    },
}


@dataclass(frozen=True)
class Proposal:
    """`state`: thinking, proposed, unclear, approved or declined. `sentence` is for whoever asked."""

    id: int
    site_id: int
    version: int  # the version it was thought for
    words: str  # what was asked
    state: str
    sentence: str
    diff: list[dict[str, Any]] = field(default_factory=list)  # {"place", "before", "after"} by section
    left: list[str] = field(default_factory=list)  # what of the request nobody could carry out
    engine: str = "studio"
    cost_microusd: int = 0
    made_version: int = 0  # after approval
    asked_by: str = ""


async def propose_change(session: AsyncSession, site_id: int, words: str, *, asked_by: str = "") -> Proposal:
    """Write the wish down, and what it would change. Nothing changes before `approve_change`."""
    words = " ".join(words.split())
    if not words:
        raise Invalid("Say what should change.")
    if len(words) > LONGEST:
        raise Invalid(f"A request may have {LONGEST:,} characters; this one has {len(words):,}.")
    site = await get_site(session, site_id)
    version = await get_version(session, site)
    row = SiteChange(site_id=site_id, version=version.number, words=words, asked_by=asked_by[:320])
    session.add(row)
    await session.flush()
    if has_claude():
        await enqueue(
            session,
            "generation.change",
            dedupe=f"change:{row.id}",
            change_id=row.id,
            business_id=site.business_id,
        )
        return _proposal(row)
    await _write_down(session, row, site, version, _understood(version, words), "studio")
    return _proposal(row)


async def think_change(change_id: int, transaction: Transaction) -> Proposal:
    """For the job: the Editor's proposal; the built-in reading when Claude has none."""
    async with transaction() as session:
        row = await _get(session, change_id)
        site = await get_site(session, row.site_id)
        version = await get_version(session, site, row.version)
    if row.state != ChangeState.THINKING:
        return _proposal(row)
    editor = Editor(
        Facts.model_validate(version.facts),
        Direction.model_validate(version.direction),
        Blueprint.model_validate(version.blueprint),
        row.words,
    )
    wish, usage = await ask_editor(editor, f"change:{change_id}", row.site_id, transaction)
    async with transaction() as session:
        row = await _get(session, change_id)
        row.cost_microusd = usage.cost_microusd
        engine = "claude" if wish else "studio"
        await _write_down(session, row, site, version, wish or _understood(version, row.words), engine)
        return _proposal(row)


def _understood(version: SiteVersion, words: str) -> Wish:
    return understand(Facts.model_validate(version.facts), Blueprint.model_validate(version.blueprint), words)


async def _write_down(
    session: AsyncSession, row: SiteChange, site: GeneratedSite, version: SiteVersion, wish: Wish, engine: str
) -> None:
    """The wish tried on the page: its difference, or why a person has to look."""
    said = SAID["es" if version.facts.get("language") == "es" else "en"]
    row.engine, row.left, row.state = engine, wish.left, ChangeState.UNCLEAR
    row.sentence = said["none"]
    if not wish.edits.is_empty:
        try:
            row.diff, problem = await asyncio.to_thread(_tried, site, version, wish.edits, row.words)
        except WebMagicError as error:
            row.diff, problem = [], str(error)
        if problem or not row.diff:
            row.sentence = f"{said['gate']} {problem}" if problem else said["none"]
        else:
            row.state, row.edits = ChangeState.PROPOSED, wish.edits.model_dump(mode="json", exclude_none=True)
            row.sentence = " ".join(
                part for part in (wish.sentence, said["part" if wish.left else "all"]) if part
            )
    if row.state == ChangeState.UNCLEAR and not row.left:
        row.left = [row.words]
    session.add(row)


def _tried(
    site: GeneratedSite, version: SiteVersion, edits: Edits, words: str
) -> tuple[list[dict[str, Any]], str]:
    """(difference, why the gate refuses it)."""
    draft = draft_of(site, version, edits, said=words)
    if draft.report.is_refused:
        return [], draft.report.sentence
    new = SiteVersion(
        site_id=version.site_id,
        number=version.number + 1,
        build_key="",
        facts=draft.facts.model_dump(mode="json"),
        direction=draft.direction.model_dump(mode="json"),
        blueprint=draft.blueprint.model_dump(mode="json"),
    )
    found = [
        {"place": one.label, "before": one.before[:400], "after": one.after[:400]}
        for one in diff(version, new)
    ]
    return found[:60], ""


async def approve_change(session: AsyncSession, change_id: int, *, actor: str) -> Proposal:
    """A new version with the proposed edits; publishing it is asked for separately. Raises Conflict when
    the page has moved on or somebody decided already, RevisionRefused when the gate says no."""
    row = await _get(session, change_id, lock=True)
    if row.state != ChangeState.PROPOSED:
        raise Conflict("This change does not wait for approval (any more).")
    made = await revise(
        session,
        row.site_id,
        Edits.model_validate(row.edits),
        author=actor,
        note=f"Asked for: {row.words}"[:200],
        said=row.words,
        base=row.version,
    )
    _decide(session, row, ChangeState.APPROVED, actor)
    row.made_version = made.number
    return _proposal(row)


async def decline_change(session: AsyncSession, change_id: int, *, actor: str) -> Proposal:
    row = await _get(session, change_id, lock=True)
    if row.state in (ChangeState.APPROVED, ChangeState.DECLINED):
        raise Conflict("This change was decided already.")
    _decide(session, row, ChangeState.DECLINED, actor)
    return _proposal(row)


def _decide(session: AsyncSession, row: SiteChange, state: ChangeState, actor: str) -> None:
    row.state, row.decided_by, row.decided_at = state, actor[:320], now()
    session.add(row)


async def get_proposal(session: AsyncSession, change_id: int) -> Proposal:
    return _proposal(await _get(session, change_id))


async def list_proposals(session: AsyncSession, site_id: int, limit: int = 20) -> list[Proposal]:
    """Newest first."""
    statement = select(SiteChange).where(SiteChange.site_id == site_id).order_by(col(SiteChange.id).desc())
    return [_proposal(row) for row in (await session.exec(statement.limit(limit))).all()]


async def _get(session: AsyncSession, change_id: int, *, lock: bool = False) -> SiteChange:
    row = await session.get(
        SiteChange, change_id, with_for_update=True if lock else None, populate_existing=lock
    )
    if row is None:
        raise NotFound(f"There is no change {change_id}.")
    return row


def _proposal(row: SiteChange) -> Proposal:
    return Proposal(
        id=row.id or 0,
        site_id=row.site_id,
        version=row.version,
        words=row.words,
        state=row.state,
        sentence=row.sentence,
        diff=list(row.diff),
        left=list(row.left),
        engine=row.engine,
        cost_microusd=row.cost_microusd,
        made_version=row.made_version,
        asked_by=row.asked_by,
    )
