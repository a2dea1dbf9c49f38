"""The months of a subscription on the other side: renewals that succeed or fail, pauses, the end."""

import datetime as dt
import sqlite3
from typing import Any

from webmagic.core.clock import now
from webmagic.core.errors import Conflict, Invalid
from webmagic.payments.simulator import events
from webmagic.payments.simulator.ledger import (
    CHECKOUT,
    METHOD,
    MONTH,
    SUBSCRIPTION,
    get,
    new_id,
    note_payment,
    post,
)
from webmagic.payments.simulator.store import Store

ACTIVE, PAUSED, PAST_DUE, CANCELLED = "active", "paused", "past_due", "cancelled"
RETRIES = 2  # after 3 and 5 days; then the gateway ends the plan
REASON = "La tarjeta fue rechazada por el banco emisor."


def list_subscriptions(store: Store) -> list[dict[str, Any]]:
    with store.open() as connection:
        return [events.show_subscription(plan) for plan in store.all(connection, SUBSCRIPTION)]


def renew(store: Store, subscription_id: str) -> str:
    """Another month: there is no renewal event, only one more payment. Returns its id."""
    with store.open() as connection:
        plan = _living(connection, subscription_id)
        if plan["status"] == PAUSED:
            raise Conflict("A paused subscription is not charged.")
        return _charge(connection, store, plan)


def fail_renewal(store: Store, subscription_id: str) -> str:
    """The card is declined: past due, and after the last retry the end. Returns the new status."""
    with store.open() as connection:
        plan = _living(connection, subscription_id)
        if plan["status"] == PAUSED:
            raise Conflict("A paused subscription is not charged.")
        checkout = get(connection, CHECKOUT, plan["checkout_id"]) | {"intent_id": new_id("pa")}
        # As the real one may: the newest intent of the checkout is now one that failed.
        store.save(connection, CHECKOUT, checkout)
        note_payment(connection, store, checkout, "failed")
        is_first = plan["status"] != PAST_DUE
        plan["retries"] = 0 if is_first else plan["retries"] + 1
        is_last = plan["retries"] >= RETRIES
        _move(connection, store, plan, CANCELLED if is_last else PAST_DUE)
        failed = [events.payment(checkout, REASON), events.unified(checkout, "failed")]
        verb = "cancel" if is_last else "past_due"
        post(connection, store, *failed, events.subscription(plan, verb))
        return plan["status"]


def pause(store: Store, subscription_id: str) -> None:
    with store.open() as connection:
        plan = _living(connection, subscription_id)
        if plan["status"] == PAUSED:
            raise Invalid("status")
        _move(connection, store, plan, PAUSED)
        post(connection, store, events.subscription(plan, "pause"))


def unpause(store: Store, subscription_id: str) -> None:
    """A paused plan whose period is over is charged at once."""
    with store.open() as connection:
        plan = _living(connection, subscription_id)
        if plan["status"] != PAUSED:
            raise Invalid("status")
        _move(connection, store, plan, ACTIVE)
        post(connection, store, events.subscription(plan, "unpause"))
        if dt.datetime.fromisoformat(plan["period_end"]) <= now():
            _charge(connection, store, plan)


def cancel(store: Store, subscription_id: str) -> None:
    with store.open() as connection:
        plan = _living(connection, subscription_id)
        _move(connection, store, plan, CANCELLED)
        post(connection, store, events.subscription(plan, "cancel"))


def change_method(store: Store, subscription_id: str, method_id: str) -> None:
    """PUT /subscriptions/{id}: another card, which is charged at once when money is owed."""
    with store.open() as connection:
        plan = _living(connection, subscription_id)
        kept = store.find(connection, METHOD, method_id)
        if kept is None:
            raise Invalid("payment_method_id")
        plan |= {"method": kept["method"], "method_id": method_id}
        _move(connection, store, plan, plan["status"])
        post(connection, store, events.subscription(plan, "update"))
        if plan["status"] == PAST_DUE:
            _charge(connection, store, plan)


def _charge(connection: sqlite3.Connection, store: Store, plan: dict[str, Any]) -> str:
    checkout = get(connection, CHECKOUT, plan["checkout_id"])
    checkout |= {"intent_id": new_id("pa"), "method": plan["method"], "method_id": plan["method_id"]}
    store.save(connection, CHECKOUT, checkout)
    note_payment(connection, store, checkout)
    was_owed = plan["status"] == PAST_DUE
    begins = max(dt.datetime.fromisoformat(plan["period_end"]), now() - MONTH)
    plan |= {"period_start": begins.isoformat(), "period_end": (begins + MONTH).isoformat(), "retries": 0}
    _move(connection, store, plan, ACTIVE)
    told = [events.payment(checkout), events.unified(checkout, "succeeded")]
    post(connection, store, *told, *([events.subscription(plan, "reactivate")] if was_owed else []))
    return checkout["intent_id"]


def _move(connection: sqlite3.Connection, store: Store, plan: dict[str, Any], status: str) -> None:
    plan |= {"status": status, "updated_at": now().isoformat()}
    store.save(connection, SUBSCRIPTION, plan)


def _living(connection: sqlite3.Connection, subscription_id: str) -> dict[str, Any]:
    plan = get(connection, SUBSCRIPTION, subscription_id)
    if plan["status"] == CANCELLED:
        raise Invalid("status")
    return plan
