"""The daily report, drawn: days on the left, one day on the right."""

from typing import Any

import reflex as rx

from webmagic.ui.components import framed, icon, link, section
from webmagic.ui.components.tabs import here, pager
from webmagic.ui.page import page
from webmagic.ui.pages.reports.state import ReportsState

state: Any = ReportsState


def _day(one: Any) -> rx.Component:
    return link(
        rx.el.b(one.name),
        rx.el.span(one.failed, class_name="down xs"),
        rx.el.small(one.told),
        href=one.href,
        custom_attrs=here(one.is_current),
        key=one.iso,
    )


def _days() -> rx.Component:
    none = rx.el.p("The first report comes the day after the first listing.", class_name="sm q2")
    shown = rx.fragment(
        rx.el.nav(rx.foreach(state.days, _day), class_name="qlist days", aria_label="Days"),
        pager("", state.newer, state.older),
    )
    return rx.el.div(rx.cond(state.days.length() > 0, shown, none))


def _line(line: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.th(line.label, scope="row"),
        rx.el.td(line.value, class_name="num val"),
        rx.el.td(line.delta, class_name="num " + line.tone),
        rx.el.td(line.before, class_name="num q"),
        key=line.label,
    )


def _group(group: Any) -> rx.Component:
    names = [("", ""), ("That day", "num"), ("Change", "num"), ("Day before", "num")]
    table = rx.el.table(
        rx.el.caption(group.name, class_name="vh"),
        rx.el.thead(rx.el.tr(*[rx.el.th(name, class_name=kind, scope="col") for name, kind in names])),
        rx.el.tbody(rx.foreach(group.lines, _line)),
        class_name="plain daily",
    )
    return section(group.name, table, key=group.name)


def _failures() -> rx.Component:
    row = lambda one: rx.el.li(rx.el.b(one.count), rx.el.span(one.message), key=one.message)  # noqa: E731
    none = rx.el.p("Nothing failed that day.", class_name="sm q2")
    listed = rx.el.ul(rx.foreach(state.failures, row), class_name="held bad")
    return section("What failed", rx.cond(state.failures.length() > 0, listed, none))


def _wrong() -> rx.Component:
    line = lambda one: rx.el.div(  # noqa: E731
        icon(one.mark),
        rx.el.p(rx.el.b(one.text), " ", one.to_do, " ", rx.el.span(one.since, class_name="q xs")),
        class_name="alert " + one.tone,
        key=one.id.to(str),
    )
    return rx.cond(
        state.wrong.length() > 0, section("Still wrong", rx.foreach(state.wrong, line), note="now")
    )


@page("/reports", title="Reports", load=ReportsState.load, sub=ReportsState.summary)
def reports() -> rx.Component:
    day = rx.el.div(
        rx.el.h2(state.title, class_name="daytitle"),
        rx.el.div(rx.foreach(state.groups, _group), class_name="groups"),
        _failures(),
        _wrong(),
        class_name="stack",
    )
    return framed(state, rx.el.div(_days(), day, class_name="reportgrid"))
