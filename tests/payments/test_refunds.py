"""Money back, once; and the comparison that finds what nobody told."""

import pytest
import sqlalchemy as sa

from tests.payments.selling import begin, everything, sell
from tests.payments.till import Till, deliver, told
from webmagic import payments
from webmagic.core.clock import ago, now
from webmagic.core.database import transaction
from webmagic.core.errors import Conflict, Refused, VendorError
from webmagic.models import Activity, Checkout, Message, Payment, Reconciliation, Subscription
from webmagic.payments.gateways import SubscriptionTruth


async def states() -> list[tuple[str, str]]:
    return [(row.provider_id, row.state) for row in await everything(Payment)]


async def test_a_payment_goes_back_once_however_often_it_is_asked_and_told(db):
    till = Till()
    await sell(till)
    back = await payments.refund(1, transaction, till, actor="boss@example.com")
    assert (back.state, back.refund_id) == ("refunded", "re_pa_1")
    with pytest.raises(Conflict):
        await payments.refund(1, transaction, till, actor="boss@example.com")
    for _ in range(2):
        body = {"event_type": "refund.create", "id": "re_pa_1", "payment_intent_id": "pa_1"}
        await deliver(till, body)
    assert till.refunded == ["pa_1"]
    assert [line.kind for line in await everything(Activity)].count("payment.refunded") == 1
    assert [row.subject for row in await everything(Message)].count(
        "Harrow Bay Gates & Locks: $149 goes back to you"
    ) == 1
    await deliver(till, told("payment_intent.succeeded", "ch_1"))  # late news of the same money
    assert await states() == [("pa_1", "refunded"), ("pa_2", "succeeded")]


async def test_a_refund_that_was_cut_off_is_finished_by_reconciling(sqlite_db):
    till = Till()
    await sell(till)
    till.is_down = True
    with pytest.raises(VendorError):
        await payments.refund(1, transaction, till, actor="boss")
    assert (await states())[0] == ("pa_1", "refunding")
    till.is_down = False
    run = await payments.reconcile(transaction, till)
    assert (await states())[0] == ("pa_1", "refunded")
    assert (run.drift, run.remaining) == (1, 0)


async def test_a_refund_that_the_gateway_refuses_leaves_the_payment_as_it_was(sqlite_db):
    till = Till(refunded=["pa_1"])
    await sell(till)
    with pytest.raises(VendorError):
        await payments.refund(1, transaction, till, actor="boss")
    assert (await states())[0] == ("pa_1", "succeeded")
    async with transaction() as session:
        await session.exec(sa.update(Payment).values(paid_at=ago(days=31)))
    with pytest.raises(Refused):
        await payments.refund(1, transaction, till, actor="boss")


async def test_a_refund_made_in_the_gateways_dashboard_is_followed(sqlite_db):
    till = Till()
    await sell(till)
    await deliver(till, {"event_type": "refund.create", "id": "re_9", "payment_intent": {"id": "pa_2"}})
    assert (await states())[1] == ("pa_2", "refunded")


async def test_a_failed_renewal_is_never_mistaken_for_money(sqlite_db):
    till = Till(failed={"pa_3"})
    await sell(till)
    old = till.checkouts["ch_2"]
    till.checkouts["ch_2"] = type(old)("ch_2", "paid", 2900, "USD", "pa_2", "pa_3", "su_1", old.metadata)
    till.move("su_1", "past_due")
    await deliver(till, told("payment_intent.failed", "ch_2", "pa_3", 2900))
    await deliver(till, told("intent.failed", "ch_2", "pa_3", 2900))
    await deliver(till, told("intent.succeeded", "ch_2", "pa_2", 2900))  # late, of the month before
    run = await payments.reconcile(transaction, till)
    assert (await states())[1:] == [("pa_2", "succeeded"), ("pa_3", "failed")]
    assert (await everything(Subscription))[0].state == "past_due"
    assert run.drift == 0


async def test_a_renewal_that_no_webhook_told_is_found(db):
    till = Till()
    await sell(till)
    old = till.checkouts["ch_2"]
    till.checkouts["ch_2"] = type(old)("ch_2", "paid", 2900, "USD", "pa_2", "pa_3", "su_1", old.metadata)
    run = await payments.reconcile(transaction, till, actor="boss")
    assert (run.drift, run.remaining, run.rounds) == (1, 0, 2)
    assert "ch_2" in run.corrections[0]
    assert (await states())[-1] == ("pa_3", "succeeded")
    (kept,) = await everything(Reconciliation)
    assert (kept.drift, kept.actor, kept.finished_at is not None) == (1, "boss", True)
    assert [line.kind for line in await everything(Activity)].count("payment.reconciled") == 1


async def test_pages_that_we_forgot_are_found_in_the_gateways_list(sqlite_db):
    till = Till()
    await begin(till)
    async with transaction() as session:
        await session.exec(sa.update(Checkout).where(Checkout.id == 1).values(provider_id=None))
    till.pay("ch_1")
    run = await payments.reconcile(transaction, till)
    assert (run.drift, run.remaining) == (1, 0)
    assert (await everything(Checkout))[0].provider_id == "ch_1"
    assert await states() == [("pa_1", "succeeded")]


async def test_a_plan_that_runs_on_at_the_gateway_stays_a_difference(sqlite_db):
    till = Till()
    plan = await sell(till)
    await payments.cancel(plan.id, transaction, till)
    till.subscriptions["su_1"] = SubscriptionTruth("su_1", "active", "ch_2", updated_at=now())
    run = await payments.reconcile(transaction, till)
    assert (run.drift, run.remaining) == (1, 1)
    assert "dashboard" in run.corrections[0]


async def test_a_gateway_that_is_away_is_kept_as_the_runs_error(sqlite_db):
    till = Till()
    await sell(till)

    async def away(_):
        raise VendorError("The payment gateway does not answer.")

    till.read_subscription = away
    with pytest.raises(VendorError):
        await payments.reconcile(transaction, till)
    (kept,) = await everything(Reconciliation)
    assert kept.error == "The payment gateway does not answer." and kept.finished_at
