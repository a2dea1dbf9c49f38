"""Structure a browser, a reader of screens and a search engine rely on."""

import itertools
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator

from webmagic.creative.facts import Facts
from webmagic.creative.gate.reading import Reading, tag_of, text_of
from webmagic.creative.gate.report import Finding

# html5lib knows neither custom elements in older trees nor these harmless modern codes
_TOLERATED = frozenset({"expected-doctype-but-got-end-tag"})
_FIELDS = frozenset({"input", "textarea", "select"})
_NO_LABEL = frozenset({"hidden", "submit", "button", "reset", "image"})


def check(reading: Reading, facts: Facts) -> Iterator[Finding]:
    elements = [e for e in reading.root.iter() if tag_of(e)]
    yield from _validity(reading)
    yield from _headings(elements)
    yield from _landmarks(elements)
    yield from _language(reading.root, facts)
    yield from _ids(elements)
    yield from _anchors(elements)
    yield from _names(elements)


def _validity(reading: Reading) -> Iterator[Finding]:
    for place, code in reading.errors:
        if code not in _TOLERATED:
            yield Finding(rule="html", place=place, message=f"The HTML is not valid: {code}.")


def _headings(elements: list[ET.Element]) -> Iterator[Finding]:
    levels = [(int(tag_of(e)[1]), text_of(e)) for e in elements if re.fullmatch(r"h[1-6]", tag_of(e))]
    count = sum(level == 1 for level, _ in levels)
    if count != 1:
        yield Finding(rule="one-h1", place="body", message=f"The page has {count} h1 headings and needs one.")
    for (before, _), (level, text) in itertools.pairwise(levels):
        if level > before + 1:
            message = f"The heading “{text}” jumps from level {before} to {level}."
            yield Finding(rule="heading-order", place=f"h{level}", message=message)
    for level, text in levels:
        if not text:
            yield Finding(
                rule="heading-empty", place=f"h{level}", message=f"A heading of level {level} is empty."
            )


def _landmarks(elements: list[ET.Element]) -> Iterator[Finding]:
    counts = Counter(tag_of(e) for e in elements)
    for tag in ("main", "nav", "footer"):
        if not counts[tag]:
            yield Finding(rule="landmarks", place="body", message=f"The page has no {tag} element.")
    if counts["main"] > 1:
        yield Finding(rule="landmarks", place="body", message="The page has more than one main element.")


def _language(root: ET.Element, facts: Facts) -> Iterator[Finding]:
    lang = root.get("lang") or ""
    if lang.split("-")[0].lower() != facts.language:
        message = f"The page says lang “{lang}” and its words are {facts.language}."
        yield Finding(rule="lang", place="html", message=message)


def _ids(elements: list[ET.Element]) -> Iterator[Finding]:
    counts = Counter(e.get("id") for e in elements if e.get("id") is not None)
    for name, count in counts.items():
        if count > 1 or not (name or "").strip():
            yield Finding(
                rule="duplicate-id", place=f"#{name}", message=f"The id “{name}” stands {count} times."
            )


def _anchors(elements: list[ET.Element]) -> Iterator[Finding]:
    ids = {e.get("id") for e in elements}
    for element in elements:
        href = element.get("href")
        if tag_of(element) == "a" and href is not None and href.startswith("#") and href[1:] not in ids:
            yield Finding(
                rule="dead-anchor", place=href, message=f"The link {href} leads to nothing on the page."
            )
        if tag_of(element) == "a" and href is not None and not href.strip():
            yield Finding(rule="dead-anchor", place="a", message="A link leads nowhere.")
        for name in ("aria-labelledby", "aria-describedby", "aria-controls"):
            for target in (element.get(name) or "").split():
                if target not in ids:
                    message = f"{name} points to #{target}, which is not on the page."
                    yield Finding(rule="aria-reference", place=tag_of(element), message=message)


def _names(elements: list[ET.Element]) -> Iterator[Finding]:
    """Images have alt, fields have labels, links and buttons have words."""
    labelled = {e.get("for") for e in elements if tag_of(e) == "label"}
    inside = {id(f) for e in elements if tag_of(e) == "label" for f in e.iter() if tag_of(f) in _FIELDS}
    for element in elements:
        tag = tag_of(element)
        if tag == "img":
            yield from _image(element)
        elif tag in _FIELDS and (element.get("type") or "text") not in _NO_LABEL:
            has_label = element.get("id") in labelled or id(element) in inside
            if not (has_label or element.get("aria-label") or element.get("aria-labelledby")):
                name = element.get("name") or tag
                yield Finding(rule="label", place=tag, message=f"The field “{name}” has no label.")
        elif tag in {"a", "button"} and not _accessible_name(element):
            yield Finding(
                rule="name", place=tag, message=f"A {'link' if tag == 'a' else 'button'} has no words."
            )


def _image(element: ET.Element) -> Iterator[Finding]:
    place = element.get("src") or "img"
    if element.get("alt") is None:
        yield Finding(rule="alt", place=place, message=f"The image {place} has no alt text.")
    if not (element.get("width") and element.get("height")):
        message = f"The image {place} has no width and height, so the page would jump."
        yield Finding(rule="image-size", place=place, message=message)


def _accessible_name(element: ET.Element) -> str:
    words = (
        text_of(element)
        or element.get("aria-label")
        or element.get("aria-labelledby")
        or element.get("title")
    )
    images = [e.get("alt") or "" for e in element.iter() if tag_of(e) == "img"]
    drawn = [e.get("aria-label") or "" for e in element.iter() if tag_of(e) == "svg"]
    return words or "".join(images + drawn)
