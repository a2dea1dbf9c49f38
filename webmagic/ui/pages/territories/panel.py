"""The chosen territory: its figures, what a hunt costs, and what an operator may change."""

from typing import Any

import reflex as rx

from webmagic.ui.components import icon, notice, stat, tag
from webmagic.ui.components.asking import ask
from webmagic.ui.pages.territories.state import TerritoriesState

state: Any = TerritoriesState


def _hunt(one: Any) -> rx.Component:
    return ask(
        "hunt",
        one.hunt_words,
        "Hunt here now?",
        one.quote,
        confirm=one.hunt_words,
        on_confirm=state.hunt(one.id),
        mark="radar",
        tone="primary",
        confirm_tone="primary",
        disabled=~one.can_hunt,
    )


def _pause(one: Any) -> rx.Component:
    again, rest = (
        rx.el.button(
            icon(mark, "s"), words, type="button", class_name="btn", on_click=state.pause(one.id, is_paused)
        )
        for mark, words, is_paused in (("play", "Let it run again", False), ("pause", "Pause", True))
    )
    return rx.cond(one.is_paused, again, rest)


def _number(
    one: Any, name: str, label: str, value: Any, hint: Any, on_submit: Any, **limits: str
) -> rx.Component:
    control = rx.el.input(
        id=f"t-{name}",
        name=name,
        type="number",
        default_value=value,
        key=name + one.id.to(str) + value,
        class_name="input short",
        **limits,
    )
    return rx.el.form(
        rx.el.label(label, html_for=f"t-{name}"),
        control,
        rx.el.button("Set", type="submit", class_name="btn small"),
        rx.el.span(hint, class_name="hint"),
        on_submit=on_submit,
        class_name="setline",
    )


def _facts(one: Any) -> rx.Component:
    def fact(name: str, value: Any) -> rx.Component:
        return rx.cond(value != "", rx.fragment(rx.el.dt(name), rx.el.dd(value)))

    return rx.el.dl(
        fact("Last hunt", one.last),
        fact("Found so far", one.share),
        fact("Region", one.region),
        fact("People", one.people),
        fact("Source", one.source),
        class_name="facts",
    )


def panel() -> rx.Component:
    one = state.open
    closer = rx.el.button(
        icon("map-pin", "s"),
        "On the map",
        type="button",
        class_name="btn",
        custom_attrs={"data-look-closer": ""},
    )
    return rx.el.section(
        rx.el.div(rx.el.h2(one.place), tag(one.words, tone=one.tone, mark=one.mark), class_name="hd spread"),
        rx.el.p(one.industry, ". ", one.verdict, class_name="sm q2"),
        rx.el.div(
            stat("Yield", one.yields, one.found),
            stat("Leads", one.leads),
            stat("A lead", one.a_lead, one.spent + " in all"),
            class_name="stats even",
        ),
        rx.cond(one.error != "", notice("bad", "octagon-alert", rx.el.b("It stopped. "), one.error)),
        rx.el.div(_hunt(one), _pause(one), closer, class_name="verbs"),
        rx.el.p(one.quote, class_name="xs q"),
        _facts(one),
        _number(
            one,
            "priority",
            "Priority",
            one.priority,
            "The lower, the sooner.",
            state.set_priority(one.id),
            min="0",
            max="1000",
        ),
        class_name="opened",
        aria_label="The chosen territory",
    )
