"""Every text of a page by its path, and which of them may be written over.

A path is "<section kind>.<slot>", with positions in lists: "hero.headline", "faq.items.0.answer";
"page.title" and "page.description" are the two that only a search engine shows.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from webmagic.core.errors import Invalid
from webmagic.creative.snapshot import cleaned
from webmagic.creative.stages import Blueprint
from webmagic.creative.studio.copy.front import turn_of
from webmagic.models import SiteVersion

PAGE = "page"
LABELS = {
    "title": "Title", "description": "Description for search engines", "headline": "Headline",
    "subline": "Line below the headline", "label": "Button", "art_label": "What the drawing shows",
    "caption": "Caption", "note": "Note", "name": "Name", "place": "Place", "text": "Words",
    "question": "Question", "answer": "Answer", "lead": "Opening line", "alt": "What the photo shows",
    "name_label": "Label: name", "contact_label": "Label: how to answer", "message_label": "Label: message",
    "send_label": "Button", "sent_text": "After sending", "failed_text": "When sending fails",
    "open_text": "While open", "closed_text": "While closed", "unit_text": "Unit", "rating_line": "Rating",
    "author": "Who said it", "rating": "Rating", "lines": "Line", "towns": "Town", "display": "Number",
    "value": "Figure",
}  # fmt: skip
LIMITS = {
    "headline": 110, "subline": 240, "label": 44, "name": 80, "place": 60, "answer": 600, "question": 160,
    "lead": 240, "caption": 200, "note": 240, "alt": 160, "art_label": 160, "sent_text": 200,
    "failed_text": 200, "text": 240, "unit_text": 40, "open_text": 40, "closed_text": 40,
}  # fmt: skip
TITLE_LIMITS = {PAGE: 70}
DESCRIPTION_LIMIT, OTHER_LIMIT = 170, 90
OPTIONAL = frozenset({"note", "caption", "place", "description", "lead", "subline"})
# Never shown to a reader, or made out of another slot.
SILENT = frozenset({"href", "kind", "art", "src", "timezone", "turn", "spans", "day", "at", "width", "height",
                    "minutes", "key", "widths", "open_minutes", "has_open_now"})  # fmt: skip
# Slots that repeat a fact: the fact is changed (see `FactPatch`), not the slot.
FACTS = {
    "hours.days": "hours", "place.lines": "address", "place.towns": "address", "footer.lines": "address",
    "contact.links": "phone", "footer.links": "phone", "voices.rating": "reviews",
    "voices.rating_line": "reviews", "voices.lead": "reviews", "voices.others": "reviews",
    "signature.said": "reviews", "signature.data.display": "phone", "signature.data.value": "reviews",
    "header.place": "address",
}  # fmt: skip


@dataclass(frozen=True)
class Text:
    """`fact` names the fact that a text repeats; such a text is changed by changing that fact."""

    path: str
    section: str
    label: str
    text: str
    limit: int
    fact: str = ""

    @property
    def is_optional(self) -> bool:
        """Whether it may be left empty."""
        return self.path.rsplit(".", 1)[-1] in OPTIONAL


def texts_of(version: SiteVersion) -> list[Text]:
    """Every text of a version that a reader sees or hears, in page order."""
    return list(texts_in(Blueprint.model_validate(version.blueprint)))


def texts_in(blueprint: Blueprint) -> Iterator[Text]:
    for name in ("title", "description"):
        yield _text(PAGE, (name,), getattr(blueprint, name))
    seen: set[str] = set()
    for section in blueprint.sections:
        if section.kind not in seen:
            seen.add(section.kind)
            for path, text in _leaves(section.slots):
                yield _text(section.kind, path, text)


def _leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, str):
        if value:
            yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in SILENT:
                yield from _leaves(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _leaves(item, (*path, str(number)))


def _text(section: str, path: tuple[str, ...], text: str) -> Text:
    whole = ".".join((section, *path))
    name = next(part for part in reversed(path) if not part.isdigit())
    numbers = " ".join(str(int(part) + 1) for part in path if part.isdigit())
    label = f"{LABELS.get(name, name.replace('_', ' ').capitalize())} {numbers}".strip()
    return Text(whole, section, label, text, _limit(section, name), _fact(whole, path))


def _limit(section: str, name: str) -> int:
    if section == PAGE:
        return TITLE_LIMITS[PAGE] if name == "title" else DESCRIPTION_LIMIT
    return LIMITS.get(name, OTHER_LIMIT)


def _fact(whole: str, path: tuple[str, ...]) -> str:
    """A reviewer's words stay the reviewer's, wherever they stand."""
    if "said" in path:
        return "reviews"
    return next((fact for start, fact in FACTS.items() if f"{whole}.".startswith(f"{start}.")), "")


def with_texts(blueprint: Blueprint, texts: dict[str, str]) -> Blueprint:
    """A copy with these texts written over. Raises Invalid for a path there is not, or a bad text."""
    known = {text.path: text for text in texts_in(blueprint)}
    known |= {text.path: text for text in _empty(blueprint) if text.path not in known}
    changed = copy.deepcopy(blueprint)
    for path, written in texts.items():
        if path not in known:
            raise Invalid(f"There is no text called {path[:80]} on this page.")
        put(changed, path, checked_text(known[path], written))
    return changed


def _empty(blueprint: Blueprint) -> Iterator[Text]:
    """Places for words that stand empty and may be filled."""
    for section in blueprint.sections:
        for name, value in section.slots.items():
            if value == "" and name in OPTIONAL:
                yield _text(section.kind, (name,), "")


def checked_text(text: Text, written: str) -> str:
    words = " ".join(cleaned(written).split())
    if text.fact:
        raise Invalid(f"“{text.text[:60]}” repeats a fact. Change the {text.fact} instead.")
    name = text.path.rsplit(".", 1)[-1]
    if not words and name not in OPTIONAL:
        raise Invalid(f"{text.label} in {text.section} cannot be empty.")
    if len(words) > text.limit:
        raise Invalid(
            f"{text.label} in {text.section} may have {text.limit} characters; these are {len(words)}."
        )
    return words


def put(blueprint: Blueprint, path: str, words: str) -> None:
    """Write in place. The set-apart end of a headline follows the headline."""
    section, *steps = path.split(".")
    if section == PAGE:
        setattr(blueprint, steps[0], words)
        return
    holder = next(found for found in blueprint.sections if found.kind == section)
    holder.html = ""  # what was built by hand does not follow; the grammar sets the section again
    slots = holder.slots
    where: Any = slots
    for step in steps[:-1]:
        where = where[int(step)] if isinstance(where, list) else where[step]
    last = steps[-1]
    where[int(last) if isinstance(where, list) else last] = words
    if path == "hero.headline":
        slots["turn"] = turn_of(words)
