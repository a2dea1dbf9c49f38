"""`conductor --status`: counts by stage, queues, workers, alerts."""

from dataclasses import asdict
from typing import Any

from sqlmodel import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.conductor.autopilot import autopilot_mode
from webmagic.conductor.health import list_alerts
from webmagic.conductor.jobs import list_queues
from webmagic.conductor.schedule import list_schedules
from webmagic.core.ledger import list_holds, list_workers
from webmagic.models import Business, Stage


async def status(session: AsyncSession) -> dict[str, Any]:
    found = await session.exec(select(Business.stage, func.count()).group_by(Business.stage))
    counts = dict(found.all())
    return {
        "autopilot": await autopilot_mode(session),
        "stages": {str(stage): counts.get(stage, 0) for stage in Stage},
        "queues": [asdict(queue) for queue in await list_queues(session)],
        "holds": await list_holds(session),
        "schedules": [asdict(schedule) for schedule in await list_schedules(session)],
        "workers": await list_workers(),
        "alerts": [alert.as_dict() for alert in await list_alerts(session)],
    }
