"""Where photos lie: `$WEBMAGIC_HOME/photos/<key>/{480,960,1440}.{avif,webp}` and `plain.jpg`.

A key is the hash of the bytes that were sent, so the same photo twice is one photo.
"""

import functools
import hashlib
import json
import re
import shutil
from pathlib import Path

from webmagic.core import ids
from webmagic.core.errors import Invalid, NotFound
from webmagic.core.settings import get_settings
from webmagic.creative.facts import Photo
from webmagic.creative.photos.encode import MOST_BYTES, encode

KEY = re.compile(r"[0-9a-f]{24}")


def keep(data: bytes, caption: str = "", url: str = "") -> Photo:
    """Encode a photo and lay it on the shelf. Raises Invalid. Blocking: call it in a thread."""
    if len(data) > MOST_BYTES:
        raise Invalid(f"The photo is larger than {MOST_BYTES // 1_000_000} MB.")
    key = hashlib.sha256(data).hexdigest()[:24]
    if (known := find(key)) is None:
        _lay(key, data)
        known = find(key)
        assert known is not None
    return known.model_copy(update={"caption": " ".join(caption.split())[:160], "url": url})


def _lay(key: str, data: bytes) -> None:
    """Whole or not at all."""
    encoded, shelf = encode(data), get_settings().photos_dir
    draft = shelf / f".{key}.{ids.token(6)}"
    draft.mkdir(parents=True)
    try:
        for name, content in encoded.files.items():
            (draft / name).write_bytes(content)
        size = {"width": encoded.width, "height": encoded.height, "widths": encoded.widths}
        (draft / "photo.json").write_text(json.dumps(size))
        draft.rename(shelf / key)
    except OSError:
        if not (shelf / key / "photo.json").is_file():  # else somebody laid the same one first
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def find(key: str) -> Photo | None:
    """The photo of that key, or None when none lies here."""
    if not KEY.fullmatch(key):
        return None
    try:
        size = json.loads((get_settings().photos_dir / key / "photo.json").read_text())
    except (OSError, ValueError):
        return None
    return Photo(key=key, width=size["width"], height=size["height"], widths=tuple(size["widths"]))


def files_of(key: str, folder: Path | None = None) -> dict[str, bytes]:
    """The files of a photo as a page holds them, by path; {} when it does not lie here."""
    return dict(_files(folder or get_settings().photos_dir, key)) if KEY.fullmatch(key) else {}


@functools.lru_cache(maxsize=64)
def _files(folder: Path, key: str) -> tuple[tuple[str, bytes], ...]:
    try:
        found = sorted((folder / key).iterdir())
        return tuple((path_of(key, f.name), f.read_bytes()) for f in found if f.suffix != ".json")
    except OSError:
        return ()


def read_thumb(key: str) -> bytes:
    """The narrowest WebP. Raises NotFound. Blocking."""
    photo = find(key)
    if photo is None:
        raise NotFound("There is no such photo.")
    return (get_settings().photos_dir / key / f"{photo.widths[0]}.webp").read_bytes()


def path_of(key: str, name: str) -> str:
    """ "960.avif" -> "assets/960-<key>.avif": named by content, so it may be cached for ever."""
    stem, _, ending = name.rpartition(".")
    return f"assets/{stem}-{key}.{ending}"
