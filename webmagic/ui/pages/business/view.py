"""One business, drawn. Phone order: site and what to do first, then why, then history."""

from typing import Any

import reflex as rx

from webmagic.ui.components import (
    framed,
    icon,
    link,
    notice,
    reason_list,
    section,
    standing_cell,
    tag,
    timeline,
)
from webmagic.ui.page import page
from webmagic.ui.pages.business.state import BusinessState

state: Any = BusinessState  # its attributes are Vars here


def _button(label: str, mark: str, on_click: Any, kind: str = "") -> rx.Component:
    return rx.el.button(icon(mark), label, type="button", class_name=f"btn {kind}".strip(), on_click=on_click)


def _why() -> rx.Component:
    nothing = rx.el.p("Nothing speaks for it yet.", class_name="sm q2")
    return section(
        "Why this score",
        rx.el.div(rx.el.b(state.score), rx.el.div(state.verdict, class_name="sm q2"), class_name="scorebig"),
        rx.cond(state.reasons.length() > 0, reason_list(state.reasons), nothing),
        right=[standing_cell(state)],
    )


def _known() -> rx.Component:
    line = lambda fact: rx.el.tr(  # noqa: E731
        rx.el.th(fact.label, scope="row"),
        rx.el.td(fact.value),
        rx.el.td(fact.source, class_name="mono q xs src"),
        key=fact.label,
    )
    table = rx.el.table(
        rx.el.caption("What is known, and from where", class_name="vh"),
        rx.el.tbody(rx.foreach(state.known, line)),
        class_name="plain known",
    )
    return section("What is known", table, note="each with its source")


def _said() -> rx.Component:
    quote = lambda one, n: rx.el.blockquote(  # noqa: E731
        rx.el.p(one.text),
        rx.el.footer(one.author, rx.el.span(one.rating), rx.el.span(one.when)),
        key=n.to(str),
    )
    nothing = rx.el.p("No review came with the listing.", class_name="sm q2")
    return section(
        "What people say",
        rx.cond(
            state.said.length() > 0, rx.el.div(rx.foreach(state.said, quote), class_name="said"), nothing
        ),
        note="as the source has it, word for word",
    )


def _mails() -> rx.Component:
    line = lambda mail: rx.el.tr(  # noqa: E731
        rx.el.td(mail.when, class_name="mono q xs nw"),
        rx.el.td(
            link(mail.subject, href="/mailbox/" + mail.id.to(str), class_name="nm"),
            rx.el.div(mail.seen, class_name="q xs"),
        ),
        rx.el.td(tag(mail.state, tone=mail.tone, mark=mail.icon)),
        key=mail.id.to(str),
    )
    table = rx.el.table(rx.el.tbody(rx.foreach(state.mails, line)), class_name="plain mails")
    nothing = rx.el.p("Nobody has written to them.", class_name="sm q2")
    return section("Mails", rx.cond(state.mails.length() > 0, table, nothing))


def _money() -> rx.Component:
    line = lambda one: rx.el.tr(  # noqa: E731
        rx.el.th(one.what, scope="row"),
        rx.el.td(one.when, class_name="mono q xs nw"),
        rx.el.td(tag(one.state, tone=one.tone, mark="banknote")),
        rx.el.td(one.amount, class_name="num"),
        key=one.id.to(str),
    )
    table = rx.el.table(rx.el.tbody(rx.foreach(state.money, line)), class_name="plain")
    nothing = rx.el.p("No checkout was opened yet.", class_name="sm q2")
    return section("Money", rx.cond(state.money.length() > 0, table, nothing))


def _raw() -> rx.Component:
    one = lambda raw: rx.el.details(rx.el.summary(raw.title), rx.el.pre(raw.text), key=raw.title)  # noqa: E731
    nothing = rx.el.p("Entered by hand; there is no listing.", class_name="sm q2")
    return section(
        "Listings, raw",
        rx.cond(state.raw.length() > 0, rx.el.div(rx.foreach(state.raw, one), class_name="rawlist"), nothing),
        note="nothing of what a source said is lost",
    )


def _site() -> rx.Component:
    site = state.site
    preview = rx.el.a(
        rx.el.iframe(
            src=site.url,
            title="The site",
            tab_index=-1,
            custom_attrs={"sandbox": "allow-scripts allow-same-origin", "loading": "lazy"},
        ),
        href=site.url,
        target="_blank",
        rel="noopener",
        class_name="th sitebox",
        aria_label="Open the site",
    )
    links = rx.el.div(
        rx.cond(
            site.url != "",
            rx.el.a(
                icon("external-link"),
                "Open site",
                href=site.url,
                target="_blank",
                rel="noopener",
                class_name="btn primary",
            ),
        ),
        rx.cond(site.can_publish, _button("Publish", "upload", state.publish, "primary")),
        link(icon("panels-top-left"), "How it was made", href=site.live, class_name="btn"),
        class_name="doing",
    )
    made = rx.fragment(
        rx.cond(site.url != "", rx.el.div(preview, class_name="gal one")),
        rx.el.p(
            tag(site.words, tone=site.tone, mark=site.icon),
            " ",
            rx.el.span(site.address, class_name="mono xs"),
        ),
        rx.el.p(site.detail, class_name="sm q2"),
        links,
    )
    nothing = rx.el.p("No site yet. The window is dark.", class_name="sm q2")
    return section("Site", rx.cond(site.id > 0, made, nothing), right=[_build()])


def _build() -> rx.Component:
    label = rx.cond(state.site.id > 0, "Build again", "Build its site")
    return rx.el.button(icon("lightbulb"), label, type="button", class_name="btn lamp", on_click=state.build)


def _unsure() -> rx.Component:
    choices = rx.el.div(
        _button("It has none", "check", state.decide("confirmed_none"), "primary small"),
        _button("It has one", "x", state.decide("has_website"), "small"),
        class_name="doing",
    )
    words = rx.el.span(
        rx.el.b("Does it have a website? "), "The listing does not say for sure. Have a look, then decide."
    )
    return rx.cond(state.is_unsure, rx.el.div(notice("hold", "scan-eye", words), choices))


def _out() -> rx.Component:
    sure = rx.fragment(
        rx.el.button("Leave it out for good", type="button", class_name="btn danger", on_click=state.exclude),
        rx.el.button("Keep it", type="button", class_name="btn", on_click=state.keep),
    )
    ask = rx.el.button(
        icon("ban"), "Leave out…", type="button", class_name="btn quiet", on_click=state.exclude
    )
    back = rx.el.button(icon("undo-2"), "Take back", type="button", class_name="btn", on_click=state.readmit)
    return rx.cond(state.is_out, back, rx.cond(state.asks_exclude, sure, ask))


def _reach() -> rx.Component:
    return rx.el.div(
        rx.cond(
            state.phone_href != "", rx.el.a(icon("phone"), "Call", href=state.phone_href, class_name="btn")
        ),
        rx.cond(
            state.maps_href != "",
            rx.el.a(
                icon("map-pin"),
                "On the map",
                href=state.maps_href,
                target="_blank",
                rel="noopener noreferrer",
                class_name="btn",
            ),
        ),
        _out(),
        class_name="doing",
    )


def _happened() -> rx.Component:
    nothing = rx.el.p("Nothing yet.", class_name="sm q2")
    return section("What happened", rx.cond(state.happened.length() > 0, timeline(state.happened), nothing))


@page(
    "/businesses/[id]",
    title="Business",
    load=[BusinessState.load, BusinessState.watch],
    nav="/businesses",
    heading=rx.cond(BusinessState.name != "", BusinessState.name, "Business"),
    sub=BusinessState.place,
)
def business() -> rx.Component:
    history = rx.el.div(_why(), _known(), _said(), _mails(), _money(), _raw(), class_name="cols")
    side = rx.el.aside(
        _unsure(),
        _site(),
        _reach(),
        _happened(),
        class_name="cols side",
        style={"gap": "22px"},
        aria_label="Its site",
    )
    return framed(state, rx.el.div(history, side, class_name="dash"))
