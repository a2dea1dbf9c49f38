from tests.ui.conftest import open_page
from tests.ui.pages.sites import make_site
from webmagic.models import SiteStatus
from webmagic.ui.pages.sites.state import SitesState


async def _open(cookie: str, address: str = "/sites") -> SitesState:
    state = await open_page(SitesState, address, cookie)
    await SitesState.event_handlers["load"].fn(state)
    return state


async def test_without_sites_the_gallery_says_so(owner: str) -> None:
    state = await _open(owner)
    assert state.is_bare and state.figures == [] and state.problem == ""


async def test_the_newest_published_site_is_the_large_one(owner: str) -> None:
    await make_site("Okafor Barbers")
    newest = await make_site("Lotus Nail Studio")
    state = await _open(owner)
    assert [figure.id for figure in state.first] == [newest]
    assert [figure.name for figure in state.figures] == ["Okafor Barbers"]
    assert state.first[0].url.startswith("http") and state.summary == "2 with the lights on"


async def test_what_is_not_online_has_no_preview_and_says_why(owner: str) -> None:
    await make_site("Refused", SiteStatus.REFUSED, versions=0)
    state = await _open(owner)
    assert state.first == []
    figure = state.figures[0]
    assert (figure.url, figure.words, figure.dark) == ("", "gate closed", "The gate refused it")


async def test_filters_live_in_the_address(owner: str) -> None:
    await make_site("One", vibe="swiss")
    await make_site("Two", vibe="japandi")
    state = await _open(owner, "/sites?vibe=japandi&status=published")
    assert [figure.name for figure in state.first + state.figures] == ["Two"]
    assert {tab.label for tab in state.vibes} == {"Every look", "Swiss", "Japandi"}
    assert next(tab for tab in state.tabs if tab.label == "Newest").href == "/sites?vibe=japandi"


async def test_a_search_keeps_the_other_filters(owner: str) -> None:
    state = await _open(owner, "/sites?status=published")
    answer = await SitesState.event_handlers["search"].fn(state, {"q": " pedal "})
    assert "/sites?status=published&q=pedal" in str(answer.args)


async def test_many_sites_are_paged(owner: str) -> None:
    for number in range(14):
        await make_site(f"Shop {number}")
    state = await _open(owner)
    assert len(state.first) + len(state.figures) == 13 and "after=" in state.older
    assert (await _open(owner, state.older)).newest == "/sites"
