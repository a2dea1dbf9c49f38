"""Columns mapped by hand, for files of a shape that nobody knows.

A mapping is kept under the set of column names it was made for, so the next such file needs no hand.
One without a website column says: this file knows nothing of websites. None of its rows qualifies
then until somebody has looked.
"""

import asyncio
import hashlib
import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.errors import Invalid
from webmagic.hunter.drafts import draft
from webmagic.hunter.listings import ImportReport, Progress, Transaction, import_file
from webmagic.hunter.normal.text import line
from webmagic.hunter.reader import Context, Rejected, dig
from webmagic.hunter.sources import delimited, tabular
from webmagic.hunter.sources.cleaning import clean_text, storable
from webmagic.hunter.sources.files import HEAD, TITLE_LINES, RowFile, contents, open_file
from webmagic.hunter.sources.shapes import Shape, UnknownShape
from webmagic.models import Setting

# What may be mapped, in the order in which people think of it.
FIELDS = {
    "name": "Name of the business",
    "phone": "Phone",
    "email": "E-mail",
    "website": "Website",
    "address": "Address in one line",
    "street": "Street and number",
    "city": "Town",
    "state": "State or region",
    "postcode": "Postcode",
    "country": "Country",
    "category": "Kind of business",
    "rating": "Rating",
    "review_count": "Number of reviews",
    "hours": "Opening hours",
    "description": "Description",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "socials": "Social pages",
    "maps_url": "Google Maps address",
    "place_id": "Google place id",
}
FOUND_BY = ("phone", "email", "address", "street", "place_id")  # a name alone is no business
BY_HAND = "Map its columns by hand: --map name=…,phone=… on the command line, or Import in the admin."
MOST_COLUMNS = 400
SAMPLES = 3
LOOKED_AT = 60


@dataclass(frozen=True)
class Columns:
    """field -> its columns, best first."""

    fields: Mapping[str, tuple[str, ...]]

    @property
    def names(self) -> set[str]:
        return {name for names in self.fields.values() for name in names}

    @property
    def knows_websites(self) -> bool:
        return bool(self.fields.get("website"))

    def shape(self) -> Shape:
        fields = {"website": (), **self.fields}
        if "state" in fields:
            fields["state_code"] = fields["state"]
        return Shape("mapped", "csv", frozenset(), frozenset(), fields)


@dataclass(frozen=True)
class Column:
    """A column as a person sees it: its name, some of what stands in it, and the likely field."""

    name: str
    samples: tuple[str, ...]
    guess: str = ""


@dataclass(frozen=True)
class Sheet:
    """Rows under named columns, whatever the names mean."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[int, Any]]


def checked(given: Mapping[str, Iterable[str]]) -> Columns:
    """Raises Invalid for an unknown field, a missing name, or nothing to find a business by."""
    fields = {
        name: tuple(dict.fromkeys(column for column in columns if column)) for name, columns in given.items()
    }
    if wrong := next((name for name in fields if name not in FIELDS), None):
        raise Invalid(f"There is no field {wrong!r}. Choose among: {', '.join(FIELDS)}.")
    fields = {name: columns for name, columns in fields.items() if columns}
    if "name" not in fields:
        raise Invalid("Say which column holds the name of the business.")
    if not any(name in fields for name in FOUND_BY):
        raise Invalid(
            "A business is known by more than its name: map a phone, e-mail, address or street too."
        )
    return Columns(fields)


def parse(texts: Iterable[str]) -> Columns:
    """Of "name=Business,phone=Tel", given once or several times; a field may be given again for a
    second column. A comma within a column's name is understood. Raises Invalid."""
    given: dict[str, list[str]] = {}
    for text in texts:
        last = ""
        for part in text.split(","):
            field, equals, column = part.partition("=")
            if equals and field.strip() in FIELDS:
                last = field.strip()
                given.setdefault(last, []).append(column.strip())
            elif last:
                given[last][-1] = f"{given[last][-1]},{part}".strip()
            else:
                raise Invalid(
                    f"{part.strip()[:60]!r} is no mapping. Write field=column, such as name=Business; "
                    f"fields are {', '.join(FIELDS)}."
                )
    return checked(given)


def sheet_of(path: Path, wanted: set[str] | None = None) -> Sheet:
    """The rows of a file under their column names. The header is the first line that holds all that
    is `wanted`, else the first that looks like one. Raises Invalid."""
    found = contents(path)
    if found.rows is not None:
        return _of_objects(found.rows, wanted)
    first: Sheet | None = None
    more: list[Iterator[tuple[int, Any]]] = []
    for _, records in found.tables:
        sheet = _of_records(records, wanted)
        if sheet is None:
            continue
        if first is None:
            first = sheet
        elif sheet.columns == first.columns:
            more.append(sheet.rows)
    if first is None and wanted:
        names = sheet_of(path).columns
        missing = sorted(wanted - set(names)) or sorted(wanted)
        raise Invalid(f"This file has no column {missing[0]!r}. {_seen(names)}")
    if first is None:
        raise Invalid("This file holds no table.")
    return Sheet(first.columns, itertools.chain(first.rows, *more))


def _of_objects(rows: Iterator[tuple[int, Any]], wanted: set[str] | None) -> Sheet:
    head = list(itertools.islice(rows, HEAD))
    names: dict[str, None] = {}
    for _, row in head:
        for key, value in row.items() if isinstance(row, dict) else ():
            names[str(key)] = None
            for inner in value if isinstance(value, dict) else ():
                names[f"{key}.{inner}"] = None
    if not names:
        raise Invalid("This file holds no rows with columns.")
    if missing := sorted((wanted or set()) - set(names)):
        raise Invalid(f"This file has no column {missing[0]!r}. {_seen(names)}")
    return Sheet(tuple(names)[:MOST_COLUMNS], itertools.chain(head, rows))


def _of_records(records: Iterator[list[Any]], wanted: set[str] | None) -> Sheet | None:
    head = list(itertools.islice(records, TITLE_LINES))
    at = _header_at(head, wanted)
    if at is None:
        return None
    names = delimited.header(head[at])
    numbered = enumerate(itertools.chain(head[at + 1 :], records), at + 2)
    rows = ((n, delimited.as_row(names, cells)) for n, cells in numbered if not delimited.is_blank(cells))
    return Sheet(tuple(names)[:MOST_COLUMNS], rows)


def _header_at(head: list[list[Any]], wanted: set[str] | None) -> int | None:
    if wanted:
        return next((at for at, cells in enumerate(head) if wanted <= set(delimited.header(cells))), None)
    filled = [[cell for cell in cells if cell not in (None, "") and str(cell).strip()] for cells in head]
    widest = max(map(len, filled), default=0)
    for at, cells in enumerate(filled):
        is_wide = len(cells) >= max(1, widest * 0.6)
        if is_wide and all(re.search(r"[^\W\d_]", str(cell)) and len(str(cell)) <= 80 for cell in cells):
            return at
    return next((at for at, cells in enumerate(filled) if cells), None)


def _seen(names: Iterable[str]) -> str:
    shown = [clean_text(str(name)[:40]) for name in itertools.islice(names, 12)]
    return f"Columns seen: {', '.join(shown)}."


def examine(path: Path) -> tuple[str, list[Column]]:
    """The name of the shape, "" when nobody knows it, and the columns with samples and guesses."""
    try:
        shape = open_file(path).shape.name
    except Invalid:
        shape = ""
    sheet = sheet_of(path)
    rows = [row for _, row in itertools.islice(sheet.rows, LOOKED_AT) if isinstance(row, dict)]
    seen = {name: [text for row in rows if (text := line(dig(row, name)))] for name in sheet.columns}
    guesses = guess(seen)
    columns = [
        Column(name, tuple(dict.fromkeys(text[:80] for text in texts))[:SAMPLES], guesses.get(name, ""))
        for name, texts in seen.items()
    ]
    return shape, columns


GOOGLE = r"https?://(?:(?:www\.|maps\.)?google\.[a-z.]+/maps|goo\.gl/maps|maps\.app\.goo\.gl).*"
SOCIAL = r"(?:https?://)?(?:www\.|m\.)?(?:facebook|instagram|tiktok|twitter|x)\.com/\S+"
LOOKS = {
    "email": re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.I),
    "maps_url": re.compile(GOOGLE, re.I),
    "socials": re.compile(SOCIAL, re.I),
    "website": re.compile(r"(?:https?://\S+|www\.\S+)", re.I),
    "phone": re.compile(r"\+?\d[\d\s().\-/x]{6,24}"),
    "address": re.compile(r"(?=.*\d)(?=.*[^\W\d]).*,.*"),
}
FIGURE = re.compile(r"-?\d+(?:[.,]\d+)?")
FIGURES = ("latitude", "longitude", "rating", "review_count")
ENOUGH, DOUBTFUL = 0.6, 0.3


def guess(seen: Mapping[str, list[str]]) -> dict[str, str]:
    """column -> field: by its heading, by words within it, by what stands in it. A field is given once."""
    found: dict[str, str] = {}
    for judge in (_by_heading, _by_word, _by_look):
        for column, texts in seen.items():
            if column in found:
                continue
            field = judge(column, texts)
            if field and field not in found.values():
                found[column] = field
    if "name" not in found.values():
        rest = (column for column, texts in seen.items() if column not in found and _are_names(texts))
        if first := next(rest, ""):
            found[first] = "name"
    return found


def _by_heading(column: str, _texts: list[str]) -> str:
    return _known((tabular.fields_of({column, "name", "phone"}) or {}), column)


def _known(fields: Mapping[str, tuple[str, ...]], column: str) -> str:
    return next((field for field, names in fields.items() if column in names and field in FIELDS), "")


def _by_word(column: str, texts: list[str]) -> str:
    """ "Tel. (casa)" has the word tel in it. What stands there must not contradict."""
    for word in tabular.plain(column).split():
        field = _by_heading(word, texts) if len(word) > 1 else ""
        look = FIGURE if field in FIGURES else LOOKS.get(field) if field != "address" else None
        if field == "street" and texts and _share(LOOKS["address"], texts) >= ENOUGH:
            return "address"
        if field and not (look and texts and _share(look, texts) < DOUBTFUL):
            return field
    return ""


def _by_look(_column: str, texts: list[str]) -> str:
    return next((field for field, look in LOOKS.items() if texts and _share(look, texts) >= ENOUGH), "")


def _share(look: re.Pattern[str], texts: list[str]) -> float:
    return sum(bool(look.fullmatch(text)) for text in texts) / len(texts)


def _are_names(texts: list[str]) -> bool:
    """Short texts with letters, hardly two the same."""
    good = [text for text in texts if 2 < len(text) < 80 and re.search(r"[^\W\d_]{2}", text)]
    return bool(texts) and len(good) >= ENOUGH * len(texts) and len(set(texts)) >= 0.8 * len(texts)


def opener(columns: Columns) -> Callable[[Path, str], RowFile]:
    """What opens a file by these columns, in the place of `open_file`."""

    def open_mapped(path: Path, _source: str = "auto") -> RowFile:
        sheet = sheet_of(path, columns.names)
        return RowFile(columns.shape(), columns.knows_websites, sheet.rows)

    return open_mapped


def preview(
    open_it: Callable[[Path, str], RowFile], path: Path, country: str = "", limit: int = 10
) -> list[dict[str, Any]]:
    """What the first rows would become: the columns of a business, or {"reason"} when it is none;
    each with its "row"."""
    file = open_it(path, "auto")
    context = Context.of(file, country=country)
    made: list[dict[str, Any]] = []
    for number, row in itertools.islice(file.rows, limit):
        try:
            made.append({"row": number, **draft(storable(row), context).values})
        except Rejected as error:
            made.append({"row": number, "reason": str(error)})
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError, OverflowError) as error:
            made.append(
                {"row": number, "reason": f"the row could not be understood ({type(error).__name__})"}
            )
    return made


def _key(columns: Iterable[str]) -> str:
    names = sorted(set(columns))
    return f"columns:{hashlib.sha256(json.dumps(names).encode()).hexdigest()[:40]}"


async def save(session: AsyncSession, seen: Iterable[str], columns: Columns) -> None:
    """Keep a mapping for files with these columns; the newest wins."""
    key = _key(seen)
    row = await session.get(Setting, key) or Setting(key=key, value={})
    row.value = {"fields": {name: list(names) for name, names in columns.fields.items()}}
    row.updated_at = now()
    session.add(row)


async def find(session: AsyncSession, seen: Iterable[str]) -> Columns | None:
    """The mapping that was kept for files with these columns."""
    row = await session.get(Setting, _key(seen))
    return checked(row.value.get("fields", {})) if row else None


async def import_any(
    path: Path,
    *,
    transaction: Transaction,
    columns: Columns | None = None,
    source: str = "auto",
    country: str = "",
    industry: str = "",
    on_progress: Progress | None = None,
) -> ImportReport:
    """`import_file`, by the columns given, or, when nobody knows the file's shape, by those kept for
    such files. Given ones are kept. Raises Invalid."""
    said: dict[str, Any] = {"country": country, "industry": industry, "on_progress": on_progress}
    if columns is None:
        try:
            return await import_file(path, transaction=transaction, source=source, **said)
        except UnknownShape as error:
            columns = await _kept(path, transaction, source)
            if columns is None:
                raise Invalid(f"{error} {BY_HAND}") from None
    else:
        seen = (await asyncio.to_thread(sheet_of, path, columns.names)).columns
        async with transaction() as session:
            await save(session, seen, columns)
    return await import_file(path, transaction=transaction, opener=opener(columns), **said)


async def _kept(path: Path, transaction: Transaction, source: str) -> Columns | None:
    if source not in ("auto", "csv"):
        return None
    try:
        seen = (await asyncio.to_thread(sheet_of, path)).columns
    except Invalid:
        return None
    async with transaction() as session:
        return await find(session, seen)
