"""Services as a person would say them: "Oil change service" is "oil changes", and a shop's own trade
said over again ("barbería: peluquería") is no service."""

import re

from webmagic.creative.facts import Facts
from webmagic.creative.studio import trades
from webmagic.creative.studio.copy import words

# Pattern of the directory's category, and what people call it; "" where it only names the trade again.
_SAID = {
    "en": (
        (r"emergency .*\bservices?", "emergencies"),
        (r"(?:landscaper|gardener|mechanic|veterinarian|beauty salon|coffee roasters)", ""),
        (r"(?:animal hospital|pet store)", r"\g<0>"),
        (r"pediatric dentist", "children's dentistry"),
        (r"cosmetic dentist", "cosmetic dentistry"),
        (r"orthodontist", "orthodontics"),
        (r"drainage services?", "drains"),
        (r"oil change services?", "oil changes"),
        (r"clothing alteration services?", "clothing alterations"),
        (r"brake shop", "brakes"),
        (r"bridal shop", "bridal wear"),
        (r"(?:kitchen )?cabinet maker", "cabinets"),
        (r"stair contractor", "stairs"),
        (r"caterer", "catering"),
        (r"wholesale bakery", "wholesale orders"),
        (r"used bicycle shop", "used bicycles"),
        (r"(breakfast|brunch|fast food|seafood|chicken|barbecue) restaurant", r"\1"),
        (r"(coffee|flower|gift|tire|muffler|key|cake|bicycle|ice cream) shop", r"\1"),
        (r"(.+ massage) therapist", r"\1"),
        (r"(.+ equipment) supplier", r"\1"),
        (r"(.+) (?:services?|contractor|specialist)", r"\1"),
    ),
    "es": (
        (r"servicio de emergencias?|emergencias?.*", "emergencias"),
        (r"servicio de drenajes?", "drenajes"),
        (r"ortodoncista", "ortodoncia"),
        (r"odontopediatra", "odontología para niños"),
        (r"(?:peluqueria|sastre|carpintero|veterinario|comedor|dentista)", ""),
        (r"(?:restaurante mexicano|taller mecanico)", ""),
        (r"muebleria", "muebles"),
        (r"pasteleria", "pasteles"),
        (r"dulceria", "dulces"),
        (r"(?:servicio|taller|salon|restaurante|centro) de (.+)", r"\1"),
    ),
}  # fmt: skip


def plainly(service: str, language: str) -> str:
    """The service in small letters, in the words of a customer; "" when it names a trade and nothing more."""
    said = words.common_noun(re.sub(r"\s+", " ", service).strip(), language)
    flat = trades.plain(said)
    for pattern, way in _SAID.get(language, ()):
        if found := re.fullmatch(pattern, flat):
            if "\\" not in way:
                return way
            kept = found.expand(way)
            start = flat.find(kept)  # the accents of the original are kept
            return said[start : start + len(kept)] if len(flat) == len(said) else kept
    return said


def named(facts: Facts) -> list[str]:
    """What the listing says they do, each once, less what only repeats the trade."""
    own = _own_words(facts)
    kept: dict[frozenset[str], str] = {}
    for service in facts.services:
        said = plainly(service, facts.language)
        stems = frozenset(_stems(said))
        if said and _is_plain(service) and not stems <= own:
            kept.setdefault(stems, said)
    return list(kept.values())


def _own_words(facts: Facts) -> set[str]:
    """Stems that the trade's noun, its craft and the category already say."""
    own = trades.wording(facts.trade, facts.language)
    category = plainly(facts.category, facts.language)
    return (
        _stems(f"{own.noun} {own.craft} {facts.category} {category}") if facts.trade != "general" else set()
    )


def _stems(text: str) -> set[str]:
    small = {"and", "de", "del", "y", "la", "el", "shop", "store", "service", "servicio", "taller", "tienda"}
    return {re.sub(r"(?:es|s)$", "", word) for word in trades.plain(text).split() if word not in small}


def _is_plain(text: str) -> bool:
    return bool(text.strip()) and len(text) <= 48 and not re.search(r"[<>{}@]|https?:|\w:\w", text)
