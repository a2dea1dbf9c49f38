"""The offer's price, coupons, pages that expire, and the one reminder."""

import pytest
import sqlalchemy as sa

from tests.payments.selling import ANA, begin, everything, shop
from tests.payments.till import Till, deliver, told
from tests.pitcher.shops import bakery
from webmagic import payments, pitcher
from webmagic.core.clock import ago
from webmagic.core.database import transaction
from webmagic.core.errors import Conflict, Invalid
from webmagic.core.settings import get_settings
from webmagic.models import Activity, Business, Checkout, Coupon, Message, Payment


async def change(table, **values) -> None:
    async with transaction() as session:
        await session.exec(sa.update(table).values(**values))


async def remind() -> int:
    async with transaction() as session:
        return await payments.remind_abandoned(session)


async def make(**values) -> Coupon:
    async with transaction() as session:
        return await payments.create_coupon(session, actor="boss", **values)


async def start(till: Till, token: str, coupon: str = "") -> str:
    return await payments.start(token, **ANA, transaction=transaction, gateway=till, coupon=coupon)


async def test_who_left_without_paying_is_reminded_once_with_a_coupon(db):
    till = Till()
    token = await begin(till)
    assert await remind() == 0  # not yet fifteen minutes
    await change(Checkout, created_at=ago(minutes=16))
    assert [await remind() for _ in range(3)] == [1, 0, 0]
    (letter,) = [row for row in await everything(Message) if row.purpose == "reminder"]
    (coupon,) = await everything(Coupon)
    assert letter.to_email == "ana@example.com" and coupon.code in letter.text_body
    assert f"/claim/{token}" in letter.text_body and "/u/" in letter.text_body
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    # Coming back, the coupon is taken off by itself, and the money is compared with that price.
    async with transaction() as session:
        claim = await payments.get_claim(session, token)
    assert (claim.offer.setup_cents, claim.full_setup_cents) == (13410, 14900)
    assert await start(till, token) == "https://till.example/ch_3"
    assert till.requests[-1].amount_cents == 13410
    till.pay("ch_3")
    await deliver(till, told("payment_intent.succeeded", "ch_3", amount=13410))
    assert [(row.amount_cents, row.state) for row in await everything(Payment)] == [(13410, "succeeded")]
    await change(Checkout, created_at=ago(minutes=16))
    assert await remind() == 0  # once is once


async def test_nobody_who_asked_to_be_left_alone_is_reminded(sqlite_db):
    till = Till()
    await begin(till)
    await change(Checkout, created_at=ago(minutes=16))
    async with transaction() as session:
        await pitcher.suppress(session, ANA["email"], reason="unsubscribed", channel="mail")
    assert await remind() == 0
    assert [row.purpose for row in await everything(Message)].count("reminder") == 0
    texts = [line.text for line in await everything(Activity) if line.kind == "checkout.not_reminded"]
    assert len(texts) == 1 and "suppressed: unsubscribed" in texts[0]
    assert await everything(Coupon) == []


@pytest.mark.parametrize("values", [{"do_not_contact": True}, {"country": "DE"}, {"country": ""}])
async def test_the_mail_law_holds_for_reminders_too(sqlite_db, values):
    await begin(Till())
    await change(Checkout, created_at=ago(minutes=16))
    await change(Business, **values)
    country = pitcher.find_country(values.get("country", "US"))
    is_allowed = "country" in values and country is not None and country.rule != "blocked"
    assert await remind() == is_allowed


async def test_a_reminder_is_judged_again_when_it_leaves(sqlite_db):
    await begin(Till())
    await change(Checkout, created_at=ago(minutes=16))
    await remind()
    (letter,) = [row for row in await everything(Message) if row.purpose == "reminder"]
    async with transaction() as session:
        await pitcher.suppress(session, ANA["email"], reason="unsubscribed", channel="mail")
    state = await pitcher.deliver(letter.id, transaction, pitcher.choose(get_settings()))
    assert state == "held"


async def test_who_paid_or_came_too_long_ago_is_not_reminded(sqlite_db):
    till = Till()
    await begin(till)
    await change(Checkout, created_at=ago(days=3))
    assert await remind() == 0
    await change(Checkout, created_at=ago(minutes=20))
    till.pay("ch_1")
    till.pay("ch_2", "pa_2", plan="su_1")
    for news in (told("payment_intent.succeeded", "ch_1"), told("intent.succeeded", "ch_2", "pa_2", 2900)):
        await deliver(till, news)
    assert await remind() == 0


async def test_who_paid_the_set_up_alone_is_reminded_of_the_plan_without_a_coupon(sqlite_db):
    till = Till()
    await begin(till)
    till.pay("ch_1")
    await deliver(till, told("payment_intent.succeeded", "ch_1"))
    await change(Checkout, created_at=ago(minutes=16))
    assert await remind() == 1
    assert await everything(Coupon) == []


async def test_a_page_whose_time_is_over_is_closed_and_claiming_makes_a_new_one(sqlite_db):
    till = Till()
    token = await begin(till)
    assert all(request.expires_at for request in till.requests)
    await change(Checkout, expires_at=ago(minutes=1))
    async with transaction() as session:
        assert await payments.expire_old(session) == 2
    assert await start(till, token) == "https://till.example/ch_3"
    till.pay("ch_1")  # it was paid all the same
    await deliver(till, told("payment_intent.succeeded", "ch_1"))
    states = [(row.provider_id, row.state) for row in await everything(Checkout)]
    assert ("ch_1", "paid") in states


async def test_a_coupon_has_its_rules(sqlite_db):
    till = Till()
    token = await shop()
    await make(code="spring", amount_off_cents=2000, currency="USD", max_redemptions=1)
    await make(code="quetzal", amount_off_cents=2000, currency="GTQ")
    await make(code="old", percent_off=50, days=1)
    await change(Coupon, expires_at=None)
    for code, words in (("nothing", "not known"), ("quetzal", "GTQ")):
        with pytest.raises(Invalid, match=words):
            await start(till, token, code)
    await start(till, token, "Spring ")
    assert till.requests[0].amount_cents == 12900
    (page, _) = await everything(Checkout)
    assert (page.discount_cents, page.coupon_id) == (2000, 1)
    other = await shop(bakery(country="US"))
    with pytest.raises(Invalid, match="used up"):
        await start(till, other, "SPRING")
    async with transaction() as session:
        await payments.end_coupon(session, 1, actor="boss")
    with pytest.raises(Invalid, match="ended"):
        await start(till, token, "SPRING")


@pytest.mark.parametrize(
    "values",
    [
        {"percent_off": 0},
        {"percent_off": 101},
        {"percent_off": 10, "amount_off_cents": 100},
        {"amount_off_cents": 100},
        {"percent_off": 10, "code": "a b"},
        {"percent_off": -5},
    ],
)
async def test_a_coupon_that_takes_nothing_off_is_none(sqlite_db, values):
    with pytest.raises(Invalid):
        await make(**values)


async def test_a_code_is_taken_once_and_a_whole_discount_leaves_a_cent(sqlite_db):
    await make(code="FREE", percent_off=100)
    with pytest.raises(Conflict):
        await make(code="free", percent_off=10)
    till = Till()
    await start(till, await shop(), "FREE")
    assert till.requests[0].amount_cents == 1
