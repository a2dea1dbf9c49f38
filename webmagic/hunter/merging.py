"""One place, several listings: which draft belongs to which business, and what it may change.

A listing seen before may only fill what is empty, so importing a file twice changes nothing.
A new one also refreshes what changes over time: rating, reviews, hours, open or closed.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from webmagic.hunter.normal.text import fold
from webmagic.hunter.normal.websites import host_of
from webmagic.hunter.reader import Draft
from webmagic.hunter.trades import GENERAL
from webmagic.models import Business, WebsiteState

STRONG = ("place", "cid", "osm")
BY_PEOPLE = ("admin", "owner")  # in `provenance`: a person's word, which no listing changes
NEXT_DOOR = 40  # metres within which two listings may name the house differently
SAME_BLOCK = 300
REFRESHED = ("rating", "review_count", "hours", "is_closed", "closure")
# The more a listing knows of a website, the less the business is a lead: the surest word stands.
SUREST = (WebsiteState.UNKNOWN, WebsiteState.NONE, WebsiteState.REVIEW, WebsiteState.SOCIAL,
          WebsiteState.UNREACHABLE, WebsiteState.HAS)  # fmt: skip
# Filled or refreshed from listings; everything else on a business belongs to the rest of the road.
MERGED = (
    "place_id", "google_id", "territory_id", "trade", "category", "industry", "language", "country",
    "state", "city", "postcode", "street", "address", "latitude", "longitude", "timezone", "phone",
    "phone_type", "email", "email_source", "website", "website_state", "rating", "review_count",
    "reviews", "hours", "services", "attributes", "photos", "socials", "description", "price_range",
    "maps_url", "legal_form", "is_closed", "closure", "last_sign_on", "is_chain", "provenance",
)  # fmt: skip
SAID = (*MERGED, "owner_words")  # what a person may have entered
_TOGETHER = {"phone_type": "phone", "email_source": "email", "website": "website_state"}


@dataclass
class Entry:
    """A business in hand: its columns, its identities, and whether it is new or changed."""

    values: dict[str, Any]
    keys: set[str]
    id: int | None = None
    changed: set[str] = field(default_factory=set)
    new_keys: list[str] = field(default_factory=list)
    written: tuple[Any, ...] = ()  # its columns in the database's words, while nothing was added
    joined: "Entry | None" = None  # the business that this one turned out to be

    @property
    def home(self) -> "Entry":
        return self.joined.home if self.joined else self

    def learn(self, keys: list[str]) -> None:
        self.new_keys += [key for key in keys if key not in self.keys]
        self.keys.update(keys)


def blank() -> dict[str, Any]:
    """Every column of a business with its default, but for id and times."""
    row = Business(name="", dedupe_key="").model_dump()
    for name in ("id", "created_at", "updated_at", "stage_at"):
        del row[name]
    return row


def contradicts(entry: Entry, draft: Draft) -> bool:
    """Whether two places that share a name and phone, or a name and address, are known to be two:
    ids of the same kind that differ, other towns, or other houses."""
    if ids_differ(entry.keys, draft.keys):
        return True
    return _elsewhere(entry.values, draft.values)


def ids_differ(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    for kind in STRONG:
        mine = {key for key in ours if key.startswith(f"{kind}:")}
        other = {key for key in theirs if key.startswith(f"{kind}:")}
        if mine and other and not mine & other:
            return True
    return False


def _elsewhere(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    town, other = ours.get("city"), theirs.get("city")
    if town and other and fold(town) != fold(other):
        return True
    apart = _metres(ours, theirs)
    if apart is not None and apart < NEXT_DOOR:
        return False
    here, there = _houses(ours), _houses(theirs)
    return bool(here and there and not here & there)


def _houses(values: Mapping[str, Any]) -> set[str]:
    """ "12-14 Main St" -> {"12", "14"}"""
    return set(re.findall(r"\d+", values.get("street") or ""))


def _metres(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> float | None:
    lat, lon, other_lat, other_lon = (
        v.get(name) for v in (ours, theirs) for name in ("latitude", "longitude")
    )
    if lat is None or lon is None or other_lat is None or other_lon is None:
        return None
    return 111_320 * math.hypot(lat - other_lat, (lon - other_lon) * math.cos(math.radians(lat)))


def is_one_place(one: Entry, other: Entry, draft: Draft, *, is_sure: bool) -> bool:
    """Whether two businesses are one, now that a listing names both. `is_sure`: it names both by ids
    of providers. By name and phone or address alone, branches of a chain and namesakes are likelier
    than a place known twice, so that everything known of them must agree."""
    if ids_differ(one.keys, other.keys) or ids_differ([*one.keys, *other.keys], draft.keys):
        return False
    if _elsewhere(one.values, other.values):
        return False
    if is_sure:
        return True
    if any(each.get("is_chain") for each in (one.values, other.values, draft.values)):
        return False
    phones = {each.get("phone") for each in (one.values, other.values, draft.values)} - {"", None}
    apart = _metres(one.values, other.values)
    return len(phones) < 2 and (apart is None or apart < SAME_BLOCK)


def absorb(kept: Entry, gone: Entry) -> None:
    """Take over what the other one knows; what a person has entered there counts here, too."""
    found = {name: value for name, value in gone.values.items() if value not in (None, "", [], {})}
    draft = Draft(found, [], dict(gone.values["provenance"]))
    merge(kept, draft, is_new_listing=False)
    said = {n: source for n, source in draft.provenance.items() if source in BY_PEOPLE and n in SAID}
    for name, source in said.items():
        if kept.values["provenance"].get(name) not in BY_PEOPLE:
            kept.values[name] = gone.values[name]
            kept.values["provenance"] = {**kept.values["provenance"], name: source}
            kept.changed.update((name, "provenance"))
    if gone.values.get("do_not_contact"):
        kept.values["do_not_contact"] = True
        kept.changed.add("do_not_contact")
    if gone.id is None:
        kept.learn(sorted(gone.keys))
    kept.keys.update(gone.keys)
    gone.joined = kept


def merge(entry: Entry, draft: Draft, *, is_new_listing: bool) -> bool:
    """Take over what the draft adds. True when the business changed."""
    values, found = entry.values, draft.values
    changes = {
        name: value
        for name, value in found.items()
        if name in MERGED and _takes(name, values, found, is_new_listing)
    }
    if "country" not in changes:
        changes.pop("language", None)
    if not changes:
        return False
    sources = {name: draft.provenance[name] for name in changes if name in draft.provenance}
    values.update(changes)
    values["provenance"] = {**values["provenance"], **sources}
    entry.changed.update(changes, ("provenance",))
    return True


def _takes(name: str, values: dict[str, Any], found: dict[str, Any], is_new_listing: bool) -> bool:
    now, then = values.get(name), found[name]
    if now == then or values["provenance"].get(name) in BY_PEOPLE:  # a person's word stands
        return False
    if name == "website_state" and not _outweighs(values, found, is_new_listing):
        return False
    if name in _TOGETHER:  # never half of a pair
        lead = _TOGETHER[name]
        return lead in found and _takes(lead, values, found, is_new_listing)
    if name in _SPECIAL:
        return _SPECIAL[name](now, then, values)
    if is_new_listing and (name in REFRESHED or (name == "reviews" and len(then) > len(now or []))):
        return True
    return now in (None, "", [], {})


def _outweighs(values: dict[str, Any], found: dict[str, Any], is_new_listing: bool) -> bool:
    """What was verified gives way only to a new listing that names another address."""
    note = values["provenance"].get("website_state", "")
    if not note.startswith("verification"):
        return True
    host = host_of(found.get("website", ""))
    return is_new_listing and bool(host) and host not in note


_SPECIAL: dict[str, Callable[[Any, Any, dict[str, Any]], bool]] = {
    "website_state": lambda now, then, _: SUREST.index(WebsiteState(then)) > SUREST.index(WebsiteState(now)),
    "trade": lambda now, _, __: now == GENERAL,
    "is_chain": lambda _, then, __: bool(then),
    "last_sign_on": lambda now, then, _: then > (now or ""),
    "language": lambda _, __, values: not values.get("country"),
}
