"""Businesses: found, corrected, taken out, exported."""

import datetime as dt
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict
from starlette.responses import StreamingResponse

from webmagic import hunter
from webmagic.core.database import reading
from webmagic.http.api.access import Operator, Owner, Reading, Viewer, Writing
from webmagic.http.api.listing import Limit, Listed, Row, listed

router = APIRouter(prefix="/businesses", tags=["businesses"])
TextOrNone = str | None


class BusinessRow(Row):
    id: int
    name: str
    trade: str
    category: str
    city: str
    state: str
    country: str
    language: str
    phone: str
    email: str
    website: str
    website_state: str
    rating: float | None
    review_count: int | None
    score: int
    qualified: bool
    disqualified_reason: str
    stage: str
    is_chain: bool
    is_closed: bool
    do_not_contact: bool
    created_at: dt.datetime
    updated_at: dt.datetime


class BusinessDetail(BusinessRow):
    industry: str
    postcode: str
    street: str
    address: str
    latitude: float | None
    longitude: float | None
    phone_type: str
    email_source: str
    description: str
    price_range: str
    maps_url: str
    hours: list[dict[str, Any]]
    services: list[str]
    photos: list[dict[str, Any]]
    reviews: list[dict[str, Any]]
    provenance: dict[str, str]
    score_reasons: list[dict[str, Any]]
    failure: str
    stage_at: dt.datetime


class Stats(Row):
    total: int
    qualified: int
    with_email: int
    average_score: float
    by_stage: dict[str, int]
    by_website_state: dict[str, int]
    by_trade: dict[str, int]
    by_country: dict[str, int]


class BusinessFields(BaseModel):
    """Only what is sent is set; everything else stays."""

    model_config = ConfigDict(extra="forbid")

    name: TextOrNone = None
    trade: TextOrNone = None
    category: TextOrNone = None
    industry: TextOrNone = None
    description: TextOrNone = None
    price_range: TextOrNone = None
    street: TextOrNone = None
    postcode: TextOrNone = None
    city: TextOrNone = None
    state: TextOrNone = None
    country: TextOrNone = None
    address: TextOrNone = None
    language: TextOrNone = None
    phone: TextOrNone = None
    email: TextOrNone = None
    website: TextOrNone = None
    website_state: TextOrNone = None
    do_not_contact: bool | None = None
    is_closed: bool | None = None
    is_chain: bool | None = None


class Filters(BaseModel):
    search: str = ""
    stage: str = ""
    trade: str = ""
    country: str = ""
    city: str = ""
    qualified: bool | None = None
    min_score: int | None = None
    website_state: str = ""
    territory_id: int | None = None
    sort: str = "score"


class PageOf(Filters):
    cursor: str | None = None
    limit: Limit = 50


@router.get("", response_model=Listed[BusinessRow])
async def list_businesses(user: Viewer, session: Reading, asked: Annotated[PageOf, Query()]):
    page = await hunter.page_businesses(session, **asked.model_dump())
    return listed(page.rows, page.next_cursor)


@router.post("", response_model=BusinessDetail, status_code=201)
async def create_business(new: BusinessFields, user: Operator, session: Writing):
    """Enter one by hand: a name, and a telephone number or an address."""
    return await hunter.create_business(session, new.model_dump(exclude_unset=True))


@router.get("/stats", response_model=Stats)
async def stats(user: Viewer, session: Reading):
    return await hunter.stats(session)


async def _lines(filters: Filters) -> AsyncIterator[str]:
    """Row by row, so that a hundred thousand need no more memory than one."""
    header, *_ = hunter.export_csv([])
    yield header
    async with reading() as session:
        async for row in hunter.iter_businesses(session, **filters.model_dump()):
            _, line = hunter.export_csv([row])
            yield line


@router.get("/export", response_class=StreamingResponse)
async def export(user: Viewer, session: Reading, asked: Annotated[Filters, Query()]):
    """All that match, as CSV that a spreadsheet shows as text."""
    await hunter.page_businesses(session, **asked.model_dump(), limit=1)  # a wrong filter fails here
    headers = {"content-disposition": 'attachment; filename="businesses.csv"'}
    return StreamingResponse(_lines(asked), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/{business_id}", response_model=BusinessDetail)
async def get_business(business_id: int, user: Viewer, session: Reading):
    return await hunter.get_business(session, business_id)


@router.patch("/{business_id}", response_model=BusinessDetail)
async def patch_business(business_id: int, changes: BusinessFields, user: Operator, session: Writing):
    """Correct some fields; the business is judged again."""
    return await hunter.patch_business(session, business_id, changes.model_dump(exclude_unset=True))


@router.delete("/{business_id}", status_code=204)
async def delete_business(business_id: int, user: Owner, session: Writing) -> None:
    """With its listings and site; refused once money has been involved."""
    await hunter.delete_business(session, business_id)
