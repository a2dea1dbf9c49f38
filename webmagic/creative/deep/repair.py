"""Mending what the browser found: the section to blame is drawn in another of its grammar's variants."""

from webmagic.creative.gate.report import Finding
from webmagic.creative.stages import Blueprint, Direction
from webmagic.creative.studio.grammars import GRAMMARS

Tried = dict[str, set[str]]  # kind of section -> variants that were no good


def repaired(
    direction: Direction, blueprint: Blueprint, findings: list[Finding], tried: Tried
) -> tuple[Direction, Blueprint] | None:
    """Copies with every blamed section turned to a variant not tried yet; None when a fault that
    refuses the page is not one of a section, or a section has no variant left. Notes in `tried`."""
    blamed = {finding.place for finding in findings if finding.refuses}
    shown = {section.kind: section.variant for section in blueprint.sections}
    if not blamed <= set(shown) or not all(f.repairable for f in findings if f.refuses):
        return None
    grammar = GRAMMARS[direction.vibe]
    turned: dict[str, str] = {}
    for kind in blamed:
        known = tuple(grammar.heroes) if kind == "hero" else grammar.variants[kind]
        tried.setdefault(kind, set()).add(grammar.variant(kind, shown[kind]))
        fresh = next((variant for variant in known if variant not in tried[kind]), None)
        if fresh is None:
            return None
        turned[kind] = fresh
    return _directed(direction, turned), _rebuilt(blueprint, turned)


def _directed(direction: Direction, turned: dict[str, str]) -> Direction:
    kinds = [named.split(":", maxsplit=1)[0] for named in direction.sections]
    sections = [
        f"{kind}:{turned[kind]}" if kind in turned else named
        for kind, named in zip(kinds, direction.sections, strict=True)
    ]
    changes: dict[str, object] = {"sections": sections}
    if hero := turned.get("hero"):
        crop = GRAMMARS[direction.vibe].crops.get(hero, "full")
        changes |= {"hero": hero, "art": direction.art.model_copy(update={"crop": crop})}
    return direction.model_copy(update=changes)


def _rebuilt(blueprint: Blueprint, turned: dict[str, str]) -> Blueprint:
    sections = [
        section.model_copy(update={"variant": turned.get(section.kind, section.variant)})
        for section in blueprint.sections
    ]
    return blueprint.model_copy(update={"sections": sections})
