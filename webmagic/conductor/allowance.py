"""What the autopilot may do right now: its limits, less what budgets and quiet hours forbid."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts.preferences import read_preference, write_preference
from webmagic.conductor.autopilot import cycle_limits
from webmagic.conductor.quiet import quiet_everywhere_until
from webmagic.core.clock import now
from webmagic.core.ledger import AUTOPILOT, Postponed
from webmagic.models import Message, MessageState, ModelCall, Territory

MICRO = 1_000_000
# Per day (UTC). 0 means without a limit.
DEFAULT_BUDGETS: dict[str, float] = {"models_usd": 10.0, "listings_usd": 10.0, "mails": 200}


@dataclass(frozen=True)
class Spending:
    """Since midnight UTC. Listings count a territory's whole cost when it was scraped today."""

    models_microusd: int = 0
    listings_microusd: int = 0
    mails: int = 0


@dataclass(frozen=True)
class Allowance:
    """`limits` by phase; `stopped` says in a sentence why a phase may do nothing, `until` when it may."""

    limits: dict[str, int]
    stopped: dict[str, str] = field(default_factory=dict)
    until: dt.datetime | None = None


async def budgets(session: AsyncSession) -> dict[str, float]:
    return await read_preference(session, "budgets", DEFAULT_BUDGETS)


async def set_budgets(session: AsyncSession, values: dict[str, Any]) -> None:
    known = {key: max(0.0, float(values[key])) for key in DEFAULT_BUDGETS if key in values}
    await write_preference(session, "budgets", {**await budgets(session), **known})


async def spent_today(session: AsyncSession) -> Spending:
    today = now().replace(hour=0, minute=0, second=0, microsecond=0)
    models = select(func.coalesce(func.sum(ModelCall.cost_microusd), 0)).where(
        col(ModelCall.created_at) >= today
    )
    listings = select(func.coalesce(func.sum(Territory.cost_microusd), 0)).where(
        col(Territory.last_scraped_at) >= today
    )
    mails = select(func.count()).where(
        Message.state == MessageState.SENT, Message.purpose == "outreach", col(Message.sent_at) >= today
    )
    return Spending(*[int((await session.exec(statement)).one()) for statement in (models, listings, mails)])


async def allowance(session: AsyncSession) -> Allowance:
    limits = dict(await cycle_limits(session))
    until = await quiet_everywhere_until(session)
    return allow(limits, await budgets(session), await spent_today(session), until)


def allow(
    limits: dict[str, int], budget: dict[str, float], spent: Spending, quiet: dt.datetime | None
) -> Allowance:
    """The limits with what is forbidden set to nothing, and why."""
    limits, stopped = dict(limits), {}
    if budget["models_usd"] and spent.models_microusd >= budget["models_usd"] * MICRO:
        stopped["generate"] = f"Today's budget for models (${budget['models_usd']:.2f}) is spent."
    if budget["listings_usd"] and spent.listings_microusd >= budget["listings_usd"] * MICRO:
        stopped["scrape"] = f"Today's budget for listings (${budget['listings_usd']:.2f}) is spent."
    if budget["mails"]:
        limits["send"] = min(limits["send"], max(0, int(budget["mails"]) - spent.mails))
        if not limits["send"]:
            stopped["send"] = f"Today's {budget['mails']:.0f} mails have left."
    if quiet:
        stopped["send"] = f"Quiet hours until {quiet:%H:%M} UTC."
    stopped.update(_following(stopped))
    return Allowance({**limits, **dict.fromkeys(stopped, 0)}, stopped, quiet)


async def check_allowed(session: AsyncSession, origin: str, phase: str) -> None:
    """For the autopilot's jobs, before they begin: raises Postponed when the phase may not run now.
    What a person asked for is always allowed."""
    if origin != AUTOPILOT:
        return
    found = await allowance(session)
    if reason := found.stopped.get(phase):
        tomorrow = (now() + dt.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        raise Postponed(found.until if found.until and phase == "send" else tomorrow, reason)


def _following(stopped: dict[str, str]) -> dict[str, str]:
    """What has no sense without another phase stops with it: writing an offer asks for its sending."""
    pairs = {"generate": ("retry_sites",), "send": ("campaigns", "retry_messages")}
    return {other: stopped[name] for name, others in pairs.items() if name in stopped for other in others}
