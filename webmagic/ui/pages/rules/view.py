"""The requirements, drawn: the form, what it would do beside it, the record of the score below."""

from typing import Any

import reflex as rx

from webmagic.ui.components import framed, icon, link, notice, section, tag
from webmagic.ui.components.asking import ask
from webmagic.ui.page import page
from webmagic.ui.pages.rules.state import RulesState

state: Any = RulesState


def _number(one: Any) -> rx.Component:
    control = rx.el.input(
        id="rule-" + one.name, name=one.name, type="number", inputmode="decimal", min="0", step=one.step,
        default_value=one.value, class_name="input short", disabled=~state.may_manage,
        on_change=lambda value: state.change(one.name, value),
    )  # fmt: skip
    return rx.el.div(
        rx.el.label(one.label, html_for="rule-" + one.name),
        control,
        rx.el.span(one.hint, class_name="hint"),
        class_name="numberline",
        key=one.name,
    )


def _switch(one: Any) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            name=one.name,
            default_checked=one.is_on,
            disabled=~state.may_manage,
            on_change=lambda is_on: state.flip(one.name, is_on),
        ),
        one.label,
        class_name="tick",
        key=one.name,
    )


def _list(one: Any) -> rx.Component:
    return rx.el.div(
        rx.el.label(one.label, html_for="rule-" + one.name),
        rx.el.input(
            id="rule-" + one.name, name=one.name, type="text", default_value=one.value, class_name="input",
            placeholder=one.hint, max_length=2000, disabled=~state.may_manage,
            on_change=lambda value: state.change(one.name, value),
        ),
        class_name="field",
        key=one.name,
    )  # fmt: skip


def _form() -> rx.Component:
    form = rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.el.h3("What earns points"),
                rx.foreach(state.points, _number),
                rx.el.p(state.total, class_name="xs q"),
            ),
            rx.el.div(rx.el.h3("Where the line is"), rx.foreach(state.bounds, _number)),
            class_name="two",
        ),
        rx.el.div(rx.foreach(state.switches, _switch), class_name="ticks"),
        rx.el.div(rx.foreach(state.lists, _list), class_name="three"),
        rx.el.p("Leave a list empty to serve every one.", class_name="xs q"),
        class_name="numbers",
        key=state.form_key,
    )
    return section("Who is a lead", _viewer(), form, note="chains and closed businesses never are")


def _viewer() -> rx.Component:
    words = notice("hold", "eye", rx.el.b("You may look. "), "Changing requirements takes an owner.")
    return rx.cond(state.may_manage, rx.fragment(), words)


def _sample(one: Any) -> rx.Component:
    return rx.el.li(
        link(one.name, href="/businesses/" + one.id, class_name="nm"),
        rx.el.span(one.scores, class_name="mono xs"),
        rx.el.small(one.about),
        rx.el.small(one.why, class_name="why"),
        key=one.id,
    )


def _samples(title: str, rows: Any, mark: str) -> rx.Component:
    return rx.cond(
        rows.length() > 0,
        rx.el.div(
            rx.el.h3(icon(mark, "s"), " ", title),
            rx.el.ul(rx.foreach(rows, _sample), class_name="samples"),
        ),
    )


def _what_if() -> rx.Component:
    save = ask(
        "save-rules",
        state.save_words,
        "Judge every business by these requirements?",
        "Sites that are made stay. Businesses that fall out are not built and not written to.",
        confirm="Save as a new version",
        on_confirm=state.save,
        tone="primary",
        confirm_tone="primary",
    )
    discard = rx.el.button("Discard", type="button", class_name="btn quiet", on_click=state.discard)
    answer = rx.fragment(
        rx.el.p(tag("what if", tone="rehearsal", mark="drama"), " ", rx.el.b(state.tried)),
        rx.cond(state.can_save, rx.el.div(save, discard, class_name="doing")),
    )
    quiet = rx.el.p(
        "Change a number, and this says at once which leads would come in and fall out. Nothing is changed "
        "until you save.",
        class_name="sm q2",
    )
    wrong = rx.el.p(icon("octagon-alert", "s"), " ", state.wrong, class_name="err", role="alert")
    counting = rx.cond(state.is_trying, rx.el.span("counting…", class_name="xs q"))
    body = rx.cond(state.wrong != "", wrong, rx.cond(state.tried != "", answer, quiet))
    return rx.el.aside(
        rx.el.header(rx.el.h2("Before you save"), counting),
        rx.el.div(body, role="status", class_name="foretold"),
        _samples("Would come in", state.would_add, "plus"),
        _samples("Would fall out", state.would_drop, "x"),
        class_name="sec whatif",
        aria_label="What would change",
    )


def _rate(rate: Any) -> rx.Component:
    bar = rx.el.div(rx.el.span(style={"left": rate.left, "width": rate.width}), class_name="minibar")
    return rx.el.td(
        rx.el.b(rate.value), rx.cond(rate.width != "0%", bar), rx.el.small(rate.words), class_name="rate"
    )


def _record() -> rx.Component:
    row = lambda one: rx.el.tr(  # noqa: E731
        rx.el.th(one.band, scope="row", class_name="mono"),
        rx.el.td(one.leads, class_name="num"),
        rx.el.td(one.mailed, class_name="num"),
        _rate(one.visited),
        _rate(one.claimed),
        _rate(one.paid),
        key=one.band,
    )
    head = rx.el.tr(
        rx.el.th("Score"), rx.el.th("Leads", class_name="num"), rx.el.th("Mailed", class_name="num"),
        rx.el.th("Visited by people"), rx.el.th("Claimed"), rx.el.th("Paid"),
    )  # fmt: skip
    table = rx.el.div(
        rx.el.table(rx.el.thead(head), rx.el.tbody(rx.foreach(state.bands, row)), class_name="plain record"),
        class_name="wideroom",
        role="region",
        aria_label="Outcomes by score",
        tab_index=0,
    )
    nothing = rx.el.p("No lead yet.", class_name="sm q2")
    return section(
        "How the score has fared",
        rx.cond(
            state.is_counted,
            rx.cond(state.bands.length() > 0, table, nothing),
            rx.el.p("Counting…", class_name="sm q2"),
        ),
        rx.el.p("Rates are of those mailed; 95 in 100 intervals. The score is today's.", class_name="xs q"),
        note="our own outcomes, by ten points",
    )


def _learnt() -> rx.Component:
    row = lambda one: rx.el.tr(  # noqa: E731
        rx.el.th(one.label, scope="row"),
        rx.el.td(one.points, class_name="num"),
        rx.el.td(one.with_it, class_name="num"),
        rx.el.td(one.without, class_name="num"),
        rx.el.td(one.suggested, class_name="num"),
        key=one.label,
    )
    heads = [
        rx.el.th(words, class_name="num") for words in ("Points", "Claimed with it", "Without", "Suggested")
    ]
    table = rx.el.div(
        rx.el.table(
            rx.el.thead(rx.el.tr(rx.el.th("Part"), *heads)),
            rx.el.tbody(rx.foreach(state.parts, row)),
            class_name="plain record",
        ),
        class_name="wideroom",
    )
    use = rx.el.button(
        "Put into the form", type="button", class_name="btn small", on_click=state.take_suggestion
    )
    return section(
        "What it has taught",
        rx.cond(state.parts.length() > 0, table),
        rx.el.p(state.learnt, class_name="sm"),
        rx.cond(state.has_suggestion & state.may_manage, use),
        note="points that would fit the outcomes",
    )


def _versions() -> rx.Component:
    row = lambda one: rx.el.li(  # noqa: E731
        rx.el.b(one.number.to(str), class_name="mono"),
        rx.el.div(rx.el.span(one.words), rx.el.small(one.by, ", ", one.when)),
        rx.cond(
            one.is_current,
            tag("in force", tone="ok", mark="check"),
            rx.el.button(
                "Look at it",
                type="button",
                class_name="btn small quiet",
                on_click=state.take_version(one.number),
            ),
        ),
        key=one.number.to(str),
    )
    nothing = rx.el.p("Nobody has changed them yet.", class_name="sm q2")
    return section(
        "Versions",
        rx.cond(
            state.versions.length() > 0,
            rx.el.ol(rx.foreach(state.versions, row), class_name="ruleversions"),
            nothing,
        ),
        note="who and when",
    )


@page(
    "/requirements",
    title="Requirements",
    load=[RulesState.load, RulesState.count_outcomes],
    sub="who is a lead, and what a change would do",
)
def requirements() -> rx.Component:
    left = rx.el.div(_form(), _record(), _learnt(), _versions(), class_name="stack")
    return framed(state, rx.el.div(left, _what_if(), class_name="rulesroom"))
