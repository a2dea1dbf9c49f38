"""The guard: sessions, roles, arguments, errors."""

from typing import Any, Literal

import pytest
import reflex as rx

from tests.ui.conftest import open_page
from webmagic.core.errors import Conflict
from webmagic.ui.action import MANAGE, OPERATE, action
from webmagic.ui.state import PageVars
from webmagic.ui.toasts import ToastState


class SampleState(PageVars, rx.State):
    seen: list[str] = []

    @action()
    async def load(self) -> None:
        raise RuntimeError("the secret reason")

    @action(OPERATE)
    async def pick(self, ids: list[int], tone: Literal["a", "b"] = "a") -> None:
        self.seen = [f"{tone}{one + 1}" for one in ids]

    @action()
    async def steps(self, count: int) -> Any:
        for number in range(count):
            yield rx.redirect(f"/{number}")
        raise Conflict("Somebody was first.")

    @action(MANAGE)
    async def rule(self) -> None:
        self.seen = ["ruled"]


def _run(state: rx.State, name: str, *args: Any, **kwargs: Any) -> Any:
    return SampleState.event_handlers[name].fn(state, *args, **kwargs)


async def _toasts(state: rx.State) -> list[str]:
    return [note.text for note in (await state.get_state(ToastState)).notes]


async def test_arguments_are_converted_to_their_types(owner: str) -> None:
    state = await open_page(SampleState, cookie=owner)
    await _run(state, "pick", ids=["1", 2], tone="b")
    assert state.seen == ["b2", "b3"]


@pytest.mark.parametrize("ids", ["x", {"a": 1}, ["1; drop table"], None])
async def test_wrong_arguments_become_a_sentence_and_change_nothing(owner: str, ids: Any) -> None:
    state = await open_page(SampleState, cookie=owner)
    await _run(state, "pick", ids=ids)
    assert state.seen == []
    assert "does not understand" in (await _toasts(state))[0]


async def test_an_unknown_argument_is_refused(owner: str) -> None:
    state = await open_page(SampleState, cookie=owner)
    await _run(state, "pick", ids=[1], extra="y")
    assert state.seen == []


async def test_a_viewer_may_not_operate(viewer: str) -> None:
    state = await open_page(SampleState, cookie=viewer)
    await _run(state, "pick", ids=[1])
    assert state.seen == [] and "role" in (await _toasts(state))[0]


async def test_an_owner_may_manage(owner: str) -> None:
    state = await open_page(SampleState, cookie=owner)
    await _run(state, "rule")
    assert state.seen == ["ruled"]


async def test_our_own_errors_are_said_as_they_are(owner: str) -> None:
    state = await open_page(SampleState, cookie=owner)
    events = [event async for event in _run(state, "steps", count=2)]
    assert len([event for event in events if event]) == 2
    assert await _toasts(state) == ["Somebody was first."]


async def test_a_page_that_does_not_load_says_so_in_place_and_gives_nothing_away(owner: str) -> None:
    state = await open_page(SampleState, cookie=owner)
    await _run(state, "load")
    assert state.problem.startswith("Something failed on our side (incident ")
    assert "secret reason" not in state.problem and state.is_loaded


def test_a_handler_without_type_hints_does_not_start() -> None:
    async def bare(self, thing):
        return thing

    with pytest.raises(TypeError, match="no type hint for thing"):
        action()(bare)


async def _refused_at(address: str, cookie: str) -> str:
    state = await open_page(SampleState, address, cookie)
    return str((await _run(state, "rule")).args)


async def test_a_newcomer_is_asked_to_sign_in_and_comes_back_to_the_page(sqlite_db) -> None:
    door = await _refused_at("/businesses?view=all", "")
    assert "/login?next=%2Fbusinesses%3Fview%3Dall" in door and "ended" not in door


async def test_a_session_that_ended_is_named(sqlite_db) -> None:
    assert "error=ended" in await _refused_at("/jobs", "webmagic=gone")
