"""A small Recurrente: its documented shapes over HTTP, written apart from our simulator.

It is hostile where the documents leave room: the total is a string, a payment's id is not its
intent's, the newest intent may be one that failed, and each money event is told by both families.
What happens on its side is done through its methods; `outbox` holds the webhooks to be sent.
"""

import datetime as dt
import itertools
import json
import re
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

KEY = "sk_live_fake"
VERSION = "2024-04-24"
MONTH = dt.timedelta(days=30)
REASON = "Tu banco ha rechazado la transacción. Llama a tu banco y pide que autoricen esta transacción."
NO_KEY = {"authentication": ["Las llaves de API son inválidas o no coinciden."]}


class Refusal(Exception):
    def __init__(self, code: int, /, **errors: str):
        super().__init__(code)
        self.code, self.errors = code, {key: [text] for key, text in errors.items()}


class FakeRecurrente:
    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self.checkouts: dict[str, dict[str, Any]] = {}
        self.plans: dict[str, dict[str, Any]] = {}
        self.intents: dict[str, dict[str, Any]] = {}
        self.things: dict[str, dict[str, Any]] = {}
        self.outbox: list[dict[str, Any]] = []
        self.asked: list[tuple[str, str, Any]] = []
        self.trouble: Response | None = None  # every call is answered with this
        self.app = Starlette(
            routes=[Route("/api/{path:path}", self._serve, methods=["GET", "POST", "PATCH", "PUT", "DELETE"])]
        )

    def open_checkout(self, body: dict[str, Any]) -> dict[str, Any]:
        items = body.get("items")
        if not isinstance(items, list) or not items or "amount_in_cents" not in items[0]:
            raise Refusal(422, items="no puede estar en blanco")
        made = {
            "id": self._id("ch"),
            "status": "unpaid",
            "amount": items[0]["amount_in_cents"],
            "item": items[0],
            "made_at": dt.datetime.now(dt.UTC),
            **{key: body.get(key) for key in ("success_url", "cancel_url", "expires_at")},
            "metadata": body.get("metadata") or {},
            "intent_id": None,
        }
        self.checkouts[made["id"]] = made
        return made

    # What its customers do

    def pay(self, checkout_id: str, *, name: str = "Luz Prueba", email: str = "luz@example.com") -> None:
        checkout = self._checkout(checkout_id)
        checkout["status"], checkout["payment_id"] = "paid", self._id("pa")
        checkout["payer"] = {"id": self._id("us"), "email": email, "full_name": name}
        checkout["method"] = self._card("4242", "visa")
        if checkout["amount"] == 0:
            self.outbox.append(
                {
                    "id": self._id("pa"),
                    "type": "setup_intent.succeeded",
                    "status": "succeeded",
                    "payment_method": checkout["method"],
                }
            )
            return
        self._open_plan(checkout)
        self._take(checkout, "succeeded")

    def decline(self, checkout_id: str) -> None:
        checkout = self._checkout(checkout_id)
        checkout["payer"] = {"id": self._id("us"), "email": "luz@example.com", "full_name": "Luz Prueba"}
        self._take(checkout, "failed")

    def renew(self, plan_id: str) -> str:
        """A month passes and is paid. There is no event of its own for it."""
        plan = self.plans[plan_id]
        plan["start"], plan["end"] = plan["end"], plan["end"] + MONTH
        self._touch(plan, "active", retries=0)
        return self._take(self.checkouts[plan["checkout_id"]], "succeeded")

    def fail_renewal(self, plan_id: str) -> None:
        """The third failure in a row ends the plan."""
        plan = self.plans[plan_id]
        retries = plan["retries"] + 1 if plan["status"] == "past_due" else 0
        self._take(self.checkouts[plan["checkout_id"]], "failed")
        self._touch(plan, "cancelled" if retries >= 2 else "past_due", retries=retries)
        self._tell_plan(plan, "cancel" if retries >= 2 else "past_due")

    # The wire

    async def _serve(self, request: Request) -> Response:
        path, body = request.path_params["path"].strip("/"), {}
        if request.method != "GET" and (raw := await request.body()):
            body = json.loads(raw)
        self.asked.append((request.method, path, body))
        if self.trouble is not None:
            return self.trouble
        if request.headers.get("x-secret-key") != KEY:
            return JSONResponse({"message": "Autenticación Errónea 👀", "errors": NO_KEY}, 401)
        try:
            for method, pattern, verb in self._routes():
                if method == request.method and (found := re.fullmatch(pattern, path)):
                    return verb(request, body, *found.groups())
        except Refusal as refusal:
            return JSONResponse({"message": "No se pudo", "errors": refusal.errors}, refusal.code)
        return JSONResponse({"message": "No encontrado"}, 404)

    def _routes(self):
        one = "/([a-z]+_[a-z0-9_]+)"
        return [
            ("GET", "test", lambda r, b: JSONResponse({"message": "Hello Pruebas 🌎"})),
            ("POST", "checkouts", self._create_checkout),
            ("GET", "checkouts", self._list_checkouts),
            ("GET", "checkouts" + one, lambda r, b, it: JSONResponse(self._show(self._checkout(it)))),
            ("PATCH", "checkouts" + one, self._update_checkout),
            ("GET", "intents" + one, self._show_intent),
            ("GET", "subscriptions", self._list_plans),
            ("GET", "subscriptions" + one, lambda r, b, it: JSONResponse(self._show_plan(self._plan(it)))),
            ("PUT", "subscriptions" + one, self._change_card),
            ("PATCH", "subscriptions" + one, self._act),
            ("DELETE", "subscriptions" + one, self._cancel),
            ("POST", "refunds", self._refund),
            ("POST", "one_time_payments", self._charge),
            ("POST", "users", self._create_user),
            ("POST", "products", self._create_product),
            ("PATCH", "products" + one, self._update_product),
            ("POST", "coupons", self._create_coupon),
            ("POST", "webhook_endpoints", self._create_endpoint),
            ("GET", "webhook_endpoints", lambda r, b: JSONResponse(self._all("ep_"))),
            ("GET", "products", lambda r, b: self._page(r, self._all("prod_"))),
            ("GET", "(?:products|coupons|refunds)" + one, lambda r, b, it: JSONResponse(self._thing(it))),
            ("DELETE", "(?:products|coupons|webhook_endpoints)" + one, self._drop),
        ]

    def _create_checkout(self, _request: Request, body: dict[str, Any]) -> Response:
        made = self.open_checkout(body)
        url = f"https://app.recurrente.com/checkout-session/{made['id']}"
        return JSONResponse({"id": made["id"], "checkout_url": url}, 201)

    def _update_checkout(self, _request: Request, body: dict[str, Any], checkout_id: str) -> Response:
        checkout = self._checkout(checkout_id)
        if checkout["status"] != "unpaid":
            raise Refusal(422, status="ya fue pagado")
        checkout.update({key: body[key] for key in ("success_url", "expires_at") if key in body})
        return JSONResponse(self._show(checkout))

    def _list_checkouts(self, request: Request, _body: Any) -> Response:
        since = request.query_params.get("from_time")
        at = dt.datetime.fromisoformat(since) if since else dt.datetime.min.replace(tzinfo=dt.UTC)
        found = [self._show(one) for one in self.checkouts.values() if one["made_at"] >= at]
        return self._page(request, found[::-1])

    def _list_plans(self, request: Request, _body: Any) -> Response:
        return self._page(request, [self._show_plan(plan) for plan in self.plans.values()][::-1])

    def _page(self, request: Request, things: list[Any]) -> Response:
        number, size = int(request.query_params.get("page", 1)), int(request.query_params.get("items", 10))
        pages = max(1, -(-len(things) // size))
        headers = {"Current-Page": str(number), "Page-Items": str(size), "Total-Pages": str(pages)}
        return JSONResponse(things[(number - 1) * size : number * size], headers=headers)

    def _show_intent(self, _request: Request, _body: Any, intent_id: str) -> Response:
        if intent_id not in self.intents:
            raise Refusal(404)
        return JSONResponse(self.intents[intent_id])

    def _change_card(self, _request: Request, body: dict[str, Any], plan_id: str) -> Response:
        plan = self._plan(plan_id)
        kept = [one["method"] for one in self.checkouts.values() if one.get("method")]
        method = next((one for one in kept if one["id"] == body.get("payment_method_id")), None)
        if method is None or plan["status"] == "cancelled":
            raise Refusal(422, payment_method_id="no es válido")
        plan["method"] = method
        self._touch(plan, plan["status"])
        self._tell_plan(plan, "update")
        if plan["status"] == "past_due":
            self.renew(plan_id)
            self._tell_plan(plan, "reactivate")
        return JSONResponse(self._show_plan(plan))

    def _act(self, _request: Request, body: dict[str, Any], plan_id: str) -> Response:
        """Not documented: as a third party's client sends it."""
        plan, act = self._plan(plan_id), body.get("act")
        before, after = {"pause": ("active", "paused"), "unpause": ("paused", "active")}.get(act, ("", ""))
        if plan["status"] != before and not (act == "pause" and plan["status"] == "past_due"):
            raise Refusal(422, act="no es válido")
        self._touch(plan, after)
        self._tell_plan(plan, act)
        return JSONResponse(self._show_plan(plan))

    def _cancel(self, _request: Request, _body: Any, plan_id: str) -> Response:
        plan = self._plan(plan_id)
        if plan["status"] == "cancelled":
            raise Refusal(422, status="ya está cancelada")
        self._touch(plan, "cancelled")
        self._tell_plan(plan, "cancel")
        return JSONResponse({"message": "Suscripción cancelada"})

    def _refund(self, _request: Request, body: dict[str, Any]) -> Response:
        intent = self.intents.get(str(body.get("payment_intent_id")))
        if intent is None or intent["status"] != "succeeded" or intent["details"].get("refunded"):
            raise Refusal(422, payment_intent="no se puede reembolsar")
        intent["details"]["refunded"] = True
        made = {
            "id": self._id("re"),
            "status": "succeeded",
            "customer": intent["customer"],
            "account_refunded_amount_in_cents": intent["amount_in_cents"] - 313,
            "customer_refunded_amount_in_cents": intent["amount_in_cents"],
            "currency": intent["currency"],
            "created_at": "2026-06-23T12:26:51.962-06:00",
        }
        self.things[made["id"]] = made
        told = {"event_type": "refund.create", **made, "payment_intent": {"id": intent["id"]}}
        self.outbox.append(told)
        return JSONResponse(made, 201)

    def _charge(self, _request: Request, body: dict[str, Any]) -> Response:
        if not body.get("payment_method_id") or not body.get("items"):
            raise Refusal(422, payment_method_id="no puede estar en blanco")
        return JSONResponse({"id": self._id("on"), "status": "paid"}, 201)

    def _create_user(self, _request: Request, body: dict[str, Any]) -> Response:
        if "@" not in str(body.get("email")):
            raise Refusal(422, email="no es válido")
        return JSONResponse({"id": self._id("us"), "email": body["email"]})

    def _create_product(self, _request: Request, body: dict[str, Any]) -> Response:
        given = body["product"]
        prices = [{"id": self._id("price"), **line} for line in given["prices_attributes"]]
        return self._keep(
            {"id": self._id("prod"), "name": given["name"], "status": "active", "prices": prices}
        )

    def _update_product(self, _request: Request, body: dict[str, Any], product_id: str) -> Response:
        product = self._thing(product_id)
        for line in body["product"].get("prices_attributes", []):
            next(price for price in product["prices"] if price["id"] == line["id"]).update(line)
        return JSONResponse(product)

    def _create_coupon(self, _request: Request, body: dict[str, Any]) -> Response:
        made = {"id": self._id("coup"), "status": "active", "max_redemptions": None, "expires_at": None}
        return self._keep(made | body["coupon"])

    def _create_endpoint(self, _request: Request, body: dict[str, Any]) -> Response:
        at = "2024-05-03T18:28:07.673413Z"
        made = {"id": self._id("ep"), "disabled": False, "createdAt": at, "updatedAt": at}
        return self._keep(made | {key: body[key] for key in ("url", "description", "metadata")})

    def _keep(self, made: dict[str, Any]) -> Response:
        self.things[made["id"]] = made
        return JSONResponse(made, 201)

    def _all(self, prefix: str) -> list[dict[str, Any]]:
        return [thing for name, thing in self.things.items() if name.startswith(prefix)]

    def _thing(self, identifier: str) -> dict[str, Any]:
        if identifier not in self.things:
            raise Refusal(404)
        return self.things[identifier]

    def _drop(self, _request: Request, _body: Any, identifier: str) -> Response:
        self._thing(identifier)
        del self.things[identifier]
        return JSONResponse({"id": identifier, "status": "deleted"})

    # Its rows and shapes

    def _id(self, prefix: str) -> str:
        return f"{prefix}_{next(self._numbers):08x}fake"

    def _card(self, last4: str, network: str) -> dict[str, Any]:
        return {"id": self._id("pay_m"), "type": "card", "card": {"last4": last4, "network": network}}

    def _checkout(self, checkout_id: str) -> dict[str, Any]:
        if checkout_id not in self.checkouts:
            raise Refusal(404)
        return self.checkouts[checkout_id]

    def _plan(self, plan_id: str) -> dict[str, Any]:
        if plan_id not in self.plans:
            raise Refusal(404)
        return self.plans[plan_id]

    def _open_plan(self, checkout: dict[str, Any]) -> None:
        if checkout["item"].get("charge_type") != "recurring":
            return
        at = dt.datetime.now(dt.UTC)
        plan = {
            "id": self._id("su"),
            "checkout_id": checkout["id"],
            "status": "active",
            "payer": checkout["payer"],
            "method": checkout["method"],
            "made": at,
            "start": at,
            "end": at + MONTH,
            "retries": 0,
        }
        self.plans[plan["id"]] = plan
        checkout["plan_id"] = plan["id"]
        self._touch(plan, "active")
        self._tell_plan(plan, "create")

    def _touch(self, plan: dict[str, Any], status: str, **more: Any) -> None:
        plan.update(status=status, touched=dt.datetime.now(dt.UTC), **more)

    def _show(self, checkout: dict[str, Any]) -> dict[str, Any]:
        is_paid = checkout["status"] == "paid"
        intent = checkout["intent_id"]
        return {
            "id": checkout["id"],
            "status": checkout["status"],
            "payment": self._payment(checkout) if is_paid else None,
            "payment_method": checkout.get("method") if is_paid else None,
            "transfer_setups": [],
            "metadata": checkout["metadata"],
            "expires_at": checkout["expires_at"],
            "success_url": checkout["success_url"],
            "cancel_url": checkout["cancel_url"],
            "created_at": checkout["made_at"].isoformat().replace("+00:00", "Z"),
            "total_in_cents": str(checkout["amount"]),
            "currency": checkout["item"]["currency"],
            "latest_intent": {"id": intent, "type": "PaymentIntent", "data": {}} if intent else None,
        }

    def _payment(self, checkout: dict[str, Any]) -> dict[str, Any]:
        return {"id": checkout.get("payment_id"), "paymentable": self._paid_for(checkout)}

    def _paid_for(self, checkout: dict[str, Any]) -> dict[str, Any]:
        plan = checkout.get("plan_id")
        kind = {"type": "Subscription", "id": plan} if plan else {"type": "OneTimePayment", "id": "on_1"}
        return {**kind, "tax_name": None, "tax_id": None, "address": None, "phone_number": None}

    def _show_plan(self, plan: dict[str, Any]) -> dict[str, Any]:
        payer = plan["payer"]
        return {
            "id": plan["id"],
            "description": "Sitio web – plan mensual",
            "status": plan["status"],
            "created_at": plan["made"].isoformat(),
            "updated_at": plan["touched"].isoformat(),
            "current_period_start": plan["start"].isoformat(),
            "current_period_end": plan["end"].isoformat(),
            "tax_name": None,
            "tax_id": None,
            "resumes_on": None,
            "next_payment_attempt_at": None,
            "payment_retries": plan["retries"],
            "default_payment_method": plan["method"],
            "subscriber": {**payer, "first_name": "Luz", "last_name": "Prueba", "phone_number": None},
            "checkout": {"id": plan["checkout_id"]},
            "product": {"id": "prod_fake"},
        }

    def _take(self, checkout: dict[str, Any], status: str) -> str:
        """Money is taken, or not: an intent, told by both families."""
        intent, item, payer = self._id("pa"), checkout["item"], checkout["payer"]
        checkout["intent_id"] = intent
        is_good = status == "succeeded"
        unified = {
            "type": "payment",
            "id": intent,
            "status": status,
            "raw_status": status,
            "amount_in_cents": checkout["amount"],
            "currency": item["currency"],
            "customer": {"id": payer["id"].replace("us_", "cus_"), "email": payer["email"], "nit": "CF"},
            "product": {"id": "prod_fake"},
            "checkout": {"id": checkout["id"]},
            "details": {},
        }
        self.intents[intent] = unified
        self.outbox.append({**unified, "event_type": f"intent.{status}", "id": intent.replace("pa_", "in_")})
        whole = (
            {**self._show(checkout), "payment": self._payment(checkout)}
            if is_good
            else {"id": checkout["id"]}
        )
        self.outbox.append(
            {
                "id": intent,
                "event_type": f"payment_intent.{status}",
                "api_version": VERSION,
                "checkout": whole,
                "created_at": "2024-02-16T03:01:13.260Z",
                "failure_reason": None if is_good else REASON,
                "amount_in_cents": checkout["amount"],
                "currency": item["currency"],
                "fee": 450 if is_good else 0,
                "vat_withheld": 160 if is_good else 0,
                "vat_withheld_currency": "GTQ",
                "customer": payer,
                "payment": {"id": intent, "paymentable": self._paid_for(checkout)},
                "product": {"id": "prod_fake"},
                "invoice": {"id": "inv_fake", "tax_invoice_url": None},
            }
        )
        return intent

    def _tell_plan(self, plan: dict[str, Any], verb: str) -> None:
        payer = plan["payer"]
        self.outbox.append(
            {
                "id": plan["id"],
                "event_type": f"subscription.{verb}",
                "api_version": VERSION,
                "created_at": "2025-10-13T13:59:27.931Z",
                "customer_id": payer["id"],
                "customer_email": payer["email"],
                "customer_name": payer["full_name"],
                "payment": {"id": "pa_123", "paymentable": {"type": "Subscription", "id": plan["id"]}},
                "product": {"id": "prod_fake", "name": "Plan de Prueba", "status": "active", "prices": []},
            }
        )
