"""What follows a form: runs of its outline on one side, and lines that lie along them."""

import math
from itertools import pairwise

from webmagic.creative.studio.art.forms import Form, Line, Point, smooth
from webmagic.creative.studio.art.kit import bowed

Run = list[Point]


def runs(outline: list[Point], towards: float, spread: float = 75, corner: float = 42) -> list[Run]:
    """Pieces of a closed outline whose outward normal looks `towards` (degrees), broken at corners."""
    pts = _clean(outline)
    n = len(pts)
    if n < 3:
        return []
    sign = 1 if _area(pts) > 0 else -1
    heads = [
        math.degrees(math.atan2(pts[(i + 1) % n][1] - p[1], pts[(i + 1) % n][0] - p[0]))
        for i, p in enumerate(pts)
    ]
    seen = [abs(_turn(towards, head - 90 * sign)) < spread for head in heads]
    start = next((i for i in range(n) if not seen[i]), 0)
    out: list[Run] = []
    run: Run = []
    last = 0.0
    for k in range(n + 1):
        i = (start + k) % n
        if run and (not seen[i] or abs(_turn(heads[i], last)) > corner):
            out.append(run)
            run = []
        if seen[i] and k < n:
            run = run or [pts[i]]
            run.append(pts[(i + 1) % n])
            last = heads[i]
    if run:
        out.append(run)
    return out


def inset(run: Run, depth: float, cut: float, sign: float = 1) -> Run:
    """The run moved inwards, and shortened at both ends by a share `cut` (0 … 0.5)."""
    dense = _resample(run, 13)
    lo, hi = round(12 * cut), 12 - round(12 * cut)
    dense = dense[lo : hi + 1]
    out = []
    for i, p in enumerate(dense):
        a, b = dense[max(i - 1, 0)], dense[min(i + 1, len(dense) - 1)]
        n = math.hypot(b[0] - a[0], b[1] - a[1]) or 1
        out.append((p[0] - (b[1] - a[1]) / n * depth * sign, p[1] + (b[0] - a[0]) / n * depth * sign))
    return out


def length(run: Run) -> float:
    return sum(math.dist(a, b) for a, b in pairwise(run))


def turning(run: Run) -> float:
    if len(run) < 3:
        return 0
    first = math.atan2(run[1][1] - run[0][1], run[1][0] - run[0][0])
    last = math.atan2(run[-1][1] - run[-2][1], run[-1][0] - run[-2][0])
    return abs(_turn(math.degrees(last), math.degrees(first)))


def bends_once(run: Run) -> bool:
    """Whether the run keeps turning to one side, so that a single lens can stand for it."""
    turns = [
        (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])
        for a, b, c in zip(run, run[1:], run[2:], strict=False)
    ]
    return abs(sum(turns)) > 0.9 * sum(abs(t) for t in turns) - 1e-6


def orientation(outline: list[Point]) -> int:
    return 1 if _area(_clean(outline)) > 0 else -1


def gouge(run: Run, w: float) -> Form:
    """One cut along a run, thick in the middle."""
    a, b, m = run[0], run[-1], run[len(run) // 2]
    return bowed(a, b, (2 * m[0] - (a[0] + b[0]) / 2, 2 * m[1] - (a[1] + b[1]) / 2), w)


def crescent(run: Run, depth: float, outline: list[Point]) -> Form:
    """The sliver between a run and itself moved inwards: a form's own shadow."""
    edge = _resample(run, 9)
    inner = inset(edge, depth, 0, orientation(outline))
    m = len(inner) - 1
    back = []
    for i, (p, q) in enumerate(zip(_resample(edge, 13), inner, strict=True)):
        k = math.sin(math.pi * i / m) ** 0.7
        while k > 0.05 and not holds(
            outline, (p[0] + (q[0] - p[0]) * k * 1.6, p[1] + (q[1] - p[1]) * k * 1.6)
        ):
            k *= 0.6
        back.append((p[0] + (q[0] - p[0]) * k, p[1] + (q[1] - p[1]) * k))
    first, second = smooth(edge).lines[0], smooth(back[::-2]).lines[0]
    joint = ((second.start,),)
    return Form((Line(first.start, first.curves + joint + second.curves, True),))


def holds(outline: list[Point], p: Point) -> bool:
    """Whether the point lies inside the outline."""
    return sum(y < p[1] for y in at(outline, p[0])) % 2 == 1


def at(outline: list[Point], x: float) -> list[float]:
    """Where a vertical at x crosses the outline, top to bottom."""
    out = []
    for i, (x0, y0) in enumerate(outline):
        x1, y1 = outline[(i + 1) % len(outline)]
        if (x0 <= x) != (x1 <= x):
            out.append(y0 + (y1 - y0) * (x - x0) / (x1 - x0))
    return sorted(out)


def _resample(run: Run, n: int) -> Run:
    total = length(run)
    if not total:
        return [run[0]] * n
    out, i, walked = [], 0, 0.0
    for k in range(n):
        goal = total * k / (n - 1)
        while i < len(run) - 2 and walked + math.dist(run[i], run[i + 1]) < goal:
            walked += math.dist(run[i], run[i + 1])
            i += 1
        step = math.dist(run[i], run[i + 1]) or 1
        t = min(1.0, (goal - walked) / step)
        out.append((run[i][0] + (run[i + 1][0] - run[i][0]) * t, run[i][1] + (run[i + 1][1] - run[i][1]) * t))
    return out


def _clean(outline: list[Point]) -> list[Point]:
    out: list[Point] = []
    for p in outline:
        if not out or math.dist(p, out[-1]) > 0.05:
            out.append(p)
    if len(out) > 1 and math.dist(out[0], out[-1]) < 0.05:
        out.pop()
    return out


def _area(pts: list[Point]) -> float:
    return sum(p[0] * q[1] - q[0] * p[1] for p, q in zip(pts, pts[1:] + pts[:1], strict=True)) / 2


def _turn(a: float, b: float) -> float:
    return (a - b + 180) % 360 - 180
