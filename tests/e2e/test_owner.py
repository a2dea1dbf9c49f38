"""The owner's journey, in a browser: from the letter to a site that is theirs, changed, unpaid, paid
again, and left."""

import datetime as dt
import email
import os
import re
import sqlite3
import subprocess
import sys
import time
from email.policy import default
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Running, environment
from tests.e2e.test_road import complaints, pay_by_card
from webmagic.core.settings import REPO

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("e2e"), pytest.mark.timeout(600)]
SHOP = "tillmandaughter"
OWNER = "greta.tillman@example.com"
HEADLINE = "Hems, zips and wedding dresses, by hand."
CLAIM = r"http://\S+/(?:t/c|claim)/\S+"
SHOTS = os.environ.get("OWNER_SHOTS", "")  # a folder: every step is photographed


def shoot(page: Page, name: str) -> None:
    """A step is over: what is seen fits a phone and a desk."""
    before = page.viewport_size
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert beyond <= 0, f"{name} at {width}: {beyond} pixels too wide"
    page.set_viewport_size(before)
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))


def letters(running: Running, to: str) -> list[email.message.EmailMessage]:
    found = [path.read_bytes() for path in sorted((running.home / "mailbox").glob("*.eml"))]
    mails = [email.message_from_bytes(raw, policy=default) for raw in found]
    return [mail for mail in mails if to in str(mail["To"])]


def text_of(mail: email.message.EmailMessage) -> str:
    return mail.get_body(("plain",)).get_content()


def wait_for_letter(running: Running, to: str, pattern: str) -> str:
    """The newest link of that kind in a mail to that address, as soon as it is there."""
    for _ in range(120):
        found = [m[0] for mail in letters(running, to) if (m := re.search(pattern, text_of(mail)))]
        if found:
            return found[-1]
        time.sleep(0.5)
    raise AssertionError(f"no mail to {to} with {pattern}")


def until(page: Page, url: str, sentence: str) -> None:
    """Look again until the page says so: workers and webhooks take their time."""
    for _ in range(60):
        page.goto(url)
        if sentence in page.locator("body").inner_text():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{url} never said {sentence!r}:\n{page.locator('body').inner_text()[:600]}")


def ours(running: Running, script: str) -> str:
    """A line of ours, run beside the product with its settings."""
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment(running.home, running.port), cwd=REPO,
        capture_output=True, text=True, check=False, timeout=180,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def administrator(running: Running) -> httpx.Client:
    given = {"email": running.email, "password": running.password}
    token = httpx.post(f"{running.url}/api/v1/auth/login", json=given, timeout=30).json()["access_token"]
    return httpx.Client(base_url=running.url, timeout=30, headers={"Authorization": f"Bearer {token}"})


def buy(page: Page, running: Running) -> None:
    """From the letter to the last payment."""
    wait_for_letter(running, SHOP, CLAIM)
    page.goto(re.findall(CLAIM, text_of(letters(running, SHOP)[0]))[-1])  # the first shows the site
    page.wait_for_url("**/claim/**")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    shoot(page, "01-claim")
    page.fill("input[name=name]", "Greta Tillman")
    page.fill("input[name=email]", OWNER)
    page.check("input[name=accept]")
    page.locator("form#keep button").click()
    page.wait_for_url("**/simulator/**")
    shoot(page, "02-simulator")
    pay_by_card(page)
    second = page.locator("a.button.first[href*='/simulator/']")
    second.wait_for()
    shoot(page, "03-one-step-left")
    second.click()
    pay_by_card(page)
    page.locator("a[href$='/my']").first.wait_for()
    shoot(page, "04-it-is-yours")


def sign_in(page: Page, running: Running) -> str:
    """Through the mailed link, once. Returns the address of the site's desk."""
    page.locator("a[href$='/my']").first.click()
    page.fill("input[name=email]", OWNER)
    shoot(page, "05-door")
    page.get_by_role("button").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    link = wait_for_letter(running, OWNER, r"http://\S+/my/enter/\S+")
    page.goto(link)
    page.get_by_role("button").first.click()
    page.wait_for_url(re.compile(r"/my/sites/\d+$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your website is online")
    shoot(page, "06-desk")
    return page.url


def test_an_owner_buys_edits_asks_falls_behind_pays_and_leaves(
    page: Page, context: BrowserContext, running: Running, published: list[dict]
):
    errors = complaints(page)
    site = next(row for row in published if "Till" in row["name"] and "Daughter" in row["name"])
    buy(page, running)
    desk = sign_in(page, running)
    cookie = next(one for one in context.cookies() if one["name"] == "webmagic-owner")
    assert cookie["httpOnly"] and cookie["sameSite"] == "Lax"

    look_at_the_hours(page, desk)
    edit_a_headline(page, desk, site["url"])
    ask_for_a_change(page, running, desk, site["url"])
    plan = fall_behind(page, running, desk)
    rest_and_come_back(page, running, desk, site["url"], plan)
    leave(page, desk, site["url"])
    # The kind page of a site that rests says so in its status, and browsers note that.
    assert [text for text in errors if "503" not in text] == []


def look_at_the_hours(page: Page, desk: str) -> None:
    page.goto(f"{desk}/hours")
    expect(page.get_by_role("group", name="Monday")).to_be_visible()
    shoot(page, "06b-hours")
    page.goto(desk)


def edit_a_headline(page: Page, desk: str, url: str) -> None:
    """On the page itself, in the window beside the fields."""
    page.get_by_role("link", name=re.compile("^Words")).click()
    headline = page.frame_locator("iframe[data-window]").locator("h1").first
    headline.click()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(HEADLINE)
    expect(page.locator("[name='t:hero.headline']")).to_have_value(HEADLINE)
    expect(page.locator(".savebar")).to_contain_text("1 change")
    shoot(page, "07-words")
    page.locator(".savebar button").click()
    expect(page.get_by_role("status")).to_contain_text("being published")
    until(page, url, HEADLINE)
    shoot(page, "08-live")
    page.goto(desk)


def ask_for_a_change(page: Page, running: Running, desk: str, url: str) -> None:
    """In the owner's words; we put a change to them, and they say yes."""
    page.get_by_role("link", name=re.compile("^Ask for a change")).click()
    page.fill("textarea[name=body]", "Please say under the headline that we are closed in August.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_contain_text("We have it")
    shoot(page, "09-asked")
    thread = page.url.partition("?")[0]
    ticket = int(thread.rsplit("/", 1)[1])
    words = "We are closed in August."
    with administrator(running) as admin:
        answer = admin.post(
            f"/api/v1/tickets/{ticket}/proposals",
            json={"edits": {"texts": {"hero.subline": words}}, "sentence": "Like this?"},
        )
        assert answer.status_code == 201, answer.text
    wait_for_letter(running, OWNER, r"/my/sites/\d+/requests/\d+")
    page.goto(thread)
    expect(page.locator("ins")).to_have_text(words)
    shoot(page, "10-proposal")
    page.get_by_role("button", name="Yes, publish it").click()
    expect(page.get_by_role("status")).to_contain_text("being published")
    shoot(page, "11-approved")
    until(page, url, words)


def fall_behind(page: Page, running: Running, desk: str) -> str:
    """A month passes and the card fails. Returns the gateway's number of the plan."""
    with administrator(running) as admin:
        plans = admin.get("/api/v1/subscriptions").json()["items"]
    plan = next(row for row in plans if "Till" in row["business"]["name"])
    number = database(running, "SELECT provider_id FROM subscriptions WHERE id = ?", plan["id"])
    key = ours(running, "from webmagic import payments; print(payments.simulator_key())")
    failed = httpx.post(
        f"{running.url}/simulator/controls/subscriptions/{number}/fail",
        headers={"x-secret-key": key}, json={},
    )  # fmt: skip
    assert failed.status_code == 200, failed.text
    until(page, desk, "The last payment did not arrive")
    shoot(page, "12-grace")
    return number


def database(running: Running, statement: str, *values: object) -> str:
    with sqlite3.connect(running.home / "webmagic.db", timeout=20) as connection:
        row = connection.execute(statement, values).fetchone()
    return row[0] if row else ""


def rest_and_come_back(page: Page, running: Running, desk: str, url: str, plan: str) -> None:
    """Three weeks without a payment, then another card."""
    long_ago = (dt.datetime.now(dt.UTC) - dt.timedelta(days=21)).strftime("%Y-%m-%d %H:%M:%S.000000")
    database(running, "UPDATE subscriptions SET past_due_at = ? WHERE provider_id = ?", long_ago, plan)
    ours(
        running,
        "import asyncio\nfrom webmagic import payments\nfrom webmagic.core.database import transaction\n"
        "asyncio.run(payments.remind_and_suspend(transaction))",
    )
    until(page, desk, "Your website rests")
    shoot(page, "13-suspended")
    for _ in range(40):
        page.goto(url)
        if HEADLINE not in page.locator("body").inner_text():
            break
        page.wait_for_timeout(500)
    shoot(page, "14-kind-page")
    assert HEADLINE not in page.locator("body").inner_text()
    page.goto(desk)
    page.get_by_role("button", name="Pay, or use another card").first.click()
    page.wait_for_url("**/simulator/**")
    shoot(page, "15-pay")
    page.fill("input[name=number]", "4242 4242 4242 4242")
    page.locator("button[value=card]").click()
    page.wait_for_url("**/my/sites/**")
    until(page, desk, "Your website is online")
    shoot(page, "16-back")
    until(page, url, HEADLINE)


def leave(page: Page, desk: str, url: str) -> None:
    page.goto(f"{desk}/plan")
    shoot(page, "17-plan")
    page.get_by_role("link", name="Cancel the plan").click()
    page.locator("input[value=now]").check()
    shoot(page, "18-cancel")
    page.get_by_role("button", name="Cancel the plan").click()
    expect(page.get_by_role("status")).to_contain_text("Your plan is cancelled")
    shoot(page, "19-cancelled")
    for _ in range(40):
        page.goto(url)
        if HEADLINE not in page.locator("body").inner_text():
            return
        page.wait_for_timeout(500)
    raise AssertionError("the page of a cancelled plan is still shown")
