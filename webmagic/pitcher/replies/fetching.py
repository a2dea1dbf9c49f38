"""Where answers come from: a mailbox that is looked into by IMAP, and what providers hand over."""

import asyncio
import imaplib
import re
import ssl
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx

from webmagic.accounts.preferences import read_preference, write_preference
from webmagic.core.errors import BadSettings, VendorError
from webmagic.core.settings import get_settings
from webmagic.pitcher.replies.intake import keep_reply
from webmagic.pitcher.replies.mail import LARGEST, read_mail
from webmagic.pitcher.tracking.counting import Transaction

PORTS = {"imap": 143, "imaps": 993}
AT_ONCE = 50
SECONDS = 30
KEY = "imap_place"


@dataclass(frozen=True)
class Mailbox:
    host: str
    port: int
    user: str
    password: str
    folder: str
    is_tls: bool


@dataclass(frozen=True)
class Fetched:
    """`last` is the highest number that was seen; numbers hold while `validity` does."""

    validity: str
    last: int
    mails: list[tuple[int, bytes]]


def read_address(url: str) -> Mailbox:
    """imaps://user:password@host:993/INBOX; imap:// is for a machine of one's own, without TLS."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    if port == -1 or parts.scheme not in PORTS or not parts.hostname or not parts.username:
        raise BadSettings("IMAP_URL must look like imaps://user:password@host:993/INBOX.")
    return Mailbox(
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        is_tls=parts.scheme == "imaps",
    )


async def fetch_replies(transaction: Transaction) -> int:
    """Read what is new in the mailbox. Each mail is kept in a transaction of its own before the place is
    noted, so that a crash reads one again and never skips one. Returns how many were new."""
    url = get_settings().imap_url.get_secret_value()
    if not url:
        return 0
    mailbox, new = read_address(url), 0
    async with transaction() as session:
        place: dict[str, Any] = await read_preference(session, KEY, {})
    while True:
        fetched = await asyncio.to_thread(_fetch, mailbox, place)
        for number, raw in fetched.mails:
            async with transaction() as session:
                key = f"imap:{mailbox.host}:{mailbox.user}:{fetched.validity}:{number}"
                new += await keep_reply(session, "imap", read_mail(raw, key)) is not None
                place = {"validity": fetched.validity, "last": number}
                await write_preference(session, KEY, place)
        if len(fetched.mails) < AT_ONCE:
            return new


def _fetch(mailbox: Mailbox, place: dict[str, Any]) -> Fetched:
    """In a thread: imaplib waits for its answers."""
    try:
        with _connect(mailbox) as client:
            client.login(mailbox.user, mailbox.password)
            kind, _ = client.select(f'"{mailbox.folder}"', readonly=True)
            if kind != "OK":
                raise VendorError(f"The mailbox has no folder {mailbox.folder}.", permanent=True)
            validity = _first(client.response("UIDVALIDITY")[1])
            last = int(place.get("last", 0)) if place.get("validity") == validity else 0
            return Fetched(validity, last, _read_after(client, last))
    except imaplib.IMAP4.error as error:
        raise VendorError(f"The mailbox refused us: {str(error)[:200]}", retry_after=900) from error
    except OSError as error:
        raise VendorError(f"The mailbox does not answer ({type(error).__name__}).") from error


def _connect(mailbox: Mailbox) -> imaplib.IMAP4:
    if mailbox.is_tls:
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(mailbox.host, mailbox.port, ssl_context=context, timeout=SECONDS)
    return imaplib.IMAP4(mailbox.host, mailbox.port, timeout=SECONDS)


def _read_after(client: imaplib.IMAP4, last: int) -> list[tuple[int, bytes]]:
    _, found = client.uid("SEARCH", f"UID {last + 1}:*")
    numbers = sorted(int(one) for one in _first(found).split() if one.isdigit())
    fresh = [number for number in numbers if number > last][:AT_ONCE]  # "5:*" also names the last one
    return [(number, _read_one(client, number)) for number in fresh]


def _read_one(client: imaplib.IMAP4, number: int) -> bytes:
    """Without marking it as read, and not beyond what anybody would write."""
    _, parts = client.uid("FETCH", str(number), f"(BODY.PEEK[]<0.{LARGEST}>)")
    return next((part[1] for part in parts or [] if isinstance(part, tuple)), b"")


def _first(parts: Any) -> str:
    found = parts[0] if parts else b""
    return found.decode("ascii", "replace") if isinstance(found, bytes) else str(found or "")


async def fetch_from_resend(email_id: str) -> bytes:
    """Resend announces a mail without its text; this asks for it, and gives it back as a mail."""
    settings = get_settings()
    if not re.fullmatch(r"[A-Za-z0-9-]{8,80}", email_id):
        raise VendorError("Resend announced a mail without a proper id.", permanent=True)
    if not (key := settings.resend_api_key.get_secret_value()):
        raise VendorError("RESEND_API_KEY is not set, so the text of an answer cannot be fetched.")
    headers = {
        "Authorization": f"Bearer {key}",
        "User-Agent": "webmagic",
    }
    try:
        async with httpx.AsyncClient(base_url=settings.resend_base_url, timeout=SECONDS) as client:
            answer = await client.get(f"/emails/receiving/{email_id}", headers=headers)
            found = answer.json() if answer.is_success else {}
    except (httpx.HTTPError, ValueError) as error:
        raise VendorError(f"Resend does not answer ({type(error).__name__}).") from error
    if not isinstance(found, dict) or not found:
        is_gone = answer.status_code == httpx.codes.NOT_FOUND
        raise VendorError(f"Resend does not give the mail ({answer.status_code}).", permanent=is_gone)
    return as_mail(found)


def as_mail(found: dict[str, Any]) -> bytes:
    """A provider's fields as the mail they were taken from, so that one reader reads them all."""
    given = found.get("headers")
    pairs = given.items() if isinstance(given, dict) else [
        (one.get("name", ""), one.get("value", "")) for one in given or [] if isinstance(one, dict)
    ]  # fmt: skip
    kept = {str(name).strip().lower(): _one(value) for name, value in pairs}
    for name in ("from", "to", "cc", "subject"):
        if found.get(name):
            kept[name] = _one(found[name])
    if found.get("message_id"):
        kept["message-id"] = _one(found["message_id"])
    for name in ("content-type", "content-transfer-encoding", "mime-version"):
        kept.pop(name, None)
    text, rich = str(found.get("text") or ""), str(found.get("html") or "")
    kind = "plain" if text.strip() else "html"
    names = [name for name in kept if re.fullmatch(r"[a-z0-9-]{1,60}", name)]
    lines = [f"{name}: {kept[name]}" for name in names] + [
        f"content-type: text/{kind}; charset=utf-8",
        "",
        "",
    ]
    return "\r\n".join(lines).encode("utf-8", "replace") + (text if text.strip() else rich).encode(
        "utf-8", "replace"
    )


def _one(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return " ".join(text.split())[:5000]
