"""Whose page is it? A directory, a social page or a booking page is not a business's own website."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from webmagic.hunter.normal.text import line, structure
from webmagic.models import WebsiteState

_HOSTS = tomllib.loads((files("webmagic.hunter.words") / "hosts.toml").read_text("utf-8"))
SOCIALS = frozenset(_HOSTS["social"].split())
FOREIGN = frozenset(host for hosts in _HOSTS.values() for host in hosts.split()) - SOCIALS
# Pages under a builder's or a portal's host that are nevertheless the business's own.
OWN_ON_SHARED = frozenset({"sites.google.com"})
NO_WEBSITE = re.compile(
    r"^(?:no|none|n\.a\.|no (?:web ?)?site|sin (?:sitio|p[aá]gina)(?: web)?|no tiene|ninguno|0)$",
    re.I,
)
_HOST = re.compile(r"^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}$")


@dataclass(frozen=True)
class Website:
    """What a listing's website value says. `url` is the business's own page, `social` any other."""

    state: WebsiteState
    url: str = ""
    social: str = ""


@lru_cache(maxsize=20_000)
def host_of(value: str) -> str:
    """ "https://www.Example.com/x" -> "example.com"; "" when it is no web address."""
    text = value.strip()
    if not re.match(r"[a-z][a-z0-9+.-]*://", text, re.I):
        text = f"http://{text}"
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").rstrip(".").encode("idna").decode()
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme.lower() not in ("http", "https") or not _HOST.match(host):
        return ""
    return host.removeprefix("www.")


def _belongs(host: str, known: frozenset[str]) -> bool:
    labels = host.split(".")
    return any(".".join(labels[i:]) in known for i in range(len(labels) - 1))


def is_social(host: str) -> bool:
    return _belongs(host, SOCIALS)


@lru_cache(maxsize=20_000)
def is_own(host: str) -> bool:
    """Neither a social network nor a directory, booking, delivery or link page."""
    return bool(host) and (host in OWN_ON_SHARED or not (_belongs(host, _SHARED) or _GOOGLE.match(host)))


_SHARED = SOCIALS | FOREIGN
_GOOGLE = re.compile(r"^(?:maps\.)?google\.[a-z.]{2,6}$")  # google.co.uk, google.com.gt and the like


def classify(value: Any, *, column_exists: bool) -> Website:
    """What an (unverified) listing says about its website."""
    text = first_url(value)
    if not text or NO_WEBSITE.match(text):
        return Website(WebsiteState.NONE if column_exists else WebsiteState.UNKNOWN)
    host = host_of(text)
    if not host:
        return Website(WebsiteState.REVIEW)
    url = text if "://" in text else f"http://{text}"
    if is_own(host):
        return Website(WebsiteState.HAS, url=url)
    return Website(WebsiteState.SOCIAL, social=url)


def first_url(value: Any) -> str:
    value = structure(value) or value
    if isinstance(value, list):
        value = next((item for item in value if item), "")
    if isinstance(value, dict):
        value = value.get("link") or value.get("url") or ""
    return line(value).split(" ")[0].split(";")[0] if "." in line(value) else line(value)


def social_urls(values: list[Any]) -> list[str]:
    """Addresses of social pages among the values; bare handles and rubbish are left."""
    found = []
    for value in values:
        items = structure(value) or value
        for item in items if isinstance(items, list) else [items]:
            text = line(item)
            if "/" in text and is_social(host := host_of(text)) and host:
                found.append(text if "://" in text else f"https://{text}")
    return list(dict.fromkeys(found))[:12]
