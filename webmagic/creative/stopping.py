"""A build that somebody stopped: what it finished stays, and so does the page that is online."""

from dataclasses import dataclass, field

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.database import after_commit
from webmagic.creative.live import Narrator
from webmagic.creative.sites import get_site
from webmagic.creative.stages import STAGES
from webmagic.models import AgentRun, Business, CallState, ModelCall, RunState, SiteStatus, Stage

WORDS = "Stopped by hand."
NAMES = {"analyst": "Analyst", "concept": "Concept", "art_director": "Art director", "architect": "Architect"}


@dataclass(frozen=True)
class Stopped:
    """What stays: the stages that had ended, and the version that is online (0: none)."""

    site_id: int
    kept: list[str] = field(default_factory=list)
    online: int = 0

    @property
    def sentence(self) -> str:
        names = [f"the {NAMES[stage]}'s" for stage in self.kept]
        kept = f"{_listed(names)} work is kept" if names else "nothing was finished yet"
        online = f"version {self.online} stays online" if self.online else "nothing is online"
        return f"Stopped: {kept}, and {online}."


async def stop_build(session: AsyncSession, site_id: int, key: str) -> Stopped:
    """Put site, business and stages of a build that was taken back to what holds now. Safe to repeat."""
    site = await get_site(session, site_id)
    runs = list((await session.exec(select(AgentRun).where(AgentRun.build_key == key))).all())
    for run in runs:
        if run.state in (RunState.RUNNING, RunState.WAITING):
            run.state, run.error, run.finished_at = RunState.STOPPED, WORDS, now()
            session.add(run)
    await _withdraw_questions(session, key)
    if site.status == SiteStatus.BUILDING:
        site.status, site.updated_at = _standing(site.current_version, site.published_version), now()
        session.add(site)
        after_commit(session, lambda: Narrator(site, key).status(site.status, is_stopped=True))
    business = await session.get_one(Business, site.business_id)
    if business.stage == Stage.BUILDING:
        business.stage, business.stage_at = Stage.QUALIFIED if business.qualified else Stage.FOUND, now()
        session.add(business)
    done = {run.stage for run in runs if run.state == RunState.DONE}
    return Stopped(site_id, [stage for stage in STAGES if stage in done], site.published_version)


async def _withdraw_questions(session: AsyncSession, key: str) -> None:
    """What waits for the next batch is not asked; what lies in one is paid, and kept when it comes."""
    waiting = select(ModelCall).where(ModelCall.build_key == key, ModelCall.state == CallState.QUEUED)
    for call in (await session.exec(waiting)).all():
        call.state, call.outcome, call.finished_at = CallState.FAILED, "stopped", now()
        call.cost_microusd, call.request = 0, {}
        session.add(call)


def _standing(current: int, published: int) -> SiteStatus:
    if not current:
        return SiteStatus.FAILED
    return SiteStatus.PUBLISHED if current == published else SiteStatus.READY


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
