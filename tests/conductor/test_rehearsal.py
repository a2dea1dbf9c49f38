"""A rehearsal says what would happen, costs nothing and writes nothing."""

import datetime as dt

import pytest
from sqlmodel import SQLModel, col, func, select

from webmagic import conductor, hunter
from webmagic.conductor.allowance import DEFAULT_BUDGETS, Spending, allow
from webmagic.conductor.quiet import quiet_until
from webmagic.core.clock import now
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Invalid
from webmagic.core.ledger import AUTOPILOT, Job, Postponed

LIMITS = conductor.DEFAULT_LIMITS


async def counts() -> dict[str, int]:
    async with reading() as session:
        return {
            name: (await session.exec(select(func.count()).select_from(table))).one()
            for name, table in SQLModel.metadata.tables.items()
        }


async def test_a_day_is_rehearsed_and_nothing_is_written(db):
    await hunter.load_sample(transaction)
    before = await counts()
    async with reading() as session:
        plan = await conductor.rehearse(session, 24)
    assert await counts() == before
    assert plan.totals["generate"] >= 5
    assert plan.totals["publish"] == plan.totals["generate"]
    assert plan.cost_usd == 0  # the built-in designer and the sample source cost nothing
    assert max(step.count for step in plan.steps if step.phase == "generate") <= LIMITS["generate"]


async def test_a_rehearsal_keeps_quiet_hours_and_says_so(sqlite_db):
    await hunter.load_sample(transaction)
    hour = now().hour
    async with transaction() as session:
        await conductor.set_quiet_hours(session, hour, (hour + 12) % 24)
    async with reading() as session:
        plan = await conductor.rehearse(session, 6)
    assert not plan.totals.get("send")
    assert any("Quiet hours" in step.stopped for step in plan.steps)


async def test_a_rehearsal_of_no_hours_is_refused(sqlite_db):
    async with reading() as session:
        with pytest.raises(Invalid):
            await conductor.rehearse(session, 0)


def test_a_spent_budget_stops_its_phase_and_says_so():
    allowed = allow(LIMITS, DEFAULT_BUDGETS, Spending(models_microusd=10_000_000), None)
    assert allowed.limits["generate"] == allowed.limits["retry_sites"] == 0
    assert allowed.limits["scrape"] == LIMITS["scrape"]
    assert "$10.00" in allowed.stopped["generate"]


def test_the_days_last_mails_leave_and_not_one_more():
    assert allow(LIMITS, DEFAULT_BUDGETS, Spending(mails=195), None).limits["send"] == 5
    assert "send" in allow(LIMITS, DEFAULT_BUDGETS, Spending(mails=200), None).stopped


def test_a_budget_of_nothing_is_no_limit():
    none = dict.fromkeys(DEFAULT_BUDGETS, 0.0)
    assert allow(LIMITS, none, Spending(10**12, 10**12, 10**6), None).stopped == {}


def test_quiet_hours_over_midnight_end_in_the_morning_of_the_place():
    quiet = {"from_hour": 20, "to_hour": 8, "timezone": "America/Guatemala"}  # UTC-6
    late = dt.datetime(2026, 11, 22, 5, 0, tzinfo=dt.UTC)  # 23:00 the day before
    assert quiet_until(quiet, late) == dt.datetime(2026, 11, 22, 14, 0, tzinfo=dt.UTC)
    assert quiet_until(quiet, dt.datetime(2026, 11, 22, 18, tzinfo=dt.UTC)) is None


async def test_the_autopilots_mail_waits_for_the_morning_and_a_persons_does_not(sqlite_db):
    hour = now().hour
    async with transaction() as session:
        await conductor.set_quiet_hours(session, hour, (hour + 2) % 24)
    async with reading() as session:
        with pytest.raises(Postponed) as postponed:
            await conductor.check_allowed(session, AUTOPILOT, "send")
        await conductor.check_allowed(session, "", "send")
    assert now() < postponed.value.until <= now() + dt.timedelta(hours=2)


async def test_switched_off_holds_what_has_not_begun_and_keeps_it(db):
    await hunter.load_sample(transaction)
    async with transaction() as session:
        await conductor.set_autopilot_mode(session, "on")
        reports = await conductor.ask_cycle(session, "generate")
    assert reports[0].asked
    async with transaction() as session:
        await conductor.set_autopilot_mode(session, "off")
    from webmagic.core.ledger.claims import claim

    async with transaction() as session:
        assert await claim(session, ["generation.build"], "me", 50) == []
        assert await conductor.ask_cycle(session) == []
    async with transaction() as session:
        await conductor.set_autopilot_mode(session, "on")
        assert len(await claim(session, ["generation.build"], "me", 50)) == reports[0].asked
    async with reading() as session:
        assert {row.origin for row in (await session.exec(select(Job).where(col(Job.id) > 0))).all()} == {
            AUTOPILOT
        }


async def test_rehearsal_mode_asks_for_nothing(sqlite_db):
    await hunter.load_sample(transaction)
    async with transaction() as session:
        await conductor.set_autopilot_mode(session, "rehearsal")
        assert await conductor.ask_cycle(session) == []
    assert (await counts())["jobs"] == 0
