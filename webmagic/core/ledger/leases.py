"""Renewing leases from a thread with an event loop of its own: a job that blocks the main loop
keeps its lease, and a dead process loses it within seconds."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import AsyncIterator, Callable

from webmagic.core import database
from webmagic.core.database import transaction
from webmagic.core.ledger.claims import LEASE_SECONDS, renew

log = logging.getLogger(__name__)
RENEW_EVERY = LEASE_SECONDS / 5


class Leases:
    """What one runner holds: job id -> attempt. `on_lost` is called in the runner's loop."""

    def __init__(self, worker: str, on_lost: Callable[[int, int], None]):
        self.worker = worker
        self.held: dict[int, int] = {}
        self._on_lost = on_lost
        self._stop = threading.Event()

    @contextlib.asynccontextmanager
    async def renewing(self) -> AsyncIterator[None]:
        self._stop.clear()
        loop = asyncio.get_running_loop()
        thread = threading.Thread(target=self._run, args=(loop,), name="leases", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            await asyncio.to_thread(thread.join, 5)

    def _run(self, main: asyncio.AbstractEventLoop) -> None:
        asyncio.run(self._renew_until_stopped(main))

    async def _renew_until_stopped(self, main: asyncio.AbstractEventLoop) -> None:
        try:
            while not await asyncio.to_thread(self._stop.wait, RENEW_EVERY):
                held = self.held.copy()
                try:
                    async with transaction() as session:
                        ours = await renew(session, self.worker, held)
                except Exception as error:
                    log.warning("could not renew leases: %s", error)
                    continue
                for job_id in held.keys() - ours:
                    main.call_soon_threadsafe(self._on_lost, job_id, held[job_id])
        finally:
            await database.dispose()
