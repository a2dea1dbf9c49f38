from typing import Any

from tests.ui.conftest import open_page
from webmagic import hunter
from webmagic.core.clock import ahead
from webmagic.core.database import reading, transaction
from webmagic.models import TerritoryState
from webmagic.ui.pages.territories.state import TerritoriesState
from webmagic.ui.toasts import ToastState

FORM = {"country": "US", "state": "OR", "city": "Port Ellery", "industry": "plumber"}


async def _open(cookie: str, address: str = "/territories") -> TerritoriesState:
    state = await open_page(TerritoriesState, address, cookie)
    await TerritoriesState.event_handlers["load"].fn(state)
    return state


async def _add(city: str = "Port Ellery", **changes: Any) -> int:
    async with transaction() as session:
        territory = await hunter.territories.add(session, country="US", city=city, industry="plumber")
        for name, value in changes.items():
            setattr(territory, name, value)
        session.add(territory)
    return territory.id or 0


async def _said(state: TerritoriesState) -> str:
    return (await state.get_state(ToastState)).notes[-1].text


async def test_without_territories_the_page_asks_for_one(owner: str) -> None:
    state = await _open(owner)
    assert state.is_bare and state.lines == [] and state.open.id == 0


async def test_a_territory_is_added_and_opened(owner: str) -> None:
    state = await _open(owner)
    answer = await TerritoriesState.event_handlers["add"].fn(state, FORM)
    assert "/territories?t=1" in str(answer.args)
    assert "plumber in Port Ellery was added" in await _said(state)


async def test_the_same_territory_twice_is_a_sentence(owner: str) -> None:
    await _add()
    state = await _open(owner)
    await TerritoriesState.event_handlers["add"].fn(state, {**FORM, "state": ""})
    assert "is a territory already" in await _said(state)


async def test_the_best_street_stands_first_and_is_open(owner: str) -> None:
    await _add("Millbrook", businesses_found=100, qualified_found=31)
    best = await _add("Harrow Bay", businesses_found=100, qualified_found=47, cost_microusd=47_000_000)
    state = await _open(owner)
    assert [line.place for line in state.lines] == ["Harrow Bay", "Millbrook"]
    assert (state.open.id, state.open.yields, state.open.a_lead) == (best, "47", "$1.00")
    assert [line.step for line in state.lines] == ["s4", "s3"]


async def test_one_that_rests_says_for_how_long(owner: str) -> None:
    await _add(
        status=TerritoryState.COOLING, cooldown_until=ahead(days=6, hours=1), last_scraped_at=ahead(days=-1)
    )
    state = await _open(owner)
    assert state.lines[0].words == "rests 6 d more" and state.lines[0].rests == "6 d"
    assert not state.open.can_hunt
    await TerritoriesState.event_handlers["hunt"].fn(state, state.open.id)
    assert "rests until" in await _said(state)


async def test_a_place_no_source_covers_says_what_to_do(owner: str) -> None:
    state = await _open(owner, f"/territories?t={await _add('Nowhere')}")
    assert not state.open.can_hunt and "OUTSCRAPER_API_KEY" in state.open.quote


async def test_pausing_leaves_it_in_peace_until_it_may_run_again(owner: str) -> None:
    territory = await _add()
    state = await _open(owner)
    await TerritoriesState.event_handlers["pause"].fn(state, territory, True)
    assert state.open.is_paused and state.lines[0].words == "paused"
    await TerritoriesState.event_handlers["pause"].fn(state, territory, False)
    async with reading() as session:
        assert (await hunter.territories.get(session, territory)).status == TerritoryState.PENDING


async def test_a_territory_there_is_not_is_a_sentence(owner: str) -> None:
    assert (await _open(owner, "/territories?t=x")).problem == "There is no such territory."
    assert (await _open(owner, "/territories?t=77")).problem == "There is no territory 77."


async def test_a_viewer_may_not_hunt(viewer: str) -> None:
    state = await _open(viewer)
    await TerritoriesState.event_handlers["hunt"].fn(state, 1)
    assert "role does not allow" in await _said(state)


async def test_filters_narrow_the_table_and_the_map_alike(owner: str) -> None:
    await _add("Millbrook", status=TerritoryState.PAUSED)
    await _add("Harrow Bay")
    state = await _open(owner, "/territories?state=paused&country=US&page=0")
    assert [line.place for line in state.lines] == ["Millbrook"]
    assert state.map_query == "country=US&state=paused" and state.number == "1"
    assert {tab.label: tab.figure for tab in state.tabs}["Not hunted yet"] == "1"
    answer = await TerritoriesState.event_handlers["narrow"].fn(state, "trade", "plumber")
    assert "/territories?country=US&trade=plumber&state=paused" in str(answer.args)


async def test_a_long_list_is_read_page_by_page(owner: str) -> None:
    for number in range(43):
        await _add(f"Millbrook {number}")
    state = await _open(owner)
    assert len(state.lines) == 40 and state.older == "/territories?page=1" and state.newer == ""
    state = await _open(owner, state.older)
    assert len(state.lines) == 3 and state.older == "" and state.pages == "41–43 of 43"


async def test_money_that_ran_out_is_said_on_top(owner: str) -> None:
    await _add(status=TerritoryState.EXHAUSTED, last_error="The balance is empty.")
    state = await _open(owner)
    assert state.dry == "One territory" and state.lines[0].words == "out of money"
    assert state.open.error == "The balance is empty."


async def test_a_priority_is_set_and_nonsense_is_refused(owner: str, viewer: str) -> None:
    territory = await _add()
    state = await _open(owner)
    set_priority = TerritoriesState.event_handlers["set_priority"].fn
    await set_priority(state, territory, {"priority": "7"})
    assert state.open.priority == "7"
    for nonsense in ("-1", "soon", "", "1001"):
        await set_priority(state, territory, {"priority": nonsense})
        assert "number from 0 to 1000" in await _said(state) and state.open.priority == "7"
    looking_on = await _open(viewer)
    await set_priority(looking_on, territory, {"priority": "1"})
    assert "role does not allow" in await _said(looking_on)
