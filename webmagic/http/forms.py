"""What every form post is asked first: where it comes from, how big it is, where it goes next."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from webmagic.core.errors import Forbidden
from webmagic.core.settings import get_settings

TOO_LARGE = "This is larger than we accept."


def is_same_origin(request: Request) -> bool:
    """Whether a browser sent this from one of our own pages. A program sends neither header,
    carries no cookie of a victim, and passes."""
    fetch_site = request.headers.get("sec-fetch-site")
    if fetch_site is not None:
        return fetch_site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    if origin is None:
        return True
    return origin == get_settings().public_url or urlsplit(origin).netloc == request.headers.get("host")


def require_same_origin(request: Request) -> None:
    if not is_same_origin(request):
        raise Forbidden("This form was sent from another site, so it was not accepted.")


def local_path(target: str | None, fallback: str = "/") -> str:
    """`target` if it is a path on this host and nothing else, so that nobody can be sent away."""
    if not target or len(target) > 1000 or not target.startswith("/") or target.startswith(("//", "/auth/")):
        return fallback
    if "\\" in target or not target.isascii() or not target.isprintable() or " " in target:
        return fallback
    return target


class BodyLimit:
    """Refuses bodies above a size, declared or not. The longest matching prefix decides;
    a path without one is not limited here (Reflex limits its own uploads)."""

    def __init__(self, app: ASGIApp, limits: Iterable[tuple[str, int]]):
        self.app = app
        self.limits = sorted(limits, key=lambda rule: -len(rule[0]))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        limit = next((size for prefix, size in self.limits if scope["path"].startswith(prefix)), None)
        if limit is None:
            return await self.app(scope, receive, send)
        await self.app(scope, limited(receive, limit), send)


def limited(receive: Receive, limit: int) -> Receive:
    """`receive`, raising 413 as soon as more than `limit` bytes of body have come."""
    read = 0

    async def counted() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > limit:
            raise HTTPException(413, TOO_LARGE)
        return message

    return counted
