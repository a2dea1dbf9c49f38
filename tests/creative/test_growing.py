"""The page that grows in the console's frame, in a real browser: sections appear as they are named,
changed words are swapped in place, and the frame is never loaded again."""

import json
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import sync_playwright

from tests.creative import shops
from webmagic.core.settings import Settings
from webmagic.creative.deep.browser import find_chromium, flags
from webmagic.creative.deep.check import write_files
from webmagic.creative.growing import Sketch, draw
from webmagic.creative.stages import Blueprint
from webmagic.creative.studio import analyst, architect, concept, director
from webmagic.creative.studio.render import SiteContext
from webmagic.hosting import site_headers

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
CONSOLE = """<!doctype html><title>console</title><iframe id=f sandbox="allow-scripts allow-same-origin"
 style="width:1000px;height:700px"></iframe><script>
 addEventListener("message", e => { if (e.data.grow === "ready") window.ready = (window.ready || 0) + 1; });
 window.tell = told => f.contentWindow.postMessage({grow: told}, new URL(f.src).origin);</script>"""


class Quiet(SimpleHTTPRequestHandler):
    policy = ""

    def log_message(self, *parts: object) -> None:
        pass

    def end_headers(self) -> None:
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()


def _serve(folder: Path, policy: str = "") -> ThreadingHTTPServer:
    kind = type("Handler", (Quiet,), {"policy": policy})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(kind, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture
def frame(tmp_path: Path) -> Iterator[tuple[Tab, Path, str]]:
    """A tab with the console's stand-in, the folder of the draft in its frame, and the console's origin."""
    (tmp_path / "console").mkdir()
    (tmp_path / "draft").mkdir()
    (tmp_path / "console" / "index.html").write_text(CONSOLE)
    outer = _serve(tmp_path / "console")
    console = f"http://localhost:{outer.server_port}"
    policy = site_headers(Settings(_env_file=None, public_url=console))["content-security-policy"]
    inner = _serve(tmp_path / "draft", policy)
    _lay_out(tmp_path / "draft", _blueprint(), console)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find_chromium(), args=flags())
        tab = browser.new_page()
        tab.goto(console)
        tab.evaluate(f"f.src = 'http://127.0.0.1:{inner.server_port}/'")
        tab.wait_for_function("window.ready === 1")
        yield tab, tmp_path / "draft", console
        browser.close()
    outer.shutdown()
    inner.shutdown()


def _thought() -> tuple:
    facts = shops.ALL[0]()
    read = analyst.analyse(facts)
    idea = concept.conceive(facts, read)
    look = director.direct(facts, read, idea)
    return facts, look, architect.build(facts, read, idea, look)


def _blueprint() -> Blueprint:
    return _thought()[2]


def _lay_out(folder: Path, blueprint: Blueprint, console: str) -> list[str]:
    facts, look, _ = _thought()
    sketch = Sketch(facts, look, blueprint, SiteContext(base_url="https://x.example"))
    write_files(draw(sketch, console).files, folder)
    return sketch.kinds


def _tell(tab: Tab, release: str, shown: list[str]) -> None:
    tab.evaluate(f"tell({json.dumps({'release': release, 'shown': shown})})")


def _seen(tab: Tab, kinds: list[str]) -> list[str]:
    inner = tab.frames[1]
    return [kind for kind in kinds if inner.locator(f"#{kind}").is_visible()]


def test_sections_appear_as_they_are_named_and_words_change_in_place(frame) -> None:
    tab, folder, console = frame
    complaints: list[str] = []
    tab.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    loads: list[str] = []
    tab.on("framenavigated", lambda one: loads.append(one.url))
    kinds = [section.kind for section in _blueprint().sections]
    assert _seen(tab, kinds) == []
    _tell(tab, "one", kinds[:2])
    tab.frames[1].wait_for_selector("#hero")
    assert _seen(tab, kinds) == ["header", "hero"]
    written = _blueprint()
    hero = next(section for section in written.sections if section.kind == "hero")
    hero.slots["subline"] = "Words that came a moment later."
    _lay_out(folder, written, console)
    tab.frames[1].evaluate("document.getElementById('header').dataset.mine = 'kept'")
    _tell(tab, "two", kinds[:3])
    tab.frames[1].wait_for_selector("text=Words that came a moment later.")
    tab.frames[1].wait_for_selector(f"#{kinds[2]}")
    assert _seen(tab, kinds) == kinds[:3]
    assert tab.frames[1].locator("#header").get_attribute("data-mine") == "kept"  # what is the same stays
    _tell(tab, "two", kinds)
    tab.frames[1].wait_for_selector("#footer")
    assert _seen(tab, kinds) == kinds and not loads and not complaints


def test_only_the_console_is_listened_to(frame) -> None:
    tab, _folder, _console = frame
    inner = tab.frames[1]
    inner.evaluate("postMessage({grow: {release: 'x', shown: ['header', 'hero']}}, '*')")
    tab.wait_for_timeout(200)
    assert not inner.locator("#hero").is_visible()
