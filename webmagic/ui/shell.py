"""The frame around every page: rail, top bar, tab bar, palette, keys."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.database import reading
from webmagic.ui.action import action
from webmagic.ui.components.parts import icon, kbd, link, plain_link
from webmagic.ui.components.states import notice
from webmagic.ui.figures import RailFigures, rail_figures
from webmagic.ui.following import is_connected
from webmagic.ui.identity import signed_in
from webmagic.ui.toasts import sweep, toasts
from webmagic.ui.trouble import Trouble, banner, read_troubles

TROUBLE_SECONDS = 5


class ShellState(rx.State):
    """Who is signed in, and the figures of the rail."""

    name: str = ""
    role: str = ""
    businesses: str = ""
    review: str = ""
    live: str = ""
    sites: str = ""
    jobs: str = ""
    replies: str = ""
    autopilot: str = ""
    is_live: bool = False
    stopped: str = ""
    troubles: list[Trouble] = []
    more_troubles: str = ""

    @action()
    async def load(self) -> None:
        who = await signed_in(self)
        async with reading() as session:
            figures = await rail_figures(session)
            await self._read_trouble(session)
        self._show(who.name, who.role, figures)
        await sweep(self)

    def _show(self, name: str, role: str, figures: RailFigures) -> None:
        self.name, self.role = name, role
        self.businesses, self.review, self.live = figures.businesses, figures.review, figures.live
        self.replies = figures.replies
        self.sites, self.jobs, self.autopilot = figures.sites, figures.jobs, figures.autopilot
        self.is_live = figures.is_live

    @action(background=True)
    async def watch(self) -> None:
        """Trouble is on screen within seconds of being found, whatever page is open."""
        while True:
            await asyncio.sleep(TROUBLE_SECONDS)
            async with self:
                if not is_connected(self.router.session.client_token):
                    return
                await signed_in(self)
                async with reading() as session:
                    await self._read_trouble(session)

    async def _read_trouble(self, session: AsyncSession) -> None:
        found = await read_troubles(session)
        if (self.stopped, self.troubles, self.more_troubles) != (found.stopped, found.shown, found.more):
            self.stopped, self.troubles, self.more_troubles = found.stopped, found.shown, found.more

    @action(public=True)
    async def leave(self) -> None:
        """Forget all this tab knew, while the native form beside it ends the session (S3)."""
        self._get_root_state().reset()


@dataclass(frozen=True)
class Entry:
    label: str
    href: str
    icon: str
    figure: Any = ""
    lamp: Any = False


def _sections() -> list[tuple[str, list[Entry]]]:
    state = ShellState
    conducting = rx.cond(state.stopped != "", "stopped", state.autopilot)
    return [
        ("", [Entry("Overview", "/", "layout-dashboard")]),
        (
            "Find",
            [
                Entry("Territories", "/territories", "hexagon"),
                Entry("Businesses", "/businesses", "store", state.businesses),
                Entry("Review", "/review", "scan-eye", state.review),
                Entry("Requirements", "/requirements", "filter"),
            ],
        ),
        (
            "Make",
            [
                Entry("Live", "/live", "panels-top-left", state.live, state.is_live),
                Entry("Sites", "/sites", "app-window", state.sites),
                Entry("Prompts", "/settings/prompts", "file-diff"),
            ],
        ),
        (
            "Sell",
            [
                Entry("Campaigns", "/campaigns", "mails"),
                Entry("Mailbox", "/mailbox", "inbox"),
                Entry("Replies", "/replies", "message-square", state.replies),
                Entry("Customers", "/customers", "receipt-text"),
                Entry("Tickets", "/tickets", "life-buoy"),
                Entry("Money", "/money", "coins"),
            ],
        ),
        (
            "Run",
            [
                Entry("Conductor", "/conductor", "lightbulb", conducting),
                Entry("Jobs", "/jobs", "list-checks", state.jobs),
                Entry("Reports", "/reports", "file-text"),
                Entry("Settings", "/settings", "sliders-horizontal"),
            ],
        ),
    ]


def _current(entry_href: str, active: str) -> dict[str, Any]:
    return {"aria-current": "page"} if entry_href == active else {}


def _lamp(label: str = "working now") -> rx.Component:
    return rx.el.span(class_name="lampdot", role="img", aria_label=label)


def _nav(entry: Entry, active: str) -> rx.Component:
    parts: list[Any] = [icon(entry.icon), rx.el.span(entry.label, class_name="lab")]
    if isinstance(entry.figure, rx.Var):
        parts.append(rx.cond(entry.figure != "", rx.el.span(entry.figure, class_name="n")))
    if isinstance(entry.lamp, rx.Var):
        parts.append(rx.cond(entry.lamp, _lamp()))
    return link(*parts, href=entry.href, class_name="nav", custom_attrs=_current(entry.href, active))


def brand() -> rx.Component:
    mark = rx.el.svg(
        rx.el.svg.path(
            d="M0 8a8 8 0 0 1 8-8h2v12H0zM12 0h2a8 8 0 0 1 8 8v4H12zM0 14h10v11H0z",
            fill="oklch(.93 .012 190)",
        ),
        rx.el.svg.path(d="M12 14h10v11H12z", fill="oklch(.855 .16 86)"),
        width="22",
        height="25",
        view_box="0 0 22 25",
        custom_attrs={"aria-hidden": "true"},
    )
    return link(mark, "WebMagic", href="/", class_name="brand")


def _sign_out() -> rx.Component:
    button = rx.el.button(
        icon("log-out"), rx.el.span("Sign out"), type="submit", class_name="nav", on_click=ShellState.leave
    )
    return rx.el.form(button, action="/auth/logout", method="post", on_submit=None)


def rail(active: str) -> rx.Component:
    entries: list[rx.Component] = []
    for title, section in _sections():
        if title:
            entries.append(rx.el.h2(title))
        entries.extend(_nav(entry, active) for entry in section)
    foot = rx.el.div(
        link(
            icon("circle-user-round"),
            rx.el.span(rx.cond(ShellState.name != "", ShellState.name, "You"), class_name="lab"),
            href="/settings",
            class_name="nav",
        ),
        _sign_out(),
        class_name="foot",
    )
    return rx.el.nav(brand(), *entries, foot, class_name="rail", aria_label="Console")


def topbar(heading: Any, sub: Any, actions: Sequence[rx.Component]) -> rx.Component:
    find = rx.el.button(
        icon("search"),
        rx.el.span("Find or do anything"),
        rx.el.kbd("⌘K", class_name="kbd", custom_attrs={"aria-hidden": "true"}),
        type="button",
        class_name="find",
        custom_attrs={"data-palette": "", "aria-keyshortcuts": "Meta+K Control+K"},
    )
    return rx.el.header(
        rx.el.h1(heading),
        rx.el.p(sub, class_name="sub"),
        rx.el.div(*actions, find, theme_button(), class_name="right"),
        class_name="topbar",
    )


def theme_button() -> rx.Component:
    return rx.el.button(
        icon("sun-moon"),
        type="button",
        class_name="btn icon",
        aria_label="Switch day and dusk",
        custom_attrs={"data-theme-toggle": ""},
    )


def tabbar(active: str) -> rx.Component:
    tabs = [
        link(icon("layout-dashboard", "l"), "Overview", href="/", custom_attrs=_current("/", active)),
        link(
            icon("store", "l"), "Businesses", href="/businesses", custom_attrs=_current("/businesses", active)
        ),
        link(
            icon("scan-eye", "l"),
            "Review",
            rx.cond(
                ShellState.review != "",
                rx.el.span(rx.el.span(", waiting: ", class_name="vh"), ShellState.review, class_name="cnt"),
            ),
            href="/review",
            custom_attrs=_current("/review", active),
        ),
        link(
            icon("panels-top-left", "l"),
            "Live",
            rx.cond(ShellState.is_live, _lamp()),
            href="/live",
            custom_attrs=_current("/live", active),
        ),
        rx.el.button(icon("menu", "l"), "More", type="button", custom_attrs={"data-palette": ""}),
    ]
    return rx.el.nav(*tabs, class_name="tabbar", aria_label="Console, short")


def palette() -> rx.Component:
    field = rx.el.input(
        id="palette-field",
        type="text",
        role="combobox",
        auto_complete="off",
        aria_label="Find or do anything",
        custom_attrs={"aria-expanded": "true", "aria-controls": "palette-list"},
    )
    hints = [("↑ ↓", "choose"), ("↵", "open"), ("?", "all keys")]
    box = rx.el.div(
        rx.el.div(icon("search"), field, kbd("Esc"), class_name="top"),
        rx.el.div(id="palette-list", role="listbox", aria_label="Results"),
        rx.el.div(*[rx.el.span(kbd(key), text) for key, text in hints], class_name="bot"),
        class_name="palette",
    )
    return rx.el.dialog(box, id="palette", class_name="sheet", aria_label="Find or do anything")


KEYS = [
    ("Find or do anything", "⌘ K"),
    ("All keys", "?"),
    ("Overview", "G O"),
    ("Territories", "G T"),
    ("Businesses", "G B"),
    ("Review", "G R"),
    ("Live", "G L"),
    ("Sites", "G S"),
    ("Campaigns", "G C"),
    ("Replies", "G Y"),
    ("Customers", "G M"),
    ("Conductor", "G A"),
    ("Jobs", "G J"),
    ("Reports", "G D"),
    ("Prompts", "G P"),
    ("Filter", "F"),
    ("Next and previous row", "J K"),
    ("Select row", "X"),
    ("Open row", "Enter"),
    ("Review: no website, has one", "N W"),
    ("Review: social, later, undo", "S K U"),
    ("Close", "Esc"),
]


def keys() -> rx.Component:
    rows = [rx.el.p(rx.el.span(label), rx.el.span(kbd(*combo.split()))) for label, combo in KEYS]
    box = rx.el.div(rx.el.h2("All keys"), *rows, class_name="palette keys")
    return rx.el.dialog(box, id="keys", class_name="sheet", aria_label="All keys")


def connection_notice() -> rx.Component:
    line = notice(
        "warn",
        "wifi-off",
        rx.el.b("The live line dropped. "),
        "What you see may be old; we reconnect by ourselves.",
    )
    return rx.cond(has_connection_errors, rx.el.div(line, class_name="dropped", role="status"))


def frame(
    body: rx.Component,
    *,
    active: str,
    heading: Any,
    sub: Any,
    actions: Sequence[rx.Component] = (),
    room: str = "",
) -> rx.Component:
    return rx.fragment(
        plain_link("Skip to content", href="#main", class_name="skip"),
        rx.el.div(
            rail(active),
            rx.el.div(
                topbar(heading, sub, actions),
                banner(ShellState),
                rx.el.main(body, id="main", tab_index=-1, class_name=room),
                class_name="main",
            ),
            class_name="app",
        ),
        tabbar(active),
        palette(),
        keys(),
        toasts(),
        connection_notice(),
    )
