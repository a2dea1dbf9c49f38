"""One cycle of the autopilot: health, clean-up, then the road from left to right."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.conductor.allowance import Allowance, allowance
from webmagic.conductor.autopilot import Mode, autopilot_mode
from webmagic.conductor.health import list_alerts
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
from webmagic.core.ledger import AUTOPILOT, Queue, Runner, on_behalf_of
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
    Phase(
        "retry sites", lambda s, limit: retry_due(s, "generation.build", limit, "retry sites"), "retry_sites"
    ),
    Phase("generate", generate_due, "generate", Queue.GENERATION),
    Phase("publish", publish_due, "publish", Queue.GENERATION),
    Phase("campaigns", create_campaigns_due, "campaigns"),
    Phase(
        "retry mails", lambda s, limit: retry_due(s, "campaigns.send", limit, "retry mails"), "retry_messages"
    ),
    Phase("send", send_due, "send", Queue.CAMPAIGNS),
)


async def _run(session: AsyncSession, phase: Phase, allowed: Allowance) -> PhaseReport:
    """A phase that may not run says so, and asks for nothing."""
    if reason := allowed.stopped.get(phase.limit):
        return PhaseReport(phase.name, 0, {"stopped": reason})
    return await phase.work(session, allowed.limits.get(phase.limit, 0))


async def run_cycle(transaction: Transaction) -> list[dict[str, Any]]:
    """Run every phase once and see the work it asked for done. Works beside other workers: jobs
    are claimed, so nothing is done twice."""
    reports = []
    for phase in PHASES:
        began = time.perf_counter()
        async with transaction() as session:
            report = await _run(session, phase, await allowance(session))
        ran = await Runner([phase.queue], slots=2).drain() if phase.queue else 0
        reports.append(
            {**report.as_dict(), "jobs_run": ran, "seconds": round(time.perf_counter() - began, 3)}
        )
    return reports


async def ask_cycle(session: AsyncSession, *names: str) -> list[PhaseReport]:
    """The same phases (or those named) for the autopilot's schedule: asks for work and leaves it to
    the workers. Nothing unless the autopilot is on. What it asks for waits when it is switched off."""
    if await autopilot_mode(session) != Mode.ON:
        return []
    reports = []
    with on_behalf_of(AUTOPILOT):
        for phase in PHASES:
            if not names or phase.name in names:
                reports.append(await _run(session, phase, await allowance(session)))
    return reports
