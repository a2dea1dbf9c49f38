"""A file of any known format to numbered rows of one known shape."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webmagic.core.errors import Invalid
from webmagic.hunter.sources import delimited, jsontext, parquet, workbook
from webmagic.hunter.sources.encoding import decode
from webmagic.hunter.sources.shapes import SOURCES, Seen, Shape, recognise, refuse

MAX_BYTES = 1_000_000_000
HEAD = 300  # rows looked at to tell the shape; wide enough for providers that leave out empty fields
TITLE_LINES = 25  # how far down the header may be


@dataclass(frozen=True)
class RowFile:
    """`rows` are (number, row): the line or index in the file, and whatever stood there.
    `has_websites`: the file has a website column, so an empty one means something."""

    shape: Shape
    has_websites: bool
    rows: Iterator[tuple[int, Any]]


@dataclass(frozen=True)
class Contents:
    """What a file holds, before anybody knows its shape: `rows` that are objects already, or
    `tables` of records (lists of cells), a workbook's sheets or a single one."""

    rows: Iterator[tuple[int, Any]] | None
    tables: Iterator[tuple[str, Iterator[list[Any]]]]


def contents(path: Path) -> Contents:
    """Raises Invalid with one sentence for whatever cannot be read."""
    if parquet.is_parquet(path):
        return Contents(parquet.rows_of(str(path)), iter(()))
    data = _read(path)
    if data[:4] == b"PK\x03\x04":
        return Contents(None, workbook.sheets(data))
    _refuse_binary(data)
    text = decode(data)
    if text.lstrip()[:1] in ("[", "{") or path.suffix.lower() in (".json", ".geojson", ".ndjson", ".jsonl"):
        return Contents(jsontext.rows_of(text), iter(()))
    if text.lstrip()[:1] == "<":
        raise Invalid("This is a web page or XML file; export the list as CSV, XLSX or JSON.")
    return Contents(None, iter([("", delimited.read_records(text))]))


def open_file(path: Path, source: str = "auto") -> RowFile:
    """Raises Invalid with one sentence for whatever cannot be read."""
    if source not in SOURCES:
        raise Invalid(f"There is no source {source!r}. Choose one of: {', '.join(SOURCES)}.")
    found = contents(path)
    return of_rows(found.rows, source) if found.rows is not None else _of_tables(found.tables, source)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Invalid(f"{path.name} is larger than {MAX_BYTES // 10**9} GB; split it.")
        data = path.read_bytes()
    except FileNotFoundError:
        raise Invalid(f"There is no file {path}.") from None
    except IsADirectoryError:
        raise Invalid(f"{path} is a folder, not a file.") from None
    except OSError as error:
        raise Invalid(f"{path.name} cannot be read: {error.strerror or error}.") from None
    if not data.strip():
        raise Invalid(f"{path.name} is empty.")
    return data


def _refuse_binary(data: bytes) -> None:
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Invalid("This is an old Excel file (.xls); save it as .xlsx or CSV.")
    if data[:4] == b"%PDF":
        raise Invalid("This is a PDF; export the list as CSV, XLSX or JSON.")
    if data[:2] == b"\x1f\x8b":
        raise Invalid("This file is compressed (gzip); unpack it first.")


def of_rows(numbered: Iterable[tuple[int, Any]], source: str = "auto") -> RowFile:
    """Rows that are objects already. Raises Invalid when no known shape fits them."""
    rows = iter(numbered)
    head = list(itertools.islice(rows, HEAD))
    seen = Seen.of(row for _, row in head).columns
    shape = recognise(seen, source)
    if shape is None:
        if not head:  # an answer with no results is no mistake
            return RowFile(recognise({"name", "phone"}) or _never(), False, iter(()))
        raise refuse(seen, source)
    if shape.source == "osm":
        seen |= {k for _, row in head if isinstance(row, dict) for k in shape.prepare(row)}
    if not shape.has_websites(seen):
        rest = list(rows)
        seen |= Seen.of(row for _, row in rest).columns
        rows = iter(rest)
    return RowFile(shape, shape.has_websites(seen), itertools.chain(head, rows))


def _never() -> Shape:
    raise AssertionError("the plain table is always known")


def _of_tables(tables: Iterator[tuple[str, Iterator[list[Any]]]], source: str) -> RowFile:
    """Every sheet that has the shape of the first recognised one."""
    refused: Invalid | None = None
    found: RowFile | None = None
    more: list[Iterator[tuple[int, Any]]] = []
    for _, records in tables:
        try:
            table = _of_table(records, source)
        except Invalid as error:
            refused = refused or error
            continue
        if found is None:
            found = table
        elif table.shape.fields == found.shape.fields:
            more.append(table.rows)
    if found is None:
        raise refused or Invalid("This workbook has no sheet with rows.")
    return RowFile(found.shape, found.has_websites, itertools.chain(found.rows, *more))


def _of_table(records: Iterator[list[Any]], source: str) -> RowFile:
    """The header is the first record of a known shape; lines above it are titles."""
    head = list(itertools.islice(records, TITLE_LINES))
    first: set[str] = set()
    for at, cells in enumerate(head):
        if delimited.is_blank(cells):
            continue
        names = delimited.header(cells)
        shape = recognise(set(names), source)
        if shape is not None:
            numbered = enumerate(itertools.chain(head[at + 1 :], records), at + 2)
            rows = (
                (number, delimited.as_row(names, cells))
                for number, cells in numbered
                if not delimited.is_blank(cells)
            )
            return RowFile(shape, shape.has_websites(set(names)), rows)
        if len(names) > len(first):
            first = set(names)
    raise refuse(first, source)
