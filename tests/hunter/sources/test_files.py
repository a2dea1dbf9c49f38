"""Formats, encodings and headers: any file that a person may have."""

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.hunter import rows
from webmagic.core.errors import Invalid
from webmagic.hunter.sources.encoding import decode
from webmagic.hunter.sources.files import open_file

TABLE = (
    "name;phone;city;website\n"
    "Quill & Sons;+1 937 555 0142;Marrow Creek;\n"
    "Ñandú;+502 5555 0142;Xelajú;x.example.com\n"
)


def read(path, source="auto"):
    file = open_file(path, source)
    return file.shape.name, [row for _, row in file.rows]


def test_json_is_found_in_every_envelope(write):
    row = rows.outscraper()
    for number, content in enumerate(
        ([row], {"data": [[row], []]}, {"results": [row]}, {"status": 1, "data": [row]}, row)
    ):
        assert read(write(f"{number}.json", content)) == ("outscraper", [row])


def test_overpass_geojson_and_places_answers_are_unwrapped(write):
    assert read(write("a.json", {"version": 0.6, "elements": [rows.element()]}))[0] == "overpass"
    assert (
        read(write("b.geojson", {"type": "FeatureCollection", "features": [rows.feature()]}))[0] == "geojson"
    )
    assert read(write("c.json", {"places": [rows.places_api()]}))[0] == "places-api"


def test_a_row_a_line_is_read_and_a_broken_line_keeps_its_number(write):
    lines = [json.dumps(rows.apify()), "{broken", json.dumps(rows.apify(title="Otra"))]
    file = open_file(write("a.ndjson", "\n".join(lines)))
    assert [(number, type(row)) for number, row in file.rows] == [(1, dict), (2, str), (3, dict)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_delimiter_is_told(write, delimiter):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(csv.reader(io.StringIO(TABLE), delimiter=";"))
    shape, found = read(write("a.csv", text.getvalue()))
    assert shape == "table"
    assert [row["city"] for row in found] == ["Marrow Creek", "Xelajú"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"]
)
def test_every_encoding_gives_the_same_names(write, encoding):
    assert [row["name"] for row in read(write("a.csv", TABLE.encode(encoding)))[1]] == [
        "Quill & Sons",
        "Ñandú",
    ]


def test_cyrillic_code_pages_are_told_from_western_ones():
    assert "Зоотовары" in decode(("Зоотовары и корма для животных, телефон\n" * 30).encode("cp1251"))


def test_utf8_with_a_few_spoilt_bytes_stays_utf8():
    assert decode("Panadería ñandú café açaí\n".encode() * 20 + b"\xff").count("Panadería") == 20


def test_titles_above_the_header_are_skipped_and_rows_keep_their_line(write):
    path = write("a.csv", "Leads of March\n\n,,\n" + TABLE.replace(";", ","))
    assert [number for number, _ in open_file(path).rows] == [5, 6]


def test_no_cell_is_lost_for_want_of_a_good_header(write):
    _, found = read(write("a.csv", "name,phone,,phone\nA,1,2,3,4,5\n"))
    assert sorted(str(v) for v in found[0].values()) == ["1", "2", "3", "4", "5", "A"]


def test_workbooks_are_read_sheet_by_sheet_with_dates(write, tmp_path):
    book = Workbook()
    book.active.append(["Notes"])
    for town in ("Marrow Creek", "Tillery Bend"):
        sheet = book.create_sheet(town)
        sheet.append(["name", "phone", "city", "seen"])
        sheet.append([f"Shop of {town}", "+1 937 555 0142", town, dt.datetime(2026, 3, 1)])
    book.save(tmp_path / "a.xlsx")
    _, found = read(tmp_path / "a.xlsx")
    assert [row["city"] for row in found] == ["Marrow Creek", "Tillery Bend"]


BAD = {
    "empty.csv": b"",
    "space.json": b" \n",
    "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100,
    "page.html": b"<!doctype html><table></table>",
    "paper.pdf": b"%PDF-1.7",
    "archive.zip": b"PK\x03\x04" + b"\0" * 50,
    "half.json": b'[{"name": "A", ',
    "number.json": b"42",
    "text.json": b'"hello"',
    "null.json": b"null",
    "deep.json": b"[" * 100_000,
    "deep_closed.json": b"[" * 50_000 + b"]" * 50_000,
    "strings.json": b'["a", "b"]',
    "other.json": b'[{"temperature": 4}]',
    "columns.csv": b"date,temperature\n2011,4\n",
    "noise.csv": bytes(range(256)) * 4,
    "huge_number.json": b"[" + b"9" * 5000 + b"]",
    "unclosed.csv": b'name,phone\n"A,1\n',
}


@pytest.mark.parametrize("name", [name for name in BAD if name != "unclosed.csv"])
def test_what_cannot_be_read_gets_one_sentence(write, name):
    with pytest.raises(Invalid) as error:
        list(open_file(write(name, BAD[name])).rows)
    assert str(error.value).endswith(".") and "\n" not in str(error.value)


def test_a_quote_that_never_closes_is_no_traceback(write):
    list(open_file(write("a.csv", BAD["unclosed.csv"])).rows)


def test_an_unknown_shape_is_refused_by_the_names_of_its_columns(write):
    with pytest.raises(Invalid, match="Columns seen: date, temperature"):
        open_file(write("a.csv", BAD["columns.csv"]))


def test_forcing_a_source_refuses_what_is_not_of_it(write):
    with pytest.raises(Invalid, match="does not have the columns of osm"):
        open_file(write("a.json", [rows.outscraper()]), "osm")
    with pytest.raises(Invalid, match="no source 'gmaps'"):
        open_file(write("a.json", [rows.outscraper()]), "gmaps")
    assert read(write("b.json", [rows.outscraper()]), "csv")[0] == "table"


def test_an_answer_without_results_is_no_mistake(write):
    assert read(write("a.json", [])) == ("table", [])


def test_a_missing_file_is_named():
    with pytest.raises(Invalid, match="There is no file"):
        open_file(Path("/nowhere/at/all.csv"))
