"""A rehearsal as a table: one row an hour, one column a phase."""

from dataclasses import dataclass

from webmagic.conductor import Rehearsal
from webmagic.conductor.rehearsal import Assumed, Step

COLUMNS = {
    "scrape": "Hunt", "qualify": "Judge", "generate": "Build",
    "publish": "Publish", "offer": "Offers", "send": "Send",
}  # fmt: skip
MOST_ROWS = 72


@dataclass(frozen=True)
class Hour:
    key: str
    when: str
    cells: list[str]
    cost: str
    stopped: str


@dataclass(frozen=True)
class Plan:
    hours: list[Hour]
    totals: list[str]
    cost: str
    words: str
    assumed: list[str]


def plan_of(found: Rehearsal) -> Plan:
    by_hour: dict[int, list[Step]] = {}
    for step in found.steps:
        by_hour.setdefault(step.hour, []).append(step)
    hours = [_hour(number, steps) for number, steps in sorted(by_hour.items())]
    left_out = max(0, len(hours) - MOST_ROWS)
    did = [f"{count:,} {COLUMNS[phase].lower()}" for phase, count in found.totals.items() if count]
    words = f"In {found.hours} hours: {', '.join(did) or 'nothing is due'}. Nothing was written."
    return Plan(
        hours=hours[:MOST_ROWS],
        totals=[_figure(found.totals.get(phase, 0)) for phase in COLUMNS],
        cost=f"${found.cost_usd:,.2f}",
        words=words + (f" The last {left_out} hours are not shown." if left_out else ""),
        assumed=_assumed(found.assumed),
    )


def _hour(number: int, steps: list[Step]) -> Hour:
    counts = {phase: sum(step.count for step in steps if step.phase == phase) for phase in COLUMNS}
    stopped = list(dict.fromkeys(step.stopped for step in steps if step.stopped))
    at = steps[0].at
    return Hour(
        key=f"h{number}",
        when=f"{at:%a %H:%M}",
        cells=[_figure(count) for count in counts.values()],
        cost=f"${sum(step.cost_usd for step in steps):,.2f}",
        stopped=" ".join(stopped),
    )


def _figure(count: int) -> str:
    return f"{count:,}" if count else "·"


def _assumed(by: Assumed) -> list[str]:
    site = f"${by.site_microusd / 1e6:.2f}" if by.site_microusd else "nothing, the built-in designer makes it"
    return [
        f"A territory brings {by.found_per_territory:.0f} businesses",
        f"{by.qualified_share:.0%} of them qualify",
        f"{by.allowed_share:.0%} of the offers may be sent",
        f"A site costs {site}",
        "A country's own quiet hours are not played through",
    ]
