"""Opening hours of every shape to [{"day": 0..6, "spans": [{"opens": "HH:MM", "closes": "HH:MM"}]}].

Day 0 is Monday; a day without spans is closed; a day that the listing does not speak of is
left out. Half-understood hours are worse than none: what cannot be read gives [].
"""

import re
from typing import Any

from webmagic.hunter.normal.hourtext import DAY_NAMES, parse_text
from webmagic.hunter.normal.spans import Spans, spans_of
from webmagic.hunter.normal.text import line, structure

Days = dict[int, Spans]


def parse(value: Any) -> list[dict[str, Any]]:
    """From a dict by day, a list of days, Google's periods, JSON or Python in a cell, or plain text."""
    value = structure(value) or value
    days: Days | None = None
    if isinstance(value, dict):
        days = _from_dict(value)
    elif isinstance(value, list):
        days = _from_list(value)
    elif text := line(value):
        days = _from_text(text)
    return _listed(days or {})


def _listed(days: Days) -> list[dict[str, Any]]:
    if not any(days.values()):  # a week without one open hour says nothing that a page could use
        return []
    return [
        {"day": day, "spans": [{"opens": opens, "closes": closes} for opens, closes in days[day]]}
        for day in sorted(days)
    ]


def day_of(name: Any) -> int | None:
    return DAY_NAMES.get(line(name).casefold().rstrip(".").replace("é", "e").replace("á", "a"))


def _from_dict(value: dict[str, Any]) -> Days | None:
    if isinstance(value.get("periods"), list):
        return _from_periods(value["periods"])
    for name in ("weekdayDescriptions", "weekday_text", "weekdayText"):
        if isinstance(value.get(name), list):
            return _from_list(value[name])
    days: Days = {}
    for name, hours in value.items():
        day = day_of(name)
        if day is not None and (spans := _spans(hours)) is not None:
            days[day] = spans
    return days


def _spans(hours: Any) -> Spans | None:
    """One day's hours: "9AM-5PM", ["9AM-12PM", "1-5PM"], {"open": .., "close": ..}."""
    if isinstance(hours, dict):
        hours = f"{hours.get('open', hours.get('opens'))}-{hours.get('close', hours.get('closes'))}"
    if isinstance(hours, list):
        parts = [_spans(item) for item in hours]
        return None if None in parts else [span for part in parts for span in part or []]
    return spans_of(line(hours))


def _from_list(value: list[Any]) -> Days | None:
    """[{"day": "Monday", "hours": ..}], [{"monday": ..}], ["Monday: 9 AM – 5 PM"]."""
    days: Days = {}
    for item in value:
        if isinstance(item, str):
            found = _from_text(item)
        elif isinstance(item, dict) and "day" in item:
            found = _from_dict({line(item["day"]): item.get("hours", item.get("time", ""))})
        elif isinstance(item, dict):
            found = _from_dict(item)
        else:
            found = None
        for day, spans in (found or {}).items():
            days[day] = days.get(day, []) + spans
    return days


def _from_periods(periods: list[Any]) -> Days | None:
    """Google's periods, day 0 Sunday. One opening without an end means day and night, all week."""
    days: Days = {day: [] for day in range(7)}
    for period in periods:
        opens = period.get("open") if isinstance(period, dict) else None
        closes = period.get("close") if isinstance(period, dict) else None
        if not isinstance(opens, dict) or not isinstance(opens.get("day"), int):
            return None
        if not isinstance(closes, dict):
            return {day: [("00:00", "24:00")] for day in range(7)}
        start, end = _clock(opens), _clock(closes)
        if start is None or end is None:
            return None
        day = (opens["day"] - 1) % 7
        days[day].append((start, "24:00" if end == "00:00" else end))
    return days if periods else None


def _clock(point: dict[str, Any]) -> str | None:
    if isinstance(text := point.get("time"), str) and re.fullmatch(r"\d{4}", text):
        return f"{text[:2]}:{text[2:]}"
    hour, minute = point.get("hour", 0), point.get("minute", 0)
    if isinstance(hour, int) and isinstance(minute, int) and 0 <= hour <= 23 and 0 <= minute <= 59:
        return f"{hour:02}:{minute:02}"
    return None


def _from_text(text: str) -> Days | None:
    if re.match(r"^\s*\w+:?\s*,", text) and "|" in text:  # "Monday,8AM,5PM|Sunday,"
        return _from_commas(text)
    if re.fullmatch(r"\s*[^\W\d]+(?:\s*,\s*\d[^,]*){2,}", text) and (
        days := _from_commas(text)
    ):  # one day alone
        return days
    if "|" in text:  # "Monday:9AM-9PM|Tuesday:Closed"
        return _from_list(text.split("|"))
    if found := re.match(r"^\s*([^\W\d]+)\s*:\s*(.+)$", text):
        day = day_of(found[1])
        if day is not None:
            spans = spans_of(found[2])
            if spans is not None:
                return {day: spans}
    return parse_text(text)


def _from_commas(text: str) -> Days | None:
    days: Days = {}
    for part in text.split("|"):
        name, *times = [cell.strip() for cell in part.split(",")]
        times = [t for t in times if t]
        day = day_of(name)
        if day is None:
            return None
        if len(times) < 2:
            spans = spans_of(times[0]) if times else []
        else:
            spans = spans_of(",".join(f"{a}-{b}" for a, b in zip(times[::2], times[1::2], strict=False)))
        if spans is not None:
            days[day] = spans
    return days
