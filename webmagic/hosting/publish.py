"""A published site on disk: `sites/<subdomain>/releases/<hash>/…` and `current`, a link to one.

A release is written whole, made durable, then `current` is renamed over in one step, so a reader
sees the old page or the new one, never a mix. A release is named by its content: publishing the
same page again changes nothing. Text files get `.br` and `.gz` neighbours, which this server and
any other may send as they are.

Old releases stay a while: a browser that holds the old page may still ask for its style sheet.
"""

import gzip
import hashlib
import os
import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import brotli

from webmagic.core import ids
from webmagic.core.errors import Invalid
from webmagic.core.settings import Settings

KEPT_RELEASES = 3
GRACE_SECONDS = 600  # a younger retired release is kept whatever their number
COMPRESSED = frozenset({".html", ".css", ".js", ".svg", ".txt", ".xml", ".json", ".webmanifest"})
SMALLEST_COMPRESSED = 400
NARROWEST, WIDEST = 16, 22  # brotli windows, in bits
LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True)
class PublishedFiles:
    """`path` is the release's folder as readers reach it; `bytes` what was given, uncompressed."""

    path: Path
    bytes: int
    release: str
    is_new: bool


def is_label(text: str) -> bool:
    """Whether `text` can be a subdomain: one DNS label in lower case."""
    return bool(LABEL.fullmatch(text))


def is_safe_path(path: str) -> bool:
    """Whether `path` names a file below a site: plain segments, none hidden, none going up."""
    return len(path) <= 400 and all(SEGMENT.fullmatch(part) for part in path.split("/"))


def site_folder(settings: Settings, subdomain: str) -> Path:
    if not is_label(subdomain):
        raise Invalid("A subdomain is made of a-z, 0-9 and hyphens, at most 63 of them.")
    return settings.sites_dir / subdomain


def _check(files: dict[str, bytes]) -> None:
    if "index.html" not in files:
        raise Invalid("A site needs an index.html.")
    for path in files:
        if not is_safe_path(path) or path.endswith((".br", ".gz")):
            raise Invalid(f"A site cannot contain a file named {path[:80]!r}.")


def _name(files: dict[str, bytes]) -> str:
    """The content's own name, so the same files are the same release."""
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(f"{path}\0{hashlib.sha256(files[path]).hexdigest()}\n".encode())
    return whole.hexdigest()[:20]


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _deflate(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=9, mtime=0)


def _brotli(content: bytes) -> bytes:
    """The window is no larger than the file needs: a wide one costs ten times the time and wins nothing."""
    window = min(max(len(content).bit_length(), NARROWEST), WIDEST)
    return brotli.compress(content, quality=9, lgwin=window)


def _write_release(folder: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        target = folder / path
        _write(target, content)
        if target.suffix in COMPRESSED and len(content) >= SMALLEST_COMPRESSED:
            _write(target.with_name(f"{target.name}.br"), _brotli(content))
            _write(target.with_name(f"{target.name}.gz"), _deflate(content))
    for below in {folder, *(path for path in folder.rglob("*") if path.is_dir())}:
        _sync_folder(below)


def _settle(folder: Path, release: str, files: dict[str, bytes]) -> bool:
    """Have the release's folder, whole or not at all. False when it was there already."""
    final = folder / "releases" / release
    if final.is_dir():
        os.utime(final)  # young again, so that nobody prunes it before it is current
        return False
    draft = folder / "releases" / f".{release}.{ids.token(6)}"
    draft.mkdir(parents=True)
    try:
        _write_release(draft, files)
        draft.rename(final)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        if not final.is_dir():  # else another process finished the same release first
            raise
        return False
    _sync_folder(final.parent)
    return True


def _swap(folder: Path, release: str) -> None:
    """Point `current` at the release in one step."""
    retired = find_release(folder)
    link = folder / f".current.{ids.token(6)}"
    link.symlink_to(Path("releases") / release)
    link.rename(folder / "current")
    _sync_folder(folder)
    if retired and retired.name != release:
        os.utime(retired)  # its time is now the time it retired


def _prune(folder: Path) -> None:
    """Others may prune at the same time, so whatever is gone already is fine."""
    current, limit = find_release(folder), time.time() - GRACE_SECONDS
    dated = sorted(((_changed_at(path), path) for path in (folder / "releases").iterdir()), reverse=True)
    others = [(changed, path) for changed, path in dated if path != current]
    drafts = [one for one in others if one[1].name.startswith(".")]
    whole = [one for one in others if not one[1].name.startswith(".")]
    for changed, path in drafts + whole[KEPT_RELEASES - 1 :]:
        if changed < limit:
            shutil.rmtree(path, ignore_errors=True)


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0


def find_release(folder: Path) -> Path | None:
    """The folder `current` points at, or None when nothing is published."""
    try:
        return folder / os.readlink(folder / "current")
    except OSError:
        return None


def write_site(settings: Settings, subdomain: str, files: dict[str, bytes]) -> PublishedFiles:
    """Publish `files` (path below the site's root -> bytes). Blocking: call it in a thread."""
    folder = site_folder(settings, subdomain)
    _check(files)
    release = _name(files)
    is_new = _settle(folder, release, files)
    _swap(folder, release)
    _prune(folder)
    return PublishedFiles(folder / "current", sum(map(len, files.values())), release, is_new)


def withdraw(settings: Settings, subdomain: str) -> bool:
    """Take a site off the web: nothing of it is served or kept on disk. False when nothing was
    there, so that asking twice is no failure. Blocking."""
    folder = site_folder(settings, subdomain)
    if not folder.is_dir():
        return False
    (folder / "current").unlink(missing_ok=True)
    shutil.rmtree(folder)
    return True
