"""What a page loads, what it may run and what it weighs."""

import posixpath
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import brotli

from webmagic.creative.gate.reading import Reading, tag_of
from webmagic.creative.gate.report import Finding
from webmagic.creative.page import Page

KB = 1024
WINDOW = 18  # bits; a page is smaller, and a wider one costs more than the compressing
LIMITS = {"page": 100 * KB, "fonts": 60 * KB, "image": 120 * KB}
_LOADING_RELS = frozenset(
    ["stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon", "prefetch"]
)
_SOURCES = frozenset(["img", "source", "script", "iframe", "embed", "audio", "video", "track", "input"])
_FORBIDDEN = frozenset({"iframe", "object", "embed", "base", "frame", "applet"})
_CSS_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")
_BAD_SCHEME = re.compile(r"^\s*(?:javascript|vbscript|data)\s*:", re.I)


def check(page: Page, readings: dict[str, Reading]) -> Iterator[Finding]:
    for path, reading in readings.items():
        for element in reading.root.iter():
            if tag_of(element):
                yield from _runs(element)
                yield from _loads(element, path, page)
    for path, content in page.files.items():
        if path.endswith(".css"):
            for url in _css_urls(content.decode("utf-8", "replace")):
                yield from _resource(url, path, path, page)
    yield from _weight(page)


def _runs(element: ET.Element) -> Iterator[Finding]:
    """The page is served under script-src 'self': nothing inline may run or style."""
    tag = tag_of(element)
    if tag in _FORBIDDEN:
        yield Finding(rule="forbidden-element", place=tag, message=f"The page uses a {tag} element.")
    if tag == "script" and element.get("src") is None and element.get("type") != "application/ld+json":
        yield Finding(rule="inline-script", place="script", message="The page has an inline script.")
    if tag == "style":
        yield Finding(rule="inline-style", place="style", message="The page has an inline style element.")
    if tag == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
        yield Finding(rule="forbidden-element", place="meta", message="The page sends its reader elsewhere.")
    for key, value in element.attrib.items():
        name = str(key).rsplit("}", 1)[-1].lower()
        if name.startswith("on"):
            yield Finding(rule="event-handler", place=tag, message=f"The page has an inline {name} handler.")
        elif name == "style":
            yield Finding(rule="inline-style", place=tag, message="The page has a style attribute.")
        elif name in {"href", "src", "action", "formaction"} and _BAD_SCHEME.match(value):
            yield Finding(rule="bad-scheme", place=tag, message=f"The address {value[:40]} may not be used.")
    if tag == "form" and urlsplit(element.get("action") or "").netloc:
        yield Finding(rule="foreign-host", place="form", message="The form sends to another host.")


def _loads(element: ET.Element, path: str, page: Page) -> Iterator[Finding]:
    for url in _urls(element):
        yield from _resource(url, path, tag_of(element), page)


def _urls(element: ET.Element) -> Iterator[str]:
    tag = tag_of(element)
    if tag in _SOURCES and element.get("src") is not None:
        yield element.get("src") or ""
    if tag == "link" and _LOADING_RELS & set((element.get("rel") or "").lower().split()):
        yield element.get("href") or ""
    for name in ("poster", "data"):
        if tag in {"video", "object"} and element.get(name):
            yield element.get(name) or ""
    for part in (element.get("srcset") or element.get("imagesrcset") or "").split(","):
        if part.strip():
            yield part.split()[0]
    if tag in {"use", "image"}:
        for key, value in element.attrib.items():
            if str(key).rsplit("}", 1)[-1].rsplit(":", 1)[-1] == "href":
                yield value


def _css_urls(text: str) -> Iterator[str]:
    for match in _CSS_URL.finditer(re.sub(r"/\*.*?\*/", "", text, flags=re.S)):
        yield match[1] or match[2]


def _resource(url: str, path: str, place: str, page: Page) -> Iterator[Finding]:
    """A local file of this very page, or a part of the document."""
    parts = urlsplit(url.strip())
    if url.startswith("#"):
        return
    if parts.scheme or parts.netloc:
        yield Finding(rule="foreign-host", place=place, message=f"The page loads {url[:80]} from elsewhere.")
        return
    target = unquote(parts.path)
    local = target.lstrip("/") if target.startswith("/") else posixpath.join(posixpath.dirname(path), target)
    if posixpath.normpath(local) not in page.files:
        yield Finding(
            rule="missing-file", place=place, message=f"The page loads {url[:80]}, which it does not have."
        )


def weigh(page: Page) -> dict[str, int]:
    """Compressed bytes by kind; fonts are compressed already."""
    weight = {"page": 0, "fonts": 0, "images": 0}
    for path, content in page.files.items():
        if path.endswith((".woff2", ".woff")):
            weight["fonts"] += len(content)
            weight["page"] += len(content)
        elif path.endswith((".avif", ".webp", ".jpg", ".jpeg", ".png", ".gif")):
            weight["images"] += len(content)
        elif path.endswith((".css", ".js")) or path == "index.html":
            weight["page"] += len(brotli.compress(content, quality=5, lgwin=WINDOW))
    return weight


def _weight(page: Page) -> Iterator[Finding]:
    weight = weigh(page)
    for kind in ("page", "fonts"):
        if weight[kind] > LIMITS[kind]:
            message = (
                f"{kind.capitalize()}: {weight[kind] // KB} KB compressed; {LIMITS[kind] // KB} are allowed."
            )
            yield Finding(rule="weight", place=kind, message=message)
    for path, content in page.files.items():
        if path.endswith((".avif", ".webp")) and len(content) > LIMITS["image"]:
            message = (
                f"The image {path} weighs {len(content) // KB} KB and may weigh {LIMITS['image'] // KB}."
            )
            yield Finding(rule="weight", place=path, message=message, refuses=False)
