"""Chains: brands of the Name Suggestion Index by name and kind of trade, and brand tags.

A name alone is not enough: a "Subway" that cleans clothes is not Subway, nor is "Delta Plumbing"
Delta. The whole name, or all but a branch, a town and the words of the trade, must be a brand's; the
listing's kind must fit the brand's; and the brand must be at home in that country. Of a name made of
ordinary words or surnames the kind must be known; elsewhere it may be missing.
"""

import gzip
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from webmagic.hunter.names import COMMON, CONNECTORS, DIRECTIONS, PLACES, trade_words
from webmagic.hunter.normal.text import fold, fold_name

WORLD = "*"
_BRANCH = re.compile(r"\s+[-–—|@]\s+|\s*[(#]|,\s|\s+no\.?\s*\d")


@dataclass(frozen=True)
class Profile:
    """One brand of a name: kinds (groups of kinds.toml) and places."""

    kinds: frozenset[str]
    places: frozenset[str]

    def is_in(self, country: str, state: str, is_sure: bool) -> bool:
        """`is_sure`: the name says enough for a listing that does not say where it is."""
        if not country:
            return is_sure or WORLD in self.places
        if country in self.places or (WORLD in self.places and f"-{country}" not in self.places):
            return True
        if state:
            return f"{country}-{state}" in self.places
        return is_sure and any(place.startswith(f"{country}-") for place in self.places)


@cache
def _book() -> tuple[list[str], dict[str, str]]:
    """The profiles, and the names with the numbers of theirs, as they lie in the file."""
    packed = (files("webmagic.hunter.words") / "brands.gz").read_bytes()
    head, _, body = gzip.decompress(packed).decode().partition("\n\n")
    lines = body.split("\n")
    return head.split("\n"), dict(zip(lines[::2], lines[1::2], strict=True))


@cache
def _first_words() -> frozenset[str]:
    """Most names begin with none of these, and need no closer look."""
    return frozenset(name.partition(" ")[0] for name in _book()[1])


@cache
def _profile(number: int) -> Profile:
    kinds, _, places = _book()[0][number].partition("|")
    return Profile(frozenset(kinds.split()), frozenset(places.split()))


@cache
def _groups() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]], int]:
    """Trades and words of categories -> groups; the length of the longest phrase."""
    by_trade: dict[str, set[str]] = {}
    by_word: dict[str, set[str]] = {}
    book = tomllib.loads((files("webmagic.hunter.words") / "kinds.toml").read_text("utf-8"))
    for group, said in book.items():
        for trade in said["trades"].split():
            by_trade.setdefault(trade, set()).add(group)
        for word in said["words"].split(","):
            by_word.setdefault(fold(word), set()).add(group)
    longest = max(len(word.split()) for word in by_word)
    return _frozen(by_trade), _frozen(by_word), longest


def _frozen(book: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(groups) for name, groups in book.items()}


@lru_cache(maxsize=20_000)
def kinds_of(trade: str, categories: tuple[str, ...] = ()) -> frozenset[str]:
    """The groups of kinds that a listing belongs to; none when it does not tell."""
    by_trade, by_word, longest = _groups()
    found = set(by_trade.get(trade, ()))
    for category in categories[:6]:
        tokens = fold(category).split()
        for start in range(len(tokens)):
            for end in range(start + 1, min(start + longest, len(tokens)) + 1):
                phrase = " ".join(tokens[start:end])
                found |= by_word.get(phrase) or by_word.get(phrase.removesuffix("s"), frozenset())
    return frozenset(found)


def is_brand(
    name: str,
    *,
    trade: str = "",
    categories: Sequence[str] = (),
    country: str = "",
    state: str = "",
    city: str = "",
) -> bool:
    """Whether a listing of that name and kind is a chain's."""
    kinds = kinds_of(trade, tuple(categories))
    whole = fold_name(name)
    if _is_theirs(whole, kinds, country, state):
        return True
    words = whole.split()
    if not words or words[0] not in _first_words():
        return False
    before = _BRANCH.split(name, maxsplit=1)
    if len(before) > 1 and _is_theirs(fold_name(before[0]), kinds, country, state):
        return True
    return bool(kinds) and _begins_with_brand(words, kinds, (country, state, city))


def _is_theirs(folded: str, kinds: frozenset[str], country: str, state: str) -> bool:
    numbers = _book()[1].get(folded)
    if numbers is None:
        return False
    is_ordinary = numbers[0] == "~"
    if is_ordinary and not kinds:
        return False
    profiles = map(_profile, map(int, numbers.lstrip("~").split()))
    return any(
        profile.is_in(country, state, is_sure=not is_ordinary) and (not kinds or bool(kinds & profile.kinds))
        for profile in profiles
    )


def _begins_with_brand(words: list[str], kinds: frozenset[str], where: tuple[str, str, str]) -> bool:
    """ "Walmart Pharmacy", "Ace Hardware of Hoover": a brand, then only its trade or its town."""
    names = _book()[1]
    country, state, city = where
    for length in range(len(words) - 1, 0, -1):
        brand = " ".join(words[:length])
        if brand not in names or not _is_theirs(brand, kinds, country, state):
            continue
        rest = set(words[length:]) - DIRECTIONS - set(fold(f"{city} {state}").split())
        rest = {word for word in rest if not word.isdigit()} - CONNECTORS
        is_ordinary = names[brand][0] == "~"
        if is_ordinary and length == 1 and not rest <= PLACES:
            continue
        if not rest:
            return length > 1 or not is_ordinary
        if rest <= PLACES:
            return True
        is_own = not is_ordinary or not trade_words() & set(words[:length])
        if is_own and rest <= trade_words() | COMMON:
            return True
    return False


def carries_brand(name: str, brand: str) -> bool:
    """OpenStreetMap's `brand`: on a shop's own name it marks a chain, else what the shop sells."""
    own, of_brand = fold_name(name), fold_name(brand)
    return bool(of_brand) and (own == of_brand or own.startswith(f"{of_brand} "))
