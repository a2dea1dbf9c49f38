"""What the studio shows of a version."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from webmagic import creative
from webmagic.creative import Choice, Choices, Text
from webmagic.creative.facts import Facts
from webmagic.models import SiteVersion

NAMES = {
    "page": "For search engines", "header": "Top of the page", "hero": "Opening",
    "signature": "The one graphic", "offer": "What they do", "voices": "What people say",
    "gallery": "Photos", "hours": "Opening hours", "place": "Where it is", "faq": "Questions",
    "contact": "Contact", "footer": "Foot of the page",
}  # fmt: skip
FIELDS = {
    "name": "Name", "phone": "Telephone", "email": "E-mail", "street": "Street", "city": "Town",
    "state": "State", "postcode": "Postcode", "price_range": "Prices",
}  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Line:
    """A text that may be written over. `fact`: it repeats one, and is changed there."""

    path: str
    key: str
    label: str
    text: str
    limit: int
    rows: str
    fact: str


@dataclass(frozen=True)
class Group:
    kind: str
    name: str
    lines: list[Line]


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_on: bool
    one: str
    two: str
    three: str
    four: str


@dataclass(frozen=True)
class Part:
    """A section of the page."""

    kind: str
    name: str
    is_hidden: bool
    is_fixed: bool
    is_first: bool
    is_last: bool
    variants: list[Option]


@dataclass(frozen=True)
class FactField:
    name: str
    label: str
    value: str
    key: str


@dataclass(frozen=True)
class Picture:
    key: str
    src: str
    caption: str


@dataclass(frozen=True)
class Check:
    key: str
    tone: str
    mark: str
    title: str
    detail: str


@dataclass(frozen=True)
class Change:
    key: str
    label: str
    before: str
    after: str


def groups_of(version: SiteVersion) -> list[Group]:
    texts = sorted(creative.texts_of(version), key=lambda text: text.section == "page")
    return [
        Group(kind, NAMES.get(kind, kind), [_line(text, version.number) for text in found])
        for kind, found in groupby(texts, key=lambda text: text.section)
    ]


def _line(text: Text, number: int) -> Line:
    rows = "1" if text.limit <= 60 else "3" if text.limit <= 170 else "5"
    fact = f"Repeats the {text.fact}; change it there." if text.fact else ""
    if text.fact == "reviews":
        fact = "A customer's own words, kept as they were written."
    return Line(text.path, f"{text.path}-{number}", text.label, text.text, text.limit, rows, fact)


def language_note(written: dict[str, dict[str, str]], language: str) -> str:
    """Said before somebody changes the language: what becomes of the texts written by hand."""
    names = {"en": "English", "es": "Spanish"}
    here = len(written.get(language, {}))
    kept = [
        f"{_texts(len(texts))} in {names.get(key, key)}" for key, texts in written.items() if key != language
    ]
    parts = ["Another language writes the page anew."]
    if here:
        what = f"{_texts(here)} you wrote in {names.get(language, language)}"
        parts.append(f"The new page does without {what}; changed back, the page has {_them(here)} again.")
    if kept:
        parts.append(f"Kept for later: {', '.join(kept)}.")
    return " ".join(parts)


def _them(count: int) -> str:
    return "it" if count == 1 else "them"


def _texts(count: int) -> str:
    return f"{count} text{'s' * (count != 1)}"


def options_of(choices: list[Choice]) -> list[Option]:
    return [Option(c.value, c.label, c.is_on, *(c.colours or ("", "", "", ""))) for c in choices]


def parts_of(choices: Choices) -> list[Part]:
    movable = [section.kind for section in choices.sections if not section.is_fixed]
    return [
        Part(
            section.kind,
            NAMES.get(section.kind, section.kind),
            section.is_hidden,
            section.is_fixed,
            section.kind == movable[0] if movable else True,
            section.kind == movable[-1] if movable else True,
            options_of(section.variants),
        )
        for section in choices.sections
    ]


def fields_of(facts: Facts, number: int) -> list[FactField]:
    shown = {
        **{name: str(getattr(facts, name)) for name in FIELDS},
        "phone": facts.phone_display or facts.phone,
    }
    return [FactField(name, label, shown[name], f"{name}-{number}") for name, label in FIELDS.items()]


def week_of(facts: Facts, number: int) -> list[FactField]:
    lines = creative.week_lines(facts)
    return [
        FactField(f"day{day}", DAYS[day], line, f"day{day}-{number}-{line}") for day, line in enumerate(lines)
    ]


def pictures_of(facts: Facts) -> list[Picture]:
    return [
        Picture(photo.key, f"/photos/{photo.key}.webp", photo.caption)
        for photo in facts.photos
        if photo.key and photo.widths
    ]


def checks_of(version: SiteVersion) -> list[Check]:
    found: list[dict[str, Any]] = version.gate.get("findings", [])
    if not found:
        return [Check("ok", "okk", "check", "Every claim has a fact", "and the page keeps every rule")]
    return [
        Check(
            f"f{n}",
            "warn",
            "triangle-alert",
            str(finding.get("message", ""))[:200],
            str(finding.get("place", "")),
        )
        for n, finding in enumerate(found)
    ]


def changes_of(old: SiteVersion | None, new: SiteVersion) -> list[Change]:
    if old is None:
        return []
    return [
        Change(f"c{n}", changed.label, changed.before[:140] or "nothing", changed.after[:140] or "nothing")
        for n, changed in enumerate(creative.diff(old, new)[:12])
    ]
