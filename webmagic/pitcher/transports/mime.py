"""A mail as RFC 5322 text.

Written by hand: the standard library builds a tree and walks it twice, at two milliseconds a mail;
what we send always has the same shape, and this takes thirty times less.
"""

import base64
import binascii
import datetime as dt
import re
import time
from email.utils import format_datetime
from functools import lru_cache

from webmagic.core.errors import VendorError
from webmagic.pitcher.transports.protocol import OutgoingMail

# Line breaks would start a new header; bidirectional marks turn a name around on the screen.
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\\\"@]+@[A-Za-z0-9.-]+")
_SURROGATES = re.compile("[\ud800-\udfff]")
WORD_BYTES = 45  # of text in one encoded word, which may be 75 characters long
LONGEST_LINE = 998


def one_line(text: str) -> str:
    """Text from outside as one line without control characters."""
    if text.isprintable() and "  " not in text and text.strip() == text:
        return text  # nearly always; of all blanks only the space is printable
    return " ".join(_SURROGATES.sub("?", _BREAKS.sub(" ", text)).split())


@lru_cache(maxsize=256)
def address(name: str, email: str) -> str:
    """ "Ana, Agencia" <ana@agency.example>: a name with specials is quoted, any other encoded."""
    name, email = one_line(name), one_line(email)
    if not _ADDRESS.fullmatch(email):
        raise VendorError(f"{email!r} is not an address mail can be sent with.", permanent=True)
    if not name:
        return email
    if not name.isascii():
        return f"{_encoded(name)} <{email}>"
    if not _PLAIN_NAME.fullmatch(name):
        name = '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    return f"{name} <{email}>"


def build(mail: OutgoingMail) -> bytes:
    """The whole mail, lines ended by CRLF. The same mail gives the same bytes but for its Date."""
    sender = address(mail.from_name, mail.from_email)
    lines = [
        f"From: {sender}",
        f"To: {address('', mail.to_email)}",
        f"Reply-To: {sender}",
        f"Subject: {header(mail.subject)}",
        f"Date: {_date(int(time.time()))}",
        f"Message-ID: {one_line(mail.message_id)}",
        *(f"{name}: {header(value)}" for name, value in mail.headers.items()),
        "MIME-Version: 1.0",
    ]
    head = "\r\n".join(lines).encode("ascii")
    text = _part("plain", mail.text)
    if not mail.html:
        return head + b"\r\n" + text
    mark = f"=_{mail.key}".encode()
    return b"".join(
        (
            *(head, b'\r\nContent-Type: multipart/alternative; boundary="', mark, b'"\r\n'),
            *(b"\r\n--", mark, b"\r\n", text, b"\r\n--", mark, b"\r\n", _part("html", mail.html)),
            *(b"\r\n--", mark, b"--\r\n"),
        )
    )


@lru_cache(maxsize=2)
def _date(second: int) -> str:
    return format_datetime(dt.datetime.fromtimestamp(second, dt.UTC))


def header(value: str) -> str:
    """One header's value: as it is when it is plain, else in encoded words."""
    value = one_line(value)
    if value.isascii() and "=?" not in value:
        if len(value) > LONGEST_LINE - 30:
            raise VendorError("A header of this mail is longer than mail allows.", permanent=True)
        return value
    return _encoded(value)


def _encoded(value: str) -> str:
    """RFC 2047, never cutting a character in two."""
    words, chunk = [], b""
    for character in value:
        data = character.encode()
        if len(chunk) + len(data) > WORD_BYTES:
            words.append(chunk)
            chunk = b""
        chunk += data
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(word).decode()}?=" for word in [*words, chunk])


def _part(kind: str, content: str) -> bytes:
    plain = _utf8(content).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    body = binascii.b2a_qp(plain, istext=True).replace(b"\n", b"\r\n")
    return (
        b"Content-Type: text/" + kind.encode() + b'; charset="utf-8"\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + body
    )


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _SURROGATES.sub("?", text).encode()
