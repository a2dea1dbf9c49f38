"""Who may run what: claims, leases and fenced results, each one conditional UPDATE.

A claim raises `attempt`, which never falls again; every later word about the job names that
attempt, so a worker that lost its lease cannot overwrite the one that took over. Statements go
to the table itself, many rows in each: this is the path every job takes twice.
"""

import datetime as dt
import hashlib
import random
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import ahead, now
from webmagic.core.errors import Conflict, VendorError, is_permanent
from webmagic.core.ledger.identity import is_neighbour_alive
from webmagic.core.ledger.outage import is_outage
from webmagic.core.ledger.registry import Kind
from webmagic.core.ledger.table import IS_WAITING, Job, JobState, LedgerHold

LEASE_SECONDS = 4.0
NEIGHBOUR_SECONDS = 30.0  # how much longer a late worker has whose process is seen to be alive
POISON_CRASHES = 3
OUTAGE_SECONDS = 2.0  # how long work waits whose database went away under it
SLOW_LOCK_SECONDS = 0.5

JOBS: sa.Table = Job.__table__  # type: ignore[attr-defined]
HOLDS: sa.Table = LedgerHold.__table__  # type: ignore[attr-defined]
IS_RUNNING = sa.text("jobs.state = 'running'")


class LeaseLost(Conflict):
    """The job was taken over or cancelled while it ran; what it was about to write must not count."""


class Postponed(Exception):
    """For a job function: not now. The job waits until then, and no try is counted."""

    def __init__(self, until: dt.datetime, reason: str):
        super().__init__(reason)
        self.until = until


@dataclass(frozen=True)
class Outcome:
    """How one attempt ended. `state` DONE needs nothing else."""

    job_id: int
    attempt: int
    state: JobState = JobState.DONE
    run_after: dt.datetime | None = None
    failures: int = 0
    error_kind: str = ""
    fingerprint: str = ""
    message: str = ""


def _is_held(name: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    return sa.exists().where(HOLDS.c.name == name)


@cache
def _claim(dialect: str) -> sa.Update:
    """Built once: composing it costs more than the database needs to answer it."""
    due = (
        sa.select(JOBS.c.id)
        .where(
            sa.text("jobs.state = 'waiting'"),
            JOBS.c.queue == sa.bindparam("of_queue"),
            JOBS.c.kind.in_(sa.bindparam("of_kinds", expanding=True)),
            JOBS.c.run_after <= sa.bindparam("at", type_=JOBS.c.run_after.type),
            ~_is_held(sa.bindparam("queue_hold", type_=HOLDS.c.name.type)),
            (JOBS.c.origin == "") | ~_is_held(sa.literal("origin:") + JOBS.c.origin),
        )
        .order_by(JOBS.c.priority, JOBS.c.run_after, JOBS.c.id)
        .limit(sa.bindparam("most", type_=sa.Integer))
    )
    chosen: sa.ColumnElement[bool] = JOBS.c.id.in_(due.scalar_subquery())
    if dialect == "postgresql":
        # As an array the inner SELECT runs once. Within IN it may run once a row, and each time finds
        # as many again that nobody has locked: one worker then claims everything.
        due = due.with_for_update(skip_locked=True, of=JOBS)
        chosen = JOBS.c.id == sa.any_(sa.func.array(due.scalar_subquery()))
    return (
        sa.update(JOBS)
        .where(chosen, IS_WAITING)
        .values(
            state=JobState.RUNNING.value,
            attempt=JOBS.c.attempt + 1,
            worker=sa.bindparam("by"),
            lease_until=sa.bindparam("until", type_=JOBS.c.lease_until.type),
            started_at=sa.bindparam("at", type_=JOBS.c.run_after.type),
        )
        .returning(*JOBS.c)
    )


async def claim(session: AsyncSession, kinds: list[str], worker: str, limit: int) -> list[Job]:
    """Due rows of these kinds, now ours, most urgent first. Queues on hold give none."""
    return await claim_on(await session.connection(), kinds, worker, limit)


async def claim_on(connection: AsyncConnection, kinds: list[str], worker: str, limit: int) -> list[Job]:
    """`claim`, one statement a queue, each of which may stand alone."""
    statement = _claim(connection.dialect.name)
    rows: list[Job] = []
    for queue in sorted({name.partition(".")[0] for name in kinds}):
        if (left := limit - len(rows)) <= 0:
            break
        wanted = {
            "of_queue": queue,
            "of_kinds": [name for name in kinds if name.startswith(queue + ".")],
            "queue_hold": f"queue:{queue}",
            "most": left,
            "by": worker,
            "at": now(),
            "until": ahead(seconds=LEASE_SECONDS),
        }
        found = await connection.execute(statement, wanted)
        rows += [Job(**row) for row in found.mappings()]
    return sorted(rows, key=lambda row: (row.priority, row.run_after, row.id))


async def renew(session: AsyncSession, worker: str, held: Mapping[int, int]) -> set[int]:
    """Lengthen the leases of these jobs (id -> attempt). Returns the ids still ours."""
    if not held:
        return set()
    statement = (
        sa.update(JOBS)
        .where(JOBS.c.id.in_(list(held)), JOBS.c.worker == worker, IS_RUNNING)
        .values(lease_until=ahead(seconds=LEASE_SECONDS))
        .returning(JOBS.c.id, JOBS.c.attempt)
    )
    found = await (await session.connection()).execute(statement)
    return {job_id for job_id, attempt in found.all() if held[job_id] == attempt}


_ours = (JOBS.c.id == sa.bindparam("job_id"), JOBS.c.attempt == sa.bindparam("fence"), IS_RUNNING)
_settle_done = (
    sa.update(JOBS)
    .where(*_ours)
    .values(
        state=JobState.DONE,
        lease_until=None,
        finished_at=sa.bindparam("at"),
        error_kind="",
        fingerprint="",
        message="",
    )
)
_settle_other = (
    sa.update(JOBS)
    .where(*_ours)
    .values(
        lease_until=None,
        state=sa.bindparam("next_state"),
        run_after=sa.func.coalesce(sa.bindparam("later", type_=JOBS.c.run_after.type), JOBS.c.run_after),
        finished_at=sa.bindparam("at"),
        failures=sa.bindparam("failed"),
        error_kind=sa.bindparam("error"),
        fingerprint=sa.bindparam("print"),
        message=sa.bindparam("said"),
    )
)


async def settle(session: AsyncSession, outcomes: Iterable[Outcome]) -> int:
    """Write down how attempts ended. Returns how many of them counted (on PostgreSQL, for several
    at once, how many were handed in): a result under an old attempt changes nothing."""
    connection = await session.connection()
    at = now()
    done: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for one in outcomes:
        (done if one.state == JobState.DONE else others).append(_bound(one, at))
    counted = 0
    for statement, rows in ((_settle_done, done), (_settle_other, others)):
        if rows:
            result = await connection.execute(statement, rows[0] if len(rows) == 1 else rows)
            counted += result.rowcount if result.rowcount >= 0 else len(rows)
    return counted


def _bound(one: Outcome, at: dt.datetime) -> dict[str, Any]:
    fence = {"job_id": one.job_id, "fence": one.attempt}
    if one.state == JobState.DONE:
        return {**fence, "at": at}
    return {
        **fence,
        "at": None if one.state == JobState.WAITING else at,
        "next_state": one.state,
        "later": one.run_after,
        "failed": one.failures,
        "error": one.error_kind,
        "print": one.fingerprint,
        "said": one.message,
    }


async def complete(session: AsyncSession, row: Job) -> bool:
    """True when the result counts, that is, when the row is still ours."""
    assert row.id is not None
    return bool(await settle(session, [Outcome(row.id, row.attempt)]))


async def finish(session: AsyncSession, row: Job) -> None:
    """For a job function: its last words, in the same transaction as what it did. Then the database
    has both or neither, and the work counts exactly once. Raises LeaseLost when it is ours no more."""
    if not await complete(session, row):
        raise LeaseLost("This job was taken over by another worker, or cancelled.")


def give_back(row: Job) -> Outcome:
    """A claimed row goes back unharmed: its worker stops, or has no slot for it."""
    assert row.id is not None
    return Outcome(
        row.id,
        row.attempt,
        JobState.WAITING,
        None,
        row.failures,
        row.error_kind,
        row.fingerprint,
        row.message,
    )


def failed(row: Job, kind: Kind, error: BaseException) -> Outcome:
    """Another try after a growing pause, or dead. A database that went away is nobody's failed try."""
    assert row.id is not None
    if isinstance(error, Postponed):
        said = (row.failures, "Postponed", "", str(error))
        return Outcome(row.id, row.attempt, JobState.WAITING, error.until, *said)
    name, message = type(error).__name__, (str(error) or type(error).__name__)[:2000]
    failures = row.failures if is_outage(error) else row.failures + 1
    words = (failures, name, fingerprint(row.kind, name, message), message)
    if is_outage(error):
        return Outcome(row.id, row.attempt, JobState.WAITING, ahead(seconds=OUTAGE_SECONDS), *words)
    if failures >= kind.tries or is_permanent(error):
        return Outcome(row.id, row.attempt, JobState.FAILED, None, *words)
    wait = kind.delay * 2 ** (failures - 1) * random.uniform(0.9, 1.2)
    if isinstance(error, VendorError) and error.retry_after:
        wait = max(wait, error.retry_after)
    return Outcome(row.id, row.attempt, JobState.WAITING, ahead(seconds=wait), *words)


async def sweep(session: AsyncSession) -> int:
    """Give the rows of dead workers back. One that has killed three workers is kept as dead.
    Returns how many went back."""
    asked = time.monotonic()
    connection = await session.connection()
    if time.monotonic() - asked > SLOW_LOCK_SECONDS:
        return 0  # whoever held the lock kept the living from renewing, too: look again later
    at = now()
    found = await connection.execute(
        sa.select(JOBS.c.id, JOBS.c.worker, JOBS.c.lease_until).where(IS_RUNNING, JOBS.c.lease_until < at)
    )
    grace = at - dt.timedelta(seconds=NEIGHBOUR_SECONDS)
    ids = [job_id for job_id, worker, until in found.all() if until < grace or not is_neighbour_alive(worker)]
    if not ids:
        return 0
    lost: list[Any] = [JOBS.c.id.in_(ids), IS_RUNNING, JOBS.c.lease_until < at]
    poison = (
        sa.update(JOBS)
        .where(*lost, JOBS.c.crashes + 1 >= POISON_CRASHES)
        .values(
            state=JobState.FAILED,
            crashes=JOBS.c.crashes + 1,
            finished_at=at,
            lease_until=None,
            error_kind="WorkerDied",
            fingerprint="worker-died",
            message="The worker died three times while doing this job.",
        )
    )
    await connection.execute(poison)
    back = (
        sa.update(JOBS)
        .where(*lost)
        .values(state=JobState.WAITING, crashes=JOBS.c.crashes + 1, lease_until=None, run_after=at)
    )
    return (await connection.execute(back)).rowcount


@dataclass(frozen=True)
class Horizon:
    """What a look found: due work, leases that ran out, and when there is next something to do."""

    due: bool
    lapsed: bool
    next_at: dt.datetime | None


async def look(session: AsyncSession, kinds: list[str]) -> Horizon:
    """Reads only, so that a worker at rest never takes the write lock."""
    connection = await session.connection()
    at = now()
    queues = sorted({name.partition(".")[0] for name in kinds})
    mine = (sa.text("jobs.state = 'waiting'"), JOBS.c.queue.in_(queues), JOBS.c.kind.in_(kinds))
    due = sa.select(JOBS.c.id).where(*mine, JOBS.c.run_after <= at).limit(1)
    later = sa.select(sa.func.min(JOBS.c.run_after)).where(*mine, JOBS.c.run_after > at)
    lease = sa.select(sa.func.min(JOBS.c.lease_until)).where(IS_RUNNING)
    found = (
        await connection.execute(
            sa.select(due.scalar_subquery(), later.scalar_subquery(), lease.scalar_subquery())
        )
    ).one()
    times = [time for time in found[1:] if time]
    return Horizon(
        due=found[0] is not None,
        lapsed=found[2] is not None and found[2] < at,
        next_at=min(times, default=None),
    )


def fingerprint(kind: str, error_kind: str, message: str) -> str:
    """The same cause gives the same fingerprint: numbers and quoted names are taken out."""
    shape = re.sub(r"\d+|'[^']*'|\"[^\"]*\"", "#", message)[:300]
    return hashlib.sha256(f"{kind}|{error_kind}|{shape}".encode()).hexdigest()[:32]
