"""Before a domain sends: what its name servers say, and whether ours is ready (P1–P7).

Each finding is a sentence with what to do. A domain with a bad one holds its offers.
"""

import asyncio
import base64
import re
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts import record
from webmagic.core.clock import now
from webmagic.core.errors import NotFound
from webmagic.core.later import Later
from webmagic.core.settings import Settings, get_settings
from webmagic.models import SendingDomain
from webmagic.pitcher.findings import BAD, OK, WARN, Finding
from webmagic.pitcher.mailers import Transaction
from webmagic.pitcher.wayout import try_way_out

if TYPE_CHECKING:
    import dns.asyncresolver
    import dns.exception
    import dns.resolver
else:  # only who asks name servers needs it
    dns = Later("dns")

SECONDS = 6.0
MOST_LOOKUPS = 10
SHORTEST_KEY = 1024
SELECTORS = ("resend", "s1", "s2", "k1", "mail", "dkim", "default", "selector1", "google")
_COUNTS = re.compile(r"^[+?~-]?(include:|a(?:[:/]|$)|mx(?:[:/]|$)|ptr|exists:)|^redirect=", re.I)


class Silent(Exception):
    """The name servers did not answer, which says nothing about the record."""


class Resolver:
    """Records of a name. An absent one is an empty list; silence raises `Silent`."""

    def __init__(self, nameserver: str = "", port: int = 53):
        self._dns = dns.asyncresolver.Resolver(configure=not nameserver)
        if nameserver:
            self._dns.nameservers, self._dns.port = [nameserver], port
        self._dns.lifetime = SECONDS

    async def texts(self, name: str) -> list[str]:
        return [b"".join(row.strings).decode(errors="replace") for row in await self._ask(name, "TXT")]

    async def has(self, name: str, kind: str) -> bool:
        return bool(await self._ask(name, kind))

    async def _ask(self, name: str, kind: str) -> list[Any]:
        try:
            return list(await self._dns.resolve(name, kind))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except dns.exception.DNSException as error:
            raise Silent(str(error)) from error


async def look(domain: str, selector: str, settings: Settings, resolver: Resolver) -> list[Finding]:
    """Every finding about one sending domain."""
    checks: list[Awaitable[Finding]] = [
        _answered("SPF", lambda: _spf(domain, resolver)),
        _answered("DKIM", lambda: _dkim(domain, selector, resolver)),
        _answered("DMARC", lambda: _dmarc(domain, resolver)),
        _answered("Replies", lambda: _replies(domain, resolver)),
        _answered("Tracking", lambda: _tracking(settings, resolver)),
    ]
    return [*await asyncio.gather(*checks), _alignment(domain, settings), *_sender(settings)]


async def _answered(key: str, check: Callable[[], Awaitable[Finding]]) -> Finding:
    try:
        return await check()
    except Silent:
        return Finding(key, BAD, f"The name servers did not answer about {key}.", "Look again in a minute.")


async def _spf(domain: str, resolver: Resolver) -> Finding:
    """P1. Providers that set their own return path have it on a name below ours."""
    for name in (domain, f"send.{domain}"):
        found = [text for text in await resolver.texts(name) if text.lower().startswith("v=spf1")]
        if len(found) > 1:
            return Finding(
                "SPF", BAD, f"{name} has {len(found)} SPF records.", "Keep one; two count as none."
            )
        if found:
            count = await _lookups(found[0], resolver, depth=0)
            if count > MOST_LOOKUPS:
                said = f"The SPF record of {name} asks {count} other names; {MOST_LOOKUPS} are allowed."
                return Finding("SPF", BAD, said, "Take out what no longer sends for you.")
            return Finding("SPF", OK, f"{name} says who may send for it ({count} look-ups).")
    to_do = "Add the TXT record your mail provider shows, beginning with v=spf1."
    return Finding("SPF", BAD, f"{domain} has no SPF record.", to_do)


async def _lookups(spf: str, resolver: Resolver, depth: int) -> int:
    """RFC 7208 counts what a receiver must ask, through every include."""
    count = 0
    for term in spf.split()[1:]:
        if not _COUNTS.match(term):
            continue
        count += 1
        name = re.split(r"include:|redirect=", term, maxsplit=1, flags=re.I)[-1]
        if name != term and depth < MOST_LOOKUPS and count <= MOST_LOOKUPS:
            inner = [t for t in await resolver.texts(name) if t.lower().startswith("v=spf1")]
            count += await _lookups(inner[0], resolver, depth + 1) if inner else 0
    return count


async def _dkim(domain: str, selector: str, resolver: Resolver) -> Finding:
    """P2."""
    for name in [selector] if selector else SELECTORS:
        found = await resolver.texts(f"{name}._domainkey.{domain}")
        key = next((_key_of(text) for text in found if "p=" in text), None)
        if key is None:
            continue
        bits = _bits(key)
        if not key:
            return Finding(
                "DKIM", BAD, f"The key {name} was withdrawn (p= is empty).", "Publish the new one."
            )
        if bits and bits < SHORTEST_KEY:
            said = f"The key {name} has {bits} bits; {SHORTEST_KEY} are the least."
            return Finding("DKIM", BAD, said, "Make a new key of 2048 bits.")
        return Finding(
            "DKIM", OK, f"Mail can be signed with the key {name}{f' ({bits} bits)' if bits else ''}."
        )
    where = f"{selector}._domainkey.{domain}" if selector else f"a usual selector of {domain}"
    to_do = "Add the DKIM record your provider shows, and write its selector into the identity."
    return Finding("DKIM", BAD, f"There is no DKIM key at {where}.", to_do)


def _key_of(text: str) -> str:
    parts = dict(part.strip().partition("=")[::2] for part in text.split(";") if "=" in part)
    return parts.get("p", "").replace(" ", "")


def _bits(key: str) -> int:
    """Of an RSA key in SubjectPublicKeyInfo; 0 for others (Ed25519 is 32 bytes)."""
    try:
        data = base64.b64decode(key + "=" * (-len(key) % 4))
    except ValueError:
        return 0
    known = {range(60, 110): 512, range(110, 150): 768, range(150, 240): 1024, range(240, 400): 2048}
    return next((bits for size, bits in known.items() if len(data) in size), 4096 if len(data) >= 400 else 0)


async def _dmarc(domain: str, resolver: Resolver) -> Finding:
    """P3. The record of the domain itself, else of the one above it."""
    parent = domain.partition(".")[2]
    for name in (domain, *([parent] if "." in parent else [])):
        texts = await resolver.texts(f"_dmarc.{name}")
        found = [text for text in texts if text.lower().replace(" ", "").startswith("v=dmarc1")]
        if len(found) > 1:
            return Finding("DMARC", BAD, f"_dmarc.{name} has {len(found)} records.", "Keep one of them.")
        if found and re.search(r"\bp\s*=\s*(none|quarantine|reject)\b", found[0], re.I):
            return Finding("DMARC", OK, f"_dmarc.{name} is there.")
    to_do = f"Add a TXT record at _dmarc.{domain}: v=DMARC1; p=none; rua=mailto:…"
    return Finding("DMARC", BAD, f"{domain} has no DMARC record.", to_do)


async def _replies(domain: str, resolver: Resolver) -> Finding:
    """P5."""
    if await resolver.has(domain, "MX"):
        return Finding("Replies", OK, f"{domain} takes mail, so answers arrive.")
    to_do = "Add an MX record: an offer nobody can answer is no honest offer."
    return Finding("Replies", BAD, f"{domain} has no MX record, so answers would be lost.", to_do)


async def _tracking(settings: Settings, resolver: Resolver) -> Finding:
    """The links of our letters lead there."""
    host = urlsplit(settings.public_url).hostname or ""
    if await resolver.has(host, "A") or await resolver.has(host, "AAAA"):
        return Finding("Tracking", OK, f"The links of the letters lead to {host}, and it is found.")
    to_do = "Set PUBLIC_URL to the address people reach this console at."
    return Finding("Tracking", BAD, f"The links of the letters lead to {host}, which is not found.", to_do)


def _alignment(domain: str, settings: Settings) -> Finding:
    """P4. A domain one can tell is ours: links and sender share it, or at least the reader sees both."""
    host = urlsplit(settings.public_url).hostname or ""
    if organisation(host) == organisation(domain):
        return Finding("Alignment", OK, f"Sender and links share {organisation(domain)}.")
    to_do = "Better, not needed: a PUBLIC_URL below the same domain as the sender."
    return Finding("Alignment", WARN, f"The sender is at {domain}, the links at {host}.", to_do)


def organisation(host: str) -> str:
    """ "mail.agency.co.uk" → "agency.co.uk": good enough to tell neighbours from strangers."""
    parts = host.lower().split(".")
    short = len(parts) > 2 and len(parts[-1]) == 2 and len(parts[-2]) <= 3
    return ".".join(parts[-3:] if short else parts[-2:])


def _sender(settings: Settings) -> list[Finding]:
    """P7."""
    missing = [
        name.upper()
        for name in ("sender_name", "sender_postal_address", "sender_contact_url")
        if not getattr(settings, name).strip()
    ]
    if missing:
        return [
            Finding("Sender", BAD, f"{', '.join(missing)} is not set.", "Set it in .env and start again.")
        ]
    return [Finding("Sender", OK, "Name, postal address and privacy notice are there.")]


async def check_domain(
    name: str,
    transaction: Transaction,
    *,
    actor: str,
    resolver: Resolver | None = None,
    wire: httpx.AsyncBaseTransport | None = None,
) -> list[Finding]:
    """Look, and keep what was found. No transaction is open while others are asked. `wire`: how to
    reach our own pages; None: over the network, as everybody does."""
    async with transaction() as session:
        selector = (await get_domain(session, name)).dkim_selector
    found = await look(name, selector, get_settings(), resolver or Resolver())
    found.append(await try_way_out(transaction, wire))
    async with transaction() as session:
        row = await get_domain(session, name)
        row.report, row.checked_at = [asdict(one) for one in found], now()
        row.is_sound = not any(one.tone == BAD for one in found)
        session.add(row)
        words = "is ready to send" if row.is_sound else "is not ready to send"
        await record(session, "domain.checked", f"{name} {words}", actor=actor)
    return found


async def get_domain(session: AsyncSession, name: str) -> SendingDomain:
    row = await session.get(SendingDomain, name)
    if row is None:
        raise NotFound("There is no such sending domain.")
    return row
