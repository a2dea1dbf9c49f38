"""Quiet hours: no mail of the autopilot's leaves from one hour to the other, by the clock of a place.

There are the usual ones, and a country may have its own. Its own replace the usual ones there.
"""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import pitcher
from webmagic.accounts.preferences import read_preference, write_preference
from webmagic.core.clock import now
from webmagic.core.errors import Invalid
from webmagic.core.ledger import AUTOPILOT, Postponed
from webmagic.creative.build import Transaction
from webmagic.models import Business, Message, MessageState

DEFAULT_QUIET: dict[str, Any] = {"from_hour": 0, "to_hour": 0, "timezone": "UTC"}  # the same hour: none
COUNTRIES = "quiet_countries"
MOST_COUNTRIES = 60


@dataclass(frozen=True)
class QuietCountry:
    """The own quiet hours of one country ("GT"); the same hour twice means none there."""

    country: str
    from_hour: int
    to_hour: int
    timezone: str


async def quiet_hours(session: AsyncSession) -> dict[str, Any]:
    return await read_preference(session, "quiet_hours", DEFAULT_QUIET)


async def set_quiet_hours(session: AsyncSession, from_hour: int, to_hour: int, timezone: str = "UTC") -> None:
    """The usual ones."""
    await write_preference(session, "quiet_hours", _checked(from_hour, to_hour, timezone))


async def quiet_countries(session: AsyncSession) -> list[QuietCountry]:
    found = await read_preference(session, COUNTRIES, [])
    return [QuietCountry(**row) for row in found]


async def set_quiet_country(
    session: AsyncSession, country: str, from_hour: int, to_hour: int, timezone: str
) -> None:
    """A country's own hours, in place of what it had."""
    code = country.strip().upper()
    if pitcher.find_country(code) is None:
        raise Invalid(f"There is no country {code!r} among those we write to.")
    row = QuietCountry(code, **_checked(from_hour, to_hour, timezone))
    others = [one for one in await quiet_countries(session) if one.country != code]
    await _write(session, [*others, row])


async def drop_quiet_country(session: AsyncSession, country: str) -> None:
    """From now on the usual hours hold there."""
    await _write(session, [one for one in await quiet_countries(session) if one.country != country])


async def _write(session: AsyncSession, rows: list[QuietCountry]) -> None:
    kept = sorted(rows, key=lambda row: row.country)[:MOST_COUNTRIES]
    await write_preference(session, COUNTRIES, [asdict(row) for row in kept])


def _checked(from_hour: int, to_hour: int, timezone: str) -> dict[str, Any]:
    if not (0 <= from_hour <= 23 and 0 <= to_hour <= 23):
        raise Invalid("Quiet hours are full hours from 0 to 23.")
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        raise Invalid(f"There is no time zone {timezone!r}. One is Europe/Berlin.") from None
    return {"from_hour": from_hour, "to_hour": to_hour, "timezone": timezone}


def quiet_until(quiet: dict[str, Any], at: dt.datetime) -> dt.datetime | None:
    """The end of the quiet hours that `at` falls into, or None."""
    begin, end = int(quiet["from_hour"]), int(quiet["to_hour"])
    local = at.astimezone(ZoneInfo(quiet["timezone"]))
    inside = begin <= local.hour < end if begin < end else (local.hour >= begin or local.hour < end)
    if begin == end or not inside:
        return None
    ends = local.replace(hour=end, minute=0, second=0, microsecond=0)
    if ends <= local:
        ends += dt.timedelta(days=1)
    return ends.astimezone(dt.UTC)


async def quiet_everywhere_until(session: AsyncSession) -> dt.datetime | None:
    """While no country has hours of its own, the whole phase rests; else each mail is looked at by itself."""
    if await quiet_countries(session):
        return None
    return quiet_until(await quiet_hours(session), now())


async def quiet_in(session: AsyncSession, country: str) -> dt.datetime | None:
    """Until when it is quiet there."""
    own = next((row for row in await quiet_countries(session) if row.country == country), None)
    return quiet_until(asdict(own) if own else await quiet_hours(session), now())


async def keep_quiet(transaction: Transaction, origin: str, message_id: int) -> None:
    """Before one of the autopilot's mails leaves: raises Postponed while it is quiet where it goes. The
    row says so too, so that it does not stand in the way of mails to places that are awake."""
    if origin != AUTOPILOT:
        return
    async with transaction() as session:
        message = await session.get(Message, message_id)
        if message is None or message.state != MessageState.QUEUED or message.purpose != "outreach":
            return
        business = await session.get(Business, message.business_id) if message.business_id else None
        until = await quiet_in(session, business.country if business else "")
        if until is None:
            return
        message.send_after = until
        session.add(message)
    raise Postponed(until, f"Quiet hours there until {until:%H:%M} UTC.")


async def awake(transaction: Transaction, origin: str, message_ids: list[int]) -> list[int]:
    """Those of the autopilot's mails that go where it is not quiet; the others are asked for again at
    the end of their quiet hours."""
    if origin != AUTOPILOT:
        return message_ids
    async with transaction() as session:
        found = await session.exec(
            select(Message, Business.country)
            .outerjoin(Business, col(Business.id) == Message.business_id)
            .where(
                col(Message.id).in_(message_ids),
                Message.state == MessageState.QUEUED,
                Message.purpose == "outreach",
            )
        )
        quiet = []
        for message, country in found.all():
            if until := await quiet_in(session, country or ""):
                message.send_after, message.waits_for = until, f"Quiet hours there until {until:%H:%M} UTC."
                quiet.append(message)
        await pitcher.ask(session, quiet)
    return [one for one in message_ids if one not in {message.id for message in quiet}]
