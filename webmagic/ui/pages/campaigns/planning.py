"""What the sequence is, what leaves when, and a letter as its reader sees it."""

from typing import Any

import reflex as rx

from webmagic.ui.components import empty, icon, link, section
from webmagic.ui.components.tabs import here
from webmagic.ui.pages.campaigns.state import CampaignsState

state: Any = CampaignsState
DELIVERABILITY = "/campaigns/deliverability"
STOPS = (
    "they answer, pay, or press “leave me be”",
    "they open the payment page",
    "the address bounces or calls it spam",
    "the law of their country does not allow it",
)


def _step(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(one.day, class_name="day"),
        rx.el.div(link(one.name, href=one.href, custom_attrs=here(one.is_current)), rx.el.small(one.note)),
        class_name=rx.cond(one.is_current, "cur", ""),
        key=one.step.to(str),
    )


def _sequence() -> rx.Component:
    end = rx.el.li(
        rx.el.span(state.end_day, class_name="day"),
        rx.el.div(rx.el.b("Stop"), rx.el.small("No further letter. The page stays where it is.")),
        class_name="end",
    )
    return section(
        "The letters",
        rx.el.ol(rx.foreach(state.steps, _step), end, class_name="seq"),
        rx.el.div(
            link(icon("pencil", "s"), "Edit the letters", href="/campaigns/letters", class_name="btn small"),
            link(
                icon("gauge", "s"), "Deliverability", href="/campaigns/deliverability", class_name="btn small"
            ),
            class_name="row flush",
        ),
    )


def _stops() -> rx.Component:
    lines = [rx.el.li(icon("check"), rx.el.span(words), class_name="okk") for words in STOPS]
    return section("Always stops when", rx.el.ul(*lines, class_name="gate"))


def _slot(one: Any) -> rx.Component:
    return rx.el.span(
        rx.el.b(one.count), " ", one.words, class_name="slot " + one.tone, title=one.title, key=one.key
    )


def _cell(one: Any) -> rx.Component:
    return rx.match(
        one.kind,
        ("head", rx.el.div(one.text, class_name="h", key=one.key)),
        ("today", rx.el.div(one.text, class_name="h today", key=one.key)),
        ("hour", rx.el.div(one.text, class_name="hr", key=one.key)),
        rx.el.div(rx.foreach(one.slots, _slot), key=one.key),
    )


def _calendar() -> rx.Component:
    return section(
        "What leaves, when",
        rx.el.div(
            rx.foreach(state.cells, _cell),
            class_name="cal seven",
            role="region",
            tab_index=0,
            aria_label="Calendar of mail, " + state.week_line,
        ),
        note=state.week_line,
        right=[
            link(icon("chevron-left", "s"), href=state.week_before, class_name="btn icon small",
                 aria_label="Earlier week"),
            link(icon("chevron-right", "s"), href=state.week_after, class_name="btn icon small",
                 aria_label="Later week"),
        ],
    )  # fmt: skip


def _turn(href: Any, mark: str, label: str) -> rx.Component:
    return rx.cond(
        href != "",
        link(icon(mark, "s"), href=href, class_name="btn icon small", aria_label=label, replace=True),
        rx.el.button(
            icon(mark, "s"), type="button", disabled=True, class_name="btn icon small", aria_label=label
        ),
    )


def _sample() -> rx.Component:
    one = state.sample
    verdict = rx.el.p(
        icon(rx.cond(one.is_lawful, "shield-check", "pause")),
        rx.el.span(one.verdict),
        class_name=rx.cond(one.is_lawful, "verdict good", "verdict held"),
    )
    letter = rx.fragment(
        rx.el.article(
            rx.el.div(rx.el.b(one.subject), rx.el.span(one.sender, class_name="xs q"), class_name="head"),
            rx.el.iframe(
                src_doc=one.html,
                title="The letter as it looks on a phone",
                custom_attrs={"sandbox": ""},
                class_name="letter tall",
            ),
            class_name="mail",
        ),
        verdict,
        link(icon("pencil", "s"), "Edit this letter", href=one.edit, class_name="btn quiet small"),
    )
    nobody = empty("Nobody to show it to yet", "A letter is shown on a business that has a site.")
    return section(
        "Day " + state.sample_day + ", as " + rx.cond(one.reader != "", one.reader, "the owner") + " sees it",
        rx.cond(one.html != "", letter, nobody),
        right=[
            _turn(one.newer, "chevron-left", "Previous business"),
            _turn(one.older, "chevron-right", "Next business"),
        ],
    )


def plan(held: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.div(_sequence(), _stops(), class_name="cols gap22"),
        rx.el.div(_calendar(), held, class_name="cols gap22"),
        _sample(),
        class_name="camp",
    )
