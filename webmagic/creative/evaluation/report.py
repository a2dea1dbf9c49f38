"""An evaluation as one page of HTML that needs nothing else: no script, no other host."""

import base64
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from webmagic.creative.engines.claude.prices import AS_OF
from webmagic.creative.evaluation.running import Evaluation, Result, Summary

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
)
FEW = 20  # businesses below which a difference says little


@dataclass(frozen=True)
class Cell:
    text: str
    is_best: bool


@dataclass(frozen=True)
class Row:
    label: str
    note: str
    cells: list[Cell]


ROWS = (
    ("Gate", "mean score of a hundred", "gate_mean", "{:.1f}", max),
    ("Findings", "of all pages together", "findings", "{:,}", min),
    ("Refused", "pages that would not go online", "refused", "{:,}", min),
    ("Repaired", "pages in which the designer set something right", "repaired", "{:,}", min),
    ("By the designer", "stages Claude left open", "designed", "{:,}", min),
    ("Useless answers", "paid for, and asked again", "useless", "{:,}", min),
    ("Cost of a site", "in the middle", "cost_usd", "${:.4f}", min),
    ("Cost in all", "of this evaluation", "total_usd", "${:.4f}", min),
    ("Time for a site", "in the middle, in seconds", "seconds", "{:.1f}", min),
)


def page_of(found: Evaluation, no_screens: str = "") -> str:
    """`no_screens`: why there are no pictures, when there are none."""
    summaries = found.summaries()
    counts = found.rules()
    every = sorted({rule for side in counts.values() for rule in side})
    ordered = sorted(found.results, key=lambda one: one.business_id)
    return _templates.get_template("report.html").render(
        at=found.at.partition("+")[0].replace("T", " "),
        choices=found.choices,
        businesses=max((one.businesses for one in summaries), default=0),
        prices_of=AS_OF.isoformat(),
        summaries=summaries,
        rows=[_row(row, summaries) for row in ROWS],
        verdict=verdict_of(summaries),
        rules=[(rule, [counts[one.side][rule] for one in summaries]) for rule in every],
        no_screens=no_screens,
        subjects=[
            _subject(list(results)) for _, results in groupby(ordered, key=lambda one: one.business_id)
        ],
    )


def verdict_of(summaries: list[Summary]) -> str:
    """What these figures allow to say, and what they do not."""
    count = max((one.businesses for one in summaries), default=0)
    if count < FEW:
        return (
            f"{count} businesses are few: figures so close together may be chance. "
            "Which page sells is known in the field alone."
        )
    return "These are the measures of pages. Which page sells is known in the field alone."


def _row(row: tuple[str, str, str, str, Any], summaries: list[Summary]) -> Row:
    label, note, name, form, better = row
    values = [getattr(one, name) for one in summaries]
    best = better(values) if values and len(set(values)) > 1 else None
    return Row(label, note, [Cell(form.format(value), value == best) for value in values])


def _subject(results: list[Result]) -> dict[str, Any]:
    return {"name": results[0].name, "results": [_side(one) for one in results]}


def _side(one: Result) -> dict[str, Any]:
    repairs = [one.repaired] if one.repaired else []
    repairs += [f"by the designer: {', '.join(one.designed).replace('_', ' ')}"] if one.designed else []
    repairs += [f"{one.useless} useless answer{'s' * (one.useless != 1)}"] if one.useless else []
    return {
        "side": one.side,
        "headline": one.headline,
        "vibe": one.vibe,
        "gate": one.gate,
        "is_refused": any(finding["refuses"] for finding in one.findings),
        "findings": one.findings,
        "cost": f"${one.cost_microusd / 1e6:.4f}",
        "tokens": f"{one.tokens_in:,} tokens in, {one.tokens_out:,} out",
        "seconds": f"{one.seconds:.1f}",
        "repairs": "; ".join(repairs) or "none",
        "screens": [(size, _inline(data)) for size, data in one.screens.items()],
    }


def _inline(data: bytes) -> str:
    return f"data:image/webp;base64,{base64.b64encode(data).decode()}"
