"""A page shown to whoever works on it: at an address of its own that nobody can guess, for a day."""

import hashlib
import shutil
import time

from webmagic.core.security import sign
from webmagic.core.settings import Settings
from webmagic.hosting.publish import write_site

PREFIX = "draft--"  # no subdomain of a business has two hyphens in a row
KEPT_SECONDS = 24 * 3600


def is_draft(subdomain: str) -> bool:
    return subdomain.startswith(PREFIX)


def draft_label(site_id: int, editor: str) -> str:
    secret = sign("draft", f"{site_id}:{editor}")
    return PREFIX + hashlib.sha256(secret.encode()).hexdigest()[:32]


def show_draft(settings: Settings, site_id: int, editor: str, files: dict[str, bytes]) -> str:
    """Lay the page out and give its address. Blocking: call it in a thread."""
    label = draft_label(site_id, editor)
    shown = write_site(settings, label, files)
    return f"{settings.site_url(label)}/?v={shown.release}"


def sweep_drafts(settings: Settings, older_than: float = KEPT_SECONDS) -> int:
    """Take away drafts that nobody changed for a day. Returns how many. Blocking."""
    gone = 0
    for folder in settings.sites_dir.glob(f"{PREFIX}*"):
        link = folder / "current"
        try:
            changed = link.lstat().st_mtime
        except FileNotFoundError:
            changed = 0.0
        if time.time() - changed > older_than:
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    return gone
