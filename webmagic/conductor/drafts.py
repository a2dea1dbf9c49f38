"""The page somebody works on, at an address only they know."""

import asyncio

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import creative, hosting
from webmagic.core.settings import get_settings
from webmagic.models import GeneratedSite, SiteVersion


async def show_draft(session: AsyncSession, site_id: int, editor: str) -> str:
    """Lay out the current version so that its texts can be written over in place. Gives its address."""
    site = await creative.get_site(session, site_id)
    version = await creative.get_version(session, site)
    return await asyncio.to_thread(_shown, site, version, editor)


async def show_version(session: AsyncSession, site_id: int, number: int, viewer: str) -> str:
    """Lay out one version as it would be online, for this viewer to look at. Gives its address."""
    site = await creative.get_site(session, site_id)
    version = await creative.get_version(session, site, number)
    page = await asyncio.to_thread(creative.render_version, site, version, for_owner=True)
    label = f"{viewer} v{number}"
    return await asyncio.to_thread(hosting.show_draft, get_settings(), site_id, label, page.files)


def _shown(site: GeneratedSite, version: SiteVersion, editor: str) -> str:
    settings = get_settings()
    page = creative.render_version(site, version, for_owner=True)
    page = creative.editable(page, version, settings.public_url)
    return hosting.show_draft(settings, site.id or 0, editor, page.files)
