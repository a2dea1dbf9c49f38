"""Requirements: a draft is tried as it is typed, saved as a version, and can be taken back."""

from typing import Any

import pytest

from tests.ui.conftest import open_page
from webmagic import hunter
from webmagic.core.database import reading, transaction
from webmagic.models import Business, WebsiteState
from webmagic.ui.pages.rules import rows
from webmagic.ui.pages.rules import state as states
from webmagic.ui.pages.rules.state import RulesState
from webmagic.ui.toasts import ToastState


async def _open(cookie: str) -> RulesState:
    state = await open_page(RulesState, "/requirements", cookie)
    await _do(state, "load")
    return state


async def _do(state: RulesState, verb: str, **arguments: Any) -> Any:
    return await RulesState.event_handlers[verb].fn(state, **arguments)


async def _said(state: RulesState) -> str:
    return (await state.get_state(ToastState)).notes[-1].text


async def _leads() -> None:
    async with transaction() as session:
        for n in range(3):
            shop = Business(dedupe_key=f"{n}", name=f"Lotus Nails {n}", website_state=WebsiteState.NONE,
                            email="a@shop.example.com", rating=4.8, review_count=20,
                            country="US" if n else "GT")  # fmt: skip
            hunter.qualify(shop, await hunter.load_rules(session))
            session.add(shop)


async def test_what_is_typed_is_foretold_and_nothing_is_changed(owner: str) -> None:
    await _leads()
    state = await _open(owner)
    await _do(state, "change", name="countries", value="us")
    found = await states._foretold(state._form)
    assert rows.foretold(found) == "2 leads instead of 3: 0 would come in, 1 would fall out."
    assert [one.why for one in rows.samples_of(found.would_drop)] == ["Not in a country we serve"]
    async with reading() as session:
        assert (await hunter.load_rules(session)).countries == ()


async def test_saving_makes_a_version_and_judges_anew(owner: str) -> None:
    await _leads()
    state = await _open(owner)
    await _do(state, "change", name="minimum_score", value="95")
    await _do(state, "save")
    assert await _said(state) == "Saved as version 2. 3 of 3 businesses were judged anew."
    assert [(one.number, one.is_current) for one in state.versions] == [(2, True), (1, False)]
    assert (state.versions[0].words, state.versions[0].by) == (
        "minimum score 60 → 95", "owner@studio.example.com")  # fmt: skip
    await _do(state, "take_version", number=1)
    assert next(one.value for one in state.bounds if one.name == "minimum_score") == "60"
    async with reading() as session:
        assert (await hunter.load_rules(session)).minimum_score == 95  # until it is saved
    await _do(state, "discard")
    assert next(one.value for one in state.bounds if one.name == "minimum_score") == "95"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("good_rating", "9", "Good rating:"),
        ("minimum_score", "", "Lowest score: give a number."),
        ("countries", "USA", "Countries:"),
    ],
)
async def test_what_cannot_be_names_the_field(owner: str, name: str, value: str, words: str) -> None:
    state = await _open(owner)
    await _do(state, "change", name=name, value=value)
    await _do(state, "save")
    said = await _said(state)
    assert said.lower().startswith(words.lower())
    async with reading() as session:
        assert await hunter.load_rules(session) == hunter.Rules()


async def test_a_field_that_does_not_exist_is_refused(owner: str) -> None:
    state = await _open(owner)
    await _do(state, "change", name="colour", value="red")
    assert await _said(state) == "There is no such requirement."


async def test_a_viewer_changes_nothing(viewer: str) -> None:
    state = await _open(viewer)
    await _do(state, "change", name="minimum_score", value="95")
    await _do(state, "save")
    async with reading() as session:
        assert (await hunter.load_rules(session)).minimum_score == 60


def test_lists_are_read_as_people_write_them() -> None:
    form = rows.form_of(hunter.Rules()) | {"trades": " Bakery,, hair salon\nplumber ", "require_email": "on"}
    changes = rows.read(form | {"countries": "us, gt"})
    assert changes["trades"] == ["bakery", "hair_salon", "plumber"] and changes["countries"] == ["US", "GT"]
    assert changes["require_email"] is True and changes["require_phone"] is False


def test_the_form_gives_back_the_rules_it_shows() -> None:
    rules = hunter.Rules(minimum_rating=3.5, trades=("bakery",), countries=("US",), accept_social_only=True)
    assert hunter.check_rules(hunter.Rules(), rows.read(rows.form_of(rules))) == rules


def test_the_sum_of_the_parts_is_said() -> None:
    form = rows.form_of(hunter.Rules())
    assert rows.sum_words(form) == "The parts add up to 100."
    assert "110, so what is above" in rows.sum_words(form | {"email_points": "35"})
    assert "90, so no lead" in rows.sum_words(form | {"email_points": "15"})
    assert rows.sum_words(form | {"email_points": ""}) == ""
