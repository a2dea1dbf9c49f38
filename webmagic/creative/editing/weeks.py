"""Opening hours as a person types them, a line a day: "7:30-12:15, 14:00-18:00", "closed", "24h"."""

import re

from webmagic.core.errors import Invalid
from webmagic.creative.facts import DayHours, Facts, Span
from webmagic.creative.studio.copy.hours import DAYS

_SPAN = re.compile(r"(\d{1,2})(?::(\d\d))?\s*(?:-|–|to|a)\s*(\d{1,2})(?::(\d\d))?")
CLOSED, ALL_DAY = ("closed", "cerrado", "-"), ("24h", "24 h", "24", "24 hours")


def week_lines(facts: Facts) -> list[str]:
    """Seven lines, Monday first; "" for a day nothing is known of."""
    by_day = {day.day: day for day in facts.hours}
    return [_line(by_day.get(day)) for day in range(7)]


def _line(day: DayHours | None) -> str:
    if day is None:
        return ""
    return ", ".join(f"{span.opens}-{span.closes}" for span in day.spans) or "closed"


def week_of(lines: list[str]) -> list[DayHours]:
    """Raises Invalid naming the day that cannot be read."""
    days = [_day(number, " ".join(line.lower().split())) for number, line in enumerate(lines[:7])]
    return [day for day in days if day is not None]


def _day(number: int, line: str) -> DayHours | None:
    if not line:
        return None
    if line in CLOSED:
        return DayHours(day=number)
    if line in ALL_DAY:
        return DayHours(day=number, spans=(Span(opens="00:00", closes="24:00"),))
    spans = []
    for piece in re.split(r"[,;]| and | y ", line):
        found = _SPAN.fullmatch(piece.strip())
        if not found:
            raise _unread(number)
        opens, closes = _clock(number, found[1], found[2]), _clock(number, found[3], found[4])
        spans.append(Span(opens=opens, closes=closes))
    return DayHours(day=number, spans=tuple(spans))


def _clock(number: int, hour: str, minute: str | None) -> str:
    if int(hour) > 24 or int(minute or 0) > 59 or (int(hour) == 24 and int(minute or 0)):
        raise _unread(number)
    return f"{int(hour):02}:{int(minute or 0):02}"


def _unread(number: int) -> Invalid:
    return Invalid(
        f"The hours of {DAYS['en'][number]} cannot be read. "
        "Write them like 9:00-12:30, 14:00-18:00, or closed."
    )
