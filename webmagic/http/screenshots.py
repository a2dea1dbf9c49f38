"""Screenshots of site versions, for administrators: the console's session cookie opens them."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from webmagic import accounts
from webmagic.core.database import reading
from webmagic.core.errors import Unauthorized
from webmagic.core.settings import get_settings
from webmagic.creative import deep

router = APIRouter(include_in_schema=False)
HEADERS = {"cache-control": "private, max-age=3600", "x-content-type-options": "nosniff"}


@router.get("/screenshots/{site_id}/{number}/{size}.webp")
async def read_screenshot(request: Request, site_id: int, number: int, size: str) -> Response:
    settings = get_settings()
    cookie = request.cookies.get(accounts.session_cookie_name(settings))
    async with reading() as session:
        if await accounts.find_session(session, cookie) is None:
            raise Unauthorized("Sign in to see this.")
    content = await asyncio.to_thread(deep.read_shot, settings, site_id, number, size)
    return Response(content, media_type="image/webp", headers=HEADERS)
