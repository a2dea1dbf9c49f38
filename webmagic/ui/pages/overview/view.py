"""The overview, drawn. Phone order: the switch and what needs you first, then history."""

from typing import Any

import reflex as rx

from webmagic.ui.components import alert, empty, framed, icon, link, section, seg, stat, window_glyph
from webmagic.ui.page import page
from webmagic.ui.pages.overview.state import PERIODS, OverviewState

state: Any = OverviewState  # its attributes are Vars here


def _funnel() -> rx.Component:
    figures = rx.el.ol(
        rx.foreach(
            state.steps,
            lambda step: rx.el.li(
                rx.el.span(step.label, class_name="l"), rx.el.span(step.value, class_name="v"), key=step.label
            ),
        ),
        class_name="funnel",
    )
    kept = rx.el.ol(
        rx.foreach(
            state.steps,
            lambda step: rx.el.li(
                rx.cond(
                    step.kept == "",
                    rx.fragment("kept from each", rx.el.br(), "step before"),
                    rx.el.b(step.kept),
                ),
                key=step.label,
            ),
        ),
        class_name="funnel conv",
        aria_label="Kept from the step before",
    )
    periods = seg("Period", [(text, state.days == days, f"/?days={days}") for days, text in PERIODS.items()])
    return section(
        "From listing to paid",
        rx.cond(state.has_listings, rx.fragment(figures, _street(), kept), _nothing_yet()),
        note="heights on a log scale",
        right=[periods],
        id="funnel",
    )


def _street() -> rx.Component:
    stops = [("0", "--c1"), (".42", "--s3"), (".72", "--s4"), ("1", "--s5")]
    gradient = rx.el.svg.linear_gradient(
        *[rx.el.svg.stop(offset=at, custom_attrs={"stopColor": f"var({color})"}) for at, color in stops],
        id="fg",
    )
    return rx.el.svg(
        rx.el.svg.defs(gradient),
        rx.el.svg.path(d=state.outline, fill="url(#fg)"),
        rx.foreach(
            state.posts, lambda d: rx.el.svg.path(d=d, stroke="var(--canvas)", stroke_width="1.5", key=d)
        ),
        class_name="silh",
        view_box="0 0 1000 128",
        role="img",
        aria_label=state.street_words,
        custom_attrs={"preserveAspectRatio": "none"},
    )


def _nothing_yet() -> rx.Component:
    return empty(
        "No street picked yet",
        "Pick a territory and the hunt starts there, or import a file of listings: webmagic import FILE.",
        link("Pick a territory", href="/territories", class_name="btn primary"),
    )


def _money() -> rx.Component:
    bars = rx.el.div(
        rx.foreach(
            state.bars,
            lambda bar: rx.el.span(
                rx.el.i(style={"height": bar.recurring, "background": "var(--c1)"}),
                rx.el.i(style={"height": bar.setup, "background": "var(--c2)"}),
                key=bar.label,
            ),
        ),
        class_name="bars",
        role="img",
        aria_label=state.bars_words,
    )
    legend = [("--c1", "Recurring"), ("--c2", "Setup")]
    chart = rx.fragment(
        bars,
        rx.el.div(rx.el.span(state.first_week), rx.el.span(state.last_week), class_name="axis"),
        rx.el.p(
            *[rx.el.span(rx.el.i(style={"background": f"var({color})"}), name) for color, name in legend],
            class_name="legend",
            style={"marginTop": "8px"},
        ),
    )
    return section(
        "Money",
        rx.el.div(
            stat("Recurring, a month", state.recurring, state.subscribers),
            stat("Setup fees", state.setup, state.sold),
            stat("Left us", state.left),
            class_name="stats",
            style={"marginBottom": "14px"},
        ),
        rx.cond(state.has_income, chart, rx.el.p("The first sale will stand here.", class_name="sm q2")),
        note="12 weeks",
    )


def _spent_row(color: str, name: str, amount: Any) -> rx.Component:
    swatch = {"display": "inline-block", "width": "9px", "height": "9px", "background": f"var({color})"}
    return rx.el.tr(
        rx.el.th(
            rx.el.i(style=swatch | {"marginRight": "8px", "borderRadius": "1px"}),
            name,
            scope="row",
            style={"fontWeight": "440"},
        ),
        rx.el.td(amount, class_name="num", style={"paddingRight": "0"}),
    )


def _spending() -> rx.Component:
    meter = rx.el.div(
        rx.el.i(style={"width": state.models_width, "background": "var(--c1)"}),
        rx.el.i(style={"width": state.listings_width, "background": "var(--c3)"}),
        class_name="meter",
        style={"height": "14px"},
        role="img",
        aria_label=state.spent + " spent today",
    )
    table = rx.el.table(
        rx.el.caption("Spend today by kind", class_name="vh"),
        rx.el.tbody(
            _spent_row("--c1", "Models", state.spent_models),
            _spent_row("--c3", "Listing data", state.spent_listings),
        ),
        class_name="plain",
        style={"marginTop": "10px"},
    )
    return section(
        "Spend today",
        rx.el.div(
            stat("So far", state.spent),
            stat("A site", state.a_site, state.sites_today),
            class_name="stats",
            style={"marginBottom": "14px"},
        ),
        meter,
        table,
    )


def _lane(lane: Any) -> rx.Component:
    blocks = rx.foreach(
        lane.blocks,
        lambda block: rx.el.li(
            rx.el.span(block.text),
            class_name=block.kind,
            style={"left": block.left, "width": block.width},
            key=block.kind + block.left,
        ),
    )
    return rx.el.div(rx.el.h3(icon(lane.icon), lane.name), rx.el.ol(blocks), class_name="lane", key=lane.name)


def _day() -> rx.Component:
    hours = rx.el.div(
        *[rx.el.span(f"{h:02}", style={"left": f"{100 * h / 24:.2f}%"}) for h in range(0, 24, 3)],
        class_name="hours",
        custom_attrs={"aria-hidden": "true"},
    )
    ribbon = rx.el.div(
        hours,
        rx.foreach(state.lanes, _lane),
        rx.el.i(class_name="nowline", style={"left": state.nowline}),
        class_name="ribbon",
    )
    return section(
        "The day, hour by hour",
        rx.el.div(
            ribbon, class_name="ribbonscroll", role="region", tab_index=0, aria_label="Hours of the day"
        ),
        note="hatched is planned, not done yet",
    )


def _mode(value: str, label: str, small: str, kind: str = "") -> rx.Component:
    box = rx.el.input(
        type="radio",
        name="autopilot",
        value=value,
        checked=state.mode == value,
        on_change=state.set_mode(value),
    )
    return rx.el.label(box, label, rx.el.small(small), class_name=kind)


def _autopilot() -> rx.Component:
    switch = rx.el.fieldset(
        rx.el.legend("Autopilot mode", class_name="vh"),
        _mode("off", "Off", "by hand"),
        _mode("rehearsal", "Rehearse", "sends nothing", "reh"),
        _mode("on", "On", "until switched off", "on"),
        class_name="switch",
    )
    words = rx.match(
        state.mode,
        ("on", "It hunts, builds, publishes and mails by itself, within its limits."),
        ("rehearsal", "It decides and reports, and sends nothing."),
        "Nothing starts by itself. What runs now ends by itself.",
    )
    facts = rx.el.dl(
        rx.el.dt("Building"),
        rx.el.dd(state.building),
        rx.el.dt("Mails in line"),
        rx.el.dd(state.waiting),
        rx.el.dt("Mails sent today"),
        rx.el.dd(state.sent_today),
    )
    return rx.el.section(
        rx.el.div(rx.el.h2("Autopilot", id="ah"), class_name="hd", style={"margin": "0"}),
        switch,
        rx.el.p(words, class_name="say"),
        facts,
        link("Schedules, budgets and the big stop", href="/conductor", class_name="btn small"),
        class_name="plate",
        id="autopilot",
        aria_labelledby="ah",
    )


def _needs() -> rx.Component:
    line = lambda need: alert(  # noqa: E731
        need.tone,
        need.icon,
        rx.el.b(need.text),
        " ",
        need.to_do,
        rx.cond(need.link != "", rx.fragment(" ", link("Look at it", href=need.link))),
        key=need.key,
    )
    nothing = rx.el.p("Nothing. The street looks after itself.", class_name="sm q2")
    return section(
        "Needs you",
        rx.cond(state.needs.length() > 0, rx.fragment(rx.foreach(state.needs, line)), nothing),
        note=rx.cond(state.needs.length() > 0, state.needs.length().to(str), ""),
    )


def _happened(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.time(row.time, date_time=row.at),
        rx.cond(row.icon != "", icon(row.icon), window_glyph(row.glyph)),
        rx.cond(
            row.href != "",
            rx.el.span(link(row.text, href=row.href, class_name="nm")),
            rx.el.span(row.text),
        ),
        class_name=row.tone,
        key=row.id.to(str),
    )


def _feed() -> rx.Component:
    hold = rx.el.button(
        "Hold still",
        type="button",
        class_name="btn quiet small",
        custom_attrs={"data-pause": "", "aria-pressed": "false"},
    )
    lines = rx.el.ol(
        rx.foreach(state.feed, _happened),
        class_name="act",
        custom_attrs={"data-feed": "", "aria-live": "off"},
    )
    nothing = rx.el.p("Quiet so far. The first line comes with the first listing.", class_name="sm q2")
    return section(
        "As it happens",
        rx.cond(state.feed.length() > 0, lines, nothing),
        note=rx.cond(state.feed.length() > 0, rx.el.span(class_name="lampdot"), rx.fragment()),
        right=[hold],
    )


@page("/", title="Overview", load=[OverviewState.load, OverviewState.watch], sub=OverviewState.today)
def overview() -> rx.Component:
    history = rx.el.div(
        _funnel(),
        rx.el.div(
            _money(), _spending(), class_name="cols", style={"gridTemplateColumns": "1.15fr 1fr"}, id="money"
        ),
        _day(),
        class_name="cols",
    )
    side = rx.el.aside(
        _autopilot(), _needs(), _feed(), class_name="cols side", style={"gap": "22px"}, aria_label="Right now"
    )
    return framed(state, rx.el.div(history, side, class_name="dash"))
