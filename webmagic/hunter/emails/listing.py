"""Addresses within a raw listing: its own fields, the provider's contacts, the owner's answers."""

import re
from collections.abc import Iterator
from typing import Any

from webmagic.hunter.emails.ranking import Kind, Sighting
from webmagic.hunter.emails.spelling import in_text
from webmagic.hunter.normal.emails import COLUMN, REFUSED
from webmagic.hunter.normal.text import line

_CONTACTS = re.compile(r"(?:^|\.)(?:contacts?\.)?emails?(?:_\d+)?(?:\.(?:value|email))?$", re.I)
_ANSWER = re.compile(r"owner_answer$|responseFromOwnerText|owner_response|(?:^|\.)response(?:\.|$)", re.I)
_SAID = re.compile(r"(?:^|\.)(?:description|about|posts?|bio|note)(?:\.|_|$)", re.I)
_CHECK = ".emails_validator.status"


def sightings(strings: Iterator[tuple[str, str]], row: dict[str, Any]) -> list[Sighting]:
    """From the texts of a row with their paths. What the provider's check refused is left out."""
    found: list[Sighting] = []
    for path, text in strings:
        if not (kind := _kind(path)) or ("@" not in text and not re.search(r"\b(?:at|arroba)\b", text, re.I)):
            continue
        status = line(row.get(f"{path}{_CHECK}"))
        if REFUSED.search(status):
            continue
        reached = status.upper() == "RECEIVING"
        found += [Sighting(address, kind, path[:120], reached) for address in in_text(text)]
    return found


def _kind(path: str) -> Kind | None:
    if path.endswith(_CHECK) or "status" in path:
        return None
    if COLUMN.match(path):
        return Kind.ENRICHED if re.search(r"\d|s$", path) else Kind.LISTED
    if _CONTACTS.search(path):
        return Kind.ENRICHED
    if _ANSWER.search(path):
        return Kind.ANSWER
    return Kind.LISTED if _SAID.search(path) else None
