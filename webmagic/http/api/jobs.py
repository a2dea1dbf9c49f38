"""Background work: what runs, waits and failed."""

import datetime as dt
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from webmagic import conductor
from webmagic.core import ledger
from webmagic.http.api.access import Operator, Reading, Viewer, Writing
from webmagic.http.api.listing import Cursor, Limit, Listed, Row, before, listed
from webmagic.models import Queue

router = APIRouter(prefix="/jobs", tags=["jobs"])


class JobRow(Row):
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


class QueueRow(Row):
    queue: str
    waiting: int
    later: int
    running: int
    failed: int
    done_last_hour: int
    oldest_seconds: float
    is_paused: bool
    pick_up_ms: float | None
    run_ms: float | None


class FailureGroup(Row):
    fingerprint: str
    kind: str
    error_kind: str
    message: str
    count: int
    first_at: dt.datetime | None
    last_at: dt.datetime | None


class Retried(BaseModel):
    retried: int


@router.get("", response_model=Listed[JobRow])
async def list_jobs(
    user: Viewer,
    session: Reading,
    state: str = "",
    queue: str = "",
    kind: str = "",
    business_id: int | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
):
    page = await conductor.page_jobs(
        session,
        state=state,
        queue=queue,
        kind=kind,
        business_id=business_id,
        cursor=before(cursor),
        limit=limit,
    )
    return listed(page.rows, page.next_cursor)


@router.get("/queues", response_model=list[QueueRow])
async def list_queues(user: Viewer, session: Reading):
    return await conductor.list_queues(session)


@router.post("/queues/{queue}/pause", status_code=204)
async def pause_queue(queue: Queue, user: Operator, session: Writing) -> None:
    """From now on no job of it begins; what runs may end."""
    await conductor.pause_queue(session, queue, f"by {user.name or user.email}")


@router.post("/queues/{queue}/resume", status_code=204)
async def resume_queue(queue: Queue, user: Operator, session: Writing) -> None:
    await conductor.resume_queue(session, queue)


@router.get("/failures", response_model=list[FailureGroup])
async def list_failures(user: Viewer, session: Reading):
    """Failed jobs by cause, the most frequent first."""
    return await conductor.list_failures(session)


@router.post("/failures/{fingerprint}/retry")
async def retry_failures(fingerprint: str, user: Operator, session: Writing) -> Retried:
    """Another go for every job that failed for this cause."""
    return Retried(retried=await ledger.retry_group(session, fingerprint))


@router.get("/{job_id}", response_model=JobRow)
async def get_job(job_id: int, user: Viewer, session: Reading):
    return await conductor.get_job(session, job_id)


@router.post("/{job_id}/retry")
async def retry_job(job_id: int, user: Operator, session: Writing) -> Retried:
    return Retried(retried=int(await ledger.retry(session, job_id)))


@router.post("/{job_id}/cancel", status_code=204)
async def cancel_job(job_id: int, user: Operator, session: Writing) -> None:
    await ledger.cancel(session, job_id)
