"""The comparison, drawn: both pages at both widths, and their words below."""

from typing import Any

import reflex as rx

from webmagic.ui.components import back, empty, framed, link, section, tag
from webmagic.ui.page import page
from webmagic.ui.pages.compare.state import CompareState

state: Any = CompareState


def _choice(label: str, value: Any, on_change: Any) -> rx.Component:
    options = rx.foreach(state.choices, lambda one: rx.el.option(one.label, value=one.number, key=one.number))
    return rx.el.label(
        rx.el.span(label, class_name="lab"),
        rx.el.select(options, value=value, on_change=on_change, class_name="input"),
        class_name="field",
    )


def _pickers() -> rx.Component:
    return rx.el.div(
        _choice("Left", state.left, state.choose_left),
        _choice("Right", state.right, state.choose_right),
        rx.el.p(state.says, class_name="sm q2"),
        class_name="pickers",
    )


def _head(side: Any) -> rx.Component:
    return rx.el.header(
        rx.el.h2(side.title),
        rx.cond(side.standing != "", tag(side.standing, tone="ok", mark="check")),
        rx.el.p(side.made, ", gate ", side.gate, class_name="xs q2"),
        rx.cond(side.note != "", rx.el.p(side.note, class_name="xs q")),
    )


def _frame(side: Any, kind: str, width: int) -> rx.Component:
    return rx.el.div(
        rx.el.iframe(
            src=side.address,
            title=side.title + f", {kind}",
            loading="lazy",
            custom_attrs={"sandbox": "allow-scripts allow-same-origin"},
        ),
        class_name=f"glass {kind}",
        custom_attrs={"data-fit": str(width)},
    )


def _row(kind: str, width: int) -> rx.Component:
    return rx.el.div(
        rx.foreach(state.sides, lambda side: rx.el.div(_frame(side, kind, width), key=side.address)),
        class_name=f"pair {kind}s",
    )


def _part(part: Any, n: Any) -> rx.Component:
    return rx.cond(
        part.is_changed, rx.el.b(part.text, key="b" + n.to(str)), rx.el.span(part.text, key="s" + n.to(str))
    )


def _line(line: Any) -> rx.Component:
    nothing = lambda words: rx.el.span(words, class_name="q")  # noqa: E731
    return rx.el.div(
        rx.el.dt(line.label),
        rx.el.dd(
            rx.cond(line.is_new, nothing("not there"), rx.el.del_(rx.foreach(line.before, _part))),
            class_name="was",
        ),
        rx.el.dd(
            rx.cond(line.is_gone, nothing("taken away"), rx.el.ins(rx.foreach(line.after, _part))),
            class_name="now",
        ),
        class_name="changed",
        key=line.key,
    )


def _group(group: Any) -> rx.Component:
    return rx.el.div(
        section(
            group.title, rx.el.dl(rx.foreach(group.lines, _line), class_name="versus"), note=group.figure
        ),
        key=group.title,
    )


def _both() -> rx.Component:
    heads = rx.el.div(
        rx.foreach(state.sides, lambda side: rx.el.div(_head(side), key=side.title)), class_name="pair heads"
    )
    return rx.el.div(
        _pickers(),
        heads,
        _row("desktop", 1280),
        _row("phone", 390),
        rx.foreach(state.groups, _group),
        class_name="comparing",
    )


def _alone() -> rx.Component:
    return empty(
        "Nothing to compare yet",
        "A second version comes out of another build, or of a change in the studio.",
        link("The site", href="/sites/" + state.site_id.to(str), class_name="btn"),
    )


@page(
    "/sites/[id]/compare",
    title="Compare",
    load=CompareState.load,
    nav="/sites",
    heading="Compare",
    sub=CompareState.name + ", " + CompareState.summary,
    actions=lambda: [back("The site", "/sites/" + state.site_id.to(str))],
)
def compare() -> rx.Component:
    return framed(state, rx.cond(state.sides.length() > 1, _both(), _alone()))
