"""The Architect: words for every section the Art director asked for and the facts can fill."""

from webmagic.creative.facts import Facts
from webmagic.creative.slots import Offer, Slots, Voices
from webmagic.creative.stages import Analysis, Blueprint, Concept, Direction, Section
from webmagic.creative.studio.copy import front, meta, plan, rest, words


def build(facts: Facts, analysis: Analysis, concept: Concept, direction: Direction) -> Blueprint:
    wanted = _wanted(direction)
    filled = _fill(facts, analysis, concept, [kind for kind, _ in wanted])
    sections = [
        Section(kind=kind, variant=variant, slots=slots.model_dump())
        for kind, variant in wanted
        if (slots := filled.get(kind)) is not None
    ]
    return Blueprint(
        language=facts.language,
        title=meta.title(facts),
        description=meta.description(facts, analysis),
        sections=sections,
        says=_says(facts, filled, wanted),
    )


def _wanted(direction: Direction) -> list[tuple[str, str]]:
    """(kind, variant) in page order; header and footer are on every page."""
    pairs = [(kind, variant) for kind, _, variant in (name.partition(":") for name in direction.sections)]
    kinds = {kind for kind, _ in pairs}
    head = [] if "header" in kinds else [("header", "")]
    foot = [] if "footer" in kinds else [("footer", "")]
    return [*head, *pairs, *foot]


def _fill(facts: Facts, analysis: Analysis, concept: Concept, kinds: list[str]) -> dict[str, Slots | None]:
    names = front.offerings(facts, concept)
    voices = plan.make(facts, analysis, concept, names)
    filled: dict[str, Slots | None] = {
        "signature": front.signature(facts, concept, voices),
        "offer": front.offer(facts, names, voices),
        "voices": front.voices(facts, voices),
        "gallery": rest.gallery(facts),
        "hours": rest.opening_hours(facts),
        "place": rest.place(facts),
        "faq": rest.faq(facts),
        "contact": rest.contact(facts),
        "footer": rest.footer(facts),
    }
    present = [kind for kind in kinds if filled.get(kind) is not None]
    filled["header"] = front.header(facts, present)
    filled["hero"] = front.hero(facts, concept, present)
    return filled


def _says(facts: Facts, filled: dict[str, Slots | None], wanted: list[tuple[str, str]]) -> list[str]:
    shown = [kind for kind, _ in wanted if filled.get(kind) is not None]
    left_out = [kind for kind, _ in wanted if filled.get(kind) is None]
    language = "Spanish" if facts.language == "es" else "English"
    says = [f"{words.number(len(shown)).capitalize()} sections in {language}."]
    offer, voices = filled.get("offer"), filled.get("voices")
    if isinstance(offer, Offer):
        spoken = sum(item.said is not None for item in offer.items)
        beside = f"{words.number(spoken) if spoken else 'none'} with a customer's words beside it"
        says.append(f"{words.number(len(offer.items)).capitalize()} things on offer, {beside}.")
    if isinstance(voices, Voices):
        heard = len(voices.others) + bool(voices.lead)
        noun = "voice" if heard == 1 else "voices"
        says.append(f"{words.number(heard).capitalize()} {noun}, word for word.")
    if left_out:
        says.append(f"Left out for want of facts: {words.listed(left_out, 'en')}.")
    return says[:4]
