"""Asking for work, taking it back, and giving failed work another go."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.database import after_commit
from webmagic.core.errors import Conflict
from webmagic.core.events import publish
from webmagic.core.ledger.origin import current_origin
from webmagic.core.ledger.registry import queue_of
from webmagic.core.ledger.table import ACTIVE, Job, JobState

WAKE = "webmagic:wake"
WAKE_SECONDS = 0.5  # a Redis that hangs must not hang those who ask for work


async def enqueue(
    session: AsyncSession,
    kind: str,
    *,
    dedupe: str | None = None,
    run_after: dt.datetime | None = None,
    priority: int = 50,
    **arguments: Any,
) -> bool:
    """Ask for work inside the caller's transaction. False when the same work is already under way.
    `arguments` are ids only; a `business_id` among them puts the job on that business's timeline."""
    values = _row(kind, dedupe, run_after, priority, arguments)
    connection = await session.connection()
    is_new = bool((await connection.execute(_insert(connection.dialect.name), values)).rowcount)
    if is_new:
        wake_after_commit(session, values["queue"])
    return is_new


async def enqueue_many(
    session: AsyncSession, kind: str, asked: Sequence[tuple[str, dict[str, Any]]], *, priority: int = 50
) -> None:
    """The same work for many things, each with its dedupe key and arguments, in one statement."""
    if not asked:
        return
    rows = [_row(kind, dedupe, None, priority, arguments) for dedupe, arguments in asked]
    connection = await session.connection()
    await connection.execute(_insert(connection.dialect.name), rows)
    wake_after_commit(session, rows[0]["queue"])


def _row(
    kind: str, dedupe: str | None, run_after: dt.datetime | None, priority: int, arguments: dict[str, Any]
) -> dict[str, Any]:
    at = now()
    return {
        "kind": kind,
        "queue": queue_of(kind),
        "arguments": arguments,
        "dedupe_key": dedupe,
        "priority": priority,
        "state": JobState.WAITING,
        "attempt": 0,
        "failures": 0,
        "crashes": 0,
        "origin": current_origin(),
        "run_after": run_after or at,
        "worker": "",
        "business_id": arguments.get("business_id"),
        "error_kind": "",
        "fingerprint": "",
        "message": "",
        "created_at": at,
    }


@cache
def _insert(dialect: str) -> sa.Insert:
    """Built once: what is asked for in a loop should not compile SQL in it."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(Job.__table__).on_conflict_do_nothing()  # type: ignore[attr-defined]


def wake_after_commit(session: AsyncSession, queue: str) -> None:
    """Once per queue, however much was asked for."""
    woken: set[str] = session.info.setdefault(WAKE, set())
    if queue in woken:
        return
    woken.add(queue)

    async def wake() -> None:
        woken.discard(queue)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(WAKE_SECONDS):
                await publish(WAKE, {"queue": str(queue)})

    after_commit(session, wake)


async def cancel(session: AsyncSession, job_id: int) -> None:
    """Take a job back. A running one is interrupted at its worker's next heartbeat."""
    statement = (
        sa.update(Job)
        .where(col(Job.id) == job_id, col(Job.state).in_(ACTIVE))
        .values(state=JobState.CANCELLED, finished_at=now())
    )
    if not (await session.exec(statement)).rowcount:
        raise Conflict("This job has already ended, so there is nothing to cancel.")


async def retry(session: AsyncSession, job_id: int) -> bool:
    """Another full set of tries for a failed job. False when the same work is under way already."""
    row = await session.get(Job, job_id)
    if row is None or row.state not in (JobState.FAILED, JobState.CANCELLED):
        raise Conflict("Only a failed or cancelled job can be tried again.")
    if (
        row.dedupe_key
        and (
            await session.exec(
                select(Job.id).where(Job.dedupe_key == row.dedupe_key, col(Job.state).in_(ACTIVE))
            )
        ).first()
    ):
        return False
    row.state, row.failures, row.crashes = JobState.WAITING, 0, 0
    row.run_after, row.finished_at = now(), None
    session.add(row)
    wake_after_commit(session, row.queue)
    return True


async def hasten(session: AsyncSession, job_ids: Sequence[int]) -> int:
    """What postponed jobs waited for has come: they may run now."""
    rows = (
        await session.exec(select(Job).where(col(Job.id).in_(job_ids), Job.state == JobState.WAITING))
    ).all()
    for row in rows:
        row.run_after = now()
        session.add(row)
        wake_after_commit(session, row.queue)
    return len(rows)


async def retry_group(session: AsyncSession, fingerprint: str) -> int:
    """Another go for every job that failed for the same cause."""
    found = await session.exec(
        select(Job.id).where(Job.fingerprint == fingerprint, Job.state == JobState.FAILED)
    )
    return sum([await retry(session, job_id) for job_id in found.all() if job_id])
