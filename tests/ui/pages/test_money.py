from tests.ui.conftest import open_page
from webmagic.core.database import transaction
from webmagic.core.ledger import Job
from webmagic.models import Business, Coupon, Customer, Reconciliation, Subscription, WebhookEvent
from webmagic.ui.pages.customers.state import CustomersState
from webmagic.ui.pages.money.state import MoneyState
from webmagic.ui.toasts import ToastState


async def _open(cookie: str) -> MoneyState:
    state = await open_page(MoneyState, "/money", cookie)
    await MoneyState.event_handlers["load"].fn(state)
    return state


async def _call(state, name: str, *arguments) -> str:
    """What the toast says afterwards."""
    await type(state).event_handlers[name].fn(state, *arguments)
    return (await state.get_state(ToastState)).notes[-1].text


async def test_an_empty_house_stands_and_says_that_no_money_moves(owner: str) -> None:
    state = await _open(owner)
    assert (state.summary, state.revenue, state.runs) == ("Nothing comes in each month yet", [], [])
    assert state.is_simulator and [line.is_on for line in state.faults] == [False] * 6


async def test_figures_and_comparisons_are_told_in_words(owner: str) -> None:
    async with transaction() as session:
        shop = Business(dedupe_key="np:1", name="Nonna Pia", stage="sold")
        session.add(shop)
        await session.flush()
        person = Customer(business_id=shop.id, provider="simulator")
        session.add(person)
        await session.flush()
        session.add(
            Subscription(customer_id=person.id, provider="simulator", provider_id="su", amount_cents=2900)
        )
        session.add(Reconciliation(provider="simulator", actor="nightly", checked=9, drift=2, rounds=2,
                                   corrections=["One.", "Two."], finished_at=shop.created_at))  # fmt: skip
    state = await _open(owner)
    assert state.summary == "$29 a month"
    assert (state.revenue[0].churn, state.revenue[0].lifetime) == ("not yet known", "not yet known")
    assert (state.runs[0].words, state.runs[0].told) == ("2 corrected", "9 checked in 2 rounds")
    assert (state.territories[0].customers, state.territories[0].each) == ("1", "$0.00")


async def test_a_comparison_is_asked_for_once(owner: str) -> None:
    state = await _open(owner)
    assert (await _call(state, "reconcile_now")).startswith("The comparison has begun")
    assert (await _call(state, "reconcile_now")).startswith("A comparison is under way")
    async with transaction() as session:
        job = await session.get_one(Job, 1)
    assert job.kind == "monitoring.reconcile" and "@" in job.arguments["actor"]


async def test_coupons_are_made_refused_and_ended(owner: str) -> None:
    state = await _open(owner)
    assert "whole number" in await _call(state, "make_coupon", {"code": "X15", "percent_off": "ten"})
    assert (
        await _call(state, "make_coupon", {"code": "spring", "percent_off": "15"})
        == "Coupon SPRING is there."
    )
    assert (state.coupons[0].off, state.coupons[0].words) == ("15% off the set-up fee", "no end")
    await _call(state, "end_coupon", 1)
    async with transaction() as session:
        assert not (await session.get_one(Coupon, 1)).is_active


async def test_the_simulators_faults_are_switched(owner: str) -> None:
    state = await _open(owner)
    for is_on in (True, False):
        await MoneyState.event_handlers["switch_fault"].fn(state, "is_down")
        assert next(line for line in state.faults if line.name == "is_down").is_on is is_on


async def test_a_webhook_is_worked_off_again(owner: str) -> None:
    async with transaction() as session:
        event = WebhookEvent(
            provider="recurrente", message_id="m1", event_type="intent.succeeded", payload={}
        )
        event.handled_at, event.error = event.received_at, "This checkout is not ours."
        session.add(event)
    state = await open_page(CustomersState, "/customers?view=webhooks", owner)
    await CustomersState.event_handlers["load"].fn(state)
    line = state.lines[0]
    assert (line.name, line.words, line.can_replay) == ("intent.succeeded", "pointed at nothing", True)
    assert "worked off again" in await _call(state, "replay", line.id)
    assert not state.lines[0].can_replay
