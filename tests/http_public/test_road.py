"""One business from the letter to the sold site, through every page a person sees."""

import email
import re
import time
from email.policy import default
from pathlib import Path

import pytest
from sqlmodel import select

from tests.http_public.conftest import Town
from tests.pitcher.shops import bakery, locksmith, on_the_road
from webmagic import payments, pitcher
from webmagic.core.database import transaction
from webmagic.core.ledger import Job
from webmagic.core.security import sign
from webmagic.core.settings import get_settings
from webmagic.http import pages
from webmagic.models import (
    Business,
    Campaign,
    Checkout,
    Customer,
    GeneratedSite,
    Message,
    Payment,
    Subscription,
    TrackingHit,
)

OWNER = {"name": "Chon Prueba", "email": "chon@example.com", "accept": "yes"}


async def everything(table) -> list:
    async with transaction() as session:
        return list((await session.exec(select(table).order_by(table.id))).all())


async def mailed(town: Town, business: Business | None = None) -> int:
    async with transaction() as session:
        business = await on_the_road(session, business or bakery())
        await pitcher.create_due(session, pitcher.choose(get_settings()))
    await town.work()
    assert business.id
    return business.id


def letters(home: Path) -> list[email.message.EmailMessage]:
    found = [path.read_bytes() for path in sorted((home / "mailbox").glob("*.eml"))]
    return [email.message_from_bytes(raw, policy=default) for raw in found]


def path_of(url: str) -> str:
    return url.removeprefix("http://localhost:3000")


async def pay(town: Town, url: str, number: str = "4242 4242 4242 4242"):
    form = {"number": number, "name": "Chon Prueba", "email": "chon@example.com", "method": "card"}
    return await town.browser.post(path_of(url), data=form)


async def test_from_the_letter_to_the_sold_site(town, home):
    await mailed(town)
    (letter,) = letters(home)
    text = letter.get_body(("plain",)).get_content()
    _site, claim_link = re.findall(r"http://localhost:3000(/t/c/\S+)", text)
    clicked = await town.browser.get(claim_link)
    assert (clicked.status_code, clicked.headers["referrer-policy"]) == (302, "no-referrer")

    claim = path_of(clicked.headers["location"])
    page = await town.browser.get(claim)
    assert page.status_code == 200 and '<html lang="es">' in page.text
    assert "Q1,145" in page.text and "Q225" in page.text and "Panadería La Espiga de Prueba" in page.text
    assert "frame-src http://shop-" in page.headers["content-security-policy"]

    started = await town.browser.post(claim, data=OWNER)
    assert started.status_code == 303 and "/simulator/checkout/ch_" in started.headers["location"]
    setup = started.headers["location"]
    checkout = await town.browser.get(path_of(setup))
    assert "Simulator: no money moves." in checkout.text and "Q1,145" in checkout.text

    declined = await pay(town, setup, "4000 0000 0000 0002")
    assert declined.status_code == 402 and "declined" in declined.text
    paid = await pay(town, setup)
    assert paid.status_code == 303
    back = path_of(paid.headers["location"])
    waiting = await town.browser.get(back)
    assert "Estamos confirmando su pago" in waiting.text and 'http-equiv="refresh"' in waiting.text

    await town.settle()
    step_two = await town.browser.get(back)
    assert "Falta un paso" in step_two.text
    returned = await town.browser.get(claim)
    assert path_of(returned.headers["location"]) == f"{claim}/done"
    monthly = re.search(r'href="(http://localhost:3000/simulator/checkout/ch_\w+)"', step_two.text)[1]
    assert monthly != setup
    await pay(town, monthly)
    await town.settle()
    final = await town.browser.get(f"{claim}/done?paid=monthly")
    assert "Ya es suya" in final.text and "http-equiv" not in final.text

    (business,), (site,), (customer,), (plan,), (campaign,) = [
        await everything(table) for table in (Business, GeneratedSite, Customer, Subscription, Campaign)
    ]
    assert (business.stage, site.is_claimed, campaign.state) == ("sold", True, "stopped")
    assert (customer.email, plan.state, plan.amount_cents) == ("chon@example.com", "active", 22500)
    assert plan.current_period_end is not None
    money = sorted((row.state, row.amount_cents, row.currency) for row in await everything(Payment))
    assert money == [
        ("failed", 114500, "GTQ"),
        ("succeeded", 22500, "GTQ"),
        ("succeeded", 114500, "GTQ"),
    ]
    await town.work()
    subjects = sorted(letter["subject"] for letter in letters(home))
    assert any(one.startswith("Recibo de") for one in subjects) and len(subjects) == 3
    assert [job.kind for job in await everything(Job)].count("generation.publish") == 1
    sold = await town.browser.get(claim)
    assert "Esta página ya tiene dueño" in sold.text and "<form" not in sold.text


async def test_a_bank_transfer_is_on_its_way_and_then_arrives(village):
    business_id = await mailed(village, locksmith())
    claim = f"/claim/{sign('claim', str(business_id))}"
    started = await village.browser.post(claim, data=OWNER)
    url = path_of(started.headers["location"])
    await village.browser.post(url, data={"method": "transfer", "name": "Walt", "email": "w@example.com"})
    await village.settle()
    assert (await everything(Checkout))[0].state == "pending"
    await village.browser.post(f"{url}/transfer", data={"outcome": "arrives"})
    await village.browser.post(f"{url}/transfer", data={"outcome": "arrives"})
    await village.settle()
    assert (await everything(Business))[0].stage == "sold"
    assert [row.state for row in await everything(Payment)] == ["succeeded"]


async def test_the_simulator_tries_again_while_our_side_is_down(village, monkeypatch):
    business_id = await mailed(village, locksmith())
    started = await village.browser.post(f"/claim/{sign('claim', str(business_id))}", data=OWNER)
    await pay(village, started.headers["location"])
    monkeypatch.setattr(payments, "LARGEST_BODY", 1)  # every delivery is refused
    assert await village.post_webhooks() == 0
    monkeypatch.undo()
    assert await village.post_webhooks() == 0  # not yet due again
    later = time.time() + 5
    monkeypatch.setattr("webmagic.payments.simulator.postman.now", lambda: _Clock(later))
    assert await village.post_webhooks() == 2
    monkeypatch.undo()
    await village.work()
    assert (await everything(Business))[0].stage == "sold"


class _Clock:
    def __init__(self, at: float):
        self.at = at

    def timestamp(self) -> float:
        return self.at


async def test_a_renewal_and_a_cancellation_at_the_gateway_reach_us(village):
    business_id = await mailed(village, locksmith())
    claim = f"/claim/{sign('claim', str(business_id))}"
    started = await village.browser.post(claim, data=OWNER)
    await pay(village, started.headers["location"])
    await village.settle()
    (_, monthly) = await everything(Checkout)
    await pay(village, monthly.url)
    await village.settle()
    (plan,) = await everything(Subscription)
    payments.simulator.renew(payments.simulator.Store(), plan.provider_id)
    await village.settle()
    await village.settle()
    (renewed,) = await everything(Subscription)
    assert [row.amount_cents for row in await everything(Payment)] == [14900, 2900, 2900]
    assert renewed.current_period_end > plan.current_period_end
    await payments.cancel(plan.id, transaction, village.gateway)
    await village.settle()
    assert (await everything(Subscription))[0].state == "cancelled"
    report = await payments.reconcile(transaction, village.gateway)
    assert report.drift == 0


async def test_a_gateway_that_is_down_says_so_and_keeps_what_was_typed(village):
    business_id = await mailed(village, locksmith())
    village.gateway.wire.base_url = "http://127.0.0.1:1/api"
    village.gateway.wire.transport = None
    answer = await village.browser.post(f"/claim/{sign('claim', str(business_id))}", data=OWNER)
    assert answer.status_code == 502
    assert "Nothing was charged" in answer.text and "chon@example.com" in answer.text


async def test_mistakes_in_the_form_are_named_and_nothing_is_lost(village):
    business_id = await mailed(village, locksmith())
    claim = f"/claim/{sign('claim', str(business_id))}"
    answer = await village.browser.post(claim, data={"name": '"><script>x</script>', "email": "nope"})
    assert answer.status_code == 400
    assert "does not look right" in answer.text and "Tick the box" in answer.text
    assert "<script>" not in answer.text and "&lt;script&gt;" in answer.text
    assert await everything(Checkout) == []


@pytest.mark.parametrize("way", ["not-mine", "remove"])
async def test_both_ways_to_say_no_ask_first_and_then_hold(village, way):
    business_id = await mailed(village, locksmith())
    url = f"/claim/{sign('claim', str(business_id))}/{way}"
    for _ in range(5):
        assert (await village.browser.get(url)).status_code == 200
    assert (await everything(Business))[0].stage == "pitched"
    assert (await village.browser.post(url)).status_code == 200
    (business,) = await everything(Business)
    assert (business.stage, business.do_not_contact) == ("opted_out", True)
    (site,) = await everything(GeneratedSite)
    jobs = [job.kind for job in await everything(Job)]
    assert (site.status == "withdrawn", "generation.withdraw" in jobs) == (way == "remove",) * 2


async def test_unsubscribing_by_page_and_by_one_click(town, home):
    await mailed(town)
    (letter,) = letters(home)
    url = path_of(letter["List-Unsubscribe"].strip("<>"))
    for _ in range(100):
        page = await town.browser.get(url)
    assert page.status_code == 200 and "Darme de baja" in page.text
    assert (await everything(Business))[0].stage == "pitched"
    one_click = {"List-Unsubscribe": "One-Click"}
    answers = [
        await town.browser.post(url, data=one_click),
        await town.browser.post(url, files={"List-Unsubscribe": (None, "One-Click")}),
        await town.browser.post(url, content=b"\xff\x00", headers={"content-type": "multipart/form-data"}),
        await town.browser.post(url),
    ]
    assert [(a.status_code, a.text) for a in answers] == [(200, "Unsubscribed.\n")] * 4
    (business,) = await everything(Business)
    assert (business.stage, business.do_not_contact) == ("opted_out", True)
    page = await town.browser.post(url, data={"via": "page"})
    assert "Quedó dado de baja" in page.text


async def test_the_pixel_is_a_picture_and_forged_tokens_are_nothing(village):
    await mailed(village, locksmith())
    (message,) = await everything(Message)
    pixel = await village.browser.get(f"/t/o/{sign('open', str(message.id))}.gif")
    assert (pixel.status_code, pixel.headers["content-type"]) == (200, "image/gif")
    assert pixel.headers["cache-control"] == "no-store"
    other = sign("unsubscribe", str(message.id))
    for path in ("/t/o/x.gif", f"/t/o/{other}.gif", f"/t/c/{other}", "/t/c/%2F%2Fevil.example"):
        assert (await village.browser.get(path)).status_code == 404
    for path in (f"/u/{sign('open', '1')}", "/u/1", "/claim/1", f"/claim/{other}"):
        assert (await village.browser.get(path)).status_code == 404
        assert (await village.browser.post(path)).status_code == 404
    assert [hit.kind for hit in await everything(TrackingHit)] == ["open"]


async def test_every_page_forbids_script_and_other_hosts(village):
    business_id = await mailed(village, locksmith(name='<b onmouseover="x()">Locks</b>'))
    (message,) = await everything(Message)
    claim = f"/claim/{sign('claim', str(business_id))}"
    paths = [
        claim,
        f"{claim}/remove",
        f"{claim}/done",
        f"/u/{sign('unsubscribe', str(message.id))}",
        "/claim/x",
    ]
    for path in paths:
        page = await village.browser.get(path)
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src" not in policy and "unsafe" not in policy
        assert "<script" not in page.text and "style=" not in page.text and "<b onmouseover" not in page.text
        for name in re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text):
            found = await village.browser.get(name)
            assert found.status_code == 200 and "immutable" in found.headers["cache-control"]


def test_both_languages_say_the_same_things():
    def keys(part, path=""):
        if isinstance(part, dict):
            return {found for key, value in part.items() for found in keys(value, f"{path}.{key}")}
        return {path if isinstance(part, str) else f"{path}[{len(part)}]"}

    assert keys(pages.words("en")) == keys(pages.words("es"))


@pytest.mark.parametrize("name", ["../claim.py", "%2e%2e/claim.py", "", "nothing.css", "fonts"])
async def test_static_serves_its_own_files_alone(village, name):
    assert (await village.browser.get(f"/static/{name}")).status_code == 404
