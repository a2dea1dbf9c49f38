"""Which trade a listing belongs to, by its category in English or Spanish, its OpenStreetMap tag,
or, failing those, its name. The keys are those of `creative.studio.trades`; a test holds the two
together, since hunter may not import from the layer above it."""

import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from webmagic.hunter.normal.text import fold

GENERAL = "general"  # also what is known to be none of the trades: banks, tour operators, museums
MAX_KINDS = 6


@cache
def _index() -> dict[str, str]:
    book = tomllib.loads((files("webmagic.hunter.words") / "trades.toml").read_text("utf-8"))
    return {fold(word): key for key, words in book.items() for word in words.split(",") if fold(word)}


@cache
def _weak() -> tuple[frozenset[str], frozenset[str]]:
    """Words that say little beside another, and words that a name may hold for other reasons."""
    book = tomllib.loads((files("webmagic.hunter.words") / "names.toml").read_text("utf-8"))
    vague, in_names = (frozenset(map(str.strip, book[key].split(","))) for key in ("vague", "weak_in_names"))
    return vague, vague | in_names


def known_words() -> frozenset[str]:
    """Every phrase that names a trade, folded."""
    return frozenset(word for word, trade in _index().items() if trade != GENERAL)


@cache
def _longest() -> int:
    return max(len(word.split()) for word in _index())


def match(category: str, name: str = "") -> str:
    """The trade's key. The longest known phrase of the category wins, then of the name."""
    return _of_category(category) or (_find(name, _weak()[1]) if name else "") or GENERAL


def of(categories: Iterable[str], industry: str = "", name: str = "") -> str:
    """The trade of a listing by the first of its categories that is understood, even as none of our
    trades; by what was searched for, and by its name, only where none is."""
    understood = (_of_category(text) for text in list(categories)[:MAX_KINDS])
    return next(filter(None, understood), "") or match(industry, name)


@lru_cache(maxsize=20_000)
def _of_category(category: str) -> str:
    return _find(category, _weak()[0]) or _find(category)


def _find(text: str, skip: frozenset[str] = frozenset()) -> str:
    tokens = fold(text).split()
    for length in range(min(_longest(), len(tokens)), 0, -1):
        for start in range(len(tokens) - length + 1):
            phrase = " ".join(tokens[start : start + length])
            for form in (phrase, phrase.removesuffix("s"), phrase.removesuffix("es")):
                if form in _index() and form not in skip:
                    return _index()[form]
    return ""
