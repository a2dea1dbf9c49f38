"""What a page says: title, words, telephone numbers, mail addresses, links, and where it sends visitors."""

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from webmagic.hunter.emails.spelling import hidden_in, in_text
from webmagic.hunter.normal.text import fold

MAX_TEXT = 200_000
MAX_NUMBERS = 60
MAX_LINKS = 400
_SILENT = frozenset(("script", "style", "noscript", "template", "svg"))
_NUMBER = re.compile(r"(?<![\w.])[+(]?\d[\d\s().\-–/\u00a0]{5,20}\d(?![\w])")
_MAIL = re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,190}\.[a-z]{2,24}", re.I)
_REFRESH = re.compile(r"^\s*\d*\s*;?\s*url\s*=\s*['\"]?([^'\"]+)", re.I)
_LOCATION = re.compile(
    r"(?:window\.|document\.|top\.|self\.)?location(?:\.href)?\s*=\s*['\"]([^'\"]{1,500})['\"]"
    r"|location\.(?:replace|assign)\(\s*['\"]([^'\"]{1,500})['\"]"
)


@dataclass
class Page:
    url: str
    title: str = ""
    headings: list[str] = field(default_factory=list)
    text: str = ""
    numbers: list[str] = field(default_factory=list)  # as written
    mails: set[str] = field(default_factory=set)
    links: list[tuple[str, str]] = field(default_factory=list)  # (address, words)
    places: list[str] = field(default_factory=list)  # towns that its own data names
    onward: str = ""  # where a refresh, a script or a frame sends visitors
    folded: str = ""

    @property
    def word_count(self) -> int:
        return len(self.folded.split())


class _Reader(HTMLParser):
    def __init__(self, url: str):
        super().__init__(convert_charrefs=True)
        self.page = Page(url)
        self.words: list[str] = []
        self.data: list[str] = []  # JSON-LD
        self.scripts: list[str] = []
        self._stack: list[str] = []
        self._into: list[str] | None = None
        self._link: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._stack.append(tag)
            is_data = tag == "script" and "ld+json" in given.get("type", "")
            self._into = (self.data if is_data else self.scripts) if tag == "script" else []
            if self._into is not None:
                self._into.append("")
        elif tag == "meta":
            self._meta(given)
        elif tag == "a" and given.get("href"):
            self._open_link(given["href"])
        elif tag in ("frame", "iframe") and given.get("src") and not self.page.onward and tag == "frame":
            self.page.onward = urljoin(self.page.url, given["src"])
        elif tag in ("title", "h1", "h2"):
            self._stack.append(tag)
            self.page.headings.append("")
        for name in ("alt", "aria-label"):
            if given.get(name):
                self.words.append(given[name])

    def _open_link(self, href: str) -> None:
        href = href.strip()
        scheme = href.partition(":")[0].lower()
        if scheme == "tel" or "wa.me/" in href or "api.whatsapp.com" in href:
            digits = re.sub(r"[^\d+]", "", unquote(href).split("?text")[0])
            self.page.numbers.append(digits if scheme == "tel" or digits.startswith("+") else f"+{digits}")
        if scheme == "mailto":
            self.page.mails.update(mail.lower() for mail in _MAIL.findall(unquote(href)))
        self._link = (href, [])

    def _meta(self, given: dict[str, str]) -> None:
        content = given.get("content", "")
        name = (given.get("property") or given.get("name") or "").lower()
        if given.get("http-equiv", "").lower() == "refresh" and (found := _REFRESH.match(content)):
            self.page.onward = urljoin(self.page.url, found[1].strip())
        elif name in ("og:site_name", "og:title", "author", "application-name"):
            self.page.headings.append(content)
        elif name in ("description", "og:description"):
            self.words.append(content)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._stack:
            while self._stack and self._stack.pop() != tag:
                pass
            self._into = None
        if tag == "a" and self._link and len(self.page.links) < MAX_LINKS:
            self._close_link()

    def _close_link(self) -> None:
        assert self._link
        href, words = self._link
        self._link = None
        try:
            target = urljoin(self.page.url, href)
            if urlsplit(target).scheme in ("http", "https"):
                self.page.links.append((target, " ".join(words)[:120]))
        except ValueError:
            pass

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            if self._into:
                self._into[-1] += data
            return
        if self._stack and self._stack[-1] in ("title", "h1", "h2") and self.page.headings:
            self.page.headings[-1] += data
            if self._stack[-1] == "title":
                self.page.title += data
        if self._link:
            self._link[1].append(data)
        self.words.append(data)


def read(url: str, html: str) -> Page:
    """Never fails; what cannot be read is left out."""
    reader = _Reader(url)
    try:
        reader.feed(html)
        reader.close()
    except (AssertionError, ValueError):  # the parser's own word for hopeless markup
        pass
    page = reader.page
    page.text = " ".join(" ".join(reader.words).split())[:MAX_TEXT]
    for text in reader.data:
        _take_data(page, text)
    page.title = " ".join(page.title.split())
    page.headings = [heading for heading in (" ".join(h.split()) for h in page.headings) if heading]
    page.numbers = list(dict.fromkeys([*page.numbers, *_NUMBER.findall(page.text)]))[:MAX_NUMBERS]
    page.mails |= {
        mail.lower() for mail in (*_MAIL.findall(page.text), *in_text(page.text), *hidden_in(html))
    }
    page.folded = fold.__wrapped__(page.text)
    if not page.onward and page.word_count < 30:
        page.onward = _sent_by_script(url, reader.scripts)
    return page


def _sent_by_script(url: str, scripts: list[str]) -> str:
    for script in scripts:
        if found := _LOCATION.search(script[:20_000]):
            try:
                return urljoin(url, found[1] or found[2])
            except ValueError:
                return ""
    return ""


def _take_data(page: Page, text: str) -> None:
    """Name, telephone and town out of JSON-LD."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return
    for item in _walk(found, 0):
        for name, value in item.items():
            if not isinstance(value, str):
                continue
            if name == "telephone":
                page.numbers.append(value)
            elif name == "addressLocality":
                page.places.append(value)
            elif name == "email":
                page.mails.update(mail.lower() for mail in _MAIL.findall(value))
            elif name in ("name", "legalName"):
                page.headings.append(value)
            if name in ("name", "streetAddress", "postalCode", "addressLocality"):
                page.text += f" {value}"


def _walk(value: Any, depth: int) -> list[dict[str, Any]]:
    if depth > 8:
        return []
    if isinstance(value, dict):
        return [value, *(found for inner in value.values() for found in _walk(inner, depth + 1))]
    if isinstance(value, list):
        return [found for inner in value[:50] for found in _walk(inner, depth + 1)]
    return []
