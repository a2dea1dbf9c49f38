"""The studio, drawn: controls, the page itself at three widths, the gate and the versions."""

from typing import Any

import reflex as rx

from webmagic.ui.components import back, framed, icon, link, notice, section
from webmagic.ui.components.tabs import here
from webmagic.ui.page import page
from webmagic.ui.pages.studio import controls
from webmagic.ui.pages.studio.state import TABS, WIDTHS, StudioState

state: Any = StudioState


def _address(**query: Any) -> Any:
    base = "/sites/" + state.site_id.to(str) + "/studio"
    given = {"tab": state.tab, "width": state.width, **query}
    return base + "?tab=" + given["tab"] + "&width=" + given["width"]


def _tabs() -> rx.Component:
    items = [
        link(label, href=_address(tab=key), replace=True, custom_attrs=here(state.tab == key))
        for key, label in TABS.items()
    ]
    return rx.el.div(*items, class_name="seg", role="group", aria_label="Controls")


def _controls() -> rx.Component:
    chosen = rx.match(
        state.tab,
        ("look", controls.look()),
        ("sections", controls.sections()),
        ("facts", controls.facts()),
        controls.words(),
    )
    return rx.el.section(_tabs(), chosen, aria_label="Controls", class_name="controls")


def _stage() -> rx.Component:
    widths = [
        link(label, href=_address(width=key), replace=True, custom_attrs=here(state.width == key))
        for key, label in WIDTHS.items()
    ]
    standing = rx.cond(state.is_online, "online", "not online yet")
    top = rx.el.div(
        rx.el.div(*widths, class_name="seg", role="group", aria_label="Width"),
        rx.el.span("Version ", state.number, ", ", standing, class_name="xs q"),
        class_name="stagetop",
    )
    chrome = rx.el.div(rx.el.i(), rx.el.i(), rx.el.i(), rx.el.span(state.host), class_name="chrome")
    frame = rx.el.iframe(
        src=state.address,
        title="The page, to be written on",
        key=state.address + state.width,
        custom_attrs={"sandbox": "allow-scripts allow-same-origin", "data-studio": "studio-said"},
    )
    return rx.el.section(
        top,
        rx.el.div(
            rx.cond(state.width == "phone", rx.fragment(), chrome),
            frame,
            class_name=rx.cond(state.width == "desk", "frame", "glass w-" + state.width),
        ),
        rx.el.p("Press a text on the page to write over it.", class_name="xs q"),
        rx.el.input(id="studio-said", type="text", hidden=True, on_change=state.said),
        class_name="stagearea",
        aria_label="The page",
    )


def _check(check: Any) -> rx.Component:
    return rx.el.li(
        icon(check.mark),
        rx.el.div(check.title, rx.el.small(check.detail)),
        class_name=check.tone,
        key=check.key,
    )


def _change(change: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.b(change.label),
            rx.el.small(rx.el.del_(change.before)),
            rx.el.small(rx.el.ins(change.after)),
        ),
        key=change.key,
    )


def _standing() -> rx.Component:
    verbs = rx.el.div(
        rx.el.button(
            icon(
                "rotate-cw",
                "s",
            ),
            "Undo",
            type="button",
            class_name="btn back-turn",
            on_click=state.undo,
            disabled=~state.can_undo,
        ),
        rx.el.button(
            icon("rotate-cw", "s"),
            "Redo",
            type="button",
            class_name="btn",
            on_click=state.redo,
            disabled=state.undone.length() == 0,
        ),
        class_name="verbs",
    )
    publish = rx.el.button(
        icon("lightbulb", "s"),
        rx.cond(state.is_online, "Online already", "Put it online"),
        type="button",
        class_name="btn lamp",
        on_click=state.publish,
        disabled=state.is_online,
    )
    gate = rx.el.div(
        rx.el.div(
            rx.el.b(state.gate),
            rx.el.div(rx.el.h2("Gate is open"), rx.el.p("What it refuses is not kept.", class_name="sm q2")),
            class_name="scorebig",
        ),
        rx.el.ul(rx.foreach(state.checks, _check), class_name="gate"),
    )
    changes = rx.cond(
        state.changes.length() > 0,
        section("Changed in this version", rx.el.ul(rx.foreach(state.changes, _change), class_name="diffs")),
    )
    return rx.el.div(gate, verbs, publish, changes, class_name="side")


@page(
    "/sites/[id]/studio",
    title="Studio",
    load=StudioState.load,
    nav="/sites",
    heading="Studio",
    sub=StudioState.name + ", " + StudioState.summary,
    actions=lambda: [back("The site", "/sites/" + state.site_id.to(str))],
)
def studio() -> rx.Component:
    return framed(
        state,
        rx.cond(state.refusal != "", notice("bad", "octagon-alert", state.refusal)),
        rx.el.div(_controls(), _stage(), _standing(), class_name="studio"),
    )
