"""Every page can be drawn; a mistake in one is found here and not by the build."""

import re
from pathlib import Path

import pytest

import webmagic.ui.pages  # noqa: F401 (declares every page)
from webmagic.ui.page import PAGES, Page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.route)
def test_each_page_can_be_drawn(page: Page) -> None:
    assert page.render().render()


def test_no_two_pages_share_an_address() -> None:
    routes = [page.route for page in PAGES]
    assert len(routes) == len(set(routes))


def test_every_icon_is_in_the_sprite(repo: Path) -> None:
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (repo / "assets" / "icons.svg").read_text()))
    drawn = "".join(str(page.render().render()) for page in PAGES)
    used = set(re.findall(r"/icons\.svg#([\w-]+)", drawn))
    assert used and used <= sprite, f"missing: {used - sprite}"


def test_nothing_on_a_page_needs_eval(repo: Path) -> None:
    """Our CSP forbids it: Reflex's own toasts and scripts would fail in silence."""
    sources = "".join(path.read_text() for path in (repo / "webmagic" / "ui").rglob("*.py"))
    code = re.sub(r'""".*?"""', "", sources, flags=re.DOTALL)
    assert not re.findall(r"rx\.(?:toast|call_script|call_function)\b", code)
