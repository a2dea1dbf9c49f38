"""Files that somebody hands in."""

import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from webmagic.core.clock import ago
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Conflict, Invalid, NotFound
from webmagic.core.ledger import Job
from webmagic.hunter import mapping, uploads
from webmagic.models import Business, Upload, UploadState
from workers import scraping  # noqa: F401 (declares the job)

ODD = "Firma X,Fono X\nQuill & Sons,+1 937-555-0142\n,+1 937-555-0143\n"
COLUMNS = mapping.parse(["name=Firma X,phone=Fono X"])


async def _hand_in(name: str = "list.csv", content: bytes = ODD.encode()) -> Upload:
    path = uploads.begin(name)
    path.write_bytes(content)
    async with transaction() as session:
        return await uploads.register(session, path, name, "olga@example.com")


async def _ask(upload: Upload, **said: Any) -> Upload:
    async with transaction() as session:
        return await uploads.ask(session, upload.id or 0, **said)


async def _now(upload: Upload) -> Upload:
    async with reading() as session:
        return await uploads.get(session, upload.id or 0)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("list.csv", "list.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\lists\\clientes año.xlsx", "clientes año.xlsx"),
        ("..", "list"),
        (".env", "env"),
        ("a\x00b\n;rm -rf$(x).csv", "a_b_rm -rf_(x).csv"),
        ("x" * 300 + ".csv", "x" * 90 + ".csv"),
    ],
)
def test_a_name_is_cut_to_what_is_harmless(given: str, kept: str) -> None:
    assert uploads.clean_name(given) == kept


async def test_a_file_lies_by_itself_and_only_we_can_read_it(sqlite_db: Path) -> None:
    upload = await _hand_in("../../list.csv")
    path = uploads.path_of(upload)
    assert path.parent.parent == uploads.folder() and path.name == "list.csv"
    assert os.stat(path).st_mode & 0o777 == 0o600 and os.stat(path.parent).st_mode & 0o777 == 0o700


async def test_what_unpacks_to_far_more_than_it_is_is_refused(sqlite_db: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
        archive.writestr("xl/sharedStrings.xml", b"0" * 40_000_000)
    with pytest.raises(Invalid, match="unreasonable"):
        await _hand_in("bomb.xlsx", data.getvalue())


async def test_the_import_is_a_job_that_notes_what_came_of_it(db: str) -> None:
    upload = await _ask(await _hand_in(), columns=COLUMNS, country="United States")
    assert (upload.state, upload.country) == (UploadState.WAITING, "US")
    async with reading() as session:
        (job,) = (await session.exec(select(Job).where(Job.kind == "scraping.import"))).all()
    assert job.arguments == {"upload_id": upload.id}
    await uploads.run(transaction, upload.id or 0)
    done = await _now(upload)
    assert (done.state, done.counts["created"], done.counts["rejected"]) == (UploadState.DONE, 1, 1)
    assert uploads.rejects_of(done).read_text() == "row,reason\n3,the row has no name\n"
    async with reading() as session:
        assert [one.name for one in (await session.exec(select(Business))).all()] == ["Quill & Sons"]


async def test_a_job_that_runs_again_imports_nothing_twice(sqlite_db: Path) -> None:
    upload = await _ask(await _hand_in(), columns=COLUMNS)
    for _ in range(2):
        await uploads.run(transaction, upload.id or 0)
    assert (await _now(upload)).counts["created"] == 1


async def test_a_file_is_asked_for_once(sqlite_db: Path) -> None:
    upload = await _ask(await _hand_in(), columns=COLUMNS)
    with pytest.raises(Conflict):
        await _ask(upload, columns=COLUMNS)


async def test_a_file_that_cannot_be_read_says_so_on_its_row_and_may_be_asked_for_again(
    sqlite_db: Path,
) -> None:
    upload = await _ask(await _hand_in())
    await uploads.run(transaction, upload.id or 0)
    failed = await _now(upload)
    assert failed.state == UploadState.FAILED and "No shape" in failed.error
    again = await _ask(upload, columns=COLUMNS)
    assert (again.state, again.error) == (UploadState.WAITING, "")


async def test_an_unknown_country_asks_for_nothing(sqlite_db: Path) -> None:
    upload = await _hand_in()
    with pytest.raises(Invalid, match="Atlantis"):
        await _ask(upload, columns=COLUMNS, country="Atlantis")
    assert (await _now(upload)).state == UploadState.READY


async def test_files_are_forgotten_after_a_while_but_not_while_they_are_needed(sqlite_db: Path) -> None:
    old, running, fresh = await _hand_in("old.csv"), await _hand_in("running.csv"), await _hand_in()
    stray = uploads.begin("stray.csv")
    os.utime(stray.parent, (0, 0))
    async with transaction() as session:
        for upload, state in ((old, UploadState.DONE), (running, UploadState.RUNNING)):
            upload.created_at, upload.state = ago(days=uploads.KEEP_DAYS + 1), state
            session.add(upload)
    async with transaction() as session:
        assert await uploads.forget_old(session) == 1
    assert not stray.parent.exists() and uploads.path_of(running) and uploads.path_of(fresh)
    with pytest.raises(NotFound, match="no longer kept"):
        uploads.path_of(old)
    os.utime(uploads.path_of(fresh).parent, (0, 0))
    async with transaction() as session:
        assert await uploads.forget_old(session) == 0
    assert uploads.path_of(fresh)
