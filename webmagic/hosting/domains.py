"""Customers' own domains: which records they need, what the name servers say, and which site answers.

Two things prove a domain: it points at us, and it carries the token we gave this very site. Without
the token anybody could take over a name whose owner once pointed it here and forgot. The latest
proof wins: who controls the records now may move a domain from one site to another.
"""

import ipaddress
import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

import idna
import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts import record
from webmagic.core import ids
from webmagic.core.clock import ago, now
from webmagic.core.database import insert_once
from webmagic.core.errors import Conflict, Invalid, NotFound
from webmagic.core.settings import Settings, get_settings
from webmagic.hosting.names import Answers, look_up
from webmagic.models import Domain, GeneratedSite

Transaction = Callable[[], AbstractAsyncContextManager[AsyncSession]]
MOST = 4  # of one site
LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
GIVE_UP_DAYS = 30
LOOKS = 100  # at once; four seconds each when nobody answers
# Under these a name of three parts is still a bare domain, which cannot have a CNAME.
SECOND_LEVELS = frozenset("com co org net gob edu ac gov nom web ne or go".split())  # noqa: SIM905


@dataclass(frozen=True)
class Record:
    """One line for the form of the domain's seller. `is_there`: the name servers show it already."""

    kind: str  # CNAME, A, AAAA or TXT
    name: str
    value: str
    is_there: bool = False


def read_host(text: str, settings: Settings) -> str:
    """The host somebody typed, in the form DNS knows it. Raises Invalid with what is wrong."""
    text = text.strip().lower()
    text = re.sub(r"^[a-z]+://", "", text).split("/", 1)[0].split("?", 1)[0].rstrip(".")
    if not text or len(text) > 300:
        raise Invalid("Write the domain, such as example.com.")
    try:
        host = idna.encode(text, uts46=True).decode()
    except idna.IDNAError:
        raise Invalid(f"{text[:80]} is not a domain name.") from None
    labels = host.split(".")
    if len(labels) < 2 or len(host) > 253 or not all(LABEL.fullmatch(label) for label in labels):
        raise Invalid(
            f"{text[:80]} is not a whole domain name. Write it with its ending, such as example.com."
        )
    if _is_address(host) or labels[-1].isdigit():
        raise Invalid("This is an address, not a domain name.")
    ours = (settings.domain_host, settings.sites_domain.partition(":")[0].lower(), _public_host(settings))
    if any(host == one or host.endswith(f".{one}") for one in ours if one):
        raise Invalid("This domain is ours already. Write the one you own.")
    return host


def _public_host(settings: Settings) -> str:
    return settings.public_url.partition("://")[2].partition("/")[0].partition(":")[0].lower()


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_bare(host: str) -> bool:
    """Whether the host is a domain itself (example.com, example.com.gt), not a name below one."""
    labels = host.split(".")
    return len(labels) == 2 or (len(labels) == 3 and labels[1] in SECOND_LEVELS and len(labels[2]) == 2)


def records_for(domain: Domain, settings: Settings, addresses: list[str]) -> list[Record]:
    """What the owner enters where the domain was bought. `addresses`: ours, for a bare domain."""
    seen = domain.found
    pointing = (
        [
            Record("AAAA" if ":" in ip else "A", domain.host, ip, ip in seen.get("addresses", []))
            for ip in addresses
        ]
        if is_bare(domain.host)
        else [
            Record(
                "CNAME", domain.host, settings.domain_host, settings.domain_host in seen.get("aliases", [])
            )
        ]
    )
    return [*pointing, Record("TXT", proof_name(domain.host), domain.token, bool(seen.get("is_proved")))]


def proof_name(host: str) -> str:
    return f"_webmagic.{host}"


async def add_domain(session: AsyncSession, site_id: int, typed: str) -> Domain:
    """Note the wish, with a token of its own. The same wish twice is one row."""
    host = read_host(typed, get_settings())
    rows = await list_domains(session, site_id)
    if found := next((row for row in rows if row.host == host), None):
        return found
    if len(rows) >= MOST:
        raise Conflict(f"A site can have {MOST} domains. Take one away first.")
    fresh = Domain(site_id=site_id, host=host, token=f"webmagic-site={ids.token(18)}")
    await insert_once(session, Domain, fresh.model_dump(exclude={"id"}))
    kept = await session.exec(select(Domain).where(Domain.site_id == site_id, Domain.host == host))
    return kept.one()


async def list_domains(session: AsyncSession, site_id: int) -> list[Domain]:
    found = await session.exec(select(Domain).where(Domain.site_id == site_id).order_by(col(Domain.id)))
    return list(found.all())


async def get_domain(session: AsyncSession, site_id: int, domain_id: int) -> Domain:
    """A domain of this very site."""
    domain = await session.get(Domain, domain_id)
    if domain is None or domain.site_id != site_id:
        raise NotFound("There is no such domain here.")
    return domain


async def remove_domain(session: AsyncSession, site_id: int, domain_id: int) -> str:
    """The site stops answering for it. Returns the host."""
    domain = await get_domain(session, site_id, domain_id)
    await session.delete(domain)
    site = await session.get_one(GeneratedSite, site_id)
    await record(session, "domain.removed", f"{domain.host} was taken away", site.business_id, actor="owner")
    return domain.host


async def note_answers(session: AsyncSession, domain_id: int, answers: Answers) -> Domain | None:
    """Write down what the name servers said, and what follows. None when the domain is gone.
    Nothing is taken back because nobody answered."""
    domain = await session.get(Domain, domain_id, with_for_update=True)
    if domain is None:
        return None
    is_proved = domain.token in answers.proofs
    domain.checked_at = now()
    if not answers.is_silent:
        domain.found = {
            "addresses": answers.addresses,
            "aliases": answers.aliases,
            "is_proved": is_proved,
            "points_here": answers.points_here,
        }
        if domain.verified_at is None and is_proved and answers.points_here:
            await _prove(session, domain)
        elif domain.verified_at is not None and not answers.points_here and not is_proved:
            domain.verified_at = None  # somebody else has it now, or it lapsed
    else:
        domain.found = {**domain.found, "is_silent": True}
    session.add(domain)
    await session.flush()
    return domain


async def _prove(session: AsyncSession, domain: Domain) -> None:
    others = (
        sa.update(Domain)
        .where(col(Domain.host) == domain.host, col(Domain.id) != domain.id)
        .values(verified_at=None)
    )
    await session.exec(others)
    domain.verified_at = now()
    site = await session.get_one(GeneratedSite, domain.site_id)
    text = f"{domain.host} shows {site.subdomain}"
    await record(session, "domain.proved", text, site.business_id, actor="owner")


async def list_due(session: AsyncSession) -> list[Domain]:
    """Domains to look at again: those not proved yet, for a month, and the others once a day."""
    waiting = col(Domain.verified_at).is_(None) & (col(Domain.created_at) > ago(days=GIVE_UP_DAYS))
    aged = col(Domain.checked_at).is_(None) | (col(Domain.checked_at) < ago(hours=24))
    found = await session.exec(
        select(Domain).where(waiting | aged).order_by(col(Domain.checked_at)).limit(200)
    )
    return list(found.all())


async def check_domain(domain: Domain, transaction: Transaction) -> Domain | None:
    """Ask the name servers now, outside any transaction, and note what they say."""
    answers = await look_up(domain, get_settings())
    async with transaction() as session:
        return await note_answers(session, domain.id or 0, answers)


async def look_at_domains(transaction: Transaction) -> int:
    """Look at every domain that is due. Returns how many."""
    async with transaction() as session:
        due = await list_due(session)
    for domain in due:
        await check_domain(domain, transaction)
    return len(due)


async def find_site_by_host(session: AsyncSession, host: str) -> GeneratedSite | None:
    """The site a proved custom domain belongs to; `host` in lower case, without a port."""
    statement = (
        select(GeneratedSite)
        .join(Domain, col(Domain.site_id) == col(GeneratedSite.id))
        .where(Domain.host == host, col(Domain.verified_at).is_not(None))
    )
    return (await session.exec(statement)).first()
