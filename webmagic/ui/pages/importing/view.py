"""Importing, drawn: the door, the columns, the preview, what came of it, and what was handed in lately."""

from typing import Any

import reflex as rx

from webmagic.hunter.mapping import FIELDS
from webmagic.ui.components import field, framed, icon, link, notice, plain_link, section, stat, tag
from webmagic.ui.page import page
from webmagic.ui.pages.importing.state import LIMIT, ImportState

state: Any = ImportState
KINDS = ".csv,.tsv,.txt,.xlsx,.json,.geojson,.ndjson,.jsonl"


def _door() -> rx.Component:
    form = rx.el.form(
        rx.el.label("A list of businesses", html_for="i-file"),
        rx.el.input(
            id="i-file", name="file", type="file", accept=KINDS, required=True, class_name="input file"
        ),
        rx.el.button(icon("upload", "s"), "Hand it in", type="submit", class_name="btn primary"),
        rx.el.p(
            f"CSV, XLSX or JSON, up to {LIMIT}: exports of Outscraper and Google Maps, OpenStreetMap, or any "
            "table. Nothing is imported yet; you see first what it would become.",
            class_name="xs q",
        ),
        action="/uploads",
        method="post",
        enc_type="multipart/form-data",
        on_submit=None,
        class_name="door-in",
    )
    return rx.fragment(
        rx.cond(state.refusal != "", notice("bad", "octagon-alert", state.refusal)),
        section("Hand in a file", form),
    )


def _about() -> list[rx.Component]:
    """What may be said about the whole file."""
    return [
        field(
            label,
            rx.el.input(
                id=f"i-{name}",
                name=name,
                type="text",
                default_value=value,
                max_length=most,
                class_name="input",
            ),
            control_id=f"i-{name}",
            hint=hint,
        )
        for name, label, value, most, hint in (
            ("country", "Country", state.country, 60, "When the rows do not say: US, Mexico, GT."),
            ("industry", "Trade", state.industry, 120, "When all of them are of one trade."),
        )
    ]


def _column(one: Any) -> rx.Component:
    choice = rx.el.select(
        rx.el.option("leave it out", value=""),
        *[rx.el.option(label, value=name) for name, label in FIELDS.items() if name != "website"],
        name=one.key,
        default_value=one.chosen,
        class_name="input",
        aria_label="What " + one.name + " is",
    )
    return rx.el.li(
        rx.el.div(rx.el.b(one.name), rx.el.small(one.samples), class_name="what"), choice, key=one.key
    )


def _website() -> rx.Component:
    choice = rx.el.select(
        rx.el.option("Choose…", value=""),
        rx.el.option("This file says nothing about websites", value="-"),
        rx.foreach(state.names, lambda name: rx.el.option(name, value=name, key=name)),
        id="i-website",
        name="website",
        default_value=state.website,
        required=True,
        class_name="input",
    )
    hint = (
        "An empty cell in that column means: this business has none. If the file says nothing, "
        "no row qualifies until somebody has looked."
    )
    return field("Which column holds the website?", choice, control_id="i-website", hint=hint)


def _mapping() -> rx.Component:
    remembered = notice(
        "", "history", rx.el.b("Columns as the last time. "), "A file with these columns was mapped before."
    )
    form = rx.el.form(
        rx.el.ul(rx.foreach(state.columns, _column), class_name="columnlist"),
        _website(),
        rx.el.div(*_about(), class_name="pair"),
        rx.el.button(icon("eye", "s"), "Look at the first rows", type="submit", class_name="btn"),
        on_submit=state.preview,
        class_name="stackform wide",
        key="map" + state.open.id.to(str),
    )
    return section(
        "What do the columns mean?",
        rx.cond(state.is_remembered, remembered),
        form,
        note="nobody knows this shape; say it once, and the next such file needs no hand",
    )


def _known() -> rx.Component:
    form = rx.el.form(
        rx.el.div(*_about(), class_name="pair"),
        rx.el.button(icon("eye", "s"), "Look again", type="submit", class_name="btn"),
        on_submit=state.preview,
        class_name="stackform wide",
        key="known" + state.open.id.to(str),
    )
    return section("This is " + state.shape, form, note="its columns are known")


def _draft(one: Any) -> rx.Component:
    refused = [rx.el.td(icon("ban", "s"), " ", one.reason, col_span=5, class_name="q2")]
    made = [
        rx.el.td(rx.el.b(one.name), rx.el.small(one.trade)),
        rx.el.td(one.place),
        rx.el.td(one.phone, class_name="mono"),
        rx.el.td(one.email, class_name="mono"),
        rx.el.td(one.website),
    ]
    return rx.el.tr(
        rx.el.td(one.row, class_name="num q"),
        rx.cond(one.reason != "", rx.fragment(*refused), rx.fragment(*made)),
        key=one.key,
    )


def _preview() -> rx.Component:
    heads = ("Row", "Business", "Place", "Phone", "E-mail", "Website")
    table = rx.el.table(
        rx.el.thead(rx.el.tr(*[rx.el.th(name, scope="col") for name in heads])),
        rx.el.tbody(rx.foreach(state.drafts, _draft)),
        class_name="plain drafts",
        aria_label="What the first rows would become",
    )
    silent = notice(
        "hold",
        "eye-off",
        rx.el.b("It says nothing about websites. "),
        "None of these rows qualifies before its website was looked for.",
    )
    go = rx.el.button(
        icon("upload", "s"),
        "Import " + state.open.name,
        type="button",
        class_name="btn primary",
        on_click=state.start,
    )
    return section(
        "What the first rows would become",
        rx.el.div(table, class_name="scrolls", tab_index=0, role="region", aria_label="Preview"),
        rx.cond(state.knows_websites, rx.fragment(), silent),
        rx.el.div(go, class_name="verbs"),
        note="nothing has been written yet",
    )


def _result() -> rx.Component:
    one = state.open
    figures = rx.el.div(
        stat("Read", one.read, one.seconds),
        stat("New", one.created),
        stat("Updated", one.updated),
        stat("Known already", one.duplicates),
        stat("Rejected", one.rejected),
        stat("Qualify", one.qualified),
        class_name="stats even six",
    )
    after = rx.el.div(
        link(icon("store", "s"), "See the businesses", href="/businesses?view=all", class_name="btn primary"),
        rx.cond(
            one.rejects != "",
            plain_link(
                icon("download", "s"), "Rejected rows", href=one.rejects, download=True, class_name="btn"
            ),
        ),
        link("Another file", href="/import", class_name="btn"),
        class_name="verbs",
    )
    return rx.el.section(
        rx.el.div(rx.el.h2(one.name), tag(one.words, tone=one.tone, mark=one.mark), class_name="hd spread"),
        rx.cond(one.read != "", figures),
        rx.cond(
            one.is_running,
            rx.el.div(rx.el.i(), class_name="meter unsure", role="progressbar", aria_label="Being imported"),
        ),
        rx.cond(one.is_done, after),
        class_name="sec opened",
        aria_live="polite",
    )


def _lately() -> rx.Component:
    def line(one: Any) -> rx.Component:
        return rx.el.tr(
            rx.el.td(link(one.name, href=one.href, class_name="nm"), rx.el.small(one.size)),
            rx.el.td(tag(one.words, tone=one.tone, mark=one.mark)),
            rx.el.td(one.read, class_name="num"),
            rx.el.td(one.created, class_name="num hidep"),
            rx.el.td(one.when, class_name="num q"),
            key=one.id.to(str),
        )

    heads = (("File", ""), ("State", ""), ("Read", "num"), ("New", "num hidep"), ("When", "num"))
    table = rx.el.table(
        rx.el.thead(rx.el.tr(*[rx.el.th(name, class_name=kind, scope="col") for name, kind in heads])),
        rx.el.tbody(rx.foreach(state.files, line)),
        class_name="plain lately",
    )
    return rx.cond(
        state.files.length() > 0, section("Handed in lately", table, note="files are kept for two weeks")
    )


@page(
    "/import",
    title="Import",
    load=[ImportState.load, ImportState.watch],
    nav="/businesses",
    sub="a list you have, or bought",
)
def importing() -> rx.Component:
    stopped = rx.cond(
        state.open.error != "", notice("bad", "octagon-alert", rx.el.b("It stopped. "), state.open.error)
    )
    ready = rx.fragment(
        rx.el.div(
            rx.el.h2(state.open.name), rx.el.span(state.open.size, class_name="q sm"), class_name="hd spread"
        ),
        stopped,
        rx.cond(state.shape != "", _known(), _mapping()),
        rx.cond(state.is_previewed, _preview()),
    )
    chosen = rx.cond(state.open.is_ready, ready, _result())
    return framed(
        state,
        rx.el.div(rx.cond(state.open.id > 0, chosen, _door()), _lately(), class_name="importing"),
    )
