"""The one big stop. It holds at its commit and keeps everything: rows wait, nothing is thrown away.

What costs money or leaves the house (hunts, builds, mails) begins no more. Hunts and builds under
way are given back, and their workers let go at the next heartbeat, within a second; a mail that is
being handed over ends, because nobody could say afterwards whether it had left. Looking after the
system goes on: payments' messages are still read, alerts still raised.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts
from webmagic.accounts.preferences import read_preference, write_preference
from webmagic.core.clock import now
from webmagic.core.errors import Conflict
from webmagic.core.ledger import list_holds, pause, resume
from webmagic.models import Job, JobState, Queue

KEY = "stopped"
STOPS = (Queue.SCRAPING, Queue.GENERATION, Queue.CAMPAIGNS)
GIVES_BACK = (Queue.SCRAPING, Queue.GENERATION)


@dataclass(frozen=True)
class Stop:
    """Who stopped everything, and when. `queues` are those it paused itself: only they go on again."""

    by: str
    at: dt.datetime
    queues: list[str]
    given_back: int


async def find_stop(session: AsyncSession) -> Stop | None:
    found = await read_preference(session, KEY, None)
    if not found:
        return None
    return Stop(
        found["by"], dt.datetime.fromisoformat(found["at"]), found["queues"], found.get("given_back", 0)
    )


async def stop_everything(session: AsyncSession, by: str) -> Stop:
    """From this commit on nothing begins. Stopping twice keeps the first stop."""
    if standing := await find_stop(session):
        return standing
    held = await list_holds(session)
    queues = [str(queue) for queue in STOPS if f"queue:{queue}" not in held]
    for queue in queues:
        await pause(session, queue, f"stopped by {by}")
    back = (
        sa.update(Job)
        .where(col(Job.state) == JobState.RUNNING, col(Job.queue).in_(GIVES_BACK))
        .values(state=JobState.WAITING, lease_until=None, run_after=now())
    )
    stop = Stop(by, now(), queues, (await session.exec(back)).rowcount)
    await write_preference(session, KEY, _written(stop))
    await accounts.record(session, "autopilot.stopped", "Everything was stopped", actor=by)
    return stop


async def go_on(session: AsyncSession, by: str) -> None:
    """Let it all go on where it stood. What somebody had paused before stays paused."""
    stop = await find_stop(session)
    if stop is None:
        raise Conflict("Nothing is stopped, so there is nothing to let go on.")
    for queue in stop.queues:
        await resume(session, queue)
    await write_preference(session, KEY, None)
    await accounts.record(session, "autopilot.resumed", "Everything goes on", actor=by)


def _written(stop: Stop) -> dict[str, Any]:
    return {
        "by": stop.by,
        "at": stop.at.isoformat(),
        "queues": stop.queues,
        "given_back": stop.given_back,
    }
