"""Bringing a page in step with changed facts without touching the words somebody chose for it.

The designer's words for the old facts and for the new ones are laid beside the page: where the page
still says what the old facts gave, it says what the new ones give; where it says something else, that
stays, with the old number or address in it replaced by the new one.
"""

from typing import Any

from webmagic.creative.facts import Facts
from webmagic.creative.stages import Blueprint, Direction, Section
from webmagic.creative.studio import analyst, architect
from webmagic.creative.studio import concept as concepts
from webmagic.creative.studio.copy import phones
from webmagic.creative.studio.grammars import GRAMMARS

KEYS = ("name", "question", "day", "src", "href", "label")  # what an item of a list is known by
NAMED = ("phone_display", "email", "street", "city", "postcode")


def brought_up(blueprint: Blueprint, direction: Direction, old: Facts, new: Facts) -> Blueprint:
    """The blueprint for the new facts, on the same idea."""
    before, after = drafts(direction, old, new)
    swaps = _swaps(old, new)
    first = {section.kind: section for section in reversed(blueprint.sections)}
    was = {section.kind: section.slots for section in before.sections}
    now = {section.kind: section for section in after.sections}
    sections = []
    for section in blueprint.sections:
        if section.kind in was and section.kind not in now:
            continue  # the facts no longer carry it
        slots = section.slots
        if section.kind in now:
            slots = merged(slots, was.get(section.kind, {}), now[section.kind].slots)
        sections.append(section.model_copy(update={"slots": _swapped(slots, swaps)}))
    fresh = [section for section in after.sections if section.kind not in first]
    for section in fresh:
        if section.kind not in was:  # else somebody took it away before
            sections = _placed(sections, section, direction)
    heads = {
        name: _swapped(merged(getattr(blueprint, name), getattr(before, name), getattr(after, name)), swaps)
        for name in ("title", "description")
    }
    return blueprint.model_copy(update={"sections": sections, "language": new.language, **heads})


def drafts(direction: Direction, old: Facts, new: Facts) -> tuple[Blueprint, Blueprint]:
    """What the designer writes for the old facts, and for the new ones on the same idea."""
    wide = _with_every_kind(direction)
    analysis = analyst.analyse(old)
    idea = concepts.conceive(old, analysis)
    before = architect.build(old, analysis, idea, wide)
    fresh = analyst.analyse(new)
    renewed = concepts.conceive(new, fresh)
    if idea.signature.kind == renewed.signature.kind:
        idea = idea.model_copy(update={"signature": renewed.signature})
    return before, architect.build(new, fresh, idea, wide)


def _with_every_kind(direction: Direction) -> Direction:
    """Asks for every kind of section; the facts decide which come."""
    kinds = {named.partition(":")[0] for named in direction.sections}
    grammar = GRAMMARS[direction.vibe]
    missing = [kind for kind in grammar.sequences[0] if kind not in kinds]
    more = [f"{kind}:{grammar.variants[kind][0]}" for kind in missing]
    return direction.model_copy(update={"sections": [*direction.sections, *more]})


def _placed(sections: list[Section], fresh: Section, direction: Direction) -> list[Section]:
    """Put a new section where the grammar has it: behind the nearest of those that come before it."""
    sequence = GRAMMARS[direction.vibe].sequences[0]
    before = sequence[: sequence.index(fresh.kind)] if fresh.kind in sequence else ()
    kinds = [section.kind for section in sections]
    anchor = next((kind for kind in reversed(before) if kind in kinds), "hero")
    at = kinds.index(anchor) + 1 if anchor in kinds else len(sections)
    return [*sections[:at], fresh, *sections[at:]]


def merged(mine: Any, was: Any, now: Any) -> Any:
    """`now` wherever `mine` is still what it `was`."""
    if mine == was:
        return now
    if was == now:
        return mine
    if isinstance(mine, dict) and isinstance(was, dict) and isinstance(now, dict):
        return {key: merged(mine.get(key), was.get(key), now.get(key)) for key in {**now, **mine}}
    if isinstance(mine, list) and isinstance(was, list) and isinstance(now, list):
        return _merged_lists(mine, was, now)
    return mine


def _merged_lists(mine: list, was: list, now: list) -> list:
    """Item by item, each known by its key: what the facts added comes in, what they dropped goes, and
    what somebody else put there stays."""
    mine_by, was_by, now_by = (_keyed(items) for items in (mine, was, now))
    kept = [
        merged(item, was_by.get(key), now_by[key]) if key in now_by and key in was_by else item
        for key, item in mine_by.items()
        if key in now_by or key not in was_by
    ]
    return [*kept, *(item for key, item in now_by.items() if key not in mine_by and key not in was_by)]


def _keyed(items: list) -> dict[str, Any]:
    return {_key(item) or f"#{number}": item for number, item in enumerate(items)}


def _key(item: Any) -> str:
    if not isinstance(item, dict):
        return str(item)
    if item.get("kind") in ("call", "whatsapp", "directions", "mail", "form"):
        return str(item["kind"])  # the address behind a button is what changes
    return next((f"{name}={item[name]}" for name in KEYS if name in item), "")


def _swaps(old: Facts, new: Facts) -> list[tuple[str, str]]:
    pairs = [(getattr(old, name), getattr(new, name)) for name in NAMED]
    pairs.append((_shown(old), _shown(new)))
    return [(was, now) for was, now in dict.fromkeys(pairs) if was and now and was != now]


def _shown(facts: Facts) -> str:
    return phones.display(facts.phone, facts.country, facts.phone_display) if facts.phone else ""


def _swapped(value: Any, swaps: list[tuple[str, str]]) -> Any:
    """Old numbers and addresses replaced in every text but a reviewer's words."""
    if isinstance(value, str):
        for was, now in swaps:
            value = value.replace(was, now) if now not in value else value
        return value
    if isinstance(value, dict):
        is_said = {"text", "author"} == set(value)
        return value if is_said else {key: _swapped(item, swaps) for key, item in value.items()}
    if isinstance(value, list):
        return [_swapped(item, swaps) for item in value]
    return value
