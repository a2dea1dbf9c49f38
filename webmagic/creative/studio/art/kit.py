"""The drawing kit: primitives of geometry, and parts, which say what a form is for.

A trade module draws each object once, as parts with roles and tones; a hand decides how a
part looks. Objects live in a box from -100 to 100 and are placed by `put`.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from random import Random

from webmagic.creative.studio.art.forms import (
    Form,
    Line,
    Point,
    arc_curves,
    form,
    joined,
    placing,
    poly,
    smooth,
)


class Role(Enum):
    BODY = "body"  # closed, solid, turns in the light
    SLAB = "slab"  # closed, solid, flat: no shading
    TUBE = "tube"  # an open line so thick that it is a body
    MARK = "mark"  # a drawn line upon a body
    FINE = "fine"  # a mark that bold hands may leave out
    FILL = "fill"  # a patch of tone without outline


@dataclass(frozen=True)
class Part:
    """`tone`: 1 main, 2 light, 3 deep, 4 accent, "i" ink, "p" paper, "w" white. `width` only for lines."""

    form: Form
    role: Role
    tone: str
    width: float = 0


Parts = tuple[Part, ...]
Shape = str | Form


def _form(shape: Shape) -> Form:
    return form(shape) if isinstance(shape, str) else shape


def body(shape: Shape, tone: int | str = 1) -> Part:
    return Part(_form(shape), Role.BODY, str(tone))


def slab(shape: Shape, tone: int | str = 1) -> Part:
    return Part(_form(shape), Role.SLAB, str(tone))


def tube(shape: Shape, width: float, tone: int | str = "i") -> Part:
    return Part(_form(shape), Role.TUBE, str(tone), width)


def mark(shape: Shape, width: float = 3, tone: int | str = "i") -> Part:
    return Part(_form(shape), Role.MARK, str(tone), width)


def fine(shape: Shape, width: float = 2, tone: int | str = "i") -> Part:
    return Part(_form(shape), Role.FINE, str(tone), width)


def fill(shape: Shape, tone: int | str = "i") -> Part:
    return Part(_form(shape), Role.FILL, str(tone))


def put(
    parts: Iterable[Part], x: float = 0, y: float = 0, size: float = 1, tilt: float = 0, flip: bool = False
) -> Parts:
    """Parts flipped, scaled, tilted (degrees, clockwise) and moved; line widths scale along."""
    m = placing(x, y, size, tilt, flip)
    return tuple(replace(p, form=p.form.moved(m), width=p.width * size) for p in parts)


def retone(parts: Iterable[Part], swap: dict[str, str]) -> Parts:
    return tuple(replace(p, tone=swap.get(p.tone, p.tone)) for p in parts)


# Forms ----------------------------------------------------------------------------------------


def ellipse(cx: float, cy: float, rx: float, ry: float | None = None) -> Form:
    ry = rx if ry is None else ry
    return Form((Line((cx + rx, cy), tuple(arc_curves(cx, cy, rx, ry, 0, math.tau)), True),))


def arc(cx: float, cy: float, r: float, start: float, end: float, ry: float | None = None) -> Form:
    """Open arc from `start` to `end`, degrees clockwise from east."""
    ry = r if ry is None else ry
    a, turn = math.radians(start), math.radians(end - start)
    first = (cx + r * math.cos(a), cy + ry * math.sin(a))
    return Form((Line(first, tuple(arc_curves(cx, cy, r, ry, a, turn)), False),))


def arch(x: float, y: float, r: float, foot: float) -> Form:
    """A round-headed opening: half a circle about (x, y), standing on `foot`."""
    return form(f"M{x - r} {foot}L{x - r} {y}A{r} {r} 0 0 1 {x + r} {y}L{x + r} {foot}Z")


def rect(x: float, y: float, w: float, h: float, r: float = 0) -> Form:
    if not r:
        return poly([(x, y), (x + w, y), (x + w, y + h), (x, y + h)])
    r = min(r, w / 2, h / 2)
    return form(
        f"M{x + r} {y}L{x + w - r} {y}A{r} {r} 0 0 1 {x + w} {y + r}L{x + w} {y + h - r}"
        f"A{r} {r} 0 0 1 {x + w - r} {y + h}L{x + r} {y + h}A{r} {r} 0 0 1 {x} {y + h - r}"
        f"L{x} {y + r}A{r} {r} 0 0 1 {x + r} {y}Z"
    )


def segment(*points: float) -> Form:
    """Open polyline from x0, y0, x1, y1 …"""
    return poly(list(zip(points[::2], points[1::2], strict=True)), closed=False)


def bowed(p0: Point, p1: Point, control: Point, w: float) -> Form:
    """A cut of the gouge: from p0 to p1 by way of a control point, w thick in the middle."""
    dx, dy = p1[0] - p0[0], p1[1] - p0[1]
    n = math.hypot(dx, dy) or 1
    ox, oy = -dy / n * w, dx / n * w
    there, back = (control[0] + ox, control[1] + oy), (control[0] - ox, control[1] - oy)
    return Form((Line(p0, ((there, p1), (back, p0)), True),))


def lens(x0: float, y0: float, x1: float, y1: float, w: float, bow: float = 0) -> Form:
    """A lens from p0 to p1, `bow` off the straight line."""
    dx, dy = x1 - x0, y1 - y0
    n = math.hypot(dx, dy) or 1
    control = ((x0 + x1) / 2 - dy / n * bow, (y0 + y1) / 2 + dx / n * bow)
    return bowed((x0, y0), (x1, y1), control, w)


def grain(x: float, y: float, angle: float, length: float, w: float) -> Form:
    """A teardrop leaving (x, y) at an angle: wheat, seeds, petals."""
    m = placing(x, y, 1, angle)
    k, v = length, w
    shape = form(f"M0 0C{k * 0.2} {-v} {k * 0.7} {-v * 0.9} {k} 0C{k * 0.7} {v * 0.9} {k * 0.2} {v} 0 0Z")
    return shape.moved(m)


def petal(x: float, y: float, angle: float, length: float, w: float) -> Form:
    """Like `grain`, but broad at the far end."""
    k, v = length, w
    shape = form(
        f"M0 0C{k * 0.25} {-v * 0.5} {k * 0.5} {-v} {k * 0.8} {-v * 0.8}C{k * 1.05} {-v * 0.6} {k * 1.05} "
        f"{v * 0.6} {k * 0.8} {v * 0.8}C{k * 0.5} {v} {k * 0.25} {v * 0.5} 0 0Z"
    )
    return shape.moved(placing(x, y, 1, angle))


def gear(cx: float, cy: float, r: float, teeth: int, depth: float) -> Form:
    n = teeth * 4
    return poly(polar(cx, cy, r if i % 4 in (0, 1) else r - depth, 360 * i / n) for i in range(n))


def polar(cx: float, cy: float, r: float, degrees: float) -> Point:
    a = math.radians(degrees)
    return (cx + r * math.cos(a), cy + r * math.sin(a))


def spokes(cx: float, cy: float, inner: float, outer: float, n: int, cross: float = 0) -> Form:
    """Spokes; with `cross` they leave the hub tangentially, every other one the other way."""
    return joined(
        segment(
            *polar(cx, cy, inner, 360 * i / n + (cross if i % 2 else -cross)),
            *polar(cx, cy, outer, 360 * i / n),
        )
        for i in range(n)
    )


def rows(lines: Iterable[Sequence[float]]) -> Form:
    """Several open polylines as one form."""
    return joined(segment(*line) for line in lines)


def scatter(rng: Random, n: int, rx: float, ry: float, gap: float) -> list[Point]:
    """Up to n points in an ellipse, no two nearer than `gap`."""
    out: list[Point] = []
    for _ in range(n * 12):
        a, d = rng.uniform(0, math.tau), math.sqrt(rng.random())
        p = (math.cos(a) * d * rx, math.sin(a) * d * ry)
        if all(math.hypot(p[0] - q[0], p[1] - q[1]) > gap for q in out):
            out.append(p)
        if len(out) == n:
            break
    return out


__all__ = [
    "Form",
    "Line",
    "Part",
    "Parts",
    "Point",
    "Role",
    "arc",
    "arch",
    "body",
    "bowed",
    "ellipse",
    "fill",
    "fine",
    "form",
    "gear",
    "grain",
    "joined",
    "lens",
    "mark",
    "petal",
    "placing",
    "polar",
    "poly",
    "put",
    "rect",
    "retone",
    "rows",
    "scatter",
    "segment",
    "slab",
    "smooth",
    "spokes",
    "tube",
]
