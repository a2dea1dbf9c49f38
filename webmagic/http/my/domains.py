"""The owner's own domain: what to enter where, whether it is there yet, and away with it."""

from typing import Annotated, Any

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from webmagic import accounts, hosting, support
from webmagic.core.database import transaction
from webmagic.core.errors import Conflict, Invalid
from webmagic.core.settings import get_settings
from webmagic.http.my.access import Own, Reading, back_to, draw
from webmagic.http.my.dates import moment_of
from webmagic.http.my.forms import say
from webmagic.http.pages import words
from webmagic.models import Domain

router = APIRouter(prefix="/sites/{site_id}/domain")


@router.get("")
async def show(request: Request, own: Own, session: Reading) -> Response:
    return await _page(own, session, said=request.query_params.get("said", ""))


@router.post("")
async def add(own: Own, session: Reading, host: Annotated[str, Form()] = "") -> Response:
    said = words(own.language)["my"]["domain"]
    try:
        async with transaction() as writing:
            domain = await hosting.add_domain(writing, own.id, host)
    except Invalid as error:
        problem = said["ours"] if "ours" in str(error) else said["wrong"]
        return await _page(own, session, problem=problem, typed=host[:300], status=400)
    except Conflict:
        return await _page(own, session, problem=said["most"], typed=host[:300], status=409)
    return back_to(f"/my/sites/{own.id}/domain", "proved" if domain.verified_at else "added")


@router.post("/{domain_id}/check")
async def check(own: Own, session: Reading, domain_id: int) -> Response:
    """A look that asks other people's servers, so not too many of them."""
    domain = await hosting.get_domain(session, own.id, domain_id)
    try:
        await accounts.reserve(accounts.Slowdown(f"domain:{own.id}", free=10, first=10, longest=300))
    except accounts.TooManyTries as error:
        problem = say(own, "wait", seconds=error.retry_after)
        return await _page(own, session, problem=problem, status=429)
    checked = await hosting.check_domain(domain, transaction)
    is_silent = bool(checked and checked.found.get("is_silent"))
    said = "proved" if checked and checked.verified_at else "silent" if is_silent else "waiting"
    return back_to(f"/my/sites/{own.id}/domain", said)


@router.post("/{domain_id}/remove")
async def remove(own: Own, domain_id: int) -> Response:
    async with transaction() as session:
        await hosting.remove_domain(session, own.id, domain_id)
    return back_to(f"/my/sites/{own.id}/domain", "removed")


async def _page(own: support.OwnedSite, session: Any, typed: str = "", **more: Any) -> Response:
    domains = await hosting.list_domains(session, own.id)
    ours = await hosting.our_addresses(get_settings()) if domains else []
    shown = [_shown(own, domain, ours) for domain in domains]
    example = f"www.{own.site.subdomain}.com"
    return draw(own, "domain.html", domains=shown, typed=typed, example=example, **more)


def _shown(own: support.OwnedSite, domain: Domain, ours: list[str]) -> dict[str, Any]:
    records = hosting.records_for(domain, get_settings(), ours)
    found = domain.found
    where = ", ".join([*found.get("aliases", []), *found.get("addresses", [])][:3])
    return {
        "id": domain.id,
        "host": domain.host,
        "is_proved": domain.verified_at is not None,
        "records": records,
        "is_blind": len(records) < 2,  # a bare domain, and nobody told us our address
        "checked": moment_of(domain.checked_at, own) if domain.checked_at else "",
        "elsewhere": where if where and not found.get("points_here") else "",
        "url": f"{'https' if get_settings().is_secure else 'http'}://{domain.host}",
    }
