"""The gallery, drawn: made things keep their own colours, so the page around them is quiet."""

from typing import Any

import reflex as rx

from webmagic.ui.components import empty, framed, link, tag, window_glyph
from webmagic.ui.components.tabs import here, pager, search, tabs
from webmagic.ui.page import page
from webmagic.ui.pages.sites.state import SitesState

state: Any = SitesState


def _preview(figure: Any, *, lazy: bool) -> rx.Component:
    """The page itself, made small. It cannot be reached by a key; the link over it can."""
    living = rx.el.iframe(
        loading="lazy" if lazy else "eager",
        src=figure.url,
        title="Preview of " + figure.name,
        tab_index=-1,
        custom_attrs={"sandbox": "allow-scripts allow-same-origin", "aria-hidden": "true"},
    )
    dark = rx.el.div(window_glyph(figure.glyph, "big"), rx.el.span(figure.dark), class_name="unlit")
    return rx.el.div(
        rx.cond(figure.url != "", living, dark),
        link(href=figure.href, class_name="cover", aria_label="Open " + figure.name),
        class_name="th",
    )


def _standing(figure: Any) -> rx.Component:
    return rx.cond(
        figure.words != "",
        tag(figure.words, tone=figure.tone, mark=figure.mark),
        rx.el.span(figure.gate, class_name="mono q", title="Gate score"),
    )


def _figure(figure: Any) -> rx.Component:
    return rx.el.figure(
        _preview(figure, lazy=True),
        rx.el.figcaption(
            link(figure.name, href=figure.href),
            _standing(figure),
            rx.el.span(figure.line, class_name="m"),
        ),
        key=figure.id.to(str),
    )


def _first(figure: Any) -> rx.Component:
    feature = state.feature
    palette = rx.el.div(
        rx.foreach(feature.swatches, lambda color, n: rx.el.i(style={"background": color}, key=n.to(str))),
        class_name="swl",
        role="img",
        aria_label="Its palette",
    )
    why = rx.el.div(
        rx.el.q(feature.headline), palette, rx.el.span(feature.reason, class_name="m xs q"), class_name="why"
    )
    return rx.el.figure(
        _preview(figure, lazy=False),
        rx.el.figcaption(
            link(figure.name, href=figure.href),
            _standing(figure),
            rx.el.span(feature.line, class_name="m"),
            rx.cond(feature.headline != "", why),
        ),
        class_name="feat",
        key=figure.id.to(str),
    )


def _vibe(tab: Any) -> rx.Component:
    return link(tab.label, href=tab.href, custom_attrs=here(tab.is_current), key=tab.label)


def _filters() -> rx.Component:
    looks = rx.el.div(rx.foreach(state.vibes, _vibe), class_name="seg", role="group", aria_label="Look")
    return rx.fragment(
        tabs(state.tabs, "Sites by state"),
        rx.el.div(
            rx.el.div(looks, class_name="scrollx"),
            rx.el.div(search(state.q, "Name or address", state.search), class_name="right"),
            class_name="filters gallery-filters",
        ),
    )


def _nothing() -> rx.Component:
    bare = empty(
        "No window is lit yet",
        "A site is built for each business that qualifies. Choose one, or let the autopilot begin.",
        link("Choose a business", href="/businesses", class_name="btn primary"),
    )
    narrow = empty(
        "Nothing matches",
        "No site fits this state, this look and this name together.",
        link("Drop the filters", href="/sites", class_name="btn"),
    )
    return rx.fragment(rx.el.h2("Gallery", class_name="vh"), rx.cond(state.is_bare, bare, narrow))


def _gallery() -> rx.Component:
    return rx.el.div(rx.foreach(state.first, _first), rx.foreach(state.figures, _figure), class_name="gal")


@page("/sites", title="Sites", load=SitesState.load, sub=SitesState.summary)
def sites() -> rx.Component:
    is_full = (state.first.length() + state.figures.length()) > 0
    content = rx.fragment(_gallery(), pager(state.count_words, state.newest, state.older))
    return framed(state, _filters(), rx.cond(is_full, content, _nothing()))
