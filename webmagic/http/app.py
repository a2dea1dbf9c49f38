"""The HTTP side as one FastAPI app, and the layers that stand around everything.

`webmagic.webmagic` mounts them under Reflex, the last one outermost:

    rx.App(api_transformer=[make_api(), around(pages=…)])
"""

from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from webmagic.core.settings import get_settings
from webmagic.http import (
    api,
    api_docs,
    auth,
    claim,
    errors,
    health,
    mail_webhooks,
    map,
    my,
    pages,
    photos,
    screenshots,
    simulator,
    tracking,
    unsubscribe,
    uploads,
    webhooks,
)
from webmagic.http.forms import BodyLimit
from webmagic.http.hosts import HostRouter, admin_hosts, sites_suffix
from webmagic.http.security_headers import SecurityHeaders
from webmagic.http.sites import sites_app
from webmagic.http.tracking import TrackingFirst

KB = 1024
LIMITS = (
    ("/api/", 1024 * KB),
    ("/auth/", 16 * KB),
    ("/webhooks/", 256 * KB),
    ("/webhooks/sendgrid/inbound/", mail_webhooks.LARGEST_MAIL),
    ("/claim/", 64 * KB),
    ("/my/", 64 * KB),
    ("/my/upload/", my.UPLOAD_LIMIT),
    ("/simulator", 64 * KB),
    ("/u/", 16 * KB),
    ("/t/", 4 * KB),
    ("/uploads", uploads.LIMIT),
    ("/photos/", photos.LIMIT),
)
PARTS = (
    api, api_docs, auth, health, map, mail_webhooks, webhooks, tracking, unsubscribe, claim, my, simulator,
    pages, screenshots, uploads, photos,
)  # fmt: skip
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


def make_api() -> FastAPI:
    app = FastAPI(
        title="WebMagic API",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    errors.install(app)
    app.add_middleware(BodyLimit, limits=LIMITS)
    for part in PARTS:
        app.include_router(part.router)
    app.add_api_route("/api/{path:path}", _nothing_here, methods=METHODS, include_in_schema=False)
    return app


async def _nothing_here(path: str) -> None:
    """Else Reflex would answer a mistyped API address with the page of the admin UI."""
    raise HTTPException(404)


def around(pages: Path | None = None) -> Callable[[ASGIApp], ASGIApp]:
    """Host routing, and the admin's security headers. `pages`: the folder of the built UI."""

    def wrap(app: ASGIApp) -> ASGIApp:
        settings = get_settings()
        admin = TrackingFirst(SecurityHeaders(app, pages))
        return HostRouter(
            admin, admin_hosts(settings), sites_app, sites_suffix(settings), settings.public_url
        )

    return wrap
