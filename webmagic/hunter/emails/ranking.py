"""The best address of a business, and why: points that a person can follow."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from webmagic.hunter.normal.owners import bears_name, is_disposable, is_foreign, is_free, is_role


class Kind(StrEnum):
    KNOWN = "known"  # it is kept already
    LISTED = "listed"  # a field of the listing
    ANSWER = "answer"  # the owner's own words below a review
    OWN_PAGE = "own_page"  # a page that is surely the business's
    LINKED = "linked"  # a page that the listing links to
    ENRICHED = "enriched"  # the provider's search for contacts


POINTS = {
    Kind.KNOWN: 50,
    Kind.LISTED: 50,
    Kind.ANSWER: 45,
    Kind.OWN_PAGE: 45,
    Kind.LINKED: 35,
    Kind.ENRICHED: 35,
}


@dataclass(frozen=True)
class Sighting:
    """One address in one place. `source`: the column or page; `is_checked`: the provider's own check
    reached it."""

    address: str
    kind: Kind
    source: str
    is_checked: bool = False


@dataclass(frozen=True)
class Mail:
    """An address with everything that counts for it; `refused` says why it is nobody's to use."""

    address: str
    kind: Kind
    source: str
    points: int
    why: tuple[str, ...]
    is_role: bool = False
    is_disposable: bool = False
    refused: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"why": list(self.why)}


def ranked(sightings: Iterable[Sighting], name: str) -> list[Mail]:
    """Each address once, the best first; those refused last."""
    by_address: dict[str, list[Sighting]] = {}
    for sighting in sightings:
        by_address.setdefault(sighting.address.lower(), []).append(sighting)
    mails = [_weighed(seen, name) for seen in by_address.values()]
    return sorted(mails, key=lambda mail: (bool(mail.refused), -mail.points))


def best(sightings: Iterable[Sighting], name: str) -> Mail | None:
    mails = ranked(sightings, name)
    return mails[0] if mails and not mails[0].refused else None


def _weighed(seen: list[Sighting], name: str) -> Mail:
    first = max(seen, key=lambda sighting: POINTS[sighting.kind])
    address = first.address
    parts = [(POINTS[first.kind], f"{first.kind.replace('_', ' ')}: {first.source}")]
    if bears_name(address, name):
        parts.append((10, "its name") if is_free(address) else (20, "a domain of its name"))
    if any(sighting.is_checked for sighting in seen):
        parts.append((10, "reached by the provider's check"))
    if len({sighting.source for sighting in seen} - {first.source}) > 0:
        parts.append((5, "seen in several places"))
    if is_role(address):
        parts.append((-5, "a post, not a person"))
    pages = [s.source for s in seen if s.kind in (Kind.LINKED, Kind.OWN_PAGE) and "//" in s.source]
    seen_at = pages[0] if len(pages) == len(seen) else ""
    refused = "made to be thrown away" if is_disposable(address) else is_foreign(address, seen_at)
    why = tuple(f"{points:+d} {words}" for points, words in parts)
    return Mail(
        address=address,
        kind=first.kind,
        source=first.source,
        points=sum(points for points, _ in parts),
        why=why,
        is_role=is_role(address),
        is_disposable=is_disposable(address),
        refused=refused,
    )
