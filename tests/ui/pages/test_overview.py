"""The first screen, from rows to drawing."""

import datetime as dt

from tests.ui.conftest import open_page
from tests.ui.people import add_business
from webmagic import conductor
from webmagic.conductor import FunnelStep, RibbonBlock
from webmagic.core.clock import now
from webmagic.core.database import reading
from webmagic.ui.pages.overview import rows
from webmagic.ui.pages.overview.state import OverviewState
from webmagic.ui.toasts import ToastState


async def _open(cookie: str, address: str = "/") -> OverviewState:
    state = await open_page(OverviewState, address, cookie)
    await OverviewState.event_handlers["load"].fn(state)
    return state


async def test_a_fresh_machine_shows_no_funnel_of_zeros(owner: str) -> None:
    state = await _open(owner)
    assert state.is_loaded and not state.has_listings and state.problem == ""


async def test_the_street_counts_businesses(owner: str) -> None:
    await add_business()
    state = await _open(owner, "/?days=7")
    assert state.days == "7" and state.has_listings
    assert [step.value for step in state.steps][1:3] == ["1", "1"]


async def test_a_period_we_do_not_know_is_the_usual_one(owner: str) -> None:
    assert (await _open(owner, "/?days=9999")).days == "28"


async def test_an_owner_switches_the_autopilot_and_the_log_says_who(owner: str) -> None:
    state = await _open(owner)
    await OverviewState.event_handlers["set_mode"].fn(state, mode="off")
    async with reading() as session:
        assert await conductor.autopilot_mode(session) == "off"
    assert (await _open(owner)).feed[0].text == "Autopilot is off."


async def test_a_viewer_cannot_switch_the_autopilot(viewer: str) -> None:
    state = await _open(viewer)
    before = state.mode
    await OverviewState.event_handlers["set_mode"].fn(state, mode="off")
    async with reading() as session:
        assert await conductor.autopilot_mode(session) == before
    assert (await state.get_state(ToastState)).notes[0].tone == "bad"


async def test_a_new_line_comes_in_on_top_once(owner: str) -> None:
    state = await _open(owner)
    event = {"type": "activity", "id": 9, "kind": "site.published", "text": "It is live", "business_id": 3}
    event |= {"at": now().isoformat()}
    state._put_on_top(event)
    state._put_on_top(event)
    assert [(row.text, row.href, row.tone) for row in state.feed] == [("It is live", "/businesses/3", "new")]


def test_the_outline_falls_from_left_to_right_on_a_log_scale() -> None:
    heights = rows._heights([1000, 100, 10, 0])
    assert heights == sorted(heights) and heights[0] == 4 and heights[-1] == 124
    assert rows.silhouette([1000, 0]).startswith("M0 4.0H77.5C")


def test_what_each_step_kept_is_a_share_of_the_one_before() -> None:
    funnel = [
        FunnelStep("a", "A", 200),
        FunnelStep("b", "B", 50),
        FunnelStep("c", "C", 0),
        FunnelStep("d", "D", 0),
    ]
    assert [step.kept for step in rows.steps_of(funnel)] == ["", "25.0%", "0.0%", "–"]


def test_hours_that_touch_are_one_block() -> None:
    ribbon = [RibbonBlock("generation", hour, 2, int(hour == 1), 0) for hour in (0, 1, 5)]
    build = next(lane for lane in rows.lanes_of(ribbon) if lane.name == "Build")
    first = build.blocks[0]
    assert len(build.blocks) == 2 and first.text == "4, 1 stopped" and first.left == "0.00%"


def test_weeks_are_bars_of_the_tallest() -> None:
    week = conductor.Week(dt.date(2026, 11, 16), 100, 300)
    assert rows.bars_of([week])[0] == rows.Bar("Nov 16", "23.5%", "70.5%")
