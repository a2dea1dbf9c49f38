"""What any gateway must do, asked of both: our simulator, and a Recurrente of the recorded shapes."""

import pytest

from tests.payments.gateways.sides import RecurrenteSide, Side, SimulatorSide, settle
from tests.payments.selling import ANA, everything, shop
from webmagic import payments
from webmagic.core.clock import ago, ahead, now
from webmagic.core.database import transaction
from webmagic.core.errors import VendorError
from webmagic.models import Business, Checkout, Customer, Payment, Subscription
from webmagic.payments.gateways import CheckoutRequest, recurrente
from webmagic.payments.gateways.protocol import GatewayCoupon, Price

SETUP = CheckoutRequest(
    name="Website set-up",
    amount_cents=14900,
    currency="USD",
    is_monthly=False,
    success_url="https://own.example/done",
    cancel_url="https://own.example/no",
    metadata={"checkout": "7"},
)
PLAN = CheckoutRequest("Website", 2900, "USD", True, "https://own.example/done", "https://own.example/no")


@pytest.fixture(params=[SimulatorSide, RecurrenteSide], ids=["simulator", "recurrente"])
def side(request, sqlite_db) -> Side:
    return request.param()


async def bought(side: Side) -> str:
    """A plan that runs. Its id."""
    new = await side.gateway.create_checkout(PLAN)
    side.pay(new.id)
    return (await side.gateway.read_checkout(new.id)).subscription_id


async def refused(call) -> VendorError:
    with pytest.raises(VendorError) as caught:
        await call
    return caught.value


async def test_it_greets_whoever_has_its_key_and_nobody_else(side):
    assert (await side.gateway.check()).startswith("Hello")
    error = await refused(side.with_key("sk_wrong").check())
    assert error.permanent and "401" in str(error)


async def test_a_payment_page_is_made_read_and_paid(side):
    new = await side.gateway.create_checkout(SETUP)
    assert new.id.startswith("ch_") and new.url.endswith(new.id)
    open_ = await side.gateway.read_checkout(new.id)
    assert (open_.status, open_.amount_cents, open_.currency) == ("unpaid", 14900, "USD")
    assert (open_.metadata, open_.card, open_.payment_id) == ({"checkout": "7"}, None, "")
    side.pay(new.id)
    paid = await side.gateway.read_checkout(new.id)
    assert (paid.status, paid.card.label, paid.subscription_id) == ("paid", "visa 4242", "")
    assert paid.payment_id.startswith("pa_") and paid.created_at <= now()


async def test_a_page_may_end_early_and_a_paid_one_is_not_changed(side):
    new = await side.gateway.create_checkout(SETUP)
    await side.gateway.expire_checkout(new.id, ahead(minutes=5))
    side.pay(new.id)
    assert (await refused(side.gateway.expire_checkout(new.id, now()))).permanent


async def test_lists_go_on_from_page_to_page(side, monkeypatch):
    monkeypatch.setattr(recurrente, "ITEMS", 2)
    made = {(await side.gateway.create_checkout(SETUP)).id for _ in range(5)}
    found, page = [], 1
    while page:
        batch = await side.gateway.list_checkouts(ago(days=1), page)
        found += [truth.id for truth in batch.items]
        page = batch.next
    assert set(found) == made and len(found) == 5
    assert (await side.gateway.list_checkouts(ahead(hours=1))).items == []


async def test_a_plan_is_read_paused_resumed_and_cancelled_for_good(side):
    plan_id = await bought(side)
    plan = await side.gateway.read_subscription(plan_id)
    assert (plan.status, plan.email, plan.card.label) == ("active", "luz@example.com", "visa 4242")
    assert plan.current_period_end > ahead(days=27) and plan.checkout_id.startswith("ch_")
    assert [one.id for one in (await side.gateway.list_subscriptions()).items] == [plan_id]
    for call, status in (
        (side.gateway.pause_subscription, "paused"),
        (side.gateway.resume_subscription, "active"),
        (side.gateway.cancel_subscription, "cancelled"),
    ):
        await call(plan_id)
        after = await side.gateway.read_subscription(plan_id)
        assert after.status == status and after.updated_at >= plan.updated_at
        plan = after
    for call in (side.gateway.cancel_subscription, side.gateway.pause_subscription):
        assert (await refused(call(plan_id))).permanent


async def test_renewals_move_the_period_and_failures_end_the_plan(side):
    plan_id = await bought(side)
    first = await side.gateway.read_subscription(plan_id)
    side.renew(plan_id)
    renewed = await side.gateway.read_subscription(plan_id)
    assert renewed.current_period_end > first.current_period_end
    statuses = []
    for _ in range(3):
        side.fail_renewal(plan_id)
        statuses.append((await side.gateway.read_subscription(plan_id)).status)
    assert statuses == ["past_due", "past_due", "cancelled"]
    page = await side.gateway.read_checkout(first.checkout_id)
    assert (await side.gateway.read_intent(page.latest_payment_id)).status == "failed"


async def test_another_card_pays_what_is_owed(side):
    plan_id = await bought(side)
    side.fail_renewal(plan_id)
    request = CheckoutRequest(
        "Card", 0, "USD", False, "https://o.example/y", "https://o.example/n", is_card=True
    )
    page = await side.gateway.create_checkout(request)
    side.pay(page.id)
    card = (await side.gateway.read_checkout(page.id)).card
    assert (await side.gateway.change_card(plan_id, card.id)).status == "active"
    assert (await refused(side.gateway.change_card(plan_id, "pay_m_none"))).permanent


async def test_money_goes_back_whole_and_once(side):
    new = await side.gateway.create_checkout(SETUP)
    side.pay(new.id)
    intent = (await side.gateway.read_checkout(new.id)).latest_payment_id
    back = await side.gateway.refund(intent)
    assert (back.status, back.amount_cents, back.currency) == ("succeeded", 14900, "USD")
    assert await side.gateway.read_refund(back.id) == back
    assert (await refused(side.gateway.refund(intent))).permanent
    assert (await refused(side.gateway.refund("pa_none"))).permanent


async def test_a_kept_card_can_be_charged(side):
    await bought(side)
    card = (await side.gateway.list_subscriptions()).items[0].card
    assert (await side.gateway.charge(card.id, "A change", 1500, "USD")).startswith("on_")
    assert (await refused(side.gateway.charge("", "A change", 1500, "USD"))).permanent


async def test_products_coupons_customers_and_endpoints(side):
    gateway = side.gateway
    prices = [Price("", 14900, "USD", False), Price("", 22500, "GTQ", True)]
    product = await gateway.create_product("Website", prices)
    assert [(p.amount_cents, p.currency, p.is_monthly) for p in product.prices] == [
        (14900, "USD", False),
        (22500, "GTQ", True),
    ]
    changed = await gateway.change_price(product.id, product.prices[0].id, 9900)
    assert changed.prices[0].amount_cents == 9900
    assert await gateway.read_product(product.id) == changed
    assert [one.id for one in (await gateway.list_products()).items] == [product.id]
    await gateway.delete_product(product.id)
    assert (await refused(gateway.read_product(product.id))).permanent

    coupon = await gateway.create_coupon(GatewayCoupon("", "Ten", "", percent_off=10))
    assert (await gateway.read_coupon(coupon.id)).percent_off == 10
    await gateway.delete_coupon(coupon.id)
    assert (await gateway.create_customer("luz@example.com", "Luz")).startswith("us_")
    assert (await refused(gateway.create_customer("nobody", "Luz"))).permanent

    endpoint = await gateway.create_endpoint("https://own.example/webhooks/recurrente", "WebMagic")
    assert await gateway.list_endpoints() == [endpoint]
    await gateway.delete_endpoint(endpoint.id)
    assert await gateway.list_endpoints() == []


async def test_errors_say_whether_another_try_can_help(side):
    assert (await refused(side.gateway.read_checkout("ch_none"))).permanent
    assert (await refused(side.gateway.read_checkout("../users"))).permanent
    side.go_down()
    error = await refused(side.gateway.check())
    assert (error.permanent, error.retry_after) == (False, 30)


async def test_the_whole_road_with_every_event_from_both_families(side):
    token = await shop()
    for _ in range(2):
        await payments.start(token, **ANA, transaction=transaction, gateway=side.gateway)
    setup, monthly = await everything(Checkout)
    side.decline(setup.provider_id)
    side.pay(setup.provider_id)
    side.pay(monthly.provider_id)
    await settle(side)
    (plan,), (business,) = await everything(Subscription), await everything(Business)
    assert (plan.state, business.stage, plan.card) == ("active", "sold", "visa 4242")
    side.renew(plan.provider_id)
    await settle(side)
    side.fail_renewal(plan.provider_id)
    await settle(side)
    assert (await everything(Subscription))[0].state == "past_due"
    url = await payments.change_card(plan.id, transaction, side.gateway)
    side.pay(url.rpartition("/")[2])
    await settle(side)
    await settle(side)
    assert (await everything(Subscription))[0].state == "active"
    (fee,) = [
        row for row in await everything(Payment) if (row.amount_cents, row.state) == (14900, "succeeded")
    ]
    await payments.refund(fee.id, transaction, side.gateway, actor="boss")
    await settle(side)
    await payments.cancel(plan.id, transaction, side.gateway, actor="boss")
    await settle(side)
    money = sorted((row.amount_cents, row.state) for row in await everything(Payment))
    assert money == [
        (2900, "failed"),
        (2900, "succeeded"),
        (2900, "succeeded"),
        (2900, "succeeded"),
        (14900, "failed"),
        (14900, "refunded"),
    ]
    assert len(await everything(Customer)) == 1
    run = await payments.reconcile(transaction, side.gateway)
    assert (run.drift, run.remaining, run.corrections) == (0, 0, [])


async def test_what_no_webhook_told_is_found_by_reconciling_alone(side):
    token = await shop()
    await payments.start(token, **ANA, transaction=transaction, gateway=side.gateway)
    for page in await everything(Checkout):
        side.pay(page.provider_id)
    (plan_id,) = [one.id for one in (await side.gateway.list_subscriptions()).items]
    await payments.reconcile(transaction, side.gateway)
    side.renew(plan_id)
    first = await payments.reconcile(transaction, side.gateway)
    side.fail_renewal(plan_id)
    second = await payments.reconcile(transaction, side.gateway)
    assert (first.remaining, second.remaining) == (0, 0) and first.drift == 1
    assert sorted(row.amount_cents for row in await everything(Payment)) == [2900, 2900, 14900]
    assert (await everything(Subscription))[0].state == "past_due"
    await settle(side)  # now they all come, late
    assert len([row for row in await everything(Payment) if row.state == "succeeded"]) == 3
    assert (await payments.reconcile(transaction, side.gateway)).drift == 0
