"""Where a letter's link leads, and the token by which the landing page tells of its visitor."""

import secrets
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.errors import NotFound
from webmagic.core.security import sign, unsign
from webmagic.core.settings import get_settings
from webmagic.models import GeneratedSite, HitKind, Message
from webmagic.pitcher.links import CLAIM, claim_url, read_click, read_row
from webmagic.pitcher.tracking.hits import Hit

NO_LINK = "This link is not known here."
MARK = "#wm="  # never sent to a server: the page's script reads it and takes it away
LARGEST_WORD = 2048
_KEY = 20
# What the script may say of itself; anything else is left out. Kinds: how, seconds, and the surroundings.
_WORDS: dict[str, type] = {
    "how": str,  # touch, key, pointer, scroll: a hand was there; stay: none yet; leave: gone without
    "ms": int,  # since the page was there
    "shown": int,  # of these, while it was in front
    "driver": bool,  # navigator.webdriver
    "touch": int,
    "langs": int,
    "zone": str,
    "screen": str,  # "390x844"
    "frame": int,  # outer minus inner height: what a real window has around the page
    "moves": int,  # different places the pointer or finger was at
}


@dataclass(frozen=True)
class Landing:
    """A link of ours that was followed: what to keep, and where to send the reader."""

    hit: Hit
    url: str


def read_open(token: str) -> int | None:
    """The letter a dot belongs to, or None."""
    return read_row("open", token)


async def find_landing(session: AsyncSession, token: str, hit: dict[str, Any]) -> Landing:
    """`hit`: what the request says of itself. Raises NotFound for a token that is not ours."""
    message_id, target = read_click(token) or (None, "")
    message = await session.get(Message, message_id) if message_id else None
    if message is None or message.id is None:
        raise NotFound(NO_LINK)
    key = secrets.token_hex(_KEY // 2)
    url = await _address_of(session, message, target)
    if target != CLAIM:
        url += f"/{MARK}{sign('seen', f'{message.id}-{key}')}"
    return Landing(Hit(message.id, HitKind.CLICK, target=target, key=key, **hit), url)


def read_seen(word: Any, hit: dict[str, Any]) -> Hit | None:
    """What a landing page's script told, or None when its token is not ours."""
    if not isinstance(word, dict):
        return None
    row, _, key = (unsign("seen", str(word.get("token", ""))[:100]) or "").partition("-")
    if not row.isdigit() or len(row) > 18 or len(key) != _KEY:
        return None
    said = {name: word[name] for name, kind in _WORDS.items() if type(word.get(name)) is kind}
    kept = {
        name: value[:40].replace("\x00", "") if isinstance(value, str) else max(-1, min(int(value), 10**8))
        for name, value in said.items()
    }
    return Hit(int(row), HitKind.SEEN, key=key, evidence=kept, **hit)


async def _address_of(session: AsyncSession, message: Message, target: str) -> str:
    if message.business_id is None:
        raise NotFound(NO_LINK)
    if target == CLAIM:
        return claim_url(message.business_id)
    found = await session.exec(
        select(GeneratedSite.subdomain).where(col(GeneratedSite.business_id) == message.business_id)
    )
    subdomain = found.first()
    if subdomain is None:
        raise NotFound("This site is no longer here.")
    return get_settings().site_url(subdomain)
