"""What is wrong right now, above every page: the big stop first, then the worst alerts."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import conductor
from webmagic.models import AlertRow
from webmagic.ui.components.parts import icon, link
from webmagic.ui.figures import moment, since

TONES = {"bad": 0, "warn": 1}  # what our own policy holds is told where it waits, not above every page
MARKS = {"bad": "octagon-alert", "warn": "triangle-alert", "hold": "pause"}
SHOWN = 2


@dataclass(frozen=True)
class Trouble:
    id: int
    tone: str
    mark: str
    text: str
    to_do: str
    since: str
    href: str


@dataclass(frozen=True)
class Troubles:
    stopped: str
    shown: list[Trouble]
    more: str


def trouble_of(row: AlertRow) -> Trouble:
    age = since(row.raised_at)
    return Trouble(
        row.id or 0,
        row.tone,
        MARKS.get(row.tone, "info"),
        row.text,
        row.to_do,
        "just now" if age == "now" else f"for {age}",
        row.link,
    )


async def read_troubles(session: AsyncSession) -> Troubles:
    stop = await conductor.find_stop(session)
    found = [row for row in await conductor.list_open_alerts(session) if row.tone in TONES]
    found.sort(key=lambda row: TONES[row.tone])
    left = len(found) - SHOWN
    return Troubles(
        f"by {stop.by}, {moment(stop.at)}" if stop else "",
        [trouble_of(row) for row in found[:SHOWN]],
        f"and {left} more" if left > 0 else "",
    )


def _line(one: Any) -> rx.Component:
    return rx.el.div(
        icon(one.mark),
        rx.el.p(
            rx.el.b(one.text),
            " ",
            rx.el.span(one.to_do, class_name="todo"),
            " ",
            rx.el.span(one.since, class_name="xs"),
        ),
        rx.cond(one.href != "", link("Look at it", href=one.href)),
        class_name="trouble " + one.tone,
        key=one.id.to(str),
    )


def _stopped(words: Any) -> rx.Component:
    return rx.el.div(
        icon("square"),
        rx.el.p(rx.el.b("Everything is stopped "), words, ". What waits is kept."),
        link("Let it go on", href="/conductor#stop"),
        class_name="trouble stop",
        role="alert",
    )


def banner(state: Any) -> rx.Component:
    """Of a state with `stopped`, `troubles` and `more_troubles`."""
    return rx.el.div(
        rx.cond(state.stopped != "", _stopped(state.stopped)),
        rx.foreach(state.troubles, _line),
        rx.cond(
            state.more_troubles != "",
            link(state.more_troubles, href="/conductor/alerts", class_name="moretrouble"),
        ),
        class_name="troubles",
        role="region",
        aria_label="What is wrong now",
    )
