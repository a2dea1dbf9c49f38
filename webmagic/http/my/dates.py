"""Days and moments as an owner reads them."""

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from webmagic import support
from webmagic.http.pages import words


def local(at: dt.datetime, own: support.OwnedSite) -> dt.datetime:
    """In the shop's own time, where the listing told its place."""
    try:
        return at.astimezone(ZoneInfo(own.business.timezone or "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        return at.astimezone(dt.UTC)


def day_of(at: dt.datetime | None, own: support.OwnedSite) -> str:
    if at is None:
        return ""
    there, said = local(at, own), words(own.language)["my"]
    return said["date"].format(day=there.day, month=said["months"][there.month - 1], year=there.year)


def moment_of(at: dt.datetime, own: support.OwnedSite) -> str:
    return f"{day_of(at, own)}, {local(at, own):%H:%M}"
