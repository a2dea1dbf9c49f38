"""The inbox of answers, drawn."""

from typing import Any

import reflex as rx

from webmagic.ui.components import empty, framed, icon, link, notice, section, tag
from webmagic.ui.components.tabs import here, pager, search, tabs
from webmagic.ui.page import page
from webmagic.ui.pages.replies.state import RepliesState

state: Any = RepliesState


def _line(line: Any) -> rx.Component:
    return rx.el.li(
        link(
            rx.el.b(line.who),
            rx.el.time(line.age, class_name="mono q xs"),
            rx.el.span(line.subject, class_name="subj"),
            tag(line.words, tone=line.tone, mark=line.mark),
            rx.el.small(
                rx.cond(
                    line.business != "", rx.el.span(icon("store", "s"), line.business, class_name="up nw")
                ),
                rx.el.span(line.text, class_name="gist"),
            ),
            href=line.href,
            custom_attrs=here(line.is_current),
        ),
        key=line.id.to(str),
    )


def _list() -> rx.Component:
    nothing = empty(
        "No answer like that",
        "Nothing waits here, or nothing fits these words.",
        link("Show every answer", href="/replies?state=all", class_name="btn"),
    )
    return rx.el.div(
        tabs(state.tabs, "Answers by state"),
        rx.el.div(search(state.q, "Name, address or words", state.search), class_name="filters"),
        rx.cond(
            state.lines.length() > 0,
            rx.fragment(
                rx.el.ol(rx.foreach(state.lines, _line), class_name="letters answers"),
                pager("newest first", state.newest, state.older),
            ),
            nothing,
        ),
        class_name="inbox",
    )


def _part(part: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(rx.el.b(part.who), rx.el.time(part.when, class_name="mono q xs"), class_name="by"),
        rx.el.p(part.text),
        class_name=rx.cond(part.is_ours, "ours", rx.cond(part.is_current, "theirs now", "theirs")),
        key=part.key,
    )


def _answer() -> rx.Component:
    """A draft of ours to be made one's own."""
    one = state.opened
    box = rx.el.textarea(
        name="answer",
        id="answer",
        default_value=one.draft,
        rows="11",
        max_length=20_000,
        class_name="input",
        key=f"answer-{one.id}-{one.business}",
    )
    return rx.el.form(
        rx.el.div(
            rx.el.label("Your answer", html_for="answer"),
            box,
            rx.el.span("A draft to make your own. It leaves once, to ", one.email, ".", class_name="hint"),
            class_name="field",
        ),
        rx.el.div(
            rx.el.button(icon("send", "s"), "Send the answer", type="submit", class_name="btn primary"),
            rx.el.button(
                icon("archive", "s"),
                "Put aside",
                type="button",
                class_name="btn quiet",
                on_click=state.put_aside,
            ),
            class_name="verbs",
        ),
        on_submit=state.send,
        class_name="answering",
    )


def _ended() -> rx.Component:
    one = state.opened
    return rx.el.div(
        notice("ok", "check", one.ended, "."),
        rx.cond(
            one.can_reopen,
            rx.el.button(
                icon("rotate-cw", "s"),
                "Open again",
                type="button",
                class_name="btn quiet small",
                on_click=state.reopen,
            ),
        ),
        class_name="stack",
    )


def _choice(choice: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(rx.el.b(choice.name), rx.el.small(choice.where, class_name="q xs")),
        rx.el.button(
            "Assign", type="button", class_name="btn small", on_click=state.assign(choice.id),
            aria_label="Assign to " + choice.name,
        ),
        key=choice.id.to(str),
    )  # fmt: skip


def _assigning() -> rx.Component:
    """To whom it belongs, and a way to say otherwise."""
    one = state.opened
    field = rx.el.input(
        name="business", type="search", placeholder="Name, address or number", class_name="input",
        aria_label="Business it belongs to", max_length=80, auto_complete="off", key=f"find-{one.id}",
    )  # fmt: skip
    return rx.el.details(
        rx.el.summary("It belongs to another business"),
        rx.el.form(
            field,
            rx.el.button("Look", type="submit", class_name="btn"),
            on_submit=state.look_up,
            class_name="look",
        ),
        rx.cond(
            state.searched != "",
            rx.cond(
                state.choices.length() > 0,
                rx.el.ul(rx.foreach(state.choices, _choice), class_name="choices"),
                rx.el.p("No business like that.", class_name="sm q2"),
            ),
        ),
        class_name="assign",
        key=f"assign-{one.id}",
    )


def _opened() -> rx.Component:
    one = state.opened
    top = rx.el.div(
        tag(one.words, tone=one.tone, mark=one.mark),
        rx.el.span(one.reason, class_name="xs q"),
        link("Back to the list", href=state.back, class_name="btn quiet small phone-only"),
        class_name="stagetop",
    )
    head = rx.el.div(
        rx.el.h2(one.subject),
        rx.el.p(rx.el.b(one.who), " ", rx.el.span(one.email, class_name="q2"), class_name="sm"),
        rx.el.p(
            rx.cond(
                one.business_href != "",
                link(icon("store", "s"), one.business, href=one.business_href, class_name="btn quiet small"),
                tag("no business", mark="circle-help"),
            ),
            rx.el.span(one.matched, class_name="xs q"),
            class_name="belongs",
        ),
        class_name="answerhead",
    )
    files = rx.cond(
        one.attachments != "",
        rx.el.p(icon("file-text", "s"), " Not kept: ", one.attachments, class_name="xs q2"),
    )
    return rx.el.div(
        top,
        head,
        rx.el.ol(rx.foreach(one.thread, _part), class_name="talk", aria_label="The conversation"),
        files,
        rx.cond(one.is_open, _answer(), _ended()),
        _assigning(),
        class_name="reading",
    )


@page("/replies", title="Replies", load=RepliesState.load, sub=RepliesState.summary)
def replies() -> rx.Component:
    bare = empty(
        "Nobody has answered yet",
        "Answers to your letters arrive here with their conversation and a draft. "
        "They stop the follow-ups by themselves, and a no is honoured at once.",
        link("See the campaigns", href="/campaigns", class_name="btn primary"),
    )
    both = rx.el.div(
        _list(),
        rx.cond(state.opened.id > 0, _opened(), rx.fragment()),
        class_name=rx.cond(state.is_chosen, "post chosen", "post"),
    )
    return framed(state, section("Answers", rx.cond(state.is_bare, bare, both), note=state.source))
