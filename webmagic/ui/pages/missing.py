"""What stands at an address that no page has."""

import reflex as rx

from webmagic.ui.components.parts import plain_link
from webmagic.ui.components.states import empty
from webmagic.ui.page import PAGES, Page


def missing() -> rx.Component:
    home = plain_link("Go to the overview", href="/", class_name="btn primary")
    words = "It may have moved, or a letter went wrong on the way."
    return rx.el.main(empty("No page at this address", words, home), style={"padding": "48px 24px"})


PAGES.append(Page("404", "No page here", missing, []))
