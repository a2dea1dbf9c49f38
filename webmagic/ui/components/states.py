"""Empty, loading and error: what is true, what it means, the one next step."""

from typing import Any

import reflex as rx

from webmagic.ui.components.parts import icon
from webmagic.ui.components.street import street


def empty(title: Any, text: Any, *actions: rx.Component, lit: bool = False) -> rx.Component:
    """Says what is true, then the one next step. `lit`: the lights are on, nothing left to do."""
    return rx.el.div(street(lit=lit), rx.el.h3(title), rx.el.p(text), *actions, class_name="empty")


def notice(tone: str, mark: str, *children: Any, action: rx.Component | None = None) -> rx.Component:
    return rx.el.div(
        icon(mark),
        rx.el.span(*children),
        action if action is not None else rx.el.span(),
        class_name=f"notice {tone}",
        role="group" if tone != "bad" else "alert",
    )


def error_state(problem: Any, on_retry: Any) -> rx.Component:
    return notice(
        "bad",
        "octagon-alert",
        rx.el.b("This page did not load. "),
        problem,
        action=rx.el.button("Try again", type="button", class_name="btn small", on_click=on_retry),
    )


def loading() -> rx.Component:
    bars = [rx.el.span(class_name="sk" + (" late" if n % 2 else "")) for n in range(9)]
    return rx.el.div(*bars, rx.el.span("Loading", class_name="vh"), class_name="skeleton", aria_busy="true")


def framed(state: Any, *content: rx.Component) -> rx.Component:
    """The page once it is read; before that its skeleton, and its problem in its place."""
    return rx.cond(
        state.problem != "",
        error_state(state.problem, state.load),
        rx.cond(state.is_loaded, rx.fragment(*content), loading()),
    )
