"""Asking the name servers about a customer's domain. Nothing is cached: the owner presses "look
again" right after a change."""

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from webmagic.core.later import Later
from webmagic.core.settings import Settings
from webmagic.models import Domain

if TYPE_CHECKING:
    import dns.asyncresolver
    import dns.exception
    import dns.resolver
else:  # only who asks name servers needs it
    dns = Later("dns")

SECONDS = 4.0
LONGEST_CHAIN = 6


@dataclass(frozen=True)
class Answers:
    """`is_silent`: no name server answered, so nothing is known."""

    addresses: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    proofs: list[str] = field(default_factory=list)
    points_here: bool = False
    is_silent: bool = False


class Silent(Exception):
    pass


def _resolver(settings: Settings) -> "dns.asyncresolver.Resolver":
    try:
        resolver = dns.asyncresolver.Resolver(configure=not settings.dns_servers)
    except dns.resolver.NoResolverConfiguration:
        raise Silent from None
    if settings.dns_servers:
        pairs = [part.partition("#") for part in settings.dns_servers.split()]
        resolver.nameservers = [address for address, _, _ in pairs]
        resolver.nameserver_ports = {address: int(port or 53) for address, _, port in pairs}
    resolver.cache = None
    resolver.lifetime, resolver.timeout = SECONDS, SECONDS / 2
    return resolver


async def _ask(resolver: "dns.asyncresolver.Resolver", name: str, kind: str) -> list[str]:
    """The values of a record; none when there is no such name. Raises Silent when nobody answers."""
    try:
        answer = await resolver.resolve(name, kind, search=False, raise_on_no_answer=False)
    except dns.resolver.NXDOMAIN:
        return []
    except (dns.exception.DNSException, OSError, ValueError):
        raise Silent from None
    if answer.rrset is None:
        return []
    if kind == "TXT":
        return [b"".join(value.strings).decode("ascii", "replace")[:300] for value in answer][:20]
    if kind == "CNAME":
        return [value.target.to_text(omit_final_dot=True).lower() for value in answer]
    return [value.to_text() for value in answer][:20]


async def _addresses(resolver: "dns.asyncresolver.Resolver", host: str) -> list[str]:
    found = await asyncio.gather(_ask(resolver, host, "A"), _ask(resolver, host, "AAAA"))
    return [address for kind in found for address in kind]


async def _aliases(resolver: "dns.asyncresolver.Resolver", host: str) -> list[str]:
    """Where the name is sent on to, step by step; a circle ends it."""
    chain: list[str] = []
    while len(chain) < LONGEST_CHAIN:
        further = await _ask(resolver, chain[-1] if chain else host, "CNAME")
        if not further or further[0] in chain:
            break
        chain.append(further[0])
    return chain


async def our_addresses(settings: Settings) -> list[str]:
    """As set, else as the name servers know our host; none when they do not answer."""
    if settings.domain_addresses:
        return settings.domain_addresses.split()
    try:
        return sorted(await _addresses(_resolver(settings), settings.domain_host))
    except Silent:
        return []


async def look_up(domain: Domain, settings: Settings) -> Answers:
    try:
        resolver = _resolver(settings)
        addresses, aliases, proofs = await asyncio.gather(
            _addresses(resolver, domain.host),
            _aliases(resolver, domain.host),
            _ask(resolver, f"_webmagic.{domain.host}", "TXT"),
        )
    except Silent:
        return Answers(is_silent=True)
    ours = await our_addresses(settings)
    by_address = bool(addresses) and bool(ours) and set(addresses) <= set(ours)
    points_here = settings.domain_host in aliases or by_address
    return Answers(sorted(addresses), aliases, proofs, points_here)
