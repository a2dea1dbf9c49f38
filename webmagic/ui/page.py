"""Pages declare themselves here; the composition root adds them to the app.

@page("/jobs", title="Jobs", load=JobsState.load, sub=JobsState.summary)
def jobs() -> rx.Component:
    return framed(JobsState, rx.el.section(...))
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from webmagic.ui import shell


@dataclass(frozen=True)
class Page:
    route: str
    title: str
    render: Callable[[], rx.Component]
    on_load: list[Any]


PAGES: list[Page] = []


def page(
    route: str,
    *,
    title: str,
    load: Any | Sequence[Any],
    nav: str = "",
    heading: Any = None,
    sub: Any = "",
    actions: Callable[[], Sequence[rx.Component]] = tuple,
    room: str = "",
) -> Callable[[Callable[[], rx.Component]], Callable[[], rx.Component]]:
    """`nav` is the rail entry to light when it is not the route itself; `heading` may be a Var
    where the title is data; `actions` stand in the top bar; `room` is a class for <main>."""

    def declare(body: Callable[[], rx.Component]) -> Callable[[], rx.Component]:
        def render() -> rx.Component:
            return shell.frame(
                body(),
                active=nav or route,
                heading=title if heading is None else heading,
                sub=sub,
                actions=actions(),
                room=room,
            )

        loads = list(load) if isinstance(load, list | tuple) else [load]
        PAGES.append(Page(route, title, render, [shell.ShellState.load, shell.ShellState.watch, *loads]))
        return body

    return declare


def bare_page(
    route: str, *, title: str, load: Any
) -> Callable[[Callable[[], rx.Component]], Callable[[], rx.Component]]:
    """A page outside the console: the sign-in."""

    def declare(body: Callable[[], rx.Component]) -> Callable[[], rx.Component]:
        PAGES.append(Page(route, title, body, [load]))
        return body

    return declare


def add_all(app: rx.App) -> None:
    for entry in PAGES:
        app.add_page(
            entry.render, route=entry.route, title=f"{entry.title} · WebMagic", on_load=entry.on_load
        )
