"""Who followed the link: told by a real browser on the real landing page, a driven one and a hand."""

import re
import sqlite3
import time
from contextlib import closing
from email import message_from_bytes, policy
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.e2e.conftest import Running

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("e2e")]
SETTLED = 75  # a hit is judged by what comes within 45 s; the job's own pace comes on top
UNDRIVEN = "Object.defineProperty(Navigator.prototype, 'webdriver', {get: () => false})"


def tracked_links(running: Running) -> list[str]:
    """One link to the site out of each letter that has one."""
    found = []
    for path in sorted((running.home / "mailbox").glob("*.eml")):
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        text = mail.get_body(("plain",)).get_content()
        found += re.findall(r"http://\S+/t/c/\S+", text)[:1]
    return found


def follow(context: BrowserContext, url: str) -> None:
    page = context.new_page()
    page.goto(url)
    page.wait_for_timeout(1500)
    for step in range(6):
        page.mouse.move(200 + 40 * step, 240 + 25 * step)
        page.mouse.wheel(0, 120)
        page.wait_for_timeout(150)
    assert "wm=" not in page.url, "the mark in the address was not taken away"
    page.close()


def verdicts(running: Running, token: str) -> dict[str, str]:
    """What became of a link: kind of hit to verdict and reason."""
    with closing(sqlite3.connect(running.home / "webmagic.db")) as connection:
        (message_id,) = connection.execute(
            "SELECT id FROM messages WHERE text_body LIKE ?", (f"%{token}%",)
        ).fetchone()
        rows = connection.execute(
            "SELECT kind, verdict, reason FROM tracking_hits WHERE message_id = ? AND judged_at IS NOT NULL",
            (message_id,),
        ).fetchall()
    return {kind: f"{verdict}: {reason}" for kind, verdict, reason in rows}


def test_a_hand_on_the_landing_page_counts_as_a_person_and_a_driven_browser_does_not(
    browser: Browser, running: Running, published: list[dict]
):
    driven_link, hand_link = tracked_links(running)[-2:]
    # Without its word "Headless", which would give it away by itself.
    agent = f"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{browser.version}"
    manners: dict[str, Any] = {
        "viewport": {"width": 1280, "height": 820},
        "timezone_id": "America/Guatemala",
        "user_agent": f"{agent} Safari/537.36",
    }
    with closing(browser.new_context(**manners)) as driven:
        follow(driven, driven_link)
    with closing(browser.new_context(**manners)) as hand:
        hand.add_init_script(UNDRIVEN)
        follow(hand, hand_link)
    tokens = [urlsplit(link).path.rsplit("/", 1)[-1] for link in (driven_link, hand_link)]
    deadline = time.monotonic() + SETTLED
    while time.monotonic() < deadline and not all(verdicts(running, token) for token in tokens):
        time.sleep(1)
    seen = [verdicts(running, token) for token in tokens]
    assert seen[0]["click"] == "machine: the browser is driven by a program", seen
    assert seen[1]["click"] == "person: a hand moved on the page", seen
