"""The sample territories that ship with the project: invented businesses, answered from files."""

import json
from collections.abc import AsyncIterator
from functools import cache
from importlib.resources import files
from typing import Any

from webmagic.hunter.sources.protocol import Found, Quote, Search


@cache
def documents() -> tuple[dict[str, Any], ...]:
    """The bundled answers, each with the territory it belongs to."""
    folder = files("webmagic.hunter") / "sample"
    found = [path for path in folder.iterdir() if path.name.endswith(".json")]
    return tuple(json.loads(path.read_text("utf-8")) for path in sorted(found, key=lambda p: p.name))


def _document(search: Search) -> dict[str, Any] | None:
    wanted = (search.country, search.city, search.industry)
    for document in documents():
        place = document["territory"]
        if (place["country"], place["city"], place["industry"]) == wanted:
            return document
    return None


class Sample:
    name = "sample"
    shape = "outscraper"
    is_paid = False
    is_asked_for = False
    can_divide = False
    credit = ""

    def covers(self, search: Search) -> bool:
        return _document(search) is not None

    def quote(self, search: Search) -> Quote:
        document = _document(search)
        rows = [row for answer in document["data"] for row in answer] if document else []
        return Quote(min(len(rows), search.limit or len(rows)), 0, "Sample data costs nothing")

    async def search(self, search: Search) -> AsyncIterator[Found]:
        if document := _document(search):
            rows = [row for answer in document["data"] for row in answer]
            yield Found(rows[: search.limit or None], query=search.query)
