"""When a mail may leave: the ramp-up of its identity, the caps, and the recipient's own daytime.

A plan is made when the letter is written, so the calendar can show it; the caps are looked at again
when it leaves.
"""

import datetime as dt
import random
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlalchemy as sa
from sqlmodel import case, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts.preferences import read_preference, write_preference
from webmagic.core.clock import now
from webmagic.core.errors import Invalid
from webmagic.models import Business, Message, MessageState
from webmagic.pitcher.countries import find_country
from webmagic.pitcher.identities import OUTREACH, Sender
from webmagic.pitcher.suppression import domain_of

# Mails on the first, second, … day of an identity; afterwards its own daily cap alone.
RAMP = (20, 50, 100, 150, 250, 400, 700, 1000, 1500, 2000)
PACE = "mail.pace"
# A recipient's domain gets so many offers a day from all of us; the large mailbox providers more.
DEFAULT_PACE: dict[str, Any] = {
    "from_hour": 9, "to_hour": 17, "days": [0, 1, 2, 3, 4], "domain_cap": 10, "provider_cap": 100,
}  # fmt: skip
HORIZON_DAYS = 60
LARGE = {
    *("gmail.com", "googlemail.com", "yahoo.com", "yahoo.es", "aol.com", "outlook.com", "outlook.es"),
    *("hotmail.com", "hotmail.es", "live.com", "msn.com"),
}


async def read_pace(session: AsyncSession) -> dict[str, Any]:
    return await read_preference(session, PACE, DEFAULT_PACE)


async def write_pace(
    session: AsyncSession,
    *,
    from_hour: int,
    to_hour: int,
    days: list[int],
    domain_cap: int,
    provider_cap: int,
) -> None:
    if not 0 <= from_hour < to_hour <= 24:
        raise Invalid("The day begins before it ends: two full hours from 0 to 24.")
    if not days or not set(days) <= set(range(7)):
        raise Invalid("Choose at least one day of the week.")
    if min(domain_cap, provider_cap) < 1:
        raise Invalid("A cap is at least 1.")
    values = {"from_hour": from_hour, "to_hour": to_hour, "days": sorted(set(days))}
    await write_preference(session, PACE, {**values, "domain_cap": domain_cap, "provider_cap": provider_cap})


def cap_on(sender: Sender, day: dt.date) -> int:
    """How many mails an identity sends on a day: the ramp-up counts from its first."""
    if not sender.daily_cap:
        return 10**9
    first = sender.started_at.date() if sender.started_at else now().date()
    age = max((day - first).days, 0)
    return min(sender.daily_cap, RAMP[age]) if age < len(RAMP) else sender.daily_cap


class Located(Protocol):
    @property
    def country(self) -> str: ...
    @property
    def timezone(self) -> str: ...


def zone_of(business: Located) -> ZoneInfo:
    """Where the recipient's clock is: the listing's zone, else the country's."""
    country = find_country(business.country)
    for name in (business.timezone, country.zone if country else "", "UTC"):
        try:
            if name:
                return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            continue
    return ZoneInfo("UTC")


def window_on(
    day: dt.date, zone: ZoneInfo, pace: Mapping[str, Any]
) -> tuple[dt.datetime, dt.datetime] | None:
    """The hours of that local day in which a mail may leave, in UTC; None on a day of rest."""
    if day.weekday() not in pace["days"]:
        return None
    begin = dt.datetime.combine(day, dt.time(int(pace["from_hour"])), zone)
    last = int(pace["to_hour"])
    end = dt.datetime.combine(day, dt.time(last % 24), zone) + dt.timedelta(days=last // 24)
    return begin.astimezone(dt.UTC), end.astimezone(dt.UTC)


def is_open(at: dt.datetime, zone: ZoneInfo, pace: Mapping[str, Any]) -> bool:
    window = window_on(at.astimezone(zone).date(), zone, pace)
    return window is not None and window[0] <= at < window[1]


@dataclass
class Load:
    """Mails that left or are planned, by day (UTC)."""

    identities: Counter[tuple[int, dt.date]] = field(default_factory=Counter)
    domains: Counter[tuple[str, dt.date]] = field(default_factory=Counter)

    def add(self, sender: Sender, to_email: str, at: dt.datetime) -> None:
        self.identities[sender.identity_id or 0, at.date()] += 1
        self.domains[domain_of(to_email), at.date()] += 1

    def has_room(self, sender: Sender, to_email: str, day: dt.date, pace: Mapping[str, Any]) -> str:
        """Empty when one more fits on that day, else the cap that is reached."""
        if self.identities[sender.identity_id or 0, day] >= (cap := cap_on(sender, day)):
            return f"{sender.email} sends {cap} mails that day and no more."
        domain = domain_of(to_email)
        most = int(pace["provider_cap" if domain in LARGE else "domain_cap"])
        if self.domains[domain, day] >= most:
            return f"{domain} gets {most} mails from us that day and no more."
        return ""


def _left_today(domain: Any) -> Any:
    """Put together once: asked for each hundred mails, that takes longer than the answer."""
    midnight: Any = sa.bindparam("midnight")
    return (
        select(Message.identity_id, domain.label("domain"), func.count())
        .where(
            Message.purpose == OUTREACH,
            ((col(Message.state) == MessageState.SENT) & (col(Message.sent_at) >= midnight))
            | ((col(Message.state) == MessageState.SENDING) & (col(Message.asked_at) >= midnight)),
        )
        .group_by(col(Message.identity_id), sa.text("domain"))
    )


_these: Any = col(Message.to_domain).in_(sa.bindparam("domains", expanding=True))
_ALL = _left_today(col(Message.to_domain))
_THESE = _left_today(case((_these, col(Message.to_domain)), else_=""))


async def read_load(
    session: AsyncSession, *, planned: bool = False, domains: Collection[str] | None = None
) -> Load:
    """From today on. `planned` counts what waits for its hour too; `domains` are the recipients' domains
    that matter, if not all do."""
    load, midnight = Load(), now().replace(hour=0, minute=0, second=0, microsecond=0)
    counted, given = (_ALL, {}) if domains is None else (_THESE, {"domains": list(domains)})
    for identity_id, name, number in (
        await session.exec(counted, params={"midnight": midnight, **given})
    ).all():
        _add(load, identity_id, name, midnight.date(), number)
    if planned:
        waiting = select(Message.identity_id, Message.to_domain, Message.send_after).where(
            Message.state == MessageState.QUEUED,
            Message.purpose == OUTREACH,
            col(Message.send_after) >= midnight,
        )
        for identity_id, name, at in (await session.exec(waiting)).all():
            if at:
                _add(load, identity_id, name, at.date(), 1)
    return load


def _add(load: Load, identity_id: int | None, domain: str, day: dt.date, number: int) -> None:
    load.identities[identity_id or 0, day] += number
    load.domains[domain, day] += number


@dataclass
class Planner:
    pace: Mapping[str, Any]
    load: Load
    dice: random.Random = field(default_factory=random.Random)

    def plan(
        self, business: Business, senders: Sequence[Sender], earliest: dt.datetime
    ) -> tuple[Sender, dt.datetime] | None:
        """The sender with most room on the first day that has any, and a moment in the recipient's
        daytime. None when the next two months are full."""
        zone, to_email = zone_of(business), business.email
        first = earliest.astimezone(zone).date()
        for ahead in range(HORIZON_DAYS):
            window = window_on(first + dt.timedelta(days=ahead), zone, self.pace)
            if window is None or window[1] <= earliest:
                continue
            at = self._moment(max(window[0], earliest), window[1])
            free = [s for s in senders if not self.load.has_room(s, to_email, at.date(), self.pace)]
            if free:
                best = max(free, key=lambda s: self._room(s, at.date()))
                self.load.add(best, to_email, at)
                return best, at
        return None

    def _moment(self, begin: dt.datetime, end: dt.datetime) -> dt.datetime:
        """Anywhere in between: mail of a machine comes on the minute, that of people does not."""
        return begin + (end - begin) * self.dice.random()

    def _room(self, sender: Sender, day: dt.date) -> float:
        cap = cap_on(sender, day)
        return 1 - self.load.identities[sender.identity_id or 0, day] / cap
