"""The web search that may be asked where nothing else shows a website."""

import pytest

from tests.fakes.search import searching
from tests.hunter import rows
from tests.hunter.verification.web import Internet, Site, running
from webmagic.core.database import transaction
from webmagic.core.errors import VendorError
from webmagic.core.settings import get_settings
from webmagic.hunter import verify
from webmagic.hunter.verification.searching import BraveSearch, choose_searcher

NAME = "Quill & Sons Plumbing"
THEIRS = f"<html><title>{NAME}</title><h1>{NAME}</h1><p>Call (937) 555-0142</p></html>"
ODD = "http://zq81.com/"


async def verdict(take_in, tmp_path, fake, sites: dict[str, Site]) -> tuple[str, str]:
    report = await take_in([rows.outscraper(facebook=None, email_1=None)])
    (business_id,) = report.business_ids
    async with running(Internet(sites), tmp_path) as web:
        web.searcher = BraveSearch("a key", fake.base_url)
        found = await verify(transaction, business_id, web=web)
    return found.state, found.url


async def test_a_website_that_nobody_could_guess_is_found(sqlite_db, take_in, tmp_path):
    async with searching(lambda query: [ODD, "https://www.yelp.com/biz/quill"]) as fake:
        assert await verdict(take_in, tmp_path, fake, {"zq81.com": Site({"/": THEIRS})}) == (
            "has_website",
            ODD,
        )
    assert fake.asked == [{"q": f'"{NAME}" Marrow Creek', "count": "8", "safesearch": "off", "country": "US"}]
    assert fake.keys == ["a key"]


async def test_a_page_about_it_in_an_unknown_directory_is_no_website(sqlite_db, take_in, tmp_path):
    front = (
        "<html><title>The valley's guide</title><p>" + "Shops and crafts of the valley. " * 20 + "</p></html>"
    )
    sites = {"guide81.com": Site({"/": front, "/n/12": THEIRS})}
    async with searching(lambda query: ["http://guide81.com/n/12"]) as fake:
        assert (await verdict(take_in, tmp_path, fake, sites))[0] == "confirmed_none"


async def test_where_its_name_leads_to_its_website_nothing_is_asked(sqlite_db, take_in, tmp_path):
    async with searching(lambda query: []) as fake:
        sites = {"quillandsonsplumbing.com": Site({"/": THEIRS})}
        assert (await verdict(take_in, tmp_path, fake, sites))[0] == "has_website"
    assert fake.asked == []


@pytest.mark.parametrize("status", [401, 429, 500])
async def test_a_search_that_fails_changes_nothing(sqlite_db, take_in, tmp_path, status):
    async with searching(lambda query: [ODD], status) as fake:
        assert (await verdict(take_in, tmp_path, fake, {}))[0] == "confirmed_none"
        searcher = BraveSearch("a key", fake.base_url)
        with pytest.raises(VendorError) as failed:
            await searcher.search("x", "US")
        await searcher.aclose()
    assert failed.value.permanent is (status == 401)


def test_without_a_key_there_is_no_search(home, monkeypatch):
    assert choose_searcher(get_settings()) is None
    monkeypatch.setenv("BRAVE_API_KEY", "a key")
    get_settings.cache_clear()
    assert isinstance(choose_searcher(get_settings()), BraveSearch)
