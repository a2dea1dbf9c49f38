"""Owners of sold sites: signing in by a mailed link, and which sites are theirs.

An owner is an address. Asking for a link is the same work whether the address is known or not: a
row and a job. Only the job looks whether anybody has that address, so neither the answer nor the
time it takes tells a stranger who our customers are. A link works once, for a quarter of an hour,
and only when its button is pressed: programs that look through mail open links.
"""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts, pitcher
from webmagic.core import ids
from webmagic.core.clock import ahead, now
from webmagic.core.errors import NotFound
from webmagic.core.ledger import enqueue
from webmagic.core.security import digest
from webmagic.core.settings import Settings, get_settings
from webmagic.models import Business, Customer, GeneratedSite, OwnerLink, OwnerSession
from webmagic.support.letters import sign_in_letter

LINK_MINUTES = 15
SESSION_DAYS = 30
LONGEST_TOKEN = 200


@dataclass(frozen=True)
class OwnedSite:
    """A site and everything that says whose it is."""

    site: GeneratedSite
    business: Business
    customer: Customer

    @property
    def id(self) -> int:
        return self.site.id or 0

    @property
    def language(self) -> str:
        return pitcher.language_of(self.business)

    @property
    def name(self) -> str:
        return pitcher.one_line(self.business.name)


def owner_cookie_name(settings: Settings) -> str:
    return "__Host-webmagic-owner" if settings.is_secure else "webmagic-owner"


async def ask_for_link(session: AsyncSession, email: str, language: str) -> None:
    """Note the wish; a job writes the mail, if anybody here has this address."""
    link = OwnerLink(
        email=email.strip().lower()[:320], language=language, expires_at=ahead(minutes=LINK_MINUTES)
    )
    await session.exec(sa.delete(OwnerLink).where(col(OwnerLink.expires_at) < now()))
    session.add(link)
    await session.flush()
    await enqueue(session, "campaigns.sign_in", dedupe=f"sign_in:{link.id}", priority=10, link_id=link.id)


async def mail_link(session: AsyncSession, link_id: int) -> bool:
    """Write the mail with the link. False when nobody has the address, or the mail was written before."""
    link = await session.get(OwnerLink, link_id, with_for_update=True)
    if link is None or link.token_hash is not None or link.expires_at < now():
        return False
    sites = await sites_of(session, link.email)
    if not sites:
        return False
    raw = ids.token(32)
    link.token_hash, link.language = digest(raw), sites[0].language
    session.add(link)
    url = f"{get_settings().public_url}/my/enter/{raw}"
    subject, text = sign_in_letter(sites[0].name, url, sites[0].language, LINK_MINUTES)
    await pitcher.queue_transactional(
        session,
        to_email=link.email,
        subject=subject,
        text=text,
        language=sites[0].language,
        business_id=sites[0].business.id,
    )
    return True


async def find_link(session: AsyncSession, raw: str) -> OwnerLink | None:
    """The link, while it still works. Looking uses nothing up."""
    if not raw or len(raw) > LONGEST_TOKEN:
        return None
    statement = select(OwnerLink).where(
        OwnerLink.token_hash == digest(raw),
        col(OwnerLink.used_at).is_(None),
        col(OwnerLink.expires_at) > now(),
    )
    return (await session.exec(statement)).first()


async def enter(session: AsyncSession, raw: str, user_agent: str = "") -> str:
    """Use the link up, and return the raw token for the cookie. Of many at once, one gets in.
    Raises NotFound for a link that is spent, late, or not ours."""
    used = (
        sa.update(OwnerLink)
        .where(
            col(OwnerLink.token_hash) == digest(raw[:LONGEST_TOKEN]),
            col(OwnerLink.used_at).is_(None),
            col(OwnerLink.expires_at) > now(),
        )
        .values(used_at=now())
        .returning(col(OwnerLink.email))
    )
    email = (await session.exec(used)).scalars().first()
    if email is None:
        raise NotFound("This link has been used already, or its time is over.")
    await session.exec(sa.delete(OwnerSession).where(col(OwnerSession.expires_at) < now()))
    cookie = ids.token(32)
    session.add(
        OwnerSession(
            email=email,
            token_hash=digest(cookie),
            user_agent=user_agent[:300],
            expires_at=ahead(days=SESSION_DAYS),
        )
    )
    for owned in (await sites_of(session, email))[:1]:
        text = f"The owner of {owned.name} signed in"
        await accounts.record(session, "owner.signed_in", text, owned.business.id, actor="owner")
    return cookie


async def find_owner(session: AsyncSession, raw_cookie: str | None) -> str | None:
    """The address signed in with this cookie; None when nobody is, or the session has ended."""
    if not raw_cookie or len(raw_cookie) > LONGEST_TOKEN:
        return None
    statement = select(OwnerSession.email).where(
        OwnerSession.token_hash == digest(raw_cookie), col(OwnerSession.expires_at) > now()
    )
    return (await session.exec(statement)).first()


async def leave(session: AsyncSession, raw_cookie: str | None, *, everywhere: bool = False) -> None:
    """End this session, or all of this owner's."""
    email = await find_owner(session, raw_cookie)
    if email is None or not raw_cookie:
        return
    this = col(OwnerSession.token_hash) == digest(raw_cookie)
    await session.exec(
        sa.delete(OwnerSession).where(col(OwnerSession.email) == email if everywhere else this)
    )


async def sites_of(session: AsyncSession, email: str) -> list[OwnedSite]:
    """Sold sites of this address, oldest first."""
    found = await session.exec(_owned(email).order_by(col(GeneratedSite.id)))
    return [OwnedSite(*row) for row in found.all()]


async def get_own(session: AsyncSession, email: str, site_id: int) -> OwnedSite:
    """Raises NotFound for a site that is somebody else's, exactly as for one there is not."""
    row = (await session.exec(_owned(email).where(GeneratedSite.id == site_id))).first()
    if row is None:
        raise NotFound("There is no such site here.")
    return OwnedSite(*row)


def _owned(email: str):
    return (
        select(GeneratedSite, Business, Customer)
        .join(Business, col(Business.id) == GeneratedSite.business_id)
        .join(Customer, col(Customer.business_id) == Business.id)
        .where(func.lower(Customer.email) == email.strip().lower(), Customer.email != "")
    )
