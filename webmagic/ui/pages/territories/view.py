"""Territories, drawn: a list for now, with the hexagon of the map that comes."""

from typing import Any

import reflex as rx

from webmagic.ui.components import empty, field, framed, icon, link, notice, stat, tag
from webmagic.ui.components.asking import ask, sheet
from webmagic.ui.components.tabs import here, tabs
from webmagic.ui.page import page
from webmagic.ui.pages.territories.state import TerritoriesState

state: Any = TerritoriesState
HEXAGON = "M15 1 28 8.5v15L15 31 2 23.5v-15z"


def _hexagon(line: Any) -> rx.Component:
    return rx.el.svg(
        rx.el.svg.path(d=HEXAGON),
        rx.el.svg.text(line.yields, x="15", y="20"),
        view_box="0 0 30 32",
        class_name="hexa " + line.look,
        custom_attrs={"aria-hidden": "true"},
    )


def _line(line: Any) -> rx.Component:
    return rx.el.li(
        link(
            _hexagon(line),
            rx.el.span(rx.el.b(line.industry), rx.el.small(line.place), class_name="who"),
            rx.el.span(line.figures, class_name="fig wide"),
            rx.el.span(line.a_lead, rx.el.small("a lead"), class_name="fig"),
            tag(line.words, tone=line.tone, mark=line.mark),
            href=line.href,
            custom_attrs=here(line.is_current),
        ),
        key=line.id.to(str),
    )


def _board() -> rx.Component:
    ramp = rx.el.span(*[rx.el.i(style={"background": f"var(--s{n})"}) for n in range(6)], class_name="ramp")
    legend = rx.el.div(
        rx.el.span("leads in 100 listings: 0", ramp, "60"),
        rx.el.span(rx.el.i(class_name="hatch"), "rests"),
        rx.el.span(rx.el.span(class_name="lampdot"), " hunting now"),
        class_name="maplegend",
    )
    top = rx.el.div(
        rx.el.b(state.found), " read, ", rx.el.b(state.leads), " leads, ", rx.el.b(state.spent), " spent",
        class_name="boardtop",
    )  # fmt: skip
    nothing = rx.el.p("No territory in this state.", class_name="none")
    return rx.el.div(
        top,
        rx.cond(
            state.lines.length() > 0, rx.el.ol(rx.foreach(state.lines, _line), class_name="board"), nothing
        ),
        rx.cond(state.more != "", rx.el.p(state.more, class_name="none")),
        legend,
        class_name="night map",
    )


def _open() -> rx.Component:
    one = state.open
    hunt = ask(
        "hunt",
        one.hunt_words,
        "Hunt here now?",
        one.quote,
        confirm=one.hunt_words,
        on_confirm=state.hunt(one.id),
        mark="radar",
        tone="primary",
        confirm_tone="primary",
        disabled=~one.can_hunt,
    )
    pause = rx.cond(
        one.is_paused,
        rx.el.button(
            icon("play", "s"),
            "Let it run again",
            type="button",
            class_name="btn",
            on_click=state.pause(one.id, False),
        ),
        rx.el.button(
            icon("pause", "s"), "Pause", type="button", class_name="btn", on_click=state.pause(one.id, True)
        ),
    )
    facts = rx.el.dl(
        rx.el.dt("Last hunt"), rx.el.dd(one.last),
        rx.el.dt("Region"), rx.el.dd(one.region),
        rx.el.dt("Source"), rx.el.dd(one.source),
        class_name="facts",
    )  # fmt: skip
    return rx.el.section(
        rx.el.div(rx.el.h2(one.place), tag(one.words, tone=one.tone, mark=one.mark), class_name="hd spread"),
        rx.el.p(one.industry, ". ", one.verdict, class_name="sm q2"),
        rx.el.div(
            stat("Yield", one.yields, one.found),
            stat("Leads", one.leads),
            stat("A lead", one.a_lead, one.spent + " in all"),
            class_name="stats even",
        ),
        facts,
        rx.cond(one.error != "", notice("bad", "octagon-alert", rx.el.b("It stopped. "), one.error)),
        rx.el.div(hunt, pause, class_name="verbs"),
        rx.el.p(one.quote, class_name="xs q"),
        class_name="opened",
        aria_label="The chosen territory",
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


def _actions() -> list[rx.Component]:
    return [_add("add-territory")]


def _nothing() -> rx.Component:
    return empty(
        "No street picked yet",
        "Name a trade and a town, and the hunt starts there. "
        "Or import a file of listings: webmagic import FILE.",
        _add("add-first"),
    )


@page(
    "/territories",
    title="Territories",
    load=[TerritoriesState.load, TerritoriesState.watch],
    sub=TerritoriesState.summary,
    actions=_actions,
)
def territories() -> rx.Component:
    side = rx.el.aside(rx.cond(state.open.id > 0, _open()), aria_label="Chosen")
    street = rx.el.div(
        rx.el.div(tabs(state.tabs, "Territories by state"), _board(), class_name="tight"),
        side,
        class_name="terr",
    )
    return framed(
        state,
        rx.cond(state.is_bare, rx.fragment(rx.el.h2("Where to hunt", class_name="vh"), _nothing()), street),
    )
