"""Campaigns and mailbox, drawn."""

from typing import Any

import reflex as rx

from webmagic.ui.components import empty, framed, icon, link, notice, section, stat, tag, timeline
from webmagic.ui.components.asking import ask
from webmagic.ui.components.tabs import here, pager, search, tabs
from webmagic.ui.page import page
from webmagic.ui.pages.campaigns.planning import plan
from webmagic.ui.pages.campaigns.state import CampaignsState

state: Any = CampaignsState


def _figures() -> rx.Component:
    return rx.el.div(
        rx.foreach(
            state.figures,
            lambda figure: rx.el.div(stat(figure.label, figure.value, figure.share), key=figure.label),
        ),
        class_name="stats even",
    )


def _line(line: Any) -> rx.Component:
    seen = rx.cond(line.seen != "", rx.el.span(icon("mail-open", "s"), line.seen, class_name="up nw"))
    return rx.el.li(
        link(
            rx.el.b(line.business),
            rx.el.time(line.age, class_name="mono q xs"),
            rx.el.span(line.subject, class_name="subj"),
            tag(line.words, tone=line.tone, mark=line.mark),
            rx.el.small(line.to_email, " ", seen),
            href=line.href,
            custom_attrs=here(line.is_current),
        ),
        key=line.id.to(str),
    )


def _list() -> rx.Component:
    nothing = empty("No mail like that", "Nothing fits this state and these words.",
                    link("Show every mail", href=state.base, class_name="btn"))  # fmt: skip
    return rx.el.div(
        tabs(state.tabs, "Mails by state"),
        rx.el.div(search(state.q, "Address or subject", state.search), class_name="filters"),
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


def _part() -> rx.Component:
    """The letter itself is outside text: a frame of its own, without scripts, without our origin."""
    mail = state.mail
    headers = rx.el.dl(
        rx.foreach(mail.headers, lambda one: rx.fragment(rx.el.dt(one.name), rx.el.dd(one.value))),
        class_name="facts body mono",
    )
    return rx.match(
        state.part,
        ("text", rx.el.pre(mail.text, class_name="body plain-letter")),
        ("headers", headers),
        rx.el.iframe(
            src_doc=mail.html,
            title="The mail as it looks",
            key=mail.id.to(str),
            custom_attrs={"sandbox": ""},
            class_name="letter",
        ),
    )


def _doubt(mail: Any) -> rx.Component:
    """The machine stopped while this mail was leaving: nobody here knows whether it arrived."""
    look = "Look for it in your provider's log, or ask the recipient. It is never sent again by itself."
    return notice(
        "warn",
        "circle-help",
        rx.el.b("Did it arrive? "),
        look,
        action=rx.el.div(
            ask(
                "doubt-sent",
                "It arrived",
                "Count it as sent?",
                "It is not sent again, and the next letter of the sequence follows in its time.",
                confirm="Count as sent",
                on_confirm=state.mark_sent(mail.id),
                mark="check",
                confirm_tone="primary",
            ),
            ask(
                "doubt-again",
                "Send it again",
                "Send this mail again?",
                "If the first one did arrive, they get it twice. Every rule is looked at once more.",
                confirm="Send it again",
                on_confirm=state.send_again(mail.id),
                mark="send",
            ),
            class_name="do",
        ),
    )


def _mail() -> rx.Component:
    mail = state.mail
    head = rx.el.div(
        rx.el.b(mail.subject),
        rx.el.span(mail.sender, " to ", rx.el.b(mail.to_email), class_name="xs q"),
        class_name="head",
    )
    why = rx.cond(mail.why != "", notice("hold", "pause", rx.el.b("Why: "), mail.why))
    doubt = rx.cond(mail.in_doubt, _doubt(mail), rx.fragment())
    top = rx.el.div(
        rx.el.div(
            rx.foreach(
                state.parts,
                lambda tab: link(
                    tab.label,
                    href=tab.href,
                    replace=True,
                    custom_attrs=here(tab.is_current),
                    key=tab.label,
                ),
            ),
            class_name="seg",
            role="group",
            aria_label="Part of the mail",
        ),
        link("Back to the list", href=state.back, class_name="btn quiet small phone-only"),
        class_name="stagetop",
    )
    foot = rx.el.div(
        tag(mail.words, tone=mail.tone, mark=mail.mark),
        rx.el.span(mail.when, class_name="xs q"),
        rx.cond(
            mail.business_href != "",
            link(icon("store", "s"), mail.business, href=mail.business_href, class_name="btn quiet small"),
        ),
        class_name="stagetop",
    )
    happened = rx.cond(
        mail.happened.length() > 0,
        timeline(mail.happened),
        rx.el.p("Nothing yet. Openings, links and answers are noted here.", class_name="sm q2"),
    )
    return rx.el.div(
        top,
        why,
        doubt,
        rx.el.article(head, _part(), class_name="mail"),
        foot,
        section("What happened to it", happened),
        class_name="reading",
    )


def _post() -> rx.Component:
    both = rx.el.div(
        _list(),
        rx.cond(state.mail.id > 0, _mail(), rx.fragment()),
        class_name=rx.cond(state.is_chosen, "post chosen", "post"),
    )
    bare = empty(
        "Nobody was written to yet",
        "An offer is written for each published site and held when a rule forbids it. "
        "It can be read here before and after it leaves.",
        link("See the sites", href="/sites", class_name="btn primary"),
    )
    return rx.cond(state.is_bare, rx.fragment(rx.el.h2("Mails", class_name="vh"), bare), both)


def _held() -> rx.Component:
    line = lambda one: rx.el.li(rx.el.b(one.count), rx.el.span(one.reason), key=one.reason)  # noqa: E731
    none = rx.el.p("Nothing is held.", class_name="sm q2")
    return section(
        "Held, and why",
        rx.cond(
            state.reasons.length() > 0, rx.el.ul(rx.foreach(state.reasons, line), class_name="held"), none
        ),
        note="looked at again every hour",
    )


def _rehearsed() -> rx.Component:
    line = lambda one: rx.el.li(rx.el.b(one.count), rx.el.span(one.reason), key=one.reason)  # noqa: E731
    return rx.cond(
        state.rehearsed != "",
        rx.el.div(
            tag("rehearsed", tone="rehearsal", mark="drama"),
            rx.el.b(state.rehearsed),
            rx.el.span(" Nothing was written, nothing left.", class_name="q2"),
            rx.el.ul(rx.foreach(state.rehearsal, line), class_name="held"),
            class_name="rehearsed",
            role="status",
        ),
    )


def _actions() -> list[rx.Component]:
    rehearse = rx.el.button(
        icon("drama"), rx.el.span("Rehearse", class_name="lab"), type="button", class_name="btn",
        on_click=state.rehearse, aria_label="Rehearse",
    )  # fmt: skip
    send = ask(
        "send-due",
        "Write and send",
        "Write and send what is due?",
        "Offers are written for published sites without one, as many as a cycle may. "
        "What no rule holds leaves at once. "
        "A mail that has left cannot be called back.",
        confirm="Write and send",
        on_confirm=state.write_and_send,
        mark="send",
        tone="primary",
        confirm_tone="primary",
        extra=(rx.el.p(state.where, class_name="xs q"),),
    )
    return [rehearse, send]


@page("/campaigns", title="Campaigns", load=CampaignsState.load, sub=CampaignsState.summary, actions=_actions)
def campaigns() -> rx.Component:
    return framed(
        state,
        rx.el.div(
            _rehearsed(),
            rx.cond(state.is_bare, rx.fragment(), _figures()),
            rx.cond(state.is_chosen, rx.fragment(), plan(_held())),
            section("Mails", _post(), note=state.where),
            class_name="stack",
        ),
    )


@page("/mailbox", title="Mailbox", load=CampaignsState.load, sub=CampaignsState.where)
def mailbox() -> rx.Component:
    return framed(state, _post())
