"""What happened, newest first."""

import datetime as dt

from fastapi import APIRouter

from webmagic import accounts
from webmagic.http.api.access import Reading, Viewer
from webmagic.http.api.listing import Cursor, Limit, Listed, Row

router = APIRouter(prefix="/activity", tags=["activity"])


class ActivityRow(Row):
    id: int
    kind: str
    text: str
    business_id: int | None
    actor: str
    at: dt.datetime


@router.get("", response_model=Listed[ActivityRow])
async def list_activity(
    user: Viewer,
    session: Reading,
    business_id: int | None = None,
    kind: str = "",
    cursor: Cursor = None,
    limit: Limit = 50,
):
    return await accounts.page_activity(
        session, business_id=business_id, kind=kind, cursor=cursor, limit=limit
    )
