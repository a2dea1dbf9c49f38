"""The loop that works rows off: claim, run, report, in one transaction a turn.

Woken by push (Redis), by a freed slot, or by its own look, at the latest once a second; so
losing Redis costs latency and nothing else. Ended jobs are written down and new ones claimed
together. Where jobs are short, a few more than there are slots are claimed, so that a freed
slot never waits for the database; what nobody gets to within a second goes back.
"""

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, func, select

from webmagic.core.clock import now
from webmagic.core.database import alone, reading, transaction
from webmagic.core.errors import WebMagicError
from webmagic.core.events import listen
from webmagic.core.ledger.asking import WAKE
from webmagic.core.ledger.claims import Outcome, Postponed, claim_on, failed, give_back, look, settle, sweep
from webmagic.core.ledger.holds import ORIGIN, QUEUE, list_holds
from webmagic.core.ledger.identity import worker_name
from webmagic.core.ledger.leases import Leases
from webmagic.core.ledger.origin import on_behalf_of
from webmagic.core.ledger.presence import announce
from webmagic.core.ledger.registry import Kind, registered
from webmagic.core.ledger.table import Job, JobState, Queue

log = logging.getLogger(__name__)
LOOK_EVERY = 1.0
AHEAD_SECONDS = 0.1  # how much work lies ready beside the slots
AHEAD_JOBS = 100
QUICK_SECONDS = 0.25  # only kinds that end sooner are claimed before there is a slot
STALE_SECONDS = 1.0
GATHER_SECONDS = 0.015  # while work lies ready, ends are written down together


class JobTimeout(Exception):
    """A job ran longer than its kind allows; another try may do better."""


class Runner:
    """Works off the jobs of some queues with a number of slots, in one process."""

    def __init__(self, queues: Iterable[Queue], slots: int = 4):
        self.queues = frozenset(queues)
        self.slots = slots
        self.worker = worker_name(self.queues)
        self.kinds: dict[str, Kind] = {k.name: k for k in registered().values() if k.queue in self.queues}
        self._names = sorted(self.kinds)
        self._leases = Leases(self.worker, self._drop)
        self._running: dict[int, tuple[Job, asyncio.Task[None]]] = {}
        self._ready: deque[tuple[float, Job]] = deque()  # claimed, not begun
        self._ended: list[Outcome] = []  # not written down yet
        self._wake = asyncio.Event()
        self._is_hungry = True  # there may be due work
        self._is_dry = False  # but none that is quick
        self._look_at = 0.0
        self._pace = float("inf")  # what a job takes, in seconds, on average
        self._paces: dict[str, float] = {}  # and for each kind
        self._stopping = False
        self.done = 0

    async def run(self) -> None:
        """Until `stop`; then running jobs get time to end, and what is left is given back."""
        async with self._leases.renewing():
            beside = [asyncio.create_task(self._listen()), asyncio.create_task(self._announce())]
            try:
                while not self._stopping:
                    await self._turn()
                    await self._rest(LOOK_EVERY)
            finally:
                for task in beside:
                    task.cancel()
                await self._leave()

    def stop(self) -> None:
        self._stopping = True
        self._wake.set()

    def wake(self) -> None:
        """Look for work now."""
        self._is_hungry, self._is_dry = True, False
        self._wake.set()

    async def drain(self) -> int:
        """Work off everything that is due, including what the jobs themselves ask for, and what
        other workers hold; not what is on hold. Returns the number of jobs run here."""
        self.done = 0
        async with self._leases.renewing():
            try:
                while True:
                    await self._turn()
                    if not self._is_busy() and not self._is_hungry and not await self._count_open():
                        return self.done
                    await self._rest(0.2)
            finally:
                await self._leave()

    def _is_busy(self) -> bool:
        return bool(self._running or self._ready or self._ended)

    async def _rest(self, longest: float) -> None:
        """Until there is something to do. Never longer than to the next known moment."""
        if not (self._is_hungry and self._room() > 0):
            wait = min(longest, max(0.0, self._look_at - time.monotonic()))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), wait)
        self._wake.clear()
        late = time.monotonic() - self._look_at
        if late >= (LOOK_EVERY if self._is_hungry else 0):  # who was called goes first, looks after
            await self._look()

    async def _look(self) -> None:
        """Is anything due, and has a worker died?"""
        self._look_at = time.monotonic() + LOOK_EVERY
        try:
            async with reading() as session:
                seen = await look(session, self._names)
            if seen.lapsed:
                async with transaction() as session:
                    await sweep(session)
        except Exception as error:
            log.warning("could not look for jobs; trying again: %s", error)
            return
        if seen.due or seen.lapsed:
            self._is_hungry, self._is_dry = True, False
        if seen.next_at:
            until = max(0.01, (seen.next_at - now()).total_seconds())
            self._look_at = min(self._look_at, time.monotonic() + until)

    def _free(self) -> int:
        """Slots that nothing claimed so far will take."""
        if self._stopping or not self.kinds:
            return 0
        return max(0, self.slots - len(self._running) - len(self._ready))

    def _room(self) -> int:
        """How many more rows to claim: the free slots, and what may lie ready for the next moment."""
        free = self._free()
        if self._stopping or self._is_dry or not self._quick():
            return free
        ahead = min(int(self.slots * AHEAD_SECONDS / max(self._pace, 1e-4)), AHEAD_JOBS)
        return max(free, self.slots + ahead - len(self._running) - len(self._ready))

    def _quick(self) -> list[str]:
        return [name for name, pace in self._paces.items() if pace < QUICK_SECONDS]

    async def _turn(self) -> None:
        """One transaction: write down what ended, claim what there is room for."""
        self._return_stale()
        free, room = (self._free(), self._room()) if self._is_hungry else (0, 0)
        ended, self._ended = self._ended, []
        if not ended and not room:
            return
        self._is_hungry = self._is_hungry and not room  # a wake-up from here on is a new one
        try:
            rows = await self._exchange(ended, free, room)
        except Exception as error:
            log.warning("could not reach the ledger; trying again: %s", error)
            self._ended = ended + self._ended
            self._is_hungry = True
            await asyncio.sleep(0.2)
            return
        self._forget(ended)
        self._take(rows)
        self._is_hungry = self._is_hungry or (room > 0 and len(rows) >= free)

    async def _exchange(self, ended: list[Outcome], free: int, room: int) -> list[Job]:
        """A worker at rest that was woken claims in a single trip: nothing waits longer for its pick-up."""
        if not ended:
            async with alone() as connection:
                return await self._claim(connection, free, room)
        async with transaction() as session:
            if await settle(session, ended) < len(ended):
                log.warning("a job had been taken over or cancelled; its result is not counted")
            return await self._claim(await session.connection(), free, room) if room else []

    async def _claim(self, connection: AsyncConnection, free: int, room: int) -> list[Job]:
        """For free slots whatever is most urgent; beyond them only what is known to be quick."""
        rows = await claim_on(connection, self._names, self.worker, free) if free else []
        if len(rows) == free and room > free:
            more = await claim_on(connection, self._quick(), self.worker, room - free)
            self._is_dry = len(more) < room - free
            rows += more
        return rows

    def _forget(self, ended: list[Outcome]) -> None:
        for one in ended:
            if self._leases.held.get(one.job_id) == one.attempt:
                del self._leases.held[one.job_id]

    def _take(self, rows: list[Job]) -> None:
        at = time.monotonic()
        for row in rows:
            assert row.id is not None
            self._leases.held[row.id] = row.attempt
            self._ready.append((at, row))
        self._fill()

    def _fill(self) -> None:
        while self._ready and len(self._running) < self.slots and not self._stopping:
            _, row = self._ready.popleft()
            assert row.id is not None
            self._running[row.id] = (row, asyncio.create_task(self._work(row), name=f"job-{row.id}"))

    def _return_stale(self) -> None:
        """The jobs took longer than those before them: others may have what lies here unbegun."""
        oldest = time.monotonic() - STALE_SECONDS
        while self._ready and (self._stopping or self._ready[0][0] < oldest):
            self._ended.append(give_back(self._ready.popleft()[1]))
            self._pace = max(self._pace, STALE_SECONDS)
            self._paces.clear()

    async def _work(self, row: Job) -> None:
        kind = self.kinds[row.kind]
        began = time.monotonic()
        outcome: Outcome | None = None
        try:
            with on_behalf_of(row.origin):
                await self._call(kind, row)
            outcome = Outcome(row.id or 0, row.attempt)
        except asyncio.CancelledError:
            outcome = give_back(row)
        except Exception as error:
            known = isinstance(error, WebMagicError | Postponed)
            log.warning("job %s (%s) failed: %s", row.id, row.kind, error, exc_info=not known)
            outcome = failed(row, kind, error)
        finally:
            took = time.monotonic() - began
            self._learn(row.kind, took)
            self._running.pop(row.id or 0, None)
            if outcome:
                self._ended.append(outcome)
                self.done += outcome.state in (JobState.DONE, JobState.FAILED)
            self._fill()
            self._tell_of_end()

    def _tell_of_end(self) -> None:
        """At once when a slot is free or many have ended; else their neighbours are waited for."""
        if not self._ready or len(self._ended) >= self.slots:
            self._wake.set()
        elif len(self._ended) == 1:
            asyncio.get_running_loop().call_later(GATHER_SECONDS, self._wake.set)

    def _learn(self, kind: str, took: float) -> None:
        self._pace = took if self._pace == float("inf") else 0.8 * self._pace + 0.2 * took
        self._paces[kind] = 0.8 * self._paces.get(kind, took) + 0.2 * took

    async def _call(self, kind: Kind, row: Job) -> None:
        limit = asyncio.timeout(kind.time_limit)
        try:
            async with limit:
                await kind.handler(row, **row.arguments)
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise JobTimeout(
                f"{kind.name} took longer than {kind.time_limit:.0f} s and was stopped."
            ) from error

    def _drop(self, job_id: int, attempt: int) -> None:
        """A job that is no longer ours (cancelled, or taken over) is interrupted, or not begun."""
        if self._leases.held.get(job_id) != attempt:
            return
        self._ready = deque(item for item in self._ready if item[1].id != job_id)
        if job_id in self._running:
            self._running[job_id][1].cancel()
        elif not any(one.job_id == job_id for one in self._ended):
            del self._leases.held[job_id]

    async def _leave(self, patience: float = 20.0) -> None:
        """Running jobs get time to end; then everything held is written down or given back."""
        self._stopping = True
        tasks = [task for _, task in self._running.values()]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        for _ in range(10):
            await self._turn()
            if not self._ended:
                break
        self._stopping = False

    async def _listen(self) -> None:
        async for event in listen(WAKE):
            if event and event[1].get("queue") in self.queues:
                self.wake()

    async def _announce(self) -> None:
        while True:
            await announce(self.worker, sorted(self.queues), self.slots, len(self._running))
            await asyncio.sleep(1)

    async def _count_open(self) -> int:
        """What is due or running, here or elsewhere, and not on hold."""
        async with reading() as session:
            held = await list_holds(session)
            is_due = (
                (col(Job.state) == JobState.WAITING)
                & (col(Job.run_after) <= now())
                & col(Job.queue).not_in([name.removeprefix(QUEUE) for name in held])
                & col(Job.origin).not_in([name.removeprefix(ORIGIN) for name in held])
            )
            found = await session.exec(
                select(func.count()).where(
                    col(Job.kind).in_(self._names), (col(Job.state) == JobState.RUNNING) | is_due
                )
            )
            return found.one()
