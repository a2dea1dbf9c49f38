"""The figures of money, against cases computed by hand."""

import pytest

from webmagic import payments
from webmagic.core.clock import ago
from webmagic.core.database import transaction
from webmagic.models import (
    AgentRun,
    Business,
    Customer,
    GeneratedSite,
    Payment,
    PaymentState,
    Subscription,
    Territory,
)


async def customer(session, number: int, **values) -> int:
    business = Business(dedupe_key=f"np:{number}", name=f"Shop {number}", stage="sold", **values)
    session.add(business)
    await session.flush()
    row = Customer(business_id=business.id, provider="x", email=f"{number}@example.com")
    session.add(row)
    await session.flush()
    return row.id


def plan(owner: int, number: int, *, days: int, ended: int | None = None, cents: int = 2900, **values):
    state = "cancelled" if ended is not None else values.pop("state", "active")
    return Subscription(
        customer_id=owner,
        provider="x",
        provider_id=f"su_{number}",
        amount_cents=cents,
        created_at=ago(days=days),
        state=state,
        cancelled_at=ago(days=ended) if ended is not None else None,
        **values,
    )


def paid(
    owner: int, number: int, cents: int, fee: int = 0, *, days: int = 40, plan_id=None, state="succeeded"
):
    return Payment(
        customer_id=owner,
        provider="x",
        provider_id=f"pa_{number}",
        amount_cents=cents,
        fee_cents=fee,
        currency="USD",
        subscription_id=plan_id,
        state=state,
        paid_at=ago(days=days),
    )


async def test_revenue_as_computed_by_hand(db):
    """Ten plans of $29 ran 30 days ago. Two of them ended since; one began and ended later; one is
    overdue. So 9 run (8 of the ten, one of them overdue, and one newer): 9 × 29 = $261.00, churn 2 ÷ 10.
    Set-up fees: 10 × $149; one more was paid back. Received 1490 + 2 × 29 = $1548, fees $154.80: a tenth.
    Lifetime value: (149 + 29 ÷ 0.2) × 0.9 = (149 + 145) × 0.9 = $264.60."""
    async with transaction() as session:
        owners = [await customer(session, number) for number in range(13)]
        for number in range(10):
            ended = 5 if number < 2 else None
            state = {"state": "past_due"} if number == 9 else {}
            session.add(plan(owners[number], number, days=60, ended=ended, **state))
            session.add(paid(owners[number], number, 14900, 1490))
        session.add(plan(owners[10], 10, days=10))
        session.add(plan(owners[11], 11, days=20, ended=3))
        session.add(plan(owners[12], 12, days=90, ended=45))
        session.add(plan(owners[12], 13, days=90, state="unable_to_start"))
        await session.flush()
        session.add(paid(owners[0], 20, 2900, 290, days=3, plan_id=1))
        session.add(paid(owners[1], 21, 2900, 290, days=31, plan_id=2))
        session.add(paid(owners[2], 22, 14900, 1490, state=PaymentState.REFUNDED))
        session.add(paid(owners[2], 23, 14900, state=PaymentState.FAILED))
    async with transaction() as session:
        (found,) = (await payments.money_figures(session)).revenue
    assert (found.currency, found.mrr, found.plans, found.average) == ("USD", 26100, 9, 2900)
    assert (found.running_before, found.ended, found.churn) == (10, 2, 0.2)
    assert (found.received, found.fees, found.refunded) == (154800, 15480, 14900)
    assert (found.setup_average, found.received_30_days) == (14900, 2900)
    assert found.kept_share == pytest.approx(0.9)
    assert found.lifetime_value == 26460


async def test_without_churn_no_lifetime_is_invented_and_currencies_stay_apart(sqlite_db):
    async with transaction() as session:
        session.add(plan(await customer(session, 1), 1, days=60))
        session.add(plan(await customer(session, 2), 2, days=5, cents=22500, currency="GTQ"))
    async with transaction() as session:
        gtq, usd = (await payments.money_figures(session)).revenue
    assert (usd.currency, usd.mrr, usd.churn, usd.lifetime_value) == ("USD", 2900, 0.0, None)
    assert (gtq.currency, gtq.mrr, gtq.churn, gtq.lifetime_value) == ("GTQ", 22500, None, None)


async def test_what_a_customer_cost_as_computed_by_hand(db):
    """Territory A: $2.00 of listings, four businesses, two sites at $0.30 and $0.10, one customer.
    So A's customer cost 2.00 + 0.40 = $2.40. Of trade "barber" are three of the four: 3 × 0.50 + 0.30
    = $1.80 for one customer; "bakery" is one: 0.50 + 0.10 = $0.60 for none. Prompt "writer 2" worked on
    one site for $0.10, which sold nothing; "writer 1" on the sold one for $0.30."""
    async with transaction() as session:
        place = Territory(
            country="US", state="OR", city="Port Ellery", industry="shops", cost_microusd=2_000_000
        )
        session.add(place)
        await session.flush()
        ids = []
        for number in range(4):
            trade = "bakery" if number == 3 else "barber"
            shop = Business(dedupe_key=f"np:{number}", name=f"S{number}", territory_id=place.id, trade=trade)
            shop.stage = "sold" if number == 0 else "published"
            session.add(shop)
            await session.flush()
            ids.append(shop.id)
        session.add(Customer(business_id=ids[0], provider="x"))
        for business_id, version, cost in ((ids[0], 1, 300_000), (ids[3], 2, 100_000)):
            site = GeneratedSite(business_id=business_id, subdomain=f"s{business_id}")
            session.add(site)
            await session.flush()
            session.add(
                AgentRun(
                    site_id=site.id,
                    build_key=f"b{business_id}",
                    stage="writer",
                    prompt_versions={"writer": version},
                    cost_microusd=cost,
                )
            )
    async with transaction() as session:
        found = await payments.money_figures(session)
    (one,) = found.territories
    assert (one.name, one.businesses, one.customers, one.cost_of_one) == (
        "Port Ellery, shops",
        4,
        1,
        2_400_000,
    )
    trades = {
        row.name: (row.businesses, row.customers, row.cost_microusd, row.cost_of_one) for row in found.trades
    }
    assert trades == {"barber": (3, 1, 1_800_000, 1_800_000), "bakery": (1, 0, 600_000, None)}
    prompts = {row.name: (row.businesses, row.customers, row.cost_of_one) for row in found.prompts}
    assert prompts == {"writer 1": (1, 1, 300_000), "writer 2": (1, 0, None)}


async def test_an_empty_house_has_no_figures(sqlite_db):
    async with transaction() as session:
        found = await payments.money_figures(session)
    assert (found.revenue, found.territories, found.trades, found.prompts) == ([], [], [], [])
