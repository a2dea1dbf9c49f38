import pytest

from tests.ui.conftest import open_page
from webmagic.ui.pages.login import LoginState


async def _open(address: str) -> LoginState:
    state = await open_page(LoginState, address)
    await LoginState.event_handlers["load"].fn(state)
    return state


async def test_a_wrong_password_says_so(home) -> None:
    assert (await _open("/login?error=wrong")).problem == "The e-mail or the password is wrong."


async def test_too_many_tries_say_how_long_to_wait(home) -> None:
    assert "Wait 40 s" in (await _open("/login?error=wait&seconds=40")).problem


async def test_text_in_the_address_is_never_shown(home) -> None:
    assert (await _open("/login?error=<b>call+us</b>")).problem == "That did not work. Try again."


async def test_an_ended_session_is_news_and_no_error(home) -> None:
    state = await _open("/login?error=ended")
    assert state.problem == "" and "ended" in state.news


@pytest.mark.parametrize(
    "path", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"]
)
async def test_the_way_back_stays_on_this_host(home, path: str) -> None:
    assert (await _open(f"/login?next={path}")).next_path == "/"


async def test_the_way_back_to_a_page_is_kept(home) -> None:
    assert (await _open("/login?next=/businesses")).next_path == "/businesses"
