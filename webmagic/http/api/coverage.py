"""Territories: where and what to hunt."""

import datetime as dt

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.errors import NotFound
from webmagic.core.ledger import enqueue
from webmagic.http.api.access import Operator, Reading, Viewer, Writing
from webmagic.http.api.listing import Listed, Row, listed
from webmagic.hunter import territories

router = APIRouter(prefix="/coverage", tags=["coverage"])


class TerritoryRow(Row):
    id: int
    country: str
    state: str
    city: str
    industry: str
    source: str
    priority: int
    population: int | None
    status: str
    businesses_found: int
    qualified_found: int
    cost_microusd: int
    last_error: str
    last_scraped_at: dt.datetime | None
    cooldown_until: dt.datetime | None
    created_at: dt.datetime


class NewTerritory(BaseModel):
    country: str = Field(max_length=60)
    city: str = Field(max_length=120)
    industry: str = Field(max_length=120)
    state: str = Field("", max_length=80)
    priority: int = Field(50, ge=0, le=1000)
    population: int | None = Field(None, ge=0)
    source: str = Field("", max_length=40)


class Changes(BaseModel):
    priority: int | None = Field(None, ge=0, le=1000, description="Lower is scraped first.")
    is_paused: bool | None = None


class Scrape(BaseModel):
    territory_id: int


class Asked(BaseModel):
    territory: int
    asked: bool = Field(description="False when it is under way already.")


class Quote(Row):
    places: int
    cost_microusd: int
    note: str


class ScrapingReport(Row):
    by_status: dict[str, int]
    territories: list[TerritoryRow]


async def _ask(session: AsyncSession, territory_id: int) -> Asked:
    asked = await enqueue(
        session, "scraping.territory", dedupe=f"scrape:{territory_id}", territory_id=territory_id
    )
    return Asked(territory=territory_id, asked=asked)


@router.get("", response_model=Listed[TerritoryRow])
async def list_territories(user: Viewer, session: Reading, status: str = "", country: str = ""):
    """In the order in which they would be scraped."""
    return listed(await territories.list_(session, status=status, country=country), None)


@router.post("", response_model=TerritoryRow, status_code=201)
async def create_territory(new: NewTerritory, user: Operator, session: Writing):
    return await territories.add(session, **new.model_dump())


@router.get("/stats")
async def stats(user: Viewer, session: Reading) -> dict[str, int]:
    return await territories.count_by_status(session)


@router.post("/scrape", status_code=202)
async def scrape(body: Scrape, user: Operator, session: Writing) -> Asked:
    """Ask for one territory to be searched; the work is a job."""
    territory = await territories.get(session, body.territory_id)
    return await _ask(session, territory.id or 0)


@router.post("/scrape-next", status_code=202)
async def scrape_next(user: Operator, session: Writing) -> Asked:
    """Ask for the most urgent one that is neither paused nor resting."""
    territory = await territories.next_due(session)
    if territory is None:
        raise NotFound("No territory is due.")
    return await _ask(session, territory.id or 0)


@router.get("/report/scraping", response_model=ScrapingReport)
async def scraping_report(user: Viewer, session: Reading):
    """What scraping has found and cost, territory by territory."""
    return {
        "by_status": await territories.count_by_status(session),
        "territories": await territories.list_(session),
    }


@router.get("/{territory_id}", response_model=TerritoryRow)
async def get_territory(territory_id: int, user: Viewer, session: Reading):
    return await territories.get(session, territory_id)


@router.get("/{territory_id}/quote", response_model=Quote)
async def quote(territory_id: int, user: Viewer, session: Reading, limit: int = 0):
    """What scraping would cost at most; sends nothing."""
    return await territories.quote(session, territory_id, limit)


@router.patch("/{territory_id}", response_model=TerritoryRow)
async def patch_territory(territory_id: int, changes: Changes, user: Operator, session: Writing):
    if changes.priority is not None:
        await territories.set_priority(session, territory_id, changes.priority)
    if changes.is_paused is not None:
        await territories.set_paused(session, territory_id, changes.is_paused)
    return await territories.get(session, territory_id)
