"""Toasts, as state: Reflex's own are sent as code to `eval`, which our CSP forbids.

await toast(self, "4 shops excluded.")            # in a handler, or inside `async with self`
await toast(self, "That did not work.", "bad")
"""

import itertools
import time
from dataclasses import dataclass
from typing import Any

import reflex as rx

from webmagic.ui.components.parts import icon

SECONDS = 6
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Note:
    id: str
    tone: str  # ok | bad
    icon: str
    text: str


class ToastState(rx.State):
    notes: list[Note] = []
    _born: dict[str, float] = {}

    def _add(self, text: str, tone: str) -> None:
        note = Note(f"n{next(_numbers)}", tone, "octagon-alert" if tone == "bad" else "check", text)
        self._sweep()
        self._born = self._born | {note.id: time.monotonic()}
        self.notes = [*self.notes, note][-3:]

    def _sweep(self) -> None:
        """What was read on one page is not said again on the next."""
        now = time.monotonic()
        self._born = {note: born for note, born in self._born.items() if now - born < SECONDS}
        self.notes = [note for note in self.notes if note.id in self._born]


async def toast(state: rx.State, text: str, tone: str = "ok") -> None:
    (await state.get_state(ToastState))._add(text, tone)


async def sweep(state: rx.State) -> None:
    (await state.get_state(ToastState))._sweep()


def toasts() -> rx.Component:
    """Each fades by itself (CSS); a screen reader hears it once."""

    def one(note: Any) -> rx.Component:
        return rx.el.div(icon(note.icon), rx.el.span(note.text), class_name="toast " + note.tone, key=note.id)

    return rx.el.div(rx.foreach(ToastState.notes, one), class_name="toasts", role="status")
