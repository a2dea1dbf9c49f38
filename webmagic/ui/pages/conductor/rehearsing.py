"""The rehearsal, drawn: what the coming hours would do and cost."""

from typing import Any

import reflex as rx

from webmagic.ui.components import section
from webmagic.ui.pages.conductor.plan import COLUMNS
from webmagic.ui.pages.conductor.state import ConductorState

state: Any = ConductorState
SPANS = {"24": "24 h", "72": "3 days", "168": "A week"}


def _hour(row: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.th(row.when, scope="row"),
        rx.foreach(row.cells, lambda figure, n: rx.el.td(figure, class_name="num", key=n.to(str))),
        rx.el.td(row.cost, class_name="num"),
        rx.el.td(row.stopped, class_name="xs held-why"),
        key=row.key,
    )


def _table() -> rx.Component:
    plan = state.planned
    names = ["Hour", *COLUMNS.values(), "Cost", ""]
    head = rx.el.thead(
        rx.el.tr(
            *[
                rx.el.th(name, class_name="num" if n and name else "", scope="col")
                for n, name in enumerate(names)
            ]
        )
    )
    total = rx.el.tr(
        rx.el.th("Together", scope="row"),
        rx.foreach(plan.totals, lambda figure, n: rx.el.td(figure, class_name="num", key=n.to(str))),
        rx.el.td(plan.cost, class_name="num"),
        rx.el.td(),
        class_name="sum",
    )
    return rx.el.div(
        rx.el.table(
            rx.el.caption("The coming hours", class_name="vh"),
            head,
            rx.el.tbody(rx.foreach(plan.hours, _hour), total),
            class_name="plain planned",
        ),
        class_name="scroll",
        tab_index=0,
        role="region",
        aria_label="The coming hours",
    )


def _result() -> rx.Component:
    assumed = rx.el.ul(
        rx.foreach(state.planned.assumed, lambda line: rx.el.li(line, key=line)), class_name="assumed"
    )
    return rx.el.div(
        rx.el.p(rx.el.b(state.planned.words), class_name="sm"),
        rx.cond(state.planned.hours.length() > 0, _table()),
        rx.el.p("It takes for granted, from what happened here so far:", class_name="xs q"),
        assumed,
        class_name="planbox",
    )


def rehearsal() -> rx.Component:
    buttons = [
        rx.el.button(
            label,
            type="button",
            on_click=state.rehearse(hours),
            disabled=state.is_rehearsing,
            custom_attrs={"aria-pressed": rx.cond(state.has_plan & (state.hours == hours), "true", "false")},
        )
        for hours, label in SPANS.items()
    ]
    said = rx.cond(state.is_rehearsing, "going through the hours", "what the autopilot would do and cost")
    nothing = rx.el.p(
        "Choose how far to look ahead. Nothing is written, asked or sent.",
        class_name="sm q2",
    )
    return section(
        "Rehearsal",
        rx.cond(state.has_plan, _result(), nothing),
        note=said,
        right=[rx.el.div(*buttons, class_name="seg", role="group", aria_label="Look ahead")],
        id="rehearsal",
    )
