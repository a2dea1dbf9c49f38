"""The live screen, drawn: window, frames, line."""

from typing import Any

import reflex as rx

from webmagic.ui.components import empty, framed, icon, link, window_glyph
from webmagic.ui.components.asking import sheet
from webmagic.ui.page import page
from webmagic.ui.pages.live.state import LiveState

state: Any = LiveState  # its attributes are Vars here
STAGES = [
    ("analyst", "The Analyst", "all four think again, and choose another idea and look"),
    ("concept", "The Concept", "what the Analyst read is kept, the idea changes"),
    ("art_director", "The Art director", "the idea is kept, the look changes"),
    ("architect", "The Architect", "idea and look are kept, the words change"),
]


def _ticker() -> rx.Component:
    figures = [("Elapsed", state.elapsed, ""), ("Tokens", state.tokens, ""), ("Cost", state.cost, " lampv")]
    stats = [
        rx.el.div(
            rx.el.span(label, class_name="lab"),
            rx.el.span(value, class_name="val" + extra),
            class_name="stat",
        )
        for label, value, extra in figures
    ]
    open_site = rx.cond(
        state.url != "",
        rx.el.a(
            icon("external-link"),
            "Open site",
            href=state.url,
            target="_blank",
            rel="noopener",
            class_name="btn",
        ),
    )
    return rx.el.div(
        rx.el.div(
            rx.el.h2(link(state.name, href="/businesses/" + state.business_id.to(str))),
            rx.el.p(
                state.place,
                " ",
                rx.el.b(rx.cond(state.stays != "", state.stays, state.status_words)),
                class_name="sm",
                style={"color": "var(--fascia-ink-2)", "marginTop": "4px"},
            ),
        ),
        rx.el.div(*stats, class_name="right tickfigs"),
        rx.el.div(_verbs(), open_site, class_name="right tickdo"),
        class_name="ticker",
    )


def _verbs() -> rx.Component:
    """Stop while it runs; afterwards go on, or think again from a stage."""
    stop = rx.el.button(icon("square"), "Stop", type="button", class_name="btn", on_click=state.stop)
    go_on = rx.cond(
        state.can_go_on,
        rx.el.button(icon("play"), "Go on", type="button", class_name="btn lamp", on_click=state.go_on),
    )
    choices = [
        rx.el.button(
            rx.el.b(label),
            rx.el.span(text),
            type="button",
            class_name="choice",
            on_click=state.rebuild(stage),
            custom_attrs={"popoverTarget": "again", "popoverTargetAction": "hide"},
        )
        for stage, label, text in STAGES
    ]
    again = sheet("again", "Build again", "From which agent on?", *choices, mark="refresh-cw")
    address = "/sites/" + state.site_id.to(str) + "/compare"
    compare = rx.cond(state.version > 1, link(icon("git-compare"), "Compare", href=address, class_name="btn"))
    return rx.cond(state.can_stop, stop, rx.fragment(go_on, again, compare))


def _words(pane: Any) -> rx.Component:
    return rx.el.p(
        rx.foreach(
            pane.words,
            lambda word, n: rx.el.span(
                word + " ",
                class_name="fade",
                style={"animationDelay": (n * 70).to(str) + "ms"},
                key=pane.stage + n.to(str) + word,
            ),
        ),
        rx.cond(
            pane.look == "run",
            rx.el.span(class_name="caret", custom_attrs={"aria-hidden": "true"}),
            rx.fragment(),
        ),
    )


def _made(pane: Any) -> list[rx.Component]:
    """Each kind of work in its own form; most panes have one."""
    idea = rx.cond(pane.idea != "", rx.el.p(pane.idea, class_name=pane.idea_look))
    struck = rx.cond(
        pane.struck.length() > 0,
        rx.el.p(rx.foreach(pane.struck, lambda line: rx.el.s(line, key=line)), class_name="art struck"),
    )
    swatches = rx.cond(
        pane.swatches.length() > 0,
        rx.el.div(
            rx.foreach(
                pane.swatches, lambda color, n: rx.el.i(style={"background": color}, key=n.to(str) + color)
            ),
            class_name="swl",
        ),
    )
    figures = rx.cond(
        pane.figures.length() > 0,
        rx.el.p(
            rx.foreach(
                pane.figures,
                lambda figure: rx.el.span(rx.el.b(figure.value), " ", figure.label, key=figure.label),
            ),
            class_name="art figs",
        ),
    )
    outline = rx.cond(
        pane.outline.length() > 0,
        rx.el.ol(
            rx.foreach(
                pane.outline, lambda one, n: rx.el.li(one.name, class_name=one.look, key=n.to(str) + one.name)
            ),
            class_name="outl",
            aria_label="Sections",
        ),
    )
    return [idea, struck, swatches, figures, outline]


def _pane(pane: Any) -> rx.Component:
    idea, *rest = _made(pane)
    return rx.el.section(
        rx.el.header(rx.el.h2(pane.name), rx.el.span(pane.cost, class_name="cost")),
        rx.el.div(
            rx.foreach(pane.says, lambda line, n: rx.el.p(line, key=n.to(str) + line)),
            _words(pane),
            idea,
            class_name="say",
            tab_index=0,
            role="group",
            aria_label=pane.name + " says",
        ),
        *rest,
        rx.el.footer(rx.el.span(pane.foot), rx.el.span(pane.figures_foot)),
        class_name="pane " + pane.look,
        key=pane.stage,
    )


def _growing() -> rx.Component:
    """The page before it exists: paper, headline and plates as they become known."""
    page_ = state.growth
    plate = rx.el.div(
        rx.el.strong(rx.cond(page_.headline != "", page_.headline, state.name)),
        rx.el.span(style={"background": page_.accent}),
        class_name="plate-hero",
        style={"background": page_.plate, "color": page_.on_plate},
    )
    sections = rx.foreach(
        page_.sections,
        lambda name, n: rx.el.div(
            rx.el.b(name), rx.el.i(), rx.el.i(), rx.el.i(), class_name="todo", key=n.to(str) + name
        ),
    )
    blank = rx.el.div(rx.el.i(), rx.el.i(), rx.el.i(), class_name="todo")
    return rx.el.div(
        plate,
        rx.cond(page_.sections.length() > 0, rx.fragment(sections), rx.fragment(blank, blank)),
        class_name="growing",
        style={"background": page_.paper, "color": page_.ink},
        custom_attrs={"aria-hidden": "true"},
    )


def _frame(kind: str, title: str) -> rx.Component:
    chrome = rx.el.div(rx.el.i(), rx.el.i(), rx.el.i(), rx.el.span(state.address), class_name="chrome")
    preview = rx.el.iframe(
        src=state.url,
        title=title,
        tab_index=-1,
        key=state.page_key + kind,
        custom_attrs={"sandbox": "allow-scripts allow-same-origin"},
    )
    grown = rx.el.iframe(
        src=state.grow_url,
        title=title,
        tab_index=-1,
        key=state.grow_url + kind,
        class_name="grown",
        custom_attrs={"sandbox": "allow-scripts allow-same-origin", "data-grow": state.grow},
    )
    return rx.el.div(
        *([chrome] if kind == "desk" else []),
        rx.cond(state.grow_url != "", grown, rx.cond(state.url != "", preview, _growing())),
        class_name=f"frame {kind}",
    )


def _cents() -> rx.Component:
    meter = rx.el.div(
        rx.foreach(
            state.cents,
            lambda cent: rx.el.i(style={"width": cent.width, "background": cent.color}, key=cent.color),
        ),
        class_name="meter",
        role="img",
        aria_label=state.cents_words,
    )
    return rx.el.div(
        rx.el.h3("Where the cents went"),
        meter,
        rx.el.p(rx.cond(state.cents.length() > 0, state.cents_words, "The built-in designer costs nothing.")),
        class_name="cents",
    )


def _queue() -> rx.Component:
    return rx.el.div(
        rx.el.span(state.in_line),
        rx.el.ol(
            rx.foreach(
                state.queue,
                lambda one: rx.el.li(
                    window_glyph(one.glyph),
                    link(rx.el.b(one.name), href=one.href),
                    one.words,
                    key=one.id.to(str),
                ),
            )
        ),
        class_name="queue",
    )


def _room() -> rx.Component:
    window = rx.el.div(
        rx.foreach(state.panes, _pane), class_name="window night", role="group", aria_label="Four agents"
    )
    frames = rx.el.div(
        _frame("desk", "Desktop preview"),
        _frame("phone", "Phone preview"),
        _cents(),
        class_name="frames",
        role="group",
        aria_label="The page as it grows",
    )
    return rx.fragment(
        _ticker(),
        rx.el.div(window, frames, class_name="livegrid"),
        rx.el.p(state.spoken, class_name="vh", role="status"),
        _queue(),
    )


def _nobody() -> rx.Component:
    return empty(
        "No window is lit yet",
        "Choose a business, build its site, and watch the four agents at work here.",
        link("Choose a business", href="/businesses", class_name="btn lamp"),
    )


def _live() -> rx.Component:
    return framed(state, rx.cond(state.site_id > 0, _room(), _nobody()))


@page("/live", title="Live", load=[LiveState.load, LiveState.watch], sub=LiveState.summary, room="liveroom")
def live() -> rx.Component:
    return _live()


@page(
    "/live/[site]",
    title="Live",
    load=[LiveState.load, LiveState.watch],
    nav="/live",
    sub=LiveState.summary,
    room="liveroom",
)
def live_site() -> rx.Component:
    return _live()
