"""Server-rendered pages for people outside: one way to render, one policy, and the files they use.

Nothing here runs script, and nothing comes from another host.
"""

import hashlib
import mimetypes
import tomllib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from webmagic.core.settings import Settings, get_settings

HERE = Path(__file__).parent
STATIC = HERE / "static"
YEAR = "public, max-age=31536000, immutable"
HOUR = "public, max-age=3600"
router = APIRouter(include_in_schema=False)


@cache
def _files() -> dict[str, tuple[bytes, str]]:
    """Every static file with its short hash; there are few, and they do not change while we run."""
    found = {}
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            found[path.relative_to(STATIC).as_posix()] = (content, hashlib.sha256(content).hexdigest()[:10])
    return found


def static(name: str) -> str:
    return f"/static/{name}?v={_files()[name][1]}"


@router.get("/static/{name:path}")
async def read_static(name: str, v: str = "") -> Response:
    if name not in _files():
        raise HTTPException(404)
    content, version = _files()[name]
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(
        content,
        media_type="font/woff2" if name.endswith(".woff2") else kind,
        headers={
            "Cache-Control": YEAR if v == version else HOUR,
            "X-Content-Type-Options": "nosniff",
        },
    )


@cache
def words(language: str) -> dict[str, Any]:
    """What the pages say, and under "my" what the portal says."""
    public, portal = (
        tomllib.loads((HERE / "templates" / name).read_text(encoding="utf-8"))[language]
        for name in ("words.toml", "my/words.toml")
    )
    return {**public, "my": portal}


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    templates.globals["static"] = static
    return templates


def render(
    template: str,
    language: str,
    *,
    status: int = 200,
    frame: str = "",
    headers: dict[str, str] | None = None,
    **context: Any,
) -> HTMLResponse:
    """A page in one of our two languages. `frame`: the one address it may show in a frame."""
    html = _templates().get_template(template).render(language=language, words=words(language), **context)
    return HTMLResponse(html, status, headers=headers or page_headers(get_settings(), frame))


def page_headers(settings: Settings, frame: str = "") -> dict[str, str]:
    # A form's answer may redirect to the gateway, and browsers hold redirects to `form-action` too.
    targets = {_origin(settings.public_url), _origin(settings.recurrente_base_url)}
    policy = [
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        f"frame-src {_origin(frame)}" if frame else "",
        f"form-action 'self' {' '.join(sorted(targets))}",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
    return {
        "Content-Security-Policy": "; ".join(filter(None, policy)),
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
    }


def not_found(language: str = "en") -> HTMLResponse:
    gone = words(language)["gone"]
    return render("single.html", language, status=404, **gone)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
