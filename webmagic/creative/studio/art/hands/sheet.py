"""The sheet a hand draws on: paths by class, neighbours of one class joined to one element."""

from dataclasses import dataclass, field

from webmagic.creative.studio.art.forms import Form, num


@dataclass
class _Run:
    css: str
    width: float
    gap: float  # of a dotted line, 0 for a plain one
    forms: list[Form] = field(default_factory=list)

    def markup(self, places: int) -> str:
        width = f' stroke-width="{num(self.width)}"' if self.width else ""
        dots = f' stroke-dasharray="0 {num(self.gap)}"' if self.gap else ""
        return f'<path class="{self.css}"{width}{dots} d="{"".join(f.d(places) for f in self.forms)}"/>'


class Sheet:
    def __init__(self) -> None:
        self._runs: list[_Run] = []

    def paint(self, css: str, *forms: Form, width: float = 0, join: bool = True) -> None:
        """Add forms. `join` is refused where an outline must not be painted before its neighbour's fill."""
        self._add(css, forms, width, 0, join)

    def dot(self, css: str, *forms: Form, width: float, gap: float) -> None:
        """Lines of round dots, `width` across and `gap` apart."""
        self._add(css, forms, width, gap, True)

    def markup(self, places: int = 1) -> str:
        return "".join(run.markup(places) for run in self._runs)

    def fitted(self, budget: int) -> str:
        """Markup to one decimal, or to whole units where one decimal would outweigh the budget."""
        fine = self.markup()
        return fine if len(fine) <= budget else self.markup(0)

    def _add(self, css: str, forms: tuple[Form, ...], width: float, gap: float, join: bool) -> None:
        drawn = [f for f in forms if f.lines]
        if not drawn:
            return
        width = round(width, 1)
        last = self._runs[-1] if self._runs else None
        if join and last and (last.css, last.width, last.gap) == (css, width, gap):
            last.forms.extend(drawn)
        else:
            self._runs.append(_Run(css, width, gap, drawn))
