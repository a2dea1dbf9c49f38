"""One file that holds a whole installation: database, sites, mailbox and the key that signs links.

SQLite is copied through its own backup call, so the copy is whole although work goes on.
PostgreSQL is dumped and loaded by its own tools, which must be on the PATH.
"""

import contextlib
import fcntl
import io
import json
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from webmagic.core.clock import now
from webmagic.core.errors import Conflict, Invalid, WebMagicError
from webmagic.core.settings import Settings, get_settings

FOLDERS = ("sites", "photos", "mailbox", "simulator")
FILES = ("secret.key",)
ABOUT = "webmagic-backup.json"
SQLITE, POSTGRES = "database.sqlite", "database.pgdump"
VERSION = 1


def backup(target: Path) -> dict[str, Any]:
    """Write everything to `target` (a .tar.gz). Returns {"path", "bytes", "seconds"}."""
    began = time.monotonic()
    settings = get_settings()
    unfinished = target.with_name(target.name + ".unfinished")
    with tempfile.TemporaryDirectory() as scratch, tarfile.open(unfinished, "w:gz") as archive:
        about = json.dumps(
            {"version": VERSION, "made_at": now().isoformat(), "sqlite": settings.is_sqlite}
        ).encode()
        entry = tarfile.TarInfo(ABOUT)
        entry.size = len(about)
        archive.addfile(entry, io.BytesIO(about))
        archive.add(_dump(settings, Path(scratch)), SQLITE if settings.is_sqlite else POSTGRES)
        for name in (*FOLDERS, *FILES):
            if (path := settings.webmagic_home / name).exists():
                archive.add(path, name)
    unfinished.replace(target)
    return {
        "path": str(target),
        "bytes": target.stat().st_size,
        "seconds": round(time.monotonic() - began, 2),
    }


def restore(source: Path) -> dict[str, Any]:
    """Put a backup in place of what is there. Nothing is touched unless the file is whole."""
    began = time.monotonic()
    settings = get_settings()
    with _stopped(settings.webmagic_home), tempfile.TemporaryDirectory(dir=settings.webmagic_home) as scratch:
        folder = Path(scratch)
        _unpack(source, folder)
        _load(settings, folder)
        for name in (*FOLDERS, *FILES):
            _replace(folder / name, settings.webmagic_home / name)
    return {
        "path": str(source),
        "bytes": source.stat().st_size,
        "seconds": round(time.monotonic() - began, 2),
    }


def _unpack(source: Path, folder: Path) -> None:
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(folder, filter="data")  # no links out, no absolute paths, no devices
        about = json.loads((folder / ABOUT).read_text())
    except (OSError, tarfile.TarError, ValueError, EOFError) as error:
        raise Invalid(f"{source.name} is not a whole backup of WebMagic ({error}).") from None
    if about.get("version") != VERSION:
        raise Invalid(f"{source.name} was made by another version of WebMagic.")


def _dump(settings: Settings, scratch: Path) -> Path:
    if not settings.is_sqlite:
        path = scratch / POSTGRES
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={path}", _libpq(settings))
        return path
    database = Path(sa.make_url(settings.database).database or "")
    if not database.exists():
        raise Invalid("There is no database yet, so there is nothing to back up.")
    path = scratch / SQLITE
    with (
        contextlib.closing(sqlite3.connect(database)) as live,
        contextlib.closing(sqlite3.connect(path)) as copy,
    ):
        live.backup(copy)
    return path


def _load(settings: Settings, folder: Path) -> None:
    name = SQLITE if settings.is_sqlite else POSTGRES
    if not (folder / name).exists():
        kind = "PostgreSQL" if settings.is_sqlite else "SQLite"
        raise Invalid(f"This backup was made on {kind}; DATABASE_URL points to another kind of database.")
    if not settings.is_sqlite:
        _run(
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            f"--dbname={_libpq(settings)}",
            str(folder / name),
        )
        return
    database = Path(sa.make_url(settings.database).database or "")
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    (folder / name).replace(database)


def _libpq(settings: Settings) -> str:
    return settings.database.replace("postgresql+asyncpg://", "postgresql://")


def _run(tool: str, *arguments: str) -> None:
    if not shutil.which(tool):
        raise WebMagicError(f"{tool} is not on the PATH; install PostgreSQL's client tools.")
    done = subprocess.run([tool, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise WebMagicError(f"{tool} said: {(done.stderr or done.stdout).strip()[:500]}")


def _replace(new: Path, old: Path) -> None:
    if not new.exists():
        return
    if old.is_dir():
        shutil.rmtree(old)
    new.replace(old)


@contextlib.contextmanager
def _stopped(home: Path) -> Iterator[None]:
    """A running WebMagic would write into what is being replaced."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Conflict(f"WebMagic is running on {home}. Stop it before restoring a backup.") from None
        yield
