"""Finished pages for tests: shops, grammars and variants crossed, with the designer's own words."""

import itertools

from tests.creative import shops
from webmagic.creative.facts import Facts
from webmagic.creative.page import Page
from webmagic.creative.stages import Blueprint, Direction
from webmagic.creative.studio import analyst, architect, concept
from webmagic.creative.studio.director import choose, direct
from webmagic.creative.studio.grammars import GRAMMARS
from webmagic.creative.studio.render import SiteContext, render

PREVIEW = SiteContext("https://shop.example", claim_url="/claim/abc", is_preview=True)
OWNED = SiteContext("https://shop.example")
SHOPS = (
    shops.bakery, shops.plumber, shops.massage, shops.bicycles, shops.taqueria, shops.barber, shops.florist,
    shops.dentist, shops.taxidermist, shops.hostile,
)  # fmt: skip


def designed(facts: Facts, nth: int = 0) -> tuple[Direction, Blueprint]:
    read = analyst.analyse(facts)
    idea = concept.conceive(facts, read)
    direction = direct(facts, read, idea, nth)
    return direction, architect.build(facts, read, idea, direction)


def page_of(facts: Facts, nth: int = 0, site: SiteContext = PREVIEW) -> Page:
    direction, blueprint = designed(facts, nth)
    return render(facts, direction, blueprint, site=site)


def in_grammar(facts: Facts, key: str, step: int = 0) -> tuple[Direction, Blueprint]:
    """A design in the grammar `key`, with the `step`th variant of everything."""
    in_it = (nth for nth in itertools.count() if choose(facts, nth).grammar.key == key)
    direction, _ = designed(facts, next(itertools.islice(in_it, step, None)))
    grammar = GRAMMARS[key]
    direction.hero = list(grammar.heroes)[step % len(grammar.heroes)]
    direction.art.crop = grammar.crops.get(direction.hero, "full")
    direction.sections = [_turned(named, grammar, direction.hero, step) for named in direction.sections]
    read = analyst.analyse(facts)
    return direction, architect.build(facts, read, concept.conceive(facts, read), direction)


def _turned(named: str, grammar, hero: str, step: int) -> str:
    kind = named.split(":", maxsplit=1)[0]
    if kind == "hero":
        return f"hero:{hero}"
    variants = grammar.variants[kind]
    return f"{kind}:{variants[step % len(variants)]}"
