"""Leaves out what nothing of can be seen: heaps are cheap to compose and dear to send."""

import math
from collections import defaultdict

from webmagic.creative.studio.art.forms import Point
from webmagic.creative.studio.art.kit import Part, Parts, Role

CELL = 9.0
SOLID = (Role.BODY, Role.SLAB)
MOST_CELLS = 900  # what is larger than that is never wholly hidden by one thing
LOWEST = 1 << 10  # rows above the frame have negative numbers, and a bit has none

Columns = defaultdict[int, int]  # column of cells -> its covered rows, a bit each


def visible(parts: Parts, width: float, height: float) -> Parts:
    """Parts in order, without those wholly behind later solid forms or outside the frame."""
    covered: Columns = defaultdict(int)
    kept: list[Part] = []
    for part in reversed(parts):
        x0, y0, x1, y1 = part.form.box
        reach = part.width / 2
        if x1 + reach < 0 or y1 + reach < 0 or x0 - reach > width or y0 - reach > height:
            continue
        if _is_hidden(covered, x0 - reach, y0 - reach, x1 + reach, y1 + reach):
            continue
        kept.append(part)
        if part.role in SOLID and len(part.form.lines) == 1:
            _cover(covered, part)
    return tuple(reversed(kept))


def _is_hidden(covered: Columns, x0: float, y0: float, x1: float, y1: float) -> bool:
    columns, rows = range(int(x0 // CELL), int(x1 // CELL) + 1), range(int(y0 // CELL), int(y1 // CELL) + 1)
    if len(columns) * len(rows) >= MOST_CELLS:
        return False
    wanted = _bits(rows.start, rows.stop)
    return all(covered.get(column, 0) & wanted == wanted for column in columns)


def _cover(covered: Columns, part: Part) -> None:
    """Cells wholly inside the form, judged at both their sides."""
    x0, _, x1, _ = part.form.box
    first, last = int(x0 // CELL), int(x1 // CELL)
    crossings = _crossings(part.form.outline, first, last + 1)
    rows = [_between(sorted(ys)) for ys in crossings]
    for at, column in enumerate(range(first, last + 1)):
        if both := rows[at] & rows[at + 1]:
            covered[column] |= both


def _crossings(outline: list[Point], first: int, last: int) -> list[list[float]]:
    """Where the verticals at the left of the columns `first` to `last` cross the outline."""
    out: list[list[float]] = [[] for _ in range(first, last + 1)]
    before = outline[-1]
    for after in outline:
        (x0, y0), (x1, y1) = before, after
        before = after
        if x0 == x1:
            continue
        low, high = (x0, x1) if x0 < x1 else (x1, x0)
        for column in range(max(first, math.ceil(low / CELL) - 1), min(last, int(high // CELL) + 1) + 1):
            x = column * CELL
            if low <= x < high:
                out[column - first].append(y0 + (y1 - y0) * (x - x0) / (x1 - x0))
    return out


def _between(ys: list[float]) -> int:
    """Rows of cells wholly between the crossings of one vertical, a bit each."""
    out = 0
    for top, bottom in zip(ys[::2], ys[1::2], strict=False):
        out |= _bits(int(-(-top // CELL)), int(bottom // CELL))
    return out


def _bits(first: int, stop: int) -> int:
    return ((1 << (stop - first)) - 1) << (first + LOWEST) if stop > first else 0
