"""Which quotation goes where, so that no voice is heard too often.

A review stands in display size once (headline, signature or lead) and on the whole page twice at most.
"""

from collections import Counter
from dataclasses import dataclass, field

from webmagic.creative.facts import Facts
from webmagic.creative.slots import Said
from webmagic.creative.stages import Analysis, Concept, Quote
from webmagic.creative.studio import themes
from webmagic.creative.studio.copy import headlines

MOST_PER_REVIEW = 2
MOST_OTHERS = 5


@dataclass
class Plan:
    """Filled once per page, in the order of importance, then only read."""

    signature: Said | None = None
    lead: Said | None = None
    others: list[Said] = field(default_factory=list)
    offers: dict[str, Said] = field(default_factory=dict)  # by offering name


def make(facts: Facts, analysis: Analysis, concept: Concept, offerings: list[str]) -> Plan:
    uses: Counter[int] = Counter()
    plan = Plan()
    opening = _headline_quote(facts, analysis, concept)
    if opening and opening[1]:
        uses[opening[0].review] += 1
    plan.signature = _signature(concept, facts, uses)
    plan.lead, lead_review = _lead(analysis, opening, uses)
    large = concept.signature.data.get("review")
    plan.offers = _offers(facts, offerings, uses, large)
    quotes = [q for q in [analysis.best_quote, *analysis.quotes] if q and q.review != lead_review]
    plan.others = _others([q for q in quotes if q.review != large], plan, uses)
    return plan


def _others(quotes: list[Quote], plan: Plan, uses: Counter[int]) -> list[Said]:
    """Voices not heard yet; one heard in a piece above comes back whole only to make three."""
    fresh = [q for q in quotes if uses[q.review] == 0]
    above = {said.text for said in plan.offers.values()}
    again = [q for q in quotes if uses[q.review] == 1 and q.text not in above]
    chosen = [*fresh, *again[: max(0, 3 - len(fresh))]][:MOST_OTHERS]
    uses.update(q.review for q in chosen)
    return [_said(q) for q in chosen]


def _said(quote: Quote) -> Said:
    return Said(text=quote.text, author=quote.author)


def _headline_quote(facts: Facts, analysis: Analysis, concept: Concept) -> tuple[Quote, bool] | None:
    """The review the headline grew from, and whether it stands there in quotation marks."""
    for line in headlines.lines(facts, analysis):
        if line.headline == concept.headline and line.quote:
            return line.quote, line.is_verbatim
    return None


def _signature(concept: Concept, facts: Facts, uses: Counter[int]) -> Said | None:
    data = concept.signature.data
    for thing in data.get("things", []):
        uses[thing["quote"]["review"]] += 1
    if "review" not in data:
        return None
    index = data["review"]
    uses[index] += 1
    author = (
        next((r.author for i, r in enumerate(facts.reviews) if i == index), "") or concept.signature.title
    )
    return Said(text=data["quote"], author=author)


def _lead(
    analysis: Analysis, opening: tuple[Quote, bool] | None, uses: Counter[int]
) -> tuple[Said | None, int | None]:
    """The voice set large: the headline's own story when only turned there, else the best not yet large."""
    if opening and not opening[1] and uses[opening[0].review] == 0:
        uses[opening[0].review] += 1
        return _said(opening[0]), opening[0].review
    for quote in [q for q in [analysis.best_quote, *analysis.quotes] if q]:
        if uses[quote.review] == 0:
            uses[quote.review] += 1
            return _said(quote), quote.review
    return None, None


def _offers(facts: Facts, offerings: list[str], uses: Counter[int], large: int | None) -> dict[str, Said]:
    """Each service carries the review that names it; one without stays silent, and so does the voice
    the signature already sets large."""
    found: dict[str, Said] = {}
    taken: set[int | None] = {large}
    for name in offerings:
        for quote in themes.said_of(facts, name):
            if quote.review not in taken and uses[quote.review] < MOST_PER_REVIEW:
                uses[quote.review] += 1
                taken.add(quote.review)
                found[name] = _said(quote)
                break
    return found
