"""One site, drawn: facts and verbs, the page at three widths, the gate."""

from typing import Any

import reflex as rx

from webmagic.ui.components import (
    Glyph,
    back,
    framed,
    icon,
    link,
    plain_link,
    section,
    tag,
    timeline,
    window_glyph,
)
from webmagic.ui.components.asking import ask, sheet
from webmagic.ui.components.tabs import here
from webmagic.ui.page import page
from webmagic.ui.pages.site.state import WIDTHS, SiteState

state: Any = SiteState
STAGES = [
    ("", "Everything anew", "all four agents think again"),
    ("concept", "From the Concept", "the facts stay, the idea changes"),
    ("art_director", "From the Art director", "the idea stays, the look changes"),
    ("architect", "From the Architect", "the look stays, the words change"),
]


def _frame() -> rx.Component:
    chrome = rx.el.div(rx.el.i(), rx.el.i(), rx.el.i(), rx.el.span(state.address), class_name="chrome")
    living = rx.el.iframe(
        src=state.url,
        title="The page as it stands",
        key=state.page_key + state.width,
        custom_attrs={"sandbox": "allow-scripts allow-same-origin"},
    )
    dark = rx.el.div(window_glyph(Glyph(), "big"), rx.el.p(state.dark), class_name="unlit")
    return rx.el.div(
        rx.cond(state.width == "phone", rx.fragment(), chrome),
        rx.cond(state.url != "", living, dark),
        class_name=rx.cond(state.width == "desk", "frame", "glass w-" + state.width),
    )


def _stage() -> rx.Component:
    base = "/sites/" + state.site_id.to(str)
    widths = [
        link(
            label,
            href=base + f"?width={key}",
            replace=True,
            custom_attrs=here(state.width == key),
        )
        for key, label in WIDTHS.items()
    ]
    top = rx.el.div(
        rx.el.div(*widths, class_name="seg", role="group", aria_label="Width"),
        rx.cond(
            state.url != "",
            rx.el.a(
                icon("external-link", "s"),
                "Open it",
                href=state.url,
                target="_blank",
                rel="noopener",
                class_name="btn quiet small",
            ),
        ),
        class_name="stagetop",
    )
    return rx.el.div(top, _frame(), class_name="stagearea")


def _facts() -> rx.Component:
    return rx.el.dl(
        rx.foreach(state.facts, lambda fact: rx.fragment(rx.el.dt(fact.label), rx.el.dd(fact.value))),
        class_name="facts",
    )


def _verbs() -> rx.Component:
    is_busy = state.status == "building"
    publish = rx.el.button(
        icon("lightbulb", "s"),
        rx.cond(state.url != "", "Publish again", "Switch it on"),
        type="button",
        class_name=rx.cond(state.url != "", "btn", "btn lamp"),
        on_click=state.publish,
        disabled=is_busy | (state.versions.length() == 0),
    )
    choices = [
        rx.el.button(
            rx.el.b(label),
            rx.el.span(text),
            type="button",
            class_name="choice",
            on_click=state.rebuild(stage),
            custom_attrs={"popoverTarget": "rebuild", "popoverTargetAction": "hide"},
        )
        for stage, label, text in STAGES
    ]
    rebuild = sheet(
        "rebuild",
        "Build again",
        "What should change?",
        *choices,
        rx.el.p(state.cost, class_name="xs q"),
        mark="refresh-cw",
    )
    withdraw = ask(
        "withdraw",
        "Withdraw",
        "Take this site off the air?",
        "Visitors find nothing at once, and links in mails already sent lead nowhere. Its versions are kept.",
        confirm="Withdraw it",
        on_confirm=state.withdraw,
        tone="danger",
    )
    export = rx.el.button(
        icon("download", "s"), "Export ZIP", type="button", class_name="btn", on_click=state.export
    )
    return rx.el.div(
        publish, rebuild, export, rx.cond(state.url != "", withdraw, rx.fragment()), class_name="verbs"
    )


def _links() -> rx.Component:
    return rx.el.div(
        link(
            icon("pencil", "s"),
            "Studio",
            href="/sites/" + state.site_id.to(str) + "/studio",
            class_name="btn quiet",
        ),
        link(
            icon("panels-top-left", "s"),
            "How it was made",
            href="/live/" + state.site_id.to(str),
            class_name="btn quiet",
        ),
        rx.cond(
            state.versions.length() > 1,
            link(
                icon("git-compare", "s"),
                "Compare",
                href="/sites/" + state.site_id.to(str) + "/compare",
                class_name="btn quiet",
            ),
        ),
        link(
            icon("store", "s"),
            "The business",
            href="/businesses/" + state.business_id.to(str),
            class_name="btn quiet",
        ),
        class_name="verbs flush",
    )


def _check(check: Any) -> rx.Component:
    return rx.el.li(
        icon(check.mark),
        rx.el.div(check.title, rx.el.small(check.detail)),
        rx.el.span(check.points, class_name="mono q"),
        class_name=check.tone,
        key=check.key,
    )


def _gate() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.cond(state.gate != "", rx.el.b(state.gate)),
            rx.el.div(rx.el.h2(state.gate_title), rx.el.p(state.gate_line, class_name="sm q2")),
            class_name="scorebig",
        ),
        rx.el.ul(rx.foreach(state.checks, _check), class_name="gate"),
        rx.cond(
            state.shots.length() > 0,
            rx.el.div(
                _shot(state.shots[0], "Screenshot at 1440 px", 1440, 900),
                _shot(state.shots[1], "Screenshot at 390 px", 390, 844),
                class_name="shots",
            ),
        ),
        class_name="gatecard",
    )


def _shot(address: Any, words: str, width: int, height: int) -> rx.Component:
    picture = rx.el.img(src=address, alt=words, width=width, height=height, loading="lazy")
    return plain_link(picture, href=address, target="_blank")


def _version(version: Any) -> rx.Component:
    key = "use-" + version.number.to(str)
    back = ask(
        key,
        "Put online",
        "Put version " + version.number.to(str) + " online?",
        "It replaces the page there is at once. The other versions stay, so you can come back.",
        confirm="Put it online",
        on_confirm=state.use_version(version.number),
        tone="quiet small",
        confirm_tone="primary",
    )
    standing = rx.cond(version.is_online, tag("online", tone="ok", mark="check"), back)
    return rx.el.li(
        rx.el.span("v", version.number, class_name="mono ver"),
        rx.el.div(
            rx.el.span("Gate ", version.gate, ", ", version.size),
            rx.el.small(rx.el.time(version.when, date_time=version.at), ", ", version.engine),
            rx.cond(version.note != "", rx.el.small(version.note)),
        ),
        standing,
        rx.cond(version.changed != "", _changes(version)),
        key=key,
    )


def _changes(version: Any) -> rx.Component:
    """What this version has otherwise than the one it was made from."""
    one = lambda change: rx.el.li(  # noqa: E731
        rx.el.b(change.label),
        rx.cond(change.before != "", rx.el.small(rx.el.del_(change.before))),
        rx.cond(change.after != "", rx.el.small(rx.el.ins(change.after))),
        key=change.key,
    )
    return rx.el.details(
        rx.el.summary(version.changed),
        rx.el.ul(rx.foreach(version.changes, one), class_name="diffs"),
        class_name="reworded",
    )


def _versions() -> rx.Component:
    none = rx.el.p("No version yet. The first one comes out of the build.", class_name="sm q2")
    listed = rx.el.ol(rx.foreach(state.versions, _version), class_name="versions")
    return section("Versions", rx.cond(state.versions.length() > 0, listed, none))


def _enquiry(enquiry: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.b(enquiry.who),
            rx.el.small(rx.el.time(enquiry.when, date_time=enquiry.at), ", ", enquiry.contact),
            rx.el.p(enquiry.message, class_name="sm q2", style={"whiteSpace": "pre-line"}),
            style={"minWidth": "0", "overflowWrap": "anywhere"},
        ),
        key=enquiry.key,
        style={"gridTemplateColumns": "minmax(0, 1fr)"},
    )


def _enquiries() -> rx.Component:
    listed = rx.el.ul(rx.foreach(state.enquiries, _enquiry), class_name="versions")
    return rx.cond(state.enquiries.length() > 0, section("Enquiries", listed), rx.fragment())


@page(
    "/sites/[id]",
    title="Site",
    load=[SiteState.load, SiteState.watch],
    nav="/sites",
    heading=SiteState.name,
    sub=SiteState.summary,
    actions=lambda: [back("All sites", "/sites")],
)
def site() -> rx.Component:
    left = rx.el.div(_facts(), _verbs(), _links(), _versions(), class_name="side")
    happened = section("What happened", timeline(state.happened))
    return framed(
        state,
        rx.el.div(
            left, _stage(), rx.el.div(_gate(), _enquiries(), happened, class_name="side"), class_name="studio"
        ),
    )
