"""Every page draws itself: a Var that is used wrongly fails here, in a second, and not in the build."""

import pytest

import webmagic.ui.pages  # noqa: F401 (declares every page)
from webmagic.ui.page import PAGES, Page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.route)
def test_the_page_draws_itself(page: Page) -> None:
    assert page.render() is not None


def test_no_route_is_declared_twice() -> None:
    routes = [page.route for page in PAGES]
    assert len(routes) == len(set(routes))
