"""The owner's photos: one from the phone onto the page, a name for each, and away again.

What is sent is never served: it is decoded and drawn anew (`creative.photos`), without the place it
was taken at, and without whatever else was in the file.
"""

import asyncio
from typing import Any

from fastapi import APIRouter
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from webmagic import accounts, creative, support
from webmagic.core.database import transaction
from webmagic.core.errors import Conflict, Invalid, Refused
from webmagic.creative import photos
from webmagic.http.my.access import Own, Owner, Reading, back_to, draw
from webmagic.http.my.forms import read_fields, say
from webmagic.http.pages import words

router = APIRouter()
MOST, MEGABYTES = 12, 15
LIMIT = (MEGABYTES + 1) * 1_000_000  # the form around the photo
FOREVER = {"Cache-Control": "private, max-age=86400", "X-Content-Type-Options": "nosniff"}


@router.get("/sites/{site_id}/photos")
async def show(request: Request, own: Own, session: Reading) -> Response:
    page = await support.read_page(session, own)
    return _page(own, page, said=request.query_params.get("said", ""))


def _page(own: support.OwnedSite, page: support.OwnPage, **more: Any) -> Response:
    shown = [
        {"n": n, "key": photo["key"], "caption": photo["caption"]}
        for n, photo in enumerate(page.facts.get("photos", ()))
        if photo.get("key")
    ]
    values = {"caption": ""} | more
    return draw(own, "photos.html", version=page.version.number, photos=shown, **values)


@router.post("/upload/{site_id}")
async def add(request: Request, own: Own, email: Owner, session: Reading) -> Response:
    page = await support.read_page(session, own)
    said = words(own.language)["my"]["photos"]
    old = [photo for photo in page.facts.get("photos", ()) if photo.get("key")]
    if len(old) >= MOST:
        return _page(own, page, problem=said["most"].format(most=MOST), status=409)
    try:
        await accounts.reserve(accounts.Slowdown(f"photo:{own.id}", free=20, first=30, longest=600))
        async with request.form(max_files=1, max_fields=4, max_part_size=4096) as form:
            file, caption = form.get("photo"), str(form.get("caption", ""))[:160]
            data = await file.read() if isinstance(file, UploadFile) else b""
        kept = await asyncio.to_thread(photos.keep, data, caption)
    except accounts.TooManyTries as error:
        return _page(own, page, problem=say(own, "wait", seconds=error.retry_after), status=429)
    except HTTPException as error:
        if error.status_code != 413:
            raise
        return _page(own, page, problem=said["too_large"].format(megabytes=MEGABYTES), status=413)
    except Invalid as error:
        return _page(own, page, problem=said["wrong"].format(why=error), caption=caption, status=400)
    fresh = [kept.model_dump(mode="json"), *(photo for photo in old if photo["key"] != kept.key)]
    return await _state(own, page, email, fresh, "uploaded", page.version.number)


@router.post("/sites/{site_id}/photos")
async def change(request: Request, own: Own, email: Owner, session: Reading) -> Response:
    """New captions, or one photo less."""
    fields = await read_fields(request)
    page = await support.read_page(session, own)
    old = list(page.facts.get("photos", ()))
    remove = fields.get("remove", "")
    fresh = [
        {**photo, "caption": " ".join(fields.get(f"caption{n}", photo["caption"]).split())[:160]}
        for n, photo in enumerate(old)
        if remove != str(n)
    ]
    if fresh == old:
        return _page(own, page, problem=say(own, "nothing"), status=400)
    base = fields.get("base", "")
    return await _state(
        own, page, email, fresh, "saved", int(base) if base.isdigit() and len(base) < 9 else 0
    )


async def _state(
    own: support.OwnedSite,
    page: support.OwnPage,
    email: str,
    fresh: list[dict[str, Any]],
    said: str,
    base: int,
) -> Response:
    edits = creative.Edits(facts=creative.FactPatch.model_validate({"photos": fresh}))
    try:
        async with transaction() as session:
            await support.change_page(session, own, edits, base=base, email=email)
    except Conflict:
        return _page(own, page, problem=say(own, "conflict"), status=409)
    except Invalid as error:
        return _page(own, page, problem=say(own, "failed", why=error), status=400)
    except Refused as error:
        return _page(own, page, problem=say(own, "refused", why=error), status=422)
    return back_to(f"/my/sites/{own.id}/photos", said)


@router.get("/sites/{site_id}/photo/{key}")
async def thumbnail(own: Own, session: Reading, key: str) -> Response:
    """A small copy of a photo of this very site."""
    page = await support.read_page(session, own)
    if key not in {photo.get("key") for photo in page.facts.get("photos", ())}:
        raise HTTPException(404)
    files = await asyncio.to_thread(photos.files_of, key)
    for ending, kind in (("webp", "image/webp"), ("jpg", "image/jpeg")):
        names = sorted((name for name in files if name.endswith(ending)), key=lambda name: len(files[name]))
        if names:
            return Response(files[names[0]], media_type=kind, headers=FOREVER)
    raise HTTPException(404)
