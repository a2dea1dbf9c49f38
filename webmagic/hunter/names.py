"""Words in businesses' names that do not tell one from another."""

import tomllib
from functools import cache
from importlib.resources import files

from webmagic.hunter.trades import known_words

_WORDS = tomllib.loads((files("webmagic.hunter.words") / "names.toml").read_text("utf-8"))
CONNECTORS = frozenset(_WORDS["connectors"].split())
COMMON = frozenset(_WORDS["common"].split())  # they set nobody apart, nor do the words of the trades
# What any brand may call its place, and where it lies.
PLACES = frozenset(_WORDS["places"].split())
DIRECTIONS = frozenset(_WORDS["directions"].split())


@cache
def trade_words() -> frozenset[str]:
    """Single words of the trades, in both numbers."""
    words = {word for phrase in known_words() for word in phrase.split()}
    return frozenset(words | {f"{word}s" for word in words} | {word.removesuffix("s") for word in words})


@cache
def everyday_words() -> frozenset[str]:
    """All words that set nobody apart."""
    return CONNECTORS | COMMON | trade_words()
