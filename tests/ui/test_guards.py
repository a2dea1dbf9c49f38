"""S1: every public handler of every State checks the session itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import reflex as rx
from reflex.event import EventHandler

import webmagic.ui.pages  # noqa: F401 (declares every State)
from tests.ui.conftest import open_page
from webmagic.ui.action import GUARD
from webmagic.ui.shell import ShellState

PUBLIC = {"LoginState.load", "ShellState.leave"}
REFLEX_OWN = {"setvar"}


def states(root: type[rx.State] = rx.State) -> Iterator[type[rx.State]]:
    for state in sorted(root.get_substates(), key=lambda found: found.get_full_name()):  # a set: sort it
        if state.__module__.startswith("webmagic."):
            yield state
        yield from states(state)


def handlers() -> list[tuple[str, EventHandler]]:
    return [
        (f"{state.__name__}.{name}", handler)
        for state in states()
        for name, handler in state.event_handlers.items()
        if name not in REFLEX_OWN
    ]


def test_there_are_handlers_to_look_at() -> None:
    assert len(handlers()) > 5


def test_every_handler_is_guarded() -> None:
    naked = [name for name, handler in handlers() if not hasattr(handler.fn, GUARD)]
    assert not naked, f"without @action: {naked}"


def test_only_the_sign_in_is_public() -> None:
    public = {name for name, handler in handlers() if getattr(handler.fn, GUARD, "") == "public"}
    assert public == PUBLIC


def test_states_are_flat() -> None:
    """A page's State loads its parents with it, so none has one of ours."""
    assert {state.__base__ for state in states()} <= {rx.State} | {
        base for state in states() for base in state.__mro__ if getattr(base, "_mixin", False)
    }


@pytest.mark.parametrize(("name", "handler"), handlers())
async def test_a_stranger_gets_sent_to_the_sign_in(name: str, handler: EventHandler, sqlite_db: Path) -> None:
    """Called the way a raw websocket would: no cookie, no arguments, no page visited."""
    if name in PUBLIC or handler.is_background:
        return
    state = await open_page(_state_of(name), cookie="webmagic=made-up")
    answer = handler.fn(state)
    event = await anext(answer) if hasattr(answer, "__anext__") else await answer
    assert "/login" in str(event.args)


def _state_of(name: str) -> type[rx.State]:
    return next(state for state in states() if state.__name__ == name.partition(".")[0])


async def test_a_session_that_ended_leaves_nothing_in_the_tab(sqlite_db: Path) -> None:
    shell = await open_page(ShellState)
    shell.name = "Noor"
    await ShellState.event_handlers["load"].fn(shell)
    assert shell.name == ""
