"""A day's report as the screen shows it: the same lines as the mail, with what changed."""

import datetime as dt
from dataclasses import dataclass

from webmagic.conductor import DayRow, Report, ReportLine
from webmagic.conductor.reports import say
from webmagic.core.clock import now
from webmagic.ui.money import moneys

GOOD_DOWN = {"Bounced", "Jobs failed", "Share failed", "Plans ended", "Models", "Listings"}
DECISIVE = {"Funnel", "Money", "Quality"}  # of costs nobody can say whether more is better


@dataclass(frozen=True)
class Day:
    iso: str
    name: str
    told: str
    failed: str
    is_current: bool
    href: str


@dataclass(frozen=True)
class Line:
    label: str
    value: str
    before: str
    delta: str
    tone: str  # up (better), down (worse), ""


@dataclass(frozen=True)
class Group:
    name: str
    lines: list[Line]


@dataclass(frozen=True)
class Failure:
    count: str
    message: str


def day_of(row: DayRow, chosen: dt.date) -> Day:
    told = [f"{row.built:,} built", f"{row.mailed:,} mailed"]
    told += [moneys(row.received)] if row.received else []
    return Day(
        iso=row.day.isoformat(),
        name=name_of(row.day),
        told=", ".join(told),
        failed=f"{row.failed:,} failed" if row.failed else "",
        is_current=row.day == chosen,
        href=f"/reports?day={row.day.isoformat()}",
    )


def name_of(day: dt.date) -> str:
    today = now().date()
    if day == today:
        return "Today so far"
    return "Yesterday" if day == today - dt.timedelta(days=1) else f"{day:%a} {day.day} {day:%b}"


def groups_of(report: Report) -> list[Group]:
    by_name: dict[str, list[Line]] = {}
    for line in report.lines:
        by_name.setdefault(line.group, []).append(_line(line))
    return [Group(name, lines) for name, lines in by_name.items()]


def _line(line: ReportLine) -> Line:
    change = line.value - line.before
    words = say(abs(change), line.unit)
    delta = "" if words == say(0, line.unit) else f"{'+' if change > 0 else '−'}{words}"
    return Line(
        line.label, say(line.value, line.unit), say(line.before, line.unit), delta, _tone(line, change)
    )


def _tone(line: ReportLine, change: float) -> str:
    if not change or line.group not in DECISIVE:
        return ""
    return "up" if (change > 0) != (line.label in GOOD_DOWN) else "down"


def failures_of(report: Report) -> list[Failure]:
    return [Failure(f"{count:,}", message) for message, count in report.failures]


def day_asked(text: str) -> dt.date:
    """The day in the address; yesterday when it names none, and never one to come."""
    today = now().date()
    try:
        return min(dt.date.fromisoformat(text), today)
    except ValueError:
        return today - dt.timedelta(days=1)
