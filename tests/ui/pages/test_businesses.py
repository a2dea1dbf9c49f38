"""The table: filters in the address, one page of rows, reasons on demand, building by hand."""

import pytest
from sqlmodel import select

from tests.ui.conftest import open_page
from tests.ui.people import add_business
from webmagic.core.database import reading
from webmagic.models import GeneratedSite, Job
from webmagic.ui.pages.businesses.filters import Filters, read
from webmagic.ui.pages.businesses.state import MOST, BusinessesState
from webmagic.ui.toasts import ToastState


async def _open(address: str, cookie: str) -> BusinessesState:
    state = await open_page(BusinessesState, address, cookie)
    await _do(state, "load")
    return state


async def _do(state: BusinessesState, name: str, **arguments):
    return await BusinessesState.event_handlers[name].fn(state, **arguments)


async def test_a_fresh_machine_says_that_nobody_is_known(owner: str) -> None:
    state = await _open("/businesses", owner)
    assert state.is_loaded and state.is_bare and state.rows == []


async def test_the_best_score_comes_first(owner: str) -> None:
    await add_business("Low", score=61)
    await add_business("High", score=95)
    state = await _open("/businesses", owner)
    assert [row.name for row in state.rows] == ["High", "Low"]
    assert state.summary == "2 known" and state.matching == "2 match"


async def test_with_nothing_ready_to_build_the_table_opens_on_everything(owner: str) -> None:
    await add_business("Online", stage="published")
    state = await _open("/businesses", owner)
    assert state.view == "all" and [row.name for row in state.rows] == ["Online"]
    asked_for = await _open("/businesses?view=ready", owner)
    assert asked_for.view == "ready" and asked_for.rows == []


async def test_paging_from_the_bare_address_stays_in_the_view_it_opened_on(owner: str) -> None:
    for number in range(MOST + 1):
        await add_business(f"Shop {number}", stage="published")
    first = await _open("/businesses", owner)
    assert "view=all" in first.later and len((await _open(first.later, owner)).rows) == 1


async def test_filters_come_from_the_address(owner: str) -> None:
    await add_business("Low", score=61)
    await add_business("High", score=95)
    await add_business("Out", score=99, stage="rejected")
    assert [row.name for row in (await _open("/businesses?score=75", owner)).rows] == ["High"]
    assert [row.name for row in (await _open("/businesses?view=out", owner)).rows] == ["Out"]
    assert [row.name for row in (await _open("/businesses?view=all&q=low", owner)).rows] == ["Low"]


async def test_a_page_has_at_most_fifty_rows_and_the_next_begins_after_it(owner: str) -> None:
    for number in range(MOST + 3):
        await add_business(f"Shop {number}", score=90 - number % 20)
    first = await _open("/businesses", owner)
    second = await _open(first.later, owner)
    assert len(first.rows) == MOST and len(second.rows) == 3
    assert not {row.id for row in first.rows} & {row.id for row in second.rows}
    assert second.later == "" and not second.is_first_page


async def test_a_made_up_cursor_is_a_sentence_in_place_of_the_table(owner: str) -> None:
    state = await _open("/businesses?after=nonsense", owner)
    assert "cursor" in state.problem


async def test_the_reasons_of_a_score_are_one_press_away(owner: str) -> None:
    business_id = await add_business()
    state = await _open("/businesses", owner)
    await _do(state, "ask_why", business_id=business_id)
    assert [(reason.points, reason.label) for reason in state.why.reasons] == [("+30", "No website anywhere")]


async def test_building_asks_for_each_selected_site_and_names_what_refuses(owner: str) -> None:
    good, gone = await add_business(), await add_business("Left", stage="opted_out")
    state = await _open("/businesses?view=all", owner)
    await _do(state, "pick", business_id=good, is_on=True)
    await _do(state, "pick", business_id=gone, is_on=True)
    await _do(state, "build")
    async with reading() as session:
        sites = (await session.exec(select(GeneratedSite))).all()
        jobs = (await session.exec(select(Job))).all()
    assert [site.business_id for site in sites] == [good] and len(jobs) == 1
    notes = [note.text for note in (await state.get_state(ToastState)).notes]
    assert notes[0] == "One site asked for." and "Left is excluded" in notes[1]
    assert state.selected == []


async def test_a_viewer_cannot_build(viewer: str) -> None:
    business_id = await add_business()
    state = await _open("/businesses", viewer)
    await _do(state, "build_one", business_id=business_id)
    async with reading() as session:
        assert not (await session.exec(select(Job))).all()


async def test_nothing_secret_and_no_database_row_is_in_the_state(owner: str) -> None:
    await add_business()
    state = await _open("/businesses", owner)
    sent = str(state.dict())
    assert "password" not in sent and "dedupe_key" not in sent and "token_hash" not in sent


@pytest.mark.parametrize("query", [{"view": "x"}, {"score": "1 or 1"}, {"website": "'"}, {"page": "-1"}])
def test_what_is_not_understood_is_left_out(query: dict[str, str]) -> None:
    assert read(query) == Filters()


def test_changing_a_filter_goes_back_to_the_start() -> None:
    deep = Filters(view="all", after="abc", page=3)
    assert deep.address(score="75") == "/businesses?view=all&score=75"
    assert "after=xyz" in deep.address(after="xyz", page=4)
