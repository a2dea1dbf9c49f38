"""Words of reviews in two languages, and how to find them in a text."""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from webmagic.creative.studio.trades import LANGUAGES, plain


@cache
def book(language: str) -> dict:
    name = f"lexicon_{language if language in LANGUAGES else 'en'}.toml"
    return tomllib.loads((files(__package__) / name).read_text("utf-8"))


def pattern_of(words) -> re.Pattern:
    """One expression for many words of `plain` text; a word ending in "*" is a stem."""
    parts = []
    for word in sorted(words, key=len, reverse=True):
        stem = word.endswith("*")
        parts.append(re.escape(plain(word)) + (r"[a-z]*" if stem else ""))
    return re.compile(rf"(?<![a-z0-9'])(?:{'|'.join(parts)})(?![a-z0-9])") if parts else re.compile(r"(?!)")


@cache
def finder(language: str, *path: str) -> re.Pattern:
    """Matcher for one list of the lexicon: finder("en", "good"), finder("es", "themes", "speed")."""
    node = book(language)
    for key in path:
        node = node[key]
    return pattern_of(node)


def count(text: str, language: str, *path: str) -> int:
    return len(finder(language, *path).findall(plain(text)))


@lru_cache(maxsize=5000)
def guess_language(text: str) -> str:
    """ "en", "es", or "" for another language or too little to tell."""
    letters = [c for c in text if c.isalpha()]
    if not letters or sum(c < "\u0250" for c in letters) < 0.9 * len(letters):
        return ""
    words = re.findall(r"[a-zñáéíóúü']+", text.lower())
    scores = {lang: _score(words, lang) for lang in LANGUAGES}
    best = max(LANGUAGES, key=lambda lang: scores[lang])
    return best if scores[best] > 0 and scores[best] > min(scores.values()) else ""


@cache
def _stop_words(language: str) -> frozenset[str]:
    return frozenset(book(language)["stop"])


def _score(words: list[str], language: str) -> float:
    stop, extra = _stop_words(language), finder(language, "good")
    hits = sum(plain(w) in stop for w in words) + 0.6 * sum(bool(extra.fullmatch(plain(w))) for w in words)
    accents = sum(any(c in "ñáéíóúü" for c in w) for w in words)
    return hits + (accents if language == "es" else 0)
