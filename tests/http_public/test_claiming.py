"""Who claims a site: the link proves nothing but where it leads; the money decides, and one of many wins."""

import asyncio

import pytest
from sqlmodel import select

from tests.http_public.conftest import Town
from tests.http_public.test_road import OWNER, everything, mailed, path_of, pay
from tests.pitcher.shops import locksmith
from webmagic import accounts, payments
from webmagic.accounts import throttle
from webmagic.core.database import transaction
from webmagic.core.security import sign
from webmagic.models import Business, Checkout, Coupon, Customer, GeneratedSite

THIEF = {"name": "Mallory", "email": "mallory@example.com", "accept": "yes"}


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    throttle.forget_all()


async def claim_of(town: Town) -> str:
    return f"/claim/{sign('claim', str(await mailed(town, locksmith())))}"


async def buy(town: Town, claim: str, person: dict) -> None:
    started = await town.browser.post(claim, data=person)
    if "/simulator/" not in started.headers["location"]:
        return
    await pay(town, started.headers["location"])


async def test_fifty_at_once_with_one_address_get_one_pair_of_payment_pages(town, monkeypatch):
    async def free(*_slowdowns: accounts.Slowdown) -> None:
        return None

    claim = await claim_of(town)
    monkeypatch.setattr(accounts, "reserve", free)
    answers = await asyncio.gather(*(town.browser.post(claim, data=OWNER) for _ in range(50)))
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert sorted(row.kind for row in await everything(Checkout)) == ["monthly", "setup"]


async def test_one_address_that_hammers_is_slowed_down(village):
    claim = await claim_of(village)
    codes = [(await village.browser.post(claim, data=OWNER)).status_code for _ in range(24)]
    assert codes[0] == 303 and codes[-1] == 429


async def test_of_two_who_claim_at_once_the_one_who_paid_owns_it(town):
    claim = await claim_of(town)
    await asyncio.gather(buy(town, claim, OWNER), buy(town, claim, THIEF))
    await town.settle()
    (customer,) = await everything(Customer)
    (site,) = await everything(GeneratedSite)
    (business,) = await everything(Business)
    assert site.is_claimed and business.stage == "sold"
    assert customer.email in (OWNER["email"], THIEF["email"])
    late = await town.browser.post(claim, data=THIEF | {"email": "late@example.com"})
    assert "late@example.com" not in [row.email for row in await everything(Customer)]
    assert late.status_code == 303


async def test_a_claim_link_changed_by_a_letter_is_nothing(village):
    claim = await claim_of(village)
    for n in range(len(claim) - 3, len(claim)):
        other = claim[:n] + ("a" if claim[n] != "a" else "b") + claim[n + 1 :]
        assert (await village.browser.get(other)).status_code == 404
        assert (await village.browser.post(other, data=OWNER)).status_code == 404
    assert await everything(Checkout) == []


async def test_nobody_leaves_for_the_owner_once_the_site_is_sold(village):
    claim = await claim_of(village)
    await buy(village, claim, OWNER)
    await village.settle()
    for way in ("not-mine", "remove"):
        assert (await village.browser.post(f"{claim}/{way}")).status_code == 404
    page = await village.browser.get(path_of(f"http://localhost:3000{claim}"), follow_redirects=True)
    assert page.status_code == 200


async def coupon(code: str = "SPRING", **values) -> None:
    async with transaction() as session:
        await payments.create_coupon(session, code=code, actor="boss", **({"percent_off": 20} | values))


async def test_a_coupon_is_shown_taken_off_and_paid_with(town):
    claim = await claim_of(town)
    await coupon()
    page = await town.browser.get(claim, params={"coupon": " spring "})
    assert "SPRING" in page.text and "<s>" in page.text and 'name="coupon" value="SPRING"' in page.text
    await buy(town, claim, OWNER | {"coupon": "SPRING"})
    await town.settle()
    rows = {row.kind: row for row in await everything(Checkout)}
    assert rows["setup"].discount_cents > 0 and rows["setup"].state == "paid"
    assert rows["monthly"].discount_cents == 0
    full = rows["setup"].amount_cents + rows["setup"].discount_cents
    assert rows["setup"].discount_cents == full * 20 // 100


@pytest.mark.parametrize("code", ["NOSUCH", "<script>alert(1)</script>", "' OR 1=1", "x" * 3000, "ENDED"])
async def test_a_coupon_that_does_not_hold_is_told_and_what_was_typed_stays(village, code):
    claim = await claim_of(village)
    await coupon("ENDED", days=1)
    async with transaction() as session:
        row = (await session.exec(select(Coupon))).one()
        await payments.end_coupon(session, row.id or 0, actor="boss")
    page = await village.browser.get(claim, params={"coupon": code})
    assert page.status_code == 200 and "The price is the usual one" in page.text
    assert "<script>alert" not in page.text and "<s>" not in page.text
    page = await village.browser.post(claim, data=OWNER | {"coupon": code})
    assert page.status_code == 400 and f'value="{OWNER["email"]}"' in page.text
    assert await everything(Checkout) == []


async def test_nobody_tries_out_codes(village):
    claim = await claim_of(village)
    codes = [(await village.browser.get(claim, params={"coupon": f"TRY{n}"})).status_code for n in range(24)]
    assert codes[0] == 200 and codes[-1] == 429
