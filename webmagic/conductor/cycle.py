"""One cycle of the autopilot: health, clean-up, then the road from left to right."""

import contextlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts
from webmagic.conductor.allowance import Allowance, allowance
from webmagic.conductor.autopilot import Mode, autopilot_mode
from webmagic.conductor.cycles import end_cycle, note_phase, open_cycle
from webmagic.conductor.health import MAIL_JOBS, SITE_JOBS, list_alerts
from webmagic.conductor.hunting import verify_due
from webmagic.conductor.maintenance import clean_up
from webmagic.conductor.pipeline import (
    PhaseReport,
    create_campaigns_due,
    generate_due,
    publish_due,
    qualify_due,
    retry_due,
    scrape_due,
    send_due,
)
from webmagic.conductor.stop import find_stop
from webmagic.core.errors import Conflict, Refused
from webmagic.core.ledger import AUTOPILOT, Queue, Runner, enqueue, on_behalf_of
from webmagic.creative.build import Transaction

Work = Callable[[AsyncSession, int], Awaitable[PhaseReport]]


@dataclass(frozen=True)
class Phase:
    """`limit` names the limit it keeps to; `queue` is where its work is done."""

    name: str
    work: Work
    limit: str = ""
    queue: Queue | None = None


async def _health(session: AsyncSession, _limit: int) -> PhaseReport:
    alerts = await list_alerts(session)
    return PhaseReport(
        "health", 0, {"alerts": [alert.as_dict() for alert in alerts if alert.key != "workers"]}
    )


PHASES = (
    Phase("health", _health),
    Phase("clean-up", lambda session, _: clean_up(session)),
    Phase("scrape", scrape_due, "scrape", Queue.SCRAPING),
    Phase("qualify", qualify_due, "qualify"),
    Phase("verify", verify_due, "verify", Queue.SCRAPING),
    Phase(
        "retry sites",
        lambda s, limit: retry_due(s, SITE_JOBS, limit, "retry sites"),
        "retry_sites",
    ),
    Phase("generate", generate_due, "generate", Queue.GENERATION),
    Phase("publish", publish_due, "publish", Queue.GENERATION),
    Phase("campaigns", create_campaigns_due, "campaigns"),
    Phase("retry mails", lambda s, limit: retry_due(s, MAIL_JOBS, limit, "retry mails"), "retry_messages"),
    Phase("send", send_due, "send", Queue.CAMPAIGNS),
)


async def _run(session: AsyncSession, phase: Phase, allowed: Allowance) -> PhaseReport:
    """A phase that may not run says so, and asks for nothing."""
    if reason := allowed.stopped.get(phase.limit):
        return PhaseReport(phase.name, 0, {"stopped": reason})
    return await phase.work(session, allowed.limits.get(phase.limit, 0))


def _noted(phase: Phase, report: PhaseReport, allowed: Allowance, **more: Any) -> dict[str, Any]:
    """One phase as it is kept: figures and words, no lists of ids."""
    return {
        "phase": phase.name,
        "asked": report.asked,
        "limit": allowed.limits.get(phase.limit) if phase.limit else None,
        "stopped": str(report.detail.get("stopped", "")),
        **more,
    }


async def run_cycle(
    transaction: Transaction, *, cause: str = "command line", actor: str = "command line"
) -> list[dict[str, Any]]:
    """Run every phase once and see the work it asked for done. Works beside other workers: jobs
    are claimed, so nothing is done twice. Refused while everything is stopped."""
    async with transaction() as session:
        if stop := await find_stop(session):
            raise Refused(f"Everything was stopped by {stop.by}. Let it go on first.")
        cycle_id = (await open_cycle(session, cause, actor)).id or 0
    reports = []
    for phase in PHASES:
        began = time.perf_counter()
        async with transaction() as session:
            allowed = await allowance(session)
            report = await _run(session, phase, allowed)
        ran = await Runner([phase.queue], slots=2).drain() if phase.queue else 0
        took = {"jobs_run": ran, "seconds": round(time.perf_counter() - began, 3)}
        reports.append({**report.as_dict(), **took})
        async with transaction() as session:
            await note_phase(session, cycle_id, _noted(phase, report, allowed, **took))
    async with transaction() as session:
        await end_cycle(session, cycle_id)
    return reports


async def ask_cycle(
    session: AsyncSession, *names: str, by_hand: bool = False, actor: str = AUTOPILOT
) -> list[PhaseReport]:
    """The same phases (or those named) for the autopilot's schedule: asks for work and leaves it to
    the workers. Nothing unless the autopilot is on. What it asks for waits when it is switched off.
    `by_hand`: somebody pressed the button, so the switch does not matter; limits and budgets do."""
    if not by_hand and await autopilot_mode(session) != Mode.ON:
        return []
    reports = []
    cycle = await open_cycle(session, "by hand" if by_hand else "schedule", actor)
    with contextlib.nullcontext() if by_hand else on_behalf_of(AUTOPILOT):
        for phase in PHASES:
            if not names or phase.name in names:
                began = time.perf_counter()
                allowed = await allowance(session)
                report = await _run(session, phase, allowed)
                reports.append(report)
                took = round(time.perf_counter() - began, 3)
                await note_phase(session, cycle.id or 0, _noted(phase, report, allowed, seconds=took))
    await end_cycle(session, cycle.id or 0)
    return reports


async def ask_phases(session: AsyncSession, *names: str, by_hand: str = "") -> list[PhaseReport]:
    """For a schedule's job. `by_hand` names whoever pressed its button."""
    return await ask_cycle(session, *names, by_hand=bool(by_hand), actor=by_hand or AUTOPILOT)


async def request_cycle(session: AsyncSession, actor: str) -> None:
    """One whole cycle now, for the workers. Raises Conflict while one waits, Refused while stopped."""
    if stop := await find_stop(session):
        raise Refused(f"Everything was stopped by {stop.by}. Let it go on first.")
    if not await enqueue(session, "monitoring.cycle", dedupe="cycle", priority=20, actor=actor):
        raise Conflict("A cycle was asked for already; it begins in a moment.")
    await accounts.record(session, "autopilot.cycle", "One cycle was asked for", actor=actor)
