"""Forms: outlines made of lines and cubics, which can be moved, flattened and written as SVG paths.

Hands need more than a path string: gouge cuts follow an outline, level lines pass through it.
So geometry stays in points until the last moment.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

Point = tuple[float, float]
Curve = tuple[Point, ...]  # (end,) a line, (control, end) a quadratic, (control, control, end) a cubic

_TOKEN = re.compile(r"[A-Za-z]|-?\d*\.?\d+")
_WORDS = {1: "l", 2: "q", 3: "c"}
_ARITY = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7, "Z": 0}


def num(value: float, places: int = 1) -> str:
    """A rounded number in the fewest characters SVG allows."""
    text = f"{value:.1f}" if places == 1 else f"{value:.{places}f}"
    if text[-2:] == ".0":
        text = text[:-2]
    if text[:2] == "0.":
        return text[1:]
    if text[:3] == "-0.":
        return "-" + text[2:]
    return "0" if text == "-0" else text


def pair(x: float, y: float, places: int = 1) -> str:
    a, b = num(x, places), num(y, places)
    return a + b if b.startswith("-") else f"{a} {b}"


def pairs(points: Iterable[Point], places: int = 1) -> str:
    out = ""
    for point in points:
        for value in point:
            text = num(value, places)
            out += text if text[0] == "-" or not out else " " + text
    return out


@dataclass(frozen=True)
class Matrix:
    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def __call__(self, p: Point) -> Point:
        return (self.a * p[0] + self.c * p[1] + self.e, self.b * p[0] + self.d * p[1] + self.f)

    @property
    def scale(self) -> float:
        return math.sqrt(abs(self.a * self.d - self.b * self.c))


def placing(x: float, y: float, size: float = 1, tilt: float = 0, flip: bool = False) -> Matrix:
    """Matrix that flips, scales, tilts (degrees, clockwise) and then moves to (x, y)."""
    c, s = math.cos(math.radians(tilt)) * size, math.sin(math.radians(tilt)) * size
    m = -1 if flip else 1
    return Matrix(c * m, s * m, -s, c, x, y)


@dataclass(frozen=True)
class Line:
    """One subpath."""

    start: Point
    curves: tuple[Curve, ...]
    closed: bool

    def moved(self, m: Matrix) -> "Line":
        a, b, c, d, e, f = m.a, m.b, m.c, m.d, m.e, m.f
        curves = tuple(
            tuple([(a * x + c * y + e, b * x + d * y + f) for x, y in curve]) for curve in self.curves
        )
        return Line(m(self.start), curves, self.closed)

    def d(self, places: int = 1) -> str:
        """Relative path text. Rounding follows the written pen, so errors never add up."""
        x, y = (round(v, places) for v in self.start)
        out = "M" + pair(x, y, places)
        last = ""
        mirror: Point | None = None
        for curve in self.curves:
            word, points = _WORDS[len(curve)], curve
            if word == "c" and mirror and math.dist(mirror, curve[0]) < 0.12:
                word, points = "s", curve[1:]
            text = pairs(((px - x, py - y) for px, py in points), places)
            out += text if word == last and text.startswith("-") else (" " if word == last else word) + text
            end = curve[-1]
            mirror = (2 * end[0] - curve[1][0], 2 * end[1] - curve[1][1]) if len(curve) == 3 else None
            x, y = round(x + round(end[0] - x, places), 1), round(y + round(end[1] - y, places), 1)
            last = word
        return out + ("z" if self.closed else "")

    def points(self, steps: int = 8) -> list[Point]:
        out = [self.start]
        for curve in self.curves:
            if len(curve) == 1:
                out.append(curve[0])
            else:
                start = out[-1]
                across = _between(start[0], [p[0] for p in curve], steps)
                down = _between(start[1], [p[1] for p in curve], steps)
                out += zip(across, down, strict=True)
        return out


def _between(start: float, rest: list[float], steps: int) -> list[float]:
    """One coordinate along a curve, by de Casteljau; written out, as drawing spends its time here."""
    shares = [i / steps for i in range(1, steps + 1)]
    if len(rest) == 2:
        one, end = rest
        out = []
        for t in shares:
            p, q = start + (one - start) * t, one + (end - one) * t
            out.append(p + (q - p) * t)
        return out
    one, two, end = rest
    out = []
    for t in shares:
        middle = one + (two - one) * t
        p, q = start + (one - start) * t, two + (end - two) * t
        p, q = p + (middle - p) * t, middle + (q - middle) * t
        out.append(p + (q - p) * t)
    return out


@dataclass(frozen=True)
class Form:
    lines: tuple[Line, ...]

    def moved(self, m: Matrix) -> "Form":
        return Form(tuple(line.moved(m) for line in self.lines))

    def d(self, places: int = 1) -> str:
        return "".join(line.d(places) for line in self.lines)

    @cached_property
    def outline(self) -> list[Point]:
        """The first subpath as a polyline."""
        return self.lines[0].points()

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        pts = [p for line in self.lines for p in line.points(5)]
        xs, ys = [p[0] for p in pts], [p[1] for p in pts]
        return min(xs), min(ys), max(xs), max(ys)

    def __add__(self, other: "Form") -> "Form":
        return Form(self.lines + other.lines)


@lru_cache(maxsize=2048)  # what a module draws with the same pen each time is read once
def form(d: str) -> Form:
    """Form from SVG path text (all commands but T)."""
    return Form(tuple(_Reader(d).read()))


class _Reader:
    def __init__(self, d: str):
        self.tokens = _TOKEN.findall(d)
        self.lines: list[Line] = []
        self.start: Point = (0, 0)
        self.pen: Point = (0, 0)
        self.curves: list[Curve] = []

    def read(self) -> list[Line]:
        word, i = "M", 0
        while i < len(self.tokens):
            if self.tokens[i].isalpha():
                word, i = self.tokens[i], i + 1
            count = _ARITY[word.upper()]
            values = [float(v) for v in self.tokens[i : i + count]]
            i += count
            self._apply(word, values)
            if word in "Mm":
                word = "L" if word == "M" else "l"
        self._end(False)
        return self.lines

    def _end(self, closed: bool) -> None:
        if self.curves:
            self.lines.append(Line(self.start, tuple(self.curves), closed))
        self.curves = []

    def _apply(self, word: str, v: list[float]) -> None:
        x, y = self.pen if word.islower() else (0.0, 0.0)
        match word.upper():
            case "M":
                self._end(False)
                self.start = self.pen = (x + v[0], y + v[1])
                return
            case "Z":
                self._end(True)
                self.pen = self.start
                return
            case "H":
                curves: list[Curve] = [((x + v[0], self.pen[1]),)]
            case "V":
                curves = [((self.pen[0], y + v[0]),)]
            case "A":
                curves = _arc(self.pen, v[0], v[1], v[3] > 0, v[4] > 0, (x + v[5], y + v[6]))
            case kind:
                pts = [(x + v[i], y + v[i + 1]) for i in range(0, len(v), 2)]
                curves = [self._curve(kind, pts)]
        self.curves += curves
        self.pen = self.curves[-1][-1]

    def _curve(self, kind: str, pts: list[Point]) -> Curve:
        p = self.pen
        if kind == "S":
            last = self.curves[-1] if self.curves else (p,)
            c = (2 * p[0] - last[1][0], 2 * p[1] - last[1][1]) if len(last) == 3 else p
            return (c, *pts)
        return tuple(pts)


def _arc(p: Point, rx: float, ry: float, large: bool, sweep: bool, q: Point) -> list[Curve]:
    """Unrotated elliptical arc as cubics (SVG appendix F.6, with angle 0)."""
    hx, hy = (p[0] - q[0]) / 2, (p[1] - q[1]) / 2
    need = math.hypot(hx / rx, hy / ry)
    if need > 1:
        rx, ry = rx * need, ry * need
    over = max(0.0, 1 / ((hx / rx) ** 2 + (hy / ry) ** 2) - 1)
    k = math.sqrt(over) * (-1 if large == sweep else 1)
    cx, cy = k * rx * hy / ry + (p[0] + q[0]) / 2, -k * ry * hx / rx + (p[1] + q[1]) / 2
    a = math.atan2((p[1] - cy) / ry, (p[0] - cx) / rx)
    turn = math.atan2((q[1] - cy) / ry, (q[0] - cx) / rx) - a
    if sweep and turn < 0:
        turn += math.tau
    if not sweep and turn > 0:
        turn -= math.tau
    return arc_curves(cx, cy, rx, ry, a, turn)


def arc_curves(cx: float, cy: float, rx: float, ry: float, start: float, turn: float) -> list[Curve]:
    n = max(1, math.ceil(abs(turn) / (math.pi / 2) - 1e-6))
    step = turn / n
    k = 4 / 3 * math.tan(step / 4)
    out: list[Curve] = []
    for i in range(n):
        a, b = start + i * step, start + (i + 1) * step
        ca, sa, cb, sb = math.cos(a), math.sin(a), math.cos(b), math.sin(b)
        out.append(
            (
                (cx + rx * (ca - k * sa), cy + ry * (sa + k * ca)),
                (cx + rx * (cb + k * sb), cy + ry * (sb - k * cb)),
                (cx + rx * cb, cy + ry * sb),
            )
        )
    return out


def smooth(points: Sequence[Point], closed: bool = False) -> Form:
    """Catmull-Rom curve through the points."""
    n = len(points)

    def at(i: int) -> Point:
        return points[i % n] if closed else points[min(max(i, 0), n - 1)]

    curves: list[Curve] = []
    for i in range(n if closed else n - 1):
        p0, p1, p2, p3 = at(i - 1), at(i), at(i + 1), at(i + 2)
        curves.append((
            (p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6),
            (p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6), p2,
        ))  # fmt: skip
    return Form((Line(points[0], tuple(curves), closed),))


def poly(points: Iterable[Point], closed: bool = True) -> Form:
    first, *rest = points
    return Form((Line(first, tuple((p,) for p in rest), closed),))


def joined(forms: Iterable[Form]) -> Form:
    return Form(tuple(line for one in forms for line in one.lines))
