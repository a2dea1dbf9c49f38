"""How things stand, what is planned, and the big stop."""

import datetime as dt
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query

from webmagic import conductor
from webmagic.core.clock import now
from webmagic.core.errors import Invalid
from webmagic.http.api.access import Operator, Owner, Reading, Viewer, Writing
from webmagic.http.api.listing import Row

router = APIRouter(prefix="/conductor", tags=["conductor"])


class AlertRow(Row):
    id: int
    key: str
    tone: str
    text: str
    to_do: str
    raised_at: dt.datetime
    told_at: dt.datetime | None
    cleared_at: dt.datetime | None


@router.get("/status")
async def status(user: Viewer, session: Reading) -> dict[str, Any]:
    """Businesses by stage, queues, workers, alerts; the same as `webmagic conductor --status`."""
    return await conductor.status(session)


@router.post("/stop")
async def stop(user: Operator, session: Writing) -> dict[str, Any]:
    """No hunt, build or mail begins from this answer on; everything that waits is kept."""
    return asdict(await conductor.stop_everything(session, user.name or user.email))


@router.post("/resume", status_code=204)
async def resume(user: Owner, session: Writing) -> None:
    """After a stop: all goes on where it stood."""
    await conductor.go_on(session, user.name or user.email)


@router.post("/cycle", status_code=202)
async def run_cycle(user: Operator, session: Writing) -> None:
    """One cycle now, within the limits, whatever the autopilot's switch says."""
    await conductor.request_cycle(session, user.email)


@router.get("/cycles")
async def list_cycles(
    user: Viewer,
    session: Reading,
    before: int | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> list[dict[str, Any]]:
    """What each cycle found due, newest first; `before` is the number of the last one seen."""
    return [asdict(row) for row in await conductor.list_cycles(session, before=before, limit=limit)]


@router.get("/rehearsal")
async def rehearsal(
    user: Viewer, session: Reading, hours: Annotated[int, Query(ge=1, le=744)] = 24
) -> dict[str, Any]:
    """What the coming hours would do and cost. Nothing is written."""
    return (await conductor.rehearse(session, hours)).as_dict()


@router.get("/alerts", response_model=list[AlertRow])
async def list_alerts(
    user: Viewer,
    session: Reading,
    before: dt.datetime | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
):
    """Open and cleared ones, newest first."""
    if before and before.tzinfo is None:
        raise Invalid("Give `before` with its offset, such as 2026-01-31T08:00:00Z.")
    return await conductor.page_alerts(session, before=before, limit=limit)


@router.get("/reports/{day}")
async def report(day: dt.date, user: Viewer, session: Reading) -> dict[str, Any]:
    """One day beside the day before, as in the daily mail."""
    if day > now().date():
        raise Invalid("This day is still to come.")
    return (await conductor.get_report(session, day)).as_dict()
