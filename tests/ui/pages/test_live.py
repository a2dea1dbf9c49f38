"""The live window: rebuilt from rows, moved along by events."""

import json
from typing import Any

from sqlmodel import select

from tests.creative.test_build import make_shop
from tests.ui.conftest import open_page
from tests.ui.people import add_business
from webmagic import conductor, creative
from webmagic.core.database import reading, transaction
from webmagic.creative import build_site
from webmagic.models import AgentRun, GeneratedSite, Job
from webmagic.ui.pages.live import rows
from webmagic.ui.pages.live.growth import Frame
from webmagic.ui.pages.live.player import Player
from webmagic.ui.pages.live.state import LiveState


async def _site(name: str = "Pine & Pedal", status: str = "building", **runs: str) -> int:
    business_id = await add_business(name)
    async with transaction() as session:
        site = GeneratedSite(business_id=business_id, subdomain=f"s{business_id}", status=status)
        session.add(site)
        await session.flush()
        for stage, state in runs.items():
            output = OUTPUTS.get(stage, {}) if state == "done" else {}
            session.add(
                AgentRun(
                    site_id=site.id, build_key="job:1", stage=stage, state=state, output=output, seconds=2.5
                )
            )
        return site.id or 0


OUTPUTS: dict[str, dict[str, Any]] = {
    "analyst": {"says": ["Ruth has run this bench since 1998."], "facts_traced": 18, "doubts": ["Saturday"]},
    "concept": {"headline": "Rolling again by Friday.", "ideas": [{"headline": "Bike experts"}]},
    "art_director": {
        "palette": {"light": {"plate": "oklch(.4 .1 150)", "paper": "red;}body{"}, "worst_contrast": 9.8},
        "sections": ["hero:a", "opening_hours:b", "footer:c"],
    },
}


async def _open(cookie: str, site: int | str = "") -> LiveState:
    params = {"site": str(site)} if site else {}
    state = await open_page(LiveState, f"/live/{site}" if site else "/live", cookie, **params)
    await LiveState.event_handlers["load"].fn(state)
    return state


async def test_nothing_built_yet_is_an_empty_window(owner: str) -> None:
    state = await _open(owner)
    assert state.is_loaded and state.site_id == 0 and state.summary == "nothing is being built"


async def test_a_reload_in_the_middle_of_a_build_shows_all_that_was_done(owner: str) -> None:
    await _site(analyst="done", concept="done", art_director="running")
    state = await _open(owner)
    assert [pane.look for pane in state.panes] == ["lit", "lit", "run", "wait"]
    assert state.panes[0].says == ["Ruth has run this bench since 1998."]
    assert [(figure.value, figure.label) for figure in state.panes[0].figures] == [
        ("18", "facts traced"),
        ("1", "doubt"),
    ]
    assert (
        state.panes[1].idea == "Rolling again by Friday."
        and state.growth.headline == "Rolling again by Friday."
    )


async def test_a_colour_that_is_no_colour_never_becomes_a_style(owner: str) -> None:
    site = await _site(analyst="done", concept="done", art_director="done", architect="running")
    state = await _open(owner, site)
    assert state.panes[2].swatches == ["oklch(.4 .1 150)"]
    assert state.growth.paper == rows.Growth().paper
    assert [section.name for section in state.panes[3].outline] == ["Hero", "Opening hours", "Footer"]


async def test_events_light_the_panes_one_by_one(owner: str) -> None:
    site = await _site(analyst="running")
    state = await _open(owner, site)
    state._hear({"type": "say", "site_id": site, "stage": "analyst", "text": "One thing first."})
    assert state.panes[0].words == ["One", "thing", "first."]
    state._hear({"type": "say", "site_id": site, "stage": "analyst", "text": "Then another."})
    assert state.panes[0].says == ["One thing first."] and state.panes[0].words == ["Then", "another."]
    state._hear({"type": "stage", "site_id": site, "stage": "analyst", "state": "done", "seconds": 3.0})
    state._hear({"type": "stage", "site_id": site, "stage": "concept", "state": "running"})
    assert [pane.look for pane in state.panes[:2]] == ["lit", "run"] and state.spoken == "Concept is at work."


async def test_a_failed_stage_cracks_its_pane(owner: str) -> None:
    site = await _site(analyst="running")
    state = await _open(owner, site)
    state._hear({"type": "stage", "site_id": site, "stage": "analyst", "state": "failed", "seconds": 1})
    assert state.panes[0].look == "cracked"


async def test_events_of_another_site_do_not_disturb(owner: str) -> None:
    site = await _site(analyst="running")
    state = await _open(owner, site)
    before = state.panes
    state._hear({"type": "stage", "site_id": 999, "stage": "analyst", "state": "done"})
    assert state.panes == before and state.site_id == site


async def test_a_stage_that_ends_shows_what_its_agent_left_and_nothing_of_the_later_ones(owner: str) -> None:
    site = await _site(analyst="done", concept="done", art_director="done")
    state = await _open(owner, site)
    state.panes, state.growth = [rows.dark(pane) for pane in state.panes], rows.Growth()
    async with reading() as session:
        build = await creative.build_of(session, site)
    state._hear({"type": "stage", "site_id": site, "stage": "concept", "state": "done"}, build)
    assert state.panes[1].idea == "Rolling again by Friday." and state.panes[2].look == "wait"
    assert state.growth.headline == "Rolling again by Friday." and state.growth.sections == []


def _say(site: int, text: str = "Words.") -> dict[str, Any]:
    return {"type": "say", "site_id": site, "stage": "analyst", "text": text}


def test_sites_are_shown_one_after_another_each_in_order() -> None:
    player = Player()
    for event in (_say(1, "a"), _say(2, "x"), _say(1, "b")):
        player.hear(event)
    assert player.next_site(0, True) == 1
    assert [player.next(1)["text"], player.next(1)["text"], player.next(1)] == ["a", "b", None]
    assert player.next_site(1, is_finished=False) == 0
    assert player.next_site(1, is_finished=True) == 2 and not player.is_idle


def test_a_pinned_window_hears_only_its_site() -> None:
    player = Player(pinned=7)
    player.hear(_say(8))
    player.hear(_say(7))
    assert list(player.lines) == [7]


def test_a_window_far_behind_hurries() -> None:
    player = Player()
    for _ in range(40):
        player.hear(_say(1, "one two three four five six seven eight nine ten"))
    assert player.pause(_say(1, "a b c"), 1) == 0.1
    player.lines[1].clear()
    assert 0.5 < player.pause(_say(1, "a b c"), 1) < 1


def test_a_crowd_of_builds_keeps_the_memory_small() -> None:
    player = Player()
    for site in range(1, 50):
        player.hear(_say(site))
    assert len(player.lines) == 3


async def test_what_is_no_site_says_so(owner: str) -> None:
    assert (await _open(owner, "abc")).problem == "There is no such site."
    assert "There is no site 77" in (await _open(owner, 77)).problem


async def test_malformed_events_are_no_harm(owner: str) -> None:
    site = await _site(analyst="running")
    state = await _open(owner, site)
    for event in ({}, {"type": "say", "site_id": site}, {"type": "stage", "site_id": site, "stage": "x"}):
        state._hear(event)
    assert len(state.panes) == 4


async def test_a_page_grows_in_the_frames_with_what_is_told(owner: str) -> None:
    site_id = await make_shop()
    await build_site(site_id, "job:1", transaction)
    state = await _open(owner, site_id)
    grown = await state._sketched(site_id)
    assert grown and state.grow_url == grown.address
    state._frame = Frame()
    state._let_grow(grown, is_new=True)
    assert json.loads(state.grow)["shown"] == ["header", "hero"]
    left = state._frame.hidden
    assert left and left[-1] == "footer"
    state._let_grow(grown, kind=left[0])
    assert json.loads(state.grow) == {"release": grown.release, "shown": ["header", "hero", left[0]]}


async def test_stop_says_what_stays_and_offers_to_go_on(owner: str) -> None:
    site_id = await make_shop()
    async with transaction() as session:
        site = await creative.get_site(session, site_id)
        await conductor.request_build(session, site.business_id, by_hand=True)
        job = (await session.exec(select(Job))).one()
        session.add(AgentRun(site_id=site_id, build_key=f"job:{job.id}", stage="analyst", state="done"))
        session.add(AgentRun(site_id=site_id, build_key=f"job:{job.id}", stage="concept", state="running"))
    state = await _open(owner, site_id)
    assert state.can_stop and not state.can_go_on
    await LiveState.event_handlers["stop"].fn(state)
    assert state.stays == "Stopped: the Analyst's work is kept, and nothing is online."
    assert [pane.look for pane in state.panes] == ["lit", "halt", "wait", "wait"]
    assert state.can_go_on and not state.can_stop
    await LiveState.event_handlers["go_on"].fn(state)
    async with reading() as session:
        assert (await session.exec(select(Job))).one().state == "waiting"


async def test_a_viewer_stops_nothing(viewer: str) -> None:
    site_id = await make_shop()
    async with transaction() as session:
        site = await creative.get_site(session, site_id)
        await conductor.request_build(session, site.business_id, by_hand=True)
    state = await _open(viewer, site_id)
    await LiveState.event_handlers["stop"].fn(state)
    async with reading() as session:
        assert (await session.exec(select(Job))).one().state == "waiting"


def test_what_was_still_to_be_told_of_a_stopped_build_need_not_be() -> None:
    player = Player()
    for event in (_say(1), _say(1), {"type": "site", "site_id": 1, "status": "failed", "stopped": True}):
        player.hear(event)
    assert len(player.lines[1]) == 1
