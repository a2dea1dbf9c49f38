"""What the autopilot would do and cost in the coming hours, before it is switched on.

Reads only. The rows there are now go through the schedule hour by hour; what cannot be known yet
(how many listings a search finds, how many of them qualify, how many offers are held) is taken
from this installation's own past, and said in `assumed`.
"""

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import hunter, pitcher
from webmagic.conductor.allowance import Spending, allow, budgets, spent_today
from webmagic.conductor.autopilot import cycle_limits
from webmagic.conductor.pipeline import list_publishable, list_unbuilt
from webmagic.conductor.quiet import quiet_hours, quiet_until
from webmagic.conductor.schedule import active_schedules
from webmagic.core.clock import now
from webmagic.core.errors import Invalid, WebMagicError
from webmagic.core.ledger import Schedule
from webmagic.core.settings import get_settings
from webmagic.models import Business, Campaign, CampaignState, SiteVersion, Stage, Territory

MANY = 10_000
MOST_HOURS = 24 * 31
UNKNOWN_SITE_MICROUSD = 250_000  # a site by a model, while none was ever made here


@dataclass
class Assumed:
    """From this installation's past; where it has none, from the sources' quotes and a guess."""

    found_per_territory: float
    qualified_share: float
    allowed_share: float
    site_microusd: int


@dataclass
class Road:
    """How much stands at each step. `territories` is (listings, cost) for each that is due."""

    territories: list[tuple[int, int]] = field(default_factory=list)
    to_judge: float = 0
    to_build: float = 0
    to_publish: float = 0
    to_offer: float = 0
    to_send: float = 0


@dataclass(frozen=True)
class Step:
    hour: int
    at: dt.datetime
    phase: str
    count: int
    cost_usd: float
    stopped: str = ""

    def as_text(self) -> str:
        figures = f"{self.at:%a %H:%M}  {self.phase:<9} {self.count:>5}  ${self.cost_usd:>7.2f}"
        return f"{figures}  {self.stopped}".rstrip()


@dataclass(frozen=True)
class Rehearsal:
    hours: int
    steps: list[Step]
    totals: dict[str, int]
    cost_usd: float
    assumed: Assumed

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def as_text(self) -> str:
        told = [step.as_text() for step in self.steps]
        sums = ", ".join(f"{count} {phase}" for phase, count in self.totals.items()) or "nothing"
        told.append(f"In {self.hours} hours: {sums}; ${self.cost_usd:.2f}. Nothing was written.")
        return "\n".join(told)


async def rehearse(session: AsyncSession, hours: int = 24) -> Rehearsal:
    """The plan of the next hours. Writes nothing and asks no provider."""
    if not 1 <= hours <= MOST_HOURS:
        raise Invalid(f"A rehearsal covers 1 to {MOST_HOURS} hours.")
    assumed = await _assume(session)
    play = _Play(
        road=await _read_road(session),
        assumed=assumed,
        limits=await cycle_limits(session),
        budget=await budgets(session),
        quiet=await quiet_hours(session),
        spent=await spent_today(session),
    )
    schedules = await active_schedules(session)
    begin = now()
    for hour in range(hours):
        play.hour(hour, begin, schedules)
    totals: dict[str, int] = {}
    for step in play.steps:
        totals[step.phase] = totals.get(step.phase, 0) + step.count
    cost = round(sum(step.cost_usd for step in play.steps), 4)
    return Rehearsal(hours, play.steps, totals, cost, assumed)


@dataclass
class _Play:
    road: Road
    assumed: Assumed
    limits: dict[str, int]
    budget: dict[str, float]
    quiet: dict[str, Any]
    spent: Spending
    steps: list[Step] = field(default_factory=list)

    def hour(self, hour: int, begin: dt.datetime, schedules: list[Schedule]) -> None:
        """Every tick between this hour and the next, by time, and at one time in the order of the road."""
        at, until = begin + dt.timedelta(hours=hour), begin + dt.timedelta(hours=hour + 1)
        if hour and at.date() != (at - dt.timedelta(hours=1)).date():
            self.spent = Spending()
        kinds = {
            "scraping.due": (self._scrape, self._qualify),
            "generation.due": (self._generate, self._publish),
            "campaigns.create": (self._offer, self._send),
        }
        ticks = []
        for schedule in schedules:
            due = schedule.next_due(at)
            while schedule.kind in kinds and due <= until:
                ticks.append((due, list(kinds).index(schedule.kind), kinds[schedule.kind]))
                due += schedule.every
        for due, _, phases in sorted(ticks, key=lambda tick: tick[:2]):
            for phase in phases:
                self._step(hour, due, phase)

    def _step(self, hour: int, at: dt.datetime, phase) -> None:
        allowed = allow(self.limits, self.budget, self.spent, quiet_until(self.quiet, at))
        name = phase.__name__.strip("_")
        limit = {"offer": "campaigns"}.get(name, name)
        count, cost = phase(allowed.limits[limit])
        if count or limit in allowed.stopped:
            self.steps.append(Step(hour, at, name, count, cost / 1e6, allowed.stopped.get(limit, "")))

    def _spend(self, **more: int) -> None:
        self.spent = Spending(
            **{name: getattr(self.spent, name) + by for name, by in more.items()}
            | {name: value for name, value in asdict(self.spent).items() if name not in more}
        )

    def _scrape(self, limit: int) -> tuple[int, int]:
        taken, self.road.territories = self.road.territories[:limit], self.road.territories[limit:]
        cost = sum(cost for _, cost in taken)
        self._spend(listings_microusd=cost)
        found = sum(min(places, self.assumed.found_per_territory) for places, _ in taken)
        self.road.to_judge += found
        return len(taken), cost

    def _qualify(self, limit: int) -> tuple[int, int]:
        judged = min(float(limit), self.road.to_judge)
        self.road.to_judge -= judged
        self.road.to_build += judged * self.assumed.qualified_share
        return int(judged), 0

    def _generate(self, limit: int) -> tuple[int, int]:
        count = min(limit, int(self.road.to_build))
        cost = count * self.assumed.site_microusd
        self._spend(models_microusd=cost)
        self.road.to_build -= count
        self.road.to_publish += count
        return count, cost

    def _publish(self, limit: int) -> tuple[int, int]:
        count = min(limit, int(self.road.to_publish))
        self.road.to_publish -= count
        self.road.to_offer += count
        return count, 0

    def _offer(self, limit: int) -> tuple[int, int]:
        looked = min(limit, int(self.road.to_offer))
        self.road.to_offer -= looked
        self.road.to_send += looked * self.assumed.allowed_share
        return looked, 0

    def _send(self, limit: int) -> tuple[int, int]:
        count = min(limit, int(self.road.to_send + 1e-9))
        self.road.to_send -= count
        self._spend(mails=count)
        return count, 0


async def _read_road(session: AsyncSession) -> Road:
    road = Road()
    for territory in await hunter.territories.list_due(session, 1000):
        try:
            quote = await hunter.territories.quote(session, territory.id or 0)
        except WebMagicError:  # no source covers it: the autopilot would be refused, too
            continue
        road.territories.append((quote.places, quote.cost_microusd))
    found = [Business.stage == Stage.FOUND, Business.score == 0, Business.disqualified_reason == ""]
    road.to_judge = (await session.exec(select(func.count()).select_from(Business).where(*found))).one()
    road.to_build = len(await list_unbuilt(session, MANY))
    road.to_publish = len(await list_publishable(session))
    offers = await pitcher.create_due(session, pitcher.choose(get_settings()), limit=MANY, dry_run=True)
    road.to_offer = offers.created
    road.to_send = len(await pitcher.send_due(session, limit=MANY, dry_run=True))
    return road


async def _assume(session: AsyncSession) -> Assumed:
    done = select(
        func.count(), func.sum(Territory.businesses_found), func.sum(Territory.qualified_found)
    ).where(col(Territory.last_scraped_at).is_not(None), Territory.businesses_found > 0)
    count, found, qualified = (await session.exec(done)).one()
    offers = dict((await session.exec(select(Campaign.state, func.count()).group_by(Campaign.state))).all())
    held, written = offers.get(CampaignState.HELD, 0), sum(offers.values())
    return Assumed(
        found_per_territory=found / count if count else 20.0,
        qualified_share=qualified / found if found else 0.2,
        allowed_share=(written - held) / written if written else 0.5,
        site_microusd=await _site_cost(session),
    )


async def _site_cost(session: AsyncSession) -> int:
    """What a site of the engine now chosen cost here, on average; nothing for the built-in one."""
    settings = get_settings()
    if settings.engine == "studio" or not settings.anthropic_api_key.get_secret_value():
        return 0
    average = select(func.avg(SiteVersion.cost_microusd)).where(SiteVersion.engine == "claude")
    return int((await session.exec(average)).one() or UNKNOWN_SITE_MICROUSD)
