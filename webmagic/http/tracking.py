"""The open pixel and the counted link. A token names the target; there is no address to bend."""

import base64

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from webmagic import pitcher
from webmagic.core.database import transaction
from webmagic.core.errors import NotFound
from webmagic.http.pages import not_found

router = APIRouter(include_in_schema=False)
PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


@router.get("/t/o/{token}.gif")
async def opened(token: str, request: Request) -> Response:
    try:
        async with transaction() as session:
            await pitcher.record_open(session, token, request.headers.get("user-agent", ""))
    except NotFound:
        return Response(status_code=404, headers=HEADERS)
    return Response(PIXEL, media_type="image/gif", headers=HEADERS)


@router.api_route("/t/c/{token}", methods=["GET", "HEAD"])
async def clicked(token: str, request: Request) -> Response:
    agent = request.headers.get("user-agent", "")
    try:
        async with transaction() as session:
            url = await pitcher.record_click(session, token, agent, is_head=request.method == "HEAD")
    except NotFound:
        return not_found()
    return RedirectResponse(url, 302, headers=HEADERS)
