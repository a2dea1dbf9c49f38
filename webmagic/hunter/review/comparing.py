"""The evidence side by side: what the listing says, and what the pages say that could be theirs.
Pages come as the words that were kept of them; nothing is fetched here."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.errors import NotFound
from webmagic.hunter.normal.text import fold
from webmagic.hunter.normal.websites import host_of
from webmagic.hunter.verification.candidates import Kind
from webmagic.hunter.verification.checks import NOT_CHECKED, VERDICT, evidence_of
from webmagic.hunter.verification.matching import Fit
from webmagic.hunter.verification.probing import Outcome
from webmagic.hunter.verification.subject import Subject
from webmagic.models import Business, Listing, ReviewItem, WebsiteEvidence

SILENT = (Outcome.MISSING, Outcome.NO_ANSWER, Outcome.GONE, Outcome.PARKED)
MOST_SUSPECTS, MOST_NAMES = 6, 14
ORDER = {Fit.THEIRS: 0, Fit.LIKELY: 1, Fit.UNSURE: 2, Fit.NAMESAKE: 3, Fit.NOT: 4}
FITS = {
    Fit.THEIRS: "Looks like theirs",
    Fit.LIKELY: "Likely theirs",
    Fit.UNSURE: "Could be theirs",
    Fit.NAMESAKE: "A namesake",
    Fit.NOT: "About something else",
}
OUTCOMES = {
    Outcome.MISSING: "does not exist",
    Outcome.NO_ANSWER: "does not answer",
    Outcome.GONE: "no page there",
    Outcome.PARKED: "for sale or expired",
    Outcome.PLACEHOLDER: "Being built",
    Outcome.PROTECTED: "Lets nobody look",
    Outcome.ELSEWHERE: "Leads elsewhere",
    Outcome.OURS: "Made by us",
}
KINDS = {
    Kind.LISTED: "its listing names it",
    Kind.MENTIONED: "mentioned in a listing",
    Kind.LINKED: "a page of theirs links to it",
    Kind.EMAIL: "the domain of its mail",
    Kind.GUESSED: "guessed from its name",
}


@dataclass(frozen=True)
class Trait:
    """One thing compared. `agrees` is None where the page says nothing of the kind."""

    name: str
    value: str
    agrees: bool | None


@dataclass(frozen=True)
class Piece:
    text: str
    is_hit: bool


@dataclass(frozen=True)
class Suspect:
    """An address where something answers. `said` is what the machine noted, in its words."""

    url: str
    host: str
    words: str
    is_theirs: bool
    is_other: bool
    origin: str
    said: list[str]
    title: str
    traits: list[Trait]
    text: list[Piece]
    word_count: int


@dataclass(frozen=True)
class Case:
    """`knocked` are the names at which nobody is: (host, what became of it)."""

    business: Business
    listings: list[tuple[str, dt.datetime]]
    facts: list[Trait]
    suspects: list[Suspect]
    knocked: list[tuple[str, str]]
    reason: str = ""
    looked_at: dt.datetime | None = None
    audit_state: str = ""


async def compare(session: AsyncSession, business_id: int) -> Case:
    business = await session.get(Business, business_id)
    if business is None:
        raise NotFound(f"There is no business {business_id}.")
    evidence = await evidence_of(session, business_id)
    asked = select(Listing.source, Listing.fetched_at).where(Listing.business_id == business_id)
    listings = list((await session.exec(asked.order_by(col(Listing.id).desc()).limit(6))).all())
    drawn = (
        await session.exec(select(ReviewItem.audit_state).where(ReviewItem.business_id == business_id))
    ).first()
    verdict = next((row for row in evidence if row.kind in (VERDICT, NOT_CHECKED)), None)
    pages = [row for row in evidence if row.kind not in (VERDICT, NOT_CHECKED)]
    subject = Subject.of(business, _numbers_that_agreed(pages))
    answering = sorted((row for row in pages if row.detail.get("outcome") not in SILENT), key=_rank)
    return Case(
        business=business,
        listings=listings,
        facts=facts_of(business),
        suspects=[suspect_of(row, subject) for row in answering[:MOST_SUSPECTS]],
        knocked=_knocked(pages, verdict),
        reason=str(verdict.detail.get("reason", "")) if verdict else "",
        looked_at=verdict.at if verdict else None,
        audit_state=drawn or "",
    )


def _numbers_that_agreed(rows: list[WebsiteEvidence]) -> frozenset[str]:
    """A business may have more telephone numbers than one; the machine wrote down which it met."""
    said = [str(text) for row in rows for text in row.detail.get("agrees", [])]
    return frozenset(text.removeprefix("telephone ") for text in said if text.startswith("telephone "))


def facts_of(business: Business) -> list[Trait]:
    """The listing's side of the comparison."""
    town = ", ".join(part for part in (business.city, business.state, business.country) if part)
    return [
        Trait("Name", business.name, None),
        Trait("Phone", business.phone, None),
        Trait("Mail", business.email, None),
        Trait("Address", business.street or business.address, None),
        Trait("Town", town, None),
        Trait("A real site", business.website or "field empty", None),
    ]


def _rank(row: WebsiteEvidence) -> tuple[int, int]:
    fit = row.detail.get("fit") or Fit.NOT
    return (ORDER.get(fit, 5), list(Kind).index(Kind(row.kind)) if row.kind in list(Kind) else 9)


def suspect_of(row: WebsiteEvidence, subject: Subject) -> Suspect:
    detail = row.detail
    page: dict[str, Any] = detail.get("page") or {}
    outcome, fit = detail.get("outcome", ""), detail.get("fit", "")
    is_page = outcome == Outcome.PAGE and not detail.get("is_portal")
    words = FITS.get(fit, "A page") if is_page else OUTCOMES.get(outcome, "A page about them elsewhere")
    return Suspect(
        url=str(detail.get("ended_at") or row.url),
        host=host_of(row.url) or row.url,
        words=words,
        is_theirs=is_page and fit in (Fit.THEIRS, Fit.LIKELY, Fit.UNSURE),
        is_other=is_page and fit in (Fit.NAMESAKE, Fit.NOT),
        origin=KINDS.get(row.kind, row.kind),  # type: ignore[call-overload]
        said=[str(text) for text in detail.get("agrees", [])],
        title=str(page.get("title") or detail.get("title") or ""),
        traits=_traits(row, page, subject),
        text=highlight(str(page.get("text", "")), _needles(page, subject)),
        word_count=int(page.get("words") or 0),
    )


def _traits(row: WebsiteEvidence, page: dict[str, Any], subject: Subject) -> list[Trait]:
    detail = row.detail
    said = [str(text) for text in detail.get("agrees", [])]
    numbers, mails = page.get("numbers", []), page.get("mails", [])
    same = [number for number in numbers if subject.phone(number) in subject.phones]
    is_page = detail.get("outcome") == Outcome.PAGE
    headings = [detail.get("title") or page.get("title", ""), *page.get("headings", [])]
    places = ", ".join(page.get("places", [])[:2])
    has_address = "address" in said
    elsewhere = any(text.startswith("in ") for text in said)
    return [
        Trait("Name", next((h for h in headings if h), ""), ("name" in said) if is_page else None),
        Trait("Phone", _first(same or numbers), bool(same) if numbers and subject.phones else None),
        Trait("Mail", _first(mails), (subject.email in mails) if mails and subject.email else None),
        Trait("Address", "named on the page" if has_address else "", has_address or None),
        Trait(
            "Town",
            places or (subject.city if "town" in said else ""),
            True if "town" in said else (False if places or elsewhere else None),
        ),
        _realness(detail, page),
    ]


def _realness(detail: dict[str, Any], page: dict[str, Any]) -> Trait:
    outcome, words = detail.get("outcome"), int(page.get("words") or 0)
    if detail.get("is_portal"):
        return Trait("A real site", "no, somebody else's page", False)
    if outcome == Outcome.PAGE:
        return Trait("A real site", f"yes, {words:,} words" if words else "yes", True)
    if outcome == Outcome.PROTECTED:
        return Trait("A real site", "it answers, and hides", None)
    return Trait("A real site", f"no, {OUTCOMES.get(outcome, 'no page')}".lower(), False)  # type: ignore[arg-type]


def _first(texts: list[str]) -> str:
    more = len(texts) - 1
    return f"{texts[0]}, {more} more" if more > 0 else "".join(texts)


def _needles(page: dict[str, Any], subject: Subject) -> list[str]:
    """What to mark in the text: everything of the listing's that the page says too."""
    phones = [number for number in page.get("numbers", []) if subject.phone(number) in subject.phones]
    street = re.sub(r"\s+", " ", subject.street.partition(",")[0]).strip()
    return [text for text in (subject.name, subject.email, subject.city, street, *phones) if len(text) > 2]


def highlight(text: str, needles: list[str]) -> list[Piece]:
    """The text in pieces, those marked that are one of the needles; upper and lower case are one."""
    if not text:
        return []
    wanted = sorted({needle for needle in needles if fold(needle)}, key=len, reverse=True)
    if not wanted:
        return [Piece(text, False)]
    parts = re.split("(" + "|".join(re.escape(needle) for needle in wanted) + ")", text, flags=re.IGNORECASE)
    return [Piece(part, bool(n % 2)) for n, part in enumerate(parts) if part]


def _knocked(rows: list[WebsiteEvidence], verdict: WebsiteEvidence | None) -> list[tuple[str, str]]:
    """Names where nobody is, those that exist first."""
    found: dict[str, str] = {}
    for row in rows:
        outcome = row.detail.get("outcome")
        if outcome in SILENT:
            found[host_of(row.url) or row.url] = OUTCOMES[Outcome(outcome)]
    known = sorted(found.items(), key=lambda pair: pair[1] == OUTCOMES[Outcome.MISSING])
    no_such = verdict.detail.get("no_such", []) if verdict else []
    known += [(str(host), OUTCOMES[Outcome.MISSING]) for host in no_such if host not in found]
    return known[:MOST_NAMES]
