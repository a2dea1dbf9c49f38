"""Sites: asked for, listed, published, built again."""

import asyncio
import datetime as dt
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from webmagic import conductor, creative, hosting
from webmagic.core.settings import get_settings
from webmagic.creative import deep
from webmagic.http.api.access import Operator, Reading, Viewer, Writing
from webmagic.http.api.listing import Cursor, Limit, Listed, Row, before, listed

router = APIRouter(prefix="/sites", tags=["sites"])


class SiteRow(Row):
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
    refusal: list[dict[str, Any]] = Field(description="What the gate holds against the newest build.")


class VersionRow(Row):
    id: int
    number: int
    engine: str
    gate_score: int
    bytes: int
    seconds: float
    cost_microusd: int
    note: str
    is_published: bool
    findings: list[dict[str, Any]]
    created_at: dt.datetime
    deep: dict[str, Any] = Field(description="What a real browser made of it; empty when none looked.")


class LeadRow(Row):
    id: int
    name: str
    contact: str
    message: str
    created_at: dt.datetime


class Order(BaseModel):
    business_id: int
    engine: str = Field("auto", pattern="^(auto|claude|bespoke|studio)$")


class Again(BaseModel):
    engine: str = Field("auto", pattern="^(auto|claude|bespoke|studio)$")
    from_stage: str = Field("", max_length=20, description="Keep the stages before this one.")


class Asked(BaseModel):
    site: int
    subdomain: str
    status: str


class Deployment(BaseModel):
    asked: bool = Field(description="False when it is on its way already.")


@router.post("/generate", status_code=202)
async def generate(order: Order, user: Operator, session: Writing) -> Asked:
    """Ask for a site; the work is a job."""
    site = await conductor.request_build(
        session, order.business_id, engine=order.engine, actor=user.email, by_hand=True
    )
    return Asked(site=site.id or 0, subdomain=site.subdomain, status=site.status)


@router.get("", response_model=Listed[SiteRow])
async def list_sites(
    user: Viewer,
    session: Reading,
    search: str = "",
    status: str = "",
    vibe: str = "",
    cursor: Cursor = None,
    limit: Limit = 50,
):
    page = await creative.page_sites(
        session, search=search, status=status, vibe=vibe, cursor=before(cursor), limit=limit
    )
    return listed(page.rows, page.next_cursor)


@router.get("/stats")
async def stats(user: Viewer, session: Reading) -> dict[str, int]:
    """Counts by status, and the total."""
    return await creative.site_stats(session)


@router.get("/{site_id}", response_model=SiteRow)
async def get_site(site_id: int, user: Viewer, session: Reading):
    return await creative.get_site_row(session, site_id)


@router.get("/{site_id}/versions", response_model=list[VersionRow])
async def list_versions(site_id: int, user: Viewer, session: Reading):
    return await creative.list_versions(session, site_id)


@router.get("/{site_id}/screenshot", response_class=Response)
async def screenshot(
    site_id: int,
    user: Viewer,
    session: Reading,
    size: Literal["desktop", "mobile"] = "desktop",
    version: int | None = None,
) -> Response:
    """How a version looked to a real browser, as WebP; by default the current one."""
    site = await creative.get_site(session, site_id)
    number = version or site.current_version
    content = await asyncio.to_thread(deep.read_shot, get_settings(), site_id, number, size)
    return Response(content, media_type="image/webp", headers={"cache-control": "private, max-age=3600"})


@router.get("/{site_id}/leads", response_model=Listed[LeadRow])
async def list_leads(site_id: int, user: Viewer, session: Reading, cursor: Cursor = None, limit: Limit = 50):
    """What visitors wrote into the site's form, without the spam."""
    return await hosting.page_leads(session, site_id, cursor=cursor, limit=limit)


@router.post("/{site_id}/deploy", status_code=202)
async def deploy(site_id: int, user: Operator, session: Writing) -> Deployment:
    """Ask for the current version to go online."""
    site = await creative.get_site(session, site_id)
    return Deployment(asked=await conductor.request_publish(session, site))


@router.post("/{site_id}/regenerate", status_code=202)
async def regenerate(site_id: int, again: Again, user: Operator, session: Writing) -> Asked:
    """Ask for a new version; the one online stays until it is done."""
    site = await creative.get_site(session, site_id)
    site = await conductor.request_build(
        session,
        site.business_id,
        engine=again.engine,
        from_stage=again.from_stage,
        actor=user.email,
        by_hand=True,
    )
    return Asked(site=site.id or 0, subdomain=site.subdomain, status=site.status)


class StoppedBuild(BaseModel):
    site: int
    kept: list[str] = Field(description="Stages whose work is kept.")
    online: int = Field(description="The version that stays online; 0: none.")
    sentence: str


@router.post("/{site_id}/stop")
async def stop(site_id: int, user: Operator, session: Writing) -> StoppedBuild:
    """Take the build under way back; what was finished or paid for is kept."""
    stopped = await conductor.stop_build(session, site_id, actor=user.email)
    return StoppedBuild(site=site_id, kept=stopped.kept, online=stopped.online, sentence=stopped.sentence)


@router.post("/{site_id}/continue", status_code=202)
async def go_on(site_id: int, user: Operator, session: Writing) -> Asked:
    """Go on with a build that was stopped or failed; nothing is paid twice."""
    await conductor.continue_build(session, site_id, actor=user.email)
    site = await creative.get_site(session, site_id)
    return Asked(site=site_id, subdomain=site.subdomain, status=site.status)
