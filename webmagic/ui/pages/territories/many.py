"""Many territories at once: which towns, which trades, how many that is and what it may cost, then yes."""

import re
from dataclasses import dataclass
from typing import Any

import reflex as rx

from webmagic import accounts
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Invalid
from webmagic.hunter import bulk
from webmagic.ui.action import OPERATE, action
from webmagic.ui.components import empty, field, framed, icon, section, stat
from webmagic.ui.components.tabs import address
from webmagic.ui.figures import count, microusd
from webmagic.ui.identity import signed_in
from webmagic.ui.page import page
from webmagic.ui.state import PageVars
from webmagic.ui.toasts import toast

COUNTRIES = (("US", "United States"), ("MX", "Mexico"), ("GT", "Guatemala"))
FIELDS = ("states", "people", "most", "trades", "other")
SHOWN = 12


@dataclass(frozen=True)
class Town:
    key: str
    name: str
    people: str
    trade: str
    priority: str


class ManyState(PageVars, rx.State):
    """What was asked for is kept as it was previewed, so that yes means exactly that."""

    has_plan: bool = False
    towns: str = ""
    territories: str = ""
    existing: str = ""
    likely: str = ""
    most: str = ""
    note: str = ""
    first: list[Town] = []
    is_empty: bool = False
    _asked: dict[str, Any] = {}

    @action()
    async def load(self) -> None:
        self._forget()
        self._loaded()

    @action(OPERATE)
    async def preview(self, form: dict[str, Any]) -> None:
        self._forget()
        asked = asked_of(form)
        async with reading() as session:
            plan = await bulk.preview_many(session, **asked)
        self._asked = asked
        self.has_plan, self.is_empty = True, plan.territories == 0
        self.towns, self.territories = f"{plan.towns:,}", f"{plan.territories:,}"
        self.existing = f"{plan.existing:,} exist already" if plan.existing else "all of them new"
        self.likely = microusd(plan.likely_microusd) if plan.likely_microusd else "nothing"
        self.most = f"at most {microusd(plan.most_microusd)}" if plan.most_microusd else ""
        self.note = plan.note
        self.first = [
            Town(
                str(number),
                f"{one.city}, {one.state or one.country}",
                count(one.population),
                one.industry,
                str(one.priority),
            )
            for number, one in enumerate(plan.first[:SHOWN])
        ]

    @action(OPERATE)
    async def create(self) -> Any:
        who = await signed_in(self)
        if not self._asked:
            raise Invalid("Look at the preview first.")
        async with transaction() as session:
            made = await bulk.create_many(session, **self._asked)
            words = f"{made.created:,} territories were added in {made.towns:,} towns"
            await accounts.record(session, "territory.many", words, actor=who.email)
        only = self._asked["countries"]
        self._forget()
        await toast(self, f"{words}. Each is hunted when its turn comes, the larger towns first.")
        return rx.redirect(
            address("/territories", country=only[0] if only in [[code] for code, _ in COUNTRIES] else "")
        )

    def _forget(self) -> None:
        self.has_plan, self._asked, self.first = False, {}, []


def asked_of(form: dict[str, Any]) -> dict[str, Any]:
    """The form as `bulk` wants it. Raises Invalid."""
    said = {name: str(form.get(name, ""))[:4000] for name in FIELDS}
    codes = [code for code, _ in COUNTRIES if form.get(f"country-{code}")]
    codes += [part for part in re.split(r"[,;\n]+", said["other"]) if part.strip()]
    return {
        "countries": [code.strip() for code in codes],
        "states": [part.strip() for part in re.split(r"[,;\n]+", said["states"]) if part.strip()],
        "industries": [part.strip() for part in re.split(r"[,;\n]+", said["trades"]) if part.strip()],
        "min_population": _number(said["people"], "The least number of people", 50_000),
        "max_population": _number(said["most"], "The largest number of people", 0) or None,
    }


def _number(text: str, what: str, default: int) -> int:
    plain = re.sub(r"[\s,.']", "", text)
    if not plain:
        return default
    if not plain.isdigit() or not plain.isascii() or len(plain) > 9:
        raise Invalid(f"{what} must be a whole number such as 50000.")
    return int(plain)


state: Any = ManyState


def _form() -> rx.Component:
    ticks = [
        rx.el.label(
            rx.el.input(type="checkbox", name=f"country-{code}", value="1", default_checked=code == "US"),
            name,
            class_name="tick",
        )
        for code, name in COUNTRIES
    ]
    numbers = [
        field(
            label,
            rx.el.input(
                id=f"m-{name}", name=name, type="number", min="500", step="any", class_name="input", **props
            ),
            control_id=f"m-{name}",
            hint=hint,
        )
        for name, label, hint, props in (
            ("people", "Towns from, people", "500 at least.", {"default_value": "50000"}),
            ("most", "Up to, people", "Empty: no upper bound.", {}),
        )
    ]
    return rx.el.form(
        rx.el.fieldset(
            rx.el.legend("Countries"), rx.el.div(*ticks, class_name="ticks"), class_name="plainset"
        ),
        field(
            "Other countries",
            rx.el.input(id="m-other", name="other", type="text", max_length=300, class_name="input"),
            control_id="m-other",
            hint="Two letters or names, between commas.",
        ),
        field(
            "Only these states",
            rx.el.input(id="m-states", name="states", type="text", max_length=2000, class_name="input"),
            control_id="m-states",
            hint="Empty: all. Of the United States, Mexico and Guatemala; such as OH, Jalisco.",
        ),
        rx.el.div(*numbers, class_name="pair"),
        field(
            "Trades",
            rx.el.textarea(
                id="m-trades", name="trades", rows="5", max_length=4000, required=True, class_name="input"
            ),
            control_id="m-trades",
            hint="One a line, as people search for them: plumber, bakery, taller mecánico.",
        ),
        rx.el.button(icon("eye", "s"), "Look at what that would be", type="submit", class_name="btn primary"),
        rx.el.p("Looking writes nothing and costs nothing.", class_name="xs q"),
        on_submit=state.preview,
        class_name="stackform",
    )


def _town(town: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.td(town.name),
        rx.el.td(town.trade, class_name="q2"),
        rx.el.td(town.people, class_name="num"),
        rx.el.td(town.priority, class_name="num q"),
        key=town.key,
    )


def _plan() -> rx.Component:
    heads = (("Town", ""), ("Trade", ""), ("People", "num"), ("Priority", "num"))
    first = rx.el.table(
        rx.el.thead(rx.el.tr(*[rx.el.th(name, class_name=kind, scope="col") for name, kind in heads])),
        rx.el.tbody(rx.foreach(state.first, _town)),
        class_name="plain",
        aria_label="The first of them",
    )
    yes = rx.el.button(
        icon("plus", "s"),
        "Add " + state.territories + " territories",
        type="button",
        class_name="btn primary",
        on_click=state.create,
        disabled=state.is_empty,
    )
    return section(
        "What that would be",
        rx.el.div(
            stat("Towns", state.towns),
            stat("New territories", state.territories, state.existing),
            stat("Hunting each once", state.likely, state.most),
            class_name="stats even",
        ),
        rx.cond(state.note != "", rx.el.p(state.note, class_name="sm q2")),
        rx.cond(state.first.length() > 0, rx.fragment(rx.el.h3("The first of them", class_name="sm"), first)),
        rx.el.div(yes, class_name="verbs"),
        rx.el.p(
            "Adding costs nothing. The hunts stay within the ceilings of each territory and of the day.",
            class_name="xs q",
        ),
    )


@page("/territories/many", title="Many territories", load=ManyState.load, nav="/territories",
      sub="towns by size, times trades")  # fmt: skip
def many() -> rx.Component:
    waiting = empty(
        "Nothing chosen yet", "Say which towns and trades; you then see how many that is and what it costs."
    )
    return framed(
        state,
        rx.el.div(
            section("Which towns, which trades", _form()),
            rx.el.div(rx.cond(state.has_plan, _plan(), waiting), aria_live="polite"),
            class_name="duo",
        ),
    )
