"""Mail that breaks a rule is held with the reason, never sent.

`judge` holds every rule about one recipient and one sender, and touches nothing; what it needs is
gathered by `gathering`. The rules about the letter itself are in `letterlaw`. The names of the law's
rules (M1, B4, …) are those of the table in docs/mail.md.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from email_validator import EmailNotValidError, validate_email

from webmagic.core.clock import now
from webmagic.core.settings import Settings
from webmagic.models import Business
from webmagic.pitcher.countries import Country, find_country
from webmagic.pitcher.identities import Sender, default_sender
from webmagic.pitcher.pacing import Located
from webmagic.pitcher.suppression import domain_of, normalise
from webmagic.pitcher.transports import Mailer

ICLOUD = {"icloud.com", "me.com", "mac.com"}
FREE_MAIL = {
    *("gmail.com", "googlemail.com", "yahoo.com", "yahoo.es", "aol.com", "outlook.com", "outlook.es"),
    *("hotmail.com", "hotmail.es", "live.com", "msn.com", "proton.me", "protonmail.com", "gmx.com"),
    *ICLOUD,
}
ROLE_TRAPS = {
    *("abuse", "postmaster", "hostmaster", "mailer-daemon", "noreply", "no-reply", "no_reply"),
    *("donotreply", "do-not-reply", "spam", "unsubscribe", "security", "privacy"),
}
ROLES = {
    *("info", "contact", "contacto", "hello", "hola", "office", "oficina", "mail", "sales", "ventas"),
    *("admin", "team", "shop", "tienda", "service", "servicio", "reservas", "bookings", "pedidos", "orders"),
}
RESERVED = ("example.com", "example.net", "example.org", "example", "test", "invalid", "localhost", "local")
CORPORATE = ("corporate", "ltd", "limited", "llp", "plc", "inc", "corp", "sa", "s.a.", "gmbh", "sarl", "sas")
SAMPLE_ADDRESS = Settings.model_fields["sender_postal_address"].default
LETTERS_A_YEAR = 3
BUSINESS_DAYS_APART = 3
CONSENT, PUBLISHED, REVIEWED = "consent", "published", "reviewed"
PERMISSIONS = {
    CONSENT: "they agreed to be written to",
    PUBLISHED: "their own page gives this address and says nothing against offers",
    REVIEWED: "somebody has looked at the law and the case",
}
LOOK_AGAIN = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Hold:
    """`until`: this reason goes away by itself then; a mail that only waits is not held."""

    rule: str
    reason: str
    until: dt.datetime | None = None


class Recipient(Located, Protocol):
    """What the rules look at of a business."""

    @property
    def id(self) -> int | None: ...
    @property
    def email(self) -> str: ...
    @property
    def legal_form(self) -> str: ...
    @property
    def is_closed(self) -> bool: ...
    @property
    def do_not_contact(self) -> bool: ...


@dataclass(frozen=True)
class Case:
    """One mail about to be written or sent."""

    business: Recipient
    mailer: Mailer
    settings: Settings
    sender: Sender | None = None
    receipts_come_from: frozenset[str] = frozenset()
    suppressed_because: str = ""
    already_writing: bool = False
    has_balancing_test: bool = False
    outreach_confirmed: bool = False
    permissions: frozenset[str] = frozenset()
    letters_this_year: int = 0
    last_letter_at: dt.datetime | None = None

    @property
    def by(self) -> Sender:
        return self.sender or default_sender(self.settings)


def judge(case: Case) -> list[Hold]:
    """Every rule this offer breaks; empty means it may leave."""
    return [*_recipient(case), *_country(case), *_sender(case), *_provider(case)]


def judge_receipt(address: str, mailer: Mailer, suppressed_because: str) -> list[Hold]:
    """Receipts need no consent; they need an address that works and has not complained."""
    holds = list(_address(address, mailer))
    if suppressed_because in UNREACHABLE:
        holds.append(Hold("suppressed", f"This address is suppressed: {suppressed_because}."))
    return holds


# After these even a receipt would not arrive or not be welcome.
UNREACHABLE = ("bounce", "complaint")


def is_reserved(domain: str) -> bool:
    return any(domain == name or domain.endswith(f".{name}") for name in RESERVED)


def address_type(address: str) -> str:
    """freemail, role or named: the law treats people more carefully than companies."""
    user, _, domain = normalise(address).rpartition("@")
    if domain in FREE_MAIL:
        return "freemail"
    return "role" if user in ROLES else "named"


def basis_of(business: Business, case: Case) -> dict[str, object]:
    """Why this business may be written to, as it is kept with the campaign (email-law § 9)."""
    country = find_country(business.country)
    strongest = next((kind for kind in PERMISSIONS if kind in case.permissions), "")
    usual = "legitimate interest" if country and country.balancing else "opt-out"
    return {
        "country": business.country,
        "country_evidence": business.provenance.get("country", "the listing"),
        "legal_form": business.legal_form,
        "address_type": address_type(business.email),
        "source": business.email_source or business.provenance.get("email", "the listing"),
        "basis": strongest or usual,
        "rule": country.why if country else "",
        "decided_at": now().isoformat(),
    }


def _address(address: str, mailer: Mailer) -> Iterator[Hold]:
    address = normalise(address)
    if not address:
        yield Hold("no-email", "There is no e-mail address.")
        return
    if is_reserved(domain_of(address)):
        if mailer.is_real:
            yield Hold("reserved-domain", "The address is at a reserved example domain.")
        return
    try:
        validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        yield Hold("bad-address", "The e-mail address is not well formed.")


def _recipient(case: Case) -> Iterator[Hold]:
    business, address = case.business, normalise(case.business.email)
    yield from _address(address, case.mailer)
    if address.partition("@")[0] in ROLE_TRAPS:
        yield Hold("role-trap", "Nobody reads this address, or it exists to catch senders.")
    if domain_of(address) in ICLOUD:
        yield Hold("icloud", "iCloud takes mail only from senders its users asked for.")
    if business.do_not_contact:
        yield Hold("do-not-contact", "This business asked not to be written to.")
    if case.suppressed_because:
        yield Hold("suppressed", f"This address is suppressed: {case.suppressed_because}.")
    if business.is_closed:
        yield Hold("closed", "This business is closed.")
    if case.already_writing:
        yield Hold("one-sequence", "Another offer to the same address is already under way.")
    if case.letters_this_year >= LETTERS_A_YEAR:
        yield Hold("three-a-year", f"This address got {LETTERS_A_YEAR} letters within a year; no more leave.")
    if case.last_letter_at and (until := business_days_after(case.last_letter_at)) > now():
        yield Hold("too-soon", f"Letters to one address are {BUSINESS_DAYS_APART} working days apart.", until)


def business_days_after(at: dt.datetime, days: int = BUSINESS_DAYS_APART) -> dt.datetime:
    """The same time of day, so many working days later."""
    while days:
        at += dt.timedelta(days=1)
        days -= at.weekday() < 5
    return at


def _country(case: Case) -> Iterator[Hold]:
    business = case.business
    country = find_country(business.country)
    if country is None:
        name = business.country or "unknown"
        yield Hold("country-unknown", f"The mail law of this country ({name}) has not been reviewed.")
        return
    if country.rule == "blocked" and CONSENT not in case.permissions:
        yield Hold("country-blocked", f"Mail law of {country.name}: {country.why}.")
    if country.rule == "review" and not case.permissions:
        yield Hold("country-review", f"Mail law of {country.name} needs a review: {country.why}.")
    if CONSENT not in case.permissions:
        yield from _company(case, country)
    if country.balancing and not case.has_balancing_test:
        yield Hold("balancing-test", f"For {country.name} a written balancing test is needed first.")
    if country.balancing and not case.settings.sender_contact_url:
        yield Hold("privacy-notice", f"For {country.name} a privacy notice (SENDER_CONTACT_URL) is needed.")


def _company(case: Case, country: Country) -> Iterator[Hold]:
    if country.corporate and not _is_corporate(case.business):
        yield Hold("not-corporate", f"In {country.name} only companies may be written to unasked.")
    if country.role_only and address_type(case.business.email) != "role":
        yield Hold("named-person", f"In {country.name} only general addresses such as info@ may be used.")


def _is_corporate(business: Recipient) -> bool:
    form = business.legal_form.strip().lower()
    return form in CORPORATE and domain_of(business.email) not in FREE_MAIL


def _sender(case: Case) -> Iterator[Hold]:
    settings, sender = case.settings, case.by
    if not sender.name.strip():
        yield Hold("sender-missing", "SENDER_NAME is not set; the law asks for it in every mail.")
    if not sender.email.strip():
        yield Hold("sender-missing", "SENDER_EMAIL is not set; the law asks for it in every mail.")
    if not settings.sender_postal_address.strip():
        yield Hold("sender-missing", "SENDER_POSTAL_ADDRESS is not set; the law asks for it in every mail.")
    if sender.paused_because:
        yield Hold(
            "identity-paused", f"{sender.email} is paused: {sender.paused_because}", now() + LOOK_AGAIN
        )
    if case.mailer.is_real:
        yield from _real_sender(case, sender)


def _real_sender(case: Case, sender: Sender) -> Iterator[Hold]:
    settings = case.settings
    if is_reserved(sender.domain) or settings.sender_postal_address == SAMPLE_ADDRESS:
        yield Hold("sender-sample", "The sender is still the sample one; set SENDER_EMAIL and its address.")
    if sender.domain in FREE_MAIL:
        yield Hold("sender-free-mail", "Offers cannot come from a free-mail address.")
    if sender.identity_id is None:
        yield Hold(
            "identity-missing",
            "Offers need a sending identity of their own, apart from receipts and sign-in mail. "
            "Add one under Campaigns, Deliverability.",
        )
    elif sender.domain in case.receipts_come_from:
        yield Hold("shared-domain", f"{sender.domain} sends receipts, so no offer may come from it.")
    elif not sender.is_sound:
        yield Hold("domain-unsound", f"{sender.domain} is not ready to send: {sender.problem}")
    if not settings.is_secure:
        yield Hold("unsubscribe-https", "One-click unsubscribe needs PUBLIC_URL to begin with https://.")


def _provider(case: Case) -> Iterator[Hold]:
    if not case.mailer.allows_unsolicited and not case.outreach_confirmed:
        name = case.mailer.name
        yield Hold("provider-terms", f"The terms of {name} may forbid offers; confirm that yours allow them.")
