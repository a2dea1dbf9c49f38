"""The table, drawn: saved views, filters, rows, pager, bulk bar, panel."""

from typing import Any

import reflex as rx

from webmagic.ui.components import (
    chip,
    empty,
    framed,
    icon,
    link,
    score_button,
    standing_cell,
    timeline,
    why_popover,
    window_glyph,
)
from webmagic.ui.page import page
from webmagic.ui.pages.businesses.filters import SCORES, SITES
from webmagic.ui.pages.businesses.state import BusinessesState

state: Any = BusinessesState  # its attributes are Vars here


def _views() -> rx.Component:
    def tab(view: Any) -> rx.Component:
        inside = [view.label, rx.el.span(view.figure, class_name="num")]
        return rx.cond(
            view.key == state.view,
            link(*inside, href=view.href, custom_attrs={"aria-current": "true"}),
            link(*inside, href=view.href),
        )

    return rx.el.nav(rx.foreach(state.views, tab), class_name="views", aria_label="Saved views")


def _select(name: str, label: str, value: Any, choices: list[tuple[str, str]], anything: str) -> rx.Component:
    return rx.el.select(
        rx.el.option(anything, value=""),
        *[rx.el.option(text, value=key) for key, text in choices],
        value=value,
        on_change=lambda chosen: state.narrow(name, chosen),
        class_name="input pick",
        aria_label=label,
    )


def _filters() -> rx.Component:
    search = rx.el.form(
        icon("search"),
        rx.el.input(
            name="q",
            type="search",
            default_value=state.q,
            key="q" + state.q,
            placeholder="Name, town, phone, mail",
            aria_label="Look for a business",
            custom_attrs={"data-filter": ""},
        ),
        rx.el.kbd("F", class_name="kbd", custom_attrs={"aria-hidden": "true"}),
        on_submit=state.search,
        class_name="find look",
        role="search",
    )
    density = rx.el.div(
        *[
            rx.el.button(label, type="button", custom_attrs={"data-density": value, "aria-pressed": "false"})
            for label, value in (("Dense", ""), ("Roomy", "roomy"))
        ],
        class_name="seg",
        role="group",
        aria_label="Density",
    )
    return rx.el.div(
        search,
        _select("score", "Score", state.score, [(score, f"{score} and up") for score in SCORES], "Any score"),
        _select(
            "website",
            "Website",
            state.website,
            [(str(k), v.capitalize()) for k, v in SITES.items()],
            "Any website",
        ),
        rx.foreach(state.chips, lambda one: chip(one.label, one.value, state.narrow(one.name, ""))),
        rx.el.div(density, class_name="right wide"),
        class_name="filters",
    )


def _row(row: Any) -> rx.Component:
    is_picked = state.selected.contains(row.id)
    look = state.look(row.id)
    return rx.el.tr(
        rx.el.td(
            rx.el.input(
                type="checkbox",
                checked=is_picked,
                on_change=lambda is_on: state.pick(row.id, is_on),
                aria_label="Select " + row.name,
            ),
            class_name="ck",
        ),
        rx.el.td(link(row.name, href=row.href, class_name="nm")),
        rx.el.td(row.trade, class_name="hidep q2", on_click=look),
        rx.el.td(row.place, class_name="c2 q2", on_click=look, custom_attrs={"data-look": ""}),
        rx.el.td(score_button(row.score, state.ask_why(row.id))),
        rx.el.td(standing_cell(row), class_name="stg", on_click=look),
        rx.el.td(row.last, class_name="num q hidep", on_click=look),
        key=row.id.to(str),
        class_name=rx.cond(state.panel.id == row.id, "cur", ""),
        custom_attrs={"data-row": "", "aria-selected": rx.cond(is_picked, "true", "false")},
    )


def _table() -> rx.Component:
    every = rx.el.input(
        type="checkbox",
        checked=(state.selected.length() > 0) & (state.selected.length() == state.rows.length()),
        on_change=state.pick_all,
        aria_label="Select all on this page",
    )
    head = rx.el.tr(
        rx.el.th(every, style={"width": "34px"}),
        rx.el.th("Business"),
        rx.el.th("Trade"),
        rx.el.th("Place"),
        rx.el.th("Score ", icon("arrow-down", "s"), custom_attrs={"aria-sort": "descending"}),
        rx.el.th("Where it stands"),
        rx.el.th("Last", class_name="num"),
    )
    return rx.el.table(
        rx.el.caption("Businesses, sorted by score", class_name="vh"),
        rx.el.thead(head),
        rx.el.tbody(rx.foreach(state.rows, _row)),
        class_name="grid",
    )


def _pager() -> rx.Component:
    earlier = rx.el.button(
        icon("chevron-left", "s"),
        "Earlier",
        type="button",
        class_name="btn small",
        disabled=state.is_first_page,
        custom_attrs={"data-back": state.first},
    )
    later = rx.cond(
        state.later != "",
        link("Later", icon("chevron-right", "s"), href=state.later, class_name="btn small"),
        rx.el.button(
            "Later", icon("chevron-right", "s"), type="button", class_name="btn small", disabled=True
        ),
    )
    return rx.el.div(
        rx.el.span(state.matching), rx.el.span(earlier, later, class_name="right"), class_name="pager"
    )


def _bulk() -> rx.Component:
    many = state.selected.length()
    label = rx.cond(many == 1, "Build 1 site", "Build " + many.to(str) + " sites")
    buttons = rx.el.span(
        rx.el.button(label, type="button", class_name="btn lamp", on_click=state.build),
        rx.el.button(
            icon("x"),
            type="button",
            class_name="btn icon",
            aria_label="Clear selection",
            on_click=state.clear,
        ),
        class_name="right",
        style={"display": "flex", "gap": "8px"},
    )
    bar = rx.el.div(
        rx.el.b(many.to(str) + " selected"),
        rx.el.span(state.engine_words, class_name="xs pw"),
        buttons,
        class_name="bulk",
        role="region",
        aria_label="Selected businesses",
    )
    return rx.cond(many > 0, bar)


def _panel() -> rx.Component:
    panel = state.panel
    facts = rx.el.dl(
        rx.foreach(
            panel.facts, lambda fact: rx.fragment(rx.el.dt(fact.label), rx.el.dd(fact.value), key=fact.label)
        ),
        class_name="facts",
    )
    actions = rx.el.div(
        link(icon("store"), "Open", href=panel.href, class_name="btn primary"),
        rx.el.button("Build its site", type="button", class_name="btn", on_click=state.build_one(panel.id)),
        rx.cond(panel.phone_href != "", rx.el.a("Call", href=panel.phone_href, class_name="btn")),
        class_name="doing",
    )
    close = rx.el.button(
        icon("x"), type="button", class_name="btn icon quiet", aria_label="Close panel", on_click=state.close
    )
    box = rx.el.aside(
        rx.el.div(rx.el.h2(panel.name, id="dn"), rx.el.span(close, class_name="right"), class_name="hd"),
        rx.el.div(rx.el.b(panel.score), rx.el.div(panel.words, class_name="sm q2"), class_name="scorebig"),
        rx.el.p(window_glyph(panel.glyph), panel.stage, class_name="stagecell sm"),
        actions,
        facts,
        rx.cond(
            state.happened.length() > 0,
            rx.el.div(rx.el.header(rx.el.h2("What happened")), timeline(state.happened), class_name="sec"),
        ),
        class_name="pane-r",
        id="d",
        aria_labelledby="dn",
    )
    return rx.cond(panel.id > 0, box)


def _nothing() -> rx.Component:
    nobody = empty(
        "Nobody on this street yet",
        "Import a list of businesses you have, or pick a territory and the hunt starts there.",
        link("Pick a territory", href="/territories", class_name="btn primary"),
        link("Import a file", href="/import", class_name="btn"),
    )
    no_match = empty(
        "Nobody matches",
        "No business fits this view and these filters. Take one away, or look at everything.",
        link("Show everything", href="/businesses?view=all", class_name="btn primary"),
    )
    return rx.cond(state.is_bare, nobody, no_match)


def _actions() -> list[rx.Component]:
    return [
        link(icon("upload", "s"), rx.el.span("Import", class_name="lab"), href="/import", class_name="btn")
    ]


@page(
    "/businesses",
    title="Businesses",
    load=[BusinessesState.load, BusinessesState.watch],
    sub=BusinessesState.summary,
    actions=_actions,
)
def businesses() -> rx.Component:
    table = rx.el.div(
        _table(), why_popover(state.why), _pager(), _bulk(), style={"position": "relative", "minWidth": "0"}
    )
    return framed(
        state,
        _views(),
        _filters(),
        rx.cond(
            state.rows.length() > 0,
            rx.el.div(table, _panel(), class_name="split"),
            rx.el.div(_nothing(), class_name="split"),
        ),
    )
