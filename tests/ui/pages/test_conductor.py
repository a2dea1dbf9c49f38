"""The conductor's screen: each control is one verb, and what it shows is what the rows say."""

from pathlib import Path

import pytest

from tests.ui.conftest import open_page
from webmagic import conductor
from webmagic.conductor import PHASES
from webmagic.core.clock import ago, now
from webmagic.core.database import reading, transaction
from webmagic.core.ledger import list_holds
from webmagic.models import AlertRow, Cycle
from webmagic.ui.pages.conductor import rows
from webmagic.ui.pages.conductor.alerts import AlertsState
from webmagic.ui.pages.conductor.state import ConductorState
from webmagic.ui.shell import ShellState
from webmagic.ui.toasts import ToastState

OFFERS = "Write and send offers"


async def _open(cookie: str, address: str = "/conductor") -> ConductorState:
    state = await open_page(ConductorState, address, cookie)
    await ConductorState.event_handlers["load"].fn(state)
    return state


async def _do(state, name: str, *arguments) -> str:
    """Call a handler as the page would; the last toast."""
    await type(state).event_handlers[name].fn(state, *arguments)
    notes = (await state.get_state(ToastState)).notes
    return notes[-1].text if notes else ""


async def test_a_fresh_machine_shows_every_schedule_and_no_history(owner: str) -> None:
    state = await _open(owner)
    assert state.is_loaded and state.problem == "" and state.history == [] and state.stopped == ""
    assert len(state.schedules) == len(conductor.SCHEDULES)
    assert [cell.name for cell in state.phases] == [rows.PHASE_WORDS[one.name][0] for one in PHASES]
    assert {vital.key for vital in state.vitals} >= {"database", "redis", "workers", "disk", "backlog"}


async def test_the_stop_is_on_every_page_until_it_is_let_go(owner: str) -> None:
    state = await _open(owner)
    await _do(state, "stop_everything")
    async with reading() as session:
        assert len(await list_holds(session)) == 3
    shell = await open_page(ShellState, "/sites", owner)
    await ShellState.event_handlers["load"].fn(shell)
    assert "owner person" in shell.stopped and "owner person" in state.stopped
    await _do(state, "go_on")
    assert state.stopped == "" and (await _open(owner)).stopped == ""
    async with reading() as session:
        assert await list_holds(session) == {}


async def test_a_viewer_may_look_and_stop_nothing(viewer: str) -> None:
    state = await _open(viewer)
    assert "role does not allow" in await _do(state, "stop_everything")
    assert "role does not allow" in await _do(state, "set_every", OFFERS, 60)
    async with reading() as session:
        assert await conductor.find_stop(session) is None


async def test_the_strip_says_how_each_phase_went_and_which_one_is_under_way(owner: str) -> None:
    at = ago(minutes=4).isoformat()
    phase = {"limit": 5, "stopped": "", "seconds": 0.1, "at": at}
    async with transaction() as session:
        session.add(
            Cycle(cause="schedule", ended_at=now(), phases=[{"phase": "generate", "asked": 5, **phase}])
        )
        await session.flush()
        session.add(
            Cycle(cause="by hand", actor="a@example.com", phases=[{"phase": "health", "asked": 0, **phase}])
        )
    state = await _open(owner)
    cells = {cell.name: cell for cell in state.phases}
    assert (cells["Build"].count, cells["Build"].limit, cells["Build"].tone) == ("5", "of 5", "hit")
    assert cells["Clean up"].tone == "now" and state.cycle_words == "under way"
    assert [line.cause for line in state.history] == ["by hand, a@example.com", "on schedule"]


async def test_cadence_switch_and_run_now_are_one_press_each(owner: str) -> None:
    state = await _open(owner)
    await _do(state, "set_every", OFFERS, 120)
    await _do(state, "switch_schedule", OFFERS, False)
    line = next(line for line in state.schedules if line.name == OFFERS)
    assert (line.every, line.is_usual, line.is_on, line.next) == ("120", False, False, "off")
    await _do(state, "run_schedule", OFFERS)
    assert next(line for line in state.schedules if line.name == OFFERS).result == "waits"
    assert "under way" in await _do(state, "run_schedule", OFFERS)


async def test_budgets_limits_and_quiet_hours_are_saved_and_shown(owner: str) -> None:
    state = await _open(owner)
    await _do(state, "save_budgets", {"models_usd": "4.5", "listings_usd": "0", "mails": "50"})
    assert [line.limit for line in state.budgets] == ["of $4.50", "no limit", "of 50"]
    limits = dict.fromkeys(conductor.DEFAULT_LIMITS, "7")
    await _do(state, "save_limits", limits)
    assert {field.value for field in state.limits} == {"7"}
    hours = {"from_hour": "20", "to_hour": "8", "timezone": "America/New_York"}
    await _do(state, "save_quiet", hours)
    await _do(state, "save_quiet", {**hours, "country": "GT", "timezone": "America/Guatemala"})
    assert state.quiet == "20:00 to 08:00, America/New_York"
    assert [(line.country, line.words) for line in state.quiet_places] == [
        ("GT", "20:00 to 08:00, America/Guatemala")
    ]
    await _do(state, "drop_quiet", "GT")
    assert state.quiet_places == []


@pytest.mark.parametrize(
    ("handler", "form"),
    [
        ("save_budgets", {"models_usd": "-1", "listings_usd": "0", "mails": "5"}),
        ("save_limits", {"scrape": "many"}),
        ("save_quiet", {"from_hour": "24", "to_hour": "8", "timezone": "UTC"}),
        ("save_quiet", {"from_hour": "2", "to_hour": "8", "timezone": "Mars/Olympus"}),
    ],
)
async def test_what_makes_no_sense_is_said_and_not_saved(owner: str, handler: str, form: dict) -> None:
    state = await _open(owner)
    await _do(state, handler, form)
    assert (await state.get_state(ToastState)).notes[-1].tone == "bad"
    async with reading() as session:
        assert await conductor.budgets(session) == conductor.DEFAULT_BUDGETS
        assert await conductor.cycle_limits(session) == conductor.DEFAULT_LIMITS


async def _alert(key: str, tone: str, **values) -> None:
    async with transaction() as session:
        session.add(AlertRow(key=key, tone=tone, text=f"{key} is in trouble.", to_do="Look.", **values))


async def test_the_banner_shows_the_worst_first_and_what_policy_holds_not_at_all(owner: str) -> None:
    await _alert("redis", "warn")
    await _alert("disk", "bad", link="/jobs")
    await _alert("held", "hold")
    await _alert("mail", "bad", cleared_at=now())
    shell = await open_page(ShellState, "/", owner)
    await ShellState.event_handlers["load"].fn(shell)
    assert [(one.tone, one.text) for one in shell.troubles] == [
        ("bad", "disk is in trouble."),
        ("warn", "redis is in trouble."),
    ]
    assert shell.more_troubles == ""


async def test_alerts_have_a_page_with_their_history_and_who_is_told(owner: str, sqlite_db: Path) -> None:
    await _alert("disk", "bad")
    await _alert("redis", "warn", cleared_at=now())
    state = await open_page(AlertsState, "/conductor/alerts", owner)
    await AlertsState.event_handlers["load"].fn(state)
    assert [one.text for one in state.now] == ["disk is in trouble."] and len(state.past) == 2
    saved = {"mails": "night@example.com", "webhook": "https://hooks.example.com/secret"}
    await _do(state, "save", saved)
    assert state.mails == "night@example.com" and "hooks.example.com" in state.hook_words
    assert "secret" not in str(state.dict())
    assert "must begin with https" in await _do(state, "save", {"mails": "", "webhook": "http://example.com"})
    await _do(state, "send_test")
    await _do(state, "drop_webhook")
    assert state.hook == ""


def test_a_cadence_is_said_in_its_largest_unit() -> None:
    assert [rows.cadence(minutes) for minutes in (5, 60, 90, 1440, 10_080)] == [
        "5 min", "1 h", "90 min", "1 d", "1 w",
    ]  # fmt: skip
