"""What else the gateway keeps: products with prices, coupons, users, endpoints, charges, refunds."""

from typing import Any

from webmagic.core.clock import now
from webmagic.core.errors import Invalid
from webmagic.payments.simulator import events
from webmagic.payments.simulator.ledger import METHOD, PAYMENT, get, new_id, post
from webmagic.payments.simulator.store import Store

PRODUCT, COUPON, USER, ENDPOINT, REFUND, CHARGE = (
    "product", "coupon", "user", "endpoint", "refund", "charge",
)  # fmt: skip
CURRENCIES = ("GTQ", "USD")


def create_product(store: Store, body: dict[str, Any]) -> dict[str, Any]:
    given = _dict(body, "product")
    lines = given.get("prices_attributes")
    if not _text(given, "name") or not isinstance(lines, list) or not lines:
        raise Invalid("name")
    product = {
        "id": new_id("prod"),
        "name": _text(given, "name"),
        "status": "active",
        "prices": [_price(line) for line in lines],
    }
    return _save(store, PRODUCT, product)


def change_product(store: Store, product_id: str, body: dict[str, Any]) -> dict[str, Any]:
    with store.open() as connection:
        product = get(connection, PRODUCT, product_id)
        given = _dict(body, "product")
        if _text(given, "name"):
            product["name"] = _text(given, "name")
        prices = {price["id"]: price for price in product["prices"]}
        for line in given.get("prices_attributes") or []:
            if not isinstance(line, dict) or line.get("id") not in prices:
                raise Invalid("prices")
            prices[line["id"]]["amount_in_cents"] = _cents(line)
        store.save(connection, PRODUCT, product)
    return product


def create_coupon(store: Store, body: dict[str, Any]) -> dict[str, Any]:
    given = _dict(body, "coupon")
    percent, amount = given.get("percent_off"), given.get("amount_off_in_cents")
    if not _text(given, "name") or (percent is None) == (amount is None):
        raise Invalid("coupon")
    coupon = {
        "id": new_id("coup"),
        "name": _text(given, "name"),
        "status": "active",
        "percent_off": percent,
        "amount_off_in_cents": amount,
        "currency": _text(given, "currency") or None,
        "duration": _text(given, "duration") or "once",
        "max_redemptions": None,
        "expires_at": None,
    }
    return _save(store, COUPON, coupon)


def create_user(store: Store, body: dict[str, Any]) -> dict[str, Any]:
    email = _text(body, "email")
    if "@" not in email:
        raise Invalid("email")
    user = _save(store, USER, {"id": new_id("us"), "email": email, "full_name": _text(body, "full_name")})
    return {"id": user["id"], "email": email}


def create_endpoint(store: Store, body: dict[str, Any]) -> dict[str, Any]:
    url = _text(body, "url")
    if not url.startswith(("https://", "http://")):
        raise Invalid("url")
    at = now().isoformat()
    endpoint = {"id": new_id("ep"), "url": url, "description": _text(body, "description")}
    return _save(
        store, ENDPOINT, endpoint | {"disabled": False, "metadata": {}, "createdAt": at, "updatedAt": at}
    )


def charge(store: Store, body: dict[str, Any]) -> dict[str, Any]:
    """POST /one_time_payments."""
    items = body.get("items")
    with store.open() as connection:
        kept = store.find(connection, METHOD, _text(body, "payment_method_id"))
        if kept is None or not isinstance(items, list) or len(items) != 1 or not _cents(items[0]):
            raise Invalid("payment_method_id")
        paid = {"id": new_id("on"), "status": "paid"}
        store.save(connection, CHARGE, paid)
    return paid


def create_refund(store: Store, body: dict[str, Any]) -> dict[str, Any]:
    """POST /refunds: the whole amount, once."""
    with store.open() as connection:
        paid = get(connection, PAYMENT, _text(body, "payment_intent_id"))
        if paid.get("refund_id") or paid["status"] != "succeeded":
            raise Invalid("payment_intent")
        refund = {
            "id": new_id("re"),
            "intent_id": paid["id"],
            "amount": paid["amount"],
            "fee": events.fee(paid["amount"]),
            "currency": paid["currency"],
            "customer": paid["customer"],
            "created_at": now().isoformat(),
        }
        store.save(connection, REFUND, refund)
        store.save(connection, PAYMENT, paid | {"refund_id": refund["id"]})
        post(connection, store, events.refund(refund))
    return events.show_refund(refund)


def show_intent(store: Store, intent_id: str) -> dict[str, Any]:
    """GET /intents/{id}."""
    with store.open() as connection:
        return events.show_intent(get(connection, PAYMENT, intent_id))


def show(store: Store, kind: str, identifier: str) -> dict[str, Any]:
    with store.open() as connection:
        found = get(connection, kind, identifier)
    return events.show_refund(found) if kind == REFUND else found


def show_all(store: Store, kind: str) -> list[dict[str, Any]]:
    with store.open() as connection:
        return store.all(connection, kind)


def delete(store: Store, kind: str, identifier: str) -> dict[str, Any]:
    with store.open() as connection:
        get(connection, kind, identifier)
        store.drop(connection, kind, identifier)
    return {"id": identifier, "status": "deleted"}


def _save(store: Store, kind: str, thing: dict[str, Any]) -> dict[str, Any]:
    with store.open() as connection:
        store.save(connection, kind, thing)
    return thing


def _price(line: Any) -> dict[str, Any]:
    if not isinstance(line, dict) or line.get("currency") not in CURRENCIES:
        raise Invalid("prices")
    price = {"id": new_id("price"), "amount_in_cents": _cents(line), "currency": line["currency"]}
    if line.get("charge_type") == "recurring":
        return price | {"charge_type": "recurring", "billing_interval": "month", "billing_interval_count": 1}
    return price | {"charge_type": "one_time"}


def _cents(line: Any) -> int:
    found = line.get("amount_in_cents") if isinstance(line, dict) else None
    if type(found) is not int or found < 0:
        raise Invalid("amount_in_cents")
    return found


def _dict(found: dict[str, Any], key: str) -> dict[str, Any]:
    value = found.get(key)
    return value if isinstance(value, dict) else {}


def _text(found: dict[str, Any], key: str) -> str:
    value = found.get(key)
    return value[:500] if isinstance(value, str) else ""
