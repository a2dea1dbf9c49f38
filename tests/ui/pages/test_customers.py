from tests.ui.conftest import open_page
from webmagic.core.clock import now
from webmagic.core.database import transaction
from webmagic.models import Business, Customer, Payment, PaymentState, Subscription
from webmagic.ui.money import NBSP, money, moneys
from webmagic.ui.pages.customers.state import CustomersState
from webmagic.ui.toasts import ToastState


async def _open(cookie: str, address: str = "/customers") -> CustomersState:
    state = await open_page(CustomersState, address, cookie)
    await CustomersState.event_handlers["load"].fn(state)
    return state


async def _sale(name: str = "Nonna Pia", provider: str = "simulator", currency: str = "USD") -> int:
    """Returns the plan's id."""
    async with transaction() as session:
        shop = Business(dedupe_key=name, name=name, city="Port Ellery")
        session.add(shop)
        await session.flush()
        person = Customer(
            business_id=shop.id or 0, email="pia@shop.example.com", name="Pia R.", provider=provider
        )
        session.add(person)
        await session.flush()
        plan = Subscription(customer_id=person.id or 0, provider=provider, provider_id=f"su_{name}",
                            amount_cents=2900, currency=currency)  # fmt: skip
        session.add(plan)
        session.add(Payment(customer_id=person.id, provider=provider, provider_id=f"pa_{name}",
                            amount_cents=14900, currency=currency, state=PaymentState.SUCCEEDED,
                            paid_at=now()))  # fmt: skip
        await session.flush()
        return plan.id or 0


async def test_without_customers_the_page_stands(owner: str) -> None:
    state = await _open(owner)
    assert (state.mrr, state.customers, state.lines) == ("$0", "0", [])


async def test_the_figures_follow_the_plans(owner: str) -> None:
    await _sale()
    state = await _open(owner)
    assert (state.mrr, state.recent, state.customers) == ("$29", "$149", "1")
    assert state.lines[0].name == "Nonna Pia" and state.lines[0].detail == "pia@shop.example.com"


async def test_currencies_are_never_added_together(owner: str) -> None:
    await _sale("A")
    await _sale("B", currency="GTQ")
    assert (await _open(owner)).mrr == f"GTQ{NBSP}29 and $29"
    assert money(-14950) == "−$149.50" and moneys({}) == "$0"


async def test_each_list_has_its_address(owner: str) -> None:
    await _sale()
    plan = (await _open(owner, "/customers?view=plans")).lines[0]
    assert (plan.amount, plan.words, plan.can_cancel) == ("$29 a month", "active", True)
    paid = (await _open(owner, "/customers?view=payments")).lines[0]
    assert (paid.amount, paid.words, paid.detail) == ("$149", "arrived", "setup fee")


async def test_a_plan_at_another_gateway_cannot_be_cancelled_here(owner: str) -> None:
    plan = await _sale(provider="recurrente")
    state = await _open(owner, "/customers?view=plans")
    await CustomersState.event_handlers["cancel_plan"].fn(state, plan)
    assert "not the gateway in use" in (await state.get_state(ToastState)).notes[0].text
    assert state.lines[0].words == "active"


async def test_only_an_owner_cancels_plans(viewer: str) -> None:
    plan = await _sale()
    state = await _open(viewer, "/customers?view=plans")
    await CustomersState.event_handlers["cancel_plan"].fn(state, plan)
    assert "role does not allow" in (await state.get_state(ToastState)).notes[0].text
