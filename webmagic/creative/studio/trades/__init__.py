"""The trades the built-in designer knows, in English and Spanish.

Words come from `en.toml` and `es.toml`, what a trade is in any language from `trades.toml`.
`match` finds the trade of a listing; `wording` gives the words of a page.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class Trade:
    key: str
    schema: str  # subtype of schema.org LocalBusiness
    art: str  # module of studio.art
    archetype: str
    action: str  # what a visitor does first: call | whatsapp | directions | form
    group: str
    urgent: bool = False
    agent: bool = False


@dataclass(frozen=True)
class Wording:
    """The words of one trade in one language. `noun` and `craft` are empty for "general"."""

    noun: str
    craft: str
    offer: str
    voices: str
    ask: str
    message: str
    send: str
    faq: str
    drawing: str
    match: tuple[str, ...]
    vocab: tuple[str, ...]
    g: str = ""  # article of the noun, Spanish only
    of: str = ""  # gender and number of the craft, Spanish only
    wa: str = ""
    hello: str = ""


@cache
def _read(name: str) -> dict:
    return tomllib.loads((files(__package__) / name).read_text("utf-8"))


@cache
def all_() -> dict[str, Trade]:
    return {key: Trade(key=key, **row) for key, row in _read("trades.toml").items()}


def get(key: str) -> Trade:
    """The trade of that key; an unknown key is the general one."""
    return all_().get(key, all_()["general"])


@cache
def wording(key: str, language: str) -> Wording:
    book = _read(f"{language if language in LANGUAGES else 'en'}.toml")
    trade = get(key)
    row = {**book["group"][trade.group], **book[trade.key]}
    return Wording(**{**row, "match": tuple(row["match"]), "vocab": tuple(row["vocab"])})


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Lower case without accents, marks of OpenStreetMap tags as spaces: for comparing words."""
    flat = text.casefold()
    if not flat.isascii():
        flat = "".join(c for c in unicodedata.normalize("NFKD", flat) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9&+']+", " ", flat).strip()


@cache
def _index() -> tuple[tuple[str, str], ...]:
    """(category word, trade), longest first, so "pet groomer" wins over "pet"."""
    pairs = {
        (plain(word), key)
        for language in LANGUAGES
        for key in all_()
        for word in wording(key, language).match
    }
    return tuple(sorted(pairs, key=lambda p: (-len(p[0]), p)))


def _find(text: str) -> str | None:
    padded = f" {plain(text)} "
    for word, key in _index():
        if f" {word} " in padded or f" {word}s " in padded or f" {word}es " in padded:
            return key
    return None


def match(category: str, name: str = "") -> str:
    """The trade of a listing, by its category and, failing that, by its name."""
    return _find(category) or _find(name) or "general"
