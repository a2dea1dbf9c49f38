"""Which pieces of the reviews may be quoted, and which of them first."""

import re
from dataclasses import dataclass
from functools import lru_cache

from webmagic.creative.facts import Facts, Review
from webmagic.creative.stages import Quote
from webmagic.creative.studio import trades
from webmagic.creative.studio.copy import lexicon, marks, sentences

LONGEST = 200
UNSAFE = re.compile(
    r"""https?:|www\.|\b[\w-]+\.(?:com|net|org|ru|info|biz|io|example)\b|@|[<>{}\\`|]
    |\bignor(?:e|a|en|ar)\b|\binstruc|\bprompt\b|\bsystem\b|\bscript\b|\bas\ an\ ai\b|\bclick\b|promo\ code
    |\d[\d\s().-]{6,}\d|[\u202a-\u202e\u2066-\u2069\u200b-\u200f\x00-\x09\x0b-\x1f]
    |\bf+u+c+k|\bsh[i*]t|\bbitch|\bass(?:hole)?\b|\bdamn\b|\bhell\b|\bputa|\bmierda|\bcerot|\bpendej|\bculer|\bverga""",
    re.X | re.I,
)
ORDER = re.compile(
    r"\b(?:copy ?writer|developer|programmer|assistant|chat ?bot|language model|llm|gpt|claude|headline"
    r"|web ?page|policy|to code|html|redactor|desarrollador|asistente|inteligencia artificial|titular"
    r"|encabezado)\b|\[\[|<<<",
    re.I,
)
PLACEHOLDER = {"en": "a customer", "es": "una reseña"}


@dataclass(frozen=True)
class Candidate:
    review: int
    text: str
    score: float
    language: str


def is_safe(review: Review) -> bool:
    """Nobody's advertisement, markup or order to a machine: such a review is never read aloud."""
    if UNSAFE.search(review.text) or ORDER.search(review.text):
        return False
    return not re.search(r"[<>{}\\/@]|https?:", review.author)


@lru_cache(maxsize=10_000)
def mood(text: str, language: str) -> float:
    """-1..1 by the words alone; a negated word counts for the other side."""
    good, bad = _signed(text, language, "good"), _signed(text, language, "bad")
    total = abs(good) + abs(bad)
    return (good - bad) / total if total else 0.0


def _signed(text: str, language: str, key: str) -> int:
    """Words of one list, less the negated ones. A negation reaches three words, never past a comma."""
    return sum(
        _signed_clause(lexicon.plain(clause), language, key) for clause in re.split(r"[,.;:!?]+", text)
    )


def _signed_clause(plain: str, language: str, key: str) -> int:
    negators = lexicon.finder(language, "negators")
    plain = re.sub(r"\bbad (?:jokes?|puns?|day|weather|luck)\b|\bnot bad\b", "", plain)
    score = 0
    for hit in lexicon.finder(language, key).finditer(plain):
        negated = negators.search(" ".join(plain[: hit.start()].split()[-3:]))
        score += 0 if negated and key == "bad" else -1 if negated and key == "good" else 1
    return score


@lru_cache(maxsize=5000)
def feeling(review: Review) -> float:
    """-1..1 of one review: its stars first, then its words."""
    words = mood(review.text, lexicon.guess_language(review.text) or "en")
    if review.rating is None:
        return words
    stars = (review.rating - 3) / 2
    return max(-1.0, min(1.0, 0.7 * stars + 0.3 * words if review.text else stars))


def is_praise(review: Review) -> bool:
    """Only reviews that speak well are quoted; three stars and less never are."""
    if review.rating is not None and review.rating < 3.5:
        return False
    return feeling(review) > (0.05 if review.rating is None else -0.05)


def vocabulary(facts: Facts) -> re.Pattern:
    return _vocabulary(facts.trade, facts.services)


@lru_cache(maxsize=256)
def _vocabulary(trade: str, services: tuple[str, ...]) -> re.Pattern:
    words = {*trades.wording(trade, "en").vocab, *trades.wording(trade, "es").vocab, *services}
    return lexicon.pattern_of([w for w in sorted(words) if trades.plain(w)])


def candidates(facts: Facts) -> list[Candidate]:
    """Every quotable piece of every quotable review, best first; ties break by place in the listing."""
    return list(_candidates(facts.reviews, facts.language, facts.trade, facts.services))


@lru_cache(maxsize=64)
def _candidates(
    reviews: tuple[Review, ...], page_language: str, trade: str, services: tuple[str, ...]
) -> tuple[Candidate, ...]:
    """Asked for by every agent in turn, so kept for a while."""
    known = _vocabulary(trade, services)
    found: list[Candidate] = []
    for index, review in enumerate(reviews):
        if not review.text.strip() or not is_safe(review) or not is_praise(review):
            continue
        language = lexicon.guess_language(review.text)
        if language:
            found += _pieces(page_language, index, review, language, known)
    return tuple(sorted(found, key=lambda c: (-c.score, c.review, c.text)))


def _pieces(
    page_language: str, index: int, review: Review, language: str, known: re.Pattern
) -> list[Candidate]:
    pieces = []
    whole = review.text.strip()
    is_mixed = bad_words(whole, language) or lexicon.count(whole, language, "hedges")
    for run in sentences.runs(review.text, LONGEST):
        tone = mood(run, language)
        if not _may_stand_alone(run, whole, language) or (
            is_mixed and run != whole and _has_doubtful(run, language)
        ):
            continue
        score = marks.specificity(run, language, known)
        score += (0.5 if run == whole else 0) + (0.8 if tone > 0 else _dullness(run, language))
        score -= 1.5 if language != page_language else 0
        score += min(0.5, (review.rating or 4) - 4.5)
        if lexicon.count(run, language, "hedges") and marks.kinds(run, language, known) < 3:
            continue
        pieces.append(Candidate(index, run, round(score, 3), language))
    return pieces


def _has_doubtful(run: str, language: str) -> bool:
    """In a review that also blames, every sentence quoted must praise."""
    return any(mood(sentence, language) <= 0 for sentence in sentences.split(run))


def _dullness(run: str, language: str) -> float:
    """A sentence without praise must at least tell a turn, a price or an hour."""
    told = lexicon.count(run, language, "contrast") or marks.PRICE.search(run) or marks.CLOCK.search(run)
    return 0.0 if told else -1.5


def _may_stand_alone(run: str, whole: str, language: str) -> bool:
    if bad_words(run, language):
        return False
    if len(run) < 12 or run.endswith(("...", "…", ",", ":", "More")):
        return False
    return not (run != whole and leans(run, language))


def bad_words(text: str, language: str) -> int:
    """Blame in the text; "no upsell" and "didn't scratch" are not blame."""
    return _signed(text, language, "bad")


_LEANING = {
    "en": re.compile(
        r"(?:and|but|so|or|because|also|then|it|this|that|these|those|which|yet|however|if|not|once again)\b",
        re.I,
    ),
    "es": re.compile(
        r"(?:y|pero|o|porque|tambi[eé]n|entonces|eso|esto|aunque|as[ií] que|adem[aá]s|ni|si no|bueno)\b",
        re.I,
    ),
}


def leans(run: str, language: str) -> bool:
    """A piece opening with "It" or "But" misleads when what came before is cut away."""
    return bool(_LEANING[language].match(run))


def quote(facts: Facts, candidate: Candidate) -> Quote:
    author = facts.reviews[candidate.review].author.strip() or PLACEHOLDER[facts.language]
    return Quote(review=candidate.review, text=candidate.text, author=author)


def best_per_review(facts: Facts) -> list[tuple[Candidate, Quote]]:
    """One piece of each review, best first."""
    seen, kept = set(), []
    for candidate in candidates(facts):
        if candidate.review not in seen:
            seen.add(candidate.review)
            kept.append((candidate, quote(facts, candidate)))
    return kept
