"""The Editor: a wish in plain words, turned into edits of the sections concerned."""

from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from webmagic.creative.agents.agent import Draft, parsed
from webmagic.creative.agents.fencing import fence
from webmagic.creative.agents.schemas import schema_of
from webmagic.creative.editing.dropping import items_of
from webmagic.creative.editing.edits import Edits, FactPatch
from webmagic.creative.editing.look import FIXED
from webmagic.creative.editing.texts import texts_in
from webmagic.creative.facts import DayHours, Facts, Span
from webmagic.creative.stages import Blueprint, Direction
from webmagic.creative.studio.grammars import GRAMMARS

MOST_TEXTS = 12
STATED = ("name", "phone", "email", "street", "city", "postcode", "description", "price_range")


@dataclass(frozen=True)
class Wish:
    """What a request comes to: edits, a sentence for whoever asked, and what nobody could do."""

    edits: Edits
    sentence: str = ""
    left: list[str] = field(default_factory=list)


class TextDraft(BaseModel):
    key: str
    text: str


class LookDraft(BaseModel):
    hue: str
    density: str
    faces: str


class HoursDraft(BaseModel):
    day: int
    spans: list[str]


class FactDraft(BaseModel):
    name: str
    value: str


class WishDraft(Draft):
    texts: list[TextDraft]
    hide: list[str]
    look: LookDraft
    hours: list[HoursDraft]
    facts: list[FactDraft]
    left: list[str]


class Editor:
    name = "editor"
    max_tokens = 1500

    def __init__(self, facts: Facts, direction: Direction, blueprint: Blueprint, words: str):
        self.facts, self.direction, self.blueprint, self.words = facts, direction, blueprint, words

    def brief(self) -> str:
        texts = [{"key": text.path, "says": text.text} for text in texts_in(self.blueprint) if not text.fact]
        return (
            f"{fence('page', {'texts': texts, 'items': dict(items_of(self.blueprint))})}\n"
            f"{fence('can', self._can())}\n{fence('request', self.words)}\n\nCarry out the request."
        )

    def _can(self) -> dict[str, Any]:
        grammar = GRAMMARS[self.direction.vibe]
        return {
            "hide": [s.kind for s in self.blueprint.sections if s.kind not in FIXED],
            "density": list(grammar.densities),
            "faces": [" with ".join(pair) for pair in grammar.faces],
            "facts": [*STATED, "add_service", "drop_service"],
        }

    def schema(self) -> dict[str, Any]:
        return schema_of(WishDraft)

    def parse(self, text: str) -> WishDraft:
        return parsed(WishDraft, text)

    def read(self, draft: WishDraft) -> Wish:
        known = {text.path: text for text in texts_in(self.blueprint) if not text.fact}
        items = {path for path, _ in items_of(self.blueprint)}
        kinds = {section.kind for section in self.blueprint.sections} - set(FIXED)
        hidden = [s.kind for s in self.blueprint.sections if s.hidden]
        hide = [kind for kind in draft.hide if kind in kinds]
        texts = {
            one.key: one.text for one in draft.texts[:MOST_TEXTS] if one.key in known and one.text.strip()
        }
        edits = Edits(
            texts={key: text for key, text in texts.items() if text != known[key].text},
            hidden=list(dict.fromkeys([*hidden, *hide])) if hide else None,
            dropped=[path for path in dict.fromkeys(draft.hide) if path in items],
            facts=self._facts(draft),
            **self._look(draft.look),
        )
        left = [" ".join(one.split())[:160] for one in draft.left if one.strip()][:6]
        return Wish(edits, " ".join(draft.says[:1])[:300], left)

    def _look(self, look: LookDraft) -> dict[str, Any]:
        grammar = GRAMMARS[self.direction.vibe]
        faces = {" with ".join(pair): pair for pair in grammar.faces}
        hue = look.hue.strip()
        return {
            "hue": float(hue) % 360 if hue.isdigit() else None,
            "density": look.density if look.density in grammar.densities else None,
            "faces": faces.get(look.faces),
        }

    def _facts(self, draft: WishDraft) -> FactPatch | None:
        patch: dict[str, Any] = {one.name: one.value[:400] for one in draft.facts if one.name in STATED}
        added = [one.value[:80] for one in draft.facts if one.name == "add_service" and one.value.strip()]
        gone = {one.value.casefold() for one in draft.facts if one.name == "drop_service"}
        if added or gone:
            patch["services"] = [s for s in self.facts.services if s.casefold() not in gone] + added
        if days := [day for one in draft.hours if (day := _day(one))]:
            patch["hours"] = with_days(self.facts, days)
        return FactPatch(**patch) if patch else None


def _day(draft: HoursDraft) -> DayHours | None:
    spans = [one.partition("-")[::2] for one in draft.spans]
    if not 0 <= draft.day <= 6 or not all(_is_clock(a) and _is_clock(b) for a, b in spans):
        return None
    return DayHours(day=draft.day, spans=tuple(Span(opens=a, closes=b) for a, b in spans))


def _is_clock(text: str) -> bool:
    hour, _, minute = text.partition(":")
    return (
        len(hour) == len(minute) == 2
        and hour.isdigit()
        and minute.isdigit()
        and int(hour) <= 24
        and int(minute) < 60
    )


def with_days(facts: Facts, days: list[DayHours]) -> list[DayHours]:
    """The week with these days as they are stated."""
    week = {day.day: day for day in facts.hours} | {day.day: day for day in days}
    return [week[day] for day in sorted(week)]
