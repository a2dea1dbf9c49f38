"""The editor of letters, drawn: words on the left, the letter on a phone on the right."""

from typing import Any

import reflex as rx

from webmagic.ui.components import back, empty, field, icon, link, notice, section, tag
from webmagic.ui.components.asking import ask
from webmagic.ui.components.states import framed
from webmagic.ui.components.tabs import here, tabs
from webmagic.ui.page import page
from webmagic.ui.pages.letters.state import LettersState

state: Any = LettersState


def _subject(number: int) -> rx.Component:
    key = f"subject{number}"
    box = rx.el.input(
        id=key,
        name=key,
        default_value=state.subjects[number],
        key=state.key + key,
        class_name="input",
        max_length=200,
        read_only=~state.may_manage,
        **({"on_change": state.titled.debounce(400)} if number == 0 else {}),
    )
    return field(f"Subject {number + 1}", box, control_id=key)


def _form() -> rx.Component:
    body = rx.el.textarea(
        id="body",
        name="body",
        default_value=state.body,
        key=state.key + "body",
        class_name="input code-input",
        on_change=state.typed.debounce(500),
        max_length=6000,
        spell_check=True,
    )
    save = rx.el.div(
        rx.el.button("Save the letter", type="submit", class_name="btn primary"),
        rx.el.button(
            icon("send", "s"), "Send a test to me", type="button", class_name="btn", on_click=state.send_test
        ),
        rx.cond(
            state.is_changed,
            ask(
                "reset-letter",
                "Back to the built-in one",
                "Throw your words away?",
                "The built-in letter takes its place.",
                confirm="Throw away",
                on_confirm=state.restore,
                tone="quiet",
            ),
        ),
        class_name="row flush",
    )
    return rx.el.form(
        *[_subject(number) for number in range(3)],
        field(
            "Letter",
            body,
            control_id="body",
            hint="Down to your signature. Who you are, why you write and the way out are added below it.",
        ),
        save,
        on_submit=state.save,
        class_name="stackform",
    )


def _variables() -> rx.Component:
    one = lambda row: rx.el.span(rx.el.code(row.name), " ", row.words, key=row.name)  # noqa: E731
    return section(
        "What the letter may name",
        rx.el.div(rx.foreach(state.variables, one), class_name="vars"),
        note="put {% if quote %} … {% endif %} around what may be missing",
    )


def _preview() -> rx.Component:
    trouble = rx.cond(state.trouble != "", notice("hold", "pause", state.trouble))
    letter = rx.el.article(
        rx.el.div(
            rx.el.b(state.subject), rx.el.span("to ", state.reader, class_name="xs q"), class_name="head"
        ),
        rx.el.iframe(
            src_doc=state.html,
            title="The letter on a phone",
            custom_attrs={"sandbox": ""},
            class_name="letter tall",
        ),
        class_name="mail",
    )
    others = rx.foreach(
        state.readers,
        lambda one: link(
            one.label,
            href=one.href,
            replace=True,
            class_name="btn quiet small",
            key=one.href,
            custom_attrs=here(one.is_current),
        ),
    )
    return section(
        "As it looks",
        trouble,
        rx.cond(
            state.html != "",
            rx.fragment(letter, rx.el.div(others, class_name="row flush")),
            empty("Nobody to show it to yet", "A letter is tried on a business that has a site."),
        ),
        note="at phone width, while you type",
    )


def _race() -> rx.Component:
    line = lambda one: rx.el.li(  # noqa: E731
        rx.el.span(one.subject),
        rx.el.span(one.chance, class_name="num"),
        rx.el.span(rx.el.i(style={"width": one.width}), class_name="lane"),
        rx.el.small(one.figures, class_name="q"),
        key=one.key,
    )
    return rx.cond(
        state.race.length() > 0,
        section(
            "Which subject sells",
            rx.el.ul(rx.foreach(state.race, line), class_name="race"),
            note="by what was paid, never by what was opened",
        ),
    )


def _plan_line(number: int) -> rx.Component:
    day = rx.el.input(
        id=f"day{number}",
        name=f"day{number}",
        type="number",
        min="0",
        max="60",
        default_value=state.days[number],
        key=f"day{number}" + state.days[number],
        class_name="input short",
        read_only=number == 0,
    )
    on = rx.el.label(
        rx.el.input(
            type="checkbox", name=f"on{number}", default_checked=state.on[number], disabled=number == 0
        ),
        f"Letter {number + 1}",
        class_name="tick",
    )
    return rx.el.div(on, day, rx.el.span("days after the first", class_name="hint"), class_name="numberline")


def _plan() -> rx.Component:
    picture = rx.el.label(
        rx.el.input(type="checkbox", name="picture", default_checked=state.has_picture),
        "Show a picture of their page, where tracking is allowed",
    )
    form = rx.el.form(
        *[_plan_line(number) for number in range(3)],
        rx.el.div(picture, class_name="daysrow"),
        rx.cond(state.may_manage, rx.el.button("Save the days", type="submit", class_name="btn")),
        on_submit=state.save_plan,
        class_name="stackform",
    )
    return section("When they leave", form, note="three working days apart at least")


@page(
    "/campaigns/letters",
    title="Letters",
    nav="/campaigns",
    load=LettersState.load,
    sub=LettersState.summary,
    actions=lambda: [back("All campaigns", "/campaigns")],
)
def letters() -> rx.Component:
    head = rx.el.div(
        tabs(state.steps, "Letter"),
        rx.cond(state.occasions.length() > 0, tabs(state.occasions, "Occasion")),
        tabs(state.languages, "Language"),
        class_name="stack",
    )
    changed = rx.cond(state.is_changed, tag("changed by hand", tone="live", mark="pencil"))
    left = rx.el.div(
        section(state.name, _form(), right=[changed]), _variables(), _plan(), class_name="cols gap22"
    )
    right = rx.el.div(_preview(), _race(), class_name="cols gap22")
    return framed(state, rx.el.div(head, rx.el.div(left, right, class_name="write"), class_name="stack"))
