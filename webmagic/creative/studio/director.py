"""The Art director of the built-in designer: chooses, never draws.

Businesses of one trade and town walk one table of combinations (`nth` is the step), so no two
share vibe, palette family, faces and sequence before every combination was used.
"""

import hashlib
from dataclasses import dataclass

from webmagic.creative.facts import Facts
from webmagic.creative.stages import Analysis, ArtChoice, Concept, Direction, Palette
from webmagic.creative.studio import art, fonts, trades
from webmagic.creative.studio.colour import BAKED
from webmagic.creative.studio.grammars import GRAMMARS, Grammar
from webmagic.creative.studio.palette import FAMILIES, solve

# Which grammars a group of trades leans to; the rest follow in their own order.
LEANINGS: dict[str, tuple[str, ...]] = {
    "food": ("botanical", "retro", "editorial", "organic", "brutal", "memphis", "deco", "japandi"),
    "shop": ("botanical", "retro", "editorial", "organic", "memphis", "brutal", "japandi", "deco"),
    "fix": ("swiss", "industrial", "brutal", "retro", "glass", "editorial", "organic"),
    "bench": ("swiss", "industrial", "retro", "brutal", "editorial", "glass", "japandi"),
    "make": ("industrial", "swiss", "botanical", "brutal", "retro", "editorial", "deco"),
    "body": ("japandi", "organic", "luxe", "glass", "botanical", "editorial", "deco"),
    "care": ("japandi", "glass", "organic", "swiss", "editorial", "botanical", "memphis"),
    "hair": ("deco", "japandi", "luxe", "editorial", "memphis", "retro", "brutal", "organic"),
    "class": ("memphis", "swiss", "glass", "brutal", "organic", "japandi", "retro"),
    "pro": ("swiss", "editorial", "luxe", "glass", "deco", "japandi", "botanical"),
    "pets": ("organic", "retro", "memphis", "botanical", "brutal", "swiss", "japandi"),
    "stay": ("editorial", "botanical", "deco", "luxe", "organic", "japandi", "retro"),
}
SUITING = 4  # so many of a trade's leanings suit it equally well; the town decides which comes first

# Hands that draw a thing in its own colours.
IN_COLOUR = ("gouge", "ligne", "inline", "block", "clay", "pane")
SOBER = ("fix", "bench", "make", "pro")
INKS = (
    (15, "rose"), (35, "brick"), (65, "ochre"), (105, "straw yellow"), (140, "moss"), (170, "leaf green"),
    (215, "petrol"), (275, "blue"), (315, "violet"), (345, "aubergine"), (360, "rose"),
)  # fmt: skip


@dataclass(frozen=True)
class Choice:
    grammar: Grammar
    family: str
    faces: tuple[str, str]
    sequence: tuple[str, ...]
    hero: str
    hue: float


def direct(facts: Facts, analysis: Analysis, concept: Concept, nth: int = 0) -> Direction:
    """The look of a business: same facts and nth, same Direction."""
    return compose(facts, concept, choose(facts, nth))


def compose(facts: Facts, concept: Concept, choice: Choice) -> Direction:
    """The Direction of a choice, whoever chose."""
    seed = _seed(str(facts.business_id), facts.name)
    wanted = trades.get(facts.trade).art
    module = wanted if wanted in art.MODULES else art.FALLBACK
    return Direction(
        vibe=choice.grammar.key,
        palette=palette_of(facts, choice.grammar, choice.family, choice.hue),
        display_face=choice.faces[0],
        text_face=choice.faces[1],
        density=choice.grammar.densities[seed % len(choice.grammar.densities)],
        hero=choice.hero,
        art=ArtChoice(
            module=module,
            hand=choice.grammar.hand,
            crop=choice.grammar.crops.get(choice.hero, "full"),
            seed=seed % 10_000,
        ),
        sections=_sections(choice, facts, concept.signature.kind, seed),
        seed=seed,
        says=_says(choice, module),
    )


def palette_of(facts: Facts, grammar: Grammar, family: str, hue: float) -> Palette:
    return solve(family, hue, BAKED if _is_eaten(facts.trade, grammar) else None)


def in_grammar(direction: Direction, facts: Facts, grammar: Grammar, signature: str = "") -> Direction:
    """The look of a business in a grammar that somebody chose for it, with the same seed."""
    seed = direction.seed
    family = grammar.families[seed % len(grammar.families)]
    hues, heroes = _hues(family, trades.get(facts.trade).group), tuple(grammar.heroes)
    choice = Choice(
        grammar=grammar,
        family=family,
        faces=grammar.faces[seed % len(grammar.faces)],
        sequence=grammar.sequences[seed % len(grammar.sequences)],
        hero=heroes[seed % len(heroes)],
        hue=hues[seed % len(hues)],
    )
    crop = grammar.crops.get(choice.hero, "full")
    return Direction(
        vibe=grammar.key,
        palette=palette_of(facts, grammar, family, choice.hue),
        display_face=choice.faces[0],
        text_face=choice.faces[1],
        density=grammar.densities[seed % len(grammar.densities)],
        hero=choice.hero,
        art=direction.art.model_copy(update={"hand": grammar.hand, "crop": crop}),
        sections=_sections(choice, facts, signature, seed),
        seed=seed,
        says=_says(choice, direction.art.module),
    )


def choose(facts: Facts, nth: int) -> Choice:
    """The nth combination for the trade in the town. Neighbours in the walk differ in everything."""
    vibes = leaning(facts.trade, _seed(facts.trade, facts.city, facts.country))
    grammar = GRAMMARS[vibes[nth % len(vibes)]]
    step = nth // len(vibes)
    start = _seed(facts.trade, facts.city, facts.country, grammar.key)
    families, faces, sequences = grammar.families, grammar.faces, grammar.sequences
    first = step % len(families)
    second = step // len(families)
    third = second // len(faces)
    family = families[(first + start) % len(families)]
    hues, heroes = _hues(family, trades.get(facts.trade).group), tuple(grammar.heroes)
    return Choice(
        grammar=grammar,
        family=family,
        faces=faces[(second + first + start // 7) % len(faces)],
        sequence=sequences[(third + first + second % len(faces) + start // 11) % len(sequences)],
        hero=heroes[(first + second + nth % len(vibes) + start // 13) % len(heroes)],
        hue=(hues[(second + start // 3) % len(hues)] + _seed(facts.name) % 17 - 8) % 360,
    )


def _hues(family: str, group: str) -> tuple[int, ...]:
    """Hues of a family that suit the trade: nobody trusts a pink plumber at 2:40."""
    if group not in SOBER or FAMILIES[family].is_sober:
        return FAMILIES[family].hues
    return tuple(hue for hue in FAMILIES[family].hues if not 290 <= hue <= 355)


def leaning(trade: str, turn: int = 0) -> list[str]:
    """Grammar keys, the best fit first. `turn` says which of the suiting ones opens, so that the
    only plumber of one town does not look like the only plumber of the next."""
    known = [key for key in LEANINGS.get(trades.get(trade).group, ()) if key in GRAMMARS]
    suiting = known[:SUITING]
    at = turn % len(suiting) if suiting else 0
    return list(dict.fromkeys((*suiting[at:], *suiting[:at], *known, *GRAMMARS)))


def _is_eaten(trade: str, grammar: Grammar) -> bool:
    """Food drawn in full colour keeps the colours of food."""
    return trades.get(trade).group == "food" and grammar.hand in IN_COLOUR


def _sections(choice: Choice, facts: Facts, signature: str, seed: int) -> list[str]:
    grammar, named, ground = choice.grammar, [f"hero:{choice.hero}"], "paper"
    for place, kind in enumerate(kind for kind in choice.sequence if _can_have(kind, facts)):
        variant, ground = _variant(grammar, kind, seed // (place + 3), ground, signature)
        named.append(f"{kind}:{variant}")
    footers = grammar.variants["footer"]
    return [*named, f"footer:{footers[seed % len(footers)]}"]


def _variant(grammar: Grammar, kind: str, turn: int, before: str, signature: str) -> tuple[str, str]:
    """A variant whose ground differs from the section above, as two plates in a row read as one."""
    known = grammar.variants[kind]
    turned = [known[(turn + step) % len(known)] for step in range(len(known))]
    if kind == "hours" and signature in ("hours_chart", "week_ring"):
        turned.sort(key=lambda variant: variant not in grammar.plain_hours)
    grounds = {variant: grammar.grounds.get(f"{kind}:{variant}", "paper") for variant in turned}
    best = next(
        (variant for variant in turned if grounds[variant] == "paper" or grounds[variant] != before),
        turned[0],
    )
    return best, grounds[best]


def _can_have(kind: str, facts: Facts) -> bool:
    if kind == "voices":
        return bool(facts.reviews) or facts.rating is not None
    if kind == "gallery":
        return any(photo.key for photo in facts.photos)
    if kind == "hours":
        return bool(facts.hours)
    return True


def _says(choice: Choice, module: str) -> list[str]:
    ink = next(name for limit, name in INKS if choice.hue <= limit)
    thing = "the tools of the trade" if module == art.FALLBACK else f"the {module.replace('_', ' ')} itself"
    names = dict.fromkeys(fonts.FACES[key].family for key in choice.faces)
    opening = {
        "offer": "what they make",
        "voices": "the neighbours",
        "signature": "the one figure only this shop has",
        "hours": "when the door is open",
    }
    says = [
        FAMILIES[choice.family].says.format(ink=ink),
        art.SAYS[choice.grammar.hand].format(what=thing),
        f"Set in {' with '.join(names)}, and the page opens on {opening[choice.sequence[0]]}.",
    ]
    return says


def _seed(*key: str) -> int:
    return int.from_bytes(hashlib.sha256("\x1f".join(key).encode()).digest()[:6], "big")
