"""Files handed in by the console's own form, and the rows of them that were rejected."""

import asyncio
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse

from webmagic import accounts
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Invalid, NotFound, Unauthorized
from webmagic.core.settings import get_settings
from webmagic.http.forms import require_same_origin
from webmagic.hunter import uploads
from webmagic.models import AdminUser

router = APIRouter(prefix="/uploads", include_in_schema=False)
PIECE = 1 << 20
LIMIT = uploads.MAX_BYTES + PIECE  # the form around the file


async def _user(request: Request, permission: str) -> AdminUser:
    raw = request.cookies.get(accounts.session_cookie_name(get_settings()), "")
    async with reading() as session:
        user = await accounts.find_session(session, raw) if raw else None
    if user is None:
        raise Unauthorized("Sign in first.")
    accounts.require(user, permission)
    return user


async def _operator(request: Request) -> AdminUser:
    require_same_origin(request)
    return await _user(request, "operate")


async def _viewer(request: Request) -> AdminUser:
    return await _user(request, "read")


@router.post("")
async def hand_in(request: Request) -> RedirectResponse:
    """Keep one file; the console then asks what its columns mean. Who it is comes before the body is read."""
    user = await _operator(request)
    try:
        async with request.form(max_files=1, max_fields=4) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile) or not file.filename:
                return _back(error="missing")
            upload_id = await _keep(file, user.email)
    except HTTPException as error:
        return _back(error="large" if error.status_code == 413 else "broken")
    except Invalid as error:
        return _back(error="refused", why=str(error)[:200])
    return _back(u=upload_id)


async def _keep(file: UploadFile, asked_by: str) -> int:
    name = file.filename or "list"
    path = uploads.begin(name)
    try:
        with path.open("xb") as target:
            while piece := await file.read(PIECE):
                await asyncio.to_thread(target.write, piece)
        async with transaction() as session:
            upload = await uploads.register(session, path, name, asked_by)
    except BaseException:
        uploads.discard(path)
        raise
    return upload.id or 0


def _back(**query: object) -> RedirectResponse:
    return RedirectResponse(f"/import?{urlencode(query)}", 303)


@router.get("/{upload_id}/rejected.csv")
async def rejected(upload_id: int, _: Annotated[AdminUser, Depends(_viewer)]) -> FileResponse:
    async with reading() as session:
        upload = await uploads.get(session, upload_id)
    path = uploads.rejects_of(upload)
    if not path.is_file():
        raise NotFound("No rows were rejected, or they are no longer kept.")
    headers = {"Cache-Control": "private, no-store"}
    return FileResponse(path, media_type="text/csv", filename=f"rejected-{upload_id}.csv", headers=headers)
