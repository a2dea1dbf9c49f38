"""Fetching the photos that a listing names, before a page is built. A photo that does not come is no
reason to have no page."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.errors import WebMagicError
from webmagic.core.http import Fetcher
from webmagic.creative.photos import shelf
from webmagic.creative.photos.encode import MOST_BYTES
from webmagic.creative.snapshot import MAX_PHOTOS
from webmagic.models import Business

log = logging.getLogger(__name__)
Transaction = Callable[[], AbstractAsyncContextManager[AsyncSession]]
SECONDS = 10.0
AT_ONCE = 3
IMAGES = ("jpeg", "png", "webp", "gif", "binary")  # AVIF is told as binary


async def gather_photos(
    business_id: int, transaction: Transaction, *, fetcher: Callable[..., Fetcher] = Fetcher
) -> int:
    """Fetch what is not on the shelf yet. Returns how many photos the business can show."""
    async with transaction() as session:
        business = await session.get(Business, business_id)
        rows = list(business.photos[:MAX_PHOTOS]) if business else []
    wanted = [row for row in rows if row.get("url") and not shelf.find(str(row.get("key", "")))]
    if not wanted:
        return sum(bool(row.get("key")) for row in rows)
    gate = asyncio.Semaphore(AT_ONCE)
    async with fetcher(seconds=SECONDS, max_bytes=MOST_BYTES) as client:
        found = await asyncio.gather(*(_fetched(client, gate, row) for row in wanted))
    fresh = {str(row["url"]): row for row in found if row}
    async with transaction() as session:
        business = await session.get(Business, business_id, with_for_update=True)
        if business is None:
            return 0
        business.photos = [fresh.get(str(row.get("url", "")), row) for row in business.photos]
        session.add(business)
        return sum(bool(row.get("key")) for row in business.photos[:MAX_PHOTOS])


async def _fetched(client: Fetcher, gate: asyncio.Semaphore, row: dict[str, Any]) -> dict[str, Any] | None:
    """The row with its photo's key, or None with a line in the log."""
    async with gate:
        try:
            answer = await client.get(str(row["url"]))
            if answer.status != 200 or answer.kind not in IMAGES:
                log.info("no photo at %s: status %s, %s", row["url"], answer.status, answer.kind)
                return None
            photo = await asyncio.to_thread(
                shelf.keep, answer.body, str(row.get("caption", "")), str(row["url"])
            )
        except WebMagicError as error:
            log.info("no photo at %s: %s", row["url"], error)
            return None
    return {**row, **photo.model_dump(mode="json")}
