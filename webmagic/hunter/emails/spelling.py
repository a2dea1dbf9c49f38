"""Mail addresses as people and machines write them: plain, "name [at] shop dot com", HTML entities,
`mailto:` links, and Cloudflare's hidden form."""

import re
from html import unescape
from urllib.parse import unquote

from webmagic.hunter.normal import emails

MAX_TEXT = 200_000
MAX_FOUND = 40
_AT = r"\s*(?:[\[({<]\s*(?:at|arroba|a t|@)\s*[\])}>]|\s(?:at|arroba)\s)\s*"
_DOT = r"\s*(?:[\[({<]\s*(?:dot|punto|\.)\s*[\])}>]|\s(?:dot|punto)\s|\.)\s*"
# The end of the domain is written out too, or at least in brackets: "look at page.com" is no address.
_SPELLED = re.compile(
    rf"\b([a-z0-9][a-z0-9._+-]{{0,40}}){_AT}((?:[a-z0-9-]{{1,40}}{_DOT}){{1,3}}[a-z]{{2,12}})\b", re.I
)
_CLEAR_AT = re.compile(r"[\[({<]\s*(?:at|arroba|@)", re.I)
_CLEAR_DOT = re.compile(r"\s(?:dot|punto)\s|[\[({<]\s*(?:dot|punto|\.)", re.I)
_HIDDEN = re.compile(r"(?:data-cfemail=[\"']|/cdn-cgi/l/email-protection#)([0-9a-f]{8,300})", re.I)
_MAILTO = re.compile(r"mailto:([^\"'<>\s?]{3,320})", re.I)


def in_text(text: str) -> list[str]:
    """The well-formed addresses of a text or of HTML, normalised, each once, in order."""
    text = text[:MAX_TEXT]
    plain = unescape(text) if "&" in text else text
    found = hidden_in(plain)
    found += [unquote(address) for address in _MAILTO.findall(plain)[:MAX_FOUND]]
    if "@" in plain:
        found += _plain(plain)
    lowered = plain.lower()
    if "at" in lowered or "arroba" in lowered or "@" in lowered:
        found += _spelled(plain)
    checked = [address for text in found if text and (address := emails.check(text))]
    return list(dict.fromkeys(address.lower() for address in checked))[:MAX_FOUND]


def hidden_in(html: str) -> list[str]:
    """What Cloudflare has hidden in a page."""
    return list(filter(None, map(unhidden, _HIDDEN.findall(html)[:MAX_FOUND])))


def _plain(text: str) -> list[str]:
    return re.findall(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}", text)[
        :MAX_FOUND
    ]


def _spelled(text: str) -> list[str]:
    found = []
    for match in _SPELLED.finditer(text):
        if _CLEAR_AT.search(match[0]) or _CLEAR_DOT.search(match[0]):
            domain = re.sub(_DOT, ".", match[2])
            found.append(f"{match[1]}@{domain}")
    return found[:MAX_FOUND]


def unhidden(code: str) -> str:
    """Cloudflare writes the key first, then each letter exclusive-or the key, all in hexadecimal."""
    try:
        data = bytes.fromhex(code)
        return bytes(letter ^ data[0] for letter in data[1:]).decode("ascii")
    except (ValueError, IndexError):
        return ""
