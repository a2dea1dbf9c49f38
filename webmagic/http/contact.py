"""The contact form of a published site.

Programs fill in what people do not see, answer faster than people type, and come in crowds;
the first two are kept apart as spam without a word, the third is told to wait.
"""

import html
import json

from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from webmagic import accounts, hosting, support
from webmagic.core.database import transaction
from webmagic.core.errors import Forbidden, Invalid, WebMagicError
from webmagic.core.security import digest
from webmagic.http.forms import is_same_origin, limited

CONTACT_PATH = "/_contact"
LIMIT = 32 * 1024
TRAPS = ("website", "website_url")  # what the pages name the field that people do not see
PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>{sentence}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><p>{sentence}</p><p><a href="/#contact">Back</a></p></body></html>"""


def _limits(request: Request, subdomain: str) -> list[accounts.Slowdown]:
    """Five enquiries from one address, then a growing pause; and a ceiling for the whole site."""
    address = request.client.host if request.client else ""
    return [
        accounts.Slowdown(f"enquiry:{digest(address)}:{subdomain}", free=5, first=30, longest=3600),
        accounts.Slowdown(f"enquiries:{subdomain}", free=60, first=5, longest=300),
    ]


async def _fields(request: Request) -> dict[str, str]:
    request = Request(request.scope, limited(request.receive, LIMIT))
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            given = json.loads(await request.body())
        except ValueError:
            raise Invalid("This is not valid JSON.") from None
        if not isinstance(given, dict):
            raise Invalid("The form's fields belong into one JSON object.")
        return {key: value for key, value in given.items() if isinstance(value, str)}
    try:
        form = await request.form(max_files=0, max_fields=20, max_part_size=LIMIT)
    except MultiPartException:
        raise Invalid("This form could not be read.") from None
    return {key: value for key, value in form.items() if isinstance(value, str)}


async def _keep(request: Request, subdomain: str) -> None:
    if not is_same_origin(request):
        raise Forbidden("This form was sent from another site, so it was not accepted.")
    await accounts.reserve(*_limits(request, subdomain))
    fields = await _fields(request)
    stamp = fields.get("started", "")
    async with transaction() as session:
        lead = await hosting.add_lead(
            session,
            subdomain,
            name=fields.get("name", ""),
            contact=fields.get("contact", ""),
            message=fields.get("message", ""),
            is_spam=any(map(fields.get, TRAPS)) or bool(stamp and hosting.is_hurried(stamp)),
        )
        await support.pass_on(session, lead)


def give_stamp() -> Response:
    """A signed note of now, asked for when somebody begins to write; it comes back with the form."""
    return JSONResponse({"started": hosting.form_stamp()}, headers={"cache-control": "no-store"})


async def take_enquiry(request: Request, subdomain: str) -> Response:
    """Back to the form for a browser, JSON for a script."""
    wants_json = "application/json" in request.headers.get("accept", "")
    try:
        await _keep(request, subdomain)
    except WebMagicError as error:
        headers = {"retry-after": str(error.retry_after)} if isinstance(error, accounts.TooManyTries) else {}
        if wants_json:
            return JSONResponse({"error": str(error)}, error.status, headers)
        return HTMLResponse(PAGE.format(sentence=html.escape(str(error))), error.status, headers)
    return JSONResponse({"ok": True}) if wants_json else RedirectResponse("/#contact", 303)
