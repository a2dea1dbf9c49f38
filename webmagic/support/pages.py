"""The owner's page and the owner's words: read it, change it, have it published."""

import asyncio
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts, creative
from webmagic.core.ledger import enqueue
from webmagic.models import GeneratedSite, SiteVersion
from webmagic.support.owners import OwnedSite

DRAFTS = 24  # some hundred kilobytes each


@dataclass(frozen=True)
class OwnPage:
    version: SiteVersion
    texts: list[creative.Text]  # those that may be written over
    facts: dict[str, Any]


async def read_page(session: AsyncSession, own: OwnedSite) -> OwnPage:
    """Raises Conflict while the site has no version yet."""
    version = await creative.get_version(session, own.site)
    texts = [text for text in creative.texts_of(version) if not text.fact]
    return OwnPage(version, texts, version.facts)


async def change_page(
    session: AsyncSession, own: OwnedSite, edits: creative.Edits, *, base: int, email: str, note: str = ""
) -> SiteVersion:
    """A new version in the owner's words, on its way online. Raises Invalid, Conflict when the page
    has moved on, Refused when the gate says no."""
    version = await creative.revise(
        session, own.id, edits, author=email, note=note or "Changed by the owner", by_owner=True, base=base
    )
    await publish_page(session, own.site, version.number)
    text = f"The owner of {own.name} changed the page, version {version.number}"
    await accounts.record(session, "owner.changed", text, own.business.id, actor="owner")
    return version


async def publish_page(session: AsyncSession, site: GeneratedSite, number: int) -> None:
    key = f"publish:{site.id}:version-{number}"
    await enqueue(
        session, "generation.publish", dedupe=key, priority=20,
        site_id=site.id, business_id=site.business_id,
    )  # fmt: skip


async def draft_files(site: GeneratedSite, version: SiteVersion) -> dict[str, bytes]:
    """The files of a version as it would stand, for its owner's eyes."""
    return await asyncio.to_thread(_draft, _Rendered(site, version))


class _Rendered:
    """Equal when it would look the same, so that a page is drawn once for all its files."""

    def __init__(self, site: GeneratedSite, version: SiteVersion):
        self.site, self.version = site, version
        self.key = (version.id, site.id, version.number, site.subdomain)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Rendered) and other.key == self.key


@lru_cache(maxsize=DRAFTS)
def _draft(rendered: _Rendered) -> dict[str, bytes]:
    return creative.render_version(rendered.site, rendered.version, for_owner=True).files
