"""Sections built by hand: HTML of a model, washed to an allow-list, with everything that acts or
states a fact filled in by code.

A section may use the elements and classes below and nothing else. `data-do` makes a button,
`data-fact` a fact, `data-art` a drawing, `data-review` gives a quotation its author; whatever does
not resolve is taken out. Washed when it arrives, filled in when the page is set.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import html5lib
import nh3
from html5lib.serializer import HTMLSerializer
from markupsafe import Markup

from webmagic.creative.facts import Facts
from webmagic.creative.studio import links
from webmagic.creative.studio.copy import hours, phones, quotable
from webmagic.creative.studio.copy.openings import town

CSS = Path(__file__).with_name("bespoke.css")
CLASSES = {
    "b-split", "b-halves", "b-thirds", "b-rail", "b-stack", "b-plate", "b-tint", "b-big", "b-huge",
    "b-lead", "b-label", "b-line", "b-list", "b-quote", "b-narrow",
}  # fmt: skip
TAGS = {
    "h2", "h3", "p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "cite", "q", "strong", "em",
    "small", "br", "hr", "span", "div", "a",
}  # fmt: skip
ATTRIBUTES = {"a": {"data-do"}, "span": {"data-fact", "data-art"}, "blockquote": {"data-review"}}
GONE = {"script", "style", "svg", "math", "template", "iframe", "object", "noscript", "title"}
LONGEST = 9000
SLOT = "\ue000"  # stands for a drawing until the section is written out


def wash(html: str) -> str:
    """Only what a section may hold; scripts and styles go with what is in them."""
    return nh3.clean(
        html[:LONGEST],
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes={tag: CLASSES for tag in TAGS},
        clean_content_tags=GONE,
        link_rel=None,
        url_schemes=set(),
    ).strip()


@dataclass(frozen=True)
class Around:
    """What the page gives a section: drawings, and the other sections there are."""

    hero_art: Callable[[], Markup]
    item_art: Callable[[str, int], Markup]
    kinds: frozenset[str]


def fill(kind: str, html: str, facts: Facts, around: Around) -> Markup:
    """The washed section with its facts, buttons, authors and drawings."""
    root = html5lib.parseFragment(wash(html), namespaceHTMLElements=False)
    drawings: list[Markup] = []
    _each(root, lambda element: _filled(element, facts, around, drawings))
    text = _written(root)
    for number, drawing in enumerate(drawings):
        text = text.replace(f"{SLOT}{number}{SLOT}", drawing)
    return Markup('<section id="{}" class="bespoke {}">{}</section>').format(kind, kind, Markup(text))


def _written(root: ET.Element) -> str:
    walker = html5lib.getTreeWalker("etree")
    writer = HTMLSerializer(
        omit_optional_tags=False, quote_attr_values="always", alphabetical_attributes=True
    )
    return "".join(writer.serialize(walker(root)))


def _each(parent: ET.Element, change: Callable[[ET.Element], ET.Element | None]) -> None:
    """Every element, innermost first; None takes it away and keeps the text behind it."""
    for place, child in reversed(list(enumerate(parent))):
        _each(child, change)
        made = change(child)
        if made is child:
            continue
        tail = child.tail or ""
        parent.remove(child)
        if made is not None:
            made.tail = tail
            parent.insert(place, made)
        elif tail.strip():
            _append(parent, place, tail)


def _append(parent: ET.Element, place: int, text: str) -> None:
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _filled(element: ET.Element, facts: Facts, around: Around, drawings: list[Markup]) -> ET.Element | None:
    tag = element.tag
    if tag == "a":
        return _button(element, facts, around)
    if tag == "span" and element.get("data-fact"):
        return _fact(element, facts)
    if tag == "span" and element.get("data-art"):
        return _drawing(element, around, drawings)
    if tag == "blockquote":
        return _voice(element, facts)
    is_empty = tag in ("p", "li", "span", "div", "h2", "h3") and not len(element)
    return None if is_empty and not (element.text or "").strip() else element


def _button(element: ET.Element, facts: Facts, around: Around) -> ET.Element | None:
    ways = {
        "call": links.tel, "whatsapp": links.whatsapp, "directions": links.directions, "mail": links.mail,
        "form": lambda _facts: "#contact" if "contact" in around.kinds else "",
    }  # fmt: skip
    href = ways.get(element.get("data-do") or "", lambda _facts: "")(facts)
    words = " ".join("".join(element.itertext()).split())
    if not href or not words:
        return None
    made = ET.Element("a", {"class": "press", "href": href})
    made.text = words
    return made


def _fact(element: ET.Element, facts: Facts) -> ET.Element | None:
    known = {
        "phone": phones.display(facts.phone, facts.country, facts.phone_display) if facts.phone else "",
        "address": ", ".join(part for part in (facts.street, facts.city) if part) or facts.address,
        "rating": f"{facts.rating:.1f}" if facts.rating else "",
        "review_count": str(facts.review_count or ""),
        "name": facts.name,
        "town": town(facts),
        "hours": hours.summary(facts.hours, facts.language, facts.country),
    }
    text = known.get(element.get("data-fact") or "", "")
    if not text:
        return None
    made = ET.Element("span", {"class": element.get("class") or "b-fact"})
    made.text = text
    return made


def _drawing(element: ET.Element, around: Around, drawings: list[Markup]) -> ET.Element:
    wanted = element.get("data-art") or ""
    drawings.append(around.hero_art() if wanted == "hero" else around.item_art(wanted, len(drawings)))
    made = ET.Element("span", {"class": "b-art"})
    made.text = f"{SLOT}{len(drawings) - 1}{SLOT}"
    return made


def _voice(element: ET.Element, facts: Facts) -> ET.Element | None:
    """A quotation in a figure, with its author; without a review that says so, no quotation."""
    number = element.get("data-review") or ""
    words = " ".join("".join(element.itertext()).split()).strip('“”«»" ')
    if not number.isdigit() or int(number) >= len(facts.reviews):
        return None
    review = facts.reviews[int(number)]
    if not words or words.strip(" .!?") not in " ".join(review.text.split()) or not quotable.is_safe(review):
        return None
    figure = ET.Element("figure", {"class": element.get("class") or "b-said"})
    quote = ET.SubElement(figure, "blockquote")
    ET.SubElement(quote, "p").text = words
    credit = ET.SubElement(figure, "figcaption")
    ET.SubElement(credit, "cite").text = review.author.strip() or quotable.PLACEHOLDER[facts.language]
    return figure


def texts(html: str) -> Iterator[str]:
    """The words of a washed section, block by block."""
    for block in re.split(r"</?(?:h2|h3|p|li|dt|dd|div|blockquote|ul|ol|dl|br|hr)\b[^>]*>", html):
        plain = " ".join(re.sub(r"<[^>]+>", " ", block).split())
        if plain:
            yield plain
