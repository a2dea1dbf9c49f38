"""The jobs screen, drawn."""

from typing import Any

import reflex as rx

from webmagic.ui.components import framed, icon, link, notice, section, tag
from webmagic.ui.components.asking import ask
from webmagic.ui.components.tabs import pager, tabs
from webmagic.ui.page import page
from webmagic.ui.pages.jobs.state import JobsState

state: Any = JobsState


def _head(*columns: tuple[Any, str]) -> rx.Component:
    cells = [rx.el.th(text, class_name=kind, scope="col") for text, kind in columns]
    return rx.el.thead(rx.el.tr(*cells))


def _switch(row: Any) -> rx.Component:
    pause = ask(
        "pause-" + row.key,
        "Pause",
        "Pause this queue?",
        "What runs may end. What waits, and what is asked for meanwhile, is kept until you let it go on.",
        confirm="Pause it",
        on_confirm=state.pause(row.key),
        tone="quiet small",
        confirm_tone="primary",
    )
    resume = rx.el.button(
        "Let it go on", type="button", class_name="btn quiet small", on_click=state.resume(row.key)
    )
    return rx.cond(row.is_held, resume, pause)


def _spark(row: Any) -> rx.Component:
    """What was done in the last hour, in parts of five minutes."""
    drawn = rx.el.svg(
        rx.el.svg.path(d=row.area, class_name="a"),
        rx.el.svg.path(d=row.line),
        class_name="spark",
        view_box="0 0 120 22",
        role="img",
        aria_label=row.done + " done in the last hour",
        custom_attrs={"preserveAspectRatio": "none"},
    )
    return rx.cond(row.line != "", drawn, rx.el.span("nothing", class_name="q xs"))


def _queue(row: Any) -> rx.Component:
    figures = [row.waiting, row.later, row.running, row.pace, row.oldest, row.latency]
    cells = [rx.el.td(value, class_name="num hidep" if n else "num") for n, value in enumerate(figures)]
    cells.append(rx.el.td(_spark(row), class_name="hidep"))
    return rx.el.tr(
        rx.el.td(link(icon(row.icon), " ", row.name, href=row.href, class_name="nm marked"), class_name="c1"),
        *cells,
        rx.el.td(
            tag(row.words, tone=row.tone, mark=row.mark),
            " ",
            rx.el.span(row.held_words, class_name="q xs"),
            class_name="c2",
        ),
        rx.el.td(_switch(row), class_name="do"),
        key=row.key,
    )


def _queues() -> rx.Component:
    columns = [
        ("Queue", ""), ("Waiting", "num"), ("Later", "num"), ("Running", "num"),
        ("A minute", "num"), ("Oldest", "num"), ("Wait + run", "num"), ("Last hour", ""), ("State", ""),
        (rx.el.span("Actions", class_name="vh"), "do"),
    ]  # fmt: skip
    table = rx.el.table(
        rx.el.caption("Queues", class_name="vh"),
        _head(*columns),
        rx.el.tbody(rx.foreach(state.queues, _queue)),
        class_name="grid jq",
    )
    silent = notice(
        "warn",
        "triangle-alert",
        rx.el.b("No worker answers. "),
        "Jobs wait in the ledger and nothing is lost. Start the workers with ",
        rx.el.code("webmagic up"),
        ".",
    )
    return section(
        "Queues",
        rx.cond(state.has_workers, rx.fragment(), silent),
        table,
        note=rx.cond(state.has_workers, state.workers, ""),
    )


def _group(group: Any) -> rx.Component:
    look = rx.el.span(
        icon("chevron-down", "s"), "Look", class_name="btn small", custom_attrs={"aria-hidden": "true"}
    )
    head = rx.el.summary(
        rx.el.span(group.count, class_name="c"),
        rx.el.p(rx.el.b(group.cause), rx.el.br(), rx.el.span(group.where, class_name="q2")),
        tag(group.advice, tone=group.tone, mark=group.mark),
        look,
    )
    body = rx.el.div(
        rx.el.pre(group.detail),
        rx.el.p(group.note, class_name="sm q2"),
        rx.el.div(
            rx.el.button(
                icon("rotate-cw", "s"),
                group.retry_words,
                type="button",
                class_name="btn primary",
                on_click=state.retry_group(group.fingerprint),
            ),
            link("See each of them", href=group.href, class_name="btn quiet"),
            class_name="row",
        ),
        class_name="in",
    )
    return rx.el.details(head, body, class_name="fail", key=group.fingerprint)


def _failures() -> rx.Component:
    none = rx.el.p(
        "Nothing has failed. What fails is kept here, by cause, until somebody looks.", class_name="sm q2"
    )
    return section(
        "Failures, by cause",
        rx.cond(state.groups.length() > 0, rx.fragment(rx.foreach(state.groups, _group)), none),
        note=state.failed,
    )


def _line(row: Any) -> rx.Component:
    name = rx.cond(
        row.business != "",
        link(row.kind, href=row.business, class_name="nm"),
        rx.el.span(row.kind, class_name="nm"),
    )
    retry = rx.el.button("Retry", type="button", class_name="btn quiet small", on_click=state.retry(row.id))
    cancel = ask(
        "cancel-" + row.id.to(str),
        "Cancel",
        "Cancel this job?",
        "A running one stops at its worker's next heartbeat. What it finished is kept.",
        confirm="Cancel the job",
        on_confirm=state.cancel(row.id),
        tone="quiet small",
    )
    attempt = rx.el.span(row.attempt, class_name="q xs")
    return rx.el.tr(
        rx.el.td(name, " ", rx.el.span(row.detail, class_name="q xs mono"),
                 rx.cond(row.message != "", rx.el.span(row.message, class_name="why down")), class_name="c1"),
        rx.el.td(row.queue, class_name="q2 hidep"),
        rx.el.td(tag(row.state, tone=row.tone, mark=row.mark), " ", attempt, class_name="c2"),
        rx.el.td(row.took, class_name="num hidep"),
        rx.el.td(row.age, class_name="num q"),
        rx.el.td(rx.cond(row.can_retry, retry), rx.cond(row.can_cancel, cancel), class_name="do"),
        key=row.id.to(str),
    )  # fmt: skip


def _lines() -> rx.Component:
    columns = [
        ("Job", ""),
        ("Queue", ""),
        ("State", ""),
        ("Took", "num"),
        ("Age", "num"),
        (rx.el.span("Actions", class_name="vh"), "do"),
    ]
    table = rx.el.table(
        rx.el.caption("Jobs", class_name="vh"), _head(*columns),
        rx.el.tbody(rx.foreach(state.lines, _line)), class_name="grid jl",
    )  # fmt: skip
    nothing = rx.el.p("No job like that. Take a filter off to see more.", class_name="sm q2 gap")
    narrowed = rx.el.p(
        rx.el.span("Only ", rx.el.b(state.only), class_name="chip flat"),
        link("Every queue", href="/jobs", class_name="btn quiet small"),
        class_name="filters",
    )
    return section(
        "Every job",
        tabs(state.tabs, "Jobs by state"),
        rx.cond(state.only != "", narrowed),
        rx.cond(state.lines.length() > 0, table, nothing),
        pager(state.count_words, state.newest, state.older),
        note="newest first",
    )


@page("/jobs", title="Jobs", load=[JobsState.load, JobsState.watch], sub=JobsState.summary)
def jobs() -> rx.Component:
    return framed(state, rx.el.div(_queues(), _failures(), _lines(), class_name="stack"))
