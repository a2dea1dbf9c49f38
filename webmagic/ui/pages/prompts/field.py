"""The right column: how the versions in use do in the field, and what models cost."""

from typing import Any

import reflex as rx

from webmagic.ui.components import icon, section, tag
from webmagic.ui.components.asking import ask
from webmagic.ui.pages.prompts.state import PromptsState

state: Any = PromptsState


def _stat(label: str, value: Any) -> rx.Component:
    return rx.el.div(rx.el.span(label, class_name="lab"), rx.el.span(value, class_name="mono"))


def _measure(one: Any) -> rx.Component:
    bar = rx.el.span(
        rx.el.i(style={"left": one.low, "width": one.span}),
        rx.el.b(style={"left": one.at}),
        class_name="ival",
        custom_attrs={"aria-hidden": "true"},
    )
    return rx.el.li(
        rx.el.span(one.label),
        rx.el.span(one.value, class_name="mono"),
        bar,
        rx.el.small(one.of),
        key=one.label,
    )


def _runner(one: Any) -> rx.Component:
    weight = rx.el.label(
        rx.el.span("Weight", class_name="lab"),
        rx.el.input(
            type="number",
            name="w" + one.version,
            default_value=one.weight,
            min="0",
            max="1000",
            class_name="input narrow-input",
            disabled=state.is_bandit,
            key=one.version + "-" + one.weight,
        ),
    )
    return rx.el.div(
        rx.el.h3(
            one.name,
            rx.el.span("v", one.version, class_name="mono q"),
            rx.cond(one.is_ahead, tag("ahead", tone="ok", mark="arrow-up-right")),
        ),
        rx.el.div(
            rx.el.i(style={"width": one.share, "background": one.color}),
            class_name="meter",
            role="img",
            aria_label=one.share + " of the builds",
        ),
        rx.el.div(
            _stat("Share", one.share),
            _stat("Sites", one.builds),
            _stat("Gate", one.gate),
            _stat("Cost", one.cost),
            class_name="nums",
        ),
        rx.cond(
            one.measures.length() > 0, rx.el.ul(rx.foreach(one.measures, _measure), class_name="measures")
        ),
        rx.cond(state.runners.length() > 1, weight),
        class_name="runner",
        key=one.version,
    )


def _winner() -> rx.Component:
    return rx.cond(
        state.winner != "",
        ask(
            "give-all",
            "Give v" + state.winner + " everything",
            "Tell every build version " + state.winner + "?",
            "The others go out of use and stay in the list, so any of them can race again.",
            confirm="Give it everything",
            on_confirm=state.give_all(state.winner.to(int)),
            tone="primary",
            confirm_tone="primary",
        ),
    )


def in_the_field() -> rx.Component:
    switch = rx.el.label(
        rx.el.input(type="checkbox", checked=state.is_bandit, on_change=state.let_success_decide),
        " Share out by success",
        rx.el.small("What is clicked more gets more; what is hardly known is still tried."),
        class_name="check",
    )
    save = rx.cond(
        (state.runners.length() > 1) & ~state.is_bandit,
        rx.el.button("Save the weights", type="submit", class_name="btn small"),
    )
    racing = rx.el.form(rx.foreach(state.runners, _runner), save, on_submit=state.weigh, class_name="racing")
    model = rx.el.label(
        rx.el.span("Model", class_name="lab"),
        rx.el.select(
            rx.foreach(state.models, lambda name: rx.el.option(name, value=name, key=name)),
            value=state.model,
            on_change=state.choose_model,
            class_name="input",
        ),
        class_name="field",
    )
    return section(
        "In the field",
        racing,
        rx.el.p(state.verdict, class_name="sm"),
        _winner(),
        rx.cond(state.runners.length() > 1, switch),
        model,
    )


def _figure(one: Any) -> rx.Component:
    return rx.fragment(
        rx.el.dt(one.label), rx.el.dd(rx.el.b(one.value, class_name="mono"), rx.el.small(one.note))
    )


def _cap(cap: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(cap.label),
        rx.el.span(cap.value, class_name="mono"),
        rx.el.div(
            rx.el.i(style={"width": cap.width, "background": "var(--c2)"}),
            class_name="meter",
            role="img",
            aria_label=cap.value,
        ),
        key=cap.label,
    )


def costs() -> rx.Component:
    return section(
        "What models cost",
        rx.el.dl(rx.foreach(state.costs, _figure), class_name="costs"),
        rx.el.ul(rx.foreach(state.caps, _cap), class_name="caps"),
        rx.el.p(
            icon("shield-check", "s"),
            " At a cap, and at ",
            state.site_cap,
            " for a single build, nothing more is asked and the built-in designer goes on.",
            class_name="xs q2",
        ),
        note="at list prices",
    )
