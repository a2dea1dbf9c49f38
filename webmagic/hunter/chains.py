"""Chains: well-known brands by their whole name, brand tags, and one name in many towns.

A local "Subway Cleaners" is not Subway: only a whole name counts, or a whole name before a
branch ("Subway #1204", "McDonald's - Main St").
"""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from webmagic.hunter.normal.text import fold_name

TOWNS = 4  # the same name in this many towns is a chain
OWNERS = 3  # unless its branches lead to this many different websites
_BRANCH = re.compile(r"\s+[-–—|@]\s+|\s*[(#]|,\s|\s+no\.?\s*\d")


@cache
def _brands() -> frozenset[str]:
    lines = (files("webmagic.hunter.words") / "brands.txt").read_text("utf-8").splitlines()
    return frozenset(fold_name(line) for line in lines if line and not line.startswith("#"))


def is_brand(name: str) -> bool:
    """Whether the whole name, or the part before a branch, is a well-known brand."""
    return any(fold_name(part) in _brands() for part in (name, _BRANCH.split(name, maxsplit=1)[0]))


def carries_brand(name: str, brand: str) -> bool:
    """OpenStreetMap's `brand`: on a shop's own name it marks a chain, else what the shop sells."""
    own, of_brand = fold_name(name), fold_name(brand)
    return bool(of_brand) and (own == of_brand or own.startswith(f"{of_brand} "))


def repeated(places: Iterable[tuple[str, str, str]]) -> set[str]:
    """The folded names that occur in TOWNS or more towns, from (name, town, host of the website).
    Websites of several owners show a mere favourite among names: there are many a "China Garden"."""
    towns: dict[str, set[str]] = {}
    hosts: dict[str, set[str]] = {}
    for name, town, host in places:
        if town:
            folded = fold_name(name)
            towns.setdefault(folded, set()).add(town.casefold())
            hosts.setdefault(folded, set()).update({host} - {""})
    return {name for name, seen in towns.items() if len(seen) >= TOWNS and len(hosts[name]) < OWNERS}
