"""A build that runs: stopped by hand, gone on with, and shown while it grows."""

import asyncio
from dataclasses import dataclass, field

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts, creative, hosting
from webmagic.core.errors import Conflict
from webmagic.core.ledger import Job, JobState, cancel, retry
from webmagic.core.ledger.table import ACTIVE
from webmagic.core.settings import get_settings

KIND = "generation.build"


@dataclass(frozen=True)
class Grown:
    """A page so far: where it is laid out, under which release, its sections and those finished."""

    address: str
    release: str
    kinds: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)


async def stop_build(session: AsyncSession, site_id: int, *, actor: str) -> creative.Stopped:
    """Take a build back. The worker lets go within a second; what was finished or paid for stays."""
    site = await creative.get_site(session, site_id)
    statement = select(Job).where(
        Job.kind == KIND, Job.dedupe_key == f"build:{site_id}", col(Job.state).in_(ACTIVE)
    )
    job = (await session.exec(statement)).first()
    if job is None:
        raise Conflict("Nothing is being built here (any more), so there is nothing to stop.")
    await cancel(session, job.id or 0)
    stopped = await creative.stop_build(session, site_id, f"job:{job.id}")
    words = f"{site.subdomain}: the build was stopped"
    await accounts.record(session, "site.stopped", words, business_id=site.business_id, actor=actor)
    return stopped


async def settle_stopped(session: AsyncSession, job_id: int, site_id: int) -> None:
    """For the worker that had to let go: if its job was taken back, leave the site as it stands."""
    job = await session.get(Job, job_id)
    if job is not None and job.state == JobState.CANCELLED:
        await creative.stop_build(session, site_id, f"job:{job_id}")


async def find_stopped(session: AsyncSession, site_id: int) -> int:
    """The job that could go on where it was stopped; 0 when the newest build ended by itself."""
    statement = select(Job).where(Job.kind == KIND, Job.dedupe_key == f"build:{site_id}")
    newest = (await session.exec(statement.order_by(col(Job.id).desc()).limit(1))).first()
    is_stopped = newest is not None and newest.state in (JobState.CANCELLED, JobState.FAILED)
    return (newest.id or 0) if newest is not None and is_stopped else 0


async def continue_build(session: AsyncSession, site_id: int, *, actor: str) -> None:
    """Go on with a build that was stopped or failed: what is stored is not made, nor paid, again."""
    site = await creative.get_site(session, site_id)
    job_id = await find_stopped(session, site_id)
    if not job_id or not await retry(session, job_id):
        raise Conflict("There is no stopped build to go on with.")
    words = f"{site.subdomain}: the build goes on"
    await accounts.record(session, "site.requested", words, business_id=site.business_id, actor=actor)


async def show_growth(session: AsyncSession, site_id: int, viewer: str) -> Grown | None:
    """Lay out the newest build's page so far, for this viewer alone. None before its look is known."""
    sketch = await creative.sketch_of(session, site_id)
    if sketch is None:
        return None
    settings = get_settings()
    page = await asyncio.to_thread(creative.draw, sketch, settings.public_url)
    shown = await asyncio.to_thread(hosting.show_draft, settings, site_id, f"{viewer} live", page.files)
    address, _, release = shown.partition("?v=")
    return Grown(address, release, sketch.kinds, sketch.done)
