"""One sentence a customer really wrote, short enough to stand in a letter.

A quote is a verbatim piece of one review: whole sentences, nothing joined, nothing mended
(only line breaks and repeated spaces are folded).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from webmagic.models import Business
from webmagic.pitcher.transports.mime import one_line

SHORTEST, LONGEST, IDEAL = 24, 190, 90
OPENING = 40  # letters of length that a whole beginning is worth
GOOD = 4.0
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|(?<=[.!?…][\"”»)])\s+")
_SHORTENED = re.compile(r"(?i)(^|\s)(mr|mrs|ms|dr|dra|sr|sra|srta|st|ing|lic|av|no|prof)\.$")
# A kind review may hold an unkind half; links, numbers and mail addresses are nobody's praise.
_UNFIT = re.compile(
    r"(?i)https?:|www\.|@|\d{4,}|[<>{}\[\]|\\`]"
    r"|\b(but|however|although|unfortunately|sadly|worst|rude|dirty|terrible|awful|never again|refund"
    r"|pero|aunque|lamentablemente|peor|sucio|grosero|mal[oa]?|pésim[oa]|nunca más"
    r"|ignore|instructions?|prompt|click|ignora|instrucciones|clic)\b"
)
_WORDS = {
    "en": {"the", "and", "they", "was", "my", "to", "is", "of", "with", "for", "you", "it", "in", "we"},
    "es": {"el", "la", "los", "las", "que", "de", "y", "con", "muy", "es", "en", "mi", "para", "un", "una"},
}


@dataclass(frozen=True)
class Quote:
    text: str
    author: str
    is_opening: bool = True  # the review begins with it, so nothing it refers to is missing


def find_quote(business: Business) -> Quote | None:
    """The best piece of praise in the reviews, or None when nothing may be quoted."""
    candidates = [quote for review in business.reviews or [] for quote in _pieces(review)]
    return max(candidates, key=lambda quote: _worth(quote, business.language), default=None)


def _pieces(review: dict[str, Any]) -> Iterator[Quote]:
    rating = review.get("rating")
    text, author = review.get("text"), review.get("author")
    if not isinstance(text, str) or not isinstance(author, str) or not one_line(author):
        return
    if not isinstance(rating, int | float) or rating < GOOD:
        return
    sentences = _sentences(one_line(text)[:3000])
    author = one_line(author)[:60]
    if _UNFIT.search(author):
        return
    folded = one_line(text)
    for start in range(len(sentences)):
        for end in (start + 2, start + 1):
            piece = " ".join(sentences[start:end])
            if SHORTEST <= len(piece) <= LONGEST and piece in folded and not _UNFIT.search(piece):
                yield Quote(piece, author, start == 0)


def _sentences(text: str) -> list[str]:
    """Split where a sentence ends and not after "Mr." or "Sra."."""
    found: list[str] = []
    for part in _SENTENCE_END.split(text):
        if found and _SHORTENED.search(found[-1]):
            found[-1] += f" {part}"
        else:
            found.append(part)
    return found


def _worth(quote: Quote, language: str) -> tuple[bool, float]:
    """In the reader's language first, then near the length that reads best."""
    text = quote.text
    words = set(re.findall(r"\w+", text.lower()))
    other = "es" if language == "en" else "en"
    is_native = len(words & _WORDS.get(language, set())) >= len(words & _WORDS[other])
    shouting = sum(c == "!" for c in text) * 30
    return is_native, OPENING * quote.is_opening - abs(len(text) - IDEAL) - shouting
