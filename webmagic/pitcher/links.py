"""Signed links. A token names a row and what the link is for; no address and no URL is ever in it."""

from dataclasses import dataclass

from webmagic.core.security import sign, unsign
from webmagic.core.settings import Settings, get_settings

SITE, CLAIM = "site", "claim"
TARGETS = (SITE, CLAIM)
_ROW = 10**18


@dataclass(frozen=True)
class Links:
    """The addresses of one mail."""

    site: str
    claim: str
    unsubscribe: str
    pixel: str  # empty where the law wants no tracking
    picture: str = ""  # of the page, for the HTML part; empty: none


def claim_url(business_id: int, settings: Settings | None = None) -> str:
    return f"{(settings or get_settings()).public_url}/claim/{sign('claim', str(business_id))}"


def links_for(
    message_id: int, business_id: int, subdomain: str, *, is_tracked: bool, picture: str = ""
) -> Links:
    settings = get_settings()
    base = settings.public_url
    unsubscribe = f"{base}/u/{sign('unsubscribe', str(message_id))}"
    if not is_tracked:
        return Links(settings.site_url(subdomain), claim_url(business_id, settings), unsubscribe, "", picture)
    site, claim = (f"{base}/t/c/{sign('click', f'{message_id}-{target}')}" for target in TARGETS)
    pixel = f"{base}/t/o/{sign('open', str(message_id))}.gif"
    return Links(site, claim, unsubscribe, pixel, picture)


def read_row(purpose: str, token: str) -> int | None:
    """The id in a token of ours, or None."""
    subject = unsign(purpose, token) or ""
    return int(subject) if subject.isdigit() and int(subject) < _ROW else None


def read_click(token: str) -> tuple[int, str] | None:
    """Message id and target of a click token of ours, or None."""
    row, _, target = (unsign("click", token) or "").partition("-")
    return (int(row), target) if row.isdigit() and int(row) < _ROW and target in TARGETS else None
