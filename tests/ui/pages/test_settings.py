import pytest

from tests.ui.conftest import open_page
from webmagic import accounts, conductor, pitcher
from webmagic.core.database import reading, transaction
from webmagic.core.settings import get_settings
from webmagic.models import Role
from webmagic.ui.pages.settings.state import SettingsState
from webmagic.ui.toasts import ToastState


async def _open(cookie: str) -> SettingsState:
    state = await open_page(SettingsState, "/settings", cookie)
    await SettingsState.event_handlers["load"].fn(state)
    return state


async def _said(state: SettingsState) -> str:
    return (await state.get_state(ToastState)).notes[-1].text


async def test_no_secret_reaches_the_page(owner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-very-secret")
    get_settings.cache_clear()
    state = await _open(owner)
    assert "sk-very-secret" not in str(state.dict())
    assert next(one for one in state.providers if one.role == "Designer").words == "set"


async def test_the_limits_are_saved(owner: str) -> None:
    state = await _open(owner)
    form = {one.name: one.value for one in state.limits} | {"generate": "7"}
    await SettingsState.event_handlers["save_limits"].fn(state, form)
    async with reading() as session:
        assert (await conductor.cycle_limits(session))["generate"] == 7


@pytest.mark.parametrize("value", ["-1", "", "many", "99999", "1.5", "²"])
async def test_a_limit_that_is_no_number_changes_nothing(owner: str, value: str) -> None:
    state = await _open(owner)
    form = {one.name: one.value for one in state.limits} | {"send": value}
    await SettingsState.event_handlers["save_limits"].fn(state, form)
    assert (await _said(state)).startswith("Mails sent: give a whole number")


async def test_a_declaration_is_kept_and_counts_for_the_provider_in_use(owner: str) -> None:
    state = await _open(owner)
    form = {"balancing_test": " One letter, easily stopped. ", "outreach_allowed": "Our contract says so."}
    await SettingsState.event_handlers["declare"].fn(state, form)
    assert (state.balancing_test, state.outreach_allowed) == (
        "One letter, easily stopped.",
        "Our contract says so.",
    )
    async with reading() as session:
        assert (await pitcher.read_declarations(session, "resend")).outreach_allowed == ""


async def test_a_declaration_that_is_a_book_is_refused(owner: str) -> None:
    state = await _open(owner)
    await SettingsState.event_handlers["declare"].fn(state, {"balancing_test": "x" * 8001})
    assert await _said(state) == "A declaration has at most 8,000 characters." and state.balancing_test == ""


async def test_a_wrong_current_password_keeps_the_session(sqlite_db) -> None:
    state = await _open(await _person("correct horse 42 battery"))
    form = {"current": "wrong", "new": "another long pass 77", "again": "another long pass 77"}
    assert await SettingsState.event_handlers["change_password"].fn(state, form) is None
    assert await _said(state) == "The current password is wrong." and state.me


async def test_a_new_password_signs_every_device_out(sqlite_db) -> None:
    state = await _open(await _person("correct horse 42 battery"))
    form = {
        "current": "correct horse 42 battery",
        "new": "another long pass 77",
        "again": "another long pass 77",
    }
    answer = await SettingsState.event_handlers["change_password"].fn(state, form)
    assert "/login" in str(answer.args)
    await SettingsState.event_handlers["load"].fn(state)
    assert state.me == ""


async def test_a_new_password_must_be_the_same_twice(owner: str) -> None:
    state = await _open(owner)
    form = {"current": "x", "new": "another long pass 77", "again": "other"}
    await SettingsState.event_handlers["change_password"].fn(state, form)
    assert await _said(state) == "The new password is not the same twice."


async def test_a_viewer_sees_the_settings_and_changes_none(viewer: str) -> None:
    state = await _open(viewer)
    assert not state.may_manage and state.limits
    await SettingsState.event_handlers["set_mode"].fn(state, "off")
    assert "role does not allow" in await _said(state)


async def _person(password: str) -> str:
    async with transaction() as session:
        user = await accounts.create_admin(session, "noor@studio.example.com", "Noor", password, Role.OWNER)
        raw = await accounts.open_session(session, user.id or 0)
    return f"{accounts.session_cookie_name(get_settings())}={raw}"
