"""JSON-LD against the facts: each field that states something must be the listing's."""

from collections.abc import Iterator
from typing import Any

from webmagic.creative.gate.claims import all_claims
from webmagic.creative.gate.known import Known, flat
from webmagic.creative.studio.copy import hours

DAY_NUMBERS = {name: day for day, name in enumerate(hours.DAYS["en"])}
STRUCTURE = frozenset(
    {"@context", "@type", "@id", "@graph", "url", "image", "logo", "inLanguage", "mainEntityOfPage"}
)
PLAIN = {"bestRating": "5", "worstRating": "1"}


def check(data: Any, known: Known) -> Iterator[tuple[str, str, str]]:
    """(rule, text, field or "") for everything the data state."""
    if isinstance(data, list):
        for item in data:
            yield from check(item, known)
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _entry(key, value, data, known)


def _entry(key: str, value: Any, owner: dict, known: Known) -> Iterator[tuple[str, str, str]]:
    if key in STRUCTURE and key != "@graph":
        return
    if key == "openingHoursSpecification":
        yield from _hours(value if isinstance(value, list) else [value], known)
    elif key == "review":
        yield from _reviews(value if isinstance(value, list) else [value], known)
    elif isinstance(value, dict | list) and key != "sameAs":
        items = value if isinstance(value, list) else [value]
        for item in items:
            yield from check(item, known) if isinstance(item, dict | list) else _scalar(key, item, known)
    else:
        for item in value if isinstance(value, list) else [value]:
            yield from _scalar(key, item, known)


def _scalar(key: str, value: Any, known: Known) -> Iterator[tuple[str, str, str]]:
    f, text = known.facts, str(value)
    same = {
        "telephone": lambda: known.is_phone("".join(c for c in text if c.isdigit())),
        "email": lambda: text.removeprefix("mailto:").casefold() == f.email.casefold(),
        "name": lambda: flat(text) in known.flat_spoken or flat(text) == flat(f.name),
        "streetAddress": lambda: flat(text) in flat(f"{f.street} · {f.address}"),
        "addressLocality": lambda: flat(text) == flat(f.city),
        "addressRegion": lambda: flat(text) in flat(f"{f.state} · {known.listing}"),
        "postalCode": lambda: text == f.postcode,
        "addressCountry": lambda: text.upper() == f.country.upper(),
        "latitude": lambda: _equal(value, f.latitude),
        "longitude": lambda: _equal(value, f.longitude),
        "ratingValue": lambda: _equal(value, f.rating),
        "reviewCount": lambda: _equal(value, f.review_count),
        "ratingCount": lambda: _equal(value, f.review_count),
        "sameAs": lambda: text in f.socials or text == f.maps_url,
        "hasMap": lambda: text == f.maps_url or "google." in text,
        "priceRange": lambda: text == f.price_range,
    }
    if key in PLAIN:
        yield "data", f"{key} {text}", "scale" if text == PLAIN[key] else ""
    elif key in same:
        yield "data", f"{key} {text}", key if same[key]() else ""
    else:
        yield from _other(key, text, known)


def _other(key: str, text: str, known: Known) -> Iterator[tuple[str, str, str]]:
    """A key with no field of its own: its words must be the facts' or make no claim."""
    if key in {"award", "awards", "founder", "employee", "foundingDate", "slogan", "numberOfEmployees"}:
        yield "data", f"{key} {text}", "listing" if flat(text) in known.flat_listing else ""
        return
    yield from all_claims(text, known)


def _equal(value: Any, fact: float | None) -> bool:
    try:
        return fact is not None and abs(float(value) - float(fact)) < 1e-6
    except (TypeError, ValueError):
        return False


def _hours(specs: list, known: Known) -> Iterator[tuple[str, str, str]]:
    for spec in specs:
        days = spec.get("dayOfWeek", []) if isinstance(spec, dict) else []
        names = [str(d).rsplit("/", 1)[-1] for d in (days if isinstance(days, list) else [days])]
        for name in names:
            text = f"{name} {spec.get('opens')}-{spec.get('closes')}"
            yield "data", text, "hours" if _is_open(name, spec, known) else ""


def _is_open(name: str, spec: dict, known: Known) -> bool:
    """23:59 and 00:00 both end a day, whole or begun."""
    if name not in DAY_NUMBERS:
        return False
    day = DAY_NUMBERS[name]
    opens, closes = (
        hours.minutes(str(spec.get("opens", "0:0"))[:5]),
        hours.minutes(str(spec.get("closes", "0:0"))[:5]),
    )
    if opens == 0 and closes in {0, 1439, 1440} and hours.is_all_day(hours.week(known.facts.hours)[day]):
        return True
    ends = {closes % hours.FULL_DAY, *((0,) if closes == hours.FULL_DAY - 1 else ())}
    return any((opens, end) in known.spans_of(day) for end in ends)


def _reviews(items: list, known: Known) -> Iterator[tuple[str, str, str]]:
    for item in items:
        body, author = str(item.get("reviewBody", "")), item.get("author", "")
        name = author.get("name", "") if isinstance(author, dict) else str(author)
        index = known.review_of(body)
        yield "quote", body, "" if index is None else f"reviews[{index}].text"
        writers = {flat(review.author) for review in known.facts.reviews}
        yield "author", name, "reviews.author" if flat(name) in writers else ""
