"""The studio's controls: words, look, sections, facts."""

from typing import Any

import reflex as rx

from webmagic.ui.components import field, icon
from webmagic.ui.components.asking import ask
from webmagic.ui.pages.studio.state import StudioState

state: Any = StudioState


def words() -> rx.Component:
    owner = rx.el.label(
        rx.el.input(type="checkbox", checked=state.by_owner, on_change=state.hear_owner),
        rx.el.span("These are the owner's own words", rx.el.small("so they may say what no listing says")),
        class_name="tick",
    )
    return rx.el.div(owner, rx.foreach(state.groups, _group), class_name="cols")


def _group(group: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(group.name, rx.el.span(group.lines.length(), class_name="q num")),
        rx.el.div(rx.foreach(group.lines, _line), class_name="cols"),
        key=group.kind,
        class_name="fold",
        open=group.kind == "hero",
    )


def _line(line: Any) -> rx.Component:
    kept = rx.el.div(
        rx.el.span(line.label, class_name="lab"),
        rx.el.p(line.text, class_name="sm"),
        rx.el.span(line.fact, class_name="hint"),
        class_name="field",
        key="kept-" + line.path,
    )
    box = rx.el.textarea(
        id="t-" + line.path,
        default_value=line.text,
        rows=line.rows,
        max_length=line.limit,
        class_name="input",
        key=line.key,
        on_blur=lambda text: state.write(line.path, text),
    )
    open_one = rx.el.div(
        rx.el.label(line.label, html_for="t-" + line.path), box, class_name="field", key="box-" + line.path
    )
    return rx.cond(line.fact != "", kept, open_one)


def look() -> rx.Component:
    return rx.el.div(
        _fieldset("Vibe", _buttons(state.vibes, "vibe")),
        _fieldset("Palette", _swatches(state.palettes, "palette")),
        _fieldset("Hue", _swatches(state.hues, "hue")),
        _fieldset("Faces", _buttons(state.faces, "faces")),
        _fieldset("Room between things", _buttons(state.densities, "density")),
        rx.el.p("A new vibe keeps the words.", class_name="xs q"),
        _fieldset(
            "Language",
            rx.el.div(rx.foreach(state.languages, _language), class_name="picks"),
            rx.el.p(state.language_note, class_name="xs q"),
        ),
        class_name="cols",
    )


def _language(option: Any) -> rx.Component:
    """Asked first: every word on the page changes."""
    asked = ask(
        "language-" + option.value,
        option.label,
        "Write the page in " + option.label + "?",
        state.language_note,
        confirm="Write it anew",
        on_confirm=state.dress("language", option.value),
        tone="pick",
        confirm_tone="primary",
    )
    here = rx.el.button(option.label, type="button", class_name="pick", custom_attrs=_pressed(option))
    return rx.el.div(rx.cond(option.is_on, here, asked), key=option.value)


def _fieldset(title: str, *content: rx.Component) -> rx.Component:
    return rx.el.fieldset(rx.el.legend(title), *content, class_name="setof")


def _pressed(option: Any) -> dict[str, Any]:
    return {"aria-pressed": rx.cond(option.is_on, "true", "false")}


def _buttons(options: Any, what: str) -> rx.Component:
    one = lambda option: rx.el.button(  # noqa: E731
        option.label,
        type="button",
        class_name="pick",
        on_click=state.dress(what, option.value),
        custom_attrs=_pressed(option),
        key=option.value,
    )
    return rx.el.div(rx.foreach(options, one), class_name="picks")


def _swatches(options: Any, what: str) -> rx.Component:
    one = lambda option: rx.el.button(  # noqa: E731
        *[
            rx.el.i(style={"background": colour})
            for colour in (option.one, option.two, option.three, option.four)
        ],
        type="button",
        class_name="swatch",
        title=option.label,
        aria_label=option.label,
        on_click=state.dress(what, option.value),
        custom_attrs=_pressed(option),
        key=option.value,
    )
    return rx.el.div(rx.foreach(options, one), class_name="picks")


def sections() -> rx.Component:
    return rx.el.div(
        rx.el.ol(rx.foreach(state.parts, _part), class_name="sect tall"),
        rx.el.p("What is hidden keeps its words, and no link leads to it.", class_name="xs q"),
        class_name="cols",
    )


def _part(part: Any) -> rx.Component:
    moves = rx.el.span(
        _icon_button("arrow-up", "Move up: " + part.name, state.move(part.kind, -1), part.is_first),
        _icon_button("arrow-down", "Move down: " + part.name, state.move(part.kind, 1), part.is_last),
        rx.el.button(
            icon(rx.cond(part.is_hidden, "eye-off", "eye"), "s"),
            type="button",
            aria_label=rx.cond(part.is_hidden, "Show: ", "Hide: ") + part.name,
            on_click=state.toggle(part.kind),
        ),
        class_name="right",
    )
    variants = rx.el.div(
        rx.foreach(
            part.variants,
            lambda option: rx.el.button(
                option.label,
                type="button",
                class_name="pick",
                on_click=state.turn(part.kind, option.value),
                custom_attrs=_pressed(option),
                key=option.value,
            ),
        ),
        class_name="picks",
    )
    return rx.el.li(
        rx.el.div(
            rx.el.b(part.name),
            rx.cond(part.is_fixed, rx.el.span("stays", class_name="xs q right"), moves),
            class_name="line",
        ),
        rx.cond(part.variants.length() > 0, variants),
        class_name=rx.cond(part.is_hidden, "off", ""),
        key=part.kind,
    )


def _icon_button(mark: str, words: Any, handler: Any, is_off: Any) -> rx.Component:
    return rx.el.button(icon(mark, "s"), type="button", aria_label=words, on_click=handler, disabled=is_off)


def facts() -> rx.Component:
    one = lambda fact: rx.el.div(  # noqa: E731
        rx.el.label(fact.label, html_for="f-" + fact.name),
        rx.el.input(
            id="f-" + fact.name,
            name=fact.name,
            type="text",
            default_value=fact.value,
            key=fact.key,
            class_name="input",
            auto_complete="off",
        ),
        class_name="field",
    )
    whatsapp = rx.el.label(
        rx.el.input(
            type="checkbox",
            name="has_whatsapp",
            default_checked=state.has_whatsapp,
            key="whatsapp-" + state.number.to(str),
        ),
        rx.el.span("The number takes WhatsApp"),
        class_name="tick",
    )
    services = field(
        "What they do, one a line",
        rx.el.textarea(
            id="f-services",
            name="services",
            rows="5",
            default_value=state.services,
            key=state.services_key,
            class_name="input",
        ),
        control_id="f-services",
    )
    week = rx.el.fieldset(
        rx.el.legend("Opening hours"),
        rx.el.div(rx.foreach(state.week, one), class_name="week"),
        rx.el.p("Like 9:00-12:30, 14:00-18:00, or closed. Left empty: not known.", class_name="xs q"),
        class_name="setof",
    )
    form = rx.el.form(
        rx.foreach(state.fields, one),
        whatsapp,
        services,
        week,
        rx.el.button("Keep these facts", type="submit", class_name="btn primary"),
        rx.el.p("What you keep here is the owner's word: no listing changes it again.", class_name="xs q"),
        on_submit=state.state_facts,
        class_name="cols",
    )
    return rx.el.div(_photos(), form, class_name="cols")


def _photos() -> rx.Component:
    one = lambda photo: rx.el.li(  # noqa: E731
        rx.el.img(src=photo.src, alt=photo.caption, loading="lazy"),
        rx.el.button(
            icon("x", "s"),
            type="button",
            aria_label="Take this photo off the page",
            on_click=state.drop_photo(photo.key),
        ),
        key=photo.key,
    )
    send = rx.el.form(
        rx.el.input(
            name="photo",
            type="file",
            multiple=True,
            accept="image/jpeg,image/png,image/webp,image/avif",
            required=True,
            class_name="input file",
            aria_label="Photos",
        ),
        rx.el.input(
            name="caption",
            type="text",
            placeholder="What they show",
            class_name="input",
            max_length=160,
            aria_label="What they show",
        ),
        rx.el.button(icon("upload", "s"), "Put on the page", type="submit", class_name="btn"),
        action="/photos/" + state.site_id.to(str),
        method="post",
        enc_type="multipart/form-data",
        on_submit=None,
        class_name="cols",
    )
    return rx.el.fieldset(
        rx.el.legend("Photos"),
        rx.el.ul(rx.foreach(state.pictures, one), class_name="prints"),
        send,
        class_name="setof",
    )
