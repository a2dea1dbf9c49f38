"""Money of two countries is shown side by side and never added together."""

from webmagic.conductor import income
from webmagic.core.clock import ago, now
from webmagic.core.database import transaction
from webmagic.models import Business, Customer, Payment, PaymentState, Subscription


async def sell(session, name: str, currency: str, once: int, monthly: int) -> None:
    shop = Business(dedupe_key=f"place:{name}", name=name)
    session.add(shop)
    await session.flush()
    customer = Customer(business_id=shop.id, provider="simulator")
    session.add(customer)
    await session.flush()
    plan = Subscription(
        customer_id=customer.id,
        provider="simulator",
        provider_id=name,
        amount_cents=monthly,
        currency=currency,
    )
    session.add(plan)
    await session.flush()
    for number, (cents, of_plan) in enumerate([(once, None), (monthly, plan.id)]):
        paid = Payment(
            customer_id=customer.id,
            subscription_id=of_plan,
            provider="simulator",
            provider_id=f"{name}{number}",
            amount_cents=cents,
            currency=currency,
            state=PaymentState.SUCCEEDED,
            paid_at=now(),
        )
        session.add(paid)


async def test_currencies_are_never_added_together(db):
    async with transaction() as session:
        await sell(session, "one", "USD", 14900, 2900)
        await sell(session, "two", "USD", 14900, 2900)
        await sell(session, "three", "GTQ", 114500, 22500)
        found = await income(session, ago(days=28))
    assert found.currency == "USD"
    assert found.setup == {"USD": 29800, "GTQ": 114500}
    assert found.recurring == {"USD": 5800, "GTQ": 22500}
    assert sum(week.setup_cents for week in found.weeks) == 29800
    assert len(found.weeks) == 12


async def test_without_any_payment_there_is_nothing_to_show(sqlite_db):
    async with transaction() as session:
        found = await income(session, ago(days=28))
    assert (found.setup, found.recurring) == ({}, {})
