"""Leaving the list. Opening the page changes nothing, for scanners open links; a POST, whatever its
body, unsubscribes at once and never redirects (RFC 8058)."""

import contextlib

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from webmagic import pitcher
from webmagic.core.database import reading, transaction
from webmagic.core.errors import NotFound
from webmagic.http.hits import Busy
from webmagic.http.pages import not_found, render, words
from webmagic.http.tracking import book, request_facts
from webmagic.models import Business

router = APIRouter(include_in_schema=False)


@router.get("/u/{token}")
async def ask(token: str, request: Request) -> Response:
    try:
        async with reading() as session:
            message = await pitcher.find_unsubscribe(session, token)
            language = await _language(session, message.business_id)
    except NotFound:
        return not_found()
    await _note_look(request, message.id)
    return render("ask.html", language, **words(language)["unsubscribe"], is_danger=False, back="")


async def _note_look(request: Request, message_id: int | None) -> None:
    """Scanners follow this link too, and so give away what else they followed."""
    look = pitcher.Hit(
        message_id or 0, pitcher.HitKind.LOOK, target="unsubscribe", **request_facts(request.scope)
    )
    with contextlib.suppress(Busy):
        await book.keep(look)


@router.post("/u/{token}")
async def leave(token: str, request: Request) -> Response:
    is_page = await _came_from_page(request)
    try:
        async with transaction() as session:
            channel = "page" if is_page else "one-click"
            message = await pitcher.unsubscribe(session, token, channel)
            language = await _language(session, message.business_id)
    except NotFound:
        return not_found() if is_page else PlainTextResponse("Not known here.\n", 404)
    if not is_page:
        return PlainTextResponse("Unsubscribed.\n")
    said = words(language)["unsubscribe"]
    return render(
        "single.html", language, title=said["title"], heading=said["after_heading"], lead=said["after_lead"]
    )


async def _came_from_page(request: Request) -> bool:
    """A mail program's body may be urlencoded, multipart or anything else; only ours names itself."""
    if "form" not in request.headers.get("content-type", ""):
        return False
    try:
        async with request.form(max_files=0, max_fields=10, max_part_size=10_000) as form:
            return form.get("via") == "page"
    except Exception:  # whatever is wrong with the body, the wish is clear
        return False


async def _language(session, business_id: int | None) -> str:
    business = await session.get(Business, business_id) if business_id else None
    return pitcher.language_of(business) if business else "en"
