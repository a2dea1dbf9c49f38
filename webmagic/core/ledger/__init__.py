"""The job ledger: background work as rows, written in the transaction that asks for it.

    async with transaction() as session:
        ...
        await enqueue(session, "generation.build", dedupe="build:42", business_id=42)

A kind's first word is its queue. Job functions are declared in `workers/` with `@job`.
`table.py` rows, `asking.py` enqueue and cancel, `claims.py` who may run what,
`registry.py` kinds and their limits, `runner.py` the loop that works rows off,
`leases.py` keeping what one holds, `holds.py` pausing, `schedule.py` recurring work.
"""

from webmagic.core.ledger.asking import cancel, enqueue, enqueue_many, hasten, retry, retry_group
from webmagic.core.ledger.claims import LeaseLost, Postponed, finish
from webmagic.core.ledger.holds import hold_origin, list_holds, pause, resume, resume_origin
from webmagic.core.ledger.origin import AUTOPILOT, on_behalf_of
from webmagic.core.ledger.outage import is_outage
from webmagic.core.ledger.presence import list_workers
from webmagic.core.ledger.registry import Kind, job, registered
from webmagic.core.ledger.runner import Runner
from webmagic.core.ledger.schedule import Schedule, fire_due
from webmagic.core.ledger.table import Job, JobState, LedgerHold, Queue, ScheduleTick

__all__ = [
    "AUTOPILOT",
    "Job",
    "JobState",
    "Kind",
    "LeaseLost",
    "LedgerHold",
    "Postponed",
    "Queue",
    "Runner",
    "Schedule",
    "ScheduleTick",
    "cancel",
    "enqueue",
    "enqueue_many",
    "finish",
    "fire_due",
    "hasten",
    "hold_origin",
    "is_outage",
    "job",
    "list_holds",
    "list_workers",
    "on_behalf_of",
    "pause",
    "registered",
    "resume",
    "resume_origin",
    "retry",
    "retry_group",
]
