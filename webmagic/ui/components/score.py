"""A score, and its reasons one press away."""

from dataclasses import dataclass
from typing import Any

import reflex as rx


@dataclass(frozen=True)
class Reason:
    points: str  # "+30", "−5"
    tone: str  # up | down
    label: str
    source: str


def reasons_of(rows: list[dict[str, Any]]) -> list[Reason]:
    """From `business.score_reasons`: {points, label, detail}."""
    return [_reason(row) for row in rows]


def _reason(row: dict[str, Any]) -> Reason:
    points = int(row.get("points", 0))
    text = f"+{points}" if points >= 0 else f"−{-points}"
    return Reason(
        text, "up" if points >= 0 else "down", str(row.get("label", "")), str(row.get("detail", ""))
    )


def reason_list(reasons: Any) -> rx.Component:
    return rx.el.ul(
        rx.foreach(
            reasons,
            lambda reason: rx.el.li(
                rx.el.span(reason.points, class_name="num " + reason.tone),
                rx.el.span(reason.label, rx.el.span(reason.source, class_name="src")),
                key=reason.label,
            ),
        ),
        class_name="reasons",
    )


def score_button(score: Any, on_ask: Any) -> rx.Component:
    """The bar and the figure. `on_ask` fills the page's one `why_popover`; `console.js` places it."""
    return rx.el.button(
        rx.el.span(rx.el.i(style={"width": score.to(str) + "%"}), class_name="bar"),
        score,
        rx.el.span(" of 100, show reasons", class_name="vh"),
        type="button",
        class_name="score",
        on_click=on_ask,
        custom_attrs={"aria-expanded": "false", "aria-controls": "why"},
    )


def why_popover(why: Any) -> rx.Component:
    """Of anything with `score`, `reasons`, `when`."""
    head = rx.el.div(
        rx.el.b(why.score + ", because"), rx.el.span(why.when, class_name="right q xs"), class_name="hd"
    )
    nothing = rx.el.p("Nothing speaks for it yet.", class_name="sm q2")
    return rx.el.div(
        head,
        rx.cond(why.reasons.length() > 0, reason_list(why.reasons), nothing),
        class_name="pop",
        id="why",
        role="status",
        hidden=True,
    )
