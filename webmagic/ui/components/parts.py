"""Small parts: icon, link, tag, chip, segments, field, stat, alert, section."""

from collections.abc import Sequence
from typing import Any

import reflex as rx
from reflex_components_core.el.elements.inline import A
from reflex_components_core.react_router.dom import ReactRouterLink


def icon(name: Any, size: str = "") -> rx.Component:
    """A Lucide icon out of `assets/icons.svg`. `name` may be a Var; size "", "s" or "l"."""
    return rx.el.svg(
        rx.el.svg.use(href=_sprite(name)),
        class_name=f"i {size}".strip(),
        custom_attrs={"aria-hidden": "true"},
    )


def _sprite(name: Any) -> Any:
    return "/icons.svg#" + name


def link(*children: Any, href: Any, **props: Any) -> rx.Component:
    """A link inside the console: no page load. For other hosts use rx.el.a."""
    return ReactRouterLink.create(*children, to=href, **props)


def plain_link(*children: Any, href: Any, **props: Any) -> rx.Component:
    """A link the browser follows itself: a place on this page, a download, a page that is not ours.
    (`rx.el.a` is React Router's link too.)"""
    return A.create(*children, href=href, **props)


def tag(*children: Any, tone: Any = "", mark: Any = None) -> rx.Component:
    """State as colour, icon and word. Tones: ok warn bad hold live rehearsal."""
    parts = ([icon(mark, "s")] if mark is not None else []) + list(children)
    return rx.el.span(*parts, class_name="tag " + tone)


def chip(label: Any, value: Any, on_remove: Any) -> rx.Component:
    remove = rx.el.button(
        icon("x", "s"), type="button", on_click=on_remove, aria_label="Remove filter " + label
    )
    return rx.el.span(label, " ", rx.el.b(value), remove, class_name="chip")


def seg(name: str, choices: Sequence[tuple[str, Any, Any]]) -> rx.Component:
    """Segments as links or buttons: (label, is_current, href or handler)."""
    return rx.el.div(
        *[_segment(label, current, target) for label, current, target in choices],
        class_name="seg",
        role="group",
        aria_label=name,
    )


def _segment(label: str, current: Any, target: Any) -> rx.Component:
    if isinstance(target, str):
        return link(
            label, href=target, custom_attrs={"aria-current": rx.cond(current, "true", rx.Var("undefined"))}
        )
    return rx.el.button(
        label,
        type="button",
        on_click=target,
        custom_attrs={"aria-pressed": rx.cond(current, "true", "false")},
    )


def when(text: Any, make: Any) -> rx.Component:
    """`make()` when there is text; decided in the browser when the text is a Var."""
    if isinstance(text, rx.Var):
        return rx.cond(text != "", make())
    return make() if text else rx.fragment()


def field(
    label: str, control: rx.Component, *, control_id: str, hint: Any = "", error: Any = ""
) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=control_id),
        control,
        when(hint, lambda: rx.el.span(hint, class_name="hint")),
        when(error, lambda: rx.el.span(icon("octagon-alert", "s"), error, class_name="err", role="alert")),
        class_name="field",
    )


def kbd(*keys: str) -> rx.Component:
    return rx.fragment(*[rx.el.kbd(key, class_name="kbd") for key in keys])


def stat(label: Any, value: Any, delta: Any = "") -> rx.Component:
    return rx.el.div(
        rx.el.span(label, class_name="lab"),
        rx.el.span(value, class_name="val"),
        rx.el.span(delta, class_name="delta"),
        class_name="stat",
    )


def back(words: str, href: Any) -> rx.Component:
    """In the top bar, to where one came from; on a phone the arrow alone."""
    return link(
        icon("arrow-left"),
        rx.el.span(words, class_name="wide"),
        href=href,
        class_name="btn back",
        aria_label=words,
    )


def alert(tone: Any, mark: Any, *children: Any, **props: Any) -> rx.Component:
    """A line of "Needs you". Tones: bad warn hold."""
    return rx.el.div(icon(mark), rx.el.p(*children), class_name="alert " + tone, **props)


def section(
    title: Any, *children: Any, note: Any = "", right: Sequence[Any] = (), **props: Any
) -> rx.Component:
    """A hairline and a title; never a card."""
    head: list[Any] = [rx.el.h2(title), rx.el.span(note, class_name="q xs")]
    if right:
        head.append(rx.el.div(*right, class_name="right"))
    return rx.el.section(rx.el.header(*head), *children, class_name="sec", **props)
