"""A short, readable, unique subdomain for a business."""

import re
from collections.abc import AsyncIterator, Iterator

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core import ids
from webmagic.models import GeneratedSite

# Names that mean something to browsers, mail servers, certificate issuers, or to people.
_RESERVED = """
    www ww web api app admin administrator root system dashboard console login signin signup account accounts
    auth sso oauth my portal claim claims pay payment payments billing checkout invoice shop store
    mail email smtp imap pop pop3 mx webmail postmaster hostmaster webmaster abuse noreply no-reply
    autoconfig autodiscover ns ns1 ns2 dns ftp sftp ssh vpn proxy cdn static assets files media img images
    status health metrics monitor docs help support blog news about legal terms privacy security trust
    test testing staging stage dev demo sandbox beta preview local localhost host webmagic official
    wpad isatap broadcasthost default undefined null
"""
RESERVED = frozenset(_RESERVED.split())
LONGEST = 40


def candidates(name: str, city: str = "") -> Iterator[str]:
    """From the shortest that reads well to one that cannot be taken."""
    base = ids.slug(re.sub("['’`´]", "", name), fallback="", limit=LONGEST)  # Eddie's -> eddies
    if base.startswith("xn--"):
        base = base.replace("--", "-")
    base = base if len(base) > 1 and not base.isdigit() else f"site-{base}".strip("-")
    if base not in RESERVED and base != "site":
        yield base
    place = ids.slug(city, fallback="", limit=20)
    if place and place not in base:
        yield f"{base}-{place}"
    for number in range(2, 10):
        yield f"{base}-{number}"
    while True:
        yield f"{base}-{ids.token(6).lower().replace('_', '').replace('-', '')[:5]}".strip("-")


async def _free(session: AsyncSession, names: Iterator[str]) -> AsyncIterator[str]:
    for name in names:
        if not (await session.exec(select(GeneratedSite.id).where(GeneratedSite.subdomain == name))).first():
            yield name


async def choose_subdomain(session: AsyncSession, name: str, city: str = "") -> str:
    """A free subdomain. The unique key in the table decides between two that choose at once."""
    return await anext(_free(session, candidates(name, city)))
