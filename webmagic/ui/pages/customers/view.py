"""Customers and money, drawn."""

from typing import Any

import reflex as rx

from webmagic.ui.components import empty, framed, link, section, stat, tag
from webmagic.ui.components.asking import ask
from webmagic.ui.components.tabs import pager, tabs
from webmagic.ui.page import page
from webmagic.ui.pages.customers.state import CustomersState

state: Any = CustomersState
COLUMNS = {
    "": ("Business", "Name", "Place", "Gateway", "Since"),
    "plans": ("Business", "Plan", "Next", "State", "Since"),
    "payments": ("Business", "Amount", "Note", "State", "When"),
}


def _figures() -> rx.Component:
    return rx.el.div(
        stat("Recurring, a month", state.mrr, state.mrr_note),
        stat("Arrived in 30 days", state.recent, "before the gateway's fee"),
        stat("Arrived in all", state.received),
        stat("Customers", state.customers),
        stat("Overdue plans", state.overdue, "the gateway tries again by itself"),
        class_name="stats even",
    )


def _line(line: Any) -> rx.Component:
    name = rx.cond(
        line.href != "",
        link(line.name, href=line.href, class_name="nm"),
        rx.el.span(line.name, class_name="nm"),
    )
    cancel = ask(
        "plan-" + line.id.to(str),
        "Cancel plan",
        "Cancel this plan now?",
        "The gateway ends it at once and nothing more is charged. "
        "The page stays online until you withdraw it.",
        confirm="Cancel the plan",
        on_confirm=state.cancel_plan(line.id),
        tone="quiet small",
    )
    return rx.el.tr(
        rx.el.td(name, rx.el.span(line.detail, class_name="why q"), class_name="c1"),
        rx.el.td(line.amount, class_name="nw amount"),
        rx.el.td(line.note, class_name="q2 hidep"),
        rx.el.td(tag(line.words, tone=line.tone, mark=line.mark), class_name="c2"),
        rx.el.td(line.when, class_name="num q hidep"),
        rx.el.td(rx.cond(line.can_cancel, cancel), class_name="do"),
        key=line.id.to(str),
    )


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
    return framed(state, rx.el.div(_figures(), lists, class_name="stack"))
