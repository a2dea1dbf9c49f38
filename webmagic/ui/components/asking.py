"""What cannot be undone asks first, in place: a native popover, so it needs no server and no script.

ask("withdraw", "Withdraw", "Take this site off the air?", "Visitors then see nothing. …",
    confirm="Withdraw it", on_confirm=SiteState.withdraw)

`key` must be unique on the page; in a `foreach` build it from the row's id.
"""

from typing import Any

import reflex as rx

from webmagic.ui.components.parts import icon


def ask(
    key: Any,
    label: Any,
    title: Any,
    text: Any,
    *,
    confirm: Any,
    on_confirm: Any,
    mark: str = "",
    tone: str = "",
    confirm_tone: str = "danger",
    extra: tuple[rx.Component, ...] = (),
    **props: Any,
) -> rx.Component:
    """A button that opens a small question; only its second button does it."""
    opener = {"popoverTarget": key}
    return rx.fragment(
        rx.el.button(
            *([icon(mark, "s")] if mark else []),
            rx.el.span(label, class_name="lab"),
            type="button",
            class_name=f"btn {tone}".strip(),
            custom_attrs=opener,
            **props,
        ),
        rx.el.div(
            rx.el.h3(title),
            rx.el.p(text),
            *extra,
            rx.el.div(
                rx.el.button(
                    confirm,
                    type="button",
                    class_name=f"btn {confirm_tone}",
                    on_click=on_confirm,
                    custom_attrs={"popoverTarget": key, "popoverTargetAction": "hide"},
                ),
                rx.el.button(
                    "Leave it",
                    type="button",
                    class_name="btn quiet",
                    custom_attrs={"popoverTarget": key, "popoverTargetAction": "hide"},
                ),
                class_name="do",
            ),
            id=key,
            class_name="ask",
            role="dialog",
            aria_label=title,
            custom_attrs={"popover": "auto"},
        ),
    )


def sheet(key: str, label: str, title: str, *content: Any, mark: str = "", tone: str = "") -> rx.Component:
    """A button that opens a small form in place."""
    return rx.fragment(
        rx.el.button(
            *([icon(mark, "s")] if mark else []),
            rx.el.span(label, class_name="lab"),
            type="button",
            class_name=f"btn {tone}".strip(),
            custom_attrs={"popoverTarget": key},
        ),
        rx.el.div(
            rx.el.h3(title),
            *content,
            id=key,
            class_name="ask wide-ask",
            role="dialog",
            aria_label=title,
            custom_attrs={"popover": "auto"},
        ),
    )
