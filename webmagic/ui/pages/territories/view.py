"""Territories, drawn: the map, the one that is chosen, and the table that says the same in words."""

from typing import Any

import reflex as rx

from webmagic.ui.components import empty, field, framed, icon, link, notice, tag
from webmagic.ui.components.asking import sheet
from webmagic.ui.components.tabs import here, pager, tabs
from webmagic.ui.page import page
from webmagic.ui.pages.territories.panel import panel
from webmagic.ui.pages.territories.state import TerritoriesState

state: Any = TerritoriesState
HEADS = (
    ("Territory", ""),
    ("State", ""),
    ("Yield", "num"),
    *((name, "num hidep") for name in ("Read", "Leads", "Cost")),
    ("A lead", "num"),
    *((name, "num hidep") for name in ("Last", "Rests")),
)
MEASURES = (("yield", "Yield"), ("cost", "Cost a lead"), ("state", "State"))


def _select(name: str, label: str, anything: str, value: Any, choices: Any) -> rx.Component:
    return rx.el.select(
        rx.el.option(anything, value=""),
        rx.foreach(choices, lambda one: rx.el.option(one, value=one, key=one)),
        value=value,
        on_change=lambda chosen: state.narrow(name, chosen),
        class_name="input pick",
        aria_label=label,
    )


def _filters() -> rx.Component:
    looking = rx.el.form(
        icon("search"),
        rx.el.input(
            name="q",
            type="search",
            default_value=state.q,
            key="q" + state.q,
            placeholder="Town or trade",
            aria_label="Look for a territory",
            max_length=100,
            custom_attrs={"data-filter": ""},
        ),
        rx.el.kbd("F", class_name="kbd", custom_attrs={"aria-hidden": "true"}),
        on_submit=state.search,
        class_name="find look",
        role="search",
    )
    return rx.el.div(
        looking,
        _select("country", "Country", "Every country", state.country, state.countries),
        _select("trade", "Trade", "Every trade", state.trade, state.trades),
        class_name="filters",
    )


def _legend() -> rx.Component:
    ramp = rx.el.span(*[rx.el.i(style={"background": f"var(--s{n})"}) for n in range(6)], class_name="ramp")
    return rx.el.div(
        rx.el.span("leads in 100 listings: 0", ramp, "60", class_name="of-yield"),
        rx.el.span("a lead: dear", ramp, "cheap", class_name="of-cost"),
        rx.el.span(rx.el.i(class_name="hx-key waiting"), "not hunted yet"),
        rx.el.span(rx.el.i(class_name="hx-key cooling"), "rests"),
        rx.el.span(rx.el.i(class_name="hx-key paused"), "paused"),
        rx.el.span(rx.el.i(class_name="hx-key exhausted"), "out of money"),
        rx.el.span(rx.el.i(class_name="hx-key failed"), "stopped"),
        rx.el.span(rx.el.span(class_name="lampdot"), " hunting now"),
        class_name="maplegend",
    )


def _map() -> rx.Component:
    measures = rx.el.div(
        *[
            rx.el.button(
                label,
                type="button",
                custom_attrs={"data-measure-choice": key, "aria-pressed": str(key == "yield").lower()},
            )
            for key, label in MEASURES
        ],
        class_name="seg onnight",
        role="group",
        aria_label="Measure",
    )
    figures = rx.el.p(
        rx.el.b(state.number), " territories, ", rx.el.b(state.found), " read, ", rx.el.b(state.leads),
        " leads, ", rx.el.b(state.spent), " spent",
        class_name="boardtop",
    )  # fmt: skip
    drawn = rx.el.div(
        class_name="mapbox",
        custom_attrs={
            "data-map": "",
            "data-label": "Map of the territories; the table below has the same figures",
            "data-query": state.map_query,
            "data-stamp": state.stamp,
            "data-here": state.open.id.to(str),
        },
    )
    return rx.el.div(
        rx.el.div(measures, figures, class_name="maptop"), drawn, _legend(), class_name="night map"
    )


def _row(line: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.td(
            rx.el.i(class_name="hx-key " + line.step, custom_attrs={"aria-hidden": "true"}),
            link(
                line.place,
                rx.el.span(", ", line.industry, class_name="tr"),
                href=line.href,
                class_name="nm",
                custom_attrs=here(line.is_current),
            ),
            rx.el.small(line.region),
            class_name="c1",
        ),
        rx.el.td(tag(line.words, tone=line.tone, mark=line.mark), class_name="c2"),
        rx.el.td(line.yields, class_name="num yl"),
        rx.el.td(line.read, class_name="num hidep"),
        rx.el.td(line.leads, class_name="num hidep"),
        rx.el.td(line.cost, class_name="num hidep"),
        rx.el.td(line.a_lead, class_name="num"),
        rx.el.td(line.last, class_name="num q hidep"),
        rx.el.td(line.rests, class_name="num q hidep"),
        key=line.id.to(str),
        class_name=rx.cond(line.is_current, "cur", ""),
        custom_attrs={"data-row": ""},
    )


def _table() -> rx.Component:
    table = rx.el.table(
        rx.el.thead(rx.el.tr(*[rx.el.th(name, class_name=kind, scope="col") for name, kind in HEADS])),
        rx.el.tbody(rx.foreach(state.lines, _row)),
        class_name="grid tt",
        aria_label="Territories, the best first",
    )
    nothing = rx.el.p("No territory fits these filters.", class_name="sm q2")
    return rx.el.section(
        rx.el.header(
            rx.el.h2("By yield"),
            rx.el.span("leads in 100 listings; what hunts now on top", class_name="q xs"),
        ),
        rx.cond(
            state.lines.length() > 0,
            rx.fragment(table, pager(state.pages, state.newer, state.older)),
            nothing,
        ),
        class_name="sec terrtable",
    )


def _input(name: str, label: str, hint: str = "", **props: Any) -> rx.Component:
    control = rx.el.input(id=f"add-{name}", name=name, type="text", class_name="input", **props)
    return field(label, control, control_id=f"add-{name}", hint=hint)


def _add(key: str) -> rx.Component:
    form = rx.el.form(
        _input(
            "industry",
            "Trade",
            "As people search for it: plumber, bakery, hair salon.",
            required=True,
            max_length=120,
        ),
        _input("city", "Town", required=True, max_length=120),
        rx.el.div(
            _input("state", "State or region", max_length=80),
            _input("country", "Country", "Two letters, or its name.", required=True, max_length=60),
            class_name="pair",
        ),
        rx.el.button(icon("plus", "s"), "Add the territory", type="submit", class_name="btn primary"),
        rx.el.p("Adding costs nothing. A hunt says its price before it starts.", class_name="xs q"),
        on_submit=state.add,
        reset_on_submit=True,
        class_name="stackform",
    )
    return sheet(key, "Add a territory", "A trade in a town", form, mark="plus")


def _many() -> rx.Component:
    return link(
        icon("hexagon", "s"),
        rx.el.span("Add many", class_name="lab"),
        href="/territories/many",
        class_name="btn",
    )


def _actions() -> list[rx.Component]:
    return [_add("add-territory"), _many()]


def _nothing() -> rx.Component:
    return empty(
        "No street picked yet",
        "Name a trade and a town, and the hunt starts there. Or import a list of businesses you have.",
        _add("add-first"),
        _many(),
        link(icon("upload", "s"), "Import a file", href="/import", class_name="btn"),
    )


def _dry() -> rx.Component:
    words = notice(
        "warn",
        "coins",
        rx.el.b("The money ran out. "),
        state.dry,
        " stopped at a ceiling or at the provider's balance. Nothing was lost: they go on where they stopped "
        "once there is money again.",
        action=link("See them", href="/territories?state=exhausted", class_name="btn small"),
    )
    return rx.cond(state.dry != "", words)


@page(
    "/territories",
    title="Territories",
    load=[TerritoriesState.load, TerritoriesState.watch],
    sub=TerritoriesState.summary,
    actions=_actions,
)
def territories() -> rx.Component:
    street = rx.el.div(
        _dry(),
        tabs(state.tabs, "Territories by state"),
        _filters(),
        rx.el.div(
            _map(),
            rx.el.aside(rx.cond(state.open.id > 0, panel()), aria_label="Chosen"),
            _table(),
            class_name="terr mapped",
        ),
        class_name="tight",
    )
    return framed(
        state,
        rx.cond(state.is_bare, rx.fragment(rx.el.h2("Where to hunt", class_name="vh"), _nothing()), street),
    )
