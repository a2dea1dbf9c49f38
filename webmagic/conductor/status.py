"""`conductor --status`: how everything stands, for people and programs."""

from dataclasses import asdict
from typing import Any

from sqlmodel import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import creative
from webmagic.conductor.alerts import list_open_alerts
from webmagic.conductor.allowance import allowance, budgets, spent_today
from webmagic.conductor.autopilot import autopilot_mode, cycle_limits
from webmagic.conductor.certificates import list_certificates
from webmagic.conductor.cycles import list_cycles
from webmagic.conductor.health import list_alerts
from webmagic.conductor.jobs import list_queues
from webmagic.conductor.providers import provider_states
from webmagic.conductor.schedule import list_schedules
from webmagic.conductor.stop import find_stop
from webmagic.conductor.vitals import list_vitals
from webmagic.core.ledger import list_holds, list_workers
from webmagic.models import Business, Stage


async def status(session: AsyncSession) -> dict[str, Any]:
    found = await session.exec(select(Business.stage, func.count()).group_by(Business.stage))
    counts = dict(found.all())
    stop, cycles = await find_stop(session), await list_cycles(session, limit=1)
    since = {row.key: row.raised_at for row in await list_open_alerts(session)}
    return {
        "autopilot": await autopilot_mode(session),
        "designer": "claude" if creative.has_claude() else "studio",
        "stopped": asdict(stop) if stop else None,
        "stages": {str(stage): counts.get(stage, 0) for stage in Stage},
        "queues": [asdict(queue) for queue in await list_queues(session)],
        "holds": await list_holds(session),
        "schedules": [asdict(schedule) for schedule in await list_schedules(session)],
        "limits": await cycle_limits(session),
        "budgets": await budgets(session),
        "spent_today": asdict(await spent_today(session)),
        "forbidden": (await allowance(session)).stopped,
        "last_cycle": asdict(cycles[0]) if cycles else None,
        "workers": await list_workers(),
        "health": [asdict(one) for one in await list_vitals(session)],
        "providers": [asdict(one) for one in await provider_states(session)],
        "certificates": [asdict(one) for one in await list_certificates(session)],
        "alerts": [
            {**alert.as_dict(), "since": since.get(alert.key)} for alert in await list_alerts(session)
        ],
    }
