"""Deliveries of mail providers: verified on the raw body, kept once, answered; a job does the rest."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from webmagic import pitcher
from webmagic.core.database import transaction
from webmagic.core.errors import Forbidden, Invalid, Unauthorized, VendorError
from webmagic.core.http import Fetcher

router = APIRouter(include_in_schema=False)
LARGEST_BODY = 256 * 1024


def fetcher() -> Fetcher:
    """Who reads Amazon's certificates."""
    return Fetcher()


@router.post("/webhooks/resend")
async def resend(request: Request) -> Response:
    return await _take("resend", request)


@router.post("/webhooks/ses")
async def ses(request: Request) -> Response:
    return await _take("ses", request)


@router.post("/webhooks/sendgrid")
async def sendgrid(request: Request) -> Response:
    return await _take("sendgrid", request)


async def _take(provider: str, request: Request) -> Response:
    body = await read_body(request, LARGEST_BODY)
    if body is None:
        return refuse(413, "This webhook is larger than 256 KB.")
    try:
        delivery = await pitcher.verify_delivery(provider, request.headers, body, fetcher())
        async with transaction() as session:
            await pitcher.keep_delivery(session, delivery)
    except Unauthorized as error:
        return refuse(401, str(error))
    except (Forbidden, VendorError) as error:
        # The provider tries again for hours, so nothing is lost if the secret is set meanwhile.
        return refuse(503, str(error))
    except Invalid as error:
        return refuse(400, str(error))
    return Response(status_code=204)


async def read_body(request: Request, limit: int) -> bytes | None:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            return None
    return bytes(body)


def refuse(status: int, sentence: str) -> Response:
    return JSONResponse({"error": sentence}, status)
