"""A wrong address is a page with a way back."""

from webmagic.ui.page import PAGES


def test_an_address_without_a_page_shows_the_way_back() -> None:
    (entry,) = [page for page in PAGES if page.route == "404"]
    drawn = str(entry.render())
    assert "No page at this address" in drawn and "Go to the overview" in drawn
