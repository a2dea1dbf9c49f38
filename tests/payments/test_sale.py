"""From the claim form to a sold site, however the news of the money arrives."""

import asyncio
import itertools
import random

import pytest

from tests.payments.selling import ANA, begin, everything, shop
from tests.payments.till import Till, deliver, delivery, told
from tests.pitcher.shops import bakery
from webmagic import payments
from webmagic.core.clock import now
from webmagic.core.database import transaction
from webmagic.core.errors import Conflict, Forbidden, Invalid, NotFound, Unauthorized, VendorError
from webmagic.core.ledger import Job
from webmagic.core.security import sign
from webmagic.core.settings import get_settings
from webmagic.core.svix import signature, verify
from webmagic.models import (
    Activity,
    Business,
    Campaign,
    Checkout,
    Customer,
    GeneratedSite,
    Message,
    Payment,
    Subscription,
    WebhookEvent,
)

OLD, NEW = "whsec_b2xkIHNlY3JldCBvZiB0aGUgdGVzdA==", "whsec_bmV3IHNlY3JldCBvZiB0aGUgdGVzdA=="


async def test_claiming_makes_both_payment_pages_once_and_leads_to_the_first(db):
    till = Till()
    token = await shop()
    urls = {await payments.start(token, **ANA, transaction=transaction, gateway=till) for _ in range(3)}
    assert urls == {"https://till.example/ch_1"}
    assert [(r.amount_cents, r.currency, r.is_monthly) for r in till.requests] == [
        (14900, "USD", False),
        (2900, "USD", True),
    ]
    assert till.requests[0].success_url.endswith(f"/claim/{token}/done?paid=setup")
    assert [row.email for row in await everything(Checkout)] == ["ana@example.com"] * 2
    assert (await everything(Business))[0].stage == "claimed"


async def test_many_claims_at_once_share_the_same_two_rows(db):
    till = Till()
    token = await shop()
    urls = await asyncio.gather(
        *(payments.start(token, **ANA, transaction=transaction, gateway=till) for _ in range(10))
    )
    rows = await everything(Checkout)
    assert sorted(row.kind for row in rows) == ["monthly", "setup"]
    assert set(urls) == {next(row.url for row in rows if row.kind == "setup")}


async def test_a_stranger_with_the_public_link_cannot_put_an_address_on_the_owners_page(sqlite_db):
    till = Till()
    token = await begin(till)
    stranger = {"email": "eve@example.com", "name": "Eve"}
    url = await payments.start(token, **stranger, transaction=transaction, gateway=till)
    assert url == "https://till.example/ch_3"
    till.pay("ch_1")
    await deliver(till, told("payment_intent.succeeded", "ch_1"))
    assert [row.email for row in await everything(Customer)] == ["ana@example.com"]
    async with transaction() as session:
        claim = await payments.get_claim(session, token)
    assert claim.state("setup") == "paid"
    url = await payments.start(token, **ANA, transaction=transaction, gateway=till)
    assert url == "https://till.example/ch_2"


async def test_guatemala_pays_in_quetzales(sqlite_db):
    till = Till()
    await begin(till, bakery())
    assert [(r.amount_cents, r.currency) for r in till.requests] == [(114500, "GTQ"), (22500, "GTQ")]
    assert till.requests[0].name == "Creación de página web: Panadería La Espiga de Prueba"


async def test_a_changed_price_makes_new_pages_and_never_a_third(sqlite_db, monkeypatch):
    till = Till()
    token = await begin(till)
    monkeypatch.setenv("SETUP_FEE_CENTS", "9900")
    get_settings.cache_clear()
    for _ in range(2):
        await payments.start(token, **ANA, transaction=transaction, gateway=till)
    rows = [(row.kind, row.attempt, row.state) for row in await everything(Checkout)]
    assert rows == [("setup", 1, "expired"), ("monthly", 1, "open"), ("setup", 2, "open")]


@pytest.mark.parametrize(
    ("email", "name"), [("", "Ana"), ("ana", "Ana"), ("ana@x", " \n"), ("a@b.example\nBcc: x@y.example", "A")]
)
async def test_a_form_that_cannot_be_used_starts_nothing(sqlite_db, email, name):
    token = await shop()
    with pytest.raises(Invalid):
        await payments.start(token, email=email, name=name, transaction=transaction, gateway=Till())
    assert await everything(Checkout) == []


async def test_a_paid_set_up_fee_sells_the_site(db):
    till = Till()
    token = await begin(till)
    till.pay("ch_1")
    await deliver(till, told("payment_intent.succeeded", "ch_1"))
    (business,), (site,), (customer,), (paid,) = [
        await everything(table) for table in (Business, GeneratedSite, Customer, Payment)
    ]
    assert (business.stage, site.is_claimed) == ("sold", True)
    assert (customer.email, customer.name, customer.provider_id) == ("ana@example.com", "Ana Prueba", "us_1")
    assert (paid.provider_id, paid.amount_cents, paid.fee_cents, paid.state) == (
        "pa_1",
        14900,
        700,
        "succeeded",
    )
    assert (await everything(Campaign))[0].state == "stopped"
    jobs = {job.kind: job.arguments for job in await everything(Job)}
    assert jobs["generation.publish"] == {"site_id": site.id}
    texts = [line.text for line in await everything(Activity)]
    assert "Harrow Bay Gates & Locks paid $149" in texts and "Harrow Bay Gates & Locks is sold" in texts
    receipt = next(row for row in await everything(Message) if row.purpose == "transactional")
    assert receipt.subject == "Receipt for Harrow Bay Gates & Locks"
    assert "$149 for the set-up of your website" in receipt.text_body
    # The second page is next, and it is the monthly plan.
    async with transaction() as session:
        claim = await payments.get_claim(session, token)
    assert claim.next_open and claim.next_open.kind == "monthly"
    till.pay("ch_2", "pa_2", plan="su_1")
    await deliver(till, told("payment_intent.succeeded", "ch_2", "pa_2", 2900))
    (plan,) = await everything(Subscription)
    assert (plan.provider_id, plan.state, plan.amount_cents) == ("su_1", "active", 2900)
    with pytest.raises(Conflict):
        await payments.start(token, **ANA, transaction=transaction, gateway=till)
    async with transaction() as session:
        figures = await payments.stats(session)
    assert figures["mrr"] == {"USD": 2900} and figures["received"] == {"USD": 17800}


EVENTS = [
    told("payment_intent.succeeded", "ch_1"),
    told("intent.succeeded", "ch_1"),
    told("payment_intent.succeeded", "ch_2", "pa_2", 2900),
    told("intent.succeeded", "ch_2", "pa_2", 2900),
    {"event_type": "subscription.create", "id": "su_1", "customer_email": "ana@example.com"},
]


@pytest.mark.parametrize("order", random.Random(7).sample(list(itertools.permutations(range(5))), 12))
async def test_both_families_in_any_order_and_twice_count_once(sqlite_db, order):
    till = Till()
    await begin(till)
    till.pay("ch_1")
    till.pay("ch_2", "pa_2", plan="su_1")
    for n in (*order, *reversed(order)):
        await deliver(till, EVENTS[n])
    paid = [(row.provider_id, row.amount_cents, row.state) for row in await everything(Payment)]
    assert sorted(paid) == [("pa_1", 14900, "succeeded"), ("pa_2", 2900, "succeeded")]
    assert len(await everything(Customer)) == len(await everything(Subscription)) == 1
    assert [row.purpose for row in await everything(Message)].count("transactional") == 2
    assert [job.kind for job in await everything(Job)].count("generation.publish") == 1


async def test_fifty_duplicates_at_once_have_one_effect(db):
    till = Till()
    await begin(till)
    till.pay("ch_1")
    same = told("payment_intent.succeeded", "ch_1")

    async def arrive(n: int) -> None:
        headers, raw = delivery(same, message_id="msg_same" if n % 2 else "")
        async with transaction() as session:
            await payments.receive(session, "recurrente", headers, raw)

    await asyncio.gather(*(arrive(n) for n in range(50)))
    events = await everything(WebhookEvent)
    assert len(events) == 26  # 25 of them shared one message id
    await asyncio.gather(*(payments.process(e.id, transaction, till) for e in (*events, *events)))
    assert len(await everything(Payment)) == len(await everything(Customer)) == 1
    assert [line.kind for line in await everything(Activity)].count("payment.received") == 1
    assert [row.purpose for row in await everything(Message)].count("transactional") == 1


async def test_renewals_are_counted_by_their_own_intent_and_the_twin_adds_nothing(sqlite_db):
    till = Till()
    await begin(till)
    till.pay("ch_2", "pa_2", plan="su_1")
    await deliver(till, told("payment_intent.succeeded", "ch_2", "pa_2", 2900))
    old = till.checkouts["ch_2"]
    till.checkouts["ch_2"] = type(old)("ch_2", "paid", 2900, "USD", "pa_2", "pa_3", "su_1", old.metadata)
    await deliver(till, told("intent.succeeded", "ch_2", "pa_3", 2900))
    await deliver(till, told("payment_intent.succeeded", "ch_2", "pa_3", 2900))
    assert [row.provider_id for row in await everything(Payment)] == ["pa_2", "pa_3"]


async def test_a_signed_event_that_the_gateway_does_not_confirm_moves_nothing(sqlite_db):
    till = Till()
    await begin(till)
    with pytest.raises(VendorError):
        await deliver(till, told("payment_intent.succeeded", "ch_1"))
    assert await everything(Payment) == []
    till.pay("ch_1")  # the gateway has caught up; the job tries again
    (event,) = await everything(WebhookEvent)
    assert event.handled_at is None
    await payments.process(event.id, transaction, till)
    assert (await everything(Business))[0].stage == "sold"


async def test_a_wrong_amount_sells_nothing(sqlite_db):
    till = Till()
    await begin(till)
    till.pay("ch_1")
    old = till.checkouts["ch_1"]
    till.checkouts["ch_1"] = type(old)("ch_1", "paid", 100, "USD", "pa_1", metadata=old.metadata)
    event_id = await deliver(till, told("payment_intent.succeeded", "ch_1", amount=100))
    assert (await everything(Business))[0].stage == "claimed"
    assert await everything(Payment) == []
    error = next(event.error for event in await everything(WebhookEvent) if event.id == event_id)
    assert "100 USD were paid" in error


async def test_a_declined_card_is_kept_and_the_next_card_still_pays(sqlite_db):
    till = Till()
    await begin(till)
    failed = told("payment_intent.failed", "ch_1", "pa_0", failure_reason="Fondos insuficientes")
    await deliver(till, failed)
    await deliver(till, told("intent.failed", "ch_1", "pa_0"))
    till.pay("ch_1")
    await deliver(till, told("payment_intent.succeeded", "ch_1"))
    await deliver(till, failed)  # late
    paid = [(row.provider_id, row.state) for row in await everything(Payment)]
    assert paid == [("pa_0", "failed"), ("pa_1", "succeeded")]
    assert (await everything(Checkout))[0].state == "paid"


async def test_a_bank_transfer_is_pending_then_paid_or_returned(db):
    till = Till()
    await begin(till)
    till.pay("ch_1", status="payment_in_progress")
    await deliver(till, told("bank_transfer_intent.pending", "ch_1", "ba_1"))
    await deliver(till, told("intent.pending", "ch_1", "ba_1"))
    assert [row.state for row in await everything(Payment)] == ["pending"]
    assert (await everything(Checkout))[0].state == "pending"
    assert (await everything(Business))[0].stage == "claimed"
    till.pay("ch_1", status="unpaid")
    await deliver(till, told("bank_transfer_intent.failed", "ch_1", "ba_1"))
    assert [row.state for row in await everything(Payment)] == ["failed"]
    assert (await everything(Checkout))[0].state == "open"
    till.pay("ch_1")
    await deliver(till, told("bank_transfer_intent.succeeded", "ch_1", "ba_2"))
    assert [(row.provider_id, row.state) for row in await everything(Payment)] == [("pa_1", "succeeded")]
    assert (await everything(Business))[0].stage == "sold"


async def test_a_crash_before_the_gateways_id_was_noted_is_healed_by_our_id_in_its_metadata(sqlite_db):
    till = Till()
    await begin(till)
    async with transaction() as session:
        row = await session.get(Checkout, 1)
        row.provider_id = None
        session.add(row)
    till.pay("ch_1")
    await deliver(till, told("payment_intent.succeeded", "ch_1"))
    assert (await everything(Business))[0].stage == "sold"


async def test_reconciling_finds_what_no_webhook_told_and_then_nothing(db):
    till = Till()
    await begin(till)
    till.pay("ch_1")
    till.pay("ch_2", "pa_2", plan="su_1")
    first = await payments.reconcile(transaction, till)
    second = await payments.reconcile(transaction, till)
    assert (first.drift, second.drift) == (2, 0)
    await deliver(till, EVENTS[0])
    await deliver(till, EVENTS[3])
    assert [row.provider_id for row in await everything(Payment)] == ["pa_1", "pa_2"]
    assert (await everything(Business))[0].stage == "sold"


async def test_cancelling_is_final_even_when_older_news_comes_late(sqlite_db):
    till = Till()
    await begin(till)
    till.pay("ch_2", "pa_2", plan="su_1")
    await deliver(till, told("payment_intent.succeeded", "ch_2", "pa_2", 2900))
    plan = await payments.cancel(1, transaction, till)
    assert plan.state == "cancelled" and plan.cancelled_at
    till.pay("ch_2", "pa_2", plan="su_1")
    await deliver(till, EVENTS[4])
    assert (await everything(Subscription))[0].state == "cancelled"
    with pytest.raises(Conflict):
        await payments.cancel(1, transaction, till)


async def test_what_points_at_nothing_of_ours_is_kept_with_a_sentence(sqlite_db):
    till = Till()
    await begin(till)
    strange = [
        told("payment_intent.succeeded", "ch_99"),
        told("payment_intent.succeeded", "../admin"),
        {"event_type": "subscription.create", "id": "su_99"},
        {"event_type": "refund.create", "id": "re_1"},
        {"hello": ["world"]},
        {"event_type": "intent.succeeded", "checkout": "ch_1", "amount_in_cents": 10**400},
        {"event_type": 7, "type": "payment"},
        {"event_type": "payment_intent.succeeded", "data": {"x": "\x00\ud800"}},
    ]
    for body in strange:
        assert await deliver(till, body)
    assert all(event.handled_at for event in await everything(WebhookEvent))
    assert await everything(Payment) == []


async def test_a_body_in_the_older_wrapping_counts_as_the_same_money(sqlite_db):
    till = Till()
    await begin(till)
    till.pay("ch_2", "pa_2", plan="su_1")
    inner = {"id": "pi_9", "amount": 2900, "currency": "USD", "checkout_id": "ch_2"}
    await deliver(till, {"event_type": "payment_intent.succeeded", "data": inner})
    await deliver(till, EVENTS[2])
    assert [(row.provider_id, row.amount_cents) for row in await everything(Payment)] == [("pa_2", 2900)]


async def test_a_stored_event_can_be_replayed_without_a_second_effect(sqlite_db):
    till = Till()
    await begin(till)
    till.pay("ch_1")
    event_id = await deliver(till, EVENTS[0])
    async with transaction() as session:
        await payments.replay(session, event_id)
    await payments.process(event_id, transaction, till)
    assert len(await everything(Payment)) == 1


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b'"x"', b"{", b"\xff", b"[" * 100_000, b"NaN"])
async def test_a_signed_body_that_is_no_object_is_refused(sqlite_db, body):
    headers, raw = delivery(body)
    async with transaction() as session:
        with pytest.raises(Invalid):
            await payments.receive(session, "recurrente", headers, raw)


async def test_forged_old_and_altered_deliveries_are_refused(sqlite_db):
    headers, raw = delivery(EVENTS[0])
    stamp = int(now().timestamp())
    secret = payments.webhook_secrets(get_settings())[0]

    def at(when: int) -> dict[str, str]:
        mac = signature(secret, "m", when, raw)
        return {"svix-id": "m", "svix-timestamp": str(when), "svix-signature": mac}

    wrong = [
        (headers, raw.replace(b"14900", b"1")),
        (headers | {"svix-id": "other"}, raw),
        (headers | {"svix-timestamp": str(stamp + 1)}, raw),
        (headers | {"svix-signature": "v1,AAAA"}, raw),
        (headers | {"svix-signature": headers["svix-signature"].replace("v1,", "v2,")}, raw),
        (delivery(EVENTS[0], secret="whsec_b3RoZXJzZWNyZXQ=")[0], raw),
        (at(stamp - 301), raw),
        (at(stamp + 302), raw),
        ({}, raw),
        (headers | {"svix-timestamp": "²"}, raw),
        (headers | {"svix-timestamp": "9" * 400}, raw),
    ]
    for given, body in wrong:
        async with transaction() as session:
            with pytest.raises(Unauthorized):
                await payments.receive(session, "recurrente", given, body)
    assert await everything(WebhookEvent) == []


async def test_several_secrets_hold_at_once_and_none_means_refuse(sqlite_db, monkeypatch):
    monkeypatch.setenv(
        "RECURRENTE_WEBHOOK_SECRET",
        f"{OLD} {NEW}",
    )
    get_settings.cache_clear()
    for secret in (OLD, NEW):
        headers, raw = delivery(EVENTS[0], secret=secret)
        async with transaction() as session:
            assert await payments.receive(session, "recurrente", headers, raw)
    headers, raw = delivery(EVENTS[0], secret=OLD)
    async with transaction() as session:
        with pytest.raises(Forbidden):
            await payments.receive(session, "resend", headers, raw)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_====", "whsec_!", "whsec_c2hvcnQ="])
def test_a_secret_that_is_none_signs_nothing(home, secret):
    body, stamp = b"{}", int(now().timestamp())
    mac = signature(secret, "m", stamp, body)
    headers = {"svix-id": "m", "svix-timestamp": str(stamp), "svix-signature": mac}
    with pytest.raises(Unauthorized):
        verify([secret], headers, body)


def test_a_signature_list_may_hold_unknown_versions(home):
    body, stamp = b"{}", int(now().timestamp())
    good = signature(OLD, "m", stamp, body)
    headers = {"webhook-id": "m", "webhook-timestamp": str(stamp), "webhook-signature": f"v9,x {good}"}
    assert (
        verify(
            [NEW, OLD],
            headers,
            body,
        )
        == "m"
    )


async def test_a_claim_link_that_is_not_ours_is_not_found(sqlite_db):
    await shop()
    for token in ("", "1", "1.AAAA", sign("click", "1"), sign("claim", "99"), sign("claim", "x")):
        async with transaction() as session:
            with pytest.raises(NotFound):
                await payments.get_claim(session, token)
