"""Settings, drawn: what is decided often on the left, what is seldom touched on the right."""

from typing import Any

import reflex as rx

from webmagic.ui.components import field, framed, icon, link, notice, section, tag
from webmagic.ui.page import page
from webmagic.ui.pages.settings.state import SettingsState

state: Any = SettingsState


def _mode(value: str, label: str, small: str, kind: str = "") -> rx.Component:
    box = rx.el.input(
        type="radio",
        name="autopilot",
        value=value,
        checked=state.mode == value,
        on_change=state.set_mode(value),
    )
    return rx.el.label(box, label, rx.el.small(small), class_name=kind)


def _autopilot() -> rx.Component:
    words = rx.match(
        state.mode,
        ("on", "It hunts, builds, publishes and mails by itself, within the limits of a cycle."),
        ("rehearsal", "It decides and reports, and sends nothing."),
        "Nothing starts by itself. What runs now ends by itself.",
    )
    return rx.el.section(
        rx.el.div(rx.el.h2("Autopilot"), class_name="hd", style={"margin": "0"}),
        rx.el.fieldset(
            rx.el.legend("Autopilot mode", class_name="vh"),
            _mode("off", "Off", "by hand"),
            _mode("rehearsal", "Rehearse", "sends nothing", "reh"),
            _mode("on", "On", "until switched off", "on"),
            class_name="switch",
        ),
        rx.el.p(words, class_name="say"),
        class_name="plate",
    )


def _number(one: Any, prefix: str) -> rx.Component:
    control = rx.el.input(
        id=prefix + one.name, name=one.name, type="number", inputmode="decimal", min="0", step=one.step,
        default_value=one.value, class_name="input short",
    )  # fmt: skip
    return rx.el.div(
        rx.el.label(one.label, html_for=prefix + one.name),
        control,
        rx.el.span(one.hint, class_name="hint"),
        class_name="numberline",
        key=one.name + one.value,
    )


def _limits() -> rx.Component:
    form = rx.el.form(
        rx.foreach(state.limits, lambda one: _number(one, "limit-")),
        rx.el.div(
            rx.el.button(
                "Save the limits", type="submit", class_name="btn primary", disabled=~state.may_manage
            ),
            class_name="row",
        ),
        on_submit=state.save_limits,
        class_name="numbers",
    )
    return section("Limits of a cycle", form, note="at most so many at a time")


def _requirements() -> rx.Component:
    return section(
        "Who is a lead",
        rx.el.p("Points, limits, trades and countries, tried before they are saved.", class_name="sm q2"),
        link(icon("filter", "s"), "Requirements", href="/requirements", class_name="btn"),
    )


def _words(name: str, label: str, value: Any, hint: Any) -> rx.Component:
    box = rx.el.textarea(
        id=f"say-{name}",
        name=name,
        default_value=value,
        key=value,
        rows="3",
        class_name="input",
        max_length=8000,
    )
    return field(label, box, control_id=f"say-{name}", hint=hint)


def _declarations() -> rx.Component:
    form = rx.el.form(
        _words(
            "balancing_test",
            "Balancing test",
            state.balancing_test,
            "Some countries ask why our interest in writing outweighs the owner's peace. Write it down once.",
        ),
        _words(
            "outreach_allowed",
            "Why the mail provider allows offers",
            state.outreach_allowed,
            "Their terms may forbid them. Say what allows yours. Provider in use: " + state.mailer + ".",
        ),
        rx.el.div(
            rx.el.button("Declare it", type="submit", class_name="btn", disabled=~state.may_manage),
            rx.el.span("Empty words declare nothing, and the offers stay held.", class_name="xs q"),
            class_name="row",
        ),
        on_submit=state.declare,
        class_name="stackform",
    )
    return section("Before offers may leave", form, note="your words, your name in the log")


def _providers() -> rx.Component:
    row = lambda one: rx.el.li(  # noqa: E731
        rx.el.span(one.role, class_name="q"),
        rx.el.div(rx.el.b(one.choice), rx.el.small(one.detail)),
        tag(one.words, tone=one.tone, mark=one.mark),
        key=one.role,
    )
    return section(
        "What it works with",
        rx.el.ul(rx.foreach(state.providers, row), class_name="providers"),
        note="set in .env, read at start; keys are never shown",
    )


def _sender() -> rx.Component:
    return section(
        "Who writes",
        rx.el.address(
            rx.foreach(state.sender, lambda line, n: rx.el.span(line, key=n.to(str))), class_name="sender"
        ),
        rx.el.p(
            "Name, address and postal address stand under every offer. Set SENDER_… in .env.",
            class_name="xs q",
        ),
    )


def _password() -> rx.Component:
    box = lambda name, label, auto: field(  # noqa: E731
        label,
        rx.el.input(
            id=f"pw-{name}",
            name=name,
            type="password",
            auto_complete=auto,
            required=True,
            class_name="input",
            max_length=200,
        ),
        control_id=f"pw-{name}",
    )
    form = rx.el.form(
        rx.el.input(type="email", name="who", value=state.me, read_only=True, auto_complete="username",
                    class_name="vh",                    tab_index=-1, aria_label="Your e-mail"),
        box("current", "Current password", "current-password"),
        box("new", "New password", "new-password"),
        box("again", "The new one again", "new-password"),
        rx.el.div(
            rx.el.button(icon("key", "s"), "Change the password", type="submit", class_name="btn"),
            rx.el.span("Every device is signed out.", class_name="xs q"),
            class_name="row",
        ),
        on_submit=state.change_password,
        class_name="stackform narrowform",
    )  # fmt: skip
    return section("Your password", form, note=state.me)


def _people() -> rx.Component:
    row = lambda one: rx.el.li(  # noqa: E731
        icon("circle-user-round"),
        rx.el.div(
            rx.el.b(one.name, rx.cond(one.is_you, " (you)", "")),
            rx.el.small(one.email, ", signed in ", one.seen),
        ),
        rx.cond(one.is_active, tag(one.role), tag("switched off", tone="hold", mark="ban")),
        key=one.id.to(str),
    )
    return section(
        "Administrators",
        rx.el.ul(rx.foreach(state.people, row), class_name="providers people"),
        rx.el.p("Add one: ", rx.el.code("webmagic user add E-MAIL"), class_name="xs q"),
    )


def _looks() -> rx.Component:
    dense = lambda value, label: rx.el.button(  # noqa: E731
        label, type="button", custom_attrs={"data-density": value, "aria-pressed": "false"}
    )
    return section(
        "How it looks here",
        rx.el.div(
            rx.el.button(
                icon("sun-moon", "s"),
                "Day or dusk",
                type="button",
                class_name="btn",
                custom_attrs={"data-theme-toggle": ""},
            ),
            rx.el.div(
                dense("", "Compact"),
                dense("roomy", "Roomy"),
                class_name="seg",
                role="group",
                aria_label="Density",
            ),
            class_name="verbs",
        ),
        note="kept in this browser",
    )


def _viewer() -> rx.Component:
    words = notice("hold", "eye", rx.el.b("You may look. "), "Changing settings takes an owner.")
    return rx.cond(state.may_manage, rx.fragment(), words)


@page("/settings", title="Settings", load=SettingsState.load, sub="what you decide, and what it works with")
def settings() -> rx.Component:
    left = rx.el.div(_viewer(), _limits(), _requirements(), _declarations(), class_name="stack")
    right = rx.el.aside(
        _autopilot(),
        _providers(),
        _sender(),
        _people(),
        _password(),
        _looks(),
        class_name="stack",
        aria_label="Who and how",
    )
    return framed(state, rx.el.div(left, right, class_name="settings"))
