"""Numbers behind drawn figures: bars of a week, minutes of a story, rings. No markup, no colour."""

import math
import re
from dataclasses import dataclass

from webmagic.creative.slots import Day, Hours

DAY = 24 * 60


@dataclass(frozen=True)
class Bar:
    """One open span of a day, as shares (0..100) of the hours the chart shows."""

    start: float
    length: float


@dataclass(frozen=True)
class Row:
    day: int
    label: str
    text: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Chart:
    rows: tuple[Row, ...]
    marks: tuple[tuple[float, str], ...]  # share, "6"


def hours_chart(hours: Hours) -> Chart | None:
    """A week to scale, or None when no day opens."""
    spans = [span for day in hours.days for span in day.spans]
    if not spans:
        return None
    first = max(0, min(start for start, _ in spans) // 60 * 60)
    last = max(end for _, end in spans)
    last = min(-(-last // 60) * 60, first + DAY)
    whole = max(last - first, 60)
    rows = tuple(Row(day.day, day.label, day.text, _bars(day, first, whole)) for day in hours.days)
    step = 2 if whole <= 14 * 60 else 4
    marks = tuple(
        (round((hour * 60 - first) / whole * 100, 2), f"{hour % 24}")
        for hour in range(first // 60, last // 60 + 1, step)
    )
    return Chart(rows, marks)


def _bars(day: Day, first: int, whole: int) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            round((start - first) / whole * 100, 2), round((min(end, first + whole) - start) / whole * 100, 2)
        )
        for start, end in day.spans
        if start < first + whole
    )


@dataclass(frozen=True)
class Tick:
    x: float
    late: bool


def minute_ticks(minutes: int, split: int, width: float = 1000.0) -> tuple[tuple[Tick, ...], float]:
    """One bar a minute over `width`, and the width of a bar; those from `split` on are late."""
    count = max(1, min(int(minutes), 240))
    step = width / count
    return tuple(Tick(round(index * step, 2), index >= split) for index in range(count)), round(
        step * 0.68, 2
    )


def minute_split(data: dict) -> int:
    """How many of a timeline's minutes lie before its second moment; all, when the clock does not say."""
    found = [_clock(point.get("at", "")) for point in data.get("points", [])[:2]]
    clocks = [clock for clock in found if clock is not None]
    if len(clocks) < 2:
        return int(data.get("minutes", 0))
    return (clocks[1] - clocks[0]) % (12 * 60)


def _clock(text: str) -> int | None:
    found = re.fullmatch(r"\D*(\d{1,2})[:.h](\d{2})\D*", text)
    return int(found[1]) * 60 + int(found[2]) if found else None


@dataclass(frozen=True)
class Dial:
    """A clock face of 24 ticks: from (x1, y1) to (x2, y2), open or not."""

    x1: float
    y1: float
    x2: float
    y2: float
    is_open: bool


def day_dial(hours: Hours | None, radius: float = 88, long: float = 20) -> tuple[Dial, ...]:
    """24 hours round; an hour is open when the shop opens in it on most open days."""
    days = [day for day in (hours.days if hours else []) if day.spans]
    return tuple(_dial(hour, _mostly_open(days, hour), radius, long) for hour in range(24))


def _mostly_open(days: list[Day], hour: int) -> bool:
    middle = hour * 60 + 30
    open_days = sum(
        any(start <= middle < end or start <= middle + DAY < end for start, end in day.spans) for day in days
    )
    return bool(days) and open_days * 2 >= len(days)


def _dial(hour: int, is_open: bool, radius: float, long: float) -> Dial:
    angle = math.radians(hour * 15 - 90)
    outer, inner = radius, radius - long * (1 if is_open else 0.45)
    return Dial(
        round(math.cos(angle) * inner, 2), round(math.sin(angle) * inner, 2),
        round(math.cos(angle) * outer, 2), round(math.sin(angle) * outer, 2), is_open,
    )  # fmt: skip


@dataclass(frozen=True)
class Petal:
    """A day of the week ring: an arc as SVG path data, and where its label stands."""

    path: str
    x: float
    y: float
    share: float


def week_ring(open_minutes: list[int], inner: float = 40, outer: float = 100) -> tuple[Petal, ...]:
    """Seven wedges, Monday at the top; the longest day reaches the outer radius."""
    most = max([*open_minutes, 1])
    return tuple(_petal(day, minutes / most, inner, outer) for day, minutes in enumerate(open_minutes[:7]))


def _petal(day: int, share: float, inner: float, outer: float) -> Petal:
    width, gap = 360 / 7, 2.4
    start, end = day * width - 90 - width / 2 + gap, day * width - 90 + width / 2 - gap
    reach = inner + 3 + (outer - inner - 3) * share
    corners = [_polar(inner, start), _polar(reach, start), _polar(reach, end), _polar(inner, end)]
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    outside = f"M{ax} {ay}L{bx} {by}A{reach:.1f} {reach:.1f} 0 0 1 {cx} {cy}"
    path = f"{outside}L{dx} {dy}A{inner} {inner} 0 0 0 {ax} {ay}Z"
    x, y = _polar(outer + 14, day * width - 90)
    return Petal(path, x, y, share)


def _polar(radius: float, degrees: float) -> tuple[float, float]:
    angle = math.radians(degrees)
    return round(math.cos(angle) * radius, 1), round(math.sin(angle) * radius, 1)


def hills(seed: int, lines: int = 15, steps: int = 14) -> list[str]:
    """A range of hills in level lines, 1440 × 240, the farthest first: paths that never cross."""
    tops = [
        (120 + (seed >> turn) % 4 * 55 + at * 430, 90 + (seed >> turn) % 5 * 24)
        for at, turn in enumerate((1, 4, 7))
    ]
    high = [(0.9, 0.55, 0.75), (0.5, 0.95, 0.6), (0.7, 0.5, 1.0)][seed % 3]
    xs = [round(1440 * step / steps) for step in range(steps + 1)]
    rise = [
        sum(h * math.exp(-(((x - at) / wide) ** 2)) for (at, wide), h in zip(tops, high, strict=True))
        for x in xs
    ]
    paths = []
    for line in range(lines):
        share = line / (lines - 1)
        ys = [112 + 124 * share**1.15 - 104 * (1 - share) ** 1.6 * up for up in rise]
        turns = [
            f"Q{x} {y:.0f} {(x + next_x) / 2:.0f} {(y + next_y) / 2:.0f}"
            for x, next_x, y, next_y in zip(xs[1:], xs[2:], ys[1:], ys[2:], strict=False)
        ]
        paths.append(f"M0 {ys[0]:.0f}{''.join(turns)}L1440 {ys[-1]:.0f}")
    return paths
