"""Every failure answers with one sentence: JSON for programs, a small page for people.

What we did not foresee answers with a number that is also in the log, and nothing else.
"""

import html
import logging
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from webmagic.accounts import TooManyTries
from webmagic.core import ids
from webmagic.core.errors import Unauthorized, VendorError, WebMagicError

log = logging.getLogger(__name__)
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title></head>
<body><h1>{title}</h1><p>{sentence}</p></body></html>"""


def wants_page(request: Request) -> bool:
    if request.url.path.startswith(("/api/", "/webhooks/", "/healthz", "/readyz", "/metrics")):
        return False
    return "text/html" in request.headers.get("accept", "")


def answer(
    request: Request, status: int, sentence: str, headers: Mapping[str, str] | None = None, **extra: object
) -> Response:
    if wants_page(request):
        title = html.escape(HTTPStatus(status).phrase.capitalize())
        page = PAGE.format(title=title, sentence=html.escape(sentence))
        return HTMLResponse(page, status, headers=headers)
    return JSONResponse({"error": sentence, **extra}, status, headers=headers)


def _headers(error: WebMagicError) -> dict[str, str]:
    if isinstance(error, TooManyTries):
        return {"Retry-After": str(error.retry_after)}
    if isinstance(error, VendorError) and error.retry_after:
        return {"Retry-After": str(int(error.retry_after))}
    return {"WWW-Authenticate": "Bearer"} if isinstance(error, Unauthorized) else {}


async def _known(request: Request, error: WebMagicError) -> Response:
    return answer(request, error.status, str(error), _headers(error))


async def _refused(request: Request, error: HTTPException) -> Response:
    sentence = {404: "There is nothing here.", 405: "This address does not take that method."}
    return answer(
        request, error.status_code, sentence.get(error.status_code, str(error.detail)), error.headers
    )


async def _invalid(request: Request, error: RequestValidationError) -> Response:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"] if part not in {"body", "query", "path"})
    reason = first["msg"].removeprefix("Value error, ")
    fields = [
        {"field": ".".join(str(part) for part in e["loc"][1:]), "error": e["msg"]} for e in error.errors()
    ]
    return answer(request, 400, f"{place or 'The body'}: {reason}.".replace("..", "."), fields=fields)


async def _too_large(request: Request, _error: OverflowError) -> Response:
    """A number beyond what a database row can have, so there is no such row."""
    return answer(request, 404, "There is nothing here: that number is too large.")


async def _unforeseen(request: Request, error: Exception) -> Response:
    incident = ids.token(6)
    log.error("incident %s: %s %s", incident, request.method, request.url.path, exc_info=error)
    return answer(
        request,
        500,
        f"Something went wrong on our side. It is noted as incident {incident}.",
        incident=incident,
    )


def install(app: FastAPI) -> None:
    app.add_exception_handler(WebMagicError, _known)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, _refused)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, _invalid)  # type: ignore[arg-type]
    app.add_exception_handler(OverflowError, _too_large)  # type: ignore[arg-type]
    app.add_exception_handler(Exception, _unforeseen)
