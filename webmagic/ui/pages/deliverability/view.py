"""Deliverability, drawn: senders and their health on the left, pace, law and lists on the right."""

from typing import Any

import reflex as rx

from webmagic.ui.components import back, empty, field, framed, icon, section, tag
from webmagic.ui.components.asking import ask, sheet
from webmagic.ui.page import page
from webmagic.ui.pages.deliverability.lists import law, lists, pace
from webmagic.ui.pages.deliverability.state import DeliverabilityState

state: Any = DeliverabilityState
PROVIDERS = {
    "": "the one of the settings",
    "resend": "Resend",
    "ses": "Amazon SES",
    "sendgrid": "SendGrid",
    "smtp": "SMTP",
}


def _finding(one: Any) -> rx.Component:
    return rx.el.li(
        icon(one.mark),
        rx.el.span(one.text, rx.cond(one.to_do != "", rx.el.small(one.to_do))),
        rx.el.span(one.key, class_name="q xs"),
        class_name=one.tone,
        key=one.key,
    )


def _figures(one: Any) -> rx.Component:
    return rx.el.div(
        rx.el.span("today ", rx.el.b(one.today)),
        rx.el.span("came back in 7 days ", rx.el.b(one.bounced)),
        rx.el.span("called spam ", rx.el.b(one.complained)),
        rx.el.span("through ", rx.el.b(one.provider)),
        class_name="figs",
    )


def _buttons(one: Any) -> rx.Component:
    go_on = rx.el.button(
        icon("play", "s"),
        "Let it send again",
        type="button",
        class_name="btn small primary",
        on_click=state.resume(one.id),
    )
    stop = ask(
        "pause-" + one.id.to(str),
        "Pause",
        "Pause this sender?",
        "Its letters wait until you let it go on. Nothing is lost.",
        confirm="Pause it",
        on_confirm=state.pause(one.id),
        tone="quiet small",
    )
    switch = rx.el.button(
        rx.cond(one.is_on, "Switch off", "Switch on"),
        type="button",
        class_name="btn quiet small",
        on_click=state.switch(one.id, ~one.is_on),
    )
    look = rx.el.button(
        icon("refresh-cw", "s"),
        "Look again",
        type="button",
        class_name="btn quiet small",
        on_click=state.look(one.domain),
    )
    return rx.el.div(
        rx.cond(one.is_paused, go_on, stop), look, rx.cond(state.may_manage, switch), class_name="row flush"
    )


def _sender(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.b(one.email),
            tag(one.words, tone=one.tone, mark=one.mark),
            rx.el.span(one.name, ", ", one.purpose, class_name="xs q"),
            class_name="top",
        ),
        rx.cond(one.why != "", rx.el.p(one.why, class_name="sm")),
        _figures(one),
        rx.el.details(
            rx.el.summary("What ", one.domain, " says, ", one.looked),
            rx.el.ul(rx.foreach(one.findings, _finding), class_name="gate"),
            open=one.tone == "hold",
        ),
        _buttons(one),
        key=one.id.to(str),
    )


def _new() -> rx.Component:
    def text(name: str, label: str, hint: str = "", **more: Any) -> rx.Component:
        box = rx.el.input(id=f"new-{name}", name=name, class_name="input", **more)
        return field(label, box, control_id=f"new-{name}", hint=hint)

    purpose = rx.el.select(
        rx.el.option("offers", value="outreach"),
        rx.el.option("receipts and notices", value="transactional"),
        id="new-purpose",
        name="purpose",
        class_name="input",
    )
    provider = rx.el.select(
        *[rx.el.option(words, value=key) for key, words in PROVIDERS.items()],
        id="new-provider",
        name="provider",
        class_name="input",
    )
    form = rx.el.form(
        field(
            "It sends",
            purpose,
            control_id="new-purpose",
            hint="Offers and receipts never share a domain: a bad day for one must not stop the other.",
        ),
        text("from_name", "Name in the letters", required=True, max_length=120),
        text("from_email", "Address", type="email", required=True, placeholder="ana@mail.agency.gt"),
        field("Through", provider, control_id="new-provider"),
        text(
            "dkim_selector", "DKIM selector", "As your provider shows it, such as resend. Empty: usual ones."
        ),
        text(
            "daily_cap",
            "At most a day",
            "It begins at 20 and grows day by day.",
            type="number",
            min="1",
            default_value="200",
        ),
        rx.el.div(
            rx.el.button("Add and look at its domain", type="submit", class_name="btn primary"),
            class_name="row flush",
        ),
        on_submit=state.add,
        class_name="stackform",
    )
    return sheet("new-sender", "Add a sender", "A sending identity", form, mark="plus", tone="small")


def _senders() -> rx.Component:
    bare = empty(
        "No sender of its own yet",
        "On this machine everything comes from the address in the settings. Before offers leave for real "
        "they need a sender, and a domain, apart from receipts and sign-in mail.",
    )
    return section(
        "Senders",
        rx.cond(
            state.senders.length() > 0,
            rx.el.ul(rx.foreach(state.senders, _sender), class_name="senders"),
            bare,
        ),
        note=state.where,
        right=[rx.cond(state.may_manage, _new())],
    )


@page(
    "/campaigns/deliverability",
    title="Deliverability",
    nav="/campaigns",
    load=DeliverabilityState.load,
    sub=DeliverabilityState.summary,
    actions=lambda: [back("All campaigns", "/campaigns")],
)
def deliverability() -> rx.Component:
    right = rx.el.div(pace(), *lists(), class_name="cols gap22")
    left = rx.el.div(_senders(), law(), class_name="cols gap22")
    return framed(state, rx.el.div(left, right, class_name="deliver"))
