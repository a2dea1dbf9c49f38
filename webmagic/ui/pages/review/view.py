"""The review, drawn: queue, evidence, side by side, decision; below, how right the machine is."""

from typing import Any

import reflex as rx

from webmagic.ui.components import empty, framed, icon, kbd, link, plain_link, section, tag
from webmagic.ui.components.tabs import here
from webmagic.ui.page import page
from webmagic.ui.pages.review.state import ReviewState

state: Any = ReviewState
shown: Any = ReviewState.shown


def _queue() -> rx.Component:
    line = lambda row: link(  # noqa: E731
        rx.el.b(row.name),
        rx.el.span(row.score, class_name="mono xs"),
        rx.el.small(row.about),
        href=row.href,
        custom_attrs=here(row.is_current),
        key=row.id.to(str),
    )
    return rx.el.nav(
        rx.el.p(state.summary, class_name="q xs", role="status"),
        rx.el.div(rx.foreach(state.queue, line), class_name="qlist"),
        class_name="waitlist",
        aria_label="Waiting for review",
    )


def _machine() -> rx.Component:
    """An audit must not be swayed by what it checks."""
    audit = rx.fragment(
        rx.el.p(tag("Random check", mark="drama", tone="rehearsal")),
        rx.el.p("Look for yourself. What the machine said is told afterwards.", class_name="xs q"),
    )
    said = rx.fragment(
        rx.el.p("Machine says: ", rx.el.b(shown.machine), class_name="sm"),
        rx.el.p(shown.reason, class_name="xs q"),
    )
    return rx.el.div(rx.cond(shown.is_audit, audit, said), class_name="machine")


def _head() -> rx.Component:
    links = rx.el.div(
        plain_link(
            icon("search", "s"),
            "Search the web",
            href=shown.lookup_href,
            target="_blank",
            rel="noopener noreferrer",
            class_name="btn small",
        ),
        rx.cond(
            shown.maps_href != "",
            plain_link(
                icon("map-pin", "s"),
                "On the map",
                href=shown.maps_href,
                target="_blank",
                rel="noopener noreferrer",
                class_name="btn small",
            ),
        ),
        link(
            icon("store", "s"),
            "All about it",
            href="/businesses/" + shown.id.to(str),
            class_name="btn small quiet",
        ),
        class_name="doing",
    )
    name = rx.el.div(rx.el.h2(shown.name), rx.el.p(shown.place, class_name="sm q2"), links)
    return rx.el.div(name, _machine(), class_name="casehead")


def _listing() -> rx.Component:
    website = rx.cond(
        shown.website != "",
        rx.el.span(shown.website, class_name="mono xs"),
        tag("Field is empty", tone="warn", mark="circle-slash"),
    )
    facts = rx.el.dl(
        rx.el.dt("Website"),
        rx.el.dd(website),
        rx.foreach(
            shown.facts, lambda fact: rx.fragment(rx.el.dt(fact.label), rx.el.dd(fact.value), key=fact.label)
        ),
        class_name="facts listingfacts",
    )
    quote = lambda one: rx.el.div(  # noqa: E731
        rx.el.p(one.who, " wrote", class_name="q xs"), rx.el.q(one.text), class_name="cand", key=one.text
    )
    return rx.el.section(
        rx.el.h3(icon("map-pin"), " What the listing says"), facts, rx.foreach(shown.quotes, quote)
    )


def _candidate(one: Any) -> rx.Component:
    head = rx.el.div(
        tag(one.words, tone=one.tone, mark=one.icon),
        rx.el.kbd(one.key, class_name="kbd right"),
        class_name="hd",
    )
    button = rx.el.button(
        rx.el.span(one.host, class_name="u"),
        type="button",
        class_name="pickone",
        on_click=state.choose(one.n),
        custom_attrs={"data-key": one.key, "aria-pressed": rx.cond(one.is_chosen, "true", "false")},
    )
    return rx.el.div(
        head,
        button,
        rx.cond(one.said != "", rx.el.q(one.said)),
        rx.el.p(one.origin, class_name="q xs"),
        class_name=rx.cond(one.is_chosen, "cand chosen", "cand"),
        key=one.key,
    )


def _found() -> rx.Component:
    nothing = rx.el.p("No page was found that could be theirs.", class_name="sm q2")
    return rx.el.section(
        rx.el.h3(icon("search"), " What we found"),
        rx.cond(
            shown.candidates.length() > 0,
            rx.el.div(rx.foreach(shown.candidates, _candidate)),
            nothing,
        ),
    )


def _knocked() -> rx.Component:
    line = lambda one: rx.el.tr(  # noqa: E731
        rx.el.td(one.host, class_name="mono"),
        rx.el.td(rx.cond(one.is_parked, tag(one.words, tone="warn", mark="square-parking"), one.words)),
        key=one.host,
    )
    table = rx.el.table(
        rx.el.caption("Domain names tried", class_name="vh"),
        rx.el.tbody(rx.foreach(shown.knocked, line)),
        class_name="plain xs knocked",
    )
    words = rx.cond(
        shown.looked != "",
        "No name was found dead or free.",
        "Nobody has looked for its name on the web yet.",
    )
    nothing = rx.el.p(words, class_name="sm q2")
    when = rx.el.p("Looked at: ", shown.looked, ". Every page is kept as its words.", class_name="xs q")
    return rx.el.section(
        rx.el.h3(icon("radar"), " Names we knocked on"),
        rx.cond(shown.knocked.length() > 0, table, nothing),
        rx.cond(shown.looked != "", when),
    )


def _side_by_side() -> rx.Component:
    cell = lambda one: rx.el.td(  # noqa: E731
        rx.cond(one.icon != "", icon(one.icon, "s")), one.value, class_name=one.mark, key=one.key
    )
    line = lambda row: rx.el.tr(  # noqa: E731
        rx.el.th(row.name, scope="row"),
        rx.el.td(row.listing),
        rx.foreach(row.cells, cell),
        key=row.name,
    )
    head = rx.el.tr(
        rx.el.th("Side by side"),
        rx.el.th("Listing"),
        rx.foreach(shown.heads, lambda host: rx.el.th(host, class_name="mono xs", key=host)),
    )
    table = rx.el.table(rx.el.thead(head), rx.el.tbody(rx.foreach(shown.lines, line)))
    return rx.cond(
        shown.lines.length() > 0,
        rx.el.div(table, class_name="cmp", role="region", aria_label="Side by side", tab_index=0),
    )


def _preview() -> rx.Component:
    """Words only: nothing of a foreign page runs or loads here."""
    bit = lambda one: rx.cond(  # noqa: E731
        one.is_hit, rx.el.mark(one.text, key=one.key), rx.el.span(one.text, key=one.key)
    )
    words = rx.el.p(rx.foreach(shown.preview, bit), class_name="kept", tab_index=0)
    opening = plain_link(
        icon("external-link", "s"),
        "Open it there",
        href=shown.preview_url,
        target="_blank",
        rel="noopener noreferrer nofollow",
        class_name="btn small quiet",
    )
    return rx.cond(
        shown.preview_host != "",
        rx.el.section(
            rx.el.header(
                rx.el.h3(icon("file-text"), " ", rx.el.span(shown.preview_host, class_name="mono")),
                rx.el.span(shown.preview_title, class_name="q xs"),
                rx.cond(shown.preview_url != "", rx.el.div(opening, class_name="right")),
            ),
            rx.cond(shown.preview.length() > 0, words),
            rx.el.p(shown.preview_note, class_name="q xs"),
            class_name="keptpage",
            aria_label="The page's words",
        ),
    )


def _verb(label: str, short: str, key: str, on_click: Any, kind: str = "") -> rx.Component:
    return rx.el.button(
        rx.el.span(label, class_name="long"),
        rx.el.span(short, class_name="short", custom_attrs={"aria-hidden": "true"}),
        rx.el.kbd(key.upper(), class_name="kbd"),
        type="button",
        class_name=f"btn {kind}".strip(),
        on_click=on_click,
        disabled=~state.may_decide,
        custom_attrs={"data-key": key, "aria-keyshortcuts": key.upper()},
    )


def _undo() -> rx.Component:
    return rx.el.button(
        "Undo",
        rx.el.kbd("U", class_name="kbd"),
        type="button",
        class_name="btn",
        title="Take back: " + state.last,
        on_click=state.undo,
        disabled=(state.last == "") | ~state.may_decide,
        custom_attrs={"data-key": "u", "aria-keyshortcuts": "U"},
    )


def _decision() -> rx.Component:
    typed = rx.el.label(
        rx.el.span("Its address, if it has one"),
        rx.el.input(
            type="url",
            inputmode="url",
            placeholder="as chosen above, or type it",
            default_value="",
            on_blur=state.type_address,
            max_length=300,
            class_name="input",
            auto_complete="off",
            key=shown.id.to(str),
        ),
        class_name="itsaddress",
    )
    bar = rx.el.div(
        _verb("No website, keep it", "No website", "n", state.decide(shown.id, "confirmed_none"), "primary"),
        _verb("Has a website, drop it", "Has a website", "w", state.decide(shown.id, "has_website")),
        _verb("Social page only", "Social", "s", state.decide(shown.id, "social_only")),
        _verb("Later", "Later", "k", state.put_off(shown.id)),
        _undo(),
        class_name="decide five",
        role="group",
        aria_label="Your decision",
    )
    keys = rx.el.p(
        kbd("1"), " to ", kbd("6"), " put a candidate beside the listing. ", kbd("?"), " all keys. ",
        "Keys sleep while a field has the cursor.", class_name="xs q wide",
    )  # fmt: skip
    looking = rx.el.p("You may look. Deciding takes an operator.", class_name="xs q")
    return rx.fragment(typed, bar, rx.cond(state.may_decide, keys, looking))


def _bar(one: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            one.label, rx.el.b(one.value, class_name=rx.cond(one.at != "", "", "nofigure")), class_name="sm"
        ),
        rx.el.div(
            rx.el.span(style={"left": one.left, "width": one.width}),
            rx.cond(one.at != "", rx.el.i(style={"left": one.at})),
            class_name="track",
            role="img",
            aria_label=one.label + ", " + one.value + ". " + one.words,
        ),
        rx.el.p(one.words, class_name="xs q"),
        class_name="gauge",
        key=one.label,
    )


def _audit() -> rx.Component:
    option = lambda value, label: rx.el.option(label, value=value)  # noqa: E731
    return rx.el.form(
        rx.el.label("Draw", html_for="audit-count"),
        rx.el.input(
            id="audit-count", name="count", type="number", min="1", max="500", default_value="20",
            class_name="input short",
        ),
        rx.el.label("by chance from", html_for="audit-state"),
        rx.el.select(
            option("confirmed_none", "no website found"),
            option("has_website", "has a website"),
            option("social_only", "only a social page"),
            option("unreachable", "nobody answers"),
            id="audit-state", name="state", class_name="input",
        ),
        rx.el.button(
            icon("drama", "s"), "Audit", type="submit", class_name="btn", disabled=~state.may_decide
        ),
        on_submit=state.audit,
        class_name="audit",
    )  # fmt: skip


def _measures() -> rx.Component:
    read = rx.fragment(
        rx.el.div(rx.foreach(state.gauges, _bar), rx.foreach(state.verdicts, _bar), class_name="gauges"),
        rx.el.p(state.doubts, class_name="sm"),
        rx.el.ul(rx.foreach(state.notes, lambda note: rx.el.li(note, key=note)), class_name="xs q notes"),
        _audit(),
    )
    return section(
        "How right the machine is",
        rx.cond(state.is_measured, read, rx.el.p("Counting…", class_name="sm q2")),
        note="95 in 100 intervals, after Wilson",
    )


def _case() -> rx.Component:
    return rx.el.div(
        _head(),
        rx.el.div(_listing(), _found(), _knocked(), class_name="evid"),
        _side_by_side(),
        _preview(),
        _decision(),
        class_name="case",
    )


def _nothing() -> rx.Component:
    back = rx.cond(state.last != "", _undo())
    return empty(
        "Nothing waits for you.",
        "What the machine cannot decide comes here. An audit below draws some it is sure of.",
        back,
        lit=True,
    )


@page(
    "/review",
    title="Review",
    load=[ReviewState.load, ReviewState.weigh],
    sub="has this shop really no website?",
)
def review() -> rx.Component:
    return framed(
        state,
        rx.el.div(
            rx.cond(shown.id > 0, rx.el.div(_queue(), _case(), class_name="review"), _nothing()),
            _measures(),
            class_name="reviewroom",
        ),
    )
