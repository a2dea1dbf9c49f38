"""One place, several listings: which draft belongs to which business, and what it may change.

A listing seen before may only fill what is empty, so importing a file twice changes nothing.
A new one also refreshes what changes over time: rating, reviews, hours, open or closed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from webmagic.hunter.normal.text import fold
from webmagic.hunter.normal.websites import host_of
from webmagic.hunter.reader import Draft
from webmagic.hunter.trades import GENERAL
from webmagic.models import Business, WebsiteState

STRONG = ("place", "cid", "osm")
REFRESHED = ("rating", "review_count", "hours", "is_closed")
# The more a listing knows of a website, the less the business is a lead: the surest word stands.
SUREST = (WebsiteState.UNKNOWN, WebsiteState.NONE, WebsiteState.REVIEW, WebsiteState.SOCIAL,
          WebsiteState.UNREACHABLE, WebsiteState.HAS)  # fmt: skip
# Filled or refreshed from listings; everything else on a business belongs to the rest of the road.
MERGED = (
    "place_id", "google_id", "territory_id", "trade", "category", "industry", "language", "country",
    "state", "city", "postcode", "street", "address", "latitude", "longitude", "timezone", "phone",
    "phone_type", "email", "email_source", "website", "website_state", "rating", "review_count",
    "reviews", "hours", "services", "attributes", "photos", "socials", "description", "price_range",
    "maps_url", "legal_form", "is_closed", "is_chain", "provenance",
)  # fmt: skip
_TOGETHER = {"phone_type": "phone", "email_source": "email", "website": "website_state"}


@dataclass
class Entry:
    """A business in hand: its columns, its identities, and whether it is new or changed."""

    values: dict[str, Any]
    keys: set[str]
    id: int | None = None
    changed: set[str] = field(default_factory=set)
    new_keys: list[str] = field(default_factory=list)

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
    ids of the same kind that differ, or other towns."""
    for kind in STRONG:
        ours = {key for key in entry.keys if key.startswith(f"{kind}:")}
        theirs = {key for key in draft.keys if key.startswith(f"{kind}:")}
        if ours and theirs and not ours & theirs:
            return True
    town, other = entry.values.get("city"), draft.values.get("city")
    return bool(town and other and fold(town) != fold(other))


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
    if now == then or values["provenance"].get(name) == "admin":  # a person's word stands
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
    "language": lambda _, __, values: not values.get("country"),
}
