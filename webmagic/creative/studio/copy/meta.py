"""<title> and meta description: unique, true, and of the length search engines show."""

from webmagic.creative.facts import Facts
from webmagic.creative.stages import Analysis
from webmagic.creative.studio.copy import hours, labels, phones, words
from webmagic.creative.studio.copy.openings import (
    at_street,
    full_name,
    opening,
    place_name,
    short_name,
    short_services,
)

TITLE = 60
SHORTEST, LONGEST = 120, 155


def title(facts: Facts) -> str:
    """Name, trade, town, as much of it as fits in 60 characters."""
    start, city = opening(facts), place_name(facts)
    joint = "en" if facts.language == "es" else "in"
    where = f"{start.noun} {joint} {city}".strip() if start.noun and city else start.noun or city
    for name in (full_name(facts), short_name(facts)):
        for tail in (where, city):
            line = f"{name}: {tail}" if tail else name
            if len(line) <= TITLE:
                return line
    room = TITLE - len(where) - 3
    return f"{_cut(short_name(facts), room)}: {where}" if room >= 12 else _cut(short_name(facts), TITLE)


def description(facts: Facts, analysis: Analysis) -> str:
    """Trade, place, what they do, the number, hours, a voice: as much as fits in 120 to 155 characters."""
    line = ""
    for part in _parts(facts, analysis):
        if len(line) + len(part) + 1 <= LONGEST:
            line = f"{line} {part}".strip()
    if len(line) < SHORTEST:
        line = _fill(line, facts)
    return line


def _parts(facts: Facts, analysis: Analysis) -> list[str]:
    start, city = opening(facts), place_name(facts)
    es = facts.language == "es"
    noun = words.upper_first(start.noun) or _cut(short_name(facts), 60)
    where = at_street(facts)
    place = f"{noun} {where}, {city}." if where and city else f"{noun} {'en' if es else 'in'} {city}."
    services = short_services(facts, 4)
    shown = phones.display(facts.phone, facts.country, facts.phone_display) if facts.phone else ""
    call = labels.label("call", facts.language, phone=shown) + "." if shown else ""
    week = hours.summary(facts.hours, facts.language, facts.country)
    parts = [place, f"{words.upper_first(services)}." if services else "", call]
    parts += [f"{week}." if week else "", _rating(facts)]
    quotes = [q for q in [analysis.best_quote, *analysis.quotes] if q]
    parts += [f"{words.quoted(q.text, facts.language)} {q.author}" for q in quotes]
    return [part for part in parts if part]


def _rating(facts: Facts) -> str:
    if not (facts.rating and facts.review_count):
        return ""
    count = words.count_of(facts.review_count, facts.language)
    if facts.language == "es":
        return f"{facts.rating:.1f} de 5 en {count} reseñas."
    return f"Rated {facts.rating:.1f} of 5 in {count} reviews."


def _fill(line: str, facts: Facts) -> str:
    """More true words when the facts are few: the name first, then what the page holds."""
    es = facts.language == "es"
    name = _cut(short_name(facts), 60)
    extras = [f"{name}: {line[:1].lower()}{line[1:]}" if name not in line else line]
    holds = (
        "Dirección, teléfono y formulario para escribir."
        if es
        else "Address, phone number and a form to write to."
    )
    short = "Cómo llegar y cómo escribir." if es else "How to get there and how to write."
    for tail in (holds, short):
        if len(extras[-1]) < SHORTEST and len(extras[-1]) + len(tail) + 1 <= LONGEST:
            extras.append(f"{extras[-1]} {tail}")
    fitting = [text for text in extras if len(text) <= LONGEST]
    return fitting[-1] if fitting else line


def _cut(text: str, room: int) -> str:
    if len(text) <= room:
        return text
    return text[: room + 1].rsplit(" ", 1)[0].rstrip(" ,&-|:")
