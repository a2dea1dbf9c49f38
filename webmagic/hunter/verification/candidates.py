"""Where a business's own website could be: every address in its listings, the domain of its mail,
and domains guessed from its name, its town and the endings of its country."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from webmagic.hunter.names import COMMON, CONNECTORS
from webmagic.hunter.normal.owners import is_free
from webmagic.hunter.normal.text import fold, line, structure
from webmagic.hunter.normal.websites import host_of, is_own, is_social
from webmagic.hunter.verification.subject import Subject

MAX_GUESSES = 24
MAX_MENTIONS = 6
ENDINGS = {
    "US": "com net us", "GB": "co.uk com uk", "AU": "com.au com", "NZ": "co.nz com", "ZA": "co.za com",
    "MX": "com com.mx mx", "GT": "com com.gt gt", "SV": "com com.sv", "CO": "com com.co co",
    "AR": "com.ar com", "BR": "com.br com", "PE": "com pe com.pe", "EC": "com com.ec ec", "ES": "com es",
    "IN": "in com co.in",
    "PH": "com ph com.ph", "JP": "jp co.jp com", "CR": "com cr co.cr", "DO": "com com.do", "PA": "com com.pa",
    "DE": "de com", "AT": "at com", "CH": "ch com", "IT": "it com", "FR": "fr com", "PT": "pt com com.pt",
}  # fmt: skip
_URL = re.compile(r"https?://[^\s\"'<>\\)\]}]{4,500}", re.I)
_SITE_KEY = re.compile(
    r"(?:^|[^a-z])(?:web|websites?|site|sitio|domains?|homepage|home page|pagina|url|link)(?:[^a-z]|$)"
)
_NOT_THEIRS = re.compile(
    r"photo|image|img|logo|icon|thumb|street_?view|avatar|author|review|owner_link|maps|location|place|posts?\b|"
    r"brand|source|wikipedia|note|profile|reviewer|user|popular|query|search|cid|competitor|similar|people_?also"
)


class Kind(StrEnum):
    LISTED = "listed"  # a listing's website field says so
    MENTIONED = "mentioned"  # somewhere else in a listing
    LINKED = "linked"  # from a page that a listing names
    SEARCHED = "searched"  # a web search names it
    EMAIL = "email"  # the domain of its mail address
    GUESSED = "guessed"


@dataclass(frozen=True)
class Candidate:
    """`is_whole`: a guess that spells out the whole name, so that its owner is likely of that name."""

    url: str
    kind: Kind
    note: str = ""
    is_whole: bool = False

    @property
    def host(self) -> str:
        return host_of(self.url)


def listed(subject: Subject, listings: Iterable[dict[str, Any]]) -> list[Candidate]:
    """From the listings, the surest first; social pages and directories are left out."""
    found: dict[str, Candidate] = {}
    if subject.website:
        _add(found, Candidate(subject.website, Kind.LISTED, "website"))
    rows = list(listings)
    for row in rows:
        for key, text in strings(row):
            for url in _addresses(key, text):
                kind = Kind.LISTED if _SITE_KEY.search(_spread(key)) else Kind.MENTIONED
                _add(found, Candidate(url, kind, key))
    domain = subject.email.rpartition("@")[2]
    if domain and not is_free(subject.email):
        _add(found, Candidate(f"https://{domain}/", Kind.EMAIL, subject.email))
    ranked = sorted(found.values(), key=lambda candidate: list(Kind).index(candidate.kind))
    sure = [candidate for candidate in ranked if candidate.kind == Kind.LISTED]
    return sure[:4] + [c for c in ranked if c.kind != Kind.LISTED][:MAX_MENTIONS]


def link_pages(subject: Subject, listings: Iterable[dict[str, Any]]) -> list[str]:
    """Pages on other people's hosts that may link to the business's own: link lists, directories,
    booking pages. Social networks show nothing without an account."""
    given = [subject.website, *subject.socials]
    given += [url for row in listings for key, text in strings(row) for url in _urls_in(key, text)]
    pages = [
        url for url in given if url and (host := host_of(url)) and not is_own(host) and not is_social(host)
    ]
    return [url for url in dict.fromkeys(pages) if not re.search(r"google\.|goo\.gl|apple\.com|waze", url)][
        :2
    ]


def social_pages(subject: Subject) -> list[str]:
    """Its pages on social networks, which may show a mail address."""
    return [url for url in (subject.website, *subject.socials) if url and is_social(host_of(url))][:2]


def _add(found: dict[str, Candidate], candidate: Candidate) -> None:
    host = candidate.host
    if is_own(host) and (host not in found or candidate.kind == Kind.LISTED != found[host].kind):
        found[host] = candidate


def strings(value: Any, path: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Every text of a raw row with the path of columns that leads to it."""
    if depth > 12:
        return
    if isinstance(value, str) and value[:1] in "[{" and (inner := structure(value)) is not None:
        value = inner
    if isinstance(value, dict):
        for key, item in value.items():
            yield from strings(item, f"{path}.{key}" if path else str(key), depth + 1)
    elif isinstance(value, list):
        for item in value[:200]:
            yield from strings(item, path, depth + 1)
    elif isinstance(value, str) and value:
        yield path, value


def _spread(key: str) -> str:
    """ "websiteUri" -> "website uri", so that words can be told."""
    return fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key).replace("_", " "))


def _addresses(key: str, text: str) -> list[str]:
    if _URL.search(text):
        return _urls_in(key, text)
    is_bare = _SITE_KEY.search(_spread(key)) and not _NOT_THEIRS.search(key.lower())
    bare = line(text)
    return [f"http://{bare}"] if is_bare and " " not in bare and host_of(bare) else []


def _urls_in(key: str, text: str) -> list[str]:
    if _NOT_THEIRS.search(key.lower()) and "owner_answer" not in key:
        return []
    return [url.rstrip(".,;:!?") for url in _URL.findall(text)[:5]]


def guesses(subject: Subject) -> list[Candidate]:
    """A few domains, the likeliest first."""
    endings = ENDINGS.get(subject.country, f"com {subject.country.lower() or 'net'}").split()
    wanted: dict[str, Candidate] = {}
    for label, is_whole, count in _labels(subject):
        if not 4 <= len(label) <= 50:
            continue
        for ending in endings[:count]:
            host = f"{label}.{ending}"
            wanted.setdefault(host, Candidate(f"https://{host}/", Kind.GUESSED, "name", is_whole))
    return list(wanted.values())[:MAX_GUESSES]


def _labels(subject: Subject) -> Iterator[tuple[str, bool, int]]:
    """(label, whether it is the whole name, how many endings it is worth)."""
    words = [_ascii(word) for word in subject.words]
    bare = [word for word in words if word not in CONNECTORS] or words
    town = _ascii(fold(subject.city).replace(" ", ""))
    distinct = subject.is_distinct
    if distinct or len(bare) > 1:
        yield "".join(words), distinct, 3
        yield "".join(bare), distinct, 3
        yield "-".join(bare), distinct, 2
    if town and town not in "".join(bare):
        yield "".join(words) + town, True, 2
        yield "".join(bare) + town, True, 2
    core = [word for word in bare if word not in COMMON]
    if core and core != bare and (len(core) > 1 or len(core[0]) >= 6):
        yield "".join(core), distinct, 2
    own = [_ascii(word) for word in subject.own_words]
    if own and own != bare and (len(own) > 1 or len(own[0]) >= 6):
        yield "".join(own), False, 2
    for word in sorted(own, key=len, reverse=True)[:2] if len(own) > 1 else []:
        if len(word) >= 6:
            yield word, False, 2
    if subject.language == "es" and "and" in words:
        yield "".join("y" if word == "and" else word for word in words), distinct, 2
    for handle in _handles(subject.socials):
        yield handle, False, 2


def _ascii(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text)


def _handles(socials: Iterable[str]) -> Iterator[str]:
    """facebook.com/quillplumbing -> quillplumbing"""
    for url in list(socials)[:4]:
        parts = [part for part in urlsplit(url).path.split("/") if part]
        if len(parts) == 1 and re.fullmatch(r"@?[A-Za-z0-9._-]{5,40}", parts[0]) and ".php" not in parts[0]:
            yield _ascii(parts[0].lower())
