"""Public reviews of every shape to {author, text, rating, at, owner_answer}, text verbatim."""

import datetime as dt
import re
from typing import Any

from webmagic.hunter.normal.text import line, number, structure

KEPT = 60
MAX_TEXT = 4000


def parse(value: Any) -> list[dict[str, Any]]:
    """Reviews that say something, newest first as given, at most KEPT."""
    items = structure(value)
    if not isinstance(items, list):
        return []
    found = [_one(item) for item in items if isinstance(item, dict)]
    return [review for review in found if review["text"]][:KEPT]


def _one(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "author": _author(item)[:120],
        "text": _text(_first(item, "review_text", "text", "snippet", "originalText", "comment",
                             "textTranslated")),
        "rating": number(_first(item, "review_rating", "rating", "stars")),
        "at": _date(_first(item, "review_datetime_utc", "publishTime", "iso_date", "publishedAtDate", "date",
                           "review_date", "review_timestamp", "time")),
        "owner_answer": _text(_first(item, "owner_answer", "responseFromOwnerText", "response",
                                     "owner_response_text")) or None,
    }  # fmt: skip


def _first(item: dict[str, Any], *names: str) -> Any:
    return next((item[name] for name in names if item.get(name) not in (None, "", {})), None)


def _author(item: dict[str, Any]) -> str:
    for name, inner in (("user", "name"), ("authorAttribution", "displayName")):
        if isinstance(item.get(name), dict):
            return line(item[name].get(inner))
    return line(_first(item, "author_title", "autor_name", "author_name", "name", "author", "reviewer"))


def _text(value: Any) -> str:
    """Verbatim but for its outer spaces; line breaks stay."""
    if isinstance(value, dict):
        value = value.get("text") or value.get("snippet") or value.get("original")
    return value.replace("\ufffd", "").strip()[:MAX_TEXT] if isinstance(value, str) else ""


def _date(value: Any) -> str | None:
    """ISO date, from Outscraper's MM/DD/YYYY, ISO times, or seconds since 1970."""
    text = line(value)
    try:
        if found := re.match(r"(\d{4})[-/](\d{2})[-/](\d{2})", text):
            return dt.date(*map(int, found.groups())).isoformat()
        if found := re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
            return dt.date(int(found[3]), int(found[1]), int(found[2])).isoformat()
        if re.fullmatch(r"\d{9,10}", text):
            return dt.datetime.fromtimestamp(int(text), dt.UTC).date().isoformat()
    except ValueError:
        pass
    return None
