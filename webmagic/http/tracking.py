"""The open dot and the counted link. A token names the target; there is no address to bend.

A plain ASGI app, asked before anything else: the dot of a letter to a thousand owners is fetched by
their gateways within the same second, and each fetch costs only what it must.
"""

import base64
import contextlib
from typing import Any

from fastapi import APIRouter
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from webmagic import pitcher
from webmagic.core.database import reading
from webmagic.core.errors import NotFound
from webmagic.http.hits import Busy, HitBook
from webmagic.http.pages import not_found

PREFIX, OPEN, CLICK = "/t/", "/t/o/", "/t/c/"
PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
HEADERS = [
    (b"cache-control", b"no-store"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-robots-tag", b"noindex"),
    (b"x-content-type-options", b"nosniff"),
]
_GIF = [*HEADERS, (b"content-type", b"image/gif"), (b"content-length", str(len(PIXEL)).encode())]
_EMPTY = [*HEADERS, (b"content-length", b"0")]
# The headers that tell a browser in somebody's hand from a program, and what is kept of each.
_TELLING = {
    b"accept-language": "lang",
    b"sec-fetch-mode": "fetch",
    b"sec-fetch-user": "user",
    b"sec-fetch-dest": "dest",
    b"sec-purpose": "purpose",
    b"purpose": "purpose",
    b"x-purpose": "purpose",
    b"x-moz": "purpose",
    b"via": "via",
    b"sec-ch-ua": "brand",
}
book = HitBook()


def request_facts(scope: Scope) -> dict[str, Any]:
    """What a request says about who sent it."""
    agent, evidence = "", {}
    for name, value in scope["headers"]:
        if name == b"user-agent":
            agent = value.decode("latin-1")
        elif name in _TELLING:
            evidence[_TELLING[name]] = value[:60].decode("latin-1").replace("\x00", "")
    if scope.get("scheme") == "https":
        evidence["tls"] = "1"
    client = scope.get("client")
    return {
        "user_agent": agent,
        "address": client[0] if client else "",
        "method": scope["method"],
        "evidence": evidence,
    }


async def tracking_app(scope: Scope, receive: Receive, send: Send) -> None:
    path: str = scope["path"]
    if scope["method"] not in ("GET", "HEAD"):
        await _answer(scope, send, 405, [*_EMPTY, (b"allow", b"GET, HEAD")])
    elif path.startswith(OPEN) and path.endswith(".gif"):
        await _opened(path[len(OPEN) : -4], scope, send)
    elif path.startswith(CLICK):
        await _clicked(path[len(CLICK) :], scope, receive, send)
    else:
        await _answer(scope, send, 404, _EMPTY)


async def _opened(token: str, scope: Scope, send: Send) -> None:
    message_id = pitcher.read_open(token)
    if message_id is None:
        return await _answer(scope, send, 404, _EMPTY)
    try:
        await book.keep(pitcher.Hit(message_id, pitcher.HitKind.OPEN, **request_facts(scope)))
    except Busy:
        return await _answer(scope, send, 503, [*_EMPTY, (b"retry-after", b"5")])
    await _answer(scope, send, 200, _GIF, PIXEL)


async def _clicked(token: str, scope: Scope, receive: Receive, send: Send) -> None:
    """A reader is sent on even when the hit cannot be kept: the count suffers, and nothing else."""
    try:
        async with reading() as session:
            landing = await pitcher.find_landing(session, token, request_facts(scope))
    except NotFound:
        return await not_found()(scope, receive, send)
    with contextlib.suppress(Busy):
        await book.keep(landing.hit)
    await _answer(scope, send, 302, [*_EMPTY, (b"location", landing.url.encode())])


async def _answer(scope: Scope, send: Send, status: int, headers: list[Any], body: bytes = b"") -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


class TrackingFirst:
    """Takes its own paths, and hands everything else on."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        mine = scope["type"] == "http" and scope["path"].startswith(PREFIX)
        await (tracking_app if mine else self.app)(scope, receive, send)


class _Endpoint:
    """A class, so that starlette takes it for an app."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await tracking_app(scope, receive, send)


router = APIRouter(include_in_schema=False)
router.routes.append(Route("/t/{rest:path}", _Endpoint()))
