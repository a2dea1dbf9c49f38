"""From listing to paid, in a browser, on the parts a fresh machine has."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Running

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("e2e")]
SHOP = "Rosalind"


def complaints(page: Page) -> list[str]:
    """Errors of pages. That the claim page's preview runs no script is on purpose."""
    found: list[str] = []

    def hear(message) -> None:
        if message.type == "error" and "sandboxed" not in message.text:
            found.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def open_business(console: Page, running: Running, name: str) -> None:
    console.goto(f"{running.url}/businesses?view=all&q={name}")
    console.get_by_role("link", name=re.compile(name)).first.click()
    console.get_by_role("heading", level=1, name=re.compile(name)).wait_for()


def test_nobody_gets_in_without_the_password(page: Page, running: Running):
    page.goto(f"{running.url}/businesses")
    page.wait_for_url("**/login**")
    page.fill("input[name=email]", running.email)
    page.fill("input[name=password]", "not the password")
    page.click("button[type=submit]")
    expect(page.get_by_role("alert")).to_be_visible()
    assert "/login" in page.url


def test_the_session_cookie_is_out_of_reach_of_scripts(console: Page, context: BrowserContext):
    ours = [cookie for cookie in context.cookies() if cookie["name"].startswith("webmagic")]
    assert ours
    assert all(cookie["httpOnly"] and cookie["sameSite"] == "Lax" for cookie in ours)
    assert console.evaluate("document.cookie") == ""


def test_one_business_goes_from_listing_to_paid(
    console: Page, context: BrowserContext, running: Running, published: list[dict]
):
    open_business(console, running, SHOP)
    expect(console.get_by_text("No website").first).to_be_visible()  # a reason of the score
    console.get_by_role("button", name="Build again").click()
    console.goto(f"{running.url}/live")
    for agent in ("Analyst", "Concept", "Art director", "Architect"):
        expect(console.get_by_role("heading", name=agent)).to_be_visible()
    expect(console.locator(".pane.lit")).to_have_count(4, timeout=30_000)

    site = context.new_page()
    errors = complaints(site)
    url = next(row["url"] for row in published if SHOP in row["name"])
    site.goto(url)
    expect(site.get_by_role("heading", level=1)).to_contain_text("Marrow Creek")
    site.locator("claim-bar a").first.click()
    site.wait_for_url("**/claim/**")

    site.fill("input[name=name]", "Rosalind Vane")
    site.fill("input[name=email]", "rosalind@example.com")
    site.check("input[name=accept]")
    site.locator("form#keep button").click()
    pay_by_card(site)
    second = site.locator("a.button.first[href*='/simulator/']")  # offered once the webhook has arrived
    second.wait_for()
    second.click()
    pay_by_card(site)
    expect(site.get_by_role("heading", level=1)).to_be_visible()

    expect(until_unclaimed(site, url).locator("claim-bar")).to_have_count(0)
    assert errors == []

    open_business(console, running, SHOP)
    expect(console.get_by_text(re.compile("sold|paid", re.I)).first).to_be_visible()
    console.goto(f"{running.url}/customers")
    expect(console.get_by_text("rosalind@example.com").first).to_be_visible()
    console.get_by_role("link", name=re.compile("^Payments")).click()
    expect(console.get_by_text("$149").first).to_be_visible()


def pay_by_card(site: Page) -> None:
    """On the simulator's page, as its own hint says; ends back at the claim's page."""
    site.wait_for_url("**/simulator/**")
    site.fill("input[name=number]", "4242 4242 4242 4242")
    site.fill("input[name=expiry]", "12/34")
    site.fill("input[name=cvc]", "123")
    site.locator("button[value=card]").click()
    site.wait_for_url("**/claim/**")


def until_unclaimed(site: Page, url: str) -> Page:
    """The page is published again by a worker: look until the claim bar has gone."""
    for _ in range(40):
        site.goto(url)
        if not site.locator("claim-bar").count():
            break
        site.wait_for_timeout(500)
    return site


def test_the_mail_to_an_owner_can_be_read_in_the_console(
    console: Page, running: Running, published: list[dict]
):
    assert list((running.home / "mailbox").glob("*.eml"))
    console.goto(f"{running.url}/mailbox?q=tillmandaughter")
    console.get_by_text("office@tillmandaughter.example.com").first.click()
    console.get_by_text("Plain text", exact=True).first.click()
    expect(console.get_by_text("This is a commercial offer").first).to_be_visible()


def test_unsubscribing_needs_one_click_and_a_look_changes_nothing(
    page: Page, running: Running, published: list[dict]
):
    mail = next(
        text
        for path in sorted((running.home / "mailbox").glob("*.eml"))
        if "pawprint" in (text := path.read_text()).lower()
    )
    address = re.search(r"List-Unsubscribe: <([^>]+)>", mail.replace("\n ", ""))
    assert address
    for _ in range(3):
        page.goto(address[1])
    page.get_by_role("button").first.click()
    expect(page.locator("main")).to_contain_text(re.compile("will not write|not write to you|no more", re.I))
