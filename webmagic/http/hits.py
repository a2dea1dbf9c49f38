"""Hits on their way to the database, many to a commit.

Who asks for the dot is answered after the commit that holds the hit. While one commit is under way
the next hits gather, so that a crowd costs hardly more commits than one reader.
"""

import asyncio
import logging

from webmagic import pitcher
from webmagic.core.database import transaction

log = logging.getLogger(__name__)
MOST_WAITING = 20_000  # beyond it nobody is made to wait: the answer is "busy"
MOST_AT_ONCE = 4_000  # a commit of more would keep other writers waiting


class Busy(Exception):
    """The hit was not kept."""


class _Group:
    """Hits that will be, or were, committed together."""

    def __init__(self) -> None:
        self.hits: list[pitcher.Hit] = []
        self.done = asyncio.Event()
        self.error: BaseException | None = None


class HitBook:
    def __init__(self) -> None:
        self._groups: list[_Group] = []  # the last one still gathers
        self._writer: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def keep(self, hit: pitcher.Hit) -> None:
        """Returns when the hit is on the disk. Raises Busy when it could not be kept."""
        group = self._join(hit)
        await group.done.wait()
        if group.error is not None:
            raise Busy from group.error

    def _join(self, hit: pitcher.Hit) -> _Group:
        loop = asyncio.get_running_loop()
        if loop is not self._loop:  # a loop that has ended takes its writer with it
            self._groups, self._writer, self._loop = [], None, loop
        groups = self._groups
        if not groups or len(groups[-1].hits) >= MOST_AT_ONCE:
            if len(groups) * MOST_AT_ONCE >= MOST_WAITING:
                raise Busy
            groups.append(_Group())
        groups[-1].hits.append(hit)
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        return groups[-1]

    async def _write(self) -> None:
        await asyncio.sleep(0)  # who is ready at this moment comes along
        while self._groups:
            group = self._groups.pop(0)
            try:
                async with transaction(is_durable=True) as session:
                    await pitcher.keep_hits(session, group.hits)
            except BaseException as error:
                group.error = error
                log.warning("%d hits could not be kept: %s", len(group.hits), error)
                if isinstance(error, asyncio.CancelledError):
                    raise
            finally:
                group.done.set()
