"""The payment simulator over HTTP: its API in the gateway's wire format, and its checkout page.

Only there while PAYMENT_PROVIDER is "simulator"; with a real gateway every address answers 404.
"""

import asyncio
import hmac
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from webmagic import payments, pitcher
from webmagic.core.errors import Conflict, Invalid, NotFound
from webmagic.core.settings import get_settings
from webmagic.http.pages import not_found, render
from webmagic.payments import simulator

DECLINED = "The card was declined. Try another one."
WRONG_KEY = {"authentication": ["Las llaves de API son inválidas o no coinciden."]}


def require_simulator() -> None:
    if get_settings().payment_provider != "simulator":
        raise HTTPException(404)


def postman() -> Callable[[], None]:
    """Sees to the webhooks after the answer; tests deliver by hand."""
    return simulator.post_soon


router = APIRouter(prefix="/simulator", include_in_schema=False, dependencies=[Depends(require_simulator)])
Postman = Annotated[Callable[[], None], Depends(postman)]
Text = Annotated[str, Form()]


async def _do(verb: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """Its memory is plain SQLite, so it works in a thread."""
    store = await asyncio.to_thread(simulator.Store)
    return await asyncio.to_thread(verb, store, *arguments, **named)


def _refuse_stranger(request: Request) -> Response | None:
    given = request.headers.get("x-secret-key", "").encode()
    if hmac.compare_digest(given, payments.simulator_key().encode()):
        return None
    return JSONResponse({"message": "Autenticación Errónea", "errors": WRONG_KEY}, 401)


async def _object(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.body() or b"{}")
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


@router.api_route("/api/{path:path}", methods=["GET", "POST", "PATCH", "PUT", "DELETE"])
async def api(path: str, request: Request, post: Postman) -> Response:
    """The gateway's own API."""
    if refusal := _refuse_stranger(request):
        return refusal
    call = simulator.Call(
        method=request.method,
        path=path.strip("/"),
        body=await _object(request),
        params=dict(request.query_params),
        base_url=get_settings().public_url,
        key=request.headers.get("idempotency-key", "")[:200],
    )
    reply = await _do(simulator.answer, call)
    if request.method != "GET":
        post()
    return JSONResponse(reply.body, reply.status, reply.headers)


@router.post("/controls/faults")
async def set_faults(request: Request) -> Response:
    """For tests: what the simulator is to get wrong. The console has the same switches."""
    if refusal := _refuse_stranger(request):
        return refusal
    try:
        return JSONResponse(asdict(await _do(simulator.set_faults, await _object(request))))
    except Invalid as error:
        return JSONResponse({"message": str(error)}, 422)


@router.post("/controls/subscriptions/{subscription_id}/{act}")
async def move_on(subscription_id: str, act: str, request: Request, post: Postman) -> Response:
    """For tests: a month passes, and its charge succeeds ("renew") or fails ("fail")."""
    if refusal := _refuse_stranger(request):
        return refusal
    verb = {"renew": simulator.renew, "fail": simulator.fail_renewal}.get(act)
    if verb is None:
        raise HTTPException(404)
    try:
        result = await _do(verb, subscription_id)
    except NotFound:
        raise HTTPException(404) from None
    except (Invalid, Conflict) as error:
        return JSONResponse({"message": str(error)}, 422)
    post()
    return JSONResponse({"result": result})


@router.get("/checkout/{checkout_id}")
async def show(checkout_id: str) -> Response:
    return await _page(checkout_id)


@router.post("/checkout/{checkout_id}")
async def pay(
    checkout_id: str,
    post: Postman,
    method: Text = "card",
    number: Text = "",
    name: Text = "",
    email: Text = "",
) -> Response:
    person = {"name": pitcher.one_line(name), "email": pitcher.one_line(email)}
    try:
        if method == "transfer":
            url = await _do(simulator.start_transfer, checkout_id, person)
        else:
            url = await _do(simulator.pay_by_card, checkout_id, number, person)
    except NotFound:
        return not_found()
    except Conflict:
        return await _page(checkout_id)
    except Invalid:
        return await _page(checkout_id, person | {"number": number}, DECLINED, status=402)
    finally:
        post()
    return RedirectResponse(url or f"/simulator/checkout/{checkout_id}", 303)


@router.post("/checkout/{checkout_id}/transfer")
async def settle(checkout_id: str, post: Postman, outcome: Text = "") -> Response:
    try:
        await _do(simulator.settle_transfer, checkout_id, arrives=outcome == "arrives")
    except NotFound:
        return not_found()
    except Conflict:
        pass  # the button was pressed twice; the page shows how it stands
    finally:
        post()
    return RedirectResponse(f"/simulator/checkout/{checkout_id}", 303)


async def _page(
    checkout_id: str, form: dict[str, str] | None = None, problem: str = "", *, status: int = 200
) -> Response:
    try:
        checkout, item = await _do(simulator.read_page, checkout_id)
    except NotFound:
        return not_found()
    return render(
        "simulator.html",
        "en",
        status=status,
        id=checkout["id"],
        status_=checkout["status"],
        item=item,
        is_monthly=item["charge_type"] == "recurring",
        is_card=item["amount_in_cents"] == 0,
        is_expired=simulator.is_expired(checkout),
        amount=pitcher.price(item["amount_in_cents"], item["currency"], "en"),
        success_url=checkout["success_url"],
        cancel_url=checkout["cancel_url"],
        form=form or {"name": "", "email": "", "number": ""},
        problem=problem,
    )
