"""Columns mapped by hand."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlmodel import select

from webmagic.core.database import reading, transaction
from webmagic.core.errors import Invalid
from webmagic.hunter import mapping
from webmagic.models import Business, WebsiteState

Write = Callable[[str, Any], Path]
HEADER = "Razón,Contacto,Tel. (casa),Correo-e,Colonia y calle,Página\n"
FIRST = 'Quill & Sons,Ann,+1 937-555-0142,quill@example.com,"9418 Nowhere Avenue, Marrow Creek, OH 45000",\n'
ODD = f"Lista de clientes,,,,,\n{HEADER}{FIRST},Cid,937-555-0144,,,https://quill.example.com\n"
GIVEN = {"name": ["Razón"], "phone": ["Tel. (casa)"], "address": ["Colonia y calle"]}


async def _businesses() -> list[Business]:
    async with reading() as session:
        return list((await session.exec(select(Business))).all())


async def _import(path: Path, **said: Any):
    return await mapping.import_any(path, transaction=transaction, **said)


def test_a_mapping_is_read_from_the_command_line() -> None:
    columns = mapping.parse(["name=Business, Inc. name,phone=Tel", "phone=Mobile", "website="])
    assert columns.fields == {"name": ("Business, Inc. name",), "phone": ("Tel", "Mobile")}
    assert not columns.knows_websites


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("naam=Business", "no mapping"),
        ("Business", "no mapping"),
        ("phone=Tel", "name of the business"),
        ("name=Business,city=Town", "more than its name"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        mapping.parse([text])


def test_columns_come_with_samples_and_sensible_guesses(write: Write) -> None:
    shape, columns = mapping.examine(write("odd.csv", ODD))
    assert shape == ""
    assert {column.name: column.guess for column in columns} == {
        "Razón": "name",
        "Contacto": "",
        "Tel. (casa)": "phone",
        "Correo-e": "email",
        "Colonia y calle": "address",
        "Página": "website",
    }
    assert columns[2].samples == ("+1 937-555-0142", "937-555-0144")


def test_a_known_shape_needs_no_hand(write: Write) -> None:
    assert mapping.examine(write("known.csv", "Business name,Phone\nQuill,937-555-0142\n"))[0] == "table"


def test_objects_within_objects_are_columns_too(write: Write) -> None:
    path = write("rows.json", [{"empresa_x": "Quill", "c": {"t": "937-555-0142"}}])
    _, columns = mapping.examine(path)
    assert [column.name for column in columns] == ["empresa_x", "c", "c.t"]
    opener = mapping.opener(mapping.parse(["name=empresa_x,phone=c.t"]))
    assert mapping.preview(opener, path, "US")[0]["phone"] == "+19375550142"


async def test_the_rows_of_a_mapped_file_become_businesses(db: str, write: Write) -> None:
    report = await _import(write("odd.csv", ODD), columns=mapping.checked(GIVEN), country="US")
    assert (report.read, report.created, report.rejected) == (2, 1, 1)
    assert report.rejects == [{"row": 4, "reason": "the row has no name"}]
    (quill,) = await _businesses()
    assert (quill.name, quill.phone, quill.city) == ("Quill & Sons", "+19375550142", "Marrow Creek")
    assert quill.provenance["name"] == "csv:Razón"


async def test_without_a_website_column_none_qualifies(sqlite_db: Path, write: Write) -> None:
    path = write("odd.csv", ODD)
    report = await _import(path, columns=mapping.checked(GIVEN), country="US")
    (quill,) = await _businesses()
    assert quill.website_state == WebsiteState.UNKNOWN and report.qualified == 0 and not quill.qualified


async def test_with_one_an_empty_cell_means_there_is_none(sqlite_db: Path, write: Write) -> None:
    columns = mapping.checked({**GIVEN, "website": ["Página"]})
    await _import(write("odd.csv", ODD), columns=columns, country="US")
    (quill,) = await _businesses()
    assert quill.website_state == WebsiteState.NONE


async def test_the_next_such_file_needs_no_hand(db: str, write: Write) -> None:
    with pytest.raises(Invalid, match="--map"):
        await _import(write("odd.csv", ODD))
    await _import(write("odd.csv", ODD), columns=mapping.checked(GIVEN))
    later = write("later.csv", HEADER.upper() + "Plumb & Co,Bo,937-555-0143,,,\n")
    with pytest.raises(Invalid, match="No shape"):  # the same names in other letters are other columns
        await _import(later)
    same = write("same.csv", HEADER + "Plumb & Co,Bo,+1 937-555-0143,,,\n")
    report = await _import(same)
    assert (report.created, report.rejected) == (1, 0)


async def test_a_column_that_is_not_there_is_said_before_anything_is_kept(db: str, write: Write) -> None:
    with pytest.raises(Invalid, match="no column 'Nombre'"):
        await _import(write("odd.csv", ODD), columns=mapping.parse(["name=Nombre,phone=Tel. (casa)"]))
    assert await _businesses() == []
    with pytest.raises(Invalid, match="No shape"):
        await _import(write("odd.csv", ODD))


async def test_all_sheets_with_the_same_header_are_read(sqlite_db: Path, write: Write) -> None:
    book = Workbook()
    book.active.append(["Nothing to see here"])
    for number in (1, 2):
        sheet = book.create_sheet()
        sheet.append(["Firma X", "Fono X"])
        sheet.append([f"Quill {number}", f"+1 937-555-010{number}"])
    data = io.BytesIO()
    book.save(data)
    path = write("book.xlsx", data.getvalue())
    report = await _import(path, columns=mapping.parse(["name=Firma X,phone=Fono X"]))
    assert (report.read, report.created) == (2, 2)


def test_a_preview_says_what_becomes_of_each_row(write: Write) -> None:
    made = mapping.preview(mapping.opener(mapping.checked(GIVEN)), write("odd.csv", ODD), "US")
    assert made[0]["name"] == "Quill & Sons" and made[0]["row"] == 3
    assert made[1] == {"row": 4, "reason": "the row has no name"}
