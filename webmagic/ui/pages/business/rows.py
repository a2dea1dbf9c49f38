"""A business, told in rows of text."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from webmagic.core import money
from webmagic.creative import SiteRow, display_phone
from webmagic.models import Business, Checkout, Listing, Message
from webmagic.ui.figures import moment
from webmagic.ui.standing import WEBSITES

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MOST_REVIEWS, MOST_LISTINGS, LONGEST_RAW = 12, 4, 6000
STATES = {
    "sent": ("ok", "check"),
    "queued": ("", "clock"),
    "sending": ("live", "send"),
    "held": ("hold", "pause"),
    "failed": ("bad", "octagon-alert"),
    "unknown": ("warn", "circle-help"),
}
SITE_WORDS = {
    "building": ("live", "lightbulb", "Being built"),
    "ready": ("", "clock", "Checked, not published"),
    "published": ("ok", "check", "Online"),
    "refused": ("bad", "octagon-alert", "The gate refused it"),
    "failed": ("bad", "octagon-alert", "Stopped"),
    "withdrawn": ("hold", "pause", "Taken down"),
}


@dataclass(frozen=True)
class Known:
    """A fact, and where it comes from: "outscraper:phone", "admin", "rules"."""

    label: str
    value: str
    source: str


@dataclass(frozen=True)
class Said:
    author: str
    text: str
    rating: str
    when: str


@dataclass(frozen=True)
class Raw:
    title: str
    text: str


@dataclass(frozen=True)
class Mail:
    id: int
    subject: str
    state: str
    tone: str
    icon: str
    when: str
    seen: str


@dataclass(frozen=True)
class Money:
    id: int
    what: str
    amount: str
    state: str
    tone: str
    when: str


@dataclass(frozen=True)
class Site:
    id: int = 0
    words: str = ""
    tone: str = ""
    icon: str = "clock"
    url: str = ""
    address: str = ""
    detail: str = ""
    live: str = ""
    can_publish: bool = False


def known_of(business: Business) -> list[Known]:
    """Every filled field with its source; silence has no line."""
    place = [business.street, business.postcode, business.city, business.state, business.country]
    rated = f"{business.rating:.1f} by {business.review_count or 0:,}" if business.rating else ""
    found = [
        ("Trade", business.category or business.trade.replace("_", " "), "category"),
        ("Phone", display_phone(business.phone) if business.phone else "", "phone"),
        ("Mail", business.email, "email"),
        ("Address", business.address or ", ".join(part for part in place if part), "address"),
        ("Website", business.website or WEBSITES.get(business.website_state, ""), "website"),  # type: ignore[call-overload]
        ("Rating", rated, "rating"),
        ("Hours", _hours(business.hours), "hours"),
        ("Services", ", ".join(business.services[:12]), "services"),
        (
            "Language",
            {"en": "English", "es": "Spanish"}.get(business.language, business.language),
            "language",
        ),
        ("Describes itself", business.description[:400], "description"),
        ("Legal form", business.legal_form, "legal_form"),
    ]
    source = business.provenance
    return [Known(label, text, source.get(key, "")) for label, text, key in found if text]


def _hours(rows: list[dict[str, Any]]) -> str:
    return ", ".join(text for row in rows[:7] if (text := _day(row)))


def _day(row: dict[str, Any]) -> str:
    spans = [f"{span.get('opens', '')}–{span.get('closes', '')}" for span in row.get("spans", [])]
    day = row.get("day")
    return f"{DAYS[day]} {' '.join(spans) or 'closed'}" if isinstance(day, int) and 0 <= day < 7 else ""


def said_of(business: Business) -> list[Said]:
    return [_said(row) for row in business.reviews[:MOST_REVIEWS] if row.get("text")]


def _said(row: dict[str, Any]) -> Said:
    rating = row.get("rating")
    stars = f"{float(rating):.0f} of 5" if rating else ""
    return Said(
        str(row.get("author") or "Somebody"), str(row["text"])[:700], stars, str(row.get("at") or "")[:10]
    )


def raw_of(listings: list[Listing]) -> list[Raw]:
    """The newest first; a very long payload is cut on screen, never in the database."""
    newest = sorted(listings, key=lambda one: one.fetched_at, reverse=True)[:MOST_LISTINGS]
    return [Raw(_title(one), _pretty(one.raw)) for one in newest]


def _title(listing: Listing) -> str:
    where = f"{listing.query}, row {listing.row}" if listing.query else f"row {listing.row}"
    return f"{listing.source}, {where}, {moment(listing.fetched_at)}"


def _pretty(raw: dict[str, Any]) -> str:
    text = json.dumps(raw, indent=1, ensure_ascii=False, default=str)
    return (
        text
        if len(text) <= LONGEST_RAW
        else f"{text[:LONGEST_RAW]}\n… {len(text) - LONGEST_RAW:,} more characters"
    )


def mails_of(messages: Iterable[Message]) -> list[Mail]:
    return [_mail(message) for message in messages]


def _mail(message: Message) -> Mail:
    tone, icon = STATES.get(message.state, ("", "mail"))
    seen = [f"opened {message.opens}×"] if message.opens else []
    seen += [f"clicked {message.clicks}×"] if message.clicks else []
    why = message.held_reason or message.error
    return Mail(
        id=message.id or 0,
        subject=message.subject,
        state=f"{message.state}: {why}"[:140] if why else str(message.state),
        tone=tone,
        icon=icon,
        when=moment(message.sent_at or message.created_at),
        seen=", ".join(seen),
    )


def money_of(checkouts: list[Checkout]) -> list[Money]:
    tones = {"paid": "ok", "pending": "live", "expired": "hold"}
    names = {"setup": "Setup fee", "monthly": "Monthly plan"}
    return [
        Money(
            id=one.id or 0,
            what=names.get(one.kind, one.kind),
            amount=money.show(one.amount_cents, one.currency),
            state=str(one.state),
            tone=tones.get(one.state, ""),
            when=moment(one.paid_at or one.created_at),
        )
        for one in checkouts
    ]


def site_of(row: SiteRow) -> Site:
    tone, icon, words = SITE_WORDS.get(row.status, ("", "clock", row.status))
    gate = f", gate {row.gate_score}" if row.gate_score is not None else ""
    by = {"studio": "the built-in designer", "claude": "Claude"}.get(row.engine, row.engine)
    made = f"Version {row.version}{gate}" + (f", by {by}" if by else "") if row.version else "No version yet"
    is_online = row.status == "published"
    return Site(
        id=row.id,
        words=words,
        tone=tone,
        icon=icon,
        url=row.url if is_online else "",
        address=row.url.partition("://")[2],
        detail=f"{made}. {row.visits:,} visits.",
        live=f"/live/{row.id}",
        can_publish=row.status in ("ready", "withdrawn") and row.version > 0,
    )
