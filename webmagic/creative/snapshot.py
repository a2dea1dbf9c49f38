"""From rows to `Facts`: the frozen snapshot that agents and the fact lock see."""

import datetime as dt
import re
import unicodedata
from typing import Any

import phonenumbers

from webmagic.creative.facts import DayHours, Facts
from webmagic.models import Business

MAX_REVIEWS = 50  # the newest ones; more would not change a page, only its cost
MAX_PHOTOS = 12
_BLANKS = re.compile("[\t\r\x0b\x0c\x85\u2028\u2029]")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def facts_of(business: Business) -> Facts:
    assert business.id is not None
    return Facts.model_validate(cleaned(_gathered(business)))


def _gathered(business: Business) -> dict[str, Any]:
    return dict(
        business_id=business.id,
        name=business.name,
        trade=business.trade or "general",
        category=business.category,
        language=business.language if business.language in ("en", "es") else "en",
        country=business.country,
        city=business.city,
        state=business.state,
        postcode=business.postcode,
        street=business.street,
        address=business.address,
        latitude=business.latitude,
        longitude=business.longitude,
        timezone=business.timezone,
        phone=business.phone,
        phone_display=display_phone(business.phone),
        has_whatsapp=is_whatsapp(business),
        email=business.email,
        rating=business.rating,
        review_count=business.review_count,
        reviews=tuple(_review(row) for row in business.reviews[:MAX_REVIEWS] if row.get("text")),
        hours=_hours(business.hours),
        services=tuple(business.services),
        attributes=tuple(business.attributes),
        description=business.description,
        price_range=business.price_range,
        photos=tuple(_photo(row) for row in business.photos[:MAX_PHOTOS]),
        maps_url=business.maps_url,
        socials=tuple(business.socials),
        owner_words=tuple(business.owner_words),
        provenance=dict(business.provenance),
    )


def _hours(rows: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Days in the order of the week, each once, and only the days the source spoke of: a day nobody
    named stays unknown, which is not closed."""
    days = {day.day: day.model_dump() for day in map(DayHours.model_validate, rows) if 0 <= day.day <= 6}
    return tuple(days[day] for day in sorted(days))


def cleaned(value: Any) -> Any:
    """Every string without control characters; a line break or tab stays a space between words."""
    if isinstance(value, str):
        spaced = _BLANKS.sub(" ", value.replace("\r\n", "\n"))
        return "".join(c for c in spaced if c == "\n" or not _is_control(c)).strip()
    if isinstance(value, dict):
        return {cleaned(key): cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(item) for item in value]
    return value


def _is_control(c: str) -> bool:
    """Control and surrogate characters, and those that turn the direction of writing around."""
    return unicodedata.category(c) in {"Cc", "Cs"} or c in _TURNING


def _photo(row: dict[str, Any]) -> dict[str, Any]:
    plain = {"url": str(row.get("url", "")), "caption": str(row.get("caption", ""))}
    return plain | {name: row[name] for name in ("key", "width", "height", "widths") if row.get(name)}


def _review(row: dict[str, Any]) -> dict[str, Any]:
    at = row.get("at")
    return dict(
        author=str(row.get("author") or ""),
        text=str(row["text"]),
        rating=row.get("rating"),
        at=dt.date.fromisoformat(str(at)[:10]) if at else None,
        owner_answer=row.get("owner_answer") or None,
    )


def display_phone(e164: str) -> str:
    """The number as people of its country write it."""
    if not e164:
        return ""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def is_whatsapp(business: Business) -> bool:
    """Only when the listing itself points to WhatsApp: a mobile number alone proves nothing."""
    return any("wa.me" in url or "whatsapp.com" in url for url in business.socials)
