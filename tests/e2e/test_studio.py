"""The studio in a browser: a headline written on the page itself is soon on the published page; the copy
that an owner takes away works from any web server."""

import functools
import http.server
import io
import re
import threading
import time
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.creative.photos.pictures import jpeg
from tests.e2e.conftest import Running

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("e2e")]
WORDS = "Come in, the kettle is on"


@pytest.fixture
def site(published: list[dict]) -> dict:
    return next(row for row in published if "Rosalind" not in row["name"])


def test_a_headline_written_on_the_page_is_soon_published(
    console: Page, context: BrowserContext, running: Running, site: dict
) -> None:
    console.goto(f"{running.url}/sites/{site['id']}/studio")
    frame = console.frame_locator("iframe[data-studio]")
    headline = frame.get_by_role("heading", level=1)
    headline.focus()  # the frame is drawn smaller, which a click of the tests does not reckon with
    headline.press("Control+a")
    headline.press_sequentially(WORDS)
    headline.press("Enter")
    expect(console.get_by_text("Kept as version 2.")).to_be_visible()
    expect(frame.get_by_role("heading", level=1)).to_have_text(WORDS)
    expect(console.get_by_label("Headline").first).to_have_value(WORDS)

    console.get_by_role("button", name="Undo").click()
    expect(console.get_by_text("Version 1 stands again.")).to_be_visible()
    console.get_by_role("button", name="Redo").click()
    expect(frame.get_by_role("heading", level=1)).to_have_text(WORDS)

    console.get_by_role("button", name="Put it online").click()
    published_page = context.new_page()
    until_said(published_page, site["url"], WORDS)
    assert "inplace" not in published_page.content()


def test_an_invented_claim_is_told_and_the_look_changes_with_a_press(
    console: Page, running: Running, site: dict
) -> None:
    console.goto(f"{running.url}/sites/{site['id']}/studio?tab=words")
    box = console.get_by_label("Line below the headline").first
    box.fill("Voted number one since 1911.")
    box.blur()
    expect(console.locator("body")).to_contain_text(re.compile("1911|number one"))
    assert box.input_value() == "Voted number one since 1911."  # nothing typed is lost

    console.goto(f"{running.url}/sites/{site['id']}/studio?tab=look&width=phone")
    swatches = console.get_by_role("group", name="Palette").locator(".swatch[aria-pressed=false]")
    wanted = swatches.first.get_attribute("aria-label")
    swatches.first.click()
    pressed = console.get_by_role("group", name="Palette").locator(".swatch[aria-pressed=true]")
    expect(pressed).to_have_attribute("aria-label", str(wanted))


def test_a_photo_sent_from_the_studio_stands_on_the_page(
    console: Page, running: Running, site: dict, tmp_path: Path
) -> None:
    console.goto(f"{running.url}/sites/{site['id']}/studio?tab=facts")
    sent = tmp_path / "shop.jpg"
    sent.write_bytes(jpeg(500, 375))
    console.set_input_files("input[name=photo]", str(sent))
    console.fill("input[name=caption]", "The counter")
    console.get_by_role("button", name="Put on the page").click()
    frame = console.frame_locator("iframe[data-studio]")
    expect(frame.get_by_alt_text("The counter")).to_be_attached()
    sent.write_bytes(b"no photo at all")
    console.set_input_files("input[name=photo]", str(sent))
    console.get_by_role("button", name="Put on the page").click()
    expect(console.get_by_text("not a photo")).to_be_visible()


def test_the_exported_copy_works_from_a_plain_web_server(
    page: Page, running: Running, site: dict, tmp_path: Path
) -> None:
    running.cli("export", str(site["id"]), "--zip", str(tmp_path / "site.zip"))
    with zipfile.ZipFile(io.BytesIO((tmp_path / "site.zip").read_bytes())) as archive:
        archive.extractall(tmp_path / "copy")
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path / "copy"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        failed: list[str] = []
        page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
        page.on("console", lambda said: failed.append(said.text) if said.type == "error" else None)
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/", wait_until="networkidle")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.locator("claim-bar, form[data-contact]").count() == 0
        assert failed == []
        server.shutdown()


def until_said(page: Page, url: str, words: str, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        page.goto(url)
        if words in page.get_by_role("heading", level=1).inner_text().replace("\n", " "):
            return
        time.sleep(0.5)
    raise AssertionError(f"{url} does not say {words}")
