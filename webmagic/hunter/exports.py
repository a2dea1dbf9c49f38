"""Businesses as CSV that a spreadsheet shows as text: no cell can become a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from webmagic.hunter.pages import BusinessRow

# Begins a formula in Excel, LibreOffice or Google Sheets, in plain or full-width form.
_FORMULA = re.compile(r"^[\s\u00a0]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]")


def guard(value: Any) -> Any:
    """Text that a spreadsheet would run gets an apostrophe before it; numbers stay numbers."""
    if isinstance(value, str) and _FORMULA.match(value):
        return f"'{value}"
    return "" if value is None else value


def export_csv(rows: Iterable[BusinessRow]) -> Iterator[str]:
    """Lines of CSV (RFC 4180), header first."""
    names = [field.name for field in fields(BusinessRow)]
    yield _line(names)
    for row in rows:
        values = [getattr(row, name) for name in names]
        yield _line([guard(v.isoformat() if hasattr(v, "isoformat") else v) for v in values])


def _line(cells: list[Any]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
