"""The Architect, composed: every word of the page as typed slots; the designer renders.

It is handed the designer's own page and may say everything better. Numbers, addresses, hours and
links are not among the slots it fills: those are code's, out of the facts.
"""

from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from webmagic.creative import slots
from webmagic.creative.agents.agent import Agent, Draft
from webmagic.creative.agents.fencing import fence, told
from webmagic.creative.agents.guard import Guard
from webmagic.creative.facts import Facts
from webmagic.creative.stages import Analysis, Blueprint, Concept, Direction, Section
from webmagic.creative.studio import architect
from webmagic.creative.studio.copy.front import art_item

MOST_ITEMS, MOST_OTHERS, MOST_QUESTIONS = 8, 5, 6


class QuoteDraft(BaseModel):
    review: int
    text: str


class ItemDraft(BaseModel):
    name: str
    said: QuoteDraft | None


class OfferDraft(BaseModel):
    title: str
    note: str
    items: list[ItemDraft]


class VoicesDraft(BaseModel):
    title: str
    lead: QuoteDraft | None
    others: list[QuoteDraft]


class QuestionDraft(BaseModel):
    question: str
    answer: str


class ContactDraft(BaseModel):
    title: str
    lead: str
    message_label: str
    send_label: str


class PageDraft(Draft):
    title: str
    description: str
    subline: str
    signature_title: str
    signature_caption: str
    offer: OfferDraft
    voices: VoicesDraft
    hours_title: str
    place_title: str
    gallery_title: str
    faq_title: str
    faq: list[QuestionDraft]
    contact: ContactDraft


class Architect(Agent[Blueprint]):
    name = "architect"
    draft = PageDraft
    max_tokens = 3200

    def __init__(self, facts: Facts, analysis: Analysis, concept: Concept, direction: Direction):
        super().__init__(facts)
        self.analysis, self.concept, self.direction = analysis, concept, direction

    def brief(self) -> str:
        base = self.fallback()
        idea = self.concept.model_dump(include={"headline", "subline", "reason"})
        idea["signature"] = self.concept.signature.model_dump(include={"kind", "title"})
        quotes = [q.model_dump() for q in [self.analysis.best_quote, *self.analysis.quotes] if q]
        return (
            f"{fence('facts', told(self.facts))}\n{fence('concept', idea)}\n{fence('quotable', quotes)}\n"
            f"{fence('page', words_of(base))}\n\nWrite every word of this page, and answer."
        )

    def fallback(self) -> Blueprint:
        return architect.build(self.facts, self.analysis, self.concept, self.direction)

    def lay(self, draft: PageDraft, base: Blueprint, guard: Guard) -> Blueprint:
        sections = [
            _written(section, draft, guard, WRITERS[section.kind]) if section.kind in WRITERS else section
            for section in base.sections
        ]
        return base.model_copy(
            update={
                "title": guard.text(draft.title, 60, base.title, least=8),
                "description": guard.text(draft.description, 155, base.description, least=90),
                "sections": sections,
            }
        )


class Parts:
    """Sections of an answer that is still being written, each once, as soon as all its words are there."""

    def __init__(self, architect: Architect, guard: Guard):
        self._guard = guard
        self._waiting = {section.kind: section for section in architect.fallback().sections}
        self._words: dict[str, Any] = {}

    def take(self, found: dict[str, Any]) -> list[Section]:
        """`found`: the keys of the answer that are whole. What has another shape is left for the end."""
        for name in found.keys() - self._words.keys():
            if name in PageDraft.model_fields:
                shape: Any = PageDraft.model_fields[name].annotation
                try:
                    self._words[name] = TypeAdapter(shape).validate_python(found[name])
                except ValidationError:
                    continue
        ready = [kind for kind in self._waiting if kind in NEEDS and self._words.keys() >= set(NEEDS[kind])]
        draft = PageDraft.model_construct(**self._words)
        return [_written(self._waiting.pop(kind), draft, self._guard, WRITERS[kind]) for kind in ready]


def words_of(blueprint: Blueprint) -> dict[str, Any]:
    """The designer's words by section, without addresses, links and figures."""
    kept = ("headline", "turn", "subline", "title", "caption", "note", "lead", "message_label", "send_label")
    found: dict[str, Any] = {"title": blueprint.title, "description": blueprint.description}
    for section in blueprint.sections:
        said = {key: section.slots[key] for key in kept if isinstance(section.slots.get(key), str)}
        if section.kind in ("offer", "faq"):
            said["items"] = [
                {key: value for key, value in item.items() if key in ("name", "question", "answer")}
                for item in section.slots["items"]
            ]
        if said:
            found[section.kind] = said
    return found


def _written(section: Section, draft: PageDraft, guard: Guard, write: Any) -> Section:
    """The section with the model's words; as the designer made it when they do not fit its slots."""
    new = {**section.slots, **write(section.slots, draft, guard)}
    try:
        return section.model_copy(update={"slots": slots.parse(section.kind, new).model_dump()})
    except ValueError:
        return section


def _titled(name: str) -> Any:
    return lambda own, draft, guard: {"title": guard.text(getattr(draft, name), 60, own["title"], least=3)}


def _hero(own: dict, draft: PageDraft, guard: Guard) -> dict:
    return {"subline": guard.text(draft.subline, 170, own["subline"], least=20)}


def _signature(own: dict, draft: PageDraft, guard: Guard) -> dict:
    return {
        "title": guard.text(draft.signature_title, 60, own["title"], least=4),
        "caption": guard.text(draft.signature_caption, 140, own["caption"], least=10),
    }


def _said(draft: QuoteDraft | None, guard: Guard, seen: set[int]) -> dict | None:
    """A review speaks once in a section."""
    quote = guard.quote(draft.review, draft.text) if draft else None
    if quote is None or quote.review in seen:
        return None
    seen.add(quote.review)
    return {"text": quote.text, "author": quote.author}


def _offer(own: dict, draft: PageDraft, guard: Guard) -> dict:
    seen: set[int] = set()
    items, names = [], set()
    for one in draft.offer.items[:MOST_ITEMS]:
        name = guard.text(one.name, 60, least=3)
        if name and name.casefold() not in names and _is_offered(name, own, guard):
            names.add(name.casefold())
            said = _said(one.said, guard, seen)
            items.append({"name": name, "said": said, "art": art_item(guard.facts.trade, name)})
    return {
        "title": guard.text(draft.offer.title, 60, own["title"], least=3),
        "note": guard.text(draft.offer.note, 140, own["note"], least=10),
        "items": sorted(items, key=lambda item: item["said"] is None) or own["items"],
    }


def _is_offered(name: str, own: dict, guard: Guard) -> bool:
    """Nothing is offered that neither the listing nor a reviewer names."""
    plain = name.casefold()
    known = {item["name"].casefold() for item in own["items"]} | {
        one.casefold() for one in guard.facts.services
    }
    return plain in known or plain in guard.known.flat_spoken


def _voices(own: dict, draft: PageDraft, guard: Guard) -> dict:
    seen: set[int] = set()
    lead = _said(draft.voices.lead, guard, seen)
    others = [said for one in draft.voices.others[:MOST_OTHERS] if (said := _said(one, guard, seen))]
    if lead is None or len(others) < min(2, len(own["others"])):
        lead, others = own["lead"], own["others"]
    return {
        "title": guard.text(draft.voices.title, 60, own["title"], least=3),
        "lead": lead,
        "others": others,
    }


def _faq(own: dict, draft: PageDraft, guard: Guard) -> dict:
    """The designer's questions stay: they carry hours and ways to pay. The model may add its own."""
    asked = [
        {"question": question, "answer": answer}
        for one in draft.faq[:MOST_QUESTIONS]
        if (question := guard.text(one.question, 110, least=8)) and question.endswith("?")
        and (answer := guard.text(one.answer, 260, least=10)) and guard.is_grounded(answer)
    ]  # fmt: skip
    have = {item["question"].casefold() for item in own["items"]}
    new = [one for one in asked if one["question"].casefold() not in have]
    return {
        "title": guard.text(draft.faq_title, 60, own["title"], least=3),
        "items": [*own["items"], *new][: max(MOST_QUESTIONS, len(own["items"]))],
    }


def _contact(own: dict, draft: PageDraft, guard: Guard) -> dict:
    limits = {"title": (60, 3), "lead": (160, 10), "message_label": (60, 3), "send_label": (30, 3)}
    return {
        name: guard.text(getattr(draft.contact, name), longest, own[name], least=least)
        for name, (longest, least) in limits.items()
    }


WRITERS: dict[str, Any] = {
    "hero": _hero,
    "signature": _signature,
    "offer": _offer,
    "voices": _voices,
    "hours": _titled("hours_title"),
    "place": _titled("place_title"),
    "gallery": _titled("gallery_title"),
    "faq": _faq,
    "contact": _contact,
}
NEEDS = {  # which keys of the answer a section is written from
    "hero": ("subline",),
    "signature": ("signature_title", "signature_caption"),
    "offer": ("offer",),
    "voices": ("voices",),
    "hours": ("hours_title",),
    "place": ("place_title",),
    "gallery": ("gallery_title",),
    "faq": ("faq_title", "faq"),
    "contact": ("contact",),
}
