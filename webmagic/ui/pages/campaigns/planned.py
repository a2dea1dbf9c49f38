"""The sequence, the week and the letter as its reader sees it, as the page draws them."""

import datetime as dt
from dataclasses import dataclass

from webmagic.core.clock import now
from webmagic.pitcher import Plan, Slot, StepFigures, Tried, Week
from webmagic.ui.components.tabs import address
from webmagic.ui.pages.campaigns.rows import calm

NAMES = ("Your page, already built", "Is everything right?", "The last letter")
KINDS = {"sent": "sent", "planned": "", "held": "hold", "failed": "bad"}
MOST_IN_CELL = 4


@dataclass(frozen=True)
class StepRow:
    step: int
    day: str
    name: str
    note: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class SlotRow:
    key: str
    count: str
    words: str
    tone: str
    title: str


@dataclass(frozen=True)
class Cell:
    """One field of the week: a heading, an hour, or what leaves then."""

    key: str
    kind: str  # head, today, hour or day
    text: str
    slots: list[SlotRow]


@dataclass(frozen=True)
class Sample:
    """A letter on a real business."""

    subject: str = ""
    sender: str = ""
    reader: str = ""
    html: str = ""
    verdict: str = ""
    is_lawful: bool = False
    newer: str = ""
    older: str = ""
    edit: str = ""


def steps_of(plan: Plan, figures: list[StepFigures], chosen: int, kept: dict[str, object]) -> list[StepRow]:
    return [
        StepRow(
            step=one.step,
            day=str(plan.days[one.step]),
            name=NAMES[one.step],
            note=_note(one),
            href=address("/campaigns", **{**kept, "letter": one.step or ""}),
            is_current=one.step == chosen,
        )
        for one in figures
        if plan.on[one.step]
    ]


def _note(one: StepFigures) -> str:
    if not one.sent:
        return f"{one.waiting:,} in line." if one.waiting else "None has left yet."
    share = (
        f"{100 * one.clicked / one.sent:.0f}% followed a link"
        if one.clicked
        else "nobody followed a link yet"
    )
    line = f", {one.waiting:,} in line" if one.waiting else ""
    return f"{one.sent:,} left, {share}{line}."


def cells_of(week: Week, plan: Plan) -> list[Cell]:
    """Row by row, as the grid wants them."""
    days = [week.monday + dt.timedelta(days=n) for n in range(7)]
    cells = [Cell("corner", "head", "", [])]
    today = now().date()
    cells += [Cell(f"{day}", "today" if day == today else "head", f"{day:%a} {day.day}", []) for day in days]
    for hour in week.hours:
        cells.append(Cell(f"h{hour}", "hour", f"{hour:02}:00", []))
        for day in days:
            here = [slot for slot in week.slots if (slot.day, slot.hour) == (day, hour)]
            cells.append(Cell(f"{day}-{hour}", "day", "", _slots(here, plan)))
    return cells


def _slots(slots: list[Slot], plan: Plan) -> list[SlotRow]:
    rows = []
    for number, slot in enumerate(slots[:MOST_IN_CELL]):
        words = slot.why if slot.kind == "held" and slot.why else f"day {plan.days[slot.step]}"
        title = f"{slot.count} letters of day {plan.days[slot.step]}, {slot.kind}. {slot.why}".strip()
        rows.append(SlotRow(f"{number}", f"{slot.count:,}", words[:40], KINDS[slot.kind], title))
    return rows


def week_line(week: Week) -> str:
    return f"{week.monday:%-d %b} to {week.monday + dt.timedelta(days=6):%-d %b}, owner’s local time"


def sample_of(tried: Tried, sender: str, country: str, hrefs: dict[str, str]) -> Sample:
    holds = [hold.reason for hold in tried.holds]
    lawful = f"Lawful in {country}: sender, address, reason and way out are there."
    return Sample(
        subject=tried.letter.subject,
        sender=sender,
        reader=tried.business.name,
        html=calm(tried.letter.html),
        verdict=holds[0] if holds else lawful,
        is_lawful=not holds,
        **hrefs,
    )
