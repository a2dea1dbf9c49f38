"""Schedules can be changed while everything runs; reports and housekeeping."""

import datetime as dt

import pytest
from sqlmodel import select

from webmagic import accounts, conductor
from webmagic.core.clock import ago, now
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Invalid, NotFound
from webmagic.core.ledger import enqueue, fire_due
from webmagic.models import (
    Business,
    GeneratedSite,
    Job,
    JobState,
    Message,
    Payment,
    PaymentState,
    SiteVisit,
)

OFFERS = "Write and send offers"


async def lines() -> dict[str, conductor.ScheduleRow]:
    async with reading() as session:
        return {row.name: row for row in await conductor.list_schedules(session)}


async def test_every_schedule_shows_its_last_and_next_run(db):
    async with transaction() as session:
        await fire_due(session, await conductor.active_schedules(session))
    found = await lines()
    assert len(found) == len(conductor.SCHEDULES)
    for row in found.values():
        assert row.last_at and row.next_at and row.next_at > now()
        assert row.last_state == JobState.WAITING


async def test_an_interval_can_be_changed_and_set_back(sqlite_db):
    async with transaction() as session:
        await conductor.change_schedule(session, OFFERS, every_minutes=120)
    assert (await lines())[OFFERS].every_minutes == 120
    async with transaction() as session:
        await conductor.change_schedule(session, OFFERS, every_minutes=0)
    assert (await lines())[OFFERS].every_minutes == (await lines())[OFFERS].usual_minutes == 30


async def test_a_schedule_that_is_off_does_not_fire(sqlite_db):
    async with transaction() as session:
        await conductor.change_schedule(session, OFFERS, is_on=False)
        assert OFFERS not in await fire_due(session, await conductor.active_schedules(session))
    assert (await lines())[OFFERS].next_at is None


async def test_what_is_no_schedule_and_what_is_too_often_is_refused(sqlite_db):
    async with transaction() as session:
        with pytest.raises(NotFound):
            await conductor.change_schedule(session, "Make coffee", is_on=True)
        with pytest.raises(Invalid):
            await conductor.change_schedule(session, OFFERS, every_minutes=0.2)


async def _paid(cents: int, at: dt.datetime, number: int) -> None:
    async with transaction() as session:
        session.add(
            Payment(
                provider="simulator",
                provider_id=f"pa_{number}",
                amount_cents=cents,
                currency="USD",
                state=PaymentState.SUCCEEDED,
                paid_at=at,
            )
        )


async def test_the_report_compares_a_day_with_the_day_before(db):
    day = dt.date(2026, 11, 20)
    noon = dt.datetime.combine(day, dt.time(12), dt.UTC)
    await _paid(14_900, noon, 1)
    await _paid(2_900, noon - dt.timedelta(days=1), 2)
    await _paid(99_900, noon + dt.timedelta(days=1), 3)
    async with reading() as session:
        report = await conductor.get_report(session, day)
    (money,) = [line for line in report.lines if line.label == "Received"]
    assert (money.value, money.before) == (14_900, 2_900)
    assert "Received: 149.00 (29.00 the day before)" in report.as_text()


async def test_the_report_is_mailed_once_a_day(sqlite_db):
    async with transaction() as session:
        await accounts.create_admin(session, "alice@example.com", "Alice", "correct-horse-battery", "owner")
        session.add(Business(dedupe_key="old", name="Old shop", created_at=ago(days=2)))
    for sent in (1, 0):
        async with transaction() as session:
            assert await conductor.send_report(session) == sent
    async with reading() as session:
        assert len((await session.exec(select(Message))).all()) == 1


async def _site(subdomain: str, **values) -> int:
    async with transaction() as session:
        shop = Business(dedupe_key=subdomain, name=subdomain)
        session.add(shop)
        await session.flush()
        site = GeneratedSite(business_id=shop.id, subdomain=subdomain, **values)
        session.add(site)
        await session.flush()
        assert site.id
        return site.id


async def test_what_stands_still_is_stopped_or_asked_for_again(db):
    await _site("orphan", updated_at=ago(hours=3))
    await _site("fresh")
    async with transaction() as session:
        await enqueue(session, "scraping.territory", territory_id=1)
    async with transaction() as session:
        hung = (await session.exec(select(Job))).one()
        hung.state, hung.started_at = JobState.RUNNING, ago(hours=3)
        session.add(hung)
    async with transaction() as session:
        assert await conductor.free_stuck(session) == {"stopped": 1, "asked_again": 1}
    async with transaction() as session:
        assert await conductor.free_stuck(session) == {"stopped": 0, "asked_again": 0}


async def test_old_rows_go_but_never_the_newest_job(db):
    site = await _site("shop")
    async with transaction() as session:
        session.add(SiteVisit(site_id=site, visitor="v", at=ago(days=500)))
        session.add(SiteVisit(site_id=site, visitor="v"))
        for _ in range(2):
            session.add(Job(kind="x.y", queue="monitoring", state=JobState.FAILED, finished_at=ago(days=200)))
    async with transaction() as session:
        gone = await conductor.forget_old(session)
    assert (gone["visits"], gone["failed jobs"]) == (1, 1)
