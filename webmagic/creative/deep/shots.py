"""Screenshots of versions: `$WEBMAGIC_HOME/screenshots/<site>/<version>/{desktop,mobile}.webp`."""

import shutil
from pathlib import Path

from webmagic.core.errors import NotFound
from webmagic.core.settings import Settings

SIZES = ("desktop", "mobile")


def folder_of(settings: Settings, site_id: int, number: int) -> Path:
    return settings.webmagic_home / "screenshots" / str(site_id) / str(number)


def keep(settings: Settings, site_id: int, number: int, taken: Path) -> bool:
    """Put what the browser took in its place, whole or not at all."""
    if not all((taken / f"{size}.webp").is_file() for size in SIZES):
        return False
    target = folder_of(settings, site_id, number)
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(taken, target)
    return True


def read_shot(settings: Settings, site_id: int, number: int, size: str) -> bytes:
    """WebP bytes. Raises NotFound when the version was never looked at. Blocking."""
    path = folder_of(settings, site_id, number) / f"{size}.webp"
    if size not in SIZES or not path.is_file():
        raise NotFound("There is no screenshot of this version; no browser has looked at it.")
    return path.read_bytes()
