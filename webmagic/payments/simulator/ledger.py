"""What happens to checkouts and subscriptions on the other side."""

import datetime as dt
import secrets
import sqlite3
from typing import Any

from webmagic.core.clock import now
from webmagic.core.errors import Conflict, Invalid, NotFound
from webmagic.payments.simulator import events
from webmagic.payments.simulator.store import Store

GOOD_CARD, DECLINED_CARD = "4242424242424242", "4000000000000002"
UNPAID, PAID, IN_PROGRESS = "unpaid", "paid", "payment_in_progress"
CHECKOUT, SUBSCRIPTION = "checkout", "subscription"
MONTH = dt.timedelta(days=30)
LARGEST = 100_000_000


def create_checkout(store: Store, body: dict[str, Any], base_url: str) -> dict[str, str]:
    """The answer to POST /checkouts. Raises Invalid for what the real gateway answers with 422."""
    item = _item(body)
    checkout = {
        "id": _id("ch"),
        "status": UNPAID,
        "item": item,
        "success_url": _url(body, "success_url"),
        "cancel_url": _url(body, "cancel_url"),
        "metadata": body["metadata"] if isinstance(body.get("metadata"), dict) else {},
        "created_at": now().isoformat(),
    }
    with store.open() as connection:
        store.save(connection, CHECKOUT, checkout)
    return {"id": checkout["id"], "checkout_url": f"{base_url}/simulator/checkout/{checkout['id']}"}


def describe(store: Store, checkout_id: str) -> dict[str, Any]:
    """The answer to GET /checkouts/{id}."""
    with store.open() as connection:
        return events.show_checkout(_get(connection, CHECKOUT, checkout_id))


def read_page(store: Store, checkout_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the checkout page shows: the checkout, and what is bought."""
    with store.open() as connection:
        checkout = _get(connection, CHECKOUT, checkout_id)
    return checkout, checkout["item"]


def describe_subscription(store: Store, subscription_id: str) -> dict[str, Any]:
    with store.open() as connection:
        return events.show_subscription(_get(connection, SUBSCRIPTION, subscription_id))


def pay_by_card(store: Store, checkout_id: str, number: str, person: dict[str, str]) -> str:
    """Charge a card; webhooks are written down to be sent. Returns where the payer goes next. Raises
    Invalid when the card is declined, and the failure is told by webhook, too."""
    digits = "".join(filter(str.isdigit, number))
    with store.open() as connection:
        checkout = _payable(connection, checkout_id)
        checkout["customer"] = _customer(person)
        checkout["method"] = {"type": "card", "last4": digits[-4:], "network": "visa"}
        if digits == GOOD_CARD:
            _charge(connection, store, checkout, _id("pa"))
            return checkout["success_url"]
        _decline(connection, store, checkout)
    raise Invalid("declined")


def start_transfer(store: Store, checkout_id: str, person: dict[str, str]) -> str:
    with store.open() as connection:
        checkout = _payable(connection, checkout_id)
        checkout |= {"status": IN_PROGRESS, "customer": _customer(person), "payment_id": _id("pa")}
        checkout["intent_id"] = _id("ba")
        checkout["method"] = {"type": "bank_transfer_receiver"}
        _give_subscription(connection, store, checkout)
        store.save(connection, CHECKOUT, checkout)
        _post(connection, store, events.transfer(checkout, "pending"), events.unified(checkout, "pending"))
    return checkout["success_url"]


def settle_transfer(store: Store, checkout_id: str, *, arrives: bool) -> None:
    """The bank's word on a transfer that was on its way."""
    with store.open() as connection:
        checkout = _get(connection, CHECKOUT, checkout_id)
        if checkout["status"] != IN_PROGRESS:
            raise Conflict("There is no transfer on its way.")
        checkout["status"] = PAID if arrives else UNPAID
        verb = "succeeded" if arrives else "failed"
        bodies = [events.transfer(checkout, verb), events.unified(checkout, verb)]
        if arrives and checkout.get("subscription_id"):
            plan = _get(connection, SUBSCRIPTION, checkout["subscription_id"])
            plan["status"] = "active"
            store.save(connection, SUBSCRIPTION, plan)
            bodies.append(events.subscription(plan, "create"))
        store.save(connection, CHECKOUT, checkout)
        _post(connection, store, *bodies)


def renew(store: Store, subscription_id: str) -> str:
    """Another month: there is no renewal event, only one more payment. Returns its id."""
    with store.open() as connection:
        plan = _get(connection, SUBSCRIPTION, subscription_id)
        checkout = _get(connection, CHECKOUT, plan["checkout_id"])
        plan["period_end"] = (dt.datetime.fromisoformat(plan["period_end"]) + MONTH).isoformat()
        store.save(connection, SUBSCRIPTION, plan)
        checkout["intent_id"] = _id("pa")
        store.save(connection, CHECKOUT, checkout)
        _post(connection, store, events.payment(checkout), events.unified(checkout, "succeeded"))
        return checkout["intent_id"]


def cancel(store: Store, subscription_id: str) -> None:
    with store.open() as connection:
        plan = _get(connection, SUBSCRIPTION, subscription_id)
        plan["status"] = "cancelled"
        store.save(connection, SUBSCRIPTION, plan)
        _post(connection, store, events.subscription(plan, "cancel"))


def _charge(connection: sqlite3.Connection, store: Store, checkout: dict[str, Any], payment: str) -> None:
    checkout |= {"status": PAID, "payment_id": payment, "intent_id": payment}
    plan = _give_subscription(connection, store, checkout)
    store.save(connection, CHECKOUT, checkout)
    bodies = [events.payment(checkout), events.unified(checkout, "succeeded")]
    _post(connection, store, *bodies, *([events.subscription(plan, "create")] if plan else []))


def _decline(connection: sqlite3.Connection, store: Store, checkout: dict[str, Any]) -> None:
    failed = checkout | {"intent_id": _id("pa")}
    reason = "La tarjeta fue rechazada por el banco emisor."
    _post(connection, store, events.payment(failed, reason), events.unified(failed, "failed"))


def _give_subscription(
    connection: sqlite3.Connection, store: Store, checkout: dict[str, Any]
) -> dict[str, Any] | None:
    if checkout["item"]["charge_type"] != "recurring":
        checkout["one_time_id"] = _id("on")
        return None
    plan = {
        "id": _id("su"),
        "status": "active" if checkout["status"] == PAID else "unable_to_start",
        "checkout_id": checkout["id"],
        "payment_id": checkout["payment_id"],
        "item": checkout["item"],
        "customer": checkout["customer"],
        "created_at": now().isoformat(),
        "period_end": (now() + MONTH).isoformat(),
    }
    checkout["subscription_id"] = plan["id"]
    store.save(connection, SUBSCRIPTION, plan)
    return plan


def _post(connection: sqlite3.Connection, store: Store, *bodies: dict[str, Any]) -> None:
    for body in bodies:
        store.add_delivery(connection, f"msg_{secrets.token_hex(12)}", body, now().timestamp())


def _payable(connection: sqlite3.Connection, checkout_id: str) -> dict[str, Any]:
    checkout = _get(connection, CHECKOUT, checkout_id)
    if checkout["status"] != UNPAID:
        raise Conflict("This checkout has been paid already.")
    return checkout


def _get(connection: sqlite3.Connection, kind: str, identifier: str) -> dict[str, Any]:
    found = Store.find(connection, kind, identifier)
    if found is None:
        raise NotFound(f"There is no such {kind}.")
    return found


def _customer(person: dict[str, str]) -> dict[str, str]:
    return {"id": _id("us"), "email": person.get("email", "")[:320], "name": person.get("name", "")[:200]}


def _item(body: dict[str, Any]) -> dict[str, Any]:
    items = body.get("items")
    item = items[0] if isinstance(items, list) and len(items) == 1 else None
    if not isinstance(item, dict):
        raise Invalid("items")
    amount, currency = item.get("amount_in_cents"), item.get("currency")
    if type(amount) is not int or not 0 < amount <= LARGEST or currency not in ("GTQ", "USD"):
        raise Invalid("items")
    return {
        "name": str(item.get("name", ""))[:200],
        "amount_in_cents": amount,
        "currency": currency,
        "charge_type": "recurring" if item.get("charge_type") == "recurring" else "one_time",
    }


def _url(body: dict[str, Any], key: str) -> str:
    found = body.get(key)
    return found[:2000] if isinstance(found, str) and found.startswith(("https://", "http://")) else ""


def _id(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(8)}"
