"""The first letter to a business: short, true, in its language, and open about being an offer.

The text part is written from the template; the HTML part is the same letter block by block, so
that the two can never say different things.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from webmagic.core.settings import Settings
from webmagic.models import Business
from webmagic.pitcher.links import Links
from webmagic.pitcher.offers import Offer, offer_for
from webmagic.pitcher.quotes import find_quote
from webmagic.pitcher.transports.mime import one_line

HERE = Path(__file__).parent
LANGUAGES = ("en", "es")
_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=lambda name: bool(name and name.endswith(".html")),
    undefined=StrictUndefined,
    keep_trailing_newline=True,
)


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Block:
    """A paragraph of the HTML part: text, quote, link, small or rule."""

    kind: str
    text: str = ""
    url: str = ""
    label: str = ""


def language_of(business: Business) -> str:
    return business.language if business.language in LANGUAGES else "en"


def write_offer(business: Business, links: Links, source: str, settings: Settings) -> Letter:
    """The first letter. `source` is where the listing came from, as its row names it."""
    language = language_of(business)
    words = _words()[language]
    name = one_line(business.name)[:120]
    subject = words["subject"].format(name=name)
    text = _templates.get_template(f"offer.{language}.txt").render(
        name=name,
        category=_category(business),
        city=one_line(business.city)[:80],
        rating=business.rating if business.rating and business.review_count else None,
        review_count=business.review_count,
        quote=find_quote(business),
        price=_price(offer_for(business.country, settings), language),
        source=words["source"].get(source, words["source"]["default"]),
        links=links,
        **_sender(settings),
    )
    return Letter(subject, text, letter_html(subject, text, language, links))


def letter_html(subject: str, text: str, language: str, links: Links | None = None) -> str:
    """The HTML part of a letter, from its text."""
    template = _templates.get_template("letter.html")
    pixel = links.pixel if links else ""
    blocks = _blocks(text, links, _words()[language])
    return template.render(subject=subject, language=language, blocks=blocks, pixel=pixel)


def _blocks(text: str, links: Links | None, words: dict[str, Any]) -> list[Block]:
    labels = {links.site: words["see_site"], links.claim: words["see_claim"]} if links else {}
    letter, _, foot = text.partition("\n--\n")
    blocks = [_block(part, labels) for part in letter.strip().split("\n\n")]
    if foot:
        blocks.append(Block("rule"))
        blocks += [_small(line, links, words) for line in foot.strip().splitlines()]
    return blocks


def _block(part: str, labels: dict[str, str]) -> Block:
    if part.startswith("    "):
        return Block("quote", part.strip())
    if part in labels:
        return Block("link", labels[part], part)
    if part.startswith(("https://", "http://")) and " " not in part:
        return Block("link", part, part)
    return Block("text", part.strip())


def _small(line: str, links: Links | None, words: dict[str, Any]) -> Block:
    if links and line.endswith(links.unsubscribe):
        text = line.removesuffix(links.unsubscribe).rstrip(": ") + ":"
        return Block("small", text, links.unsubscribe, words["unsubscribe"])
    return Block("small", line)


def _category(business: Business) -> str:
    """The listing's own word for the trade, unless the name says it already."""
    category = one_line(business.category)[:80]
    return "" if category.casefold() in business.name.casefold() else category


def _price(offer: Offer, language: str) -> str:
    words = _words()[language]
    both = offer.setup_cents and offer.monthly_cents
    key = "once_and_monthly" if both else "once" if offer.setup_cents else "monthly"
    return words[key].format(setup=offer.setup(language), monthly=offer.monthly(language))


def _sender(settings: Settings) -> dict[str, str]:
    name, postal = one_line(settings.sender_name), one_line(settings.sender_postal_address)
    return {
        "sender_name": name,
        "sender_and_address": postal if postal.startswith(name) else f"{name}, {postal}",
        "sender_email": one_line(settings.sender_email),
        "contact_url": one_line(settings.sender_contact_url),
    }


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))
