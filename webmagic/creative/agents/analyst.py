"""The Analyst: what neighbours say of this business that is true of no other."""

from typing import Literal

from pydantic import BaseModel

from webmagic.creative.agents.agent import Agent, Draft
from webmagic.creative.agents.fencing import fence, told
from webmagic.creative.agents.guard import Guard
from webmagic.creative.gate.known import flat
from webmagic.creative.stages import Analysis, Quote, Theme
from webmagic.creative.studio import analyst

Archetype = Literal[
    "innocent", "everyman", "hero", "outlaw", "explorer", "creator",
    "ruler", "magician", "lover", "caregiver", "jester", "sage",
]  # fmt: skip
MOST_QUOTES = 10


class QuoteDraft(BaseModel):
    review: int
    text: str


class ThemeDraft(BaseModel):
    label: str
    quotes: list[QuoteDraft]


class AnalysisDraft(Draft):
    archetype: Archetype
    themes: list[ThemeDraft]
    praise_words: list[str]
    differentiators: list[str]
    best_quote: QuoteDraft | None
    quotes: list[QuoteDraft]
    doubts: list[str]


class Analyst(Agent[Analysis]):
    name = "analyst"
    draft = AnalysisDraft
    max_tokens = 2200

    def brief(self) -> str:
        return f"{fence('facts', told(self.facts))}\n\nRead them, and answer."

    def fallback(self) -> Analysis:
        return analyst.analyse(self.facts)

    def lay(self, draft: AnalysisDraft, base: Analysis, guard: Guard) -> Analysis:
        best = _quote(draft.best_quote, guard)
        quotes = _different(
            [best, *(_quote(one, guard) for one in draft.quotes), base.best_quote, *base.quotes]
        )
        themes = [theme for one in draft.themes[:6] if (theme := _theme(one, guard))]
        spoken = " · ".join(guard.known.reviews)
        praise = [
            word for word in draft.praise_words if len(word) <= 30 and flat(word) and flat(word) in spoken
        ]
        different = [
            line
            for one in draft.differentiators
            if (line := guard.text(one, 120)) and guard.is_grounded(line)
        ]
        return base.model_copy(
            update={
                "archetype": draft.archetype,
                "themes": themes or base.themes,
                "praise_words": praise[:8] or base.praise_words,
                "differentiators": different[:4] or base.differentiators,
                "best_quote": quotes[0] if quotes else None,
                "quotes": quotes[1 : MOST_QUOTES + 1],
                "doubts": [*base.doubts, *(" ".join(one.split())[:200] for one in draft.doubts[:3])],
            }
        )


def _quote(draft: QuoteDraft | None, guard: Guard) -> Quote | None:
    return guard.quote(draft.review, draft.text) if draft else None


def _theme(draft: ThemeDraft, guard: Guard) -> Theme | None:
    """A theme counts the reviews that speak of it, by code."""
    quotes = _different([_quote(one, guard) for one in draft.quotes])
    label = " ".join(draft.label.split())[:40]
    if not quotes or not label or guard.is_leak(label):
        return None
    return Theme(key=label.lower().replace(" ", "_"), label=label, mentions=len(quotes), quotes=quotes[:4])


def _different(quotes: list[Quote | None]) -> list[Quote]:
    """One piece a review, the first."""
    first: dict[int, Quote] = {}
    for quote in quotes:
        if quote:
            first.setdefault(quote.review, quote)
    return list(first.values())
