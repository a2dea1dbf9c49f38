"""The Concept: what one page is about."""

from typing import Literal

from pydantic import BaseModel

from webmagic.creative.agents.agent import Agent, Draft
from webmagic.creative.agents.fencing import fence, told
from webmagic.creative.agents.guard import Guard
from webmagic.creative.facts import Facts
from webmagic.creative.stages import Analysis, Concept, Idea, Signature
from webmagic.creative.studio import concept
from webmagic.creative.studio.copy import headlines

Angle = Literal["time", "object", "person", "place", "price", "praise", "hours", "name"]
LONGEST_HEADLINE, LEAST_HEADLINE = 84, 12
LONGEST_SUBLINE = 170


class IdeaDraft(BaseModel):
    headline: str
    angle: Angle
    reason: str


class ConceptDraft(Draft):
    ideas: list[IdeaDraft]
    chosen: int
    subline: str
    signature: str
    signature_title: str


class ConceptAgent(Agent[Concept]):
    name = "concept"
    draft = ConceptDraft
    max_tokens = 1400

    def __init__(self, facts: Facts, analysis: Analysis):
        super().__init__(facts)
        self.analysis = analysis

    def brief(self) -> str:
        signs = [{"kind": one.kind, "title": one.title} for one in self._signatures()]
        analysis = self.analysis.model_dump(exclude={"says", "facts_traced"})
        return (
            f"{fence('facts', told(self.facts))}\n{fence('analysis', analysis)}\n"
            f"{fence('signatures', signs)}\n\nDecide what the page is about, and answer."
        )

    def fallback(self) -> Concept:
        return concept.conceive(self.facts, self.analysis)

    def lay(self, draft: ConceptDraft, base: Concept, guard: Guard) -> Concept:
        ideas = [idea for one in draft.ideas[:4] if (idea := _idea(one, guard))]
        wanted = draft.ideas[draft.chosen].headline if 0 <= draft.chosen < len(draft.ideas) else ""
        best = next((idea for idea in ideas if idea.headline == " ".join(wanted.split())), None)
        best = best or next(iter(ideas), None)
        sign = self._signature(draft, guard) or base.signature
        if best is None:
            return base.model_copy(update={"signature": sign})
        every = [best, *(idea for idea in ideas if idea is not best), *base.ideas][:3]
        return base.model_copy(
            update={
                "ideas": every,
                "chosen": 0,
                "reason": best.reason,
                "headline": best.headline,
                "subline": guard.text(draft.subline, LONGEST_SUBLINE, base.subline, least=20),
                "signature": sign,
            }
        )

    def _signatures(self) -> list[Signature]:
        """What the facts can draw; the numbers in it are code's."""
        line = headlines.Line(headline="", angle="", reason="", score=0)
        found = {one.kind: one for one in concept.signatures(self.facts, self.analysis, line)}
        return list(found.values())

    def _signature(self, draft: ConceptDraft, guard: Guard) -> Signature | None:
        chosen = next((one for one in self._signatures() if one.kind == draft.signature), None)
        if chosen is None:
            return None
        return chosen.model_copy(
            update={"title": guard.text(draft.signature_title, 60, chosen.title, least=4)}
        )


def _idea(draft: IdeaDraft, guard: Guard) -> Idea | None:
    headline = guard.text(draft.headline, LONGEST_HEADLINE, least=LEAST_HEADLINE)
    if not headline or "!" in headline:
        return None
    reason = " ".join(draft.reason.split())[:200]
    return Idea(headline=headline, angle=draft.angle, reason="" if guard.is_leak(reason) else reason)
