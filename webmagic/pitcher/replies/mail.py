"""A mail from anybody, read carefully: whatever it is made of, it becomes a few plain strings."""

import email
import hashlib
import html
import re
from dataclasses import dataclass, field
from email import policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.utils import getaddresses, parseaddr
from typing import TYPE_CHECKING, Any

from webmagic.core.later import Later

if TYPE_CHECKING:
    import charset_normalizer
    import nh3
else:  # only who fetches answers needs them
    charset_normalizer, nh3 = Later("charset_normalizer"), Later("nh3")

LARGEST = 12 * 1024 * 1024  # longer mails are read to here; what comes after is attachments
MOST_HEADERS, LONGEST_LINE, MOST_NESTED, MOST_BOUNDARIES = 400, 2000, 40, 1000
MOST_PARTS, MOST_TEXT, MOST_REFERENCES = 60, 60_000, 50
_LONG_HEADER = re.compile(rb"(?m)^([A-Za-z][A-Za-z0-9-]{0,60}: [^\n]{2000})[^\n]+")
_BREAKS = re.compile(r"(?i)<br\s*/?>|</(?:p|div|tr|li|h\d|blockquote)>")
_QUOTE = re.compile(r"(?is)<blockquote\b.*?(?:</blockquote>|\Z)|<div class=\"gmail_quote.*\Z")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_ID = re.compile(r"<[^<>\s]{3,300}>")
_CUTS = re.compile(
    r"(?im)^(?:>.*|\s*-{2,}\s*(?:original message|mensaje original|forwarded message|mensaje reenviado).*|"
    r"\s*_{10,}\s*|\s*(?:on|el|le|am)\b.{4,200}\b(?:wrote|escribi[oó]|a écrit|schrieb)\s*:?\s*|"
    r"\s*(?:from|de)\s*:\s.+\n\s*(?:sent|enviado|date|fecha|to|para)\s*:.*)$"
)
_SIGNATURE = re.compile(
    r"(?im)^(?:-- ?|sent from my .*|enviado desde mi .*|get outlook for .*|obtener outlook para .*)$"
)


@dataclass(frozen=True)
class IncomingMail:
    """`text` is what was newly written, without quotes and signature; `whole_text` is everything."""

    key: str
    from_email: str
    from_name: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    whole_text: str
    mail_id: str
    reference_ids: tuple[str, ...]
    headers: dict[str, str] = field(default_factory=dict)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    report: str = ""  # the machine-readable part of a bounce or a complaint
    report_kind: str = ""  # delivery-status, feedback-report
    original: str = ""  # the headers of the mail that a report is about


def read_mail(raw: bytes, key: str = "") -> IncomingMail:
    """Never fails: what cannot be read as MIME is read as text. `key` tells it from every other mail;
    by default its content does."""
    key = key or hashlib.sha256(raw).hexdigest()
    raw = _defused(raw[:LARGEST])
    try:
        message: Message = email.message_from_bytes(raw, policy=policy.default)
        parts = _parts(message)
    except (MessageError, RecursionError, ValueError, LookupError, IndexError, AttributeError, TypeError):
        message, parts = EmailMessage(), []
    plain, rich, attachments = "", "", []
    report, report_kind, original = "", "", ""
    for part in parts:
        kind = part.get_content_type()
        if kind in ("message/delivery-status", "message/feedback-report"):
            report, report_kind = _payload_text(part), kind.partition("/")[2]
        elif kind in ("message/rfc822", "text/rfc822-headers"):
            original = original or _payload_text(part)[:10_000]
        elif _is_attachment(part):
            attachments.append(_attachment(part))
        elif kind == "text/plain" and len(plain) < MOST_TEXT:
            plain += _text(part)
        elif kind == "text/html" and len(rich) < MOST_TEXT:
            rich += _text(part)
    if not parts:
        plain = _decode(raw, "")
    whole = _clean(plain if plain.strip() else _from_html(rich))[:MOST_TEXT]
    fresh = newly_written(whole) or newly_written(_clean(_from_html(_QUOTE.sub("", rich)))) or whole[:4000]
    name, address = parseaddr(_header(message, "from"))
    return IncomingMail(
        key=key,
        from_email=_clean(address).strip().lower()[:320],
        from_name=_line(name)[:200],
        recipients=_recipients(message),
        subject=_line(_header(message, "subject"))[:400],
        text=fresh.strip()[:MOST_TEXT],
        whole_text=whole.strip(),
        mail_id=(_ID.findall(_header(message, "message-id")) or [""])[0][:400],
        reference_ids=_references(message),
        headers={str(k).lower(): _line(_header(message, str(k)))[:300] for k in list(message.keys())[:100]},
        attachments=attachments[:20],
        report=report[:10_000],
        report_kind=report_kind,
        original=original,
    )


def _defused(raw: bytes) -> bytes:
    """The parser's time grows with the square of what nobody writes by hand: headers without end, and
    parts within parts. Headers are cut; with too many parts it is all one text."""
    head, blank, body = raw.partition(b"\r\n\r\n" if b"\r\n\r\n" in raw[:100_000] else b"\n\n")
    lines = [line[:LONGEST_LINE] for line in head[:200_000].splitlines()[:MOST_HEADERS]]
    is_bomb = body.lower().count(b"boundary") > MOST_NESTED or body.count(b"\n--") > MOST_BOUNDARIES
    if is_bomb:
        lines = [line for line in lines if not line.lower().startswith((b"content-", b" ", b"\t", b"mime-"))]
        body = body[: 4 * MOST_TEXT]
    body = _LONG_HEADER.sub(rb"\1", body)
    return b"\n".join(lines) + b"\n\n" + body if blank else b"\n".join(lines)


def newly_written(text: str) -> str:
    """Without what is quoted below, and without the signature."""
    if cut := _CUTS.search(text):
        text = text[: cut.start()]
    if cut := _SIGNATURE.search(text):
        text = text[: cut.start()]
    return text.strip()


def _parts(message: Message) -> list[Message]:
    """The leaves, in order; a bounce's report and the mail it is about count as leaves."""
    found: list[Message] = []
    waiting = [(message, 0)]
    while waiting and len(found) < MOST_PARTS:
        part, depth = waiting.pop(0)
        kind = part.get_content_type()
        inner = part.get_payload() if part.is_multipart() else None
        if isinstance(inner, list) and not kind.startswith("message/") and depth < 12:
            waiting[:0] = [(one, depth + 1) for one in inner[:MOST_PARTS] if isinstance(one, Message)]
        else:
            found.append(part)
    return found


def _payload_text(part: Message) -> str:
    inner = part.get_payload()
    if isinstance(inner, list):
        return _clean("\n".join(str(one) for one in inner[:20]))[:20_000]
    return _text(part)[:20_000]


def _is_attachment(part: Message) -> bool:
    named = part.get_filename() is not None
    return named or "attachment" in str(part.get("content-disposition", "")).lower()[:20]


def _attachment(part: Message) -> dict[str, Any]:
    body = part.get_payload(decode=True)
    size = len(body) if isinstance(body, bytes) else 0
    return {
        "name": _line(str(part.get_filename() or "unnamed"))[:120],
        "kind": part.get_content_type()[:80],
        "bytes": size,
    }


def _text(part: Message) -> str:
    try:
        body = part.get_payload(decode=True)
        charset = str(part.get_content_charset() or "")
    except (ValueError, LookupError, AssertionError, AttributeError):
        return ""
    return _decode(body, charset) if isinstance(body, bytes) else str(part.get_payload() or "")


def _decode(body: bytes, charset: str) -> str:
    """By its declared encoding when that holds, else by what the bytes look like."""
    for name in (charset, "utf-8"):
        try:
            if name:
                return body.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
    best = charset_normalizer.from_bytes(body[:20_000]).best()
    return body.decode(best.encoding if best else "latin-1", "replace")


def _from_html(text: str) -> str:
    plain = nh3.clean(
        _BREAKS.sub("\n", text[: 4 * MOST_TEXT]), tags=set(), clean_content_tags={"script", "style"}
    )
    return html.unescape(plain)


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return _CONTROL.sub("", text).encode("utf-8", "replace").decode()


def _line(text: str) -> str:
    return " ".join(_clean(text).split())


def _header(message: Message, name: str) -> str:
    """A broken header is read as far as it goes."""
    try:
        return str(message.get(name) or "")
    except (MessageError, ValueError, LookupError, IndexError, AttributeError, TypeError, RecursionError):
        return ""


def _recipients(message: Message) -> tuple[str, ...]:
    names = ("delivered-to", "x-original-to", "to", "cc")
    found = getaddresses([_header(message, name)[:5000] for name in names])
    return tuple(dict.fromkeys(address.strip().lower()[:320] for _, address in found if "@" in address))[:20]


def _references(message: Message) -> tuple[str, ...]:
    text = " ".join(_header(message, name) for name in ("in-reply-to", "references"))
    return tuple(dict.fromkeys(_ID.findall(text[:20_000])))[:MOST_REFERENCES]
