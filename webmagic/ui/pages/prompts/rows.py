"""Agents, versions, the race between them, a trial and the costs, as the screen shows them."""

import json
from dataclasses import dataclass, field

from webmagic.conductor import ModelForecast
from webmagic.core.intervals import Share
from webmagic.core.settings import get_settings
from webmagic.creative import Race, Record, Trial, Variant
from webmagic.creative.prompts import PromptRow
from webmagic.ui.components.tabs import address
from webmagic.ui.figures import microusd, moment

HOME = "/settings/prompts"
NAMES = {
    "analyst": ("Analyst", "reads the listing and its reviews"),
    "concept": ("Concept", "finds the one promise"),
    "art_director": ("Art director", "chooses look, colours and type"),
    "architect": ("Architect", "writes the page"),
    "bespoke": ("Architect, by hand", "builds sections for chosen businesses"),
    "email": ("First mail", "words of the offer"),
    "editor": ("Editor", "changes a page on request"),
}


@dataclass(frozen=True)
class AgentRow:
    key: str
    name: str
    version: str
    note: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class VersionLine:
    number: int
    why: str
    who: str
    when: str
    is_active: bool
    href: str
    is_current: bool


COLORS = ("var(--c1)", "var(--c2)", "var(--c3)", "var(--c4)", "var(--c5)", "var(--c6)")


@dataclass(frozen=True)
class Measure:
    """A share with its interval; `low` and `span` are parts of the bar's width."""

    label: str
    value: str
    of: str
    low: str
    span: str
    at: str


@dataclass(frozen=True)
class Runner:
    version: str
    name: str
    share: str
    color: str
    weight: str
    builds: str
    gate: str
    cost: str
    is_ahead: bool
    measures: list[Measure] = field(default_factory=list)


@dataclass(frozen=True)
class Figure:
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Cap:
    label: str
    value: str
    width: str


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


def runners_of(race: Race) -> list[Runner]:
    return [
        _runner(one, COLORS[n % len(COLORS)], race.winner == one.version)
        for n, one in enumerate(race.variants)
    ]


def _runner(one: Variant, color: str, is_ahead: bool) -> Runner:
    record = one.record
    return Runner(
        version=str(one.version),
        name=one.note or "No reason given",
        share=f"{one.share:.0%}",
        color=color,
        weight=str(one.weight),
        builds=f"{record.sites:,}" if record else "none yet",
        gate=f"{record.gate:.1f}" if record and record.gate is not None else "–",
        cost=microusd(record.cost_microusd) if record and record.cost_microusd else "–",
        is_ahead=is_ahead,
        measures=measures_of(record) if record and record.sent else [],
    )


def measures_of(record: Record) -> list[Measure]:
    """Of those mailed: what came of it, each with what it may really be."""
    steps = (
        ("Opened", record.opened),
        ("Clicked", record.clicked),
        ("Claimed", record.claimed),
        ("Paid", record.paid),
    )
    return [_measure(label, Share(min(hits, record.sent), record.sent)) for label, hits in steps]


def _measure(label: str, share: Share) -> Measure:
    return Measure(
        label=label,
        value=f"{share.value or 0:.1%}",
        of=f"{share.hits} of {share.of}, {share.low:.0%} to {share.high:.0%}",
        low=f"{share.low:.1%}",
        span=f"{max(share.high - share.low, 0.01):.1%}",
        at=f"{share.value or 0:.1%}",
    )


def verdict_of(race: Race) -> str:
    """Who is ahead, if anybody is."""
    sent = sum(one.record.sent for one in race.variants if one.record)
    if len(race.variants) < 2:
        return "One version is in use. Race another against it to find out which one sells."
    if race.winner:
        return (
            f"v{race.winner} is ahead: at its worst it is clicked more often than the others at their best."
        )
    if not sent:
        return "No offer with either has been mailed yet, so nobody knows which one sells."
    return f"{sent:,} mailed so far. The intervals overlap, so none is ahead for certain."


def trial_of(trial: Trial) -> list[Figure]:
    exact = "counted by Anthropic" if trial.is_counted else "estimated, 3.5 bytes each"
    return [
        Figure("The same for all", f"{trial.tokens_stable:,} tokens", "cached after the first"),
        Figure("About this business", f"{trial.tokens_own:,} tokens", exact),
        Figure("The answer", f"{trial.tokens_out:,} tokens", "as long as usual"),
        Figure(
            "Asked now", microusd(trial.next_microusd), f"{microusd(trial.first_microusd)} the first time"
        ),
        Figure("By night", microusd(trial.night_microusd), "in a batch"),
    ]


def costs_of(found: ModelForecast) -> list[Figure]:
    sites = found.cost.sites
    basis = f"in the middle of {sites:,} built" if sites else "estimated from the prompts"
    night = f"{found.night_sites:,} site{'s' * (found.night_sites != 1)} the autopilot would build"
    return [
        Figure("A site, at once", microusd(found.cost.at_once), basis),
        Figure("A site, by night", microusd(found.cost.by_batch), "in batches, at half the price"),
        Figure("The next 24 hours", _usd(found.night_usd), night),
        Figure("The next 30 days", _usd(found.month_usd), f"{found.month_sites:,} sites at the present plan"),
    ]


def caps_of(found: ModelForecast) -> list[Cap]:
    return [
        _cap("Today", found.spent_day_usd, found.day_cap_usd),
        _cap("This month", found.spent_month_usd, found.month_cap_usd),
    ]


def _cap(label: str, spent: float, cap: float) -> Cap:
    width = min(100.0, 100 * spent / cap) if cap else 100.0
    return Cap(label, f"{_usd(spent)} of ${cap:g}", f"{width:.1f}%")


def _usd(dollars: float) -> str:
    return microusd(int(dollars * 1_000_000))


def agent_row(agent: str, history: list[PromptRow], is_current: bool) -> AgentRow:
    used = [row for row in history if row.is_active]
    active = used[0] if used else None
    since = f"since {moment(active.created_at).replace('Today', 'today')}" if active else "no prompt yet"
    since = f"{len(used)} versions race" if len(used) > 1 else since
    return AgentRow(
        key=agent,
        name=NAMES[agent][0],
        version=f"v{active.version}" if active else "",
        note=since,
        href=address(HOME, agent=agent),
        is_current=is_current,
    )


def version_line(agent: str, row: PromptRow, is_current: bool) -> VersionLine:
    return VersionLine(
        number=row.version,
        why=row.note or "No reason given",
        who=row.author,
        when=moment(row.created_at),
        is_active=row.is_active,
        href=address(HOME, agent=agent, v=row.version),
        is_current=is_current,
    )


def pretty(text: str) -> str:
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text


def engine_words() -> str:
    """Whether anybody reads this text on this machine."""
    settings = get_settings()
    has_claude = bool(settings.anthropic_api_key.get_secret_value()) and settings.engine != "studio"
    if has_claude:
        return ""
    return "The built-in designer works without prompts. With an ANTHROPIC_API_KEY, Claude is told this."
