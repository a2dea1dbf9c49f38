"""Reading a published file for an answer: which file, in which coding, with which headers."""

import hashlib
import mimetypes
import re
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

from webmagic.core.settings import Settings
from webmagic.hosting.publish import find_release, is_label, is_safe_path
from webmagic.hosting.resting import MARK

# "site.1a2b3c4d.css", "hero-9f8e7d6c5b.woff2": the name changes with the content.
HASHED = re.compile(r"[.-][0-9a-f]{6,64}\.[a-z0-9]+$")
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
}
CODINGS = (("br", ".br"), ("gzip", ".gz"))


@dataclass(frozen=True)
class FoundFile:
    content: bytes
    media_type: str
    coding: str  # "", "br" or "gzip"
    etag: str  # of these very bytes, so that a part that did not change is not sent again
    is_page: bool
    is_hashed: bool
    is_missing: bool = False  # the site's own 404 page stands in
    is_resting: bool = False  # a kind page stands in for the whole site


def _candidates(release: Path, path: str) -> list[Path]:
    """A folder's name means its index.html; "about" may mean about.html."""
    if not path or path.endswith("/"):
        return [release / path / "index.html"]
    return [release / path, release / f"{path}.html", release / path / "index.html"]


def _locate(folder: Path, path: str) -> Path | None:
    plain = path.removesuffix("/")
    if plain and (not is_safe_path(plain) or plain.endswith((".br", ".gz"))):
        return None
    release = find_release(folder)
    if release is None:
        return None
    for candidate in _candidates(release, path):
        if candidate.is_file():
            return candidate
    if HASHED.search(path):  # asked for by a page of an earlier release
        return next((old for old in (folder / "releases").glob(f"[!.]*/{plain}") if old.is_file()), None)
    return None


def _read(file: Path, accepted: Set[str], *, is_missing: bool = False) -> FoundFile:
    coding, source = "", file
    for name, suffix in CODINGS:
        neighbour = file.with_name(file.name + suffix)
        if name in accepted and neighbour.is_file():
            coding, source = name, neighbour
            break
    content = source.read_bytes()
    media_type = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    is_page = file.suffix == ".html"
    return FoundFile(
        content=content,
        media_type=media_type,
        coding=coding,
        etag=f'"{hashlib.sha256(content).hexdigest()[:20]}"',
        is_page=is_page,
        is_hashed=bool(HASHED.search(file.name)),
        is_missing=is_missing,
        is_resting=is_page and file.with_name(MARK).is_file(),
    )


def find_file(
    settings: Settings, subdomain: str, path: str, accepted: Set[str] = frozenset()
) -> FoundFile | None:
    """The published file at `path` ("" is the front page). A path that is not there gives the
    site's 404.html if it has one, else None. Blocking: call it in a thread."""
    if not is_label(subdomain):
        return None
    folder = settings.sites_dir / subdomain
    try:
        if file := _locate(folder, path):
            return _read(file, accepted)
        lost = _locate(folder, "404.html")
        return _read(lost, accepted, is_missing=True) if lost else None
    except OSError:  # withdrawn at this moment
        return None
