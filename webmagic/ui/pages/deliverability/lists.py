"""Pace, mail law, and who must or may be written to, drawn."""

from typing import Any

import reflex as rx

from webmagic.ui.components import field, icon, section, tag
from webmagic.ui.components.asking import ask, sheet
from webmagic.ui.pages.deliverability.state import DeliverabilityState

state: Any = DeliverabilityState
WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
KINDS = {
    "consent": "They agreed",
    "published": "Their own page gives it",
    "reviewed": "The case was reviewed",
}


def _small(name: str, label: str, value: Any, **more: Any) -> rx.Component:
    box = rx.el.input(
        id=f"pace-{name}",
        name=name,
        type="number",
        default_value=value,
        key=name + value,
        class_name="input short",
        **more,
    )
    return rx.el.div(rx.el.label(label, html_for=f"pace-{name}"), box, class_name="numberline")


def pace() -> rx.Component:
    days = [
        rx.el.label(rx.el.input(type="checkbox", name=f"day{n}", default_checked=state.days[n]), name)
        for n, name in enumerate(WEEK)
    ]
    form = rx.el.form(
        _small("from_hour", "From, their clock", state.from_hour, min="0", max="23"),
        _small("to_hour", "Until", state.to_hour, min="1", max="24"),
        rx.el.div(*days, class_name="daysrow"),
        _small("domain_cap", "A day to one company's domain", state.domain_cap, min="1"),
        _small("provider_cap", "A day to one large mailbox provider", state.provider_cap, min="1"),
        rx.cond(state.may_manage, rx.el.button("Save the pace", type="submit", class_name="btn")),
        on_submit=state.save_pace,
        class_name="stackform",
    )
    return section("When and how many", form, note="at a moment of chance within their day")


def law() -> rx.Component:
    line = lambda one: rx.el.tr(  # noqa: E731
        rx.el.th(one.name, scope="row"),
        rx.el.td(tag(one.rule, tone=one.tone)),
        rx.el.td(one.why),
        key=one.code,
    )
    table = rx.el.table(rx.el.tbody(rx.foreach(state.countries, line)), class_name="lawtable")
    return section(
        "Mail law by country",
        rx.el.div(table, class_name="scrolly", tab_index=0, role="region", aria_label="Mail law by country"),
        note=state.reviewed + ". A country that is not here is blocked. Have counsel sign off each one.",
    )


def _area(name: str, label: str, hint: str) -> rx.Component:
    box = rx.el.textarea(id=name, name=name, class_name="input", rows="6", required=True)
    return field(label, box, control_id=name, hint=hint)


def _stop_list() -> rx.Component:
    form = rx.el.form(
        _area(
            "list",
            "Addresses, @domains or SHA-256, one a line",
            "A CSV of ours or of another tool works too.",
        ),
        rx.el.div(rx.el.button("Add them", type="submit", class_name="btn primary"), class_name="row flush"),
        on_submit=state.import_list,
        class_name="stackform",
    )
    erase = rx.el.form(
        field(
            "Address",
            rx.el.input(id="forget", name="address", type="email", class_name="input", required=True),
            control_id="forget",
        ),
        rx.el.p(
            "Their mails are emptied and the address goes from every table. A hash stays, so that nobody "
            "writes to them again.",
            class_name="sm q2",
        ),
        rx.el.div(
            rx.el.button("Forget this person", type="submit", class_name="btn danger"), class_name="row flush"
        ),
        on_submit=state.forget,
        class_name="stackform",
    )
    buttons = rx.el.div(
        sheet("import-stops", "Import", "Nobody on this list is written to", form, tone="small"),
        rx.el.button("Export", type="button", class_name="btn small", on_click=state.export_list),
        sheet("forget-person", "Forget a person", "Remove somebody's data", erase, tone="quiet small"),
        class_name="row flush",
    )
    return section(
        "Never written to again",
        rx.el.p(rx.el.b(state.suppressed, class_name="num"), " addresses and domains, kept for good."),
        rx.cond(state.may_manage, buttons),
    )


def _permission(one: Any) -> rx.Component:
    drop = ask(
        "revoke-" + one.id.to(str),
        "Revoke",
        "Revoke this permission?",
        "Offers to this address are held again.",
        confirm="Revoke it",
        on_confirm=state.revoke(one.id),
        tone="quiet small",
    )
    return rx.el.li(
        icon("check"),
        rx.el.span(rx.el.b(one.address), rx.el.small(one.kind, ": ", one.proof), rx.el.small(one.noted)),
        rx.cond(state.may_manage, drop),
        class_name="okk",
        key=one.id.to(str),
    )


def _permissions() -> rx.Component:
    kind = rx.el.select(
        *[rx.el.option(words, value=key) for key, words in KINDS.items()],
        id="permit-kind",
        name="kind",
        class_name="input",
    )
    form = rx.el.form(
        field(
            "Address",
            rx.el.input(id="permit-address", name="address", type="email", required=True, class_name="input"),
            control_id="permit-address",
        ),
        field("Why", kind, control_id="permit-kind"),
        field(
            "Where it can be seen",
            rx.el.input(id="permit-url", name="source_url", class_name="input"),
            control_id="permit-url",
        ),
        _area("proof", "In words", "Who, when, how. The burden of proof is yours."),
        rx.el.div(
            rx.el.button("Note it down", type="submit", class_name="btn primary"), class_name="row flush"
        ),
        on_submit=state.permit,
        class_name="stackform",
    )
    return section(
        "Permissions",
        rx.cond(
            state.permissions.length() > 0,
            rx.el.ul(rx.foreach(state.permissions, _permission), class_name="gate"),
            rx.el.p("None was noted yet. Countries that ask for one stay held.", class_name="sm q2"),
        ),
        right=[
            rx.cond(state.may_manage, sheet("new-permission", "Note one", "A permission", form, tone="small"))
        ],
    )


def lists() -> tuple[rx.Component, ...]:
    return _stop_list(), _permissions()
