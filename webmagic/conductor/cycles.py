"""Cycles as rows: what is under way, how each phase went last, and what came before."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import ago, now
from webmagic.models import Cycle

CUT_OFF_MINUTES = 60  # a cycle that wrote nothing for so long will write no more
LOOK_BACK = 60


@dataclass(frozen=True)
class PhaseRun:
    """`limit` None: this phase has none. `jobs_run` None: the workers do the work on their own."""

    phase: str
    asked: int
    limit: int | None
    stopped: str
    seconds: float
    jobs_run: int | None
    at: dt.datetime


@dataclass(frozen=True)
class CycleRow:
    id: int
    cause: str
    actor: str
    began_at: dt.datetime
    ended_at: dt.datetime | None
    is_running: bool
    phases: list[PhaseRun]

    @property
    def asked(self) -> int:
        return sum(phase.asked for phase in self.phases)


async def open_cycle(session: AsyncSession, cause: str, actor: str) -> Cycle:
    cycle = Cycle(cause=cause, actor=actor)
    session.add(cycle)
    await session.flush()
    return cycle


async def note_phase(session: AsyncSession, cycle_id: int, phase: dict[str, Any]) -> None:
    cycle = await session.get_one(Cycle, cycle_id)
    cycle.phases = [*cycle.phases, {**phase, "at": now().isoformat()}]
    session.add(cycle)


async def end_cycle(session: AsyncSession, cycle_id: int) -> None:
    cycle = await session.get_one(Cycle, cycle_id)
    cycle.ended_at = now()
    session.add(cycle)


async def list_cycles(session: AsyncSession, *, before: int | None = None, limit: int = 12) -> list[CycleRow]:
    """The newest first. Cycles do not overlap in their numbers, so the number is the cursor."""
    statement = select(Cycle).order_by(col(Cycle.id).desc()).limit(limit)
    if before:
        statement = statement.where(col(Cycle.id) < before)
    return [_row(cycle) for cycle in (await session.exec(statement)).all()]


async def last_phases(session: AsyncSession) -> dict[str, PhaseRun]:
    """How each phase went when it last ran: schedules run some of them more often than others."""
    found: dict[str, PhaseRun] = {}
    for cycle in await list_cycles(session, limit=LOOK_BACK):
        for phase in cycle.phases:
            found.setdefault(phase.phase, phase)
    return found


def _row(cycle: Cycle) -> CycleRow:
    is_open = cycle.ended_at is None
    return CycleRow(
        id=cycle.id or 0,
        cause=cycle.cause,
        actor=cycle.actor,
        began_at=cycle.began_at,
        ended_at=cycle.ended_at,
        is_running=is_open and cycle.began_at > ago(minutes=CUT_OFF_MINUTES),
        phases=[_phase(phase, cycle.began_at) for phase in cycle.phases],
    )


def _phase(phase: dict[str, Any], began_at: dt.datetime) -> PhaseRun:
    return PhaseRun(
        phase=str(phase["phase"]),
        asked=int(phase.get("asked", 0)),
        limit=phase.get("limit"),
        stopped=str(phase.get("stopped", "")),
        seconds=float(phase.get("seconds", 0)),
        jobs_run=phase.get("jobs_run"),
        at=dt.datetime.fromisoformat(phase["at"]) if "at" in phase else began_at,
    )
