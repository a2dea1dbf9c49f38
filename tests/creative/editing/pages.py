"""A built site to change, and words for looking at what became of it."""

import html
import re

from tests.creative.test_build import make_shop
from webmagic.core.database import reading, transaction
from webmagic.creative import Edits, build_site, get_site, get_version, revise
from webmagic.models import GeneratedSite, SiteVersion


async def built(**changes) -> int:
    site_id = await make_shop(**changes)
    await build_site(site_id, "job:1", transaction)
    return site_id


async def standing(site_id: int) -> tuple[GeneratedSite, SiteVersion]:
    async with reading() as session:
        site = await get_site(session, site_id)
        return site, await get_version(session, site)


async def change(site_id: int, edits: Edits | dict, **how) -> SiteVersion:
    edits = edits if isinstance(edits, Edits) else Edits.model_validate(edits)
    async with transaction() as session:
        return await revise(session, site_id, edits, **{"author": "ana@example.com", **how})


def seen(page) -> str:
    """The words of a page, tags out."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.html)).split())
