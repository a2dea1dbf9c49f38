"""Tickets, drawn: the list beside the thread."""

from typing import Any

import reflex as rx

from webmagic.ui.components import empty, framed, icon, link, tag
from webmagic.ui.components.asking import ask, sheet
from webmagic.ui.components.tabs import here, pager, search, tabs
from webmagic.ui.page import page
from webmagic.ui.pages.tickets.state import TicketsState

state: Any = TicketsState
shown: Any = state.shown


def _line(line: Any) -> rx.Component:
    return rx.el.li(
        link(
            rx.el.b(line.business),
            rx.el.time(line.age, class_name="mono q xs"),
            rx.el.span(line.subject, class_name="subj"),
            tag(line.words, tone=line.tone, mark=line.mark),
            rx.el.small(line.contact),
            href=line.href,
            custom_attrs=here(line.is_current),
        ),
        key=line.id.to(str),
    )


def _list() -> rx.Component:
    nothing = empty("No ticket like that", "Nothing fits this state and these words.",
                    link("Show every ticket", href="/tickets", class_name="btn"))  # fmt: skip
    return rx.el.div(
        tabs(state.tabs, "Tickets by state"),
        rx.el.div(search(state.q, "Words, shop or address", state.search), class_name="filters"),
        rx.cond(
            state.lines.length() > 0,
            rx.fragment(
                rx.el.ol(rx.foreach(state.lines, _line), class_name="letters"),
                pager("newest first", state.newest, state.older),
            ),
            nothing,
        ),
        class_name="inbox",
    )


def _difference(one: Any) -> rx.Component:
    return rx.el.div(
        rx.el.dt(one.place),
        rx.el.dd(rx.cond(one.before != "", rx.el.del_(one.before)), rx.el.ins(one.after)),
        key=one.key,
    )


def _proposal(entry: Any) -> rx.Component:
    yes = ask(
        "approve-" + entry.id.to(str),
        "Approve for the owner",
        "Publish this on the owner's word?",
        "It goes through the gate and online, as if the owner had pressed yes. The old version stays.",
        confirm="Publish it",
        on_confirm=state.approve(entry.id),
        tone="primary small",
        confirm_tone="primary",
    )
    no = rx.el.button(
        "Set aside", type="button", class_name="btn quiet small", on_click=state.decline(entry.id)
    )
    return rx.fragment(
        rx.el.dl(rx.foreach(entry.differences, _difference), class_name="differences"),
        rx.cond(entry.left != "", rx.el.p("Left for a person: ", entry.left, class_name="xs q")),
        rx.el.div(
            tag(entry.words, tone=entry.tone, mark=entry.mark),
            rx.cond(entry.is_open, rx.fragment(yes, no)),
            class_name="row",
        ),
    )


def _entry(entry: Any) -> rx.Component:
    event = rx.el.li(
        entry.who, " ", entry.body, rx.el.time(entry.when, class_name="mono xs q"), class_name="happened"
    )
    said = rx.el.li(
        rx.el.div(
            rx.el.b(entry.who),
            rx.cond(entry.kind == "note", tag("among ourselves", tone="hold", mark="lock")),
            rx.el.time(entry.when, class_name="mono xs q"),
            class_name="by",
        ),
        rx.cond(entry.body != "", rx.el.p(entry.body, class_name="told")),
        rx.cond(entry.kind == "proposal", _proposal(entry)),
        class_name="said " + entry.kind.to(str),
    )
    return rx.fragment(rx.cond(entry.kind == "event", event, said), key=entry.id.to(str))


def _choice(value: str, label: str, *, is_first: bool = False) -> rx.Component:
    return rx.el.label(rx.el.input(type="radio", name="kind", value=value, default_checked=is_first), label)


def _answering() -> rx.Component:
    return rx.el.form(
        rx.el.label("Your words", html_for="answer", class_name="vh"),
        rx.el.textarea(
            id="answer", name="text", rows="4", max_length=5000, class_name="input",
            placeholder="Write as you would speak. It goes to the owner by mail.",
        ),
        rx.el.div(
            _choice("answer", "Answer", is_first=True),
            _choice("note", "Note among ourselves"),
            rx.el.button(icon("send", "s"), "Send", type="submit", class_name="btn primary"),
            class_name="row",
        ),
        on_submit=state.answer,
        reset_on_submit=True,
        class_name="stackform",
    )  # fmt: skip


def _proposing() -> rx.Component:
    form = rx.el.form(
        rx.el.label("Which words", html_for="path"),
        rx.el.select(
            rx.foreach(state.choices, lambda one: rx.el.option(one.label, value=one.path, key=one.path)),
            id="path", name="path", class_name="input",
        ),
        rx.el.label("What they become", html_for="words"),
        rx.el.textarea(id="words", name="words", rows="3", max_length=600, class_name="input"),
        rx.el.label("A word to the owner", html_for="sentence"),
        rx.el.input(id="sentence", name="sentence", max_length=300, class_name="input"),
        rx.el.button("Put it to the owner", type="submit", class_name="btn primary"),
        on_submit=state.propose,
        reset_on_submit=True,
        class_name="stackform",
    )  # fmt: skip
    return rx.cond(
        state.choices.length() > 0,
        sheet("propose", "Propose a change", "A change, put to the owner", form, mark="file-diff"),
    )


def _thread() -> rx.Component:
    closing = rx.cond(
        shown.is_closed,
        rx.el.button("Open again", type="button", class_name="btn", on_click=state.reopen),
        rx.el.button("Close", type="button", class_name="btn", on_click=state.close),
    )
    places = rx.el.div(
        tag(shown.words, tone=shown.tone, mark=shown.mark),
        rx.cond(
            shown.business_href != "",
            link(icon("store", "s"), shown.business, href=shown.business_href, class_name="btn quiet small"),
        ),
        rx.cond(
            shown.site_href != "",
            link(icon("app-window", "s"), "The site", href=shown.site_href, class_name="btn quiet small"),
        ),
        link("Back to the list", href=state.back, class_name="btn quiet small phone-only"),
        class_name="stagetop",
    )
    return rx.el.div(
        places,
        rx.el.div(
            rx.el.h2(shown.subject),
            rx.el.p(shown.who, ", ", shown.channel, class_name="xs q"),
            class_name="ticket-head",
        ),
        rx.el.ol(rx.foreach(shown.lines, _entry), class_name="thread"),
        rx.cond(shown.is_closed, rx.fragment(), _answering()),
        rx.el.div(rx.cond(shown.is_closed, rx.fragment(), _proposing()), closing, class_name="row"),
        class_name="reading",
        key=state.round.to(str),
    )


@page("/tickets", title="Tickets", load=TicketsState.load, sub=TicketsState.summary)
def tickets() -> rx.Component:
    both = rx.el.div(
        _list(),
        rx.cond(shown.id > 0, _thread(), rx.fragment()),
        class_name=rx.cond(state.is_chosen, "post chosen", "post"),
    )
    bare = empty(
        "Nobody has asked for anything",
        "What owners ask for at their desk, or by mail, comes here, "
        "with a way to answer and to propose a change.",
        link("See the customers", href="/customers", class_name="btn primary"),
    )
    return framed(
        state,
        rx.cond(state.is_bare, rx.fragment(rx.el.h2("Tickets", class_name="vh"), bare), both),
    )
