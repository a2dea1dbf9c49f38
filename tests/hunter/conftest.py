"""Files of invented rows, and imports of them."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from webmagic.core.database import transaction
from webmagic.hunter import ImportReport, import_file, import_rows

TakeIn = Callable[..., Awaitable[ImportReport]]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, Any], Path]:
    """A file with text, bytes, or anything as JSON in it."""

    def write(name: str, content: Any) -> Path:
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
            path.write_text(text, "utf-8", newline="")
        return path

    return write


@pytest.fixture
def take_in() -> TakeIn:
    """Import rows, and check the sum that must always hold."""

    async def take_in(rows: list[Any], **options: Any) -> ImportReport:
        return added_up(await import_rows(rows, transaction=transaction, **options))

    return take_in


@pytest.fixture
def take_file() -> TakeIn:
    async def take_file(path: Path, **options: Any) -> ImportReport:
        return added_up(await import_file(path, transaction=transaction, **options))

    return take_file


def added_up(report: ImportReport) -> ImportReport:
    assert report.read == report.created + report.updated + report.duplicates + report.rejected
    assert report.rejected == len(report.rejects)
    return report
