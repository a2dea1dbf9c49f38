"""The payment simulator over HTTP: its API in the gateway's wire format, and its checkout page.

Only there while PAYMENT_PROVIDER is "simulator"; with a real gateway every address answers 404.
"""

import asyncio
import hmac
import json
from collections.abc import Callable
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


async def _answer(request: Request, status: int, verb: Callable[..., Any], *arguments: Any) -> Response:
    given = request.headers.get("x-secret-key", "").encode()
    if not hmac.compare_digest(given, payments.simulator_key().encode()):
        return JSONResponse({"message": "Autenticación Errónea", "errors": WRONG_KEY}, 401)
    try:
        return JSONResponse(await _do(verb, *arguments), status)
    except Invalid as error:
        return JSONResponse({"message": "No válido", "errors": {str(error): ["no es válido"]}}, 422)
    except NotFound:
        return JSONResponse({"message": "No encontrado"}, 404)


@router.post("/api/checkouts")
async def create(request: Request) -> Response:
    try:
        body = json.loads(await request.body())
    except (ValueError, RecursionError):
        body = None
    body = body if isinstance(body, dict) else {}
    return await _answer(request, 201, simulator.create_checkout, body, get_settings().public_url)


@router.get("/api/checkouts/{checkout_id}")
async def read(checkout_id: str, request: Request) -> Response:
    return await _answer(request, 200, simulator.describe, checkout_id)


@router.get("/api/subscriptions/{subscription_id}")
async def read_subscription(subscription_id: str, request: Request) -> Response:
    return await _answer(request, 200, simulator.describe_subscription, subscription_id)


@router.delete("/api/subscriptions/{subscription_id}")
async def cancel(subscription_id: str, request: Request, post: Postman) -> Response:
    def ended(store: simulator.Store, identifier: str) -> dict[str, str]:
        simulator.cancel(store, identifier)
        return {"message": "Suscripción cancelada"}

    answer = await _answer(request, 200, ended, subscription_id)
    post()
    return answer


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
        amount=pitcher.price(item["amount_in_cents"], item["currency"], "en"),
        success_url=checkout["success_url"],
        cancel_url=checkout["cancel_url"],
        form=form or {"name": "", "email": "", "number": ""},
        problem=problem,
    )
