"""What happened, newest first."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from webmagic.ui.components.parts import icon


@dataclass(frozen=True)
class Happening:
    id: int
    icon: str
    text: str
    when: str  # "Today, 10:06"
    at: str  # ISO


def timeline(happenings: Any) -> rx.Component:
    return rx.el.ol(
        rx.foreach(
            happenings,
            lambda one: rx.el.li(
                icon(one.icon),
                rx.el.div(one.text, rx.el.time(one.when, date_time=one.at)),
                key=one.id.to(str),
            ),
        ),
        class_name="tl",
    )
