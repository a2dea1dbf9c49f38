"""A page as a reader meets it: blocks of text, quotations with their authors, links, data.

Works on any HTML, so that pages from any engine pass through the same lock.
"""

import functools
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import html5lib

INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "cite",
        "code",
        "data",
        "em",
        "i",
        "kbd",
        "mark",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "tspan",
        "wbr",
        "label",
    ]
)
SILENT = frozenset({"script", "style", "template", "noscript", "head"})
QUOTING = frozenset({"q", "blockquote"})
NAMING = frozenset({"p", "span", "footer", "div", "b", "small"})  # may name who said it, by their class
SPOKEN_ATTRIBUTES = (
    "alt",
    "title",
    "aria-label",
    "aria-description",
    "placeholder",
    "value",
    "label",
    "summary",
)
_BY = re.compile(r"(?:^|[\s_-])(?:by|author|attribution|who|byline|cite|name-of-author)(?:$|[\s_-])")


@dataclass
class Block:
    """A run of text without a break, quotations taken out; `place` names where it stands."""

    place: str
    text: str


@dataclass
class Quotation:
    place: str
    text: str
    author: str = ""


@dataclass
class Link:
    place: str
    href: str
    text: str
    is_claim: bool = False


@dataclass
class Reading:
    root: ET.Element
    errors: list[tuple[str, str]]
    blocks: list[Block] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    authors: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    data: list[Any] = field(default_factory=list)
    broken_data: list[str] = field(default_factory=list)


def read(html: str) -> Reading:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(html)
    errors = [(f"line {position[0]}", code) for position, code, _ in parser.errors]
    reading = Reading(root, errors)
    _Reader(reading).run()
    return reading


def tag_of(element: ET.Element) -> str:
    """Local name in small letters; comments and instructions have none."""
    return _local(element.tag) if isinstance(element.tag, str) else ""


@functools.lru_cache(maxsize=1000)
def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1].lower()


def text_of(element: ET.Element) -> str:
    """What a reader sees of an element; a break is a space."""
    return squeeze("".join(_seen(element)))


def _seen(element: ET.Element) -> Iterator[str]:
    tag = tag_of(element)
    if not tag or tag in SILENT:
        return
    gap = "" if tag in INLINE or tag in QUOTING else " "
    yield gap + (element.text or "")
    for child in element:
        yield from _seen(child)
        yield child.tail or ""
    yield gap


def squeeze(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f\u2009]+", " ", text).strip()


class _Reader:
    """One walk over the tree."""

    def __init__(self, reading: Reading):
        self.reading = reading
        self.buffer: list[str] = []
        self.place = "head"
        self.claim_depth = 0

    def run(self) -> None:
        self._head()
        body = self.reading.root.find("body")
        if body is not None:
            self._walk(body)
            self._flush()

    def _head(self) -> None:
        head = self.reading.root.find("head")
        for element in head.iter() if head is not None else ():
            tag = tag_of(element)
            if tag == "title":
                self._block("title", element.text or "")
            elif tag == "meta" and self._is_words(element):
                name = element.get("name") or element.get("property") or ""
                self._block(f"meta {name}", element.get("content") or "")
            elif tag == "script":
                self._script(element)

    @staticmethod
    def _is_words(element: ET.Element) -> bool:
        name = (element.get("name") or element.get("property") or "").lower()
        return bool(re.search(r"description|title|keywords|author|site_name|alt$", name))

    def _script(self, element: ET.Element) -> None:
        if (element.get("type") or "").lower() != "application/ld+json":
            return
        try:
            self.reading.data.append(json.loads(element.text or ""))
        except ValueError as error:
            self.reading.broken_data.append(str(error))

    def _block(self, place: str, text: str) -> None:
        text = squeeze(text)
        if text:
            self.reading.blocks.append(Block(place, text))

    def _flush(self) -> None:
        self._block(self.place, "".join(self.buffer))
        self.buffer.clear()

    def _walk(self, element: ET.Element) -> None:
        tag = tag_of(element)
        if tag == "script":
            self._script(element)
        if not tag or tag in SILENT:
            return
        self._attributes(element)
        if tag in QUOTING:
            self._quotation(element)
            return
        is_break = tag not in INLINE
        before = self.place
        if is_break:
            self._flush()
            self.place = self._name(element, tag)
        self.claim_depth += tag == "claim-bar"
        if tag == "a" and element.get("href") is not None:
            link = Link(self.place, element.get("href") or "", text_of(element), self.claim_depth > 0)
            self.reading.links.append(link)
        if self._is_author(element, tag):
            self.reading.authors.append(Block(self.place, text_of(element)))
        self.buffer.append(element.text or "")
        for child in element:
            self._walk(child)
            self.buffer.append(child.tail or "")
        self.claim_depth -= tag == "claim-bar"
        if is_break:
            self._flush()
            self.place = before

    def _name(self, element: ET.Element, tag: str) -> str:
        own = element.get("id")
        if own and tag in {"section", "header", "footer", "main", "div", "nav", "article"}:
            return f"#{own}"
        return f"{self.place.split(' ')[0]} {tag}" if self.place.startswith("#") else tag

    def _attributes(self, element: ET.Element) -> None:
        for key, value in element.attrib.items():
            name = key.rsplit("}", 1)[-1] if isinstance(key, str) else str(key)
            is_words = name in SPOKEN_ATTRIBUTES or (
                name.startswith("data-") and re.search(r"[a-z] [a-z]", value)
            )
            if is_words and not value.lstrip().startswith(("{", "[")):
                self._block(f"{self.place} [{name}]", value)

    @staticmethod
    def _is_author(element: ET.Element, tag: str) -> bool:
        if tag in {"cite", "figcaption"}:
            return True
        if tag not in NAMING or not _BY.search(element.get("class") or ""):
            return False
        return not any(tag_of(below) in QUOTING for below in element.iter())  # a frame around quotations

    def _quotation(self, element: ET.Element) -> None:
        """Text of the quotation; who said it may stand inside a blockquote and is no part of it."""
        said, author = [], ""
        for piece in self._spoken(element):
            if isinstance(piece, str):
                said.append(piece)
            else:
                author = text_of(piece)
                self.reading.authors.append(Block(self.place, author))
        text = squeeze("".join(said)).strip("“”«»\"' ")
        if text:
            self.reading.quotations.append(Quotation(self.place, text, author))
        self.buffer.append(" ")

    def _spoken(self, element: ET.Element) -> Iterator[str | ET.Element]:
        yield element.text or ""
        for child in element:
            tag = tag_of(child)
            if tag in {"cite", "footer", "figcaption"}:
                yield child
            elif tag and tag not in SILENT:
                self._attributes(child)
                yield from self._spoken(child)
                yield " " if tag not in INLINE else ""
            yield child.tail or ""
