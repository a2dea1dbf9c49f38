"""When the certificates of our addresses end: the console's, a published site's, and customers' own.

Customers choose their domains, so each is asked the guarded way: the name is resolved once, every
address must be public, and the connection goes to the address that was checked.
"""

import asyncio
import datetime as dt
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts.preferences import read_preference, write_preference
from webmagic.core.clock import now
from webmagic.core.http import Resolve, is_public, system_resolve
from webmagic.core.settings import get_settings
from webmagic.creative.build import Transaction
from webmagic.models import Domain, GeneratedSite

KEY = "certificates"
SECONDS = 8
WARN_DAYS = 14
AT_ONCE = 4
MOST_DOMAINS = 500
Dial = Callable[[str, int], tuple[str, int]]


@dataclass(frozen=True)
class Certificate:
    """`problem` "" and a date: it is valid until then. `is_ours`: not a customer's own domain."""

    host: str
    ends_at: dt.datetime | None
    problem: str
    checked_at: dt.datetime
    is_ours: bool

    @property
    def days_left(self) -> int | None:
        return (self.ends_at - now()).days if self.ends_at else None

    @property
    def is_trouble(self) -> bool:
        left = self.days_left
        return bool(self.problem) or (left is not None and left < WARN_DAYS)


async def list_hosts(session: AsyncSession) -> dict[str, bool]:
    """The names that should answer over TLS, and whether they are ours; none without https."""
    settings = get_settings()
    if not settings.is_secure:
        return {}
    hosts = {urlsplit(settings.public_url).hostname or "": True}
    a_site = select(GeneratedSite.subdomain).where(GeneratedSite.published_version > 0).limit(1)
    if subdomain := (await session.exec(a_site)).first():
        hosts[f"{subdomain}.{settings.sites_domain}".partition(":")[0]] = True
    verified = select(Domain.host).where(col(Domain.verified_at).is_not(None)).limit(MOST_DOMAINS)
    hosts |= {host: False for host in (await session.exec(verified)).all()}
    return {host: is_ours for host, is_ours in hosts.items() if host}


async def list_certificates(session: AsyncSession) -> list[Certificate]:
    """What was found last, of the names we still have; the one that ends first on top."""
    kept = await read_preference(session, KEY, {})
    wanted = await list_hosts(session)
    found = [_read(host, kept[host], is_ours) for host, is_ours in wanted.items() if host in kept]
    never = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(found, key=lambda one: (not one.problem, one.ends_at or never, one.host))


async def read_certificates(
    transaction: Transaction,
    *,
    resolve: Resolve = system_resolve,
    dial: Dial | None = None,
    tls: ssl.SSLContext | None = None,
) -> int:
    """Look at each certificate and keep what was found. Returns how many were looked at. `dial` may
    send a checked connection elsewhere, and `tls` says whom to trust: in tests."""
    async with transaction() as session:
        hosts = list(await list_hosts(session))
    slots = asyncio.Semaphore(AT_ONCE)

    async def look(host: str) -> dict[str, Any]:
        async with slots:
            ends_at, problem = await look_at(host, resolve, dial, tls or ssl.create_default_context())
        return {
            "ends_at": ends_at.isoformat() if ends_at else "",
            "problem": problem,
            "checked_at": now().isoformat(),
        }

    found = await asyncio.gather(*[look(host) for host in hosts])
    async with transaction() as session:
        await write_preference(session, KEY, dict(zip(hosts, found, strict=True)))
    return len(hosts)


async def look_at(
    host: str, resolve: Resolve, dial: Dial | None, tls: ssl.SSLContext
) -> tuple[dt.datetime | None, str]:
    """When the certificate of a host ends, or in words why nobody can say."""
    try:
        async with asyncio.timeout(SECONDS):
            return await _end_of(host, resolve, dial, tls), ""
    except TimeoutError:
        return None, "It takes too long to answer."
    except ssl.SSLCertVerificationError as error:
        return None, f"Its certificate is refused: {error.verify_message}."
    except ssl.SSLError:
        return None, "It does not speak TLS."
    except ValueError as error:
        return None, str(error)
    except (OSError, UnicodeError):
        return None, "Nothing answers there."


async def _end_of(host: str, resolve: Resolve, dial: Dial | None, tls: ssl.SSLContext) -> dt.datetime:
    addresses = await resolve(host)
    if not addresses:
        raise ValueError("It has no address.")
    if not all(is_public(address) for address in addresses):
        raise ValueError("It leads into a private network, so it was not asked.")
    address, port = dial(addresses[0], 443) if dial else (addresses[0], 443)
    _, writer = await asyncio.open_connection(address, port, ssl=tls, server_hostname=host)
    try:
        shown = writer.get_extra_info("peercert")
    finally:
        writer.close()
    return dt.datetime.fromtimestamp(ssl.cert_time_to_seconds(shown["notAfter"]), dt.UTC)


def _read(host: str, kept: dict[str, Any], is_ours: bool) -> Certificate:
    ends_at = dt.datetime.fromisoformat(kept["ends_at"]) if kept.get("ends_at") else None
    return Certificate(
        host, ends_at, str(kept.get("problem", "")), dt.datetime.fromisoformat(kept["checked_at"]), is_ours
    )
