"""Requirements as fields and back, and the score's record as a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from webmagic.conductor import Band, Outcomes, PartOutcome
from webmagic.core.errors import Invalid
from webmagic.core.intervals import Share
from webmagic.hunter import Difference, Example, Rules
from webmagic.models import RuleVersion
from webmagic.ui.figures import moment

POINTS = {
    "no_website_points": ("No website", "points"),
    "email_points": ("An e-mail address", "points"),
    "rating_points": ("A good rating", "points"),
    "reviews_points": ("Many reviews", "points"),
    "local_points": ("Local, not a chain", "points"),
}
BOUNDS = {
    "minimum_score": ("Lowest score", "of 100; below it nothing is built"),
    "good_rating": ("A good rating is", "stars or more"),
    "many_reviews": ("Many reviews are", "or more"),
    "minimum_rating": ("Never below", "stars; 0 takes every rating"),
    "stale_after_months": ("Stale after", "months without a sign of life; 0: never"),
}
SWITCHES = {
    "require_email": "Only with an e-mail address",
    "require_phone": "Only with a telephone number",
    "accept_social_only": "A social page alone counts as no website",
    "accept_temporarily_closed": "Closed for the time being is open enough",
}
LISTS = {
    "trades": ("Only these trades", "bakery, plumber"),
    "excluded_trades": ("Never these trades", "lawyer"),
    "countries": ("Only these countries", "US, GT"),
}
WORDS = {name: words[0] for name, words in (POINTS | BOUNDS | LISTS).items()} | SWITCHES


@dataclass(frozen=True)
class Field:
    name: str
    label: str
    value: str
    hint: str
    step: str = "1"


@dataclass(frozen=True)
class Switch:
    name: str
    label: str
    is_on: bool


@dataclass(frozen=True)
class Sample:
    """A business that would come in or fall out."""

    id: str
    name: str
    about: str
    scores: str
    why: str


@dataclass(frozen=True)
class Version:
    number: int
    when: str
    by: str
    words: str
    is_current: bool


@dataclass(frozen=True)
class Rate:
    value: str
    words: str
    left: str
    width: str


@dataclass(frozen=True)
class Row:
    band: str
    leads: str
    mailed: str
    visited: Rate
    claimed: Rate
    paid: Rate


@dataclass(frozen=True)
class Part:
    label: str
    points: str
    with_it: str
    without: str
    suggested: str


def form_of(rules: Rules) -> dict[str, str]:
    """The rules as the form's own text; a switch is "on" or nothing."""
    values = rules.model_dump()
    form = {name: f"{values[name]:g}" for name in POINTS | BOUNDS}
    form |= {name: "on" if values[name] else "" for name in SWITCHES}
    return form | {name: ", ".join(values[name]) for name in LISTS}


def typed(value: str | float | None) -> str:
    """As text; what is no number is an empty field."""
    if isinstance(value, str) or value is None:
        return (value or "")[:2000]
    return f"{value:g}" if isfinite(value) else ""


def number_fields(form: Mapping[str, str], group: Mapping[str, tuple[str, str]]) -> list[Field]:
    step = {"good_rating": "0.1", "minimum_rating": "0.1"}
    return [
        Field(name, label, form[name], hint, step.get(name, "1")) for name, (label, hint) in group.items()
    ]


def list_fields(form: Mapping[str, str]) -> list[Field]:
    return [Field(name, label, form[name], hint) for name, (label, hint) in LISTS.items()]


def switches_of(form: Mapping[str, str]) -> list[Switch]:
    return [Switch(name, label, bool(form[name])) for name, label in SWITCHES.items()]


def read(form: Mapping[str, str]) -> dict[str, Any]:
    """What the form says, as changes; the domain judges the values."""
    changes: dict[str, Any] = {name: str(form.get(name, "")).strip() for name in POINTS | BOUNDS}
    if missing := [WORDS[name] for name, value in changes.items() if not value]:
        raise Invalid(f"{missing[0]}: give a number.")
    changes |= {name: bool(form.get(name)) for name in SWITCHES}
    for name in LISTS:
        words = str(form.get(name, ""))[:2000].replace("\n", ",").split(",")
        clean = [word.strip().lower().replace(" ", "_") for word in words if word.strip()]
        changes[name] = [word.upper() for word in clean] if name == "countries" else clean
    return changes


def sum_words(form: Mapping[str, str]) -> str:
    """More than 100 is cut, less leaves the top of the scale empty: both are worth a word."""
    try:
        total = sum(int(form.get(name, "")) for name in POINTS)
    except ValueError:
        return ""
    if total == 100:
        return "The parts add up to 100."
    return f"The parts add up to {total}, " + (
        "so what is above 100 is lost." if total > 100 else "so no lead reaches 100."
    )


def foretold(found: Difference) -> str:
    if not found.added and not found.dropped:
        return f"Nothing would change: the same {_leads(found.now)}."
    return (
        f"{_leads(found.then)} instead of {found.now:,}: {found.added:,} would come in, "
        f"{found.dropped:,} would fall out."
    )


def _leads(number: int) -> str:
    return f"{number:,} lead{'s' * (number != 1)}"


def samples_of(examples: list[Example]) -> list[Sample]:
    return [
        Sample(
            str(one.id),
            one.name,
            ", ".join(part for part in (one.trade.replace("_", " "), one.city) if part),
            str(one.score_then) if one.score_now == one.score_then else f"{one.score_now} → {one.score_then}",
            one.why,
        )
        for one in examples
    ]


def versions_of(versions: list[RuleVersion]) -> list[Version]:
    return [
        Version(
            one.number,
            moment(one.at),
            one.by or "as delivered",
            "; ".join(one.changes) or "the beginning",
            n == 0,
        )
        for n, one in enumerate(versions)
    ]


def bands_of(found: Outcomes) -> list[Row]:
    """The best first. Bands without a lead or a mail are left out."""
    return [_row(band) for band in reversed(found.bands) if band.leads or band.mailed]


def _row(band: Band) -> Row:
    rates = [_rate(share) for share in (band.visited, band.claimed, band.paid)]
    return Row(f"{band.low}–{band.high}", f"{band.leads:,}", f"{band.mailed:,}", *rates)


def _rate(share: Share) -> Rate:
    if not share.of:
        return Rate("–", "nobody mailed", "0%", "0%")
    value = f"{share.hits:,}"
    words = f"{100 * (share.value or 0):.1f} %, {100 * share.low:.1f} to {100 * share.high:.1f}"
    return Rate(value, words, f"{100 * share.low:.1f}%", f"{100 * (share.high - share.low):.1f}%")


def parts_of(found: Outcomes) -> list[Part]:
    return [_part(part, (found.suggested or {}).get(part.name)) for part in found.parts]


def _part(part: PartOutcome, suggested: int | None) -> Part:
    shown = "" if suggested is None else str(suggested)
    return Part(
        WORDS[part.name], str(part.points), _claims(part.with_it), _claims(part.without), shown or "–"
    )


def _claims(share: Share) -> str:
    return f"{share.hits:,} of {share.of:,}" if share.of else "nobody"
