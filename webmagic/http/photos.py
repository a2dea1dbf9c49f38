"""Photos handed in by the studio's own form."""

import asyncio
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from webmagic import accounts, creative
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Unauthorized, WebMagicError
from webmagic.core.settings import get_settings
from webmagic.http.forms import require_same_origin
from webmagic.models import AdminUser

router = APIRouter(prefix="/photos", include_in_schema=False)
MOST = 12
LIMIT = 60_000_000
HEADERS = {"cache-control": "private, max-age=86400", "x-content-type-options": "nosniff"}
NOT_WHOLE = "The photo did not arrive whole. Send it again."


async def _user(request: Request, permission: str) -> AdminUser:
    raw = request.cookies.get(accounts.session_cookie_name(get_settings()), "")
    async with reading() as session:
        user = await accounts.find_session(session, raw) if raw else None
    if user is None:
        raise Unauthorized("Sign in first.")
    accounts.require(user, permission)
    return user


@router.get("/{key}.webp")
async def read_photo(request: Request, key: str) -> Response:
    """The smallest of a photo's pictures, for the console."""
    await _user(request, "read")
    content = await asyncio.to_thread(creative.read_thumb, key)
    return Response(content, media_type="image/webp", headers=HEADERS)


@router.post("/{site_id}")
async def hand_in(request: Request, site_id: int) -> RedirectResponse:
    """Put photos on a page, each as a version. Who it is comes before the body is read."""
    require_same_origin(request)
    user = await _user(request, "operate")
    try:
        async with request.form(max_files=MOST, max_fields=2) as form:
            caption = str(form.get("caption") or "")
            files = [file for file in form.getlist("photo") if isinstance(file, UploadFile) and file.filename]
            if not files:
                return _back(site_id, "Choose a photo first.")
            for file in files:
                photo = await creative.store_photo(await file.read(), caption)
                async with transaction() as session:
                    await creative.add_photo(session, site_id, photo, author=user.email)
    except HTTPException as error:
        too_large = error.status_code == 413
        why = "These photos are too large together. Send fewer at once." if too_large else NOT_WHOLE
        return _back(site_id, why)
    except WebMagicError as error:
        return _back(site_id, str(error))
    return _back(site_id)


def _back(site_id: int, why: str = "") -> RedirectResponse:
    query = {"tab": "facts", **({"why": why[:200]} if why else {})}
    return RedirectResponse(f"/sites/{site_id}/studio?{urlencode(query)}", 303)
