"""No field is lost, in any file: a test that knows no field names of its own.

It reads each file a second time by the plainest means, and looks for every value in what was stored.
Besides the invented shapes it takes the real exports in `../shared/data/listings`, where that folder
lies beside the project.
"""

import csv
import dataclasses
import io
import itertools
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from tests.hunter import rows
from webmagic.core.database import reading
from webmagic.core.settings import REPO
from webmagic.hunter.sources.cleaning import storable
from webmagic.hunter.sources.files import RowFile, open_file
from webmagic.models import Business, Listing

BESIDE = REPO.parent / "shared" / "data" / "listings"
REAL = sorted(path for path in BESIDE.glob("*.*") if path.suffix in (".csv", ".xlsx", ".json", ".geojson"))
# Columns of a business that are made here, not read from anywhere.
OWN = {"id", "dedupe_key", "language", "industry", "territory_id", "email_source", "provenance", "score",
       "score_reasons", "qualified", "disqualified_reason", "stage", "failure", "do_not_contact",
       "created_at", "updated_at", "stage_at"}  # fmt: skip
SOME = 60  # rows of a real file; a value is lost in all of them or in none


def as_csv(made: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    table = csv.DictWriter(out, fieldnames=list({name: None for row in made for name in row}))
    table.writeheader()
    table.writerows(
        {n: json.dumps(v) if isinstance(v, dict | list) else v for n, v in row.items()} for row in made
    )
    return out.getvalue()


def plainly(path: Path) -> Iterator[Any]:
    """The rows of a file, read without a line of ours."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)
    elif path.suffix == ".xlsx":
        for sheet in load_workbook(path, read_only=True, data_only=True).worksheets:
            sheet.reset_dimensions()
            cells = sheet.iter_rows(values_only=True)
            names = next(cells, ())
            yield from (dict(zip(names, row, strict=False)) for row in cells)
    else:
        yield from objects(json.loads(path.read_text("utf-8")))


def objects(document: Any) -> Iterator[dict[str, Any]]:
    """The first list of objects there is, however deep, or the one object."""
    if isinstance(document, list):
        for item in document:
            yield from objects(item) if isinstance(item, list) else [item]
        return
    inner = [v for v in document.values() if isinstance(v, list) and v and isinstance(v[0], dict | list)]
    longest = max(inner, key=len, default=[])
    is_list_of_rows = len(longest) > 1 or (longest and isinstance(longest[0], list))
    yield from objects(longest) if is_list_of_rows else [document]


def leaves(value: Any) -> Counter[str]:
    if isinstance(value, dict):
        return sum((leaves(v) for v in value.values()), Counter())
    if isinstance(value, list):
        return sum((leaves(v) for v in value), Counter())
    return Counter() if value in (None, "") else Counter([json.dumps(storable(value), ensure_ascii=False)])


async def check(path: Path, take_file, some: int) -> None:
    def head(path: Path, source: str) -> RowFile:
        file = open_file(path, source)
        return dataclasses.replace(file, rows=itertools.islice(file.rows, some))

    report = await take_file(path, opener=head)
    async with reading() as session:
        stored = (await session.exec(select(Listing))).all()
        businesses = (await session.exec(select(Business))).all()
    kept = Counter(frozenset(leaves(listing.raw).items()) for listing in stored)
    refused = {reject["row"] for reject in report.rejects}
    given = [row for row in plainly(path) if leaves(row)]
    lost = [row for row in given[:some] if frozenset(leaves(row).items()) not in kept]
    assert len(lost) <= len(refused), lost[:1]
    blank = Business(name="", dedupe_key="")
    for business in businesses:
        for name in set(Business.model_fields) - OWN:
            value = getattr(business, name)
            if value not in (None, "", [], {}) and value != getattr(blank, name):
                assert name in business.provenance, f"{name} does not say where it comes from"


INVENTED = {
    "shapes.json": [rows.outscraper(), rows.outscraper(name="B", place_id="ChIJinvented0777")],
    "one.json": {"data": [[rows.contact(), rows.contact(full_name="C")]]},
    "google.json": {"places": [rows.places_api(), rows.places_api(id="ChIJinvented0999")]},
    "apify.json": [rows.apify(), rows.apify(placeId="ChIJinvented0888", title="Otra")],
    "osm.geojson": {"type": "FeatureCollection", "features": [rows.feature(), rows.feature(name="Dos")]},
    "overpass.json": {"version": 0.6, "elements": [rows.element(), rows.element(name="Tres")]},
    "contacts.csv": as_csv([rows.contact(), rows.contact(full_name="C", email="c@example.com")]),
    "tabla.csv": as_csv([rows.table(), rows.table(Ciudad="Xela")]),
}


@pytest.mark.parametrize("name", INVENTED)
async def test_no_value_of_an_invented_file_is_lost_and_each_field_names_its_source(
    sqlite_db, write, take_file, name
):
    await check(write(name, INVENTED[name]), take_file, 10**6)


@pytest.mark.skipif(not REAL, reason="the real exports are not beside the project")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
async def test_no_value_of_a_real_file_is_lost_and_each_field_names_its_source(sqlite_db, take_file, path):
    await check(path, take_file, SOME)
