"""The simulator's API: which call means what. The edge checks the key and speaks HTTP."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from webmagic.core.errors import Conflict, Invalid, NotFound
from webmagic.payments.gateways.wire import moment
from webmagic.payments.simulator import catalogue, ledger, plans
from webmagic.payments.simulator.faults import read_faults
from webmagic.payments.simulator.store import Store

MOST_ITEMS, USUAL_ITEMS = 100, 10


@dataclass(frozen=True)
class Call:
    method: str
    path: str
    body: dict[str, Any]
    params: dict[str, str]
    base_url: str
    key: str = ""


@dataclass(frozen=True)
class Reply:
    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)


def answer(store: Store, call: Call) -> Reply:
    if read_faults(store).is_down:
        return Reply(503, {"message": "Estamos en mantenimiento"}, {"retry-after": "30"})
    for method, pattern, status, verb in ROUTES:
        if method == call.method and (found := re.fullmatch(pattern, call.path)):
            return _do(store, call, status, verb, found.groups())
    return Reply(404, {"message": "No encontrado"})


def _do(store: Store, call: Call, status: int, verb: Callable[..., Any], ids: tuple[str, ...]) -> Reply:
    try:
        body = verb(store, call, *ids)
    except (Invalid, Conflict) as error:
        return Reply(422, {"message": "No válido", "errors": {str(error): ["no es válido"]}})
    except NotFound:
        return Reply(404, {"message": "No encontrado"})
    return body if isinstance(body, Reply) else Reply(status, body)


def _paged(call: Call, things: list[dict[str, Any]]) -> Reply:
    page, items = _number(call, "page", 1), min(_number(call, "items", USUAL_ITEMS), MOST_ITEMS)
    pages = max(1, -(-len(things) // items))
    headers = {
        "current-page": str(page),
        "page-items": str(items),
        "total-pages": str(pages),
        "total-count": str(len(things)),
    }
    return Reply(200, things[(page - 1) * items : page * items], headers)


def _number(call: Call, name: str, usual: int) -> int:
    given = call.params.get(name, "")
    return max(1, int(given)) if given.isascii() and given.isdigit() and len(given) < 7 else usual


def _list_checkouts(store: Store, call: Call) -> Reply:
    since, until = (moment(call.params.get(name)) for name in ("from_time", "until_time"))
    return _paged(call, ledger.list_checkouts(store, since, until))


def _act(store: Store, call: Call, subscription_id: str) -> dict[str, Any]:
    acts = {"pause": plans.pause, "unpause": plans.unpause}
    act = acts.get(str(call.body.get("act")))
    if act is None:
        raise Invalid("act")
    act(store, subscription_id)
    return ledger.describe_subscription(store, subscription_id)


def _change_method(store: Store, call: Call, subscription_id: str) -> dict[str, Any]:
    plans.change_method(store, subscription_id, str(call.body.get("payment_method_id")))
    return ledger.describe_subscription(store, subscription_id)


def _cancel(store: Store, _call: Call, subscription_id: str) -> dict[str, Any]:
    plans.cancel(store, subscription_id)
    return {"message": "Suscripción cancelada"}


def _show(kind: str) -> Callable[..., Any]:
    return lambda store, _call, identifier: catalogue.show(store, kind, identifier)


def _delete(kind: str) -> Callable[..., Any]:
    return lambda store, _call, identifier: catalogue.delete(store, kind, identifier)


def _with_body(verb: Callable[..., Any]) -> Callable[..., Any]:
    return lambda store, call, *ids: verb(store, *ids, call.body)


ID = "/([a-z0-9_]{1,80})"
ROUTES: tuple[tuple[str, str, int, Callable[..., Any]], ...] = (
    ("GET", "test", 200, lambda store, call: {"message": "Hello Simulator 🌎"}),
    (
        "POST",
        "checkouts",
        201,
        lambda store, call: ledger.create_checkout(store, call.body, call.base_url, call.key),
    ),
    ("GET", "checkouts", 200, _list_checkouts),
    ("GET", "checkouts" + ID, 200, lambda store, call, it: ledger.describe(store, it)),
    ("PATCH", "checkouts" + ID, 200, _with_body(ledger.change_checkout)),
    ("PUT", "checkouts" + ID, 200, _with_body(ledger.change_checkout)),
    ("GET", "intents" + ID, 200, lambda store, call, it: catalogue.show_intent(store, it)),
    ("GET", "subscriptions", 200, lambda store, call: _paged(call, plans.list_subscriptions(store))),
    ("GET", "subscriptions" + ID, 200, lambda store, call, it: ledger.describe_subscription(store, it)),
    ("PATCH", "subscriptions" + ID, 200, _act),
    ("PUT", "subscriptions" + ID, 200, _change_method),
    ("DELETE", "subscriptions" + ID, 200, _cancel),
    ("POST", "products", 201, _with_body(catalogue.create_product)),
    (
        "GET",
        "products",
        200,
        lambda store, call: _paged(call, catalogue.show_all(store, catalogue.PRODUCT)),
    ),
    ("GET", "products" + ID, 200, _show(catalogue.PRODUCT)),
    ("PATCH", "products" + ID, 200, _with_body(catalogue.change_product)),
    ("DELETE", "products" + ID, 200, _delete(catalogue.PRODUCT)),
    ("POST", "coupons", 201, _with_body(catalogue.create_coupon)),
    ("GET", "coupons" + ID, 200, _show(catalogue.COUPON)),
    ("DELETE", "coupons" + ID, 200, _delete(catalogue.COUPON)),
    ("POST", "users", 200, _with_body(catalogue.create_user)),
    ("POST", "one_time_payments", 201, _with_body(catalogue.charge)),
    ("POST", "refunds", 201, _with_body(catalogue.create_refund)),
    ("GET", "refunds" + ID, 200, _show(catalogue.REFUND)),
    ("POST", "webhook_endpoints", 201, _with_body(catalogue.create_endpoint)),
    ("GET", "webhook_endpoints", 200, lambda store, call: catalogue.show_all(store, catalogue.ENDPOINT)),
    ("DELETE", "webhook_endpoints" + ID, 200, _delete(catalogue.ENDPOINT)),
)
