"""Where a row stands: the window and a word, in a tag when it is an end or a stop."""

from typing import Any

import reflex as rx

from webmagic.ui.components.glyph import window_glyph
from webmagic.ui.components.parts import tag


def standing_cell(row: Any) -> rx.Component:
    """Of anything with `glyph`, `stage`, `tone` and `icon`."""
    words = rx.cond(row.tone != "", tag(row.stage, tone=row.tone, mark=row.icon), rx.fragment(row.stage))
    return rx.el.span(window_glyph(row.glyph), words, class_name="stagecell")
