"""What the editor shows beside the letter."""

import re
from dataclasses import dataclass

from webmagic.pitcher import VARIABLES, Score, Template

OUTSIDE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
CALM = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
    "<style>a { pointer-events: none }</style>"
)


@dataclass(frozen=True)
class Variable:
    name: str
    words: str


@dataclass(frozen=True)
class Race:
    """One subject in the race for what is paid."""

    key: str
    subject: str
    figures: str
    chance: str
    width: str


def variables() -> list[Variable]:
    return [Variable("{{ " + name + " }}", words) for name, words in VARIABLES.items()]


def calm_letter(html: str) -> str:
    """Pictures and links put to sleep."""
    head, found, rest = OUTSIDE.sub("", html).partition("<head>")
    return head + found + CALM + rest


def race_of(scores: list[Score], template: Template) -> list[Race]:
    if template.step:
        return []
    rows = []
    for score in scores[: len(template.subjects)]:
        paid = f"{score.paid} paid of {score.sent} letters"
        chance = f"{100 * score.best:.0f}% sure to sell best"
        width = f"{100 * score.best:.0f}%"
        rows.append(Race(str(score.variant), template.subjects[score.variant], paid, chance, width))
    return rows
