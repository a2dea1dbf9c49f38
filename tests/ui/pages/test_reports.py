"""A day in figures on screen: the same lines as the mail."""

import datetime as dt

from tests.ui.conftest import open_page
from tests.ui.people import add_business
from webmagic import conductor
from webmagic.core.clock import ago, now
from webmagic.core.database import reading, transaction
from webmagic.models import AlertRow, Job, JobState, Payment, PaymentState
from webmagic.ui.pages.reports import rows
from webmagic.ui.pages.reports.state import ReportsState


async def _open(cookie: str, address: str = "/reports") -> ReportsState:
    state = await open_page(ReportsState, address, cookie)
    await ReportsState.event_handlers["load"].fn(state)
    return state


async def _paid(cents: int, at: dt.datetime, number: str) -> None:
    async with transaction() as session:
        session.add(
            Payment(provider="simulator", provider_id=number, amount_cents=cents, currency="USD",
                    state=PaymentState.SUCCEEDED, paid_at=at)
        )  # fmt: skip


async def test_before_the_first_listing_there_are_no_days(owner: str) -> None:
    state = await _open(owner)
    assert state.is_loaded and state.days == [] and state.problem == ""


async def test_a_day_shows_every_line_of_the_mail_with_what_changed(owner: str) -> None:
    await add_business(created_at=ago(days=5))
    noon = dt.datetime.combine(ago(days=1).date(), dt.time(12), dt.UTC)
    await _paid(14_900, noon, "a")
    await _paid(2_900, noon - dt.timedelta(days=1), "b")
    async with transaction() as session:
        session.add(AlertRow(key="disk", tone="bad", text="The disk is full.", to_do="Make room."))
        session.add(
            Job(kind="x.y", queue="monitoring", state=JobState.FAILED, message="Too many.", finished_at=noon,
                fingerprint="f")
        )  # fmt: skip
    state = await _open(owner)
    async with reading() as session:
        report = await conductor.get_report(session, noon.date())
    shown = [(group.name, line.label) for group in state.groups for line in group.lines]
    assert shown == [(line.group, line.label) for line in report.lines]
    money = next(line for group in state.groups for line in group.lines if line.label == "Received")
    assert (money.value, money.before, money.delta, money.tone) == ("149.00", "29.00", "+120.00", "up")
    assert [(one.count, one.message) for one in state.failures] == [("1", "Too many.")]
    assert [one.text for one in state.wrong] == ["The disk is full."]


async def test_days_go_back_to_the_first_listing_and_are_paged(owner: str) -> None:
    await add_business(created_at=ago(days=20))
    state = await _open(owner)
    assert len(state.days) == 14 and state.days[0].name == "Today so far" and state.days[1].is_current
    assert state.newer == "" and state.older
    further = await _open(owner, state.older)
    assert len(further.days) == 7 and further.older == "" and further.newer


async def test_a_day_that_is_none_or_still_to_come_is_put_right(owner: str) -> None:
    assert rows.day_asked("soon") == now().date() - dt.timedelta(days=1)
    assert rows.day_asked("9999-01-01") == now().date()
    assert (await _open(owner, "/reports?day=1999-13-45")).problem == ""
