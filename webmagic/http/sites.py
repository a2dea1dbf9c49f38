"""Published sites: files from disk, and the contact form.

This world sets no cookie, knows no administrator, and answers three things: reading a file, a post
to `/_contact`, and a page's word about its visitor to `/_seen`. `hosts.HostRouter` says which site is meant.
"""

import asyncio
import logging

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Message, Receive, Scope, Send

from webmagic import hosting
from webmagic.core.settings import get_settings
from webmagic.http.contact import CONTACT_PATH, give_stamp, take_enquiry
from webmagic.http.seen import SEEN_PATH, take_word
from webmagic.http.visits import VisitBook

log = logging.getLogger(__name__)
HOUR, DAY, YEAR = 3600, 24 * 3600, 365 * 24 * 3600
NOT_HERE = "There is no page at this address.\n"
visits = VisitBook()


def _accepted_codings(header: str) -> set[str]:
    codings = set()
    for part in header.split(","):
        name, _, weight = part.strip().partition(";")
        if weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}:
            codings.add(name.strip().lower())
    return codings


def _has_it(header: str, etag: str) -> bool:
    return header == "*" or etag in {tag.strip().removeprefix("W/") for tag in header.split(",")}


def _lifetime(file: hosting.FoundFile) -> str:
    """A name that changes with its content lasts; a page is asked for anew each time; a font or
    a picture may be an hour old."""
    if file.is_hashed:
        return f"public, max-age={YEAR}, immutable"
    is_decor = file.media_type.startswith(("image/", "font/"))
    return f"public, max-age={HOUR}" if is_decor else "public, no-cache"


def _file_headers(file: hosting.FoundFile) -> dict[str, str]:
    headers = {"cache-control": _lifetime(file), "etag": file.etag, "vary": "accept-encoding"}
    return {**headers, "content-encoding": file.coding} if file.coding else headers


async def _serve(request: Request, subdomain: str) -> Response:
    accepted = _accepted_codings(request.headers.get("accept-encoding", ""))
    path = request.scope["path"].removeprefix("/")
    file = await asyncio.to_thread(hosting.find_file, get_settings(), subdomain, path, accepted)
    if file is None:
        return PlainTextResponse(NOT_HERE, 404)
    if file.is_resting:
        # "Come back later": no search engine forgets the real page over it.
        headers = {**_file_headers(file), "cache-control": "no-store", "retry-after": str(DAY)}
        return Response(file.content, 503, headers, file.media_type)
    if file.is_missing:
        return Response(
            file.content, 404, {**_file_headers(file), "cache-control": "no-cache"}, file.media_type
        )
    headers = _file_headers(file)
    if _has_it(request.headers.get("if-none-match", ""), file.etag):
        return Response(None, 304, headers, file.media_type)
    return Response(file.content, 200, headers, file.media_type)


async def _count(request: Request, subdomain: str, response: Response) -> None:
    """A page that was shown counts; pictures, errors and the admin's own previews do not."""
    is_page = response.headers.get("content-type", "").startswith("text/html")
    is_preview = request.headers.get("sec-fetch-dest") == "iframe"
    if request.method != "GET" or response.status_code not in {200, 304} or not is_page or is_preview:
        return
    visits.add(
        await hosting.see(
            subdomain,
            ip=request.client.host if request.client else "",
            user_agent=request.headers.get("user-agent", ""),
            path=request.scope["path"],
            referrer=request.headers.get("referer", ""),
        )
    )


async def _answer(request: Request, subdomain: str) -> Response:
    if request.scope["path"] == CONTACT_PATH and request.method == "POST":
        return await take_enquiry(request, subdomain)
    if request.scope["path"] == SEEN_PATH and request.method == "POST":
        return await take_word(request)
    if request.scope["path"] == CONTACT_PATH and request.method == "GET":
        return give_stamp()
    if request.method not in {"GET", "HEAD"}:
        return PlainTextResponse("A site is only read.\n", 405, {"allow": "GET, HEAD"})
    return await _serve(request, subdomain)


def _without_body(send: Send) -> Send:
    async def send_head(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return send_head


async def sites_app(scope: Scope, receive: Receive, send: Send) -> None:
    request = Request(scope, receive)
    subdomain = scope["state"]["subdomain"]
    try:
        response = await _answer(request, subdomain)
    except ClientDisconnect:
        return
    except HTTPException as error:
        response = PlainTextResponse(f"{error.detail}\n", error.status_code)
    except Exception:
        log.exception("a site could not answer: %s %s", subdomain, request.scope["path"])
        response = PlainTextResponse("Something went wrong. Please try again in a moment.\n", 500)
    response.headers.update(hosting.site_headers(get_settings()))
    if hosting.is_draft(subdomain):
        response.headers["x-robots-tag"] = "noindex, nofollow"
    await response(scope, receive, _without_body(send) if request.method == "HEAD" else send)
    await _count(request, subdomain, response)
