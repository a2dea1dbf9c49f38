"""Changing how a page looks: its grammar, colours, faces, the order and the variants of its sections."""

from typing import Any

from webmagic.core.errors import Invalid
from webmagic.creative.editing.edits import Edits
from webmagic.creative.facts import Facts
from webmagic.creative.stages import Blueprint, Direction, Section
from webmagic.creative.studio import director
from webmagic.creative.studio.copy import words
from webmagic.creative.studio.grammars import GRAMMARS, Grammar

FIXED = ("header", "hero", "footer")  # on every page, in this order, never hidden
Design = tuple[Direction, Blueprint]


def redressed(direction: Direction, blueprint: Blueprint, facts: Facts, edits: Edits) -> Design:
    """Copies that look as the edits say. Raises Invalid naming what a grammar does not have."""
    if edits.vibe is not None and edits.vibe != direction.vibe:
        direction, blueprint = _in_vibe(direction, blueprint, facts, edits.vibe)
    direction = _coloured(direction, facts, edits)
    if edits.order is not None:
        blueprint = _ordered(blueprint, edits.order)
    if edits.hidden is not None:
        blueprint = _hiding(blueprint, edits.hidden)
    for kind, variant in edits.variants.items():
        direction, blueprint = _turned(direction, blueprint, kind, variant)
    return in_step(direction, blueprint), blueprint


def in_step(direction: Direction, blueprint: Blueprint) -> Direction:
    """The direction names its sections as the blueprint has them."""
    named = [f"{s.kind}:{s.variant}" for s in blueprint.sections if s.kind != "header"]
    return direction.model_copy(update={"sections": named})


def grammar_of(vibe: str) -> Grammar:
    if vibe in GRAMMARS:
        return GRAMMARS[vibe]
    raise Invalid(f"There is no vibe called {vibe[:40]}. Known are: {words.listed(sorted(GRAMMARS), 'en')}.")


def _one_of(kind: str, wanted: str, known: tuple[str, ...], vibe: str) -> str:
    if wanted in known:
        return wanted
    raise Invalid(f"{vibe.capitalize()} has no {kind} called {wanted[:40]}. It has: {', '.join(known)}.")


def _in_vibe(direction: Direction, blueprint: Blueprint, facts: Facts, vibe: str) -> Design:
    """The other grammar's own colours, faces, drawing and order, for the same words."""
    grammar = grammar_of(vibe)
    by_kind = {section.kind: section for section in blueprint.sections}
    signature = by_kind["signature"].slots.get("kind", "") if "signature" in by_kind else ""
    direction = director.in_grammar(direction, facts, grammar, signature)
    wanted = {kind: variant for kind, _, variant in (n.partition(":") for n in direction.sections)}
    kinds = ["header", *wanted, *(kind for kind in by_kind if kind not in wanted and kind not in FIXED)]
    kinds = [*(kind for kind in kinds if kind != "footer"), "footer"]
    sections = [
        by_kind[kind].model_copy(update={"variant": wanted.get(kind, "")})
        for kind in dict.fromkeys(kinds)
        if kind in by_kind
    ]
    return direction, blueprint.model_copy(update={"sections": sections})


def _coloured(direction: Direction, facts: Facts, edits: Edits) -> Direction:
    grammar = GRAMMARS[direction.vibe]
    changes: dict[str, Any] = {}
    if edits.palette is not None or edits.hue is not None:
        family = edits.palette or direction.palette.family
        _one_of("palette", family, grammar.families, grammar.key)
        hue = direction.palette.hue if edits.hue is None else edits.hue
        changes["palette"] = director.palette_of(facts, grammar, family, hue)
    if edits.faces is not None:
        if edits.faces not in grammar.faces:
            known = ", ".join(" with ".join(pair) for pair in grammar.faces)
            raise Invalid(f"{grammar.key.capitalize()} does not set these two faces. It sets: {known}.")
        changes |= {"display_face": edits.faces[0], "text_face": edits.faces[1]}
    if edits.density is not None:
        changes["density"] = _one_of("density", edits.density, grammar.densities, grammar.key)
    return direction.model_copy(update=changes)


def _movable(blueprint: Blueprint, kind: str) -> Section:
    if kind in FIXED:
        raise Invalid(f"The {kind} keeps its place on every page.")
    for section in blueprint.sections:
        if section.kind == kind:
            return section
    raise Invalid(f"This page has no section called {kind[:40]}.")


def _ordered(blueprint: Blueprint, order: list[str]) -> Blueprint:
    """The named sections share out the places that they hold together."""
    if len(set(order)) != len(order):
        raise Invalid("The order names a section twice.")
    queue = iter([_movable(blueprint, kind) for kind in order])
    sections = [next(queue) if s.kind in order else s for s in blueprint.sections]
    return blueprint.model_copy(update={"sections": sections})


def _hiding(blueprint: Blueprint, hidden: list[str]) -> Blueprint:
    for kind in hidden:
        _movable(blueprint, kind)
    hero = next(s for s in blueprint.sections if s.kind == "hero")
    ways = [a for a in hero.slots.get("actions", []) if a.get("href") not in {f"#{kind}" for kind in hidden}]
    if hero.slots.get("actions") and not ways:
        raise Invalid("The page's only button leads to the contact form, so that section has to stay.")
    sections = [s.model_copy(update={"hidden": s.kind in hidden}) for s in blueprint.sections]
    return blueprint.model_copy(update={"sections": sections})


def _turned(direction: Direction, blueprint: Blueprint, kind: str, variant: str) -> Design:
    grammar = GRAMMARS[direction.vibe]
    if kind == "hero":
        _one_of("hero", variant, tuple(grammar.heroes), grammar.key)
        crop = grammar.crops.get(variant, "full")
        art = direction.art.model_copy(update={"crop": crop})
        direction = direction.model_copy(update={"hero": variant, "art": art})
    elif kind in grammar.variants:
        _one_of(kind, variant, grammar.variants[kind], grammar.key)
    if not any(section.kind == kind for section in blueprint.sections):
        raise Invalid(f"This page has no section called {kind[:40]}.")
    sections = [
        s.model_copy(update={"variant": variant}) if s.kind == kind else s for s in blueprint.sections
    ]
    return direction, blueprint.model_copy(update={"sections": sections})
