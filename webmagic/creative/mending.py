"""From a blueprint to a page the gate lets pass, whatever the model wrote.

Each text was judged when it was laid in; here the whole page is. What still fails gives way step by
step: the section at fault, all words, at last the look and the idea too. The designer's own page
passes, so a build of Claude's ends in a finished page.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from webmagic.creative import gate
from webmagic.creative.facts import Facts
from webmagic.creative.gate import Report
from webmagic.creative.page import Page
from webmagic.creative.stages import Analysis, Blueprint, Concept, Direction
from webmagic.creative.studio import analyst, architect, concept, director
from webmagic.creative.studio.render import SiteContext, render


@dataclass(frozen=True)
class Thought:
    """What the agents made of one business."""

    facts: Facts
    analysis: Analysis
    concept: Concept
    direction: Direction
    blueprint: Blueprint
    nth: int = 0


@dataclass(frozen=True)
class Made:
    page: Page
    report: Report
    direction: Direction
    blueprint: Blueprint
    mended: str = ""  # what the designer put right, in a sentence


def make_page(thought: Thought, site: SiteContext, *, may_mend: bool) -> Made:
    """The page and the gate's word on it. `may_mend`: a model had a hand in it."""
    if not may_mend:
        return _judged(thought, site)
    first = _tried(thought, site)
    if first and not first.report.is_refused:
        return first
    found = [rule for rule in first.report.findings if rule.refuses] if first else []
    why = found[0].message if found else "It could not be set."
    for words, other in _gentler(thought, site, len(found)):
        made = _tried(other, site)
        if made and not made.report.is_refused:
            return Made(made.page, made.report, other.direction, other.blueprint, f"{words} {why}")
    return _judged(_designed(thought), site)


def _tried(thought: Thought, site: SiteContext) -> Made | None:
    try:
        return _judged(thought, site)
    except (KeyError, ValueError, TypeError, AttributeError):  # slots that no template can set
        return None


def _judged(thought: Thought, site: SiteContext) -> Made:
    page = render(thought.facts, thought.direction, thought.blueprint, site=site)
    report = gate.inspect(page, thought.facts, is_preview=site.is_preview)
    return Made(page, report, thought.direction, thought.blueprint)


def _gentler(thought: Thought, site: SiteContext, faults: int) -> Iterator[tuple[str, Thought]]:
    """Less and less of the model's, with the sentence that says so."""
    own = architect.build(thought.facts, thought.analysis, thought.concept, thought.direction)
    if faults:
        yield "The designer wrote a section anew.", _by_section(thought, own, site, faults)
    yield "The designer wrote the words anew.", _with(thought, own)
    yield "The designer made the page anew.", _designed(thought)


def _by_section(thought: Thought, own: Blueprint, site: SiteContext, faults: int) -> Thought:
    """The designer's words in just those sections in which they take a fault away."""
    best, left = thought, faults
    designed = {section.kind: section for section in own.sections}
    for place, section in enumerate(thought.blueprint.sections):
        mine = designed.get(section.kind)
        if mine is None or mine == section or not left:
            continue
        sections = list(best.blueprint.sections)
        sections[place] = mine
        tried = _with(best, best.blueprint.model_copy(update={"sections": sections}))
        made = _tried(tried, site)
        after = sum(one.refuses for one in made.report.findings) if made else left
        if after < left:
            best, left = tried, after
    if left:  # what is left is in the head of the page
        kept = best.blueprint.model_copy(update={"title": own.title, "description": own.description})
        best = _with(best, kept)
    return best


def _with(thought: Thought, blueprint: Blueprint) -> Thought:
    made = blueprint.model_copy(update={"says": thought.blueprint.says})
    return Thought(thought.facts, thought.analysis, thought.concept, thought.direction, made, thought.nth)


def _designed(thought: Thought) -> Thought:
    """The designer's page from the facts on."""
    facts = thought.facts
    read = analyst.analyse(facts)
    idea = concept.conceive(facts, read)
    look = director.direct(facts, read, idea, thought.nth)
    return Thought(facts, read, idea, look, architect.build(facts, read, idea, look), thought.nth)
