"""What happens to checkouts and subscriptions on the other side."""

import datetime as dt
import secrets
import sqlite3
from typing import Any

from webmagic.core.clock import now
from webmagic.core.errors import Conflict, Invalid, NotFound
from webmagic.payments.gateways.wire import moment
from webmagic.payments.simulator import events, faults
from webmagic.payments.simulator.store import Store

GOOD_CARD, OTHER_CARD = "4242424242424242", "5555555555554444"
DECLINED_CARD = "4000000000000002"
UNPAID, PAID, IN_PROGRESS = "unpaid", "paid", "payment_in_progress"
CHECKOUT, SUBSCRIPTION, PAYMENT, METHOD, KEY = "checkout", "subscription", "payment", "method", "key"
MONTH = dt.timedelta(days=30)
LARGEST = 100_000_000


def create_checkout(store: Store, body: dict[str, Any], base_url: str, key: str = "") -> dict[str, str]:
    """The answer to POST /checkouts. Raises Invalid for what the real gateway answers with 422. The
    same `key` gives the same checkout."""
    item = _item(body)
    checkout = {
        "id": new_id("ch"),
        "status": UNPAID,
        "item": item,
        "success_url": _url(body, "success_url"),
        "cancel_url": _url(body, "cancel_url"),
        "metadata": body["metadata"] if isinstance(body.get("metadata"), dict) else {},
        "expires_at": body["expires_at"] if moment(body.get("expires_at")) else None,
        "created_at": now().isoformat(),
    }
    with store.open() as connection:
        known = store.find(connection, KEY, f"key:{key}") if key else None
        if known:
            checkout = get(connection, CHECKOUT, known["checkout"])
        else:
            store.save(connection, CHECKOUT, checkout)
            if key:
                store.save(connection, KEY, {"id": f"key:{key}", "checkout": checkout["id"]})
    return {"id": checkout["id"], "checkout_url": f"{base_url}/simulator/checkout/{checkout['id']}"}


def change_checkout(store: Store, checkout_id: str, body: dict[str, Any]) -> dict[str, Any]:
    """PATCH /checkouts/{id}: an unpaid one may change its addresses and its end."""
    with store.open() as connection:
        checkout = _payable(connection, checkout_id, also_expired=True)
        for name in ("success_url", "cancel_url"):
            if name in body:
                checkout[name] = _url(body, name)
        if moment(body.get("expires_at")):
            checkout["expires_at"] = body["expires_at"]
        store.save(connection, CHECKOUT, checkout)
        return events.show_checkout(checkout)


def describe(store: Store, checkout_id: str) -> dict[str, Any]:
    """The answer to GET /checkouts/{id}."""
    with store.open() as connection:
        return events.show_checkout(get(connection, CHECKOUT, checkout_id))


def list_checkouts(
    store: Store, since: dt.datetime | None, until: dt.datetime | None
) -> list[dict[str, Any]]:
    """Newest first."""
    with store.open() as connection:
        found = store.all(connection, CHECKOUT)
    at = [(dt.datetime.fromisoformat(checkout["created_at"]), checkout) for checkout in found]
    return [
        events.show_checkout(checkout)
        for made, checkout in at
        if (not since or made >= since) and (not until or made <= until)
    ]


def read_page(store: Store, checkout_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the checkout page shows: the checkout, and what is bought."""
    with store.open() as connection:
        checkout = get(connection, CHECKOUT, checkout_id)
    return checkout, checkout["item"]


def describe_subscription(store: Store, subscription_id: str) -> dict[str, Any]:
    with store.open() as connection:
        return events.show_subscription(get(connection, SUBSCRIPTION, subscription_id))


def pay_by_card(store: Store, checkout_id: str, number: str, person: dict[str, str]) -> str:
    """Charge a card; webhooks are written down to be sent. Returns where the payer goes next. Raises
    Invalid when the card is declined, and the failure is told by webhook, too."""
    digits = "".join(filter(str.isdigit, number))
    with store.open() as connection:
        checkout = _payable(connection, checkout_id)
        checkout["customer"] = customer_of(person)
        checkout["method"] = {
            "type": "card",
            "last4": digits[-4:],
            "network": "mastercard" if digits[:1] == "5" else "visa",
        }
        checkout["method_id"] = new_id("pay_m")
        if is_good(digits) and not faults.read(connection).declines:
            _charge(connection, store, checkout, new_id("pa"))
            return checkout["success_url"]
        _decline(connection, store, checkout)
    raise Invalid("declined")


def start_transfer(store: Store, checkout_id: str, person: dict[str, str]) -> str:
    with store.open() as connection:
        checkout = _payable(connection, checkout_id)
        checkout |= {"status": IN_PROGRESS, "customer": customer_of(person), "payment_id": new_id("pa")}
        checkout["intent_id"] = new_id("ba")
        checkout |= {"method": {"type": "bank_transfer_receiver"}, "method_id": new_id("pay_m")}
        _give_subscription(connection, store, checkout)
        store.save(connection, CHECKOUT, checkout)
        post(connection, store, events.transfer(checkout, "pending"), events.unified(checkout, "pending"))
    return checkout["success_url"]


def settle_transfer(store: Store, checkout_id: str, *, arrives: bool) -> None:
    """The bank's word on a transfer that was on its way."""
    with store.open() as connection:
        checkout = get(connection, CHECKOUT, checkout_id)
        if checkout["status"] != IN_PROGRESS:
            raise Conflict("There is no transfer on its way.")
        checkout["status"] = PAID if arrives else UNPAID
        verb = "succeeded" if arrives else "failed"
        if arrives:
            note_payment(connection, store, checkout)
        bodies = [events.transfer(checkout, verb), events.unified(checkout, verb)]
        if arrives and checkout.get("subscription_id"):
            plan = get(connection, SUBSCRIPTION, checkout["subscription_id"])
            plan["status"] = "active"
            plan["updated_at"] = now().isoformat()
            store.save(connection, SUBSCRIPTION, plan)
            bodies.append(events.subscription(plan, "create"))
        store.save(connection, CHECKOUT, checkout)
        post(connection, store, *bodies)


def _charge(connection: sqlite3.Connection, store: Store, checkout: dict[str, Any], payment: str) -> None:
    if checkout["item"]["amount_in_cents"] == 0:
        checkout["status"] = PAID
        keep_card(connection, store, checkout)
        store.save(connection, CHECKOUT, checkout)
        post(connection, store, events.card_kept(checkout))
        return
    checkout |= {"status": PAID, "payment_id": payment, "intent_id": payment}
    note_payment(connection, store, checkout)
    plan = _give_subscription(connection, store, checkout)
    store.save(connection, CHECKOUT, checkout)
    bodies = [events.payment(checkout), events.unified(checkout, "succeeded")]
    post(connection, store, *bodies, *([events.subscription(plan, "create")] if plan else []))


def _decline(connection: sqlite3.Connection, store: Store, checkout: dict[str, Any]) -> None:
    failed = checkout | {"intent_id": new_id("pa")}
    note_payment(connection, store, failed, "failed")
    reason = "La tarjeta fue rechazada por el banco emisor."
    post(connection, store, events.payment(failed, reason), events.unified(failed, "failed"))


def _give_subscription(
    connection: sqlite3.Connection, store: Store, checkout: dict[str, Any]
) -> dict[str, Any] | None:
    if checkout["item"]["charge_type"] != "recurring":
        checkout["one_time_id"] = new_id("on")
        return None
    plan = {
        "id": new_id("su"),
        "status": "active" if checkout["status"] == PAID else "unable_to_start",
        "checkout_id": checkout["id"],
        "payment_id": checkout["payment_id"],
        "item": checkout["item"],
        "customer": checkout["customer"],
        "method": checkout["method"],
        "method_id": checkout["method_id"],
        "retries": 0,
        "created_at": now().isoformat(),
        "updated_at": now().isoformat(),
        "period_start": now().isoformat(),
        "period_end": (now() + MONTH).isoformat(),
    }
    keep_card(connection, store, checkout)
    checkout["subscription_id"] = plan["id"]
    store.save(connection, SUBSCRIPTION, plan)
    return plan


def post(connection: sqlite3.Connection, store: Store, *bodies: dict[str, Any]) -> None:
    due = now().timestamp() + faults.read(connection).delay_seconds
    for body in bodies:
        store.add_delivery(connection, f"msg_{secrets.token_hex(12)}", body, due)


def keep_card(connection: sqlite3.Connection, store: Store, checkout: dict[str, Any]) -> None:
    """Cards that can be charged again, by their id."""
    kept = {"id": checkout["method_id"], "method": checkout["method"], "customer": checkout["customer"]}
    store.save(connection, METHOD, kept)


def note_payment(
    connection: sqlite3.Connection, store: Store, checkout: dict[str, Any], status: str = "succeeded"
) -> None:
    """What a refund, or a question, may name later."""
    item = checkout["item"]
    paid = {
        "id": checkout["intent_id"],
        "status": status,
        "checkout_id": checkout["id"],
        "amount": item["amount_in_cents"],
        "currency": item["currency"],
        "customer": checkout["customer"],
    }
    store.save(connection, PAYMENT, paid)


def is_good(digits: str) -> bool:
    """Both test cards that are accepted: one to begin with, one to change to."""
    return digits in (GOOD_CARD, OTHER_CARD)


def is_expired(checkout: dict[str, Any]) -> bool:
    ends = moment(checkout.get("expires_at"))
    return checkout["status"] == UNPAID and ends is not None and ends <= now()


def _payable(
    connection: sqlite3.Connection, checkout_id: str, *, also_expired: bool = False
) -> dict[str, Any]:
    checkout = get(connection, CHECKOUT, checkout_id)
    if checkout["status"] != UNPAID:
        raise Conflict("This checkout has been paid already.")
    if is_expired(checkout) and not also_expired:
        raise Conflict("This checkout has expired.")
    return checkout


def get(connection: sqlite3.Connection, kind: str, identifier: str) -> dict[str, Any]:
    found = Store.find(connection, kind, identifier)
    if found is None:
        raise NotFound(f"There is no such {kind}.")
    return found


def customer_of(person: dict[str, str]) -> dict[str, str]:
    return {"id": new_id("us"), "email": person.get("email", "")[:320], "name": person.get("name", "")[:200]}


def _item(body: dict[str, Any]) -> dict[str, Any]:
    items = body.get("items")
    item = items[0] if isinstance(items, list) and len(items) == 1 else None
    if not isinstance(item, dict):
        raise Invalid("items")
    amount, currency = item.get("amount_in_cents"), item.get("currency")
    if type(amount) is not int or not 0 <= amount <= LARGEST or currency not in ("GTQ", "USD"):
        raise Invalid("items")
    if amount == 0 and item.get("charge_type") == "recurring":
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


def new_id(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(8)}"
