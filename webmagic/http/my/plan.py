"""The plan: what it costs, what was paid, another card, a pause, an end. None of it takes a fight."""

from contextlib import suppress
from typing import Annotated, Any

from fastapi import APIRouter, Form
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from webmagic import payments, pitcher, support
from webmagic.core.database import transaction
from webmagic.core.errors import Conflict, NotFound, Refused, VendorError
from webmagic.core.settings import get_settings
from webmagic.http.claim import Gateway
from webmagic.http.my.access import Own, Reading, back_to, draw
from webmagic.http.my.dates import day_of
from webmagic.http.my.forms import say
from webmagic.http.pages import words

router = APIRouter(prefix="/sites/{site_id}/plan")
TAGS = {"succeeded": "ok", "pending": "warn", "failed": "bad"}


@router.get("")
async def show(request: Request, own: Own, session: Reading, gateway: Gateway, card: str = "") -> Response:
    if card:  # they come from the gateway; its webhook may be slower than they are
        with suppress(VendorError):
            await payments.take_cards(transaction, gateway, business_id=own.business.id)
    return await _page(own, session, said=request.query_params.get("said", ""))


async def _page(own: support.OwnedSite, session: AsyncSession, **more: Any) -> Response:
    desk = await support.desk_of(session, own)
    said = words(own.language)["my"]
    day = day_of(desk.until, own)
    invoices = [
        {
            "number": one.number,
            "what": said["plan"]["month" if one.kind == payments.MONTHLY else "setup"],
            "when": day_of(one.at, own),
            "amount": pitcher.price(one.amount_cents, one.currency, own.language),
            "state": said["plan"].get(f"state_{one.state}", one.state),
            "tone": TAGS.get(one.state, ""),
        }
        for one in await payments.invoices_of(session, own.customer.id or 0)
    ]
    plan = desk.plan
    return draw(
        own,
        "plan.html",
        desk=desk,
        heading=said["home"][desk.state].format(day=day),
        lead=_lead(own, desk, day),
        price=pitcher.price(plan.amount_cents, plan.currency, own.language) if plan else "",
        card=plan.card if plan else "",
        invoices=invoices,
        until=day_of(plan.current_period_end, own) if plan else "",
        **more,
    )


def _lead(own: support.OwnedSite, desk: support.Desk, day: str) -> str:
    said = words(own.language)["my"]
    if desk.state == "online":
        return said["plan"]["next"].format(day=day) if day and desk.plan else ""
    return said["home"][f"{desk.state}_lead"].format(day=day)


async def _plan_of(own: support.OwnedSite) -> int:
    async with transaction() as session:
        plan = await payments.find_plan(session, own.customer.id or 0)
    if plan is None or plan.id is None:
        raise NotFound("There is no plan for this website.")
    return plan.id


@router.post("/card")
async def card(own: Own, session: Reading, gateway: Gateway) -> Response:
    back = f"{get_settings().public_url}/my/sites/{own.id}/plan"
    try:
        url = await payments.change_card(await _plan_of(own), transaction, gateway, back_url=back)
    except VendorError:
        return await _page(own, session, problem=say(own, "vendor"), status=502)
    return RedirectResponse(url, 303)


@router.post("/pause")
async def pause(own: Own, session: Reading, gateway: Gateway) -> Response:
    return await _do(own, session, "paused", payments.pause, gateway, at_period_end=True)


@router.post("/resume")
async def resume(own: Own, session: Reading, gateway: Gateway) -> Response:
    return await _do(own, session, "resumed", payments.resume, gateway)


@router.get("/cancel")
async def ask_to_cancel(own: Own, session: Reading) -> Response:
    desk = await support.desk_of(session, own)
    if not desk.can_leave:
        return back_to(f"/my/sites/{own.id}/plan")
    assert desk.plan is not None
    return draw(own, "cancel.html", day=day_of(desk.plan.current_period_end, own), owes=desk.owes)


@router.post("/cancel")
async def cancel(
    own: Own, session: Reading, gateway: Gateway, when: Annotated[str, Form()] = "end"
) -> Response:
    at_end = when != "now"
    said = "cancelling" if at_end else "cancelled"
    return await _do(own, session, said, payments.cancel, gateway, at_period_end=at_end)


async def _do(
    own: support.OwnedSite, session: AsyncSession, said: str, verb: Any, gateway: Gateway, **how: bool
) -> Response:
    try:
        await verb(await _plan_of(own), transaction, gateway, actor="owner", **how)
    except VendorError:
        return await _page(own, session, problem=say(own, "vendor"), status=502)
    except Conflict:  # it is so already: in another window, or at the gateway
        return back_to(f"/my/sites/{own.id}/plan")
    except Refused as error:
        return await _page(own, session, problem=say(own, "failed", why=error), status=422)
    return back_to(f"/my/sites/{own.id}/plan", said)
