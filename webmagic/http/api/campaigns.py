"""Offers to owners."""

import datetime as dt
from dataclasses import asdict
from functools import partial
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from webmagic import pitcher
from webmagic.core.settings import get_settings
from webmagic.http.api.access import Operator, Reading, Viewer, Writing
from webmagic.http.api.listing import BusinessName, Cursor, Limit, Listed, Row, listed

router = APIRouter(prefix="/campaigns", tags=["campaigns"])


class CampaignRow(Row):
    id: int
    business: BusinessName
    site_id: int | None
    state: str
    language: str
    held_reason: str
    stopped_reason: str
    created_at: dt.datetime
    updated_at: dt.datetime
    opens: int = 0  # by people
    clicks: int = 0
    machine_opens: int = 0  # by machines, or by nobody can say whom
    machine_clicks: int = 0


class Due(BaseModel):
    limit: int = Field(100, ge=1, le=1000)
    dry_run: bool = False


class Held(Row):
    business_id: int
    business: str
    rule: str
    reason: str


class Created(Row):
    created: int
    held: list[Held]


def _show(row: pitcher.CampaignRow, looks: dict[int, pitcher.Looks]) -> dict[str, Any]:
    counted = asdict(looks.get(row.campaign.id or 0, pitcher.Looks()))
    return {**row.campaign.model_dump(), "business": row.business, **counted}


@router.get("", response_model=Listed[CampaignRow])
async def list_campaigns(
    user: Viewer, session: Reading, state: str = "", cursor: Cursor = None, limit: Limit = 50
):
    page = await pitcher.page_campaigns(session, state=state, cursor=cursor, limit=limit)
    looks = await pitcher.looks_of_campaigns(session, [row.campaign.id for row in page.items])
    return listed(page.items, page.next, partial(_show, looks=looks))


@router.post("", response_model=Created)
async def create_campaigns(due: Due, user: Operator, session: Writing):
    """An offer for every published site that has none; held ones are looked at again. A dry run
    writes nothing and says what would happen."""
    mailer = pitcher.choose(get_settings())
    return await pitcher.create_due(session, mailer, limit=due.limit, dry_run=due.dry_run)


@router.get("/stats")
async def stats(user: Viewer, session: Reading) -> dict[str, Any]:
    """Counts by state, and how the sent ones fared."""
    return await pitcher.stats(session)


@router.get("/{campaign_id}", response_model=CampaignRow)
async def get_campaign(campaign_id: int, user: Viewer, session: Reading):
    row = await pitcher.get_campaign(session, campaign_id)
    return _show(row, await pitcher.looks_of_campaigns(session, [campaign_id]))
