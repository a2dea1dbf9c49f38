"""Changing the words of the page: fields that post a form, and the page itself beside them, which
the portal's script makes writable. Without script the fields do the same."""

import mimetypes
import re
from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from webmagic import creative, support
from webmagic.core.database import transaction
from webmagic.core.errors import Conflict, Refused
from webmagic.http.my.access import Own, Owner, Reading, back_to, draw
from webmagic.http.my.forms import base_of, read_fields, say
from webmagic.http.pages import words

router = APIRouter(prefix="/sites/{site_id}")
PREFIX = "t:"
LONG = 70  # characters from which a field has room for several lines
MOST_FIELDS = 500
SCRIPT = re.compile(rb"<script\b[^>]*>.*?</script>", re.DOTALL)
DRAFT_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, max-age=60",
    "Referrer-Policy": "no-referrer",
}


@router.get("/words")
async def show(request: Request, own: Own, session: Reading) -> Response:
    page = await support.read_page(session, own)
    return _form(own, page, {}, {}, said=request.query_params.get("said", ""))


@router.post("/words")
async def save(request: Request, own: Own, email: Owner, session: Reading) -> Response:
    fields = await read_fields(request, MOST_FIELDS)
    page = await support.read_page(session, own)
    written = {
        name.removeprefix(PREFIX): " ".join(text.split())
        for name, text in fields.items()
        if name.startswith(PREFIX)
    }
    changed = {t.path: written[t.path] for t in page.texts if written.get(t.path, t.text) != t.text}
    mistakes = _mistakes(own, page, changed)
    if not changed:
        return _form(own, page, {}, {}, problem=say(own, "nothing"), status=400)
    if mistakes:
        return _form(own, page, changed, mistakes, status=400)
    try:
        async with transaction() as writing:
            edits = creative.Edits(texts=changed)
            await support.change_page(writing, own, edits, base=base_of(fields), email=email)
    except Conflict:
        return _form(own, page, changed, {}, problem=say(own, "conflict"), status=409)
    except Refused as error:
        return _form(own, page, changed, {}, problem=say(own, "refused", why=error), status=422)
    return back_to(f"/my/sites/{own.id}/words", "saved")


def _mistakes(own: support.OwnedSite, page: support.OwnPage, changed: dict[str, str]) -> dict[str, str]:
    """What is wrong with which text, in the owner's language."""
    wrong = {}
    for text in page.texts:
        new = changed.get(text.path)
        if new is None:
            continue
        if len(new) > text.limit:
            wrong[text.path] = say(own, "too_long", limit=text.limit, count=len(new))
        elif not new and not text.is_optional:
            wrong[text.path] = say(own, "empty")
    return wrong


def _form(
    own: support.OwnedSite,
    page: support.OwnPage,
    changed: dict[str, str],
    mistakes: dict[str, str],
    *,
    problem: str = "",
    said: str = "",
    status: int = 200,
) -> Response:
    """What was typed stays typed, whatever went wrong."""
    parts: dict[str, list[dict[str, Any]]] = {}
    for text in page.texts:
        value = changed.get(text.path, text.text)
        parts.setdefault(text.section, []).append(
            {
                "path": text.path,
                "id": text.path.replace(".", "-"),
                "label": label_of(own, text),
                "value": value,
                "was": text.text,
                "limit": text.limit,
                "is_long": max(len(value), len(text.text)) > LONG,
                "wrong": mistakes.get(text.path, ""),
                "is_touched": text.path in changed,
            }
        )
    names = words(own.language)["my"]["sections"]
    parts = {key: parts[key] for key in sorted(parts, key=lambda key: key == "page")}  # searchers' words last
    return draw(
        own,
        "words.html",
        status=status,
        problem=problem or next(iter(mistakes.values()), ""),
        said=said,
        parts=[
            {
                "name": names.get(section, section),
                "fields": fields,
                "is_open": section == "hero" or any(field["is_touched"] for field in fields),
            }
            for section, fields in parts.items()
        ],
        version=page.version.number,
        frame_url=f"/my/sites/{own.id}/draft/{page.version.number}/",
    )


def label_of(own: support.OwnedSite, text: creative.Text) -> str:
    labels = words(own.language)["my"]["labels"]
    steps = text.path.split(".")
    name = next(step for step in reversed(steps) if not step.isdigit())
    number = next((f" {int(step) + 1}" for step in reversed(steps) if step.isdigit()), "")
    return labels.get(name, labels["other"]) + number


@router.get("/draft/{number}/{path:path}")
async def draft(own: Own, session: Reading, number: int, path: str = "") -> Response:
    """The page without its script and without a door to anywhere, for the window beside the fields."""
    version = await creative.get_version(session, own.site, number)
    files = await support.draft_files(own.site, version)
    name = path or "index.html"
    if name not in files:
        raise HTTPException(404)
    content = files[name]
    if name.endswith(".html"):
        content = SCRIPT.sub(b"", content)
    kind = "font/woff2" if name.endswith(".woff2") else mimetypes.guess_type(name)[0]
    return Response(content, media_type=kind or "application/octet-stream", headers=DRAFT_HEADERS)
