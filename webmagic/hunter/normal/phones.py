"""Telephone numbers to E.164 with their kind of line."""

import re
from functools import lru_cache
from typing import Any, NamedTuple

import phonenumbers
from phonenumbers import PhoneNumberType, timezone

from webmagic.hunter.normal.text import line, structure

KINDS = {
    PhoneNumberType.FIXED_LINE: "fixed_line",
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "fixed_or_mobile",
    PhoneNumberType.TOLL_FREE: "toll_free",
    PhoneNumberType.PREMIUM_RATE: "premium",
    PhoneNumberType.VOIP: "voip",
}
UNKNOWN_ZONE = "Etc/Unknown"


class Phone(NamedTuple):
    e164: str
    kind: str
    country: str
    timezone: str  # only when the number's prefix has a single one


def parse(value: Any, country: str = "") -> Phone | None:
    """The first valid number in the value. `country` says how to read national numbers."""
    for candidate in _candidates(value):
        if phone := _parse_one(candidate, country):
            return phone
    return None


def _candidates(value: Any) -> list[str]:
    value = structure(value) or value
    if isinstance(value, list):
        return [line(item) for item in value[:5]]
    text = line(value)
    return [part for part in re.split(r"[;,|]|\s/\s|\s(?:or|o|y|and)\s", text)[:5] if part.strip()]


@lru_cache(maxsize=20_000)
def _parse_one(text: str, country: str) -> Phone | None:
    text = re.sub(r"^(?:tel:|phone:)", "", text.strip(), flags=re.I)
    if len(text) > 60:
        return None
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return _parse_one(f"+{text[2:]}", "") if text.startswith("00") else None
    if not phonenumbers.is_valid_number(number):
        return None
    zones = timezone.time_zones_for_number(number)
    return Phone(
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
        KINDS.get(phonenumbers.number_type(number), "other"),
        phonenumbers.region_code_for_number(number) or "",
        zones[0] if len(zones) == 1 and zones[0] != UNKNOWN_ZONE else "",
    )
