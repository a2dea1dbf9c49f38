"""Countries, states, time zones and the language of a place."""

import re
from functools import cache, lru_cache
from typing import Any

import tzfpy
from babel import Locale
from babel.core import get_global

from webmagic.hunter.normal.text import fold, line, structure

SPANISH = frozenset("ES MX GT HN SV NI CR PA CO VE EC PE BO CL AR UY PY DO CU PR GQ".split())  # noqa: SIM905
ALIASES = {
    "usa": "US", "us": "US", "u s a": "US", "u s": "US", "united states of america": "US", "america": "US",
    "estados unidos": "US", "estados unidos de america": "US", "eeuu": "US", "ee uu": "US",
    "uk": "GB", "u k": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "inglaterra": "GB", "holland": "NL", "czech republic": "CZ", "russia": "RU",
    "south korea": "KR", "mexico": "MX", "estados unidos mexicanos": "MX", "republica dominicana": "DO",
}  # fmt: skip
US_STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas",
    "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts",
    "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana",
    "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico",
    "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma",
    "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota",
    "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington",
    "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip
_STATE_CODES = {name.casefold(): code for code, name in US_STATES.items()}
_US_TAIL = re.compile(r"\b([A-Z]{2}),? (\d{5})(?:-\d{4})?(?:, (?:USA|US|United States(?: of America)?))?\s*$")


@cache
def _countries() -> dict[str, str]:
    found = dict(ALIASES)
    for language in ("en", "es", "fr", "de", "pt", "it"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                found.setdefault(fold(name), code)
    return found


@lru_cache(maxsize=2000)
def country(value: str) -> str:
    """ISO 3166 alpha-2 from a code or a name in a European language; "" when unknown."""
    text = line(value)
    if len(text) == 2 and text.isalpha() and text.upper() in Locale("en").territories:
        return "GB" if text.upper() == "UK" else text.upper()
    return _countries().get(fold(text), "")


def country_of_address(address: str, state: str = "", postcode: str = "", phone: str = "") -> str:
    """From the address's last part, or from the form of an American address or telephone number."""
    if state.upper() in US_STATES and re.fullmatch(r"\(\d{3}\) \d{3}-\d{4}", phone):
        return "US"
    if found := _US_TAIL.search(address):
        return "US" if found[1] in US_STATES else ""
    if state.upper() in US_STATES and re.fullmatch(r"\d{5}(-\d{4})?", postcode):
        return "US"
    last = address.rpartition(",")[2].strip()
    # Two letters at the end are a state as often as a country, but for this one.
    return country(last) if "," in address and (len(last) > 2 or last == "UK") else ""


def country_of_query(query: str) -> str:
    """Where it was searched for: "plumber, 34101, Naples, FL, US"."""
    parts = [p.strip() for p in query.split(",")]
    return country(parts[-1]) if len(parts) >= 3 else ""


def state(name: str, code: str, country_code: str) -> str:
    """American states by their two letters, others as the listing has them."""
    if country_code == "US":
        for text in (code, name):
            if text.upper() in US_STATES:
                return text.upper()
            if text.casefold() in _STATE_CODES:
                return _STATE_CODES[text.casefold()]
    return name or code


def us_parts(address: str) -> tuple[str, str, str, str] | None:
    """(street, city, state, postcode) of "12 Main St, Springfield, OH 45501"."""
    found = _US_TAIL.search(address)
    if not found or found[1] not in US_STATES:
        return None
    before = [part.strip() for part in address[: found.start()].split(",") if part.strip()]
    if not before:
        return None
    return ", ".join(before[:-1]), before[-1], found[1], found[2]


def timezone(
    given: str,
    phone_zone: str,
    country_code: str,
    latitude: float | None = None,
    longitude: float | None = None,
) -> tuple[str, str]:
    """(IANA name, "" | "latitude" | "phone" | "country"): the listing's, else that of its position,
    else where only one is possible."""
    if re.fullmatch(r"[A-Z][A-Za-z_]+(?:/[A-Za-z_+-]+){1,2}|UTC", given):
        return given, ""
    zones = get_global("territory_zones").get(country_code, [])
    if (
        latitude is not None
        and longitude is not None
        and (zone := _zone_at(latitude, longitude, country_code))
    ):
        return zone, "latitude"
    if len(zones) == 1:
        return zones[0], "country"
    return (phone_zone, "phone") if phone_zone else ("", "")


def _zone_at(latitude: float, longitude: float, country_code: str) -> str:
    """The zone of a position; "" at sea, and where it contradicts the country: one of them is wrong."""
    zone = str(tzfpy.get_tz(longitude, latitude))
    if not zone or zone.startswith("Etc/"):
        return ""
    known = _zones_of(country_code)
    return zone if not known or get_global("zone_aliases").get(zone, zone) in known else ""


@cache
def _zones_of(country_code: str) -> frozenset[str]:
    aliases = get_global("zone_aliases")
    return frozenset(aliases.get(name, name) for name in get_global("territory_zones").get(country_code, []))


def language(country_code: str) -> str:
    return "es" if country_code in SPANISH else "en"


COMPONENTS = {
    "country": "country",
    "administrative_area_level_1": "state",
    "locality": "city",
    "postal_town": "city",
    "postal_code": "postcode",
    "route": "route",
    "street_number": "house",
}


def from_components(value: Any) -> dict[str, str]:
    """Google's address components to our fields."""
    found: dict[str, str] = {}
    for part in structure(value) or []:
        if not isinstance(part, dict):
            continue
        kinds = part.get("types")
        for kind in kinds if isinstance(kinds, list) else []:
            if (name := COMPONENTS.get(kind)) and name not in found:
                short = name in ("country", "state")
                found[name] = line(
                    part.get("shortText" if short else "longText")
                    or part.get("short_name" if short else "long_name")
                )
    if found.get("route"):
        found["street"] = f"{found.get('house', '')} {found['route']}".strip()
    return found


def coordinate(value: Any, limit: float) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if -limit <= number <= limit and number != 0 else None
