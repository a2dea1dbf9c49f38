"""A plan's life after the sale: endings, pauses, overdue money, and the page that rests."""

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlmodel import select

from tests.payments.selling import everything, sell, tell
from tests.payments.till import Till, deliver, told
from webmagic import conductor, hosting, payments
from webmagic.core.clock import ago, ahead, now
from webmagic.core.database import transaction
from webmagic.core.errors import Conflict, Refused, VendorError
from webmagic.core.ledger import Job
from webmagic.core.settings import get_settings
from webmagic.models import Activity, Business, Checkout, GeneratedSite, Message, Subscription
from webmagic.payments.gateways import Card
from webmagic.payments.gateways.recurrente import RecurrenteGateway


async def change(table, **values) -> None:
    async with transaction() as session:
        await session.exec(sa.update(table).values(**values))


async def standing() -> str:
    async with transaction() as session:
        return await payments.standing_of(session, (await session.exec(select(GeneratedSite))).one())


async def subjects() -> list[str]:
    """Of the letters about overdue money, in order."""
    letters = [row.subject for row in await everything(Message) if row.purpose == "transactional"]
    return [subject for subject in letters if not subject.startswith("Receipt")]


async def test_cancelling_at_the_end_of_the_period_is_a_schedule_of_ours(db):
    till = Till()
    plan = await sell(till)
    planned = await payments.cancel(plan.id, transaction, till, at_period_end=True)
    assert (planned.state, planned.next_state) == ("active", "cancelled")
    assert planned.next_state_at == plan.current_period_end
    assert till.subscriptions["su_1"].status == "active"
    assert await payments.carry_out_due(transaction, till) == 0
    await change(Subscription, next_state_at=ahead(hours=1), current_period_end=ahead(hours=1))
    assert await payments.carry_out_due(transaction, till) == 1
    (ended,) = await everything(Subscription)
    assert (ended.state, ended.next_state) == ("cancelled", "")
    assert till.subscriptions["su_1"].status == "cancelled"
    assert await standing() == "active"  # paid for another hour
    await change(Subscription, ends_at=ago(minutes=1))
    assert (await payments.remind_and_suspend(transaction)).changed == 1
    assert await standing() == "suspended"
    assert (await payments.remind_and_suspend(transaction)).changed == 0


async def test_what_is_planned_can_be_taken_back_and_planned_once(sqlite_db):
    till = Till()
    plan = await sell(till)
    for _ in range(2):
        await payments.cancel(plan.id, transaction, till, at_period_end=True)
    back = await payments.resume(plan.id, transaction, till)
    assert (back.next_state, back.next_state_at) == ("", None)
    with pytest.raises(Conflict):
        await payments.resume(plan.id, transaction, till)
    kinds = [line.kind for line in await everything(Activity)]
    assert kinds.count("subscription.cancelled_planned") == kinds.count("subscription.unplanned") == 1


async def test_cancelling_at_once_takes_the_page_down_and_keeps_everything(sqlite_db):
    till = Till()
    plan = await sell(till)
    await payments.cancel(plan.id, transaction, till)
    assert await standing() == "suspended"
    (site,) = await everything(GeneratedSite)
    assert site.suspended_at and site.is_claimed
    with pytest.raises(Conflict):
        await payments.pause(plan.id, transaction, till)


async def test_a_paused_plan_is_paid_for_until_its_end_and_comes_back(db):
    till = Till()
    plan = await sell(till)
    paused = await payments.pause(plan.id, transaction, till)
    assert (paused.state, paused.ends_at) == ("paused", plan.current_period_end)
    assert await standing() == "active"
    with pytest.raises(Conflict):
        await payments.pause(plan.id, transaction, till)
    await change(Subscription, ends_at=ago(minutes=1))
    await payments.remind_and_suspend(transaction)
    assert await standing() == "suspended"
    running = await payments.resume(plan.id, transaction, till)
    assert (running.state, running.ends_at) == ("active", None)
    assert await standing() == "active"
    assert (await subjects())[-1] == "Harrow Bay Gates & Locks: your page is back"


async def test_a_gateway_that_is_down_leaves_the_plan_as_it_was(sqlite_db):
    till = Till()
    plan = await sell(till)
    till.is_down = True
    with pytest.raises(VendorError):
        await payments.pause(plan.id, transaction, till)
    (same,) = await everything(Subscription)
    assert (same.state, same.ends_at) == ("active", None)
    await change(Subscription, next_state="cancelled", next_state_at=now())
    assert await payments.carry_out_due(transaction, till) == 0
    till.is_down = False
    assert await payments.carry_out_due(transaction, till) == 1


async def test_pausing_stands_behind_a_switch_where_no_document_confirms_it(home):
    gateway = RecurrenteGateway("recurrente", "http://127.0.0.1:1", "pk", "sk")
    with pytest.raises(Refused, match="RECURRENTE_UNCONFIRMED_CALLS"):
        await gateway.pause_subscription("su_1")


async def test_overdue_money_is_reminded_of_then_suspends_and_a_payment_restores(db):
    till = Till()
    await sell(till)
    till.move("su_1", "past_due")
    await tell(till, "past_due")
    assert await standing() == "grace"
    for days, count in ((0, 1), (1, 1), (3, 2), (4, 2), (11, 3), (13, 3), (14, 4), (20, 4)):
        await change(Subscription, past_due_at=ago(days=days))
        for _ in range(2):
            await payments.remind_and_suspend(transaction)
        assert len(await subjects()) == count, days
    name = "Harrow Bay Gates & Locks"
    assert (await subjects())[0] == f"Your payment for {name} did not go through"
    assert (await subjects())[-1] == f"{name}: your page is resting"
    assert await standing() == "suspended"
    till.move("su_1", "active")
    old = till.checkouts["ch_2"]
    till.checkouts["ch_2"] = type(old)("ch_2", "paid", 2900, "USD", "pa_2", "pa_3", "su_1", old.metadata)
    await deliver(till, told("payment_intent.succeeded", "ch_2", "pa_3", 2900))
    (plan,) = await everything(Subscription)
    assert (plan.state, plan.past_due_at, plan.dunning_step) == ("active", None, 0)
    assert await standing() == "active"
    assert (await subjects())[-1] == f"{name}: your page is back"
    keys = [job.dedupe_key for job in await everything(Job) if job.kind == "generation.publish"]
    assert [key.split(":")[2] for key in keys] == ["sold", "suspended", "restored"]


async def test_after_a_gap_only_the_latest_letter_is_written(sqlite_db):
    till = Till()
    await sell(till)
    till.move("su_1", "past_due")
    await tell(till, "past_due")
    await change(Subscription, past_due_at=ago(days=12))
    await payments.remind_and_suspend(transaction)
    assert [subject.split(":")[0] for subject in await subjects()] == ["Harrow Bay Gates & Locks"]


async def test_news_older_than_what_we_know_moves_nothing(sqlite_db):
    till = Till()
    await sell(till)
    old = till.subscriptions["su_1"]
    till.move("su_1", "past_due")
    await tell(till, "past_due")
    till.subscriptions["su_1"] = old  # a slow answer, read before
    await tell(till, "create")
    assert (await everything(Subscription))[0].state == "past_due"


async def test_a_new_card_is_put_to_use_once(sqlite_db):
    till = Till()
    plan = await sell(till)
    url = await payments.change_card(plan.id, transaction, till, back_url="https://own.example/my")
    assert url == "https://till.example/ch_3"
    request = till.requests[-1]
    assert (request.amount_cents, request.is_card, request.customer_id) == (0, True, "us_1")
    assert request.success_url == "https://own.example/my?card=kept"
    assert await payments.take_cards(transaction, till) == 0
    old = till.checkouts["ch_3"]
    till.checkouts["ch_3"] = type(old)("ch_3", "paid", 0, "USD", card=Card("pay_m_2", "visa 4242"))
    for _ in range(2):
        await deliver(till, {"type": "setup_intent.succeeded", "id": "pa_9", "status": "succeeded"})
    assert till.cards == [("su_1", "pay_m_2")]
    assert (await everything(Subscription))[0].card == "visa 4242"
    assert [row.state for row in await everything(Checkout) if row.kind == "card"] == ["paid"]


async def test_invoices_are_what_was_paid_newest_first(sqlite_db):
    till = Till()
    plan = await sell(till)
    await deliver(till, told("payment_intent.failed", "ch_2", "pa_8", 2900))
    async with transaction() as session:
        found = await payments.invoices_of(session, plan.customer_id)
    assert [(one.number, one.kind, one.amount_cents, one.state) for one in found] == [
        ("WM-000002", "monthly", 2900, "succeeded"),
        ("WM-000001", "setup", 14900, "succeeded"),
    ]


async def test_a_suspended_site_shows_a_kind_page_and_its_own_comes_back(sqlite_db):
    till = Till()
    plan = await sell(till)
    await payments.cancel(plan.id, transaction, till)
    (site,) = await everything(GeneratedSite)

    await change(Business, phone="+15035550123")
    files = await conductor.publish_site(site.id, transaction)
    page = (files.path / "index.html").read_text()
    assert "Harrow Bay Gates &amp; Locks is taking a short break" in page
    assert "tel:+15035550123" in page and "http" not in page.replace("http-equiv", "")
    assert hosting.find_file(get_settings(), site.subdomain, "").is_resting


def test_a_grace_of_no_days_suspends_at_once(home, monkeypatch):
    monkeypatch.setenv("GRACE_DAYS", "0")
    get_settings.cache_clear()
    plan = Subscription(customer_id=1, provider="x", provider_id="su", state="past_due", past_due_at=now())
    assert payments.grace_ends(plan) <= now() + dt.timedelta(seconds=1)
