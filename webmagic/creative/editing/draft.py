"""Edits laid over a version: its facts, its design and its page, checked and not yet stored."""

from dataclasses import dataclass
from typing import Any

from webmagic.core.errors import Invalid
from webmagic.creative import gate
from webmagic.creative.context import context_of
from webmagic.creative.editing import languages, look, merge, stating
from webmagic.creative.editing.dropping import without
from webmagic.creative.editing.edits import Edits
from webmagic.creative.editing.texts import with_texts
from webmagic.creative.facts import Facts
from webmagic.creative.gate import Finding, Report
from webmagic.creative.page import Page
from webmagic.creative.stages import Blueprint, Direction
from webmagic.creative.studio import analyst, architect
from webmagic.creative.studio import concept as concepts
from webmagic.creative.studio.copy import credits
from webmagic.creative.studio.render import SiteContext, render
from webmagic.models import GeneratedSite, SiteVersion


@dataclass(frozen=True)
class Draft:
    """`stated`: columns of the business that the owner stated with it."""

    facts: Facts
    direction: Direction
    blueprint: Blueprint
    page: Page
    report: Report
    stated: dict[str, Any]


def draft_of(
    site: GeneratedSite,
    version: SiteVersion,
    edits: Edits,
    *,
    by_owner: bool = False,
    said: str = "",
    kept: dict[str, str] | None = None,
) -> Draft:
    """Raises Invalid when an edit does not fit the page. What the gate finds is in the report.
    `kept`: texts written before in the language the page goes to; they are used if the gate lets them."""
    old = Facts.model_validate(version.facts)
    direction = Direction.model_validate(version.direction)
    blueprint = Blueprint.model_validate(version.blueprint)
    written = list(edits.texts.values()) if by_owner else []
    words = [" ".join(text.split()) for text in (*written, said)]
    stated = stating.statement_of(old, edits, words)
    facts = stating.facts_with(old, stated)
    is_moved = _without_words(facts) != _without_words(old)
    if edits.language is not None and edits.language != old.language:
        blueprint = _anew(facts, direction, blueprint)
    elif is_moved:
        blueprint = merge.brought_up(blueprint, direction, old, facts)
    direction, blueprint = look.redressed(direction, blueprint, facts, edits)
    context = context_of(site)
    if kept and edits.language is not None and edits.language != old.language:
        again = _credited(languages.with_kept(blueprint, kept), kept, facts)
        if not _inspected(facts, direction, again, context)[1].is_refused:
            blueprint = again
    blueprint = without(with_texts(blueprint, edits.texts), edits.dropped)
    blueprint = _credited(blueprint, edits.texts, facts)
    page, report = _inspected(facts, direction, blueprint, context)
    if is_moved and report.is_refused:
        mended = _mended(facts, direction, blueprint, report.findings, edits)
        if mended is not None:
            blueprint = mended
            page, report = _inspected(facts, direction, blueprint, context)
    return Draft(facts, look.in_step(direction, blueprint), blueprint, page, report, stated)


def _without_words(facts: Facts) -> dict[str, Any]:
    return facts.model_dump(exclude={"owner_words", "provenance"})


def _credited(blueprint: Blueprint, written: dict[str, str], facts: Facts) -> Blueprint:
    """Whoever is named under a headline as its author, and is not any more, is not named any more."""
    if "hero.headline" not in written:
        return blueprint
    changed = blueprint.model_copy(deep=True)
    for section in changed.sections:
        if section.kind == "hero":
            slots = section.slots
            slots["subline"] = credits.without(slots.get("subline", ""), slots["headline"], facts)
    return changed


def _inspected(
    facts: Facts, direction: Direction, blueprint: Blueprint, context: SiteContext
) -> tuple[Page, Report]:
    page = render(facts, direction, blueprint, site=context)
    return page, gate.inspect(page, facts, is_preview=context.is_preview)


def _anew(facts: Facts, direction: Direction, blueprint: Blueprint) -> Blueprint:
    """The designer's words in the other language, in the order and under the covers of the page that was."""
    analysis = analyst.analyse(facts)
    drawn = architect.build(facts, analysis, concepts.conceive(facts, analysis), direction)
    hidden = {section.kind for section in blueprint.sections if section.hidden}
    sections = [s.model_copy(update={"hidden": s.kind in hidden}) for s in drawn.sections]
    return drawn.model_copy(update={"sections": sections})


def _mended(
    facts: Facts, direction: Direction, blueprint: Blueprint, findings: list[Finding], edits: Edits
) -> Blueprint | None:
    """Sections that still say what the facts no longer do, in the designer's words; the texts of these
    very edits stay as they were written. None when no section is to blame."""
    analysis = analyst.analyse(facts)
    drawn = architect.build(facts, analysis, concepts.conceive(facts, analysis), direction)
    fresh = {section.kind: section.slots for section in drawn.sections}
    places = {finding.place.split(" ")[0] for finding in findings if finding.refuses}
    kinds = {place.removeprefix("#") for place in places if place.startswith("#")} & fresh.keys()
    if places & {"header", "nav"}:
        kinds.add("header")
    heads = {"title": drawn.title, "description": drawn.description}
    changes: dict[str, Any] = {}
    if places & {"title", "meta", "JSON-LD"}:
        changes = {name: text for name, text in heads.items() if f"page.{name}" not in edits.texts}
    if not kinds and not changes:
        return None
    sections = [
        s.model_copy(update={"slots": fresh[s.kind]}) if s.kind in kinds else s for s in blueprint.sections
    ]
    mended = blueprint.model_copy(update={"sections": sections, **changes})
    try:
        return with_texts(mended, edits.texts)
    except Invalid:  # a text of the edits has no place in the designer's own section
        return None
