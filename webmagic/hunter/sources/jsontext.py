"""Rows of JSON: an array, an answer of an API around one, GeoJSON, Overpass, or a row a line."""

import json
from collections.abc import Iterator
from typing import Any

from webmagic.core.errors import Invalid

Numbered = tuple[int, Any]
# Where the providers put the rows. An answer may wrap them twice.
ENVELOPES = ("data", "results", "elements", "features", "places", "items", "local_results", "listings",
             "businesses", "rows", "records", "place_results", "place_info")  # fmt: skip
MAX_LISTS = 8


def rows_of(text: str) -> Iterator[Numbered]:
    """(number, row), numbers from 1. A row that is not an object comes out as it is, to be rejected
    with its number. Raises Invalid when the text is no JSON at all."""
    document = _parse(text)
    if document is _LINES:
        yield from _lines(text)
        return
    yield from enumerate(_unwrap(document), 1)


_LINES = object()


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise Invalid("This JSON is nested too deeply to be a list of businesses.") from None
    except ValueError as error:
        if _looks_like_lines(text):
            return _LINES
        place = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise Invalid(f"This file is not valid JSON{place}.") from None


def _looks_like_lines(text: str) -> bool:
    lines = (line for line in text.lstrip().split("\n", 3) if line.strip())
    first, second = next(lines, ""), next(lines, "")
    return bool(second) and isinstance(_line(first), dict)


def _line(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _lines(text: str) -> Iterator[Numbered]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            value = _line(line)
            yield number, line if value is None else value


def _unwrap(document: Any, depth: int = 0) -> list[Any]:
    if isinstance(document, list):
        return _flatten(document)
    if not isinstance(document, dict):
        raise Invalid("This JSON holds a single value, not a list of businesses.")
    for name in ENVELOPES:
        inner = document.get(name)
        if isinstance(inner, list) and (not inner or isinstance(inner[0], dict | list)):
            return _flatten(inner)
        if name == "place_info" and isinstance(inner, dict):
            return [document]  # one place with its reviews beside it
        if isinstance(inner, dict) and depth < 3 and any(k in inner for k in ENVELOPES):
            return _unwrap(inner, depth + 1)
    return [document]


def _flatten(rows: list[Any]) -> list[Any]:
    """Outscraper answers a list per query."""
    for _ in range(MAX_LISTS):
        if not any(isinstance(row, list) for row in rows):
            break
        rows = [inner for row in rows for inner in (row if isinstance(row, list) else [row])]
    return rows
