"""Deliveries of providers: verified on the raw body, stored once, answered; a job does the rest."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from webmagic import payments
from webmagic.core.errors import Forbidden, Invalid, Unauthorized
from webmagic.http.inbox import inbox

router = APIRouter(include_in_schema=False)


@router.post("/webhooks/recurrente")
async def recurrente(request: Request) -> Response:
    return await _take("recurrente", request)


@router.post("/webhooks/{provider}")
async def not_built(provider: str) -> Response:
    return _refuse(404, "Webhooks of this provider are not built yet; nothing was kept.")


async def _take(provider: str, request: Request) -> Response:
    body = await _read(request)
    if body is None:
        return _refuse(413, "This webhook is larger than 256 KB.")
    try:
        await inbox().keep(payments.believe(provider, request.headers, body))
    except Unauthorized as error:
        return _refuse(401, str(error))
    except Forbidden as error:
        # The provider tries again for hours, so nothing is lost if the secret is set meanwhile.
        return _refuse(503, str(error))
    except Invalid as error:
        return _refuse(400, str(error))
    return Response(status_code=204)


async def _read(request: Request) -> bytes | None:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > payments.LARGEST_BODY:
            return None
    return bytes(body)


def _refuse(status: int, sentence: str) -> Response:
    return JSONResponse({"error": sentence}, status)
