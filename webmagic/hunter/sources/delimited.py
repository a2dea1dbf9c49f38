"""Rows of delimited text: comma, semicolon, tab or pipe; quotes as RFC 4180 has them."""

import csv
import io
import itertools
from collections.abc import Iterator
from typing import Any

from webmagic.core.errors import Invalid

DELIMITERS = ",;\t|"
FIELD_LIMIT = 16 * 1024 * 1024


def read_records(text: str) -> Iterator[list[str]]:
    """Records as lists of cells, blank ones included."""
    csv.field_size_limit(FIELD_LIMIT)
    lines = io.StringIO(text.replace("\x00", "\ufffd"), newline="")
    try:
        yield from csv.reader(lines, delimiter=_delimiter(text))
    except csv.Error as error:
        raise Invalid(f"This table cannot be read to its end: {error}.") from None


def _delimiter(text: str) -> str:
    """The delimiter that gives the most columns, most steadily, over the first records."""
    head = text[:40_000]
    return max(DELIMITERS, key=lambda delimiter: _steadiness(head, delimiter))


def _steadiness(head: str, delimiter: str) -> float:
    try:
        csv.field_size_limit(FIELD_LIMIT)
        records = itertools.islice(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), 30)
        widths = [len(record) for record in records]
    except csv.Error:
        return 0
    widths = [w for w in widths if w]
    if not widths or max(widths) < 2:
        return 0
    usual = max(set(widths), key=lambda w: (widths.count(w), w))
    return usual * widths.count(usual) / len(widths) if usual > 1 else 0


def header(cells: list[Any]) -> list[str]:
    """Column names; the nameless and the repeated get a name of their own, so that none is lost."""
    names: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = str(cell).strip() if cell not in (None, "") else f"column {number}"
        while name in names:
            name += "'"
        names.append(name)
    return names


def as_row(names: list[str], cells: list[Any]) -> dict[str, Any]:
    """Cells beyond the header keep their place as "column N"."""
    row = dict(zip(names, [*cells, *[None] * (len(names) - len(cells))], strict=False))
    for number, cell in enumerate(cells[len(names) :], len(names) + 1):
        if cell not in (None, ""):
            row[f"column {number}"] = cell
    return row


def is_blank(cells: list[Any]) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells)
