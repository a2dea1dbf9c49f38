"""The doors for providers: only genuine deliveries come in, and each once."""

import asyncio
import json

import pytest
from sqlmodel import select

from tests.payments.till import delivery, told
from webmagic.core import svix
from webmagic.core.database import transaction
from webmagic.core.ledger import Job
from webmagic.core.settings import get_settings
from webmagic.models import WebhookEvent
from webmagic.payments.gateways import simulator_key

RESEND_SECRET = "whsec_cmVzZW5kIHRlc3Qgc2VjcmV0"


async def count(table) -> int:
    async with transaction() as session:
        return len((await session.exec(select(table))).all())


async def test_the_same_delivery_fifty_times_at_once_is_kept_once(town):
    headers, raw = delivery(told("payment_intent.succeeded", "ch_1"), "msg_1")
    answers = await asyncio.gather(
        *(town.browser.post("/webhooks/recurrente", content=raw, headers=headers) for _ in range(50))
    )
    assert {answer.status_code for answer in answers} == {204}
    assert (await count(WebhookEvent), await count(Job)) == (1, 1)


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{}", {}, 401),
        (b"{}", {"svix-id": "m", "svix-timestamp": "1", "svix-signature": "v1,x"}, 401),
        (b"x" * (256 * 1024 + 1), {}, 413),
    ],
)
async def test_what_is_not_genuine_or_too_large_is_refused(village, body, headers, status):
    answer = await village.browser.post("/webhooks/recurrente", content=body, headers=headers)
    assert answer.status_code == status and answer.json()["error"]
    assert await count(WebhookEvent) == 0


async def test_a_signed_body_that_is_no_object_is_a_bad_request(village):
    headers, raw = delivery(b"[1]")
    answer = await village.browser.post("/webhooks/recurrente", content=raw, headers=headers)
    assert answer.status_code == 400


async def test_the_simulators_secret_is_worthless_beside_a_real_gateway(village, monkeypatch):
    headers, raw = delivery(told("payment_intent.succeeded", "ch_1"))
    monkeypatch.setenv("PAYMENT_PROVIDER", "recurrente")
    for name in ("PUBLIC_KEY", "SECRET_KEY", "WEBHOOK_SECRET"):
        monkeypatch.setenv(f"RECURRENTE_{name}", "whsec_b3RoZXIgc2VjcmV0IG9mIHRoZSB0ZXN0")
    get_settings.cache_clear()
    answer = await village.browser.post("/webhooks/recurrente", content=raw, headers=headers)
    assert answer.status_code == 401
    for path in ("/simulator/checkout/ch_1", "/simulator/api/checkouts/ch_1"):
        assert (await village.browser.get(path)).status_code == 404


async def test_resend_is_taken_only_with_its_own_secret(village, monkeypatch):
    body = json.dumps({"type": "email.delivered", "data": {"email_id": "x"}}).encode()
    headers = svix.signed_headers(RESEND_SECRET, "msg_2", body)
    assert (await village.browser.post("/webhooks/resend", content=body, headers=headers)).status_code == 503
    monkeypatch.setenv("RESEND_WEBHOOK_SECRET", RESEND_SECRET)
    get_settings.cache_clear()
    assert (await village.browser.post("/webhooks/resend", content=body, headers=headers)).status_code == 204
    await village.work()
    async with transaction() as session:
        (event,) = (await session.exec(select(WebhookEvent))).all()
    assert (event.event_type, event.handled_at is not None) == ("email.delivered", True)


@pytest.mark.parametrize("provider", ["mailgun", "nobody"])
async def test_what_is_not_built_says_so(village, provider):
    answer = await village.browser.post(f"/webhooks/{provider}", content=b"{}")
    assert answer.status_code == 404 and "not built" in answer.json()["error"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 422),
        (b"[]", 422),
        (b'{"items": [{"amount_in_cents": -1, "currency": "USD"}]}', 422),
        (b'{"items": [{"amount_in_cents": true, "currency": "USD", "name": "x"}]}', 422),
        (b'{"items": [{"amount_in_cents": 100, "currency": "EUR"}]}', 422),
        (b'{"items": [{"amount_in_cents": 100, "currency": "USD"}], "success_url": "javascript:x"}', 201),
    ],
)
async def test_the_simulators_api_wants_its_key_and_a_sound_order(village, body, status):
    api = "/simulator/api/checkouts"
    assert (await village.browser.post(api, content=body)).status_code == 401
    keyed = {"x-secret-key": simulator_key()}
    answer = await village.browser.post(api, content=body, headers=keyed)
    assert answer.status_code == status
    if status == 201:
        found = await village.browser.get(f"{api}/{answer.json()['id']}", headers=keyed)
        assert (found.json()["status"], found.json()["success_url"]) == ("unpaid", "")
        assert (await village.browser.get(f"{api}/ch_none", headers=keyed)).status_code == 404


async def test_paying_one_checkout_twice_at_once_charges_once(village):
    keyed = {"x-secret-key": simulator_key()}
    order = {
        "items": [{"name": "x", "amount_in_cents": 100, "currency": "USD"}],
        "success_url": "http://s.example",
    }
    made = await village.browser.post("/simulator/api/checkouts", json=order, headers=keyed)
    page = f"/simulator/checkout/{made.json()['id']}"
    answers = await asyncio.gather(
        *(village.browser.post(page, data={"number": "4242424242424242"}) for _ in range(8))
    )
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [303]
