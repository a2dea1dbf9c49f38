"""WindowGlyph: four panes, four agents. The mark, the progress of a row, the live screen."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

AGENTS = ("Analyst", "Concept", "Art director", "Architect")


@dataclass(frozen=True)
class Glyph:
    """Each pane is "on", "now", "bad" or ""; `label` is what a screen reader hears."""

    a: str = ""
    b: str = ""
    c: str = ""
    d: str = ""
    shape: str = "panes"
    label: str = "0 of 4 agents done"


def glyph(done: int = 0, *, now: bool = False, failed: bool = False, sold: bool = False) -> Glyph:
    """`done` panes lit; the next one at work (`now`) or cracked (`failed`)."""
    done = max(0, min(done, 4))
    panes = ["on"] * done + [""] * (4 - done)
    if done < 4 and (now or failed):
        panes[done] = "bad" if failed else "now"
    a, b, c, d = panes
    return Glyph(a, b, c, d, "panes sold" if sold else "panes", _label(done, now, failed, sold))


def _label(done: int, now: bool, failed: bool, sold: bool) -> str:
    if sold:
        return "Sold"
    if done == 4:
        return "All four agents done"
    if failed:
        return f"Failed at {AGENTS[done]}"
    return f"{AGENTS[done]} at work" if now else f"{done} of 4 agents done"


def window_glyph(of: Any, size: str = "") -> rx.Component:
    """Draws a `Glyph`, or a Var that holds one."""
    return rx.el.span(
        rx.el.i(class_name=of.a),
        rx.el.i(class_name=of.b),
        rx.el.i(class_name=of.c),
        rx.el.i(class_name=of.d),
        class_name=of.shape + (f" {size}" if size else ""),
        role="img",
        aria_label=of.label,
    )
