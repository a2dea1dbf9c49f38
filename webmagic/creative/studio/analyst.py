"""The Analyst: reads the listing and its reviews, and says what is worth building on."""

from collections.abc import Iterator

from webmagic.creative.facts import Facts
from webmagic.creative.stages import Analysis, Quote, Theme
from webmagic.creative.studio import themes, trades
from webmagic.creative.studio.copy import hours, phones, quotable, words

LEAST_SCORE = 0.5  # below this a quotation is polite, not specific
MOST_QUOTES = 10
_THEME_ARCHETYPES = {
    "honesty": "sage",
    "kindness": "caregiver",
    "children": "caregiver",
    "return": "everyman",
}


def analyse(facts: Facts) -> Analysis:
    quotes = _quotes(facts)
    found = themes.themes(facts)
    analysis = Analysis(
        archetype=_archetype(facts, found),
        sentiment=_sentiment(facts),
        themes=found,
        praise_words=themes.praise_words(facts),
        differentiators=list(_differentiators(facts)),
        best_quote=quotes[0] if quotes else None,
        quotes=quotes[1:],
        facts_traced=_count_facts(facts),
        doubts=list(_doubts(facts)),
    )
    return analysis.model_copy(update={"says": _says(facts, analysis)})


def _quotes(facts: Facts) -> list[Quote]:
    """The specific pieces; when none is, the polite ones, which still must not shout."""
    ranked = quotable.best_per_review(facts)
    specific = [quote for piece, quote in ranked if piece.score >= LEAST_SCORE]
    polite = [quote for piece, quote in ranked if -1.5 <= piece.score < LEAST_SCORE]
    return (specific if len(specific) >= 3 else specific + polite)[:MOST_QUOTES]


def _archetype(facts: Facts, found: list[Theme]) -> str:
    """The trade's own, unless half the reviews speak of something else."""
    if found and found[0].mentions * 2 >= max(3, len(facts.reviews)):
        return _THEME_ARCHETYPES.get(found[0].key, trades.get(facts.trade).archetype)
    return trades.get(facts.trade).archetype


def _sentiment(facts: Facts) -> float:
    moods = [quotable.feeling(review) for review in facts.reviews if review.text or review.rating is not None]
    return round(sum(moods) / len(moods), 2) if moods else 0.0


def _differentiators(facts: Facts) -> Iterator[str]:
    """What sets this shop apart, as plain sentences about the listing."""
    things = [t for t in themes.named_things(facts) if t.mentions >= 2]
    for thing in things[:2]:
        yield f"{words.number(thing.mentions)} reviewers name “{thing.name.lower()}”"
    for name, mentions in themes.people(facts)[:1]:
        yield f"{name} is named in {words.number(mentions)} {'review' if mentions == 1 else 'reviews'}"
    if hours.is_always_open(facts.hours):
        yield "open 24 hours, seven days a week"
    elif len(hours.open_days(facts.hours)) == 7:
        yield "open seven days a week"
    if facts.rating and facts.review_count and facts.rating >= 4.5 and facts.review_count >= 50:
        yield f"{facts.rating:g} of 5 over {facts.review_count} reviews"


def _doubts(facts: Facts) -> Iterator[str]:
    if not facts.hours:
        yield "The listing gives no opening hours, so the page shows none."
    if facts.rating and not facts.review_count:
        yield "There is a rating but no review count."
    if facts.rating and not any(r.text.strip() for r in facts.reviews):
        yield "There is a rating but not one review to read."
    if not facts.phone:
        yield "There is no phone number."
    elif not phones.is_possible(facts.phone):
        yield f"The phone number {facts.phone} does not look valid."
    if not facts.street and not facts.address:
        yield "There is no street address."
    if not facts.city:
        yield "The town is not known."
    if facts.trade == "general":
        yield "The trade is not one the designer knows well; the listing's own word is used."
    skipped = sum(not quotable.is_safe(review) for review in facts.reviews)
    if skipped:
        yield f"{words.number(skipped).capitalize()} of the reviews look like advertising or an attack."


def _count_facts(facts: Facts) -> int:
    empty: tuple = ("", None, (), {}, False)
    skip = {"business_id", "trade", "language", "provenance"}
    return sum(getattr(facts, name) not in empty for name in type(facts).model_fields if name not in skip)


def _says(facts: Facts, analysis: Analysis) -> list[str]:
    return [*_says_of_reviews(facts, analysis), *_says_of_gaps(analysis)][:4]


def _says_of_reviews(facts: Facts, analysis: Analysis) -> Iterator[str]:
    readable = sum(bool(review.text.strip()) for review in facts.reviews)
    if not readable:
        yield "No reviews to read, so the page stands on trade, town and what the listing says."
        return
    thing = next(iter(themes.named_things(facts)), None)
    if thing and thing.mentions >= 2:
        yield f"{_of(thing.mentions, readable)} name “{thing.name.lower()}”."
    elif analysis.themes and analysis.themes[0].mentions >= 2:
        label = themes.label(analysis.themes[0].key)
        yield f"{_of(analysis.themes[0].mentions, readable)} speak of {label}."
    person = next(iter(themes.people(facts)), None)
    if person:
        times = "in one review" if person[1] == 1 else f"in {words.number(person[1])} reviews"
        yield f"{person[0]} is named in praise {times}."
    if analysis.best_quote:
        yield f"Most specific voice: {analysis.best_quote.author}, “{_clip(analysis.best_quote.text)}”"
    quiet = readable - len(analysis.quotes) - bool(analysis.best_quote)
    if quiet > 0:
        tail = "says too little, or nothing kind" if quiet == 1 else "say too little, or nothing kind"
        yield f"{_of(quiet, readable)} {tail}, and {'stays' if quiet == 1 else 'stay'} unquoted."


def _says_of_gaps(analysis: Analysis) -> Iterator[str]:
    yield from analysis.doubts[:1]


def _of(part: int, whole: int) -> str:
    if whole == 1:
        return "The one review"
    return f"{words.number(part).capitalize()} of {words.number(whole)} reviews"


def _clip(text: str) -> str:
    return text if len(text) <= 90 else text[:90].rsplit(" ", 1)[0] + "…"
