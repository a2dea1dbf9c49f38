"""Files handed in to be imported: kept apart, looked at, taken in by a job, and forgotten.

They come from anywhere: a name is cut to what is harmless, each lies in a folder of its own under
a name nobody can guess, and archives that unpack to far more than they should are refused.
"""

import asyncio
import contextlib
import csv
import os
import re
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core import ids
from webmagic.core.clock import ago, now
from webmagic.core.errors import Conflict, Invalid, NotFound, WebMagicError
from webmagic.core.ledger import enqueue
from webmagic.core.settings import get_settings
from webmagic.hunter import mapping
from webmagic.hunter.listings import ImportReport, Transaction, country_code
from webmagic.models import Upload, UploadState

MAX_BYTES = 60_000_000
MAX_UNPACKED, MAX_RATIO, FREE_UNPACKED = 300_000_000, 60, 20_000_000
KEEP_DAYS = 14
COUNTS = ("read", "created", "updated", "duplicates", "rejected", "qualified")
SECONDS = 1.0  # between two notes of how far an import is


def folder() -> Path:
    return get_settings().webmagic_home / "uploads"


def clean_name(name: str) -> str:
    """The last part of a path, without anything a file system or a terminal could trip over."""
    last = re.split(r"[/\\]", name)[-1]
    plain = re.sub(r"[^\w.() -]+", "_", last).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:90]}{dot}{ending[:10]}" if stem else plain[:100] or "list"


def path_of(upload: Upload) -> Path:
    """Raises NotFound when the file has been forgotten."""
    path = folder() / upload.token / clean_name(upload.name)
    if not path.is_file():
        raise NotFound(f"{upload.name} is no longer kept; hand it in again.")
    return path


def rejects_of(upload: Upload) -> Path:
    return folder() / upload.token / "rejected rows.csv"


def begin(name: str) -> Path:
    """Where to write a file that is being handed in."""
    own = folder() / ids.token(24)
    own.mkdir(parents=True, mode=0o700)
    return own / clean_name(name)


def discard(path: Path) -> None:
    shutil.rmtree(path.parent, ignore_errors=True)


def check(path: Path) -> None:
    """Raises Invalid for what is empty, too large, or unpacks to an unreasonable size."""
    size = path.stat().st_size
    if not size:
        raise Invalid("This file is empty.")
    if size > MAX_BYTES:
        raise Invalid(f"A file may have {MAX_BYTES // 10**6} MB here. Larger ones: webmagic import FILE.")
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MAX_UNPACKED or unpacked > max(FREE_UNPACKED, size * MAX_RATIO):
            raise Invalid("This workbook unpacks to an unreasonable size and was not kept.")


async def register(session: AsyncSession, path: Path, name: str, asked_by: str) -> Upload:
    """Note a file that `begin` made room for. Raises Invalid; the caller then discards it."""
    await asyncio.to_thread(check, path)
    os.chmod(path, 0o600)
    upload = Upload(
        token=path.parent.name, name=clean_name(name), bytes=path.stat().st_size, asked_by=asked_by
    )
    session.add(upload)
    await session.flush()
    return upload


async def get(session: AsyncSession, upload_id: int) -> Upload:
    if upload := await session.get(Upload, upload_id):
        return upload
    raise NotFound("There is no such file.")


async def newest(session: AsyncSession, limit: int = 12) -> Sequence[Upload]:
    return (await session.exec(select(Upload).order_by(col(Upload.id).desc()).limit(limit))).all()


async def ask(
    session: AsyncSession,
    upload_id: int,
    *,
    columns: mapping.Columns | None = None,
    country: str = "",
    industry: str = "",
) -> Upload:
    """Ask for the import. Raises Conflict when it was asked for before, Invalid for a country that
    does not exist, NotFound when the file is gone."""
    upload = await get(session, upload_id)
    path_of(upload)
    values: dict[str, Any] = {
        "state": UploadState.WAITING,
        "columns": {name: list(some) for name, some in columns.fields.items()} if columns else {},
        "country": country_code(country),
        "industry": industry.strip()[:120],
        "error": "",
        "counts": {},
    }
    claimed = await session.exec(
        sa.update(Upload)
        .where(col(Upload.id) == upload_id, col(Upload.state).in_([UploadState.READY, UploadState.FAILED]))
        .values(**values)
    )
    if not claimed.rowcount:
        raise Conflict(f"{upload.name} is being imported, or has been.")
    await enqueue(session, "scraping.import", dedupe=f"import:{upload_id}", upload_id=upload_id)
    await session.refresh(upload)
    return upload


async def run(transaction: Transaction, upload_id: int) -> None:
    """The job: take the file in, noting how far it is. What is wrong with the file itself is kept on
    its row and not tried again; whatever else is wrong is the job's to retry, and safe to repeat."""
    async with transaction() as session:
        upload = await get(session, upload_id)
        if upload.state not in (UploadState.WAITING, UploadState.RUNNING):
            return
        upload.state = UploadState.RUNNING
        session.add(upload)
    seen = ImportReport()
    noting = asyncio.create_task(_note(transaction, upload_id, seen))
    try:
        report = await mapping.import_any(
            path_of(upload),
            transaction=transaction,
            columns=mapping.checked(upload.columns) if upload.columns else None,
            country=upload.country,
            industry=upload.industry,
            on_progress=lambda so_far: _copy(so_far, seen),
        )
    except (Invalid, NotFound) as error:
        await _end(transaction, upload_id, UploadState.FAILED, seen, error)
        return
    finally:
        noting.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await noting
    await asyncio.to_thread(_write_rejects, rejects_of(upload), report)
    await _end(transaction, upload_id, UploadState.DONE, report)


def _copy(report: ImportReport, seen: ImportReport) -> None:
    for name in COUNTS:
        setattr(seen, name, getattr(report, name))


def _counts(report: ImportReport) -> dict[str, Any]:
    return {name: getattr(report, name) for name in COUNTS} | {"seconds": report.seconds}


async def _note(transaction: Transaction, upload_id: int, seen: ImportReport) -> None:
    while True:
        await asyncio.sleep(SECONDS)
        with contextlib.suppress(WebMagicError):  # a busy database must not end the import
            async with transaction() as session:
                await session.exec(
                    sa.update(Upload).where(col(Upload.id) == upload_id).values(counts=_counts(seen))
                )


async def _end(
    transaction: Transaction,
    upload_id: int,
    state: UploadState,
    report: ImportReport,
    error: WebMagicError | None = None,
) -> None:
    async with transaction() as session:
        upload = await get(session, upload_id)
        upload.state, upload.error = state, str(error or "")
        upload.counts, upload.finished_at = _counts(report), now()
        session.add(upload)


def _write_rejects(path: Path, report: ImportReport) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "reason"])
        writer.writerows((reject["row"], reject["reason"]) for reject in report.rejects)


async def forget_old(session: AsyncSession) -> int:
    """Delete what was handed in long ago, row and file, and folders that belong to no row."""
    old = select(Upload).where(
        col(Upload.created_at) < ago(days=KEEP_DAYS),
        col(Upload.state).in_([UploadState.READY, UploadState.DONE, UploadState.FAILED]),
    )
    rows = (await session.exec(old)).all()
    for upload in rows:
        await session.delete(upload)
    await session.flush()
    kept = set((await session.exec(select(Upload.token))).all())
    await asyncio.to_thread(_sweep, kept, {upload.token for upload in rows})
    return len(rows)


def _sweep(kept: set[str], gone: set[str]) -> None:
    before = ago(days=1).timestamp()  # what is being handed in right now has no row yet
    for own in folder().iterdir() if folder().is_dir() else ():
        if own.name in gone or (own.name not in kept and own.stat().st_mtime < before):
            shutil.rmtree(own, ignore_errors=True)
