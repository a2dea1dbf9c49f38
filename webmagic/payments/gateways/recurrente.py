"""Recurrente over HTTP. The simulator speaks the same wire format, so both use this adapter.

What its documents do not confirm (pausing and resuming) stands behind a switch. It knows no
cancelling at the end of a period: that schedule is ours (`subscriptions.py`).
"""

import datetime as dt
from typing import Any

import httpx

from webmagic.core.errors import Refused, VendorError
from webmagic.payments.gateways import shapes
from webmagic.payments.gateways.protocol import (
    Batch,
    CheckoutRequest,
    CheckoutTruth,
    Endpoint,
    GatewayCoupon,
    IntentTruth,
    NewCheckout,
    Price,
    Product,
    RefundTruth,
    SubscriptionTruth,
)
from webmagic.payments.gateways.wire import Answer, Wire, segment, text

ITEMS = 100  # to a page


class RecurrenteGateway:
    def __init__(
        self,
        name: str,
        base_url: str,
        public_key: str,
        secret_key: str,
        transport: httpx.AsyncBaseTransport | None = None,
        *,
        allows_unconfirmed: bool = False,
    ):
        self.name = name
        self.wire = Wire(base_url, {"X-PUBLIC-KEY": public_key, "X-SECRET-KEY": secret_key}, transport)
        self._allows_unconfirmed = allows_unconfirmed

    async def check(self) -> str:
        """The gateway's greeting, when the keys are good."""
        return text((await self.wire.ask("GET", "/test")).thing, "message")

    # Checkouts

    async def create_checkout(self, request: CheckoutRequest) -> NewCheckout:
        answer = await self.wire.ask("POST", "/checkouts", _order(request), key=request.key)
        new = NewCheckout(text(answer.thing, "id"), text(answer.thing, "checkout_url"))
        if not new.id or not new.url.startswith(("https://", "http://")):
            raise VendorError("The payment gateway made a payment page and did not say where.")
        return new

    async def read_checkout(self, checkout_id: str) -> CheckoutTruth:
        return shapes.read_checkout(await self._get(f"/checkouts/{segment(checkout_id)}"))

    async def list_checkouts(self, since: dt.datetime, page: int = 1) -> Batch[CheckoutTruth]:
        params = {"from_time": since.isoformat(), "page": page, "items": ITEMS}
        answer = await self.wire.ask("GET", "/checkouts", params=params)
        return _batch(answer, shapes.read_checkout)

    async def expire_checkout(self, checkout_id: str, at: dt.datetime) -> None:
        body = {"expires_at": at.isoformat()}
        await self.wire.ask("PATCH", f"/checkouts/{segment(checkout_id)}", body)

    async def read_intent(self, intent_id: str) -> IntentTruth:
        return shapes.read_intent(await self._get(f"/intents/{segment(intent_id)}"))

    # Products and coupons

    async def create_product(self, name: str, prices: list[Price]) -> Product:
        lines = [
            {key: value for key, value in shapes.price_item("", price).items() if key not in NOT_A_PRICE}
            for price in prices
        ]
        body = {"product": {"name": name, "prices_attributes": lines}}
        return shapes.read_product((await self.wire.ask("POST", "/products", body)).thing)

    async def read_product(self, product_id: str) -> Product:
        return shapes.read_product(await self._get(f"/products/{segment(product_id)}"))

    async def list_products(self, page: int = 1) -> Batch[Product]:
        return _batch(await self.wire.ask("GET", "/products", params={"page": page}), shapes.read_product)

    async def change_price(self, product_id: str, price_id: str, amount_cents: int) -> Product:
        """For those who buy from now on: running plans keep their price."""
        lines = [{"id": price_id, "amount_in_cents": amount_cents}]
        path, body = f"/products/{segment(product_id)}", {"product": {"prices_attributes": lines}}
        return shapes.read_product((await self.wire.ask("PATCH", path, body)).thing)

    async def delete_product(self, product_id: str) -> None:
        await self.wire.ask("DELETE", f"/products/{segment(product_id)}")

    async def create_coupon(self, coupon: GatewayCoupon) -> GatewayCoupon:
        off: dict[str, Any] = {"percent_off": coupon.percent_off}
        if coupon.amount_off_cents:
            off = {"amount_off_in_cents": coupon.amount_off_cents, "currency": coupon.currency}
        body = {"coupon": {"name": coupon.name, "duration": "once", **off}}
        return shapes.read_coupon((await self.wire.ask("POST", "/coupons", body)).thing)

    async def read_coupon(self, coupon_id: str) -> GatewayCoupon:
        return shapes.read_coupon(await self._get(f"/coupons/{segment(coupon_id)}"))

    async def delete_coupon(self, coupon_id: str) -> None:
        await self.wire.ask("DELETE", f"/coupons/{segment(coupon_id)}")

    async def create_customer(self, email: str, name: str) -> str:
        """The customer's id. The gateway calls them users."""
        answer = await self.wire.ask("POST", "/users", {"email": email, "full_name": name})
        return text(answer.thing, "id")

    # Subscriptions

    async def read_subscription(self, subscription_id: str) -> SubscriptionTruth:
        return shapes.read_subscription(await self._get(f"/subscriptions/{segment(subscription_id)}"))

    async def list_subscriptions(self, page: int = 1) -> Batch[SubscriptionTruth]:
        params = {"page": page, "items": ITEMS}
        return _batch(await self.wire.ask("GET", "/subscriptions", params=params), shapes.read_subscription)

    async def cancel_subscription(self, subscription_id: str) -> None:
        """At once."""
        await self.wire.ask("DELETE", f"/subscriptions/{segment(subscription_id)}")

    async def pause_subscription(self, subscription_id: str) -> None:
        await self._act(subscription_id, "pause")

    async def resume_subscription(self, subscription_id: str) -> None:
        await self._act(subscription_id, "unpause")

    async def _act(self, subscription_id: str, act: str) -> None:
        if not self._allows_unconfirmed:
            raise Refused(
                "Pausing and resuming is not confirmed in the gateway's documents. Do it in its dashboard, "
                "where our page will follow, or set RECURRENTE_UNCONFIRMED_CALLS to true."
            )
        await self.wire.ask("PATCH", f"/subscriptions/{segment(subscription_id)}", {"act": act})

    async def change_card(self, subscription_id: str, card_id: str) -> SubscriptionTruth:
        """Also tries a pending payment again, with the new card."""
        body = {"payment_method_id": card_id}
        await self.wire.ask("PUT", f"/subscriptions/{segment(subscription_id)}", body)
        return await self.read_subscription(subscription_id)

    # Charges and refunds

    async def charge(self, card_id: str, name: str, amount_cents: int, currency: str) -> str:
        item = {"name": name, "currency": currency, "amount_in_cents": amount_cents, "quantity": 1}
        body = {"payment_method_id": card_id, "items": [item]}
        answer = await self.wire.ask("POST", "/one_time_payments", body)
        if text(answer.thing, "status") != "paid":
            raise VendorError("The payment gateway did not charge the card.", permanent=True)
        return text(answer.thing, "id")

    async def refund(self, intent_id: str) -> RefundTruth:
        """The whole amount: the gateway knows no part of it."""
        answer = await self.wire.ask("POST", "/refunds", {"payment_intent_id": intent_id})
        return shapes.read_refund(answer.thing)

    async def read_refund(self, refund_id: str) -> RefundTruth:
        return shapes.read_refund(await self._get(f"/refunds/{segment(refund_id)}"))

    # Where webhooks go

    async def create_endpoint(self, url: str, description: str) -> Endpoint:
        """The answer holds no signing secret: it is shown in the gateway's dashboard alone."""
        body = {"url": url, "description": description, "metadata": {}}
        return shapes.read_endpoint((await self.wire.ask("POST", "/webhook_endpoints", body)).thing)

    async def list_endpoints(self) -> list[Endpoint]:
        answer = await self.wire.ask("GET", "/webhook_endpoints")
        return [shapes.read_endpoint(found) for found in answer.things]

    async def delete_endpoint(self, endpoint_id: str) -> None:
        await self.wire.ask("DELETE", f"/webhook_endpoints/{segment(endpoint_id)}")

    async def _get(self, path: str) -> dict[str, Any]:
        return (await self.wire.ask("GET", path)).thing


NOT_A_PRICE = ("name", "quantity")


def _order(request: CheckoutRequest) -> dict[str, Any]:
    price = Price("", request.amount_cents, request.currency, request.is_monthly)
    order: dict[str, Any] = {
        "items": [shapes.price_item(request.name, price)],
        "success_url": request.success_url,
        "cancel_url": request.cancel_url,
        "metadata": request.metadata,
    }
    if request.customer_id:
        order["user_id"] = request.customer_id
    if request.expires_at:
        order["expires_at"] = request.expires_at.isoformat()
    return order


def _batch(answer: Answer, read: Any) -> Batch[Any]:
    return Batch([read(found) for found in answer.things], answer.next_page)
