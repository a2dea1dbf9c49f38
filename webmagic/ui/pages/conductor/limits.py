"""Budgets and quiet hours, drawn: what is spent, what may be, and when it is night."""

from typing import Any

import reflex as rx

from webmagic.ui.components import field, icon, section
from webmagic.ui.components.asking import sheet
from webmagic.ui.pages.conductor.state import ConductorState

state: Any = ConductorState


def _budget(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(rx.el.b(one.name), rx.el.small(one.provider), class_name="n"),
        rx.el.span(rx.el.b(one.spent), " ", one.limit, class_name="num"),
        rx.el.span(
            rx.el.i(style={"width": one.width, "background": one.tone}),
            class_name="meter",
            role="img",
            aria_label=one.spent + " " + one.limit,
        ),
        key=one.key,
    )


def _budget_field(one: Any) -> rx.Component:
    control = rx.el.input(
        id="budget-" + one.key, name=one.key, type="number", min="0", step="any", default_value=one.value,
        class_name="input short",
    )  # fmt: skip
    return rx.el.div(
        rx.el.label(one.name, html_for="budget-" + one.key),
        control,
        rx.el.span(one.unit, class_name="hint"),
        class_name="numberline",
        key=one.key + one.value,
    )


def _save(words: str) -> rx.Component:
    return rx.el.div(rx.el.button(words, type="submit", class_name="btn primary"), class_name="row")


def budgets() -> rx.Component:
    form = rx.el.form(
        rx.foreach(state.budgets, _budget_field),
        _save("Save the budgets"),
        on_submit=state.save_budgets,
        class_name="numbers",
    )
    change = sheet(
        "change-budgets", "Change", "At most so much a day; 0 is no limit", form, tone="quiet small"
    )
    return section(
        "Today's budgets",
        rx.el.ul(rx.foreach(state.budgets, _budget), class_name="budgets"),
        note="a UTC day",
        right=[rx.cond(state.may_manage, change)],
        id="budgets",
    )


def _hour(name: str, label: str, value: Any, key: str) -> rx.Component:
    options = [rx.el.option(f"{hour:02}:00", value=f"{hour}") for hour in range(24)]
    box = rx.el.select(
        *options, id=f"{key}-{name}", name=name, default_value=value, key=value, class_name="input"
    )
    return field(label, box, control_id=f"{key}-{name}")


def _hours(key: str, begin: Any, end: Any, zone: Any) -> list[rx.Component]:
    box = rx.el.input(
        id=f"{key}-zone", name="timezone", type="text", default_value=zone, key=zone, class_name="input",
        placeholder="America/New_York", max_length=60, required=True,
    )  # fmt: skip
    return [
        rx.el.div(
            _hour("from_hour", "From", begin, key), _hour("to_hour", "Until", end, key), class_name="pair"
        ),
        field("By the clock of", box, control_id=f"{key}-zone", hint="The same hour twice: none."),
    ]


def _place(one: Any) -> rx.Component:
    drop = rx.el.button(
        icon("x", "s"),
        type="button",
        class_name="btn quiet small",
        on_click=state.drop_quiet(one.country),
        aria_label="Usual hours again in " + one.name,
    )
    return rx.el.div(
        rx.el.dt(one.name), rx.el.dd(one.words, rx.cond(state.may_manage, drop)), key=one.country
    )


def quiet_hours() -> rx.Component:
    usual = rx.el.form(
        *_hours("usual", state.quiet_from, state.quiet_to, state.quiet_zone),
        _save("Save"),
        on_submit=state.save_quiet,
        class_name="stackform",
    )
    country = rx.el.select(
        rx.foreach(state.countries, lambda one: rx.el.option(one.label, value=one.value, key=one.value)),
        id="place-country",
        name="country",
        class_name="input",
    )
    place = rx.el.form(
        field("Country", country, control_id="place-country"),
        *_hours("place", "20", "8", ""),
        _save("Save for this country"),
        on_submit=state.save_quiet,
        class_name="stackform",
    )
    buttons = rx.fragment(
        sheet("change-quiet", "Change", "Usual quiet hours", usual, tone="quiet small"),
        sheet("add-quiet", "Add a country", "A country's own quiet hours", place, tone="quiet small"),
    )
    return section(
        "Quiet hours",
        rx.el.dl(
            rx.el.div(rx.el.dt("Usually"), rx.el.dd(state.quiet)),
            rx.foreach(state.quiet_places, _place),
            class_name="quiet",
        ),
        rx.cond(state.may_manage, rx.el.div(buttons, class_name="row flush")),
        note="no mail of the autopilot's leaves",
        id="quiet",
    )
