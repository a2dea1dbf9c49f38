"""The simulator's answers and webhooks, in the gateway's shapes. An amount in an answer is a string,
as in the vendor's examples; in an event it is a number."""

import secrets
from typing import Any

from webmagic.core.clock import now

API_VERSION = "2024-04-24"


def fee(cents: int) -> int:
    """What the real one keeps of a payment by card in dollars."""
    return round(cents * 0.045) + 25


def show_checkout(checkout: dict[str, Any]) -> dict[str, Any]:
    """GET /checkouts/{id}."""
    item = checkout["item"]
    intent = checkout.get("intent_id")
    kind = "BankTransferIntent" if (intent or "").startswith("ba_") else "PaymentIntent"
    return {
        "id": checkout["id"],
        "status": checkout["status"],
        "live_mode": False,
        "total_in_cents": str(item["amount_in_cents"]),
        "subtotal_in_cents": str(item["amount_in_cents"]),
        "currency": item["currency"],
        "success_url": checkout["success_url"],
        "cancel_url": checkout["cancel_url"],
        "expires_at": checkout.get("expires_at"),
        "discount": None,
        "created_at": checkout["created_at"],
        "metadata": checkout["metadata"],
        "transfer_setups": [],
        "payment": _payment(checkout),
        "payment_method": _method(checkout),
        "latest_intent": {"id": intent, "type": kind, "data": {}} if intent else None,
    }


def show_subscription(plan: dict[str, Any]) -> dict[str, Any]:
    """GET /subscriptions/{id}."""
    customer = plan["customer"]
    return {
        "id": plan["id"],
        "description": plan["item"]["name"],
        "status": plan["status"],
        "created_at": plan["created_at"],
        "updated_at": plan["updated_at"],
        "current_period_start": plan["period_start"],
        "current_period_end": plan["period_end"],
        "tax_name": None,
        "tax_id": None,
        "resumes_on": None,
        "next_payment_attempt_at": None,
        "payment_retries": plan["retries"],
        "default_payment_method": _means(plan["method"], plan["method_id"]),
        "subscriber": {"id": customer["id"], "full_name": customer["name"], "email": customer["email"]},
        "checkout": {"id": plan["checkout_id"]},
        "product": {"id": "prod_simulated"},
    }


def card_kept(checkout: dict[str, Any]) -> dict[str, Any]:
    """`setup_intent.succeeded`, as the vendor's guide shows it: `type`, and no checkout."""
    return {
        "id": _new_id("pa"),
        "type": "setup_intent.succeeded",
        "status": "succeeded",
        "payment_method": _method(checkout),
    }


def show_intent(intent: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "bank_transfer" if intent["id"].startswith("ba_") else "payment",
        "id": intent["id"],
        "status": intent["status"],
        "raw_status": intent["status"],
        "amount_in_cents": intent["amount"],
        "currency": intent["currency"],
        "customer": {"id": intent["customer"]["id"], "email": intent["customer"]["email"], "nit": "CF"},
        "checkout": {"id": intent["checkout_id"]},
        "details": {},
    }


def show_refund(refund: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": refund["id"],
        "status": "succeeded",
        "customer": {"id": refund["customer"]["id"], "email": refund["customer"]["email"]},
        "account_refunded_amount_in_cents": refund["amount"] - refund["fee"],
        "customer_refunded_amount_in_cents": refund["amount"],
        "currency": refund["currency"],
        "created_at": refund["created_at"],
    }


def refund(refund: dict[str, Any]) -> dict[str, Any]:
    """`refund.create`: the vendor shows no example, so it is the object and what it pays back."""
    payment = {"payment_intent_id": refund["intent_id"]}
    return {"event_type": "refund.create", "api_version": API_VERSION, **show_refund(refund), **payment}


def payment(checkout: dict[str, Any], failure: str | None = None) -> dict[str, Any]:
    """`payment_intent.succeeded` or `.failed`."""
    item = checkout["item"]
    shown: dict[str, Any] = {"id": checkout["id"]}
    if failure is None:
        shown |= {
            "status": checkout["status"],
            "payment": _payment(checkout),
            "payment_method": _method(checkout),
            "transfer_setups": [],
            "metadata": checkout["metadata"],
        }
    return {
        "id": checkout["intent_id"],
        "event_type": f"payment_intent.{'failed' if failure else 'succeeded'}",
        "api_version": API_VERSION,
        "created_at": now().isoformat(),
        "failure_reason": failure,
        "amount_in_cents": item["amount_in_cents"],
        "currency": item["currency"],
        "fee": 0 if failure else fee(item["amount_in_cents"]),
        "customer": _customer(checkout),
        "checkout": shown,
        "payment": {"id": checkout["intent_id"], "paymentable": _paid_for(checkout)},
        "product": {"id": "prod_simulated"},
    }


def transfer(checkout: dict[str, Any], verb: str) -> dict[str, Any]:
    """`bank_transfer_intent.pending`, `.succeeded`, `.failed`."""
    item = checkout["item"]
    return {
        "id": checkout["intent_id"],
        "event_type": f"bank_transfer_intent.{verb}",
        "api_version": API_VERSION,
        "created_at": now().isoformat(),
        "customer_id": checkout["customer"]["id"],
        "customer": {"id": checkout["customer"]["id"]},
        "amount_in_cents": item["amount_in_cents"],
        "currency": item["currency"],
        "checkout": {
            "id": checkout["id"],
            "status": checkout["status"],
            "payment": _payment(checkout),
            "payment_method": None,
            "metadata": checkout["metadata"],
        },
        "payment": _payment(checkout),
        "failure_reason": "El banco devolvió la transferencia." if verb == "failed" else None,
    }


def unified(checkout: dict[str, Any], status: str) -> dict[str, Any]:
    """The same news in the newer family; here `type` is the means of payment."""
    item, intent = checkout["item"], checkout["intent_id"]
    return {
        "type": "bank_transfer" if intent.startswith("ba_") else "payment",
        "event_type": f"intent.{status}",
        "id": f"in_{intent.partition('_')[2]}",
        "status": status,
        "raw_status": status,
        "amount_in_cents": item["amount_in_cents"],
        "currency": item["currency"],
        "customer": {"id": checkout["customer"]["id"], "email": checkout["customer"]["email"], "nit": "CF"},
        "product": {"id": "prod_simulated"},
        "checkout": {"id": checkout["id"]},
        "details": {},
    }


def subscription(plan: dict[str, Any], verb: str) -> dict[str, Any]:
    customer = plan["customer"]
    return {
        "id": plan["id"],
        "event_type": f"subscription.{verb}",
        "api_version": API_VERSION,
        "created_at": now().isoformat(),
        "customer_id": customer["id"],
        "customer_email": customer["email"],
        "customer_name": customer["name"],
        "payment": {
            "id": plan["payment_id"],
            "paymentable": {"type": "Subscription", "id": plan["id"], "tax_id": "", "tax_name": None},
        },
        "product": {"id": "prod_simulated", "name": plan["item"]["name"], "status": "active"},
    }


def _payment(checkout: dict[str, Any]) -> dict[str, Any] | None:
    if not checkout.get("payment_id"):
        return None
    return {"id": checkout["payment_id"], "paymentable": _paid_for(checkout)}


def _paid_for(checkout: dict[str, Any]) -> dict[str, Any]:
    if plan := checkout.get("subscription_id"):
        return {"type": "Subscription", "id": plan, "tax_name": None, "tax_id": None}
    return {"type": "OneTimePayment", "id": checkout.get("one_time_id"), "tax_name": None, "tax_id": None}


def _method(checkout: dict[str, Any]) -> dict[str, Any] | None:
    method = checkout.get("method")
    if not method or checkout["status"] == "unpaid":
        return None
    return _means(method, checkout["method_id"])


def _means(method: dict[str, Any], identifier: str) -> dict[str, Any]:
    if method["type"] != "card":
        return {"id": identifier, "type": method["type"]}
    card = {"last4": method["last4"], "network": method["network"]}
    return {"id": identifier, "type": "card", "card": card}


def _new_id(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(8)}"


def _customer(checkout: dict[str, Any]) -> dict[str, Any]:
    customer = checkout["customer"]
    return {"id": customer["id"], "email": customer["email"], "full_name": customer["name"]}
