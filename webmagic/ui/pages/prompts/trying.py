"""The trial: the prompt as it would be sent for one business, its price, and the answer."""

from typing import Any

import reflex as rx

from webmagic.ui.components import icon
from webmagic.ui.pages.prompts.state import PromptsState

state: Any = PromptsState


def _figure(one: Any) -> rx.Component:
    return rx.el.div(
        rx.el.span(one.label, class_name="lab"),
        rx.el.b(one.value, class_name="mono"),
        rx.el.small(one.note),
        key=one.label,
    )


def _text(title: str, text: Any, *, is_open: bool) -> rx.Component:
    return rx.el.details(
        rx.el.summary(title),
        rx.el.pre(text, class_name="sent", tab_index=0),
        open=is_open,
        class_name="sentbox",
    )


def _run() -> rx.Component:
    ask = rx.el.button(
        icon("send", "s"),
        rx.cond(state.is_asking, "Asking", "Ask Claude, about " + state.price),
        type="button",
        class_name="btn primary",
        on_click=state.ask,
        disabled=state.is_asking,
    )
    words = rx.el.span(
        "The answer is shown here; the business and its page stay as they are.", class_name="xs q"
    )
    answer = rx.cond(
        state.answer_words != "",
        rx.el.div(
            rx.cond(state.answer != "", rx.el.pre(state.answer, class_name="sent", tab_index=0)),
            rx.el.p(state.answer_words, class_name="sm q2"),
            role="status",
        ),
    )
    return rx.cond(state.engine_words == "", rx.el.div(rx.el.div(ask, words, class_name="row"), answer))


def trial() -> rx.Component:
    chooser = rx.el.label(
        rx.el.span("Tried on", class_name="lab"),
        rx.el.select(
            rx.foreach(state.businesses, lambda one: rx.el.option(one.label, value=one.value, key=one.value)),
            value=state.business,
            on_change=state.choose_business,
            class_name="input",
        ),
        class_name="field",
    )
    sent = rx.el.div(
        rx.el.div(rx.foreach(state.figures, _figure), class_name="trialfigs"),
        _run(),
        _text("What is said of this business", state.asked, is_open=True),
        _text("What stands before it, the same for all", state.told, is_open=False),
        class_name="trial",
    )
    return rx.el.div(
        rx.cond(state.businesses.length() > 0, chooser),
        rx.cond(state.cannot != "", rx.el.p(state.cannot, class_name="sm q2"), sent),
        class_name="stackform",
    )
