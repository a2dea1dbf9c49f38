"""Mail that breaks a rule is held with the reason, never sent.

`judge` holds every rule about one mail and touches nothing; `check` gathers what it needs.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.settings import Settings, get_settings
from webmagic.models import Business, Campaign, CampaignState, Message, MessageState, Setting
from webmagic.pitcher.countries import find_country
from webmagic.pitcher.suppression import UNREACHABLE, domain_of, find_suppression, normalise
from webmagic.pitcher.transports import Mailer

# What the operator declares in the admin's settings, in words; empty means "not declared".
BALANCING_TEST = "mail.balancing_test"
OUTREACH_CONFIRMED = "mail.outreach_confirmed"  # {"resend": "our contract of … allows it"}

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
RESERVED = ("example.com", "example.net", "example.org", "example", "test", "invalid", "localhost", "local")
CORPORATE = ("corporate", "ltd", "limited", "llp", "plc", "inc", "corp", "sa", "s.a.", "gmbh", "sarl", "sas")
SAMPLE_ADDRESS = Settings.model_fields["sender_postal_address"].default


@dataclass(frozen=True)
class Hold:
    rule: str
    reason: str


@dataclass(frozen=True)
class Case:
    """One mail about to be written or sent."""

    business: Business
    mailer: Mailer
    settings: Settings
    suppressed_because: str = ""
    already_writing: bool = False
    has_balancing_test: bool = False
    outreach_confirmed: bool = False


def judge(case: Case) -> list[Hold]:
    """Every rule this offer breaks; empty means it may leave."""
    return [*_recipient(case), *_country(case), *_sender(case), *_provider(case)]


async def check(session: AsyncSession, business: Business, mailer: Mailer) -> list[Hold]:
    return judge(await _gather(session, business, mailer))


async def check_transactional(session: AsyncSession, to_email: str, mailer: Mailer) -> list[Hold]:
    """Receipts need no consent; they need an address that works and has not complained."""
    holds = list(_address(to_email, mailer))
    found = await find_suppression(session, to_email)
    if found and found.reason in UNREACHABLE:
        holds.append(Hold("suppressed", f"This address is suppressed: {found.reason}."))
    return holds


def is_reserved(domain: str) -> bool:
    return any(domain == name or domain.endswith(f".{name}") for name in RESERVED)


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


def _country(case: Case) -> Iterator[Hold]:
    business = case.business
    country = find_country(business.country)
    if country is None:
        name = business.country or "unknown"
        yield Hold("country-unknown", f"The mail law of this country ({name}) has not been reviewed.")
        return
    if country.rule == "blocked":
        yield Hold("country-blocked", f"Mail law of {country.name}: {country.why}.")
    if country.rule == "review":
        yield Hold("country-review", f"Mail law of {country.name} needs a review: {country.why}.")
    if country.corporate and not _is_corporate(business):
        yield Hold("not-corporate", f"In {country.name} only companies may be written to unasked.")
    if country.balancing and not case.has_balancing_test:
        yield Hold("balancing-test", f"For {country.name} a written balancing test is needed first.")
    if country.balancing and not case.settings.sender_contact_url:
        yield Hold("privacy-notice", f"For {country.name} a privacy notice (SENDER_CONTACT_URL) is needed.")


def _is_corporate(business: Business) -> bool:
    form = business.legal_form.strip().lower()
    return form in CORPORATE and domain_of(business.email) not in FREE_MAIL


def _sender(case: Case) -> Iterator[Hold]:
    settings = case.settings
    for name in ("sender_name", "sender_email", "sender_postal_address"):
        if not getattr(settings, name).strip():
            yield Hold("sender-missing", f"{name.upper()} is not set; the law asks for it in every mail.")
    if not case.mailer.is_real:
        return
    sender_domain = domain_of(settings.sender_email)
    if is_reserved(sender_domain) or settings.sender_postal_address == SAMPLE_ADDRESS:
        yield Hold("sender-sample", "The sender is still the sample one; set SENDER_EMAIL and its address.")
    if sender_domain in FREE_MAIL:
        yield Hold("sender-free-mail", "Offers cannot come from a free-mail address.")
    if not settings.is_secure:
        yield Hold("unsubscribe-https", "One-click unsubscribe needs PUBLIC_URL to begin with https://.")


def _provider(case: Case) -> Iterator[Hold]:
    if not case.mailer.allows_outreach and not case.outreach_confirmed:
        name = case.mailer.name
        yield Hold("provider-terms", f"The terms of {name} may forbid offers; confirm that yours allow them.")


async def _gather(session: AsyncSession, business: Business, mailer: Mailer) -> Case:
    suppression = await find_suppression(session, business.email)
    declared = await session.exec(
        select(Setting).where(col(Setting.key).in_((BALANCING_TEST, OUTREACH_CONFIRMED)))
    )
    values = {row.key: row.value for row in declared.all()}
    confirmed = values.get(OUTREACH_CONFIRMED)
    return Case(
        business=business,
        mailer=mailer,
        settings=get_settings(),
        suppressed_because=suppression.reason or "on the list" if suppression else "",
        already_writing=await _is_writing_elsewhere(session, business),
        has_balancing_test=bool(values.get(BALANCING_TEST)),
        outreach_confirmed=isinstance(confirmed, dict) and bool(confirmed.get(mailer.name)),
    )


async def _is_writing_elsewhere(session: AsyncSession, business: Business) -> bool:
    """Two listings of one owner share an address: one of them gets the offer."""
    found = await session.exec(
        select(Message.id)
        .join(Campaign, col(Campaign.id) == Message.campaign_id)
        .where(
            Message.to_email == normalise(business.email),
            Message.business_id != business.id,
            Campaign.state == CampaignState.ACTIVE,
            col(Message.state).in_((MessageState.QUEUED, MessageState.SENDING, MessageState.SENT)),
        )
        .limit(1)
    )
    return found.first() is not None
