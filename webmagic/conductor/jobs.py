"""The ledger as people see it: running, waiting, failed by cause, and one business's timeline."""

import datetime as dt
import itertools
import statistics
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import ago, now
from webmagic.core.errors import NotFound
from webmagic.core.ledger import list_holds
from webmagic.models import Job, JobState, Queue


@dataclass(frozen=True)
class JobRow:
    id: int
    kind: str
    queue: str
    state: str
    attempt: int
    business_id: int | None
    message: str
    fingerprint: str
    arguments: dict[str, Any]
    created_at: dt.datetime
    run_after: dt.datetime
    started_at: dt.datetime | None
    finished_at: dt.datetime | None
    seconds: float | None


@dataclass(frozen=True)
class JobPage:
    rows: list[JobRow]
    next_cursor: int | None
    total: int


@dataclass(frozen=True)
class QueueRow:
    queue: str
    waiting: int
    later: int
    running: int
    failed: int
    done_last_hour: int
    oldest_seconds: float
    is_paused: bool = False
    pick_up_ms: float | None = None  # of the last hundred: due to begun, in the middle
    run_ms: float | None = None


@dataclass(frozen=True)
class FailureGroup:
    fingerprint: str
    kind: str
    error_kind: str
    message: str
    count: int
    first_at: dt.datetime | None
    last_at: dt.datetime | None


def _row(job: Job) -> JobRow:
    seconds = None
    if job.started_at:
        seconds = ((job.finished_at or now()) - job.started_at).total_seconds()
    return JobRow(
        id=job.id or 0,
        kind=job.kind,
        queue=job.queue,
        state=job.state,
        attempt=job.attempt,
        business_id=job.business_id,
        message=job.message,
        fingerprint=job.fingerprint,
        arguments=job.arguments,
        created_at=job.created_at,
        run_after=job.run_after,
        started_at=job.started_at,
        finished_at=job.finished_at,
        seconds=seconds,
    )


async def page_jobs(
    session: AsyncSession,
    *,
    state: str = "",
    queue: str = "",
    kind: str = "",
    business_id: int | None = None,
    cursor: int | None = None,
    limit: int = 50,
) -> JobPage:
    """Jobs, newest first."""
    wanted = {Job.state: state, Job.queue: queue, Job.kind: kind, Job.business_id: business_id}
    where = [column == value for column, value in wanted.items() if value]
    after = [col(Job.id) < cursor] if cursor else []
    statement = select(Job).where(*where, *after).order_by(col(Job.id).desc()).limit(limit + 1)
    found = (await session.exec(statement)).all()
    total = (await session.exec(select(func.count()).select_from(Job).where(*where))).one()
    rows = [_row(job) for job in found[:limit]]
    return JobPage(rows, rows[-1].id if len(found) > limit else None, total)


async def get_job(session: AsyncSession, job_id: int) -> JobRow:
    if job := await session.get(Job, job_id):
        return _row(job)
    raise NotFound(f"There is no job {job_id}.")


async def list_queues(session: AsyncSession) -> list[QueueRow]:
    counts = await session.exec(
        select(Job.queue, Job.state, func.count(), func.min(Job.run_after))
        .where(col(Job.state).in_([JobState.WAITING, JobState.RUNNING, JobState.FAILED]))
        .where((col(Job.state) != JobState.WAITING) | (col(Job.run_after) <= now()))
        .group_by(Job.queue, Job.state)
    )
    by_key = {(queue, state): (count, oldest) for queue, state, count, oldest in counts.all()}
    later = dict(
        (
            await session.exec(
                select(Job.queue, func.count())
                .where(Job.state == JobState.WAITING, col(Job.run_after) > now())
                .group_by(Job.queue)
            )
        ).all()
    )
    done = dict(
        (
            await session.exec(
                select(Job.queue, func.count())
                .where(Job.state == JobState.DONE, col(Job.finished_at) > ago(hours=1))
                .group_by(Job.queue)
            )
        ).all()
    )
    held = await list_holds(session)
    rows = []
    for queue in Queue:
        pick_up, ran = await _latency(session, queue)
        waiting, oldest = by_key.get((queue, JobState.WAITING), (0, None))
        rows.append(
            QueueRow(
                queue=queue,
                waiting=waiting,
                later=later.get(queue, 0),
                running=by_key.get((queue, JobState.RUNNING), (0, None))[0],
                failed=by_key.get((queue, JobState.FAILED), (0, None))[0],
                done_last_hour=done.get(queue, 0),
                oldest_seconds=(now() - oldest).total_seconds() if oldest else 0.0,
                is_paused=f"queue:{queue}" in held,
                pick_up_ms=pick_up,
                run_ms=ran,
            )
        )
    return rows


async def _latency(
    session: AsyncSession, queue: Queue, sample: int = 100
) -> tuple[float | None, float | None]:
    """Median milliseconds from due to begun, and from begun to ended, of the newest done jobs."""
    found = await session.exec(
        select(Job.run_after, Job.started_at, Job.finished_at)
        .where(Job.queue == queue, Job.state == JobState.DONE, col(Job.finished_at) > ago(hours=1))
        .order_by(col(Job.finished_at).desc())
        .limit(sample)
    )
    rows = [row for row in found.all() if row[1] and row[2]]
    if not rows:
        return None, None
    return (
        round(statistics.median((began - due).total_seconds() for due, began, _ in rows) * 1000, 1),
        round(statistics.median((ended - began).total_seconds() for _, began, ended in rows) * 1000, 1),
    )


async def list_failures(session: AsyncSession, limit: int = 30) -> list[FailureGroup]:
    """Failed jobs grouped by cause, the most frequent first."""
    count = func.count().label("count")
    newest = [func.max(column) for column in (Job.kind, Job.error_kind, Job.message)]
    columns: list[Any] = [
        Job.fingerprint,
        *newest,
        count,
        func.min(Job.finished_at),
        func.max(Job.finished_at),
    ]
    statement: Any = (
        sa.select(*columns)
        .where(col(Job.state) == JobState.FAILED)
        .group_by(Job.fingerprint)
        .order_by(count.desc())
        .limit(limit)
    )
    return [FailureGroup(*row) for row in (await session.exec(statement)).all()]


async def list_throughput(session: AsyncSession, minutes: int = 60, parts: int = 12) -> dict[str, list[int]]:
    """Jobs done in each part of the last hour, the oldest first, by queue: for a small line."""
    at, width = now(), dt.timedelta(minutes=minutes / parts)
    edges = [at - width * (parts - part) for part in range(parts + 1)]
    columns = [
        func.sum(sa.case(((col(Job.finished_at) > begin) & (col(Job.finished_at) <= end), 1), else_=0)).label(
            f"part{number}"
        )
        for number, (begin, end) in enumerate(itertools.pairwise(edges))
    ]
    statement: Any = (
        sa.select(col(Job.queue), *columns)
        .where(col(Job.state) == JobState.DONE, col(Job.finished_at) > edges[0])
        .group_by(col(Job.queue))
    )
    found = {row[0]: [int(count or 0) for count in row[1:]] for row in (await session.exec(statement)).all()}
    return {str(queue): found.get(queue, [0] * parts) for queue in Queue}
