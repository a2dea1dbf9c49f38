"""Leaves out what nothing of can be seen: heaps are cheap to compose and dear to send."""

from webmagic.creative.studio.art.hands.following import at
from webmagic.creative.studio.art.kit import Part, Parts, Role

CELL = 9.0
SOLID = (Role.BODY, Role.SLAB)


def visible(parts: Parts, width: float, height: float) -> Parts:
    """Parts in order, without those wholly behind later solid forms or outside the frame."""
    covered: set[tuple[int, int]] = set()
    kept: list[Part] = []
    for part in reversed(parts):
        x0, y0, x1, y1 = part.form.box
        reach = part.width / 2
        if x1 + reach < 0 or y1 + reach < 0 or x0 - reach > width or y0 - reach > height:
            continue
        grown = _cells_of_box(x0 - reach, y0 - reach, x1 + reach, y1 + reach)
        if len(grown) < 900 and grown <= covered:
            continue
        kept.append(part)
        if part.role in SOLID and len(part.form.lines) == 1:
            covered |= _cells_inside(part)
    return tuple(reversed(kept))


def _cells_of_box(x0: float, y0: float, x1: float, y1: float) -> set[tuple[int, int]]:
    columns, rows = range(int(x0 // CELL), int(x1 // CELL) + 1), range(int(y0 // CELL), int(y1 // CELL) + 1)
    return {(i, j) for i in columns for j in rows}


def _cells_inside(part: Part) -> set[tuple[int, int]]:
    """Cells wholly inside the form, judged at both their sides."""
    x0, _, x1, _ = part.form.box
    pts = part.form.outline
    out: set[tuple[int, int]] = set()
    left = _columns(at(pts, (x0 // CELL) * CELL))
    for i in range(int(x0 // CELL), int(x1 // CELL) + 1):
        right = _columns(at(pts, (i + 1) * CELL))
        out |= {(i, j) for j in left & right}
        left = right
    return out


def _columns(ys: list[float]) -> set[int]:
    """Rows of cells wholly between the crossings of one vertical."""
    out: set[int] = set()
    for top, bottom in zip(ys[::2], ys[1::2], strict=False):
        out |= set(range(int(-(-top // CELL)), int(bottom // CELL)))
    return out
