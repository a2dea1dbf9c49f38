"""Views of published pages, counted without a cookie and without keeping an address.

A visitor is a hash of the address, the browser, the site and a salt that is thrown away after
two days, so a person is counted once a day and cannot be followed from day to day.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

import sqlalchemy as sa
from redis.exceptions import RedisError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core import ids
from webmagic.core.clock import now
from webmagic.core.redis import get_redis
from webmagic.models import GeneratedSite, SiteVisit

BOTS = re.compile(
    r"bot|crawl|spider|slurp|preview|fetch|monitor|scan|check|headless|lighthouse|curl|wget|python|"
    r"httpx|java/|go-http|okhttp|axios|node|ruby|perl|php|facebookexternalhit|whatsapp|telegram|feed",
    re.IGNORECASE,
)
_salts: dict[str, str] = {}


@dataclass(frozen=True)
class Visit:
    subdomain: str
    visitor: str
    path: str = "/"
    referrer_host: str = ""
    is_bot: bool = False
    at: datetime = field(default_factory=now)


def is_bot(user_agent: str) -> bool:
    """Whether the browser calls itself a program; no name at all counts as one."""
    return not user_agent or bool(BOTS.search(user_agent))


async def daily_salt(day: str) -> str:
    """The day's random salt, shared through Redis and known nowhere else."""
    if day not in _salts:
        salt = ids.token(16)
        try:
            redis, key = get_redis(), f"webmagic:visit-salt:{day}"
            await redis.set(key, salt, nx=True, ex=timedelta(days=2))
            salt = (await redis.get(key) or salt.encode()).decode()
        except (RedisError, OSError):
            pass  # this process counts with a salt of its own
        _salts.clear()
        _salts[day] = salt
    return _salts[day]


def _referrer_host(referrer: str) -> str:
    try:
        return (urlsplit(referrer[:2000]).hostname or "")[:200]
    except ValueError:
        return ""


async def see(subdomain: str, *, ip: str, user_agent: str, path: str = "/", referrer: str = "") -> Visit:
    """A view, made anonymous."""
    salt = await daily_salt(now().date().isoformat())
    visitor = hashlib.sha256(f"{salt}\0{ip}\0{user_agent}\0{subdomain}".encode()).hexdigest()[:32]
    return Visit(subdomain, visitor, path[:200], _referrer_host(referrer), is_bot(user_agent))


async def record_visits(session: AsyncSession, visits: Iterable[Visit]) -> int:
    """Write views down; a site's own count is of people, not of programs. Returns rows written."""
    visits = list(visits)
    names = {visit.subdomain for visit in visits}
    found = await session.exec(
        select(GeneratedSite.subdomain, GeneratedSite.id).where(col(GeneratedSite.subdomain).in_(names))
    )
    sites = dict(found.all())
    rows = [
        {
            "site_id": sites[visit.subdomain],
            "visitor": visit.visitor,
            "path": visit.path,
            "referrer_host": visit.referrer_host,
            "is_bot": visit.is_bot,
            "at": visit.at,
        }
        for visit in visits
        if visit.subdomain in sites
    ]
    if rows:
        await session.exec(sa.insert(SiteVisit), params=rows)
    for site_id, count in Counter(row["site_id"] for row in rows if not row["is_bot"]).items():
        await session.exec(
            sa.update(GeneratedSite)
            .where(col(GeneratedSite.id) == site_id)
            .values(visits=GeneratedSite.visits + count)
        )
    return len(rows)


@dataclass(frozen=True)
class Days:
    """Visitors of the last days, oldest first, without programs; a person counts once a day."""

    by_day: list[tuple[date, int]]
    by_place: list[tuple[str, int]]  # the host they came from, "" for none

    @property
    def people(self) -> int:
        return sum(count for _, count in self.by_day)


async def visitors_of(session: AsyncSession, site_id: int, days: int) -> Days:
    since = now().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=days - 1)
    seen = (SiteVisit.site_id == site_id, col(SiteVisit.is_bot).is_(False), col(SiteVisit.at) >= since)
    day = sa.func.date(col(SiteVisit.at))
    people = sa.func.count(sa.distinct(col(SiteVisit.visitor)))
    counted = await session.exec(select(day, people).where(*seen).group_by(day))
    found = {str(when)[:10]: count for when, count in counted.all()}
    dates = [(since + timedelta(days=n)).date() for n in range(days)]
    host = col(SiteVisit.referrer_host)
    places = await session.exec(
        select(host, people).where(*seen).group_by(host).order_by(people.desc()).limit(8)
    )
    by_day = [(one, found.get(one.isoformat(), 0)) for one in dates]
    return Days(by_day, [(name, count) for name, count in places.all()])
