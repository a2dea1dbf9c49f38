"""One line of the table, and the panel beside it."""

from dataclasses import dataclass, field

from webmagic.creative import display_phone
from webmagic.hunter import BusinessRow
from webmagic.models import Business
from webmagic.ui.components.glyph import Glyph, glyph
from webmagic.ui.components.score import Reason, reasons_of
from webmagic.ui.figures import moment, since
from webmagic.ui.standing import WEBSITES, standing


@dataclass(frozen=True)
class Row:
    id: int
    name: str
    trade: str
    place: str
    score: int
    stage: str
    tone: str
    icon: str
    glyph: Glyph
    last: str
    href: str


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    source: str = ""


@dataclass(frozen=True)
class Panel:
    """The business under the cursor."""

    id: int = 0
    name: str = ""
    score: str = ""
    words: str = ""
    href: str = ""
    phone_href: str = ""
    stage: str = ""
    tone: str = ""
    icon: str = ""
    glyph: Glyph = field(default_factory=glyph)
    facts: list[Fact] = field(default_factory=list)


@dataclass(frozen=True)
class Why:
    """A score and its reasons, read when somebody asks."""

    score: str = ""
    reasons: list[Reason] = field(default_factory=list)
    when: str = ""


def trade_of(business: Business | BusinessRow) -> str:
    return business.category or business.trade.replace("_", " ").capitalize()


def row_of(business: BusinessRow) -> Row:
    at = standing(business)
    return Row(
        id=business.id,
        name=business.name,
        trade=trade_of(business),
        place=business.city or business.state or business.country,
        score=business.score,
        stage=at.words,
        tone=at.tone,
        icon=at.icon,
        glyph=at.glyph,
        last=since(business.updated_at),
        href=f"/businesses/{business.id}",
    )


def why_of(business: Business) -> Why:
    reasons = reasons_of(business.score_reasons)
    return Why(f"{business.score}", reasons, f"scored {moment(business.updated_at)}")


def panel_of(business: Business) -> Panel:
    at = standing(business, business.failure)
    return Panel(
        id=business.id or 0,
        name=business.name,
        score=f"{business.score}",
        words=in_words(business),
        href=f"/businesses/{business.id}",
        phone_href=f"tel:{business.phone}" if business.phone else "",
        stage=at.words,
        tone=at.tone,
        icon=at.icon,
        glyph=at.glyph,
        facts=facts_of(business),
    )


def in_words(business: Business) -> str:
    """ "Busy locksmith, no website found.": what the score is made of, in a line."""
    if business.disqualified_reason:
        return business.disqualified_reason
    parts = [trade_of(business), WEBSITES.get(business.website_state, "").lower()]  # type: ignore[call-overload]
    if business.rating:
        parts.append(f"rated {business.rating:.1f} by {business.review_count or 0:,}")
    return ", ".join(part for part in parts if part) + "."


def facts_of(business: Business) -> list[Fact]:
    """What there is; a field without a value has no line."""
    source = business.provenance.get
    place = business.address or ", ".join(part for part in (business.street, business.city) if part)
    may_mail = (
        "No"
        if business.do_not_contact
        else "Yes, a business address"
        if business.email
        else "No address known"
    )
    found = [
        Fact("Phone", display_phone(business.phone) if business.phone else "", source("phone", "")),
        Fact("Mail", business.email, business.email_source or source("email", "")),
        Fact("Where", place, source("address", "")),
        Fact("Website", WEBSITES.get(business.website_state, ""), source("website", "")),  # type: ignore[call-overload]
        Fact("May we mail", may_mail),
    ]
    return [fact for fact in found if fact.value]
