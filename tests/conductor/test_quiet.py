"""A country's own quiet hours replace the usual ones there, mail by mail."""

import datetime as dt

import pytest
from sqlmodel import select

from webmagic import conductor
from webmagic.core.clock import now
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Invalid
from webmagic.core.ledger import AUTOPILOT, Postponed
from webmagic.models import Business, Message


async def write_to(country: str) -> int:
    async with transaction() as session:
        shop = Business(dedupe_key=country, name=f"A shop in {country}", country=country)
        session.add(shop)
        await session.flush()
        message = Message(business_id=shop.id, to_email="shop@example.com", subject="Your page")
        session.add(message)
        await session.flush()
        return message.id or 0


async def test_a_mail_waits_where_it_is_quiet_and_leaves_where_it_is_not(db):
    hour = now().hour
    there, here = await write_to("DE"), await write_to("US")
    async with transaction() as session:
        await conductor.set_quiet_hours(session, hour, hour)  # none
        await conductor.set_quiet_country(session, "de", hour, (hour + 2) % 24, "UTC")
    with pytest.raises(Postponed) as postponed:
        await conductor.keep_quiet(transaction, AUTOPILOT, there)
    await conductor.keep_quiet(transaction, AUTOPILOT, here)
    await conductor.keep_quiet(transaction, "", there)  # what a person asked for leaves at once
    async with reading() as session:
        rows = {row.id: row.send_after for row in (await session.exec(select(Message))).all()}
    assert rows == {there: postponed.value.until, here: None}


async def test_a_country_that_is_awake_gets_its_mail_in_the_usual_quiet_hours(sqlite_db):
    hour = now().hour
    message = await write_to("US")
    async with transaction() as session:
        await conductor.set_quiet_hours(session, hour, (hour + 2) % 24)
        assert "send" in (await conductor.allowance(session)).stopped
        await conductor.set_quiet_country(session, "US", 3, 3, "America/New_York")
        assert "send" not in (await conductor.allowance(session)).stopped
    await conductor.keep_quiet(transaction, AUTOPILOT, message)
    async with transaction() as session:
        await conductor.drop_quiet_country(session, "US")
    with pytest.raises(Postponed) as postponed:
        await conductor.keep_quiet(transaction, AUTOPILOT, message)
    assert postponed.value.until <= now() + dt.timedelta(hours=2)


@pytest.mark.parametrize("row", [("XX", 1, 2, "UTC"), ("US", 1, 24, "UTC"), ("US", 1, 2, "Mars/Olympus")])
async def test_what_is_no_country_no_hour_and_no_zone_is_refused(sqlite_db, row):
    async with transaction() as session:
        with pytest.raises(Invalid):
            await conductor.set_quiet_country(session, *row)
