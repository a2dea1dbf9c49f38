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


def _shown(site: GeneratedSite, version: SiteVersion, editor: str) -> str:
    settings = get_settings()
    page = creative.render_version(site, version, for_owner=True)
    page = creative.editable(page, version, settings.public_url)
    return hosting.show_draft(settings, site.id or 0, editor, page.files)
