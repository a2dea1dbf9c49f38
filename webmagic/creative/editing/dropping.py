"""Taking single things off a page: one voice, one service, one question, by the path of the item."""

import copy
from typing import Any

from webmagic.core.errors import Invalid
from webmagic.creative.stages import Blueprint

LISTS = {"voices": "others", "offer": "items", "faq": "items", "gallery": "photos"}


def items_of(blueprint: Blueprint) -> list[tuple[str, str]]:
    """(path, words) of everything that may be taken away by itself, in page order."""
    found: list[tuple[str, str]] = []
    for section in blueprint.sections:
        name = LISTS.get(section.kind)
        if section.hidden or name is None:
            continue
        if section.kind == "voices" and section.slots.get("lead"):
            found.append(("voices.lead", _words(section.slots["lead"])))
        found += [
            (f"{section.kind}.{name}.{number}", _words(item))
            for number, item in enumerate(section.slots.get(name) or [])
        ]
    return found


def _words(item: dict[str, Any]) -> str:
    return str(item.get("text") or item.get("name") or item.get("question") or item.get("alt") or "")


def without(blueprint: Blueprint, paths: list[str]) -> Blueprint:
    """A copy without these items. Raises Invalid for a path there is not. When the voice set large
    goes, the next one takes its place."""
    known = {path for path, _ in items_of(blueprint)}
    if unknown := [path for path in paths if path not in known]:
        raise Invalid(f"There is nothing called {unknown[0][:80]} on this page.")
    changed = copy.deepcopy(blueprint)
    for section in changed.sections:
        mine = {path for path in paths if path.startswith(f"{section.kind}.")}
        if not mine:
            continue
        name = LISTS[section.kind]
        kept = [
            item
            for number, item in enumerate(section.slots[name])
            if f"{section.kind}.{name}.{number}" not in mine
        ]
        if "voices.lead" in mine:
            section.slots["lead"] = kept.pop(0) if kept else None
        section.slots[name], section.html = kept, ""
    return changed
