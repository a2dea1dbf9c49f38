"""A letter to a business: short, true, in its language, and open about being an offer.

Whoever writes it (the built-in writer, or an agent behind the same Protocol) gives the subject and
the letter down to its signature. Here the foot that the law asks for is added, every sentence goes
through the fact lock, and the HTML part is made from the text block by block, so that the two can
never say different things.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from webmagic.core.later import Later
from webmagic.core.settings import Settings
from webmagic.models import Business
from webmagic.pitcher.countries import find_country
from webmagic.pitcher.identities import Sender, default_sender
from webmagic.pitcher.letters import HERE, LANGUAGES, Template, built_in, render, subject_of, words
from webmagic.pitcher.links import Links
from webmagic.pitcher.offers import Offer, offer_for
from webmagic.pitcher.quotes import Quote, find_quote
from webmagic.pitcher.transports.mime import one_line

if TYPE_CHECKING:
    from webmagic import creative
    from webmagic.creative.facts import Facts
else:  # who only sends what is written needs no designer, which is twice the size of all the rest
    creative = Later("webmagic.creative")

_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=lambda name: bool(name and name.endswith(".html")),
    undefined=StrictUndefined,
    keep_trailing_newline=True,
)


@dataclass(frozen=True)
class Brief:
    """Everything a writer may speak of. `values` are what the templates call `VARIABLES`."""

    facts: "Facts"
    language: str
    step: int
    occasion: str
    quote: Quote | None
    values: dict[str, Any]
    variant: int = 0


@dataclass(frozen=True)
class Draft:
    """A letter down to its signature; paragraphs are apart by an empty line, a quotation is indented."""

    subject: str
    body: str
    has_subject: bool = False


class Writer(Protocol):
    """Writes one letter. What the fact lock does not let through is written by the built-in writer.
    `has_subject` in the draft: the subject is this writer's own, and takes no part in their race."""

    name: str

    async def write(self, brief: Brief) -> Draft: ...


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str
    faults: tuple[str, ...] = ()  # sentences that no fact proves
    has_subject: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph of the HTML part: text, quote, link, picture, small or rule."""

    kind: str
    text: str = ""
    url: str = ""
    label: str = ""


class BuiltInWriter:
    """From templates."""

    name = "built-in"

    def __init__(self, template: Template):
        self._template = template

    async def write(self, brief: Brief) -> Draft:
        return self.draft(brief)

    def draft(self, brief: Brief) -> Draft:
        subject = subject_of(self._template, brief.variant, brief.values)
        return Draft(subject, render(self._template.body, brief.values))


def language_of(business: Business) -> str:
    return business.language if business.language in LANGUAGES else "en"


def brief_for(
    business: Business,
    links: Links,
    settings: Settings,
    *,
    step: int = 0,
    occasion: str = "",
    variant: int = 0,
    sender: Sender | None = None,
) -> Brief:
    language, quote = language_of(business), find_quote(business)
    sender = sender or default_sender(settings)
    values = {
        "name": one_line(business.name)[:120],
        "category": _category(business),
        "city": one_line(business.city)[:80],
        "rating": business.rating if business.rating and business.review_count else None,
        "review_count": business.review_count,
        "quote": quote.text if quote else "",
        "author": quote.author if quote else "",
        "price": _price(offer_for(business.country, settings), language),
        "site": links.site,
        "claim": links.claim,
        "sender": one_line(sender.name),
        "sender_email": one_line(sender.email),
    }
    return Brief(creative.facts_of(business), language, step, occasion, quote, values, variant)


def write_offer(
    business: Business, links: Links, source: str, settings: Settings, *, brief: Brief | None = None,
    template: Template | None = None, is_locked: bool = True,
) -> Letter:  # fmt: skip
    """A letter by the built-in writer. `source` is where the listing came from, as its row names it.
    Not `is_locked`: its words went through the fact lock before."""
    brief = brief or brief_for(business, links, settings)
    template = template or built_in(brief.step, brief.occasion, brief.language)
    draft = BuiltInWriter(template).draft(brief)
    return finish(draft, brief, business, links, source, settings, is_locked=is_locked)


async def write_with(
    writer: Writer, brief: Brief, business: Business, links: Links, source: str, settings: Settings,
    template: Template,
) -> Letter:  # fmt: skip
    """By another writer; what cannot be proved is never sent, so the built-in one takes its place."""
    letter = finish(await writer.write(brief), brief, business, links, source, settings)
    if not letter.faults:
        return letter
    return write_offer(business, links, source, settings, brief=brief, template=template)


def finish(
    draft: Draft, brief: Brief, business: Business, links: Links, source: str, settings: Settings, *,
    is_locked: bool = True,
) -> Letter:  # fmt: skip
    """The draft with its foot and its HTML part, and what in it no fact proves."""
    said, country = words()[brief.language], find_country(business.country)
    subject = one_line(draft.subject)
    if country and country.label:
        subject = f"{country.label}: {subject}"
    foot = _templates.get_template(f"foot.{brief.language}.txt").render(
        sender_and_address=_sender_and_address(settings),
        contact_url=one_line(settings.sender_contact_url),
        source=said["source"].get(source, said["source"]["default"]),
        has_notice=country is not None and country.balancing,
        unsubscribe=links.unsubscribe,
    )
    text = f"{draft.body.strip()}\n\n{foot}"
    html = letter_html(subject, text, brief.language, links)
    faults = tuple(find_faults(draft, brief)) if is_locked else ()
    return Letter(subject, text, html, faults, draft.has_subject)


def find_faults(draft: Draft, brief: Brief) -> list[str]:
    """What the fact lock refuses, in sentences. Our own price, links and signature are no claims about
    the business."""
    own = [brief.values[name] for name in ("price", "site", "claim", "sender", "sender_email")]
    body = draft.body
    for words_of_ours in sorted((str(one) for one in own if one), key=len, reverse=True):
        body = body.replace(words_of_ours, " ")
    page = _templates.get_template("claims.html").render(
        subject=draft.subject, paragraphs=[part.strip() for part in body.split("\n\n")]
    )
    return [finding.message for finding in creative.check_claims(page, brief.facts)[0]]


def letter_html(subject: str, text: str, language: str, links: Links | None = None) -> str:
    """The HTML part of a letter, from its text."""
    template = _templates.get_template("letter.html")
    said = words()[language]
    return template.render(
        subject=subject,
        language=language,
        blocks=_blocks(text, links, said),
        pixel=links.pixel if links else "",
    )


def _blocks(text: str, links: Links | None, said: dict[str, Any]) -> list[Block]:
    labels = {links.site: said["see_site"], links.claim: said["see_claim"]} if links else {}
    letter, _, foot = text.partition("\n--\n")
    blocks = []
    for part in letter.strip().split("\n\n"):
        if links and links.picture and part.strip() == links.site:
            blocks.append(Block("picture", said["picture"], links.site, links.picture))
        blocks.append(_block(part, labels))
    if foot:
        blocks.append(Block("rule"))
        blocks += [_small(line, links, said) for line in foot.strip().splitlines()]
    return blocks


def _block(part: str, labels: dict[str, str]) -> Block:
    if part.startswith("    "):
        return Block("quote", part.strip())
    part = part.strip()
    if part in labels:
        return Block("link", labels[part], part)
    if part.startswith(("https://", "http://")) and " " not in part:
        return Block("link", part, part)
    return Block("text", part)


def _small(line: str, links: Links | None, said: dict[str, Any]) -> Block:
    if links and line.endswith(links.unsubscribe):
        text = line.removesuffix(links.unsubscribe).rstrip(": ") + ":"
        return Block("small", text, links.unsubscribe, said["unsubscribe"])
    return Block("small", line)


def _category(business: Business) -> str:
    """The listing's own word for the trade, unless the name says it already."""
    category = one_line(business.category)[:80]
    return "" if category.casefold() in business.name.casefold() else category


def _price(offer: Offer, language: str) -> str:
    said = words()[language]
    both = offer.setup_cents and offer.monthly_cents
    key = "once_and_monthly" if both else "once" if offer.setup_cents else "monthly"
    return said[key].format(setup=offer.setup(language), monthly=offer.monthly(language))


def _sender_and_address(settings: Settings) -> str:
    name, postal = one_line(settings.sender_name), one_line(settings.sender_postal_address)
    return postal if postal.startswith(name) else f"{name}, {postal}"
