"""Pages without JavaScript and on paper: everything that is said is there, and nothing is cut off."""

import re

import pytest
from playwright.sync_api import sync_playwright

from tests.creative.deep.cases import Case, cases
from webmagic.creative.deep.browser import find_chromium, flags
from webmagic.creative.deep.check import write_files
from webmagic.creative.studio.grammars import GRAMMARS

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
A4 = {"width": 718, "height": 1047}  # CSS pixels inside a margin of a centimetre
MOST_SHEETS = 12
SIDES = ("top", "right", "bottom", "left")
# What a page says; forms and buttons are for hands, so paper may leave them out.
WORDS = """() => [...document.querySelectorAll('h1, h2, h3, p, li, dd, td')]
  .filter((it) => it.closest('main') && !it.closest('form') && it.innerText.trim())
  .filter((it) => it.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
  .filter((it) => ![...it.querySelectorAll('a, button')].some((a) => a.innerText === it.innerText))
  .map((it) => it.innerText.trim().replace(/\\s+/g, ' '))"""
CUT = """() => [...document.querySelectorAll('main *')].filter((it) => {
  const style = getComputedStyle(it);
  const isCut = /hidden|clip/.test(style.overflowX + style.overflowY) && it.innerText?.trim();
  if (!isCut || it.closest('svg') || it.getBoundingClientRect().width < 2) return false;
  return it.scrollWidth > it.clientWidth + 2 || it.scrollHeight > it.clientHeight + 2;
}).map((it) => it.className || it.tagName)"""


def one_of_each_grammar() -> list[Case]:
    return list({case.grammar: case for case in reversed(cases())}.values())


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find_chromium(), args=flags())
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    root = tmp_path_factory.mktemp("plain")
    for case in one_of_each_grammar():
        write_files(case.page("https://shop.example").files, root / case.grammar)
    return root


def opened(chromium, folders, key: str, *, script: bool):
    page = chromium.new_page(viewport=A4, java_script_enabled=script, reduced_motion="reduce")
    page.goto((folders / key / "index.html").as_uri())
    return page


@pytest.mark.parametrize("key", sorted(GRAMMARS))
def test_paper_shows_what_the_screen_says_and_cuts_nothing(chromium, folders, key):
    page = opened(chromium, folders, key, script=True)
    on_screen = page.evaluate(WORDS)
    page.emulate_media(media="print")
    on_paper = set(page.evaluate(WORDS))
    missing = [text for text in on_screen if text not in on_paper]
    cut = page.evaluate(CUT)
    paper = page.pdf(format="A4", margin=dict.fromkeys(SIDES, "1cm"))
    sheets = len(re.findall(rb"/Type\s*/Page\b(?!s)", paper))
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.close()
    assert (missing, cut, wide) == ([], [], 0)
    assert 1 <= sheets <= MOST_SHEETS


@pytest.mark.parametrize("key", sorted(GRAMMARS))
def test_without_javascript_every_section_can_be_read(chromium, folders, key):
    with_script = opened(chromium, folders, key, script=True)
    said = with_script.evaluate(WORDS)
    with_script.close()
    page = opened(chromium, folders, key, script=False)
    hidden = page.locator("main > section, main .row > section").evaluate_all(
        "all => all.filter((it) => !it.checkVisibility({opacityProperty: true, visibilityProperty: true}))"
        ".map((it) => it.id)"
    )
    text = re.sub(r"\s+", " ", page.locator("main").inner_text())
    page.close()
    assert not hidden
    flat = text.casefold().replace(" ", "")
    lost = [one for one in said if one.casefold().replace(" ", "") not in flat and not _is_live(one)]
    assert not lost


def _is_live(text: str) -> bool:
    """ "Open now" is known only where a clock runs."""
    return bool(re.search(r"open|abiert|clos|cerrad|today|hoy", text, re.I))
