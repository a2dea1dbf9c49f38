"""Proof: people are told from machines. Labelled letters are replayed through the judge.

Two sets: the train set, whose kinds of visitors were looked at while the rules were written, and the
holdout, written afterwards with other agents, networks, timings and kinds; the rules were not changed
for it. `machines_rejected`: hits of machines that are not counted as people's, in percent.
`people_lost`: hits of people that are not counted, in percent.
"""

from collections import Counter
from typing import Any

from bench.readers import MACHINE, PERSON, SENT, TRAIN, Play, stage
from bench.readers_unseen import HOLDOUT
from webmagic.models import HitVerdict
from webmagic.pitcher.tracking.judging import Letter, judge

SETS: dict[str, dict[Play, int]] = {"train": TRAIN, "holdout": HOLDOUT}


def run(seed: int, count: int) -> list[dict[str, Any]]:
    return [replay(name, seed) for name in SETS]


def replay(name: str, seed: int) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for play, scene in stage(SETS[name], seed):
        letter = Letter(SENT, scene.traces, scene.crowds)
        for label, verdict in zip(scene.labels, judge(letter), strict=True):
            if label not in (PERSON, MACHINE):
                continue
            is_person = verdict.kind == HitVerdict.PERSON
            counts[label] += 1
            if is_person != (label == PERSON):
                counts[f"{label} wrong"] += 1
                wrong[f"{play}: {verdict.reason}"] += 1
    return {
        "set": name,
        "seed": seed,
        "hits": counts[PERSON] + counts[MACHINE],
        "people": counts[PERSON],
        "machines": counts[MACHINE],
        "machines_rejected": round(100 * (1 - counts["machine wrong"] / counts[MACHINE]), 2),
        "people_lost": round(100 * counts["person wrong"] / counts[PERSON], 2),
        "wrong": dict(wrong),
    }


def line(figures: dict[str, Any]) -> str:
    return (
        f"judged hits, {figures['set']}: {figures['hits']} labelled hits ({figures['people']} by people), "
        f"{figures['machines_rejected']} % of machines rejected, {figures['people_lost']} % of people lost"
    )


def holds(figures: dict[str, Any]) -> bool:
    return figures["hits"] >= 250 and figures["machines_rejected"] >= 99 and figures["people_lost"] <= 1
