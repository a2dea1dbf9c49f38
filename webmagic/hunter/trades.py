"""Which trade a listing belongs to, by its category in English or Spanish, its OpenStreetMap tag,
or, failing those, its name. The keys are those of `creative.studio.trades`; a test holds the two
together, since hunter may not import from the layer above it."""

import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from webmagic.hunter.normal.text import fold

GENERAL = "general"
# Words that say little beside another, and words that a name may hold for other reasons.
VAGUE = frozenset({"tienda", "market", "health", "electronics", "computer", "general store"})
WEAK_IN_NAMES = VAGUE | {
    "bar",
    "tea",
    "hair",
    "keys",
    "glass",
    "garage",
    "legal",
    "electric",
    "taco",
    "moto",
    "fruit",
    "flower",
    "roof",
    "paint",
    "beauty",
    "salon",
    "school",
    "clinic",
    "inn",
    "meat",
    "cake",
    "dress",
    "signs",
}


@cache
def _index() -> dict[str, str]:
    book = tomllib.loads((files("webmagic.hunter.words") / "trades.toml").read_text("utf-8"))
    return {fold(word): key for key, words in book.items() for word in words.split(",") if fold(word)}


def known_words() -> frozenset[str]:
    """Every phrase that names a trade, folded."""
    return frozenset(_index())


@cache
def _longest() -> int:
    return max(len(word.split()) for word in _index())


@lru_cache(maxsize=20_000)
def match(category: str, name: str = "") -> str:
    """The trade's key. The longest known phrase of the category wins, then of the name."""
    return _find(category, VAGUE) or _find(category) or _find(name, WEAK_IN_NAMES) or GENERAL


def _find(text: str, skip: frozenset[str] = frozenset()) -> str:
    tokens = fold(text).split()
    for length in range(min(_longest(), len(tokens)), 0, -1):
        for start in range(len(tokens) - length + 1):
            phrase = " ".join(tokens[start : start + length])
            for form in (phrase, phrase.removesuffix("s"), phrase.removesuffix("es")):
                if form in _index() and form not in skip:
                    return _index()[form]
    return ""
