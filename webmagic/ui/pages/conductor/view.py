"""The conductor, drawn: the cycle above, plans on the left, the switch and its limits on the right."""

from typing import Any

import reflex as rx

from webmagic.ui.components import framed, icon, link, section, tag
from webmagic.ui.components.asking import ask, sheet
from webmagic.ui.components.tabs import pager
from webmagic.ui.page import page
from webmagic.ui.pages.conductor.limits import budgets, quiet_hours
from webmagic.ui.pages.conductor.rehearsing import rehearsal
from webmagic.ui.pages.conductor.state import ConductorState

state: Any = ConductorState


def _phase(cell: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(icon(cell.icon, "s"), cell.name, class_name="l"),
        rx.el.span(cell.count, rx.cond(cell.limit != "", rx.el.small(cell.limit)), class_name="v"),
        rx.el.span(cell.when, class_name="w"),
        rx.cond(cell.note != "", rx.el.span(cell.note, class_name="note", title=cell.note)),
        class_name="ph " + cell.tone,
        key=cell.name,
    )


def _number(one: Any) -> rx.Component:
    control = rx.el.input(
        id="limit-" + one.name, name=one.name, type="number", inputmode="numeric", min="0", max="10000",
        default_value=one.value, class_name="input short",
    )  # fmt: skip
    return rx.el.div(
        rx.el.label(one.label, html_for="limit-" + one.name),
        control,
        class_name="numberline plainline",
        key=one.name + one.value,
    )


def _limits() -> rx.Component:
    form = rx.el.form(
        rx.foreach(state.limits, _number),
        rx.el.div(rx.el.button("Save the limits", type="submit", class_name="btn primary"), class_name="row"),
        on_submit=state.save_limits,
        class_name="numbers",
    )
    return sheet(
        "limits", "Limits", "At most so many in a cycle", form, mark="sliders-horizontal", tone="small"
    )


def _cycle() -> rx.Component:
    now = ask(
        "run-cycle",
        "Run one cycle now",
        "Run one cycle now?",
        "It hunts, builds, publishes and writes within the limits, whatever the autopilot's switch says.",
        confirm="Run it",
        on_confirm=state.run_cycle,
        mark="play",
        tone="small",
        confirm_tone="primary",
        disabled=state.stopped != "",
    )
    return section(
        "The cycle",
        rx.el.ol(rx.foreach(state.phases, _phase), class_name="phases"),
        note=state.cycle_words,
        right=[rx.cond(state.may_manage, _limits()), now],
        id="cycle",
    )


def _every(row: Any) -> rx.Component:
    choices = rx.foreach(row.choices, lambda one: rx.el.option(one.label, value=one.value, key=one.value))
    return rx.el.select(
        choices,
        value=row.every,
        on_change=lambda value: state.set_every(row.name, value),
        disabled=~state.may_manage,
        class_name="input pick",
        aria_label="How often: " + row.name,
    )


def _schedule(row: Any) -> rx.Component:
    button = lambda words, verb: rx.el.button(  # noqa: E731
        words, type="button", class_name="btn quiet small", on_click=verb
    )
    run = button("Run now", state.run_schedule(row.name))
    off = rx.el.button(
        "Switch off",
        type="button",
        class_name="btn quiet small",
        on_click=state.switch_schedule(row.name, False),
    )
    on = rx.el.button(
        "Switch on",
        type="button",
        class_name="btn quiet small",
        on_click=state.switch_schedule(row.name, True),
    )
    return rx.el.tr(
        rx.el.td(
            rx.el.span(row.name, class_name="nm"),
            rx.cond(row.why != "", rx.el.span(row.why, class_name="why down")),
            class_name="c1",
        ),
        rx.el.td(_every(row), class_name="ev"),
        rx.el.td(
            rx.el.span(row.last, class_name="at"),
            rx.cond(row.result != "", tag(row.result, tone=row.tone, mark=row.mark)),
            class_name="lastrun",
        ),
        rx.el.td(row.next, class_name="nextrun nw"),
        rx.el.td(run, rx.cond(state.may_manage, rx.cond(row.is_on, off, on)), class_name="do"),
        class_name=rx.cond(row.is_on, "", "isoff"),
        key=row.key,
    )


def _schedules() -> rx.Component:
    names = ["What", "Every", "Last run", "Next", rx.el.span("Actions", class_name="vh")]
    head = rx.el.thead(rx.el.tr(*[rx.el.th(name, scope="col") for name in names]))
    table = rx.el.table(
        rx.el.caption("Recurring work", class_name="vh"),
        head,
        rx.el.tbody(rx.foreach(state.schedules, _schedule)),
        class_name="grid sched",
    )
    return section(
        "By the clock", table, note="one leader fires each, a missed one is caught up once", id="schedule"
    )


def _past(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.time(row.when),
        rx.el.div(
            rx.el.b(row.told),
            rx.cond(row.held != "", rx.el.span(row.held, class_name="held-why")),
            rx.el.small(row.cause, ", ", row.took),
        ),
        rx.cond(row.is_running, rx.el.span(class_name="lampdot")),
        key=row.id.to(str),
    )


def _history() -> rx.Component:
    nothing = rx.el.p("No cycle has run yet. The first comes with the clock, or by hand.", class_name="sm q2")
    shown = rx.fragment(
        rx.el.ol(rx.foreach(state.history, _past), class_name="cycles"),
        pager("newest first", state.newest, state.older),
    )
    return section("Cycles so far", rx.cond(state.history.length() > 0, shown, nothing), id="history")


def _mode(value: str, label: str, small: str, kind: str = "") -> rx.Component:
    box = rx.el.input(
        type="radio",
        name="autopilot",
        value=value,
        checked=state.mode == value,
        on_change=state.set_mode(value),
        disabled=~state.may_manage,
    )
    return rx.el.label(box, label, rx.el.small(small), class_name=kind)


def _stop() -> rx.Component:
    """One press and one more; then nothing begins until somebody lets it."""
    stop = ask(
        "stop-everything",
        "Stop everything",
        "Stop everything now?",
        "No hunt, build or mail begins from this second on. Hunts and builds under way are put back in line; "
        "a mail that is just leaving still leaves. Nothing is thrown away. Payments are still read.",
        confirm="Stop everything",
        on_confirm=state.stop_everything,
        mark="square",
        tone="bigstop",
        confirm_tone="bigstop",
    )
    go = rx.el.div(
        rx.el.p(rx.el.b("Everything is stopped "), state.stopped, "."),
        rx.el.button(
            icon("play", "s"), "Let it go on", type="button", class_name="btn lamp", on_click=state.go_on,
            disabled=~state.may_manage,
        ),
        class_name="stopped",
        role="status",
    )  # fmt: skip
    return rx.el.div(rx.cond(state.stopped != "", go, stop), id="stop")


def _autopilot() -> rx.Component:
    words = rx.match(
        state.mode,
        ("on", "It hunts, builds, publishes and mails by itself, within its limits."),
        ("rehearsal", "It decides and reports, and sends nothing."),
        "Nothing starts by itself. What runs now ends by itself.",
    )
    head = rx.el.div(
        rx.el.h2("Autopilot", id="ah"),
        rx.el.span(state.switched, class_name="right q xs"),
        class_name="hd flat",
    )
    switch = rx.el.fieldset(
        rx.el.legend("Autopilot mode", class_name="vh"),
        _mode("off", "Off", "by hand"),
        _mode("rehearsal", "Rehearse", "sends nothing", "reh"),
        _mode("on", "On", "until switched off", "on"),
        class_name="switch",
    )
    return rx.el.section(
        head, switch, rx.el.p(words, class_name="say"), _stop(), class_name="plate", aria_labelledby="ah"
    )


def _vital(one: Any) -> rx.Component:
    return rx.el.li(
        icon(one.mark, "s"),
        rx.el.b(one.name),
        rx.el.span(one.words),
        class_name="vital " + one.tone,
        key=one.key,
    )


def _health() -> rx.Component:
    return section(
        "Health",
        rx.el.ul(rx.foreach(state.vitals, _vital), class_name="vitals"),
        right=[link("Alerts", href="/conductor/alerts", class_name="btn quiet small")],
        id="health",
    )


@page(
    "/conductor",
    title="Conductor",
    load=[ConductorState.load, ConductorState.watch],
    sub=ConductorState.summary,
)
def conductor() -> rx.Component:
    left = rx.el.div(_schedules(), rehearsal(), _history(), class_name="stack")
    side = rx.el.aside(
        _autopilot(), budgets(), quiet_hours(), _health(), class_name="cols side", aria_label="Right now"
    )
    return framed(
        state, rx.el.div(_cycle(), rx.el.div(left, side, class_name="dash"), class_name="conductor")
    )
