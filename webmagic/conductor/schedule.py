"""The only table of recurring work. One sentence a line: what, how often, which job.

An operator may change the interval of a line or switch it off; that is kept as a preference and
laid over this table. When each last ran is in the ledger's ticks."""

import datetime as dt
from dataclasses import dataclass, replace
from datetime import timedelta as every
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts
from webmagic.accounts.preferences import read_preference, write_preference
from webmagic.core.clock import now
from webmagic.core.errors import Conflict, Invalid, NotFound
from webmagic.core.ledger import Job, Schedule, ScheduleTick, enqueue

SCHEDULES = (
    Schedule("Scrape the territories that are due", every(hours=6), "scraping.due"),
    Schedule("Build and publish sites for qualified businesses", every(hours=1), "generation.due"),
    Schedule("Carry the night's questions to Claude and back", every(minutes=5), "generation.batches"),
    Schedule("Write and send offers", every(minutes=30), "campaigns.create"),
    Schedule("Look for answers in the mailbox", every(minutes=2), "campaigns.fetch_replies"),
    Schedule("Judge who opened letters and followed links", every(minutes=5), "campaigns.judge"),
    Schedule("Look after the system's health", every(minutes=5), "monitoring.health"),
    Schedule("Find work that stands still", every(minutes=10), "monitoring.stuck"),
    Schedule("Free cooled territories and delete what has served", every(hours=1), "monitoring.clean_up"),
    Schedule("Ask the outside services whether they are well", every(minutes=15), "monitoring.providers"),
    Schedule("Read the certificates of our addresses", every(hours=6), "monitoring.certificates"),
    Schedule("Compare payments with the gateway's", every(days=1), "monitoring.reconcile", every(hours=3)),
    Schedule("Look at customers' own domains", every(minutes=10), "monitoring.domains"),
    Schedule("Remind whoever began to pay and did not finish", every(minutes=5), "monitoring.abandoned"),
    Schedule("Follow the plans: endings, overdue money, pages that rest", every(hours=1), "monitoring.plans"),
    Schedule("End the previews nobody claimed in time", every(hours=6), "monitoring.previews"),
    Schedule("Forget what is too old to keep", every(days=1), "monitoring.retention", every(hours=4)),
    Schedule("Send yesterday's report", every(days=1), "monitoring.report", every(hours=7)),
    Schedule("Keep the day's figures", every(days=1), "monitoring.snapshot", every(hours=23, minutes=55)),
)
ASKING = ("scraping.due", "generation.due", "campaigns.create")  # they ask for work on the autopilot's behalf
KEY = "schedules"
SHORTEST, LONGEST = every(minutes=1), every(days=31)


@dataclass(frozen=True)
class ScheduleRow:
    """One line as it stands now. `last_state` is the state of the job its last tick asked for."""

    name: str
    kind: str
    every_minutes: float
    usual_minutes: float
    is_on: bool
    last_at: dt.datetime | None
    last_state: str
    next_at: dt.datetime | None
    last_message: str = ""
    last_seconds: float | None = None


async def active_schedules(session: AsyncSession) -> list[Schedule]:
    """The table with the operator's changes, without what is switched off."""
    changes = await read_preference(session, KEY, {})
    return [_changed(one, changes) for one in SCHEDULES if _is_on(one, changes)]


def _is_on(schedule: Schedule, changes: dict[str, Any]) -> bool:
    return bool(changes.get(schedule.name, {}).get("is_on", True))


def _changed(schedule: Schedule, changes: dict[str, Any]) -> Schedule:
    minutes = changes.get(schedule.name, {}).get("every_minutes")
    return replace(schedule, every=dt.timedelta(minutes=minutes)) if minutes else schedule


async def list_schedules(session: AsyncSession) -> list[ScheduleRow]:
    """Every line with its last and next run."""
    changes = await read_preference(session, KEY, {})
    ticks = await session.exec(
        select(ScheduleTick.schedule, func.max(ScheduleTick.fired_at)).group_by(col(ScheduleTick.schedule))
    )
    last, jobs = dict(ticks.all()), await _last_jobs(session)
    rows = []
    for usual in SCHEDULES:
        one, is_on = _changed(usual, changes), _is_on(usual, changes)
        job = jobs.get(f"schedule:{one.name}")
        rows.append(
            ScheduleRow(
                name=one.name,
                kind=one.kind,
                every_minutes=one.every.total_seconds() / 60,
                usual_minutes=usual.every.total_seconds() / 60,
                is_on=is_on,
                last_at=_later(last.get(one.name), job.created_at if job else None),
                last_state=job.state if job else "",
                next_at=one.next_due(now()) if is_on else None,
                last_message=job.message if job else "",
                last_seconds=_took(job),
            )
        )
    return rows


async def _last_jobs(session: AsyncSession) -> dict[str, Job]:
    newest = (
        select(func.max(Job.id)).where(col(Job.dedupe_key).like("schedule:%")).group_by(col(Job.dedupe_key))
    )
    found = await session.exec(select(Job).where(col(Job.id).in_(newest)))
    return {str(job.dedupe_key): job for job in found.all()}


def _later(*times: dt.datetime | None) -> dt.datetime | None:
    return max((time for time in times if time), default=None)


def _took(job: Job | None) -> float | None:
    if job is None or job.started_at is None or job.finished_at is None:
        return None
    return (job.finished_at - job.started_at).total_seconds()


async def run_schedule(session: AsyncSession, name: str, *, actor: str) -> None:
    """Now, beside its usual times; also when it is switched off. Raises Conflict while it is under way."""
    one = next((schedule for schedule in SCHEDULES if schedule.name == name), None)
    if one is None:
        raise NotFound(f"There is no schedule {name!r}.")
    arguments: dict[str, Any] = {**one.arguments, **({"by_hand": actor} if one.kind in ASKING else {})}
    if not await enqueue(session, one.kind, dedupe=f"schedule:{name}", priority=20, **arguments):
        raise Conflict("This is under way already.")
    await accounts.record(session, "schedule.run", f"{name}: asked for by hand", actor=actor)


async def change_schedule(
    session: AsyncSession, name: str, *, every_minutes: float | None = None, is_on: bool | None = None
) -> None:
    """Another interval, or off and on again. None leaves as it is; an interval of 0 is the usual one."""
    if name not in {schedule.name for schedule in SCHEDULES}:
        raise NotFound(f"There is no schedule {name!r}.")
    if every_minutes and not SHORTEST <= dt.timedelta(minutes=every_minutes) <= LONGEST:
        raise Invalid("A schedule runs at most once a minute and at least once in 31 days.")
    changes = await read_preference(session, KEY, {})
    change = dict(changes.get(name, {}))
    if every_minutes is not None:
        change["every_minutes"] = every_minutes
    if is_on is not None:
        change["is_on"] = is_on
    await write_preference(session, KEY, {**changes, name: change})
