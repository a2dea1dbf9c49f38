"""The road, step by step: what each phase finds due, and the jobs it asks for.

A phase never does slow work itself. It selects rows, writes what it decided, and enqueues;
the ledger does the rest, so a crash between two phases loses nothing.
"""

import asyncio
import zipfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts, creative, hosting, hunter, pitcher
from webmagic.conductor.autopilot import Mode, autopilot_mode
from webmagic.core.clock import ago, now
from webmagic.core.errors import Conflict, NotFound, Refused
from webmagic.core.ledger import Job, JobState, Queue, Runner, enqueue, retry
from webmagic.core.settings import get_settings
from webmagic.creative.build import Transaction
from webmagic.models import Business, GeneratedSite, SiteStatus, Stage, WebsiteState

NEVER_BUILD = (Stage.REJECTED, Stage.OPTED_OUT, Stage.LOST)
BEFORE_PUBLISHED = (Stage.FOUND, Stage.QUALIFIED, Stage.BUILDING, Stage.BUILT)


@dataclass
class PhaseReport:
    """What one phase found due and asked for."""

    phase: str
    asked: int = 0
    detail: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


async def request_build(
    session: AsyncSession,
    business_id: int,
    *,
    engine: str = "auto",
    actor: str = "autopilot",
    by_hand: bool = False,
    from_stage: str = "",
) -> GeneratedSite:
    """Ask for a site (or a new version of it). An operator may build what the rules would not;
    nobody may build for a business that said no."""
    creative.check_engine(engine)
    business = await session.get(Business, business_id)
    if business is None:
        raise NotFound(f"There is no business {business_id}.")
    if business.stage in NEVER_BUILD or business.do_not_contact:
        raise Refused(f"{business.name} is excluded ({business.disqualified_reason or business.stage}).")
    if not business.qualified and not by_hand:
        raise Refused(
            f"{business.name} does not qualify: {business.disqualified_reason or 'its score is too low'}."
        )
    site = await creative.find_site_of(session, business_id)
    if site is None:
        subdomain = await hosting.choose_subdomain(session, business.name, business.city)
        site = await creative.open_site(session, business_id, subdomain)
    assert site.id is not None
    if not await enqueue(
        session,
        "generation.build",
        dedupe=f"build:{site.id}",
        site_id=site.id,
        business_id=business_id,
        engine=engine,
        from_stage=from_stage,
    ):
        if by_hand:
            raise Conflict(f"The site of {business.name} is being built already.")
        return site
    words = f"{business.name}: a site was asked for"
    await accounts.record(session, "site.requested", words, business_id=business_id, actor=actor)
    return site


async def list_unbuilt(session: AsyncSession, limit: int) -> list[int]:
    """The best qualified businesses that have no site."""
    statement = (
        select(Business.id)
        .outerjoin(GeneratedSite, col(GeneratedSite.business_id) == Business.id)
        .where(
            col(Business.qualified).is_(True),
            Business.stage == Stage.QUALIFIED,
            col(GeneratedSite.id).is_(None),
        )
        .order_by(col(Business.score).desc(), col(Business.id))
        .limit(limit)
    )
    return [business_id for business_id in (await session.exec(statement)).all() if business_id]


async def generate_due(session: AsyncSession, limit: int) -> PhaseReport:
    ids = await list_unbuilt(session, limit)
    for business_id in ids:
        await request_build(session, business_id)
    return PhaseReport("generate", len(ids))


async def list_publishable(session: AsyncSession, limit: int = 10_000) -> list[int]:
    """Sites whose newest version is not the one online."""
    inspected = select(Job.business_id).where(
        Job.kind == "generation.inspect",
        col(Job.state).in_([JobState.WAITING, JobState.RUNNING]),
        col(Job.business_id).is_not(None),
    )
    statement = (
        select(GeneratedSite.id)
        .join(Business, col(Business.id) == GeneratedSite.business_id)
        .where(
            Business.stage != Stage.OPTED_OUT,
            GeneratedSite.status == SiteStatus.READY,
            col(GeneratedSite.current_version) > col(GeneratedSite.published_version),
            col(GeneratedSite.business_id).not_in(inspected),  # a browser has the first word
        )
        .limit(limit)
    )
    return [site_id for site_id in (await session.exec(statement)).all() if site_id]


async def publish_due(session: AsyncSession, limit: int) -> PhaseReport:
    ids = await list_publishable(session, limit)
    for site_id in ids:
        await request_publish(session, await creative.get_site(session, site_id))
    return PhaseReport("publish", len(ids))


async def request_publish(session: AsyncSession, site: GeneratedSite) -> bool:
    """Ask for the current version to go online. Refused when the owner wanted the site gone."""
    business = await session.get_one(Business, site.business_id)
    _check_wanted(business)
    if site.expired_at is not None:  # whoever asks for it again starts the preview's time anew
        site.expired_at, site.published_at = None, now()
        session.add(site)
    return await enqueue(
        session,
        "generation.publish",
        dedupe=f"publish:{site.id}",
        site_id=site.id,
        business_id=site.business_id,
    )


def _check_wanted(business: Business) -> None:
    if business.stage == Stage.OPTED_OUT:
        raise Refused(f"{business.name} asked to be left alone, so its site stays offline.")
    if business.stage == Stage.REJECTED and business.website_state == WebsiteState.HAS:
        raise Refused(f"{business.name} has a website of its own, so its site stays offline.")


async def publish_site(site_id: int, transaction: Transaction) -> hosting.PublishedFiles:
    """Put the current version online, replacing the one there is at once."""
    async with transaction() as session:
        site = await creative.get_site(session, site_id)
        business = await session.get_one(Business, site.business_id)
        _check_wanted(business)
        version = None if _rests(site) else await creative.get_version(session, site)
    if version is None:
        return await _rest(site, business)
    if version.gate.get("deep", {}).get("state") == "refused":
        raise Refused(f"A browser found version {version.number} of {site.subdomain} broken; see its card.")
    page = await asyncio.to_thread(creative.render_version, site, version)
    files = await asyncio.to_thread(hosting.write_site, get_settings(), site.subdomain, page.files)
    async with transaction() as session:
        await _mark_published(session, site_id, version.number)
        if _rests(await creative.get_site(session, site_id)):  # meanwhile
            await enqueue(session, "generation.publish", dedupe=f"publish:{site_id}:again", site_id=site_id)
    return files


def _rests(site: GeneratedSite) -> bool:
    return bool(site.suspended_at or (site.expired_at and not site.is_claimed))


async def _rest(site: GeneratedSite, business: Business) -> hosting.PublishedFiles:
    """Its plan is not paid, or nobody claimed the preview in time: a kind page stands in. The versions
    stay; the plan, a claim or whoever publishes it again brings them back."""
    language = pitcher.language_of(business)
    if site.suspended_at:
        page = hosting.resting_page(business.name, business.phone, language)
    else:
        claim = pitcher.claim_url(business.id or 0)
        page = hosting.ended_page(business.name, business.phone, language, claim)
    return await asyncio.to_thread(hosting.write_site, get_settings(), site.subdomain, page)


async def _mark_published(session: AsyncSession, site_id: int, number: int) -> None:
    site = await creative.get_site(session, site_id)
    business = await session.get_one(Business, site.business_id)
    is_first = site.published_version == 0
    site.status, site.published_version, site.updated_at = SiteStatus.PUBLISHED, number, now()
    site.published_at = site.published_at or now()
    if business.stage in BEFORE_PUBLISHED:
        business.stage, business.stage_at = Stage.PUBLISHED, now()
    session.add_all([site, business])
    words = f"is live, gate {site.gate_score}" if is_first else f"was published again, version {number}"
    await accounts.record(session, "site.published", f"{business.name} {words}", business_id=business.id)
    if is_first and await autopilot_mode(session) == Mode.ON:
        await enqueue(session, "campaigns.create", dedupe="campaigns.create")


async def list_built(session: AsyncSession, site_ids: list[int]) -> list[dict[str, Any]]:
    """What became of these sites, as the command line tells it."""
    built = []
    for site_id in site_ids:
        row = await creative.get_site_row(session, site_id)
        versions = await creative.list_versions(session, site_id)
        newest = versions[0] if versions else None
        built.append(
            {
                "business": row.business_id,
                "site": site_id,
                "subdomain": row.subdomain,
                "status": row.status,
                "version": row.version,
                "engine": row.engine,
                "seconds": round(newest.seconds, 3) if newest else None,
                "cost_usd": newest.cost_microusd / 1e6 if newest else 0.0,
                "gate": newest.gate_score if newest else None,
                "findings": newest.findings if newest else [],
            }
        )
    return built


async def export_site(site_id: int, target: Path, transaction: Transaction) -> dict[str, Any]:
    """The current version as a ZIP, without the claim bar: it is the customer's to keep."""
    async with transaction() as session:
        site = await creative.get_site(session, site_id)
        version = await creative.get_version(session, site)
    page = creative.render_version(site, version, for_owner=True, has_form=False)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in page.files.items():
            archive.writestr(name, data)
    return {"path": str(target), "files": len(page.files), "bytes": target.stat().st_size}


async def run_campaigns(transaction: Transaction, *, limit: int, dry_run: bool) -> dict[str, Any]:
    """Write and send what is due now, and see it done."""
    async with transaction() as session:
        mailer = pitcher.choose(get_settings())
        report = await pitcher.create_due(session, mailer, limit=limit, dry_run=dry_run)
        queued = 0 if dry_run else len(await pitcher.send_due(session, limit=limit))
    if queued:
        await Runner([Queue.CAMPAIGNS], slots=2).drain()
    held = [asdict(hold) for hold in report.held]
    return {"created": report.created, "sent": queued, "held": held}


async def withdraw_site(
    session: AsyncSession, site_id: int, *, reason: str, actor: str = "autopilot"
) -> None:
    """Take a site off the air at once; its versions stay."""
    site = await creative.get_site(session, site_id)
    await asyncio.to_thread(hosting.withdraw, get_settings(), site.subdomain)
    site.status, site.published_version, site.updated_at = SiteStatus.WITHDRAWN, 0, now()
    session.add(site)
    await accounts.record(
        session,
        "site.withdrawn",
        f"{site.subdomain} was withdrawn: {reason}",
        business_id=site.business_id,
        actor=actor,
    )


async def qualify_due(session: AsyncSession, limit: int) -> PhaseReport:
    """Judge what has not been judged yet: imports judge at once, rows made by hand or by the API wait."""
    rules = await hunter.load_rules(session)
    statement = (
        select(Business)
        .where(Business.stage == Stage.FOUND, Business.score == 0, Business.disqualified_reason == "")
        .order_by(col(Business.id))
        .limit(limit)
    )
    businesses = (await session.exec(statement)).all()
    qualified = sum([hunter.qualify(business, rules) for business in businesses])
    session.add_all(businesses)
    return PhaseReport("qualify", len(businesses), {"qualified": qualified})


async def scrape_due(session: AsyncSession, limit: int) -> PhaseReport:
    territories = await hunter.territories.list_due(session, limit)
    for territory in territories:
        await enqueue(
            session, "scraping.territory", dedupe=f"scrape:{territory.id}", territory_id=territory.id
        )
    return PhaseReport(
        "scrape", len(territories), {"territories": [territory.id for territory in territories]}
    )


async def retry_due(session: AsyncSession, kinds: tuple[str, ...], limit: int, phase: str) -> PhaseReport:
    """Failed work of these kinds gets one more round, a day at the latest after it failed."""
    statement = (
        select(Job.id)
        .where(
            col(Job.kind).in_(kinds),
            Job.state == JobState.FAILED,
            col(Job.error_kind).not_in(["Refused", "Invalid", "NotFound", "WorkerDied"]),
            col(Job.finished_at) > ago(days=1),
            col(Job.finished_at) < ago(hours=1),
        )
        .limit(limit)
    )
    ids = (await session.exec(statement)).all()
    count = sum([await retry(session, job_id) for job_id in ids if job_id])
    return PhaseReport(phase, count)


async def create_campaigns_due(session: AsyncSession, limit: int) -> PhaseReport:
    report = await pitcher.create_due(session, pitcher.choose(get_settings()), limit=limit)
    return PhaseReport("campaigns", report.created, {"held": [asdict(hold) for hold in report.held]})


async def send_due(session: AsyncSession, limit: int) -> PhaseReport:
    return PhaseReport("send", len(await pitcher.send_due(session, limit=limit)))
