"""Who mail comes from: senders for offers, senders for receipts, never one for both."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts import record
from webmagic.core.clock import now
from webmagic.core.database import one_at_a_time
from webmagic.core.errors import Conflict, Invalid, NotFound, Refused
from webmagic.core.settings import Settings, get_settings
from webmagic.models import SendingDomain, SendingIdentity
from webmagic.pitcher.suppression import domain_of, normalise
from webmagic.pitcher.transports import PROVIDERS
from webmagic.pitcher.transports.mime import one_line

OUTREACH, TRANSACTIONAL = "outreach", "transactional"
PURPOSES = {OUTREACH: "offers", TRANSACTIONAL: "receipts and notices"}
MOST_A_DAY = 5000


@dataclass(frozen=True)
class Sender:
    """One identity as the rules and the letters see it. Without an id it is the one of the settings."""

    name: str
    email: str
    purpose: str = OUTREACH
    identity_id: int | None = None
    provider: str = ""
    daily_cap: int = 0  # 0: no ramp-up, for what is not an identity of its own
    started_at: dt.datetime | None = None
    is_sound: bool = True
    problem: str = ""
    paused_because: str = ""
    is_on: bool = True

    @property
    def domain(self) -> str:
        return domain_of(self.email)


def default_sender(settings: Settings, purpose: str = OUTREACH) -> Sender:
    return Sender(settings.sender_name, normalise(settings.sender_email), purpose)


async def list_senders(session: AsyncSession, purpose: str) -> list[Sender]:
    """Those in use for a purpose, or the one of the settings while there is none."""
    rows = await list_identities(session, purpose)
    return [_sender(row, domain) for row, domain in rows if row.is_on] or [
        default_sender(get_settings(), purpose)
    ]


@dataclass(frozen=True)
class Senders:
    """All there are, by their identity's id; `receipts_come_from` are domains."""

    by_id: dict[int | None, Sender]

    def of(self, identity_id: int | None, purpose: str) -> Sender:
        """Whom a letter was written for; the settings' for one that had none."""
        return self.by_id.get(identity_id) or default_sender(get_settings(), purpose)

    @property
    def receipts_come_from(self) -> frozenset[str]:
        found = {one.domain for one in self.by_id.values() if one.is_on and one.purpose == TRANSACTIONAL}
        return frozenset(found or {default_sender(get_settings(), TRANSACTIONAL).domain})


async def read_senders(session: AsyncSession) -> Senders:
    return Senders({row.id: _sender(row, domain) for row, domain in await list_identities(session)})


async def list_identities(
    session: AsyncSession, purpose: str = ""
) -> Sequence[tuple[SendingIdentity, SendingDomain]]:
    statement = (
        select(SendingIdentity, SendingDomain)
        .join(SendingDomain, col(SendingDomain.name) == SendingIdentity.domain)
        .order_by(col(SendingIdentity.id))
    )
    if purpose:
        statement = statement.where(SendingIdentity.purpose == purpose)
    return (await session.exec(statement)).all()


def _sender(row: SendingIdentity, domain: SendingDomain) -> Sender:
    bad = [str(one["text"]) for one in domain.report if one.get("tone") == "bad"]
    return Sender(
        name=row.from_name,
        email=row.from_email,
        purpose=row.purpose,
        identity_id=row.id,
        provider=row.provider,
        daily_cap=row.daily_cap,
        started_at=row.started_at,
        is_sound=domain.is_sound,
        problem=" ".join(bad) or "Its name servers were not asked yet.",
        paused_because=(row.paused_because or "It was paused.") if row.paused_at else "",
        is_on=row.is_on,
    )


@dataclass(frozen=True)
class Wanted:
    """What an operator writes into the form of a new identity."""

    purpose: str
    from_name: str
    from_email: str
    provider: str = ""
    dkim_selector: str = ""
    daily_cap: int = 200


async def add_identity(session: AsyncSession, wanted: Wanted, *, actor: str) -> SendingIdentity:
    email = _checked(wanted)
    await one_at_a_time(session, "sending-domains")
    domain = await _domain_for(session, domain_of(email), wanted)
    if (await session.exec(select(SendingIdentity).where(SendingIdentity.from_email == email))).first():
        raise Conflict(f"{email} is there already.")
    row = SendingIdentity(
        purpose=wanted.purpose,
        domain=domain.name,
        from_name=one_line(wanted.from_name),
        from_email=email,
        provider=wanted.provider,
        daily_cap=wanted.daily_cap,
    )
    session.add(row)
    await session.flush()
    await record(session, "identity.added", f"{email} may send {PURPOSES[wanted.purpose]}", actor=actor)
    return row


def _checked(wanted: Wanted) -> str:
    if wanted.purpose not in PURPOSES:
        raise Invalid("An identity is for offers or for receipts and notices.")
    if wanted.provider not in ("", *PROVIDERS):
        raise Invalid(f"There is no mail provider {wanted.provider!r}.")
    if not 1 <= wanted.daily_cap <= MOST_A_DAY:
        raise Invalid(f"An identity sends 1 to {MOST_A_DAY:,} mails a day.")
    if not one_line(wanted.from_name):
        raise Invalid("A mail needs the name of whoever writes it.")
    try:
        found = validate_email(wanted.from_email.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise Invalid(f"{wanted.from_email!r} is not an e-mail address.") from None
    return normalise(found.ascii_email or found.normalized)


async def _domain_for(session: AsyncSession, name: str, wanted: Wanted) -> SendingDomain:
    row = await session.get(SendingDomain, name)
    settings_domain = domain_of(get_settings().sender_email)
    has_transactional = bool(await list_identities(session, TRANSACTIONAL))
    shares = wanted.purpose == OUTREACH and name == settings_domain and not has_transactional
    if shares or (row is not None and row.purpose != wanted.purpose):
        other = PURPOSES[TRANSACTIONAL if wanted.purpose == OUTREACH else OUTREACH]
        raise Refused(
            f"{name} sends {other}. Take another domain, such as mail.{name}: "
            "a bad day for offers must never stop receipts."
        )
    row = row or SendingDomain(name=name, purpose=wanted.purpose)
    row.dkim_selector = one_line(wanted.dkim_selector)[:63] or row.dkim_selector
    session.add(row)
    await session.flush()
    return row


async def get_identity(session: AsyncSession, identity_id: int) -> SendingIdentity:
    row = await session.get(SendingIdentity, identity_id)
    if row is None:
        raise NotFound("There is no such sending identity.")
    return row


async def set_identity(
    session: AsyncSession, identity_id: int, *, is_on: bool | None = None, daily_cap: int | None = None,
    actor: str,
) -> None:  # fmt: skip
    row = await get_identity(session, identity_id)
    if daily_cap is not None:
        if not 1 <= daily_cap <= MOST_A_DAY:
            raise Invalid(f"An identity sends 1 to {MOST_A_DAY:,} mails a day.")
        row.daily_cap = daily_cap
    if is_on is not None:
        row.is_on = is_on
    session.add(row)
    words = f"{row.from_email}: {'on' if row.is_on else 'off'}, at most {row.daily_cap} a day"
    await record(session, "identity.changed", words, actor=actor)


async def pause_identity(session: AsyncSession, identity_id: int, reason: str, *, actor: str) -> bool:
    """No offer of this identity leaves until somebody lets it go on. False when it was paused already."""
    row = await get_identity(session, identity_id)
    if row.paused_at:
        return False
    row.paused_at, row.paused_because = now(), reason
    session.add(row)
    await record(session, "identity.paused", f"{row.from_email} was paused: {reason}", actor=actor)
    return True


async def resume_identity(session: AsyncSession, identity_id: int, *, actor: str) -> None:
    """Go on; what bounced before no longer counts against it."""
    row = await get_identity(session, identity_id)
    row.paused_at, row.paused_because, row.judged_since = None, "", now()
    session.add(row)
    await record(session, "identity.resumed", f"{row.from_email} sends again", actor=actor)
