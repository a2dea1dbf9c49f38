"""Money, drawn."""

from typing import Any

import reflex as rx

from webmagic.ui.components import empty, field, framed, icon, link, section, stat, tag
from webmagic.ui.components.asking import ask, sheet
from webmagic.ui.page import page
from webmagic.ui.pages.money.state import MoneyState

state: Any = MoneyState
FORMULAS = (
    ("Recurring, a month", "the monthly prices of all plans that are active or overdue"),
    ("Churn", "of the plans that ran 30 days ago, the share that has ended since"),
    ("Lifetime value", "(average set-up fee + average plan ÷ churn) × what the gateway leaves of a payment"),
    ("Cost of a business", "its share of its territory's listings + what the models for its site cost"),
    ("Cost of a customer", "the cost of all businesses of a group ÷ those that bought"),
)


def _revenue(one: Any) -> rx.Component:
    return rx.el.div(
        stat("Recurring, a month", one.mrr, one.plans + " running, " + one.average + " each"),
        stat("Churn, 30 days", one.churn, one.churn_note + " plans ended"),
        stat("Lifetime value", one.lifetime, one.kept + " of a payment is left by the gateway"),
        stat("Arrived in 30 days", one.recent, "before the gateway's fee"),
        stat("Paid back", one.refunded, "in all"),
        class_name="stats even sums",
        key=one.currency,
    )


def _figures() -> rx.Component:
    none = empty(
        "No money has moved yet",
        "With the first sale its figures stand here: what comes in each month, what a customer is worth "
        "and what it cost to win one.",
        link("See the customers", href="/customers", class_name="btn primary"),
    )
    return rx.cond(state.revenue.length() > 0, rx.fragment(rx.foreach(state.revenue, _revenue)), none)


def _costs(name: str, first: str, lines: Any) -> rx.Component:
    heads = [
        (first, ""),
        ("Businesses", "num hidep"),
        ("Bought", "num"),
        ("Cost", "num hidep"),
        ("Each", "num"),
    ]
    line = lambda one: rx.el.tr(  # noqa: E731
        rx.el.th(one.name, scope="row"),
        rx.el.td(one.businesses, class_name="num hidep"),
        rx.el.td(one.customers, class_name="num"),
        rx.el.td(one.cost, class_name="num hidep"),
        rx.el.td(one.each, class_name="num val"),
        key=one.name,
    )
    table = rx.el.table(
        rx.el.caption("What a customer cost, by " + first.lower(), class_name="vh"),
        rx.el.thead(rx.el.tr(*[rx.el.th(text, class_name=kind, scope="col") for text, kind in heads])),
        rx.el.tbody(rx.foreach(lines, line)),
        class_name="plain buys",
    )
    none = rx.el.p("Nothing to compare yet.", class_name="sm q2")
    return section(name, rx.cond(lines.length() > 0, table, none))


def _run(run: Any) -> rx.Component:
    listed = rx.el.ul(rx.foreach(run.corrections, lambda text: rx.el.li(text, key=text)), class_name="sm q2")
    return rx.el.li(
        rx.el.div(
            tag(run.words, tone=run.tone, mark=run.mark),
            rx.el.span(run.told, class_name="sm"),
            rx.el.span(run.when + ", " + run.actor, class_name="q xs right"),
            class_name="runline",
        ),
        rx.cond(run.corrections.length() > 0, listed),
        key=run.id.to(str),
    )


def _comparing() -> rx.Component:
    now = rx.el.button(
        icon("refresh-cw", "s"),
        "Reconcile now",
        type="button",
        class_name="btn small",
        on_click=state.reconcile_now,
    )
    none = rx.el.p(
        "Our rows were never compared with the gateway's. It happens each night.", class_name="sm q2"
    )
    runs = rx.el.ul(rx.foreach(state.runs, _run), class_name="runs")
    return section(
        "Our rows and the gateway's",
        rx.cond(state.runs.length() > 0, runs, none),
        note="through the " + state.gateway,
        right=[now],
    )


def _coupon(one: Any) -> rx.Component:
    end = ask(
        "coupon-" + one.id.to(str),
        "End",
        "End this coupon?",
        "Nobody can use it from now on. Payment pages that were made with it keep their price.",
        confirm="End it",
        on_confirm=state.end_coupon(one.id),
        tone="quiet small",
    )
    return rx.el.tr(
        rx.el.th(rx.el.code(one.code), scope="row"),
        rx.el.td(one.off),
        rx.el.td(one.whose, class_name="q2 hidep"),
        rx.el.td(one.used, class_name="q2 hidep"),
        rx.el.td(tag(one.words, tone=one.tone)),
        rx.el.td(rx.cond(one.is_active, end), class_name="do"),
        key=one.id.to(str),
    )


def _input(name: str, label: str, hint: str, kind: str = "number") -> rx.Component:
    control = rx.el.input(id=f"coupon-{name}", name=name, type=kind, class_name="input", auto_complete="off")
    return field(label, control, control_id=f"coupon-{name}", hint=hint)


def _coupons() -> rx.Component:
    form = rx.el.form(
        _input("code", "Code", "letters and digits; empty makes one", "text"),
        _input("percent_off", "Percent off the set-up fee", "1 to 100"),
        _input("max_redemptions", "How many businesses", "empty: as many as come"),
        _input("days", "Days it holds", "empty: until you end it"),
        rx.el.button("Make the coupon", type="submit", class_name="btn primary"),
        on_submit=state.make_coupon,
        reset_on_submit=True,
        class_name="stack",
    )
    table = rx.el.table(
        rx.el.caption("Coupons", class_name="vh"),
        rx.el.tbody(rx.foreach(state.coupons, _coupon)),
        class_name="plain",
    )
    none = rx.el.p(
        "None yet. Whoever leaves the payment page is sent one of their own, once.", class_name="sm q2"
    )
    return section(
        "Coupons",
        rx.cond(state.coupons.length() > 0, table, none),
        right=[sheet("new-coupon", "New coupon", "A new coupon", form, mark="plus", tone="small")],
    )


def _fault(one: Any) -> rx.Component:
    switch = rx.el.button(
        one.label,
        type="button",
        class_name="btn small",
        on_click=state.switch_fault(one.name),
        custom_attrs={"aria-pressed": rx.cond(one.is_on, "true", "false")},
    )
    return rx.el.li(switch, rx.el.span(one.told, class_name="sm q2"), key=one.name)


def _simulator() -> rx.Component:
    switches = section(
        "What the simulator gets wrong",
        rx.el.ul(rx.foreach(state.faults, _fault), class_name="faults"),
        note="to see that nothing is lost and nothing counts twice",
    )
    return rx.cond(state.is_simulator, switches)


def _formulas() -> rx.Component:
    lines = [(rx.el.dt(name), rx.el.dd(text)) for name, text in FORMULAS]
    return section(
        "How these are computed",
        rx.el.dl(*[part for pair in lines for part in pair], class_name="formulas"),
        note="currencies are never added together",
    )


def _banner() -> rx.Component:
    told = rx.el.div(
        icon("octagon-alert"),
        rx.el.p(
            rx.el.b("No money moves here."),
            " The payment simulator is in use; set PAYMENT_PROVIDER to recurrente to take real payments.",
        ),
        class_name="alert bad",
        role="status",
    )
    return rx.cond(state.is_simulator, told)


@page("/money", title="Money", load=MoneyState.load, sub=MoneyState.summary)
def money() -> rx.Component:
    return framed(
        state,
        rx.el.div(
            _banner(),
            _figures(),
            rx.el.div(
                rx.el.div(
                    _costs("What a customer cost, by territory", "Territory", state.territories),
                    _costs("By prompt version", "Prompt", state.prompts),
                    class_name="stack",
                ),
                _costs("By trade", "Trade", state.trades),
                class_name="groups",
            ),
            _comparing(),
            _coupons(),
            _simulator(),
            _formulas(),
            class_name="stack",
        ),
    )
