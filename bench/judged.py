"""Two dozen pages and more, published and served as ours are, judged by Lighthouse, axe and our own eyes
for six widths: `make prove ONLY=pages`.

Pages are the sold version, open to search engines; a preview differs by its claim bar and `noindex`.
"""

import asyncio
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.creative.deep.cases import Case, cases
from tests.creative.deep.served import served
from webmagic.creative.deep.check import ENOUGH, Depth, Look, look

COUNT = 24  # at the least
RUNS = 5  # only where the first falls short; the middle one counts
JUDGED = ("performance", "accessibility", "best-practices", "seo", "agentic-browsing")
PERFECT = JUDGED[1:]


def run(_seed: int, _count: int) -> list[dict[str, Any]]:
    """One figure a page. The pages are the same whatever the seed."""
    figures = asyncio.run(judge(cases()))
    Console(width=150).print(table(figures))
    return figures


async def judge(chosen: list[Case], depth: Depth | None = None) -> list[dict[str, Any]]:
    depth = depth or Depth(lighthouse=RUNS)
    with served({case.key: case.page for case in chosen}) as addresses:
        pages = [Look(key, url=url) for key, url in addresses.items()]
        return [_figures(found) async for found in look(pages, depth)]


def _figures(found: dict[str, Any]) -> dict[str, Any]:
    seen = found.get("lighthouse") or {"scores": {}, "failed": []}
    return {
        "page": found["key"],
        **{name: seen["scores"].get(name) for name in JUDGED},
        "axe": len(found["axe"]),
        "complaints": len(found["complaints"]),
        "overflow": [wide["width"] for wide in found["overflow"]],
        "first": [one["width"] for one in found["first"]],
        **{name: seen.get(name) for name in ("metrics", "runs", "benchmark", "slowdown", "warnings")},
        "failed": [*seen["failed"], *found["axe"], *found["complaints"], *found["overflow"], *found["first"]],
    }


def holds(figures: dict[str, Any]) -> bool:
    is_clean = not (figures["axe"] or figures["complaints"] or figures["overflow"] or figures["first"])
    is_perfect = all(figures[name] in {100, None} for name in PERFECT)
    return is_clean and is_perfect and (figures["performance"] or 0) >= ENOUGH


def line(figures: dict[str, Any]) -> str:
    scores = "/".join(str(figures[name]) for name in JUDGED)
    why = "" if holds(figures) else f": {str(figures['failed'])[:600]}"
    return (
        f"{figures['page']}: {scores}, {figures['axe']} axe, {figures['complaints']} complaints, "
        f"{len(figures['overflow'])} widths too narrow{why}"
    )


def table(figures: list[dict[str, Any]]) -> Table:
    shown = Table(title="Lighthouse mobile (simulated throttling), axe, console, six widths")
    for name in ("page", "perf", "a11y", "best", "seo", "agent", "LCP ms", "CLS", "TBT ms", "KB"):
        shown.add_column(name, justify="left" if name == "page" else "right")
    for name in ("axe", "console", "widths", "index"):
        shown.add_column(name, justify="right")
    for one in figures:
        metrics = one["metrics"] or {}
        cells = [one[name] for name in JUDGED]
        cells += [round(metrics.get(name, 0)) for name in ("lcp",)]
        cells += [
            metrics.get("cls", 0),
            round(metrics.get("tbt", 0)),
            round(metrics.get("bytes", 0) / 1024, 1),
        ]
        cells += [one["axe"], one["complaints"], len(one["overflow"]), one["benchmark"]]
        shown.add_row(one["page"], *map(str, cells), style="" if holds(one) else "red")
    return shown
