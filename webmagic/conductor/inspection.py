"""From a finished version to the web, by way of a browser where there is one."""

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts, creative, hosting
from webmagic.conductor.pipeline import request_publish
from webmagic.core.ledger import enqueue
from webmagic.core.settings import get_settings
from webmagic.creative import deep
from webmagic.creative.build import Transaction
from webmagic.models import GeneratedSite

LATER = 60  # builds and publishing that wait go first


async def request_release(session: AsyncSession, site: GeneratedSite) -> bool:
    """Ask for the current version to go online: at once, or when a browser has looked at it."""
    if not deep.is_wanted(get_settings()):
        return await request_publish(session, site)
    return await enqueue(
        session,
        "generation.inspect",
        dedupe=f"inspect:{site.id}",
        priority=LATER,
        site_id=site.id,
        number=site.current_version,
        business_id=site.business_id,
    )


async def inspect_site(site_id: int, number: int, transaction: Transaction) -> deep.Inspected:
    """Look at a version; what passes, or is mended, is asked to go online."""
    headers = hosting.site_headers(get_settings())
    seen = await deep.inspect_version(site_id, number, transaction, headers)
    async with transaction() as session:
        site = await creative.get_site(session, site_id)
        if seen.may_go_online and site.current_version == seen.number:
            await request_publish(session, site)
        if seen.state in {"refused", "repaired"}:
            words = f"{site.subdomain} version {number}: a browser found faults, {OUTCOMES[seen.state]}"
            await accounts.record(session, f"site.{seen.state}", words, business_id=site.business_id)
    return seen


OUTCOMES = {"refused": "so it stays offline", "repaired": "which were mended"}
