"""Going back to an earlier version of a site, or forward again. Versions themselves never change."""

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.errors import Conflict, Refused
from webmagic.creative.sites import get_site, get_version
from webmagic.models import GeneratedSite, SiteStatus


async def use_version(session: AsyncSession, site_id: int, number: int) -> GeneratedSite:
    """Make a stored version the current one. Publishing it is asked for separately. Raises NotFound
    for a version there is not, Conflict while the site is being built or when nothing would change."""
    site = await get_site(session, site_id)
    if site.status == SiteStatus.BUILDING:
        raise Conflict("The site is being built. Wait for it to end, or cancel its job.")
    if site.status == SiteStatus.WITHDRAWN:
        raise Refused("The site was withdrawn. Publish it again first, then choose a version.")
    version = await get_version(session, site, number)
    if site.current_version == number == site.published_version:
        raise Conflict(f"Version {number} is online already.")
    site.current_version, site.gate_score = version.number, version.gate_score
    site.status, site.updated_at = SiteStatus.READY, now()
    session.add(site)
    return site
