"""Deliveries of mail providers: verified on the raw body, kept once, answered; a job does the rest."""

import hmac
import re
from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from webmagic import pitcher
from webmagic.core.database import transaction
from webmagic.core.errors import Forbidden, Invalid, Unauthorized, VendorError
from webmagic.core.http import Fetcher
from webmagic.core.settings import get_settings
from webmagic.http.forms import limited

router = APIRouter(include_in_schema=False)
LARGEST_BODY = 256 * 1024
LARGEST_MAIL = 25 * 1024 * 1024
SHORTEST_SECRET = 24


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


@router.post("/webhooks/sendgrid/inbound/{secret}")
async def sendgrid_inbound(secret: str, request: Request) -> Response:
    """Inbound Parse signs nothing, so the address itself is the secret."""
    secrets = get_settings().sendgrid_inbound_secret.get_secret_value().split()
    usable = [one.encode() for one in secrets if len(one) >= SHORTEST_SECRET]
    if not usable:
        return refuse(503, "SENDGRID_INBOUND_SECRET is not set, so nothing is believed.")
    if not any([hmac.compare_digest(one, secret.encode()) for one in usable]):
        return refuse(404, "This is not an address of ours.")
    limits: Any = {"max_files": 50, "max_fields": 50, "max_part_size": LARGEST_MAIL}
    try:
        async with Request(request.scope, limited(request.receive, LARGEST_MAIL)).form(**limits) as form:
            fields = {name: value for name, value in form.items() if isinstance(value, str)}
    except (MultiPartException, HTTPException):
        return refuse(400, "This mail could not be read, or is larger than 25 MB.")
    whole = fields.get("email", "").encode("utf-8", "replace")
    async with transaction() as session:
        mail = pitcher.read_mail(whole or pitcher.as_mail(_as_fields(fields)))
        await pitcher.keep_reply(session, "sendgrid", mail)
    return Response(status_code=204)


def _as_fields(fields: dict[str, str]) -> dict[str, Any]:
    """The form's `headers` are one text, as they stood in the mail."""
    lines = re.sub(r"\r?\n[ \t]+", " ", fields.get("headers", "")).splitlines()
    pairs = [line.partition(":")[::2] for line in lines[:200] if ":" in line]
    return {**fields, "headers": [{"name": name, "value": value} for name, value in pairs]}


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
