"""Generated sites: opening, listing, versions. The read side of the console's site screens."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.database import insert_once
from webmagic.core.errors import Conflict, NotFound
from webmagic.core.settings import get_settings
from webmagic.models import AgentRun, Business, GeneratedSite, RunState, SiteStatus, SiteVersion

PAGE = 48


@dataclass(frozen=True)
class SiteRow:
    id: int
    business_id: int
    name: str
    trade: str
    city: str
    subdomain: str
    url: str
    status: str
    vibe: str
    engine: str
    version: int
    gate_score: int | None
    is_claimed: bool
    visits: int
    updated_at: dt.datetime
    refusal: list[dict[str, Any]] = field(default_factory=list)  # findings against the newest build
    online: int = 0  # the published version; 0: none


@dataclass(frozen=True)
class SitePage:
    rows: list[SiteRow]
    next_cursor: int | None
    total: int


@dataclass(frozen=True)
class PaneRow:
    """One agent's pane on the live screen."""

    stage: str
    state: str  # waiting | running | done | failed
    says: list[str] = field(default_factory=list)
    seconds: float = 0
    cost_microusd: int = 0
    tokens: int = 0
    error: str = ""
    output: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class BuildView:
    """A build as the live screen shows it, whether it runs or has ended."""

    site: SiteRow
    build: str
    panes: list[PaneRow]
    seconds: float
    cost_microusd: int
    score: int
    address: str


@dataclass(frozen=True)
class VersionRow:
    id: int
    number: int
    engine: str
    gate_score: int
    bytes: int
    seconds: float
    cost_microusd: int
    note: str
    is_published: bool
    findings: list[dict[str, Any]]  # of both halves of the gate
    created_at: dt.datetime
    deep: dict[str, Any] = field(default_factory=dict)  # the browser's card: state, scores, at; {} unseen


async def open_site(session: AsyncSession, business_id: int, subdomain: str) -> GeneratedSite:
    """The site of a business, made if it has none. `subdomain` is used only for a new one."""
    if found := await find_site_of(session, business_id):
        return found
    values = {
        "business_id": business_id,
        "subdomain": subdomain,
        "status": SiteStatus.BUILDING,
        "engine": "",
        "vibe": "",
        "current_version": 0,
        "published_version": 0,
        "is_claimed": False,
        "visits": 0,
        "created_at": now(),
        "updated_at": now(),
    }
    await insert_once(session, GeneratedSite, values)
    found = await find_site_of(session, business_id)
    if found is None:
        raise Conflict(f"The subdomain {subdomain} is taken; try again.")
    return found


async def find_site_of(session: AsyncSession, business_id: int) -> GeneratedSite | None:
    return (await session.exec(select(GeneratedSite).where(GeneratedSite.business_id == business_id))).first()


async def get_site(session: AsyncSession, site_id: int) -> GeneratedSite:
    if site := await session.get(GeneratedSite, site_id):
        return site
    raise NotFound(f"There is no site {site_id}.")


async def get_version(session: AsyncSession, site: GeneratedSite, number: int | None = None) -> SiteVersion:
    """A version, by default the current one."""
    number = number or site.current_version
    statement = select(SiteVersion).where(SiteVersion.site_id == site.id, SiteVersion.number == number)
    if version := (await session.exec(statement)).first():
        return version
    raise NotFound(f"{site.subdomain} has no version {number}; it has not been built yet.")


async def page_sites(
    session: AsyncSession,
    *,
    search: str = "",
    status: str = "",
    vibe: str = "",
    cursor: int | None = None,
    limit: int = PAGE,
) -> SitePage:
    """Sites, newest first."""
    where: list[Any] = []
    if search:
        pattern = f"%{search}%"
        where.append(or_(col(Business.name).ilike(pattern), col(GeneratedSite.subdomain).ilike(pattern)))
    if status:
        where.append(GeneratedSite.status == status)
    if vibe:
        where.append(GeneratedSite.vibe == vibe)
    joined = select(GeneratedSite, Business).join(Business, col(Business.id) == GeneratedSite.business_id)
    counted = (
        select(func.count())
        .select_from(GeneratedSite)
        .join(Business, col(Business.id) == GeneratedSite.business_id)
    )
    after = [col(GeneratedSite.id) < cursor] if cursor else []
    statement = joined.where(*where, *after).order_by(col(GeneratedSite.id).desc()).limit(limit + 1)
    found = (await session.exec(statement)).all()
    total = (await session.exec(counted.where(*where))).one()
    rows = [_row(site, business) for site, business in found[:limit]]
    return SitePage(rows, rows[-1].id if len(found) > limit else None, total)


async def get_site_row(session: AsyncSession, site_id: int) -> SiteRow:
    site = await get_site(session, site_id)
    business = await session.get_one(Business, site.business_id)
    return _row(site, business)


def _row(site: GeneratedSite, business: Business) -> SiteRow:
    return SiteRow(
        id=site.id or 0,
        business_id=site.business_id,
        name=business.name,
        trade=business.trade,
        city=business.city,
        subdomain=site.subdomain,
        url=get_settings().site_url(site.subdomain),
        status=site.status,
        vibe=site.vibe,
        engine=site.engine,
        version=site.current_version,
        gate_score=site.gate_score,
        is_claimed=site.is_claimed,
        visits=site.visits,
        updated_at=site.updated_at,
        refusal=list((site.refusal or {}).get("findings", [])),
        online=site.published_version,
    )


async def list_versions(session: AsyncSession, site_id: int) -> list[VersionRow]:
    site = await get_site(session, site_id)
    statement = (
        select(SiteVersion).where(SiteVersion.site_id == site_id).order_by(col(SiteVersion.number).desc())
    )
    return [
        VersionRow(
            id=version.id or 0,
            number=version.number,
            engine=version.engine,
            gate_score=version.gate_score,
            bytes=version.bytes,
            seconds=version.seconds,
            cost_microusd=version.cost_microusd,
            note=version.note,
            is_published=version.number == site.published_version,
            findings=[*version.gate.get("findings", []), *version.gate.get("deep", {}).get("findings", [])],
            created_at=version.created_at,
            deep=version.gate.get("deep", {}),
        )
        for version in (await session.exec(statement)).all()
    ]


async def site_stats(session: AsyncSession) -> dict[str, int]:
    """Counts by status, and the total."""
    found = await session.exec(select(GeneratedSite.status, func.count()).group_by(GeneratedSite.status))
    counts = {status: count for status, count in found.all()}
    return {**{str(status): counts.get(status, 0) for status in SiteStatus}, "total": sum(counts.values())}


async def build_of(session: AsyncSession, site_id: int) -> BuildView:
    """The newest build of a site, pane by pane."""
    site = await get_site(session, site_id)
    business = await session.get_one(Business, site.business_id)
    newest = (
        select(AgentRun.build_key)
        .where(AgentRun.site_id == site_id)
        .order_by(col(AgentRun.id).desc())
        .limit(1)
    )
    key = (await session.exec(newest)).first() or ""
    runs = {
        run.stage: run
        for run in (
            await session.exec(select(AgentRun).where(AgentRun.site_id == site_id, AgentRun.build_key == key))
        ).all()
    }
    panes = [_pane(stage, runs.get(stage)) for stage in ("analyst", "concept", "art_director", "architect")]
    return BuildView(
        site=_row(site, business),
        build=key,
        panes=panes,
        seconds=sum(pane.seconds for pane in panes),
        cost_microusd=sum(pane.cost_microusd for pane in panes),
        score=business.score,
        address=business.address or business.city,
    )


def _pane(stage: str, run: AgentRun | None) -> PaneRow:
    if run is None:
        return PaneRow(stage, RunState.WAITING)
    return PaneRow(
        stage=stage,
        state=run.state,
        says=list(run.output.get("says", [])),
        seconds=run.seconds,
        cost_microusd=run.cost_microusd,
        tokens=run.tokens_in + run.tokens_out,
        error=run.error,
        output=run.output,
    )


async def live_builds(session: AsyncSession, limit: int = 12) -> list[SiteRow]:
    """Sites being built now; when none is, the ones finished last."""
    statement = (
        select(GeneratedSite, Business)
        .join(Business, col(Business.id) == GeneratedSite.business_id)
        .where(GeneratedSite.status == SiteStatus.BUILDING)
        .order_by(col(GeneratedSite.updated_at).desc())
        .limit(limit)
    )
    found = (await session.exec(statement)).all()
    return [_row(site, business) for site, business in found]


async def recent_builds(session: AsyncSession, limit: int = 12) -> list[SiteRow]:
    statement = (
        select(GeneratedSite, Business)
        .join(Business, col(Business.id) == GeneratedSite.business_id)
        .where(GeneratedSite.status != SiteStatus.BUILDING)
        .order_by(col(GeneratedSite.updated_at).desc())
        .limit(limit)
    )
    return [_row(site, business) for site, business in (await session.exec(statement)).all()]
