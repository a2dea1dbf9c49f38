"""The Art director: how the page looks, chosen among what the grammars can do."""

import dataclasses

from webmagic.creative.agents.agent import Agent, Draft
from webmagic.creative.agents.fencing import fence, told
from webmagic.creative.agents.guard import Guard
from webmagic.creative.facts import Facts
from webmagic.creative.stages import Analysis, Concept, Direction
from webmagic.creative.studio import director, trades
from webmagic.creative.studio.grammars import GRAMMARS, Grammar

OFFERED = 3


class DirectionDraft(Draft):
    grammar: str
    family: str
    hue: int
    faces: str
    hero: str
    density: str
    order: list[str]
    variants: list[str]


class ArtDirector(Agent[Direction]):
    """Neighbours of one trade are offered different grammars, so that the choice cannot make twins:
    the walk over the table goes on under the model's hand."""

    name = "art_director"
    draft = DirectionDraft
    max_tokens = 900

    def __init__(self, facts: Facts, analysis: Analysis, concept: Concept, nth: int):
        super().__init__(facts)
        self.analysis, self.concept, self.nth = analysis, concept, nth

    def offered(self) -> list[str]:
        """Grammar keys, those of the steps that follow this one; the table's own step comes first."""
        keys = [director.choose(self.facts, self.nth).grammar.key]
        every = director.leaning(self.facts.trade)
        at = every.index(keys[0])
        return list(dict.fromkeys([*keys, *every[at:], *every]))[:OFFERED]

    def brief(self) -> str:
        idea = self.concept.model_dump(include={"headline", "subline", "reason"})
        idea["signature"] = self.concept.signature.kind
        known = {
            key: value for key, value in told(self.facts).items() if key not in ("reviews", "description")
        }
        mood = {"archetype": self.analysis.archetype, "themes": [one.label for one in self.analysis.themes]}
        mood["praise_words"] = self.analysis.praise_words
        return (
            f"{fence('facts', known)}\n{fence('analysis', mood)}\n{fence('concept', idea)}\n"
            f"{fence('offered', self.offered())}\n\n"
            "Choose a grammar among the offered, the first unless another suits the shop better, and answer."
        )

    def fallback(self) -> Direction:
        return director.direct(self.facts, self.analysis, self.concept, self.nth)

    def lay(self, draft: DirectionDraft, base: Direction, guard: Guard) -> Direction:
        choice = director.choose(self.facts, self.nth)
        if draft.grammar in self.offered() and draft.grammar != choice.grammar.key:
            choice = self._other(draft.grammar)
        grammar = choice.grammar
        family = draft.family if draft.family in grammar.colours else choice.family
        faces = {" with ".join(pair): pair for pair in grammar.faces}
        choice = dataclasses.replace(
            choice,
            family=family,
            hue=_hue(self.facts, float(draft.hue % 360)) if family == draft.family else choice.hue,
            faces=faces.get(draft.faces, choice.faces),
            hero=draft.hero if draft.hero in grammar.heroes else choice.hero,
            sequence=_order(draft.order, choice.sequence),
        )
        made = director.compose(self.facts, self.concept, choice)
        density = draft.density if draft.density in grammar.densities else made.density
        sections = _varied(made.sections, draft.variants, grammar)
        return made.model_copy(update={"density": density, "sections": sections})

    def _other(self, key: str) -> director.Choice:
        """The table's own choice within another grammar: the next step of the walk that has it."""
        steps = range(self.nth, self.nth + 2 * len(GRAMMARS))
        found = (director.choose(self.facts, step) for step in steps)
        return next((one for one in found if one.grammar.key == key), director.choose(self.facts, self.nth))


def _hue(facts: Facts, wanted: float) -> float:
    """No pink for trades that come at night with a wrench."""
    is_sober = trades.get(facts.trade).group in director.SOBER
    return (wanted + 90) % 360 if is_sober and 290 <= wanted <= 355 else wanted


def _order(wanted: list[str], known: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds of the grammar's sequence in the wanted order; what was forgotten comes at the end."""
    kinds = [one.partition(":")[0] for one in wanted]
    first = [kind for kind in dict.fromkeys(kinds) if kind in known]
    return (*first, *(kind for kind in known if kind not in first))


def _varied(sections: list[str], wanted: list[str], grammar: Grammar) -> list[str]:
    """The wanted variants, where the grammar has them and two plates do not come to lie together."""
    asked = {kind: variant for kind, _, variant in (one.partition(":") for one in wanted)}
    made: list[str] = []
    for name in sections:
        kind, _, variant = name.partition(":")
        new = f"{kind}:{asked.get(kind, variant)}"
        is_known = asked.get(kind) in grammar.variants.get(kind, ())
        ground = grammar.grounds.get(new, "paper")
        before = grammar.grounds.get(made[-1], "paper") if made else "paper"
        made.append(new if is_known and (ground == "paper" or ground != before) else name)
    return made
