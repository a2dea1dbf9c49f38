"""What the overview shows, as frozen rows, and how it is drawn from the conductor's figures."""

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass

from webmagic.accounts import Page
from webmagic.conductor import Alert, FunnelStep, Income, RibbonBlock, Week
from webmagic.core.clock import now
from webmagic.models import Activity
from webmagic.ui.components.glyph import Glyph, glyph
from webmagic.ui.happenings import mark_of
from webmagic.ui.money import money, moneys

STEP, FOOT = 125.0, 128.0
QUEUES = {
    "scraping": ("Hunt", "hexagon"),
    "generation": ("Build", "panels-top-left"),
    "campaigns": ("Mail", "send"),
    "monitoring": ("Check", "shield-check"),
}


@dataclass(frozen=True)
class Step:
    label: str
    value: str
    kept: str  # "20.5%" of the step before, "" for the first


@dataclass(frozen=True)
class Bar:
    """Heights in percent of the tallest week."""

    label: str
    recurring: str
    setup: str


@dataclass(frozen=True)
class Block:
    kind: str  # done | going | plan | held
    left: str
    width: str
    text: str


@dataclass(frozen=True)
class Lane:
    name: str
    icon: str
    blocks: list[Block]


@dataclass(frozen=True)
class NeedRow:
    key: str
    tone: str
    icon: str
    text: str
    to_do: str
    link: str


@dataclass(frozen=True)
class FeedRow:
    id: int
    time: str
    at: str
    icon: str  # "" when the glyph speaks
    glyph: Glyph
    text: str
    href: str
    tone: str  # "new" for one that just came in


def steps_of(funnel: list[FunnelStep]) -> list[Step]:
    kept = [""] + [
        f"{min(100 * step.count / before.count, 100):.1f}%" if before.count else "–"
        for before, step in itertools.pairwise(funnel)
    ]
    return [Step(step.label, f"{step.count:,}", share) for step, share in zip(funnel, kept, strict=True)]


def _heights(counts: list[int]) -> list[float]:
    top = math.log1p(max([*counts, 1]))
    return [FOOT - 4 - (FOOT - 8) * math.log1p(count) / top for count in counts]


def silhouette(counts: list[int]) -> str:
    """The street's outline on a log scale: the path of the funnel."""
    ys = _heights(counts)
    path = f"M0 {ys[0]:.1f}" if ys else "M0 128"
    for n, y in enumerate(ys):
        path += f"H{n * STEP + 77.5:.1f}"
        if n + 1 < len(ys):
            bend, end, below = n * STEP + 101.2, (n + 1) * STEP, ys[n + 1]
            path += f"C{bend:.1f} {y:.1f} {bend:.1f} {below:.1f} {end:.1f} {below:.1f}"
    return path + "H1000V128H0Z"


def posts(counts: list[int]) -> list[str]:
    return [f"M{n * STEP:.1f} {y:.1f}V128" for n, y in enumerate(_heights(counts)) if n]


def bars_of(weeks: list[Week]) -> list[Bar]:
    top = max([week.recurring_cents + week.setup_cents for week in weeks] + [1])
    return [
        Bar(
            f"{week.begins:%b} {week.begins.day}",
            f"{94 * week.recurring_cents / top:.1f}%",
            f"{94 * week.setup_cents / top:.1f}%",
        )
        for week in weeks
    ]


def weeks_in_words(income: Income) -> str:
    recurring = money(sum(week.recurring_cents for week in income.weeks), income.currency)
    setup = money(sum(week.setup_cents for week in income.weeks), income.currency)
    return f"Weekly income over {len(income.weeks)} weeks: {recurring} recurring, {setup} setup fees."


def main_and_rest(by_currency: Mapping[str, int], currency: str) -> tuple[str, str]:
    """The figure in the main currency, and words for the others: never added together."""
    rest = {name: cents for name, cents in by_currency.items() if name != currency}
    return money(by_currency.get(currency, 0), currency), f", and {moneys(rest)}" if rest else ""


def lanes_of(ribbon: list[RibbonBlock]) -> list[Lane]:
    return [
        Lane(name, icon, _blocks([cell for cell in ribbon if cell.queue == queue]))
        for queue, (name, icon) in QUEUES.items()
    ]


def _blocks(cells: list[RibbonBlock]) -> list[Block]:
    """Hours that touch become one block; what is planned is hatched."""
    done = [(cell.hour, cell.done, cell.failed) for cell in cells if cell.done or cell.failed]
    plan = [(cell.hour, cell.planned, 0) for cell in cells if cell.planned]
    return [_block("done", run) for run in _runs(done)] + [_block("plan", run) for run in _runs(plan)]


def _runs(cells: list[tuple[int, int, int]]) -> list[list[tuple[int, int, int]]]:
    runs: list[list[tuple[int, int, int]]] = []
    for cell in sorted(cells):
        if runs and cell[0] == runs[-1][-1][0] + 1:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return runs


def _block(kind: str, run: list[tuple[int, int, int]]) -> Block:
    first, last = run[0][0], run[-1][0]
    many, stopped = sum(cell[1] for cell in run), sum(cell[2] for cell in run)
    at = now().hour + now().minute / 60
    start = max(first, at) if kind == "plan" and first <= at else first
    end = min(last + 1, at) if kind == "done" and last < at < last + 1 else last + 1
    text = f"{many}, {stopped} stopped" if stopped else f"{many}"
    return Block(kind, f"{100 * start / 24:.2f}%", f"{max(100 * (end - start) / 24, 0.8):.2f}%", text)


def nowline() -> str:
    share = (now().hour + now().minute / 60) / 24
    return f"calc(84px + (100% - 84px) * {share:.4f})"


def needs_of(alerts: list[Alert]) -> list[NeedRow]:
    marks = {"bad": "octagon-alert", "warn": "triangle-alert", "hold": "pause"}
    return [
        NeedRow(one.key, one.tone, marks.get(one.tone, "info"), one.text, one.to_do, one.link)
        for one in alerts
    ]


def feed_of(page: Page[Activity]) -> list[FeedRow]:
    return [feed_row(line) for line in page.items]


def feed_row(line: Activity, tone: str = "") -> FeedRow:
    pane = _pane(line.kind)
    mark = "" if pane else mark_of(line.kind)
    href = f"/businesses/{line.business_id}" if line.business_id else ""
    at = line.at
    return FeedRow(line.id or 0, f"{at:%H:%M}", at.isoformat(), mark, pane or glyph(), line.text, href, tone)


def _pane(kind: str) -> Glyph | None:
    known = {
        "site.requested": glyph(0, now=True),
        "site.built": glyph(4),
        "site.published": glyph(4),
        "site.failed": glyph(3, failed=True),
        "payment.received": glyph(4, sold=True),
    }
    return known.get(kind)
