"""Bytes of a file to text: byte order marks first, then UTF-8, then the likeliest old encoding."""

import codecs
import re

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 200_000
# Alphabets that are told apart reliably. Among the western code pages guessing is worse than cp1252.
_OTHER_ALPHABETS = re.compile(
    r"cp125[13567]|cp866|koi8|mac_cyr|mac_greek|iso8859_[5-8]|shift_jis|cp932|euc|gb|big5|cp949"
)


def decode(data: bytes) -> str:
    """Never fails: what cannot be read becomes U+FFFD."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, "replace")
    if wide := _wide(data):
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    lenient = data.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    foreign = len(re.findall(r"[^\x00-\x7f\ufffd]", lenient[:SAMPLE]))
    if foreign > broken * 3:  # UTF-8 with a few spoilt bytes
        return lenient
    return _old(data)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark shows as a zero in every other byte."""
    head = data[:2000]
    if len(head) < 4 or head.count(0) < len(head) * 0.3:
        return None
    return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"


def _old(data: bytes) -> str:
    best = from_bytes(data[:SAMPLE]).best()
    if best and _OTHER_ALPHABETS.match(best.encoding):
        return data.decode(best.encoding, "replace")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")
