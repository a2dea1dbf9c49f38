"""The prompt editor, drawn."""

from typing import Any

import reflex as rx

from webmagic.ui.components import field, framed, icon, link, section, tag
from webmagic.ui.components.asking import ask
from webmagic.ui.components.tabs import here
from webmagic.ui.page import page
from webmagic.ui.pages.prompts.field import costs, in_the_field
from webmagic.ui.pages.prompts.rows import HOME
from webmagic.ui.pages.prompts.state import PromptsState
from webmagic.ui.pages.prompts.trying import trial

state: Any = PromptsState


def _agents() -> rx.Component:
    line = lambda agent: link(  # noqa: E731
        rx.el.b(agent.name),
        rx.el.span(agent.version, class_name="mono"),
        rx.el.small(agent.note),
        href=agent.href,
        custom_attrs=here(agent.is_current),
        key=agent.key,
    )
    return rx.el.nav(rx.foreach(state.agents, line), class_name="qlist", aria_label="Agents")


def _part(part: Any, n: Any) -> rx.Component:
    return rx.cond(
        part.is_changed, rx.el.b(part.text, key=n.to(str)), rx.el.span(part.text, key="s" + n.to(str))
    )


def _line(line: Any) -> rx.Component:
    words = rx.el.span(rx.foreach(line.parts, _part))
    plain = rx.el.div(
        rx.el.span(line.old),
        rx.el.span(line.new),
        rx.el.span(line.sign),
        words,
        class_name=line.look,
        key=line.key,
    )
    return rx.cond(line.look == "hunk", rx.el.div(words, class_name="hunk", key=line.key), plain)


def _diff() -> rx.Component:
    same = rx.el.p("Word for word the same as the version before.", class_name="sm q2 gap")
    return rx.cond(
        state.lines.length() > 0, rx.el.div(rx.foreach(state.lines, _line), class_name="diff"), same
    )


def _editor() -> rx.Component:
    body = rx.el.textarea(
        id="prompt-body",
        name="body",
        default_value=state.body,
        key=state.body_key,
        rows="22",
        spell_check=False,
        class_name="input code-input",
        max_length=40_000,
    )
    note = rx.el.input(
        id="prompt-note", name="note", type="text", class_name="input", max_length=200,
        placeholder="Fewer ideas, sharper",        key=state.body_key + "-note",
    )  # fmt: skip
    return rx.el.form(
        field("What it is told", body, control_id="prompt-body"),
        field("Why, for those who come later", note, control_id="prompt-note"),
        rx.el.div(
            rx.el.button(icon("save", "s"), "Save as a new version", type="submit", class_name="btn primary"),
            link("Leave it", href=state.diff_href, class_name="btn quiet"),
            class_name="row",
        ),
        rx.el.label(
            rx.el.input(type="checkbox", name="beside", key=state.body_key + "-beside"),
            " Race it against what is in use",
            rx.el.small("Without this it replaces what is in use, from the next build on."),
            class_name="check",
        ),
        on_submit=state.save,
        class_name="stackform",
    )


def _middle() -> rx.Component:
    modes = rx.el.div(
        link(
            "Changes",
            href=state.diff_href,
            custom_attrs=here(state.mode == "diff"),
        ),
        link(
            "Edit",
            href=state.edit_href,
            custom_attrs=here(state.mode == "edit"),
        ),
        link("Try it", href=state.try_href, custom_attrs=here(state.mode == "try")),
        class_name="seg",
        role="group",
        aria_label="Changes or text",
    )
    back = ask(
        "use-prompt",
        "Use this alone",
        "Put this version in use, alone?",
        "The next build is told this text and no other. No version is lost by it.",
        confirm="Use it",
        on_confirm=state.use(state.version),
        tone="small",
        confirm_tone="primary",
    )
    race = rx.el.button(
        icon("split", "s"),
        "Race it",
        type="button",
        class_name="btn small",
        on_click=state.race(state.version),
    )
    standing = rx.cond(state.is_active, tag("in use", tone="ok", mark="check"), rx.fragment(back, race))
    return section(
        state.title,
        rx.cond(
            state.engine_words != "",
            rx.el.p(icon("info", "s"), " ", state.engine_words, class_name="xs q2 aside"),
        ),
        rx.match(state.mode, ("edit", _editor()), ("try", trial()), _diff()),
        note=rx.el.span(state.compared, ", ", state.about),
        right=[standing, modes],
    )


def _version(line: Any) -> rx.Component:
    return rx.el.li(
        link(
            rx.el.span("v", line.number, class_name="mono"),
            rx.el.span(line.why, rx.el.small(line.when, ", ", line.who)),
            rx.cond(
                line.is_active,
                tag("in use", tone="ok", mark="check"),
                rx.el.span("Compare", class_name="xs look"),
            ),
            href=line.href,
            custom_attrs=here(line.is_current),
        ),
        key=line.number.to(str),
    )


def _versions() -> rx.Component:
    return section(
        "Versions", rx.el.ol(rx.foreach(state.versions, _version), class_name="history"), note=state.says
    )


def _body() -> rx.Component:
    middle = rx.el.div(_middle(), _versions(), class_name="side")
    right = rx.el.div(in_the_field(), costs(), class_name="side")
    return framed(state, rx.el.div(_agents(), middle, right, class_name="prom"))


@page(HOME, title="Prompts", load=[PromptsState.load, PromptsState.count], sub="what the agents are told")
def prompts() -> rx.Component:
    return _body()


@page(
    "/prompts",
    title="Prompts",
    load=[PromptsState.load, PromptsState.count],
    nav=HOME,
    sub="what the agents are told",
)
def prompts_short() -> rx.Component:
    """The address people type."""
    return _body()
