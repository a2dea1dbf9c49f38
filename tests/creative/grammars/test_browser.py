"""The grammars in a real browser: axe, sideways scroll, the first view, the policy."""

import functools
import re
import threading
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import sync_playwright

from tests.creative import shops
from tests.creative.grammars.pages import PREVIEW, SHOPS, in_grammar
from tests.prepare import find_chromium
from webmagic.creative.deep.check import FIRST_SCREEN
from webmagic.creative.studio.grammars import GRAMMARS
from webmagic.creative.studio.render import render

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
CASES = [
    (key, step, SHOPS[(step * 3 + at) % len(SHOPS)]) for at, key in enumerate(GRAMMARS) for step in range(2)
]
CASES += [("botanical", 3, shops.barber)]  # the longest name; `make prove ONLY=pages` goes through them all
THIRD_HEROES = [(key, 2, shops.bakery) for key in GRAMMARS]
POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; object-src 'none'; base-uri 'none'"
WIDTHS = (320, 360, 414, 600, 705, 768, 897, 961, 1024, 1280, 1440, 1920)
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
IN_FIRST_VIEW = """() => {
  const bar = document.querySelector("claim-bar").getBoundingClientRect().height;
  const fold = innerHeight - bar;
  const shown = ["h1", "#header p a", "#hero .press, #hero .call a"].map((at) => document.querySelector(at));
  const isHidden = (it) => !it || it.getBoundingClientRect().bottom > fold + 1;
  return shown.filter(isHidden).map((it) => it && it.className);
}"""

# Sections of which a visitor sees nothing: without height, without paint, or without their heading.
UNSEEN = """() => [...document.querySelectorAll("main section, header, footer")].filter((it) => {
  const seen = (at) => at.getBoundingClientRect().height > 8
    && getComputedStyle(at).visibility === "visible" && +getComputedStyle(at).opacity > .9;
  return !seen(it) || [...it.querySelectorAll("h1, h2, h3, blockquote, address")].some((at) => !seen(at));
}).map((it) => it.id)"""
# Words that would not come out on paper: paler than ink reads on white, and not on a drawing.
ON_PAPER = """() => {
  const box = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const light = (colour) => {
    box.clearRect(0, 0, 1, 1); box.fillStyle = colour; box.fillRect(0, 0, 1, 1);
    const [r, g, b] = box.getImageData(0, 0, 1, 1).data;
    return .2126 * (r / 255) ** 2.2 + .7152 * (g / 255) ** 2.2 + .0722 * (b / 255) ** 2.2;
  };
  const words = [...document.querySelectorAll("h1, h2, h3, p, dt, dd, address, summary, figcaption")];
  const pale = (it) => it.innerText.trim() && it.getClientRects().length
    && !it.closest(".press, [data-open-now]") && light(getComputedStyle(it).color) > .3;
  return words.filter(pale).map((it) => it.tagName + ": " + it.innerText.slice(0, 40));
}"""


class Handler(SimpleHTTPRequestHandler):
    def log_message(self, *parts):
        pass

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """Address of a server of all cases, each below /<key>-<step>/."""
    root = tmp_path_factory.mktemp("sites")
    for key, step, shop in CASES + THIRD_HEROES:
        page = render(shop(), *in_grammar(shop(), key, step), site=PREVIEW)
        for name, content in page.files.items():
            path = root / f"{key}-{step}" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


def opened(browser, address, size, scheme="light", **more):
    # The policy is set aside only to let axe in; `test_the_policy_is_kept` runs under it.
    page = browser.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce", **more)
    page.goto(address)
    page.evaluate("document.fonts.ready")
    return page


@pytest.mark.parametrize(("key", "step", "shop"), CASES)
def test_a_page_is_accessible_fits_every_width_and_shows_what_matters_first(chromium, sites, key, step, shop):
    """One load of a page for all of it: opening is what costs."""
    page = opened(chromium, f"{sites}/{key}-{step}/index.html", WIDE, bypass_csp=True)
    page.wait_for_function("!!customElements.get('claim-bar')")
    hidden = {"wide": page.evaluate(IN_FIRST_VIEW)}
    page.evaluate(AXE)
    found = [("light", *one) for one in axe(page)]
    scrolling = [width for width in WIDTHS if scrolls_sideways(page, width)]
    page.set_viewport_size(NARROW)
    hidden["narrow"] = page.evaluate(IN_FIRST_VIEW)
    page.emulate_media(color_scheme="dark")
    found += [("dark", *one) for one in axe(page)]
    page.close()
    assert (found, scrolling, hidden) == ([], [], {"wide": [], "narrow": []})


def axe(page) -> list[tuple[str, str]]:
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [(one["id"], one["nodes"][0]["html"][:120]) for one in result["violations"]]


def scrolls_sideways(page, width: int) -> bool:
    page.set_viewport_size({"width": width, "height": 800})
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_every_hero_shows_its_headline_its_words_and_its_drawing_first(chromium, sites):
    page, faults = chromium.new_page(reduced_motion="reduce"), {}
    for key, step, _ in CASES + THIRD_HEROES:
        page.goto(f"{sites}/{key}-{step}/index.html")
        page.evaluate("document.fonts.ready")
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            if found := page.evaluate(FIRST_SCREEN.read_text(encoding="utf-8")):
                faults[key, step, size["width"]] = found
    page.close()
    assert faults == {}


@pytest.mark.parametrize(("key", "step", "shop"), CASES[:3])
def test_the_policy_is_kept_and_nothing_complains(chromium, sites, key, step, shop):
    page = chromium.new_page(viewport=WIDE)
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{sites}/{key}-{step}/index.html")
    page.wait_for_load_state("networkidle")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("[data-theme-toggle]")
    after = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.close()
    assert not complaints
    assert before != after


@pytest.mark.parametrize("key", GRAMMARS)
def test_the_page_stands_without_javascript(chromium, sites, key):
    context = chromium.new_context(java_script_enabled=False, viewport=NARROW)
    page = context.new_page()
    page.goto(f"{sites}/{key}-1/index.html")
    assert page.locator("claim-bar a").is_visible()
    assert page.locator("form[method=post] [type=submit]").is_visible()
    assert page.evaluate(UNSEEN) == []
    for question in page.locator("summary").all()[:1]:
        question.click()
        assert page.locator("details[open] p").first.is_visible()
    context.close()


@pytest.mark.parametrize("key", GRAMMARS)
def test_the_page_prints_in_ink_and_nothing_but_controls_is_left_out(chromium, sites, key):
    page = opened(chromium, f"{sites}/{key}-1/index.html", {"width": 794, "height": 1123}, scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    printed = page.evaluate(ON_PAPER)
    assert not page.locator("claim-bar, form, [data-theme-toggle]").locator("visible=true").count()
    sheets = page.pdf(format="A4")
    page.close()
    assert printed == []
    assert sheets.startswith(b"%PDF") and len(re.findall(rb"/Type\s*/Page\b", sheets)) <= 12


@pytest.mark.parametrize("key", GRAMMARS)
def test_nothing_moves_while_the_page_loads_even_when_its_script_comes_late(chromium, sites, key):
    page = chromium.new_page(viewport=NARROW)

    def late(route):
        time.sleep(0.3)
        route.continue_()

    page.route("**/site.*.js", late)
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach((one) => {"
        " if (!one.hadRecentInput) window.shift += one.value; }))"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    page.goto(f"{sites}/{key}-0/index.html")
    page.wait_for_timeout(2500)
    shift = page.evaluate("window.shift")
    page.close()
    assert shift <= 0.001
