"""Rows of an .xlsx workbook, streamed."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook

from webmagic.core.errors import Invalid

warnings.filterwarnings("ignore", module="openpyxl")  # on extensions that rows do not depend on
MAX_UNPACKED = 1_500_000_000
MAX_RATIO = 300


def check_archive(data: bytes) -> None:
    """Refuse what is no workbook, and archives that unpack to far more than they should."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        raise Invalid("This workbook is damaged: its archive cannot be opened.") from None
    if not any(entry.filename == "xl/workbook.xml" for entry in entries):
        raise Invalid("This is an archive, but not an Excel workbook (.xlsx); unpack it first.")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED or unpacked > max(len(data) * MAX_RATIO, 200_000_000):
        raise Invalid("This workbook unpacks to an unreasonable size and was not opened.")


def sheets(data: bytes) -> Iterator[tuple[str, Iterator[list[Any]]]]:
    """(name, records) of each sheet. Records are lists of cells, blank ones included."""
    check_archive(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever its XML and zip layers raise
        raise Invalid(f"This workbook cannot be read ({type(error).__name__}).") from None
    for sheet in book.worksheets:
        if hasattr(sheet, "reset_dimensions"):
            sheet.reset_dimensions()  # some exporters declare one cell and write thousands
        yield sheet.title, _records(sheet)


def _records(sheet: Any) -> Iterator[list[Any]]:
    try:
        for cells in sheet.iter_rows(values_only=True):
            yield list(cells)
    except Exception as error:
        raise Invalid(
            f"The sheet {sheet.title!r} cannot be read to its end ({type(error).__name__})."
        ) from None
