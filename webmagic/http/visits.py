"""Views on their way to the database: gathered for a second, written in one transaction,
so that a busy page costs one write a second and a reader never waits for it."""

import asyncio
import logging

from sqlalchemy.exc import SQLAlchemyError

from webmagic import hosting
from webmagic.core.database import transaction
from webmagic.core.errors import WebMagicError

log = logging.getLogger(__name__)
GATHER_SECONDS = 1.0
MOST_WAITING = 10_000  # beyond it, views are dropped: the count suffers and nothing else does


class VisitBook:
    def __init__(self) -> None:
        self._waiting: list[hosting.Visit] = []
        self._writer: asyncio.Task[None] | None = None

    def add(self, visit: hosting.Visit) -> None:
        if len(self._waiting) < MOST_WAITING:
            self._waiting.append(visit)
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_soon())

    def forget(self) -> None:
        """Drop what has gathered, and a writer of an event loop that has ended (tests)."""
        self._waiting, self._writer = [], None

    async def _write_soon(self) -> None:
        await asyncio.sleep(GATHER_SECONDS)
        await self.write()

    async def write(self) -> None:
        """Write what has gathered. A view that cannot be written is lost, and says so in the log."""
        visits, self._waiting = self._waiting, []
        try:
            async with transaction() as session:
                await hosting.record_visits(session, visits)
        except (SQLAlchemyError, WebMagicError) as error:
            log.warning("%d views were not counted: %s", len(visits), error)
