"""The conductor's figures as the screen shows them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webmagic.conductor import (
    DEFAULT_LIMITS,
    PHASES,
    CycleRow,
    PhaseRun,
    QuietCountry,
    ScheduleRow,
    Spending,
    Vital,
)
from webmagic.core.clock import now
from webmagic.core.errors import Invalid
from webmagic.core.settings import Settings
from webmagic.models import JobState
from webmagic.ui.figures import moment, since

PHASE_WORDS = {
    "health": ("Look", "shield-check"),
    "clean-up": ("Clean up", "trash-2"),
    "scrape": ("Hunt", "hexagon"),
    "qualify": ("Judge", "gauge"),
    "verify": ("Verify", "scan-eye"),
    "retry sites": ("Retry builds", "rotate-cw"),
    "generate": ("Build", "panels-top-left"),
    "publish": ("Publish", "app-window"),
    "campaigns": ("Offers", "pencil"),
    "retry mails": ("Retry mails", "rotate-cw"),
    "send": ("Send", "send"),
}
LIMIT_WORDS = {
    "scrape": "Territories hunted",
    "qualify": "Businesses judged",
    "verify": "Websites looked for",
    "retry_sites": "Failed builds tried again",
    "generate": "Sites built",
    "publish": "Sites published",
    "campaigns": "Offers written",
    "retry_messages": "Failed mails tried again",
    "send": "Mails sent",
}
BY_CLOCK = {"health": "monitoring.health", "clean-up": "monitoring.clean_up"}
CADENCES = (1, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 10_080)
RESULTS = {
    JobState.WAITING: ("", "clock", "waits"),
    JobState.RUNNING: ("live", "lightbulb", "at work"),
    JobState.DONE: ("ok", "check", "done"),
    JobState.FAILED: ("bad", "octagon-alert", "failed"),
    JobState.CANCELLED: ("hold", "ban", "cancelled"),
}
MARKS = {"ok": "check", "warn": "triangle-alert", "bad": "octagon-alert", "": "circle"}
CAUSES = {"schedule": "on schedule", "by hand": "by hand", "command line": "at the command line"}


@dataclass(frozen=True)
class PhaseCell:
    name: str
    icon: str
    count: str
    limit: str  # "of 5", "" for a phase without one
    tone: str  # "hit" when the limit was reached, "held" when it may not run, "now" while it is under way
    note: str
    when: str


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True)
class ScheduleLine:
    name: str
    key: str
    every: str
    choices: list[Choice]
    is_usual: bool
    is_on: bool
    last: str
    tone: str
    mark: str
    result: str
    why: str
    next: str


@dataclass(frozen=True)
class BudgetLine:
    key: str
    name: str
    provider: str
    spent: str
    limit: str
    width: str
    tone: str  # the meter's colour
    value: str  # for the form
    unit: str


@dataclass(frozen=True)
class QuietLine:
    country: str
    name: str
    words: str


@dataclass(frozen=True)
class VitalLine:
    key: str
    name: str
    words: str
    tone: str
    mark: str


@dataclass(frozen=True)
class CycleLine:
    id: int
    when: str
    cause: str
    told: str
    held: str
    took: str
    is_running: bool


@dataclass(frozen=True)
class LimitField:
    name: str
    label: str
    value: str


def phase_cells(
    last: Mapping[str, PhaseRun],
    limits: Mapping[str, int],
    running: CycleRow | None,
    schedules: Sequence[ScheduleRow] = (),
) -> list[PhaseCell]:
    """Looking and cleaning up have schedules of their own, so their last run may be told by those."""
    done = {phase.phase for phase in running.phases} if running else set()
    names = [phase.name for phase in PHASES]
    current = next((name for name in names if name not in done), "") if running else ""
    by_clock = {row.kind: row.last_at for row in schedules}
    return [
        _cell(
            phase.name,
            limits.get(phase.limit) if phase.limit else None,
            last.get(phase.name),
            by_clock.get(BY_CLOCK.get(phase.name, "")),
            phase.name == current,
        )
        for phase in PHASES
    ]


def _cell(
    name: str, limit: int | None, run: PhaseRun | None, by_clock: dt.datetime | None, is_now: bool
) -> PhaseCell:
    words, icon = PHASE_WORDS.get(name, (name.capitalize(), "circle"))
    of = f"of {limit:,}" if limit is not None else ""
    if is_now:
        return PhaseCell(words, icon, "…", of, "now", "under way", "now")
    if by_clock and (run is None or by_clock > run.at):
        return PhaseCell(words, icon, "done", of, "", "", since(by_clock))
    if run is None:
        return PhaseCell(words, icon, "–", of, "", "", "not yet")
    tone = "held" if run.stopped else "hit" if run.limit and run.asked >= run.limit else ""
    count = f"{run.asked:,}" if limit is not None else "done"
    return PhaseCell(words, icon, count, of, tone, run.stopped, since(run.at))


def schedule_line(row: ScheduleRow) -> ScheduleLine:
    tone, mark, result = (
        RESULTS.get(JobState(row.last_state), ("", "clock", "")) if row.last_state else ("", "circle", "")
    )
    minutes = sorted({*CADENCES, int(row.every_minutes), int(row.usual_minutes)})
    usual = int(row.usual_minutes)
    return ScheduleLine(
        name=row.name,
        key=row.name.lower().replace(" ", "-")[:40],
        every=f"{int(row.every_minutes)}",
        choices=[Choice(f"{one}", cadence(one) + (" (usual)" if one == usual else "")) for one in minutes],
        is_usual=row.every_minutes == row.usual_minutes,
        is_on=row.is_on,
        last=moment(row.last_at).replace("Today, ", "") if row.last_at else "never",
        tone=tone,
        mark=mark,
        result=_took(result, row.last_seconds),
        why=row.last_message[:200] if row.last_state == JobState.FAILED else "",
        next=until(row.next_at) if row.is_on else "off",
    )


def _took(result: str, seconds: float | None) -> str:
    return f"{result} in {seconds:.1f} s" if seconds is not None and seconds >= 1 else result


def cadence(minutes: int) -> str:
    if minutes < 60 or minutes % 60:
        return f"{minutes} min"
    hours = minutes // 60
    if hours % 24:
        return f"{hours} h"
    return f"{hours // 24} d" if hours % 168 else f"{hours // 168} w"


def until(at: dt.datetime | None) -> str:
    """How long something is away: now, in 4 min, in 3 h, 25 Nov, 07:00."""
    if at is None:
        return ""
    seconds = (at - now()).total_seconds()
    if seconds < 60:
        return "in a moment"
    if seconds < 5400:
        return f"in {seconds / 60:.0f} min"
    return f"in {seconds / 3600:.0f} h" if seconds < 86_400 else moment(at)


def budget_lines(budgets: Mapping[str, float], spent: Spending, settings: Settings) -> list[BudgetLine]:
    claude = settings.anthropic_api_key.get_secret_value() and settings.engine != "studio"
    listings = "Outscraper" if settings.outscraper_api_key.get_secret_value() else "free sources"
    return [
        _money(
            "models_usd",
            "Models",
            "Anthropic" if claude else "built-in designer",
            spent.models_microusd,
            budgets,
        ),
        _money("listings_usd", "Listings", listings, spent.listings_microusd, budgets),
        _mails(budgets["mails"], spent.mails, settings.mail_provider.capitalize()),
    ]


def _money(key: str, name: str, provider: str, microusd: int, budgets: Mapping[str, float]) -> BudgetLine:
    limit, spent = budgets[key], microusd / 1e6
    words = f"of ${limit:,.2f}" if limit else "no limit"
    width, tone = _filled(spent, limit)
    return BudgetLine(
        key, name, provider, f"${spent:,.2f}", words, width, tone, f"{limit:g}", "US dollars a day"
    )


def _mails(limit: float, sent: int, provider: str) -> BudgetLine:
    words = f"of {limit:,.0f}" if limit else "no limit"
    width, tone = _filled(sent, limit)
    return BudgetLine(
        "mails", "Mails", provider, f"{sent:,}", words, width, tone, f"{limit:.0f}", "mails a day"
    )


def _filled(spent: float, limit: float) -> tuple[str, str]:
    share = min(spent / limit, 1.0) if limit else 0.0
    return (
        f"{100 * share:.1f}%",
        "var(--bad)" if share >= 1 else "var(--warn)" if share > 0.8 else "var(--c1)",
    )


def quiet_words(quiet: Mapping[str, Any]) -> str:
    begin, end = int(quiet["from_hour"]), int(quiet["to_hour"])
    return f"{begin:02}:00 to {end:02}:00, {quiet['timezone']}" if begin != end else "none"


def quiet_lines(rows: list[QuietCountry], names: Mapping[str, str]) -> list[QuietLine]:
    return [
        QuietLine(
            row.country,
            names.get(row.country, row.country),
            quiet_words({"from_hour": row.from_hour, "to_hour": row.to_hour, "timezone": row.timezone}),
        )
        for row in rows
    ]


def vital_lines(vitals: list[Vital]) -> list[VitalLine]:
    return [VitalLine(one.key, one.name, one.words, one.tone, MARKS[one.tone]) for one in vitals]


def cycle_line(row: CycleRow) -> CycleLine:
    asked = [f"{_named(phase.phase)} {phase.asked:,}" for phase in row.phases if phase.asked]
    held = next((phase.stopped for phase in row.phases if phase.stopped), "")
    took = sum(phase.seconds for phase in row.phases)
    quiet = "under way" if row.is_running else "nothing was due" if row.ended_at else "cut off"
    return CycleLine(
        id=row.id,
        when=moment(row.began_at),
        cause=CAUSES.get(row.cause, row.cause) + (f", {row.actor}" if row.cause == "by hand" else ""),
        told=", ".join(asked).capitalize() or quiet,
        held=held,
        took=f"{took:.1f} s",
        is_running=row.is_running,
    )


def _named(phase: str) -> str:
    return PHASE_WORDS.get(phase, (phase, ""))[0].lower()


def limit_fields(limits: Mapping[str, int]) -> list[LimitField]:
    return [LimitField(name, LIMIT_WORDS.get(name, name), str(limit)) for name, limit in limits.items()]


def read_limits(form: Mapping[str, Any]) -> dict[str, int]:
    return {name: whole(form.get(name), LIMIT_WORDS.get(name, name), 10_000) for name in DEFAULT_LIMITS}


def whole(text: Any, label: str, most: int) -> int:
    words = str(text if text is not None else "").strip()
    if not (words.isascii() and words.isdigit() and int(words) <= most):
        raise Invalid(f"{label}: give a whole number from 0 to {most:,}.")
    return int(words)


def read_budgets(form: Mapping[str, Any]) -> dict[str, float]:
    found = {}
    for name, label in {"models_usd": "Models", "listings_usd": "Listings", "mails": "Mails"}.items():
        try:
            value = float(str(form.get(name, "")))
        except ValueError:
            raise Invalid(f"{label}: give a number; 0 is without a limit.") from None
        if not 0 <= value <= 1_000_000:
            raise Invalid(f"{label}: give a number from 0 to 1,000,000.")
        found[name] = value
    return found
