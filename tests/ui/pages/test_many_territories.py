from typing import Any

from tests.ui.conftest import open_page
from webmagic import hunter
from webmagic.core.database import reading
from webmagic.ui.pages.territories.many import ManyState
from webmagic.ui.toasts import ToastState

FORM = {"country-GT": "1", "trades": "panadería\n taller mecánico \n\n", "people": "200 000", "states": ""}


async def _open(cookie: str) -> ManyState:
    state = await open_page(ManyState, "/territories/many", cookie)
    await ManyState.event_handlers["load"].fn(state)
    return state


async def _do(state: ManyState, name: str, *given: Any) -> Any:
    return await ManyState.event_handlers[name].fn(state, *given)


async def _said(state: ManyState) -> str:
    return (await state.get_state(ToastState)).notes[-1].text


async def _count() -> int:
    async with reading() as session:
        return len(await hunter.territories.list_(session))


async def test_the_preview_says_how_many_there_would_be_and_writes_nothing(owner: str) -> None:
    state = await _open(owner)
    await _do(state, "preview", FORM)
    assert state.has_plan and int(state.territories) == 2 * int(state.towns) > 0
    assert state.first[0].name == "Guatemala City, Guatemala" and state.first[0].trade == "panadería"
    assert await _count() == 0


async def test_what_was_previewed_is_created_and_twice_changes_nothing(owner: str) -> None:
    state = await _open(owner)
    await _do(state, "preview", FORM)
    wanted = int(state.territories)
    answer = await _do(state, "create")
    assert await _count() == wanted and "/territories?country=GT" in str(answer.args)
    await _do(state, "preview", FORM)
    assert state.is_empty and "exist already" in state.existing


async def test_nothing_is_created_that_was_not_previewed(owner: str) -> None:
    state = await _open(owner)
    await _do(state, "create")
    assert "preview first" in await _said(state) and await _count() == 0


async def test_what_cannot_be_read_is_a_sentence(owner: str) -> None:
    state = await _open(owner)
    for changes, words in (
        ({"people": "many"}, "whole number"),
        ({"trades": " "}, "trade"),
        ({"other": "Atlantis"}, "Atlantis"),
        ({"country-GT": "", "other": ""}, "country"),
    ):
        await _do(state, "preview", {**FORM, **changes})
        assert words in await _said(state) and not state.has_plan


async def test_a_viewer_may_neither_look_nor_create(viewer: str) -> None:
    state = await _open(viewer)
    await _do(state, "preview", FORM)
    await _do(state, "create")
    assert "role does not allow" in await _said(state) and not state.has_plan
