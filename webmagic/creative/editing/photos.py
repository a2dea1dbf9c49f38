"""Putting a photo on a page, as its owner or an administrator sends it."""

import asyncio

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.errors import Conflict
from webmagic.creative.editing.edits import Edits, FactPatch
from webmagic.creative.editing.revise import revise
from webmagic.creative.facts import Facts, Photo
from webmagic.creative.photos import keep
from webmagic.creative.sites import get_site, get_version
from webmagic.creative.snapshot import MAX_PHOTOS
from webmagic.models import SiteVersion


async def photos_of(session: AsyncSession, site_id: int) -> list[Photo]:
    """The photos the current version may show, in their order."""
    version = await get_version(session, await get_site(session, site_id))
    return [photo for photo in Facts.model_validate(version.facts).photos if photo.key]


async def store_photo(data: bytes, caption: str = "") -> Photo:
    """Keep a photo that somebody sent; nothing shows it yet. Raises Invalid with what is wrong with it."""
    return await asyncio.to_thread(keep, data, caption)


async def add_photo(
    session: AsyncSession, site_id: int, photo: Photo, *, author: str, base: int | None = None
) -> SiteVersion:
    """A version that shows this photo, too, behind the others."""
    photos = [known for known in await photos_of(session, site_id) if known.key != photo.key]
    if len(photos) >= MAX_PHOTOS:
        raise Conflict(f"The page shows {MAX_PHOTOS} photos already. Take one away first.")
    edits = Edits(facts=FactPatch(photos=[*photos, photo]))
    return await revise(session, site_id, edits, author=author, note="A photo added", base=base)


async def remove_photo(
    session: AsyncSession, site_id: int, key: str, *, author: str, base: int | None = None
) -> SiteVersion:
    """A version without it. The file stays on the shelf, for earlier versions."""
    photos = [known for known in await photos_of(session, site_id) if known.key != key]
    edits = Edits(facts=FactPatch(photos=photos))
    return await revise(session, site_id, edits, author=author, note="A photo removed", base=base)
