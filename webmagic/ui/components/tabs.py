"""Filters as links, and the way through a long list: all of it in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import reflex as rx

from webmagic.ui.components.parts import icon, link


@dataclass(frozen=True)
class Tab:
    label: str
    href: str
    figure: str = ""
    is_current: bool = False


def address(path: str, **query: object) -> str:
    """`path` with what is given; empty values are left out."""
    given = {name: value for name, value in query.items() if value not in ("", None)}
    return path + (f"?{urlencode(given)}" if given else "")


def tabs_of(
    path: str,
    name: str,
    choices: Mapping[str, str],
    chosen: str,
    figures: Mapping[str, int] | None = None,
    kept: Mapping[str, object] | None = None,
) -> list[Tab]:
    """One tab a choice; "" is the one that filters nothing."""
    return [
        Tab(
            label,
            address(path, **{**(kept or {}), name: value}),
            f"{figures.get(value, 0):,}" if figures is not None else "",
            value == chosen,
        )
        for value, label in choices.items()
    ]


def here(is_current: Any) -> dict[str, Any]:
    """The attribute is there or it is not: the style sheet asks no more."""
    return {"aria-current": rx.cond(is_current, "true", rx.Var("undefined"))}


def tabs(items: Any, name: str) -> rx.Component:
    return rx.el.nav(
        rx.foreach(
            items,
            lambda tab: link(
                tab.label,
                rx.cond(tab.figure != "", rx.el.span(tab.figure, class_name="num")),
                href=tab.href,
                custom_attrs=here(tab.is_current),
                key=tab.label,
            ),
        ),
        class_name="views",
        aria_label=name,
    )


def pager(words: Any, newest: Any, older: Any) -> rx.Component:
    """Keys, not page numbers: back to the newest, or further back. "" dashes a button out."""
    return rx.el.div(
        rx.el.span(words),
        rx.el.span(
            _step(newest, icon("chevron-left", "s"), "Newest"),
            _step(older, "Older", icon("chevron-right", "s")),
            class_name="right",
        ),
        class_name="pager",
    )


def _step(href: Any, *parts: Any) -> rx.Component:
    return rx.cond(
        href != "",
        link(*parts, href=href, class_name="btn small"),
        rx.el.button(*parts, type="button", class_name="btn small", disabled=True),
    )


def search(value: Any, label: str, on_submit: Any) -> rx.Component:
    """A field that narrows the list: `F` puts the cursor in it, Enter asks."""
    field = rx.el.input(
        type="search",
        name="q",
        default_value=value,
        placeholder=label,
        aria_label=label,
        class_name="input",
        max_length=100,
        auto_complete="off",
        custom_attrs={"data-filter": ""},
        key=value,
    )
    return rx.el.form(icon("search", "s"), field, on_submit=on_submit, class_name="narrow", role="search")
