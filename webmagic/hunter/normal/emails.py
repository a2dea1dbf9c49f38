"""E-mail addresses of a row: every column that may hold one, best first, checked without DNS."""

import re
from functools import lru_cache
from typing import Any

from email_validator import EmailNotValidError, validate_email

from webmagic.hunter.normal import owners
from webmagic.hunter.normal.text import line, structure

COLUMN = re.compile(r"^(?:contact[:_ ])?e-?mails?(?:[_ :]?\d+)?$", re.I)
REFUSED = re.compile(r"invalid|undeliverable|blacklist|not[ _]found|does not exist|disabled", re.I)
# Addresses that page builders leave behind, and file names that look like addresses.
PLACEHOLDER = re.compile(
    r"^(?:filler@godaddy|user@domain|you(?:r)?(?:name|email)?@|name@(?:email|domain)|email@|test@test|"
    r"example@|info@example\.|john@doe|someone@)|@(?:sentry|wixpress|domain\.com|mysite|yoursite|"
    r"2x\.png)|\.(?:png|jpe?g|gif|webp|svg)$",
    re.I,
)
_SHAPE = re.compile(r"[^\s<>\"'(),;:|]+@[^\s<>\"'(),;:|]+")


def find(row: dict[str, Any], columns: tuple[str, ...] = ()) -> tuple[str, str]:
    """(address, column), or ("", ""). An address that the provider's own check refused is left."""
    named = [name for name in row if _may_hold(name) and name not in columns]
    for column in (*columns, *sorted(named, key=_rank)):
        if REFUSED.search(line(row.get(f"{column}.emails_validator.status"))):
            continue
        for text in _texts(row.get(column)):
            if (address := check(text)) and not is_somebody_elses(address):
                return address, column
    return "", ""


@lru_cache(maxsize=5000)
def _may_hold(column: str) -> bool:
    return bool(COLUMN.match(column))


@lru_cache(maxsize=20_000)
def is_somebody_elses(address: str) -> bool:
    """A platform's, a page maker's, nobody's, or made to be thrown away."""
    return bool(owners.is_foreign(address)) or owners.is_disposable(address)


def _rank(column: str) -> tuple[int, str]:
    number = re.search(r"\d+", column)
    return (int(number[0]) if number else 0, column)


def _texts(value: Any) -> list[str]:
    value = structure(value) or value
    if isinstance(value, list):
        return [line(v.get("value") or v.get("email") if isinstance(v, dict) else v) for v in value[:20]]
    return [line(value)]


@lru_cache(maxsize=20_000)
def check(text: str) -> str:
    """The first well-formed address in a text, normalised; "" when there is none."""
    for found in _SHAPE.findall(text[:2000].replace("mailto:", "")):
        candidate = found.strip(".")
        if PLACEHOLDER.search(candidate) or len(candidate) > 254:
            continue
        try:
            return validate_email(candidate, check_deliverability=False).normalized
        except EmailNotValidError:
            continue
    return ""
