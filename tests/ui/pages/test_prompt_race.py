"""The prompts screen: versions that race, a trial on a business, and the costs."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.creative.test_build import make_shop
from tests.fakes.anthropic import FakeAnthropic, serving
from tests.ui.conftest import open_page
from webmagic import creative
from webmagic.core.database import reading, transaction
from webmagic.core.settings import get_settings
from webmagic.creative import build_site
from webmagic.ui.pages.prompts import rows
from webmagic.ui.pages.prompts.state import PromptsState
from webmagic.ui.toasts import ToastState


@pytest.fixture
async def vendor(sqlite_db: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeAnthropic]:
    fake = FakeAnthropic(key="test-key")
    async with serving(fake):
        monkeypatch.setenv("ANTHROPIC_API_KEY", fake.key)
        monkeypatch.setenv("ANTHROPIC_BASE_URL", fake.url)
        get_settings.cache_clear()
        async with transaction() as session:
            await creative.seed_prompts(session)
        await build_site(await make_shop(), "job:1", transaction)
        yield fake


async def _open(cookie: str, query: str = "?agent=concept") -> PromptsState:
    state = await open_page(PromptsState, f"/settings/prompts{query}", cookie)
    await PromptsState.event_handlers["load"].fn(state)
    assert state.is_loaded, state.problem
    return state


async def _do(state: PromptsState, name: str, *arguments: object) -> object:
    return await PromptsState.event_handlers[name].fn(state, *arguments)


async def _shares() -> dict[int, float]:
    async with reading() as session:
        return {one.version: one.share for one in (await creative.read_race(session, "concept")).variants}


async def test_a_new_version_may_race_the_one_in_use_and_be_weighed(owner: str, vendor) -> None:
    state = await _open(owner)
    assert [one.version for one in state.runners] == ["1"] and "Race another" in state.verdict
    await _do(state, "save", {"body": state.body + "\nShorter.", "note": "Shorter", "beside": "on"})
    assert await _shares() == {1: 0.5, 2: 0.5}
    state = await _open(owner)
    assert [agent.note for agent in state.agents if agent.key == "concept"] == ["2 versions race"]
    assert state.verdict == "No offer with either has been mailed yet, so nobody knows which one sells."
    await _do(state, "weigh", {"w1": "30", "w2": "10"})
    assert await _shares() == {1: 0.75, 2: 0.25}
    await _do(state, "give_all", 2)
    assert await _shares() == {2: 1.0} and [one.version for one in state.runners] == ["2"]
    await _do(state, "race", 1)
    assert await _shares() == {1: 0.5, 2: 0.5}


async def test_success_decides_only_when_it_is_switched_on(owner: str, vendor) -> None:
    state = await _open(owner)
    assert not state.is_bandit
    await _do(state, "let_success_decide", True)
    assert state.is_bandit
    await _do(state, "choose_model", "claude-sonnet-5-5")
    assert state.model == "claude-sonnet-5-5"


@pytest.mark.parametrize("form", [{"w1": "-3"}, {"w1": "many"}, {"w1": "0"}, {"w1": "99999"}])
async def test_bad_weights_are_refused_in_a_sentence_and_change_nothing(owner: str, vendor, form) -> None:
    state = await _open(owner)
    await _do(state, "weigh", form)
    assert await _shares() == {1: 1.0}
    toasts = await state.get_state(ToastState)
    assert toasts.notes[-1].tone == "bad" and "weight" in toasts.notes[-1].text


async def test_a_viewer_changes_nothing(viewer: str, vendor) -> None:
    state = await _open(viewer)
    for name, argument in (("weigh", {"w1": "5"}), ("give_all", 1), ("let_success_decide", True)):
        await _do(state, name, argument)
    async with reading() as session:
        assert not (await creative.read_race(session, "concept")).is_bandit


async def test_the_trial_shows_the_question_and_its_price(owner: str, vendor) -> None:
    state = await _open(owner, "?agent=concept&mode=try")
    assert state.business == "1" and "<facts>" in state.asked and "## The house" in state.told
    assert [one.label for one in state.figures][-2:] == ["Asked now", "By night"] and state.price.startswith(
        "$0.0"
    )
    email = await _open(owner, "?agent=email&mode=try")
    assert "<voice>" in email.asked and not email.cannot


async def test_without_a_site_there_is_nothing_to_try_on(owner: str, sqlite_db: Path) -> None:
    async with transaction() as session:
        await creative.seed_prompts(session)
    state = await _open(owner, "?agent=concept&mode=try")
    assert state.cannot.startswith("Build a site first") and not state.asked
    assert "built-in designer works without prompts" in state.engine_words


async def test_costs_stand_beside_the_caps(owner: str, vendor) -> None:
    state = await _open(owner)
    assert [one.label for one in state.costs][:2] == ["A site, at once", "A site, by night"]
    assert state.costs[0].note == "in the middle of 1 built"
    assert [cap.value.endswith(("of $10", "of $100")) for cap in state.caps] == [True, True]
    assert state.site_cap == "$0.25"


def test_an_interval_is_part_of_the_bar() -> None:
    record = creative.Record(2, 40, 95.0, 300, sent=40, opened=20, clicked=8, claimed=2, paid=0)
    opened, clicked, claimed, paid = rows.measures_of(record)
    assert (opened.value, clicked.of) == ("50.0%", "8 of 40, 10% to 35%")
    assert (paid.value, paid.low) == ("0.0%", "0.0%") and float(claimed.span.rstrip("%")) > 5
