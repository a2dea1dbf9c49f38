"""Customers, plans, payments, campaigns and tickets through the API."""

import pytest

from tests.http.conftest import bearer
from webmagic.core.database import transaction
from webmagic.models import Business, Campaign, Checkout, Customer, Payment, Subscription


@pytest.fixture
async def sold(app) -> int:
    """A bakery that has bought its site. Returns the customer's id."""
    async with transaction() as session:
        business = Business(dedupe_key="np:x", name="Bakery", city="Reno", country="US")
        session.add(business)
        await session.flush()
        customer = Customer(business_id=business.id, provider="simulator", email="ana@example.com")
        session.add_all([customer, Campaign(business_id=business.id)])
        await session.flush()
        plan = Subscription(customer_id=customer.id, provider="simulator", provider_id="su_1")
        checkout = Checkout(
            business_id=business.id, kind="setup", provider="simulator", amount_cents=14900, currency="USD"
        )
        session.add_all([plan, checkout])
        await session.flush()
        money = {"provider": "simulator", "provider_id": "pa_1", "amount_cents": 14900, "currency": "USD"}
        session.add(Payment(customer_id=customer.id, checkout_id=checkout.id, state="succeeded", **money))
    return customer.id


async def test_lists_name_the_business(client, vera, sold):
    for noun in ("payments", "customers", "subscriptions", "campaigns"):
        page = (await client.get(f"/api/v1/{noun}", headers=bearer(vera))).json()
        (row,) = page["items"]
        assert row["business"]["name"] == "Bakery" and page["next"] is None, noun
        assert "provider_id" not in row


async def test_a_customer_has_plans_and_payments(client, vera, sold):
    found = (await client.get(f"/api/v1/customers/{sold}", headers=bearer(vera))).json()
    assert found["email"] == "ana@example.com" and found["subscriptions"][0]["state"] == "active"
    assert [payment["amount_cents"] for payment in found["payments"]] == [14900]
    assert (await client.get("/api/v1/customers/99", headers=bearer(vera))).status_code == 404


async def test_the_payment_pages_of_one_business(client, vera, sold):
    rows = (await client.get("/api/v1/checkouts?business_id=1", headers=bearer(vera))).json()
    assert [(row["kind"], row["state"]) for row in rows] == [("setup", "open")]
    assert (await client.get("/api/v1/checkouts", headers=bearer(vera))).status_code == 400


async def test_only_an_owner_ends_a_plan(client, bob, sold):
    assert (await client.post("/api/v1/subscriptions/1/cancel", headers=bearer(bob))).status_code == 403


async def test_money_goes_back_through_the_owner_alone(client, alice, bob, sold):
    path = "/api/v1/payments/1/refund"
    assert (await client.post(path, headers=bearer(bob))).status_code == 403
    assert (await client.post("/api/v1/payments/9/refund", headers=bearer(alice))).status_code == 404


async def test_the_figures_of_money(client, vera, sold):
    found = (await client.get("/api/v1/payments/figures", headers=bearer(vera))).json()
    (usd,) = found["revenue"]
    assert (usd["currency"], usd["plans"], usd["churn"], usd["lifetime_value"]) == ("USD", 1, None, None)
    assert [row["name"] for row in found["territories"]] == ["without a territory"]


async def test_a_ticket_is_opened_answered_and_closed(client, bob, sold):
    new = {"subject": "Opening hours", "body": "We open at seven now.", "customer_id": sold}
    made = await client.post("/api/v1/tickets", json=new, headers=bearer(bob))
    assert made.status_code == 201 and made.json()["state"] == "open"
    path = f"/api/v1/tickets/{made.json()['id']}"
    answered = await client.post(f"{path}/answer", json={"text": "Done."}, headers=bearer(bob))
    assert (answered.json()["state"], answered.json()["answer"]) == ("answered", "Done.")
    assert (await client.post(f"{path}/close", headers=bearer(bob))).json()["state"] == "closed"
    late = await client.post(f"{path}/answer", json={"text": "More."}, headers=bearer(bob))
    assert late.status_code == 409


async def test_a_prompt_gets_a_new_version_and_the_old_one_back(client, alice, bob):
    path = "/api/v1/settings/templates/analyst"
    assert (await client.put(path, json={"body": "x"}, headers=bearer(bob))).status_code == 403
    for number in (1, 2):
        saved = await client.put(path, json={"body": f"Prompt {number}"}, headers=bearer(alice))
        assert saved.json() == {"agent": "analyst", "version": number}
    await client.post(f"{path}/1/use", headers=bearer(alice))
    rows = (await client.get(path, headers=bearer(bob))).json()
    assert [(row["version"], row["is_active"]) for row in rows] == [(2, False), (1, True)]
    in_use = (await client.get("/api/v1/settings/prompts", headers=bearer(bob))).json()
    assert [(row["agent"], row["body"]) for row in in_use] == [("analyst", "Prompt 1")]


async def test_a_dry_run_of_campaigns_writes_nothing(client, bob):
    answer = await client.post("/api/v1/campaigns", json={"dry_run": True}, headers=bearer(bob))
    assert answer.json() == {"created": 0, "held": []}
