"""Recurrente's wire format over HTTP. The simulator speaks it too, so both use this adapter."""

import datetime as dt
from typing import Any

import httpx

from webmagic.core.errors import VendorError
from webmagic.payments.gateways.protocol import (
    CheckoutRequest,
    CheckoutTruth,
    NewCheckout,
    SubscriptionTruth,
)

SUBSCRIPTION = "Subscription"
LARGEST_AMOUNT = 2_000_000_000


class RecurrenteGateway:
    def __init__(
        self,
        name: str,
        base_url: str,
        public_key: str,
        secret_key: str,
        transport: httpx.AsyncBaseTransport | None = None,
    ):
        self.name = name
        self._transport = transport
        self._base_url = base_url
        self._headers = {"X-PUBLIC-KEY": public_key, "X-SECRET-KEY": secret_key, "Accept": "application/json"}

    async def create_checkout(self, request: CheckoutRequest) -> NewCheckout:
        body = {
            "items": [_item(request)],
            "success_url": request.success_url,
            "cancel_url": request.cancel_url,
            "metadata": request.metadata,
        }
        found = await self._ask("POST", "/checkouts", body)
        return NewCheckout(_text(found, "id"), _text(found, "checkout_url"))

    async def read_checkout(self, checkout_id: str) -> CheckoutTruth:
        found = await self._ask("GET", f"/checkouts/{_path(checkout_id)}")
        payment, latest = _dict(found, "payment"), _dict(found, "latest_intent")
        paid_for = _dict(payment, "paymentable")
        return CheckoutTruth(
            id=_text(found, "id"),
            status=_text(found, "status"),
            amount_cents=cents(found.get("total_in_cents")),
            currency=_text(found, "currency"),
            payment_id=_text(payment, "id"),
            latest_payment_id=_text(latest, "id"),
            subscription_id=_text(paid_for, "id") if paid_for.get("type") == SUBSCRIPTION else "",
            metadata=_dict(found, "metadata"),
        )

    async def read_subscription(self, subscription_id: str) -> SubscriptionTruth:
        found = await self._ask("GET", f"/subscriptions/{_path(subscription_id)}")
        person = _dict(found, "subscriber")
        return SubscriptionTruth(
            id=_text(found, "id"),
            status=_text(found, "status"),
            checkout_id=_text(_dict(found, "checkout"), "id"),
            customer_id=_text(person, "id"),
            email=_text(person, "email"),
            name=_text(person, "full_name"),
            current_period_end=moment(found.get("current_period_end")),
        )

    async def cancel_subscription(self, subscription_id: str) -> None:
        await self._ask("DELETE", f"/subscriptions/{_path(subscription_id)}")

    async def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        try:
            async with httpx.AsyncClient(
                transport=self._transport, timeout=20, headers=self._headers
            ) as client:
                answer = await client.request(method, self._base_url + path, json=body)
        except httpx.HTTPError as error:
            raise VendorError(f"The payment gateway does not answer ({type(error).__name__}).") from error
        found = _json(answer)
        if not answer.is_success:
            raise _error(answer, found)
        return found


def _item(request: CheckoutRequest) -> dict[str, Any]:
    item: dict[str, Any] = {
        "name": request.name,
        "currency": request.currency,
        "amount_in_cents": request.amount_cents,
        "quantity": 1,
        "charge_type": "one_time",
    }
    if request.is_monthly:
        item |= {"charge_type": "recurring", "billing_interval": "month", "billing_interval_count": 1}
    return item


def _error(answer: httpx.Response, found: dict[str, Any]) -> VendorError:
    said = str(found.get("message") or found.get("error") or "no reason given")[:300]
    message = f"The payment gateway refused ({answer.status_code}): {said}"
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS or answer.is_server_error:
        return VendorError(message, retry_after=_wait(answer))
    return VendorError(message, permanent=True)


def _wait(answer: httpx.Response) -> float | None:
    given = answer.headers.get("retry-after", "")
    return min(float(given), 3600.0) if given.isdigit() else None


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _dict(found: dict[str, Any], key: str) -> dict[str, Any]:
    value = found.get(key)
    return value if isinstance(value, dict) else {}


def _text(found: dict[str, Any], key: str) -> str:
    value = found.get(key)
    return value if isinstance(value, str) else ""


def cents(value: Any) -> int:
    """Amounts come as a number, or as a number in a string. What no column holds counts as nothing."""
    try:
        found = int(value)
    except (TypeError, ValueError, OverflowError):
        return 0
    return found if 0 <= found <= LARGEST_AMOUNT else 0


def moment(value: Any) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def _path(identifier: str) -> str:
    """An id from a webhook must stay one path segment."""
    if not identifier or not identifier.isascii() or not identifier.replace("_", "").isalnum():
        raise VendorError("The gateway was asked for an id that is none.", permanent=True)
    return identifier
