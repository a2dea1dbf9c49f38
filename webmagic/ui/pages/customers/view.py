"""Customers and money, drawn."""

from typing import Any

import reflex as rx

from webmagic.ui.components import empty, framed, icon, link, section, stat, tag
from webmagic.ui.components.asking import ask
from webmagic.ui.components.tabs import pager, tabs
from webmagic.ui.page import page
from webmagic.ui.pages.customers.state import CustomersState

state: Any = CustomersState
COLUMNS = {
    "": ("Business", "Name", "Place", "Gateway", "Since"),
    "plans": ("Business", "Plan", "Next", "State", "Since"),
    "payments": ("Business", "Amount", "Note", "State", "When"),
    "webhooks": ("Event", "From", "Note", "State", "When"),
}


def _figures() -> rx.Component:
    return rx.el.div(
        stat("Recurring, a month", state.mrr, state.mrr_note),
        stat("Arrived in 30 days", state.recent, "before the gateway's fee"),
        stat("Arrived in all", state.received),
        stat("Customers", state.customers),
        stat("Overdue plans", state.overdue, "the gateway tries again by itself"),
        class_name="stats even sums",
    )


def _line(line: Any) -> rx.Component:
    name = rx.cond(
        line.href != "",
        link(line.name, href=line.href, class_name="nm"),
        rx.el.span(line.name, class_name="nm"),
    )
    return rx.el.tr(
        rx.el.td(name, rx.el.span(line.detail, class_name="why q"), class_name="c1"),
        rx.el.td(line.amount, class_name="nw amount"),
        rx.el.td(line.note, class_name="q2 hidep"),
        rx.el.td(tag(line.words, tone=line.tone, mark=line.mark), class_name="c2"),
        rx.el.td(line.when, class_name="num q hidep"),
        rx.el.td(*_verbs(line), class_name="do"),
        key=line.id.to(str),
    )


def _verbs(line: Any) -> list[rx.Component]:
    """What one may do about it; what cannot be undone asks first."""
    key = line.id.to(str)
    at_end = rx.el.button(
        "At the end of what is paid",
        type="button",
        class_name="btn",
        on_click=state.cancel_plan(line.id, True),
        custom_attrs={"popoverTarget": "plan-" + key, "popoverTargetAction": "hide"},
    )
    cancel = ask(
        "plan-" + key,
        "Cancel plan",
        "Cancel this plan?",
        "Now: the gateway ends it at once, and a kind page takes the site's place. At the end: the owner "
        "keeps what is paid for. Nothing is deleted either way.",
        confirm="Cancel it now",
        on_confirm=state.cancel_plan(line.id, False),
        tone="quiet small",
        extra=(at_end,),
    )
    refund = ask(
        "pay-" + key,
        "Pay back",
        "Pay back the whole of " + line.amount + "?",
        "The gateway pays back the whole amount and keeps its fee. This cannot be undone.",
        confirm="Pay it back",
        on_confirm=state.refund(line.id),
        tone="quiet small",
    )
    return [
        rx.cond(line.can_pass, _button("A month passes", state.pass_month(line.id, True))),
        rx.cond(line.can_pass, _button("Its charge fails", state.pass_month(line.id, False))),
        rx.cond(line.can_resume, _button("Resume", state.resume_plan(line.id))),
        rx.cond(line.can_pause, _button("Pause", state.pause_plan(line.id))),
        rx.cond(line.can_cancel, cancel),
        rx.cond(line.can_refund, refund),
        rx.cond(line.can_replay, _button("Work off again", state.replay(line.id))),
    ]


def _button(label: str, on_click: Any) -> rx.Component:
    return rx.el.button(label, type="button", class_name="btn quiet small", on_click=on_click)


def _head(columns: tuple[str, ...]) -> rx.Component:
    cells = [
        rx.el.th(name, scope="col", class_name="num" if name in ("Since", "When") else "") for name in columns
    ]
    return rx.el.thead(rx.el.tr(*cells, rx.el.th(rx.el.span("Actions", class_name="vh"))))


def _table() -> rx.Component:
    head = rx.match(
        state.view, *[(key, _head(names)) for key, names in COLUMNS.items() if key], _head(COLUMNS[""])
    )
    return rx.el.table(
        rx.el.caption("Customers and money", class_name="vh"),
        head,
        rx.el.tbody(rx.foreach(state.lines, _line)),
        class_name="grid cu",
    )


def _nothing() -> rx.Component:
    return empty(
        "Nobody has bought yet",
        "An owner finds the claim link on the page and in the mail, pays there, "
        "and appears here a second later.",
        link("Read the offers", href="/campaigns", class_name="btn primary"),
    )


@page("/customers", title="Customers", load=CustomersState.load, sub=CustomersState.summary)
def customers() -> rx.Component:
    content = rx.fragment(_table(), pager("newest first", state.newest, state.older))
    lists = section(
        "Who pays, and what arrived",
        tabs(state.tabs, "Lists"),
        rx.cond(state.lines.length() > 0, content, _nothing()),
        note="through the " + state.gateway,
    )
    simulated = rx.el.div(
        icon("octagon-alert"),
        rx.el.p(rx.el.b("No money moves here."), " The payment simulator is in use."),
        class_name="alert bad",
        role="status",
    )
    banner = rx.cond(state.is_simulator, simulated)
    return framed(state, rx.el.div(banner, _figures(), lists, class_name="stack"))
