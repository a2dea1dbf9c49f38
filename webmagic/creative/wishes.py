"""Common requests understood without a model, in English and Spanish.

A request is read clause by clause; each is one of the things below or is left for a person. Nothing
is guessed: a clause that is half understood is left whole.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from webmagic.creative.agents.editor import Wish, with_days
from webmagic.creative.editing.dropping import items_of
from webmagic.creative.editing.edits import Edits, FactPatch
from webmagic.creative.editing.texts import texts_in
from webmagic.creative.facts import DayHours, Facts, Span
from webmagic.creative.gate.claims import RANGE
from webmagic.creative.stages import Blueprint
from webmagic.creative.studio.copy import hours, marks
from webmagic.creative.studio.trades import plain

HUES = {
    "red": 27, "rojo": 27, "roja": 27, "brick": 35, "orange": 55, "naranja": 55, "brown": 60, "cafe": 60,
    "marron": 60, "yellow": 95, "amarillo": 95, "amarilla": 95, "gold": 90, "dorado": 90, "green": 150,
    "verde": 150, "teal": 195, "turquoise": 195, "turquesa": 195, "petrol": 215, "blue": 255, "azul": 255,
    "celeste": 235, "purple": 305, "violet": 305, "morado": 305, "morada": 305, "violeta": 305, "pink": 350,
    "rosa": 350, "rosado": 350,
}  # fmt: skip
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
    "5th": 5, "last": -1, "primera": 1, "primer": 1, "primero": 1, "segunda": 2, "segundo": 2, "tercera": 3,
    "tercer": 3, "tercero": 3, "cuarta": 4, "cuarto": 4, "quinta": 5, "quinto": 5, "ultima": -1, "ultimo": -1,
}  # fmt: skip
THINGS = {
    "voices": r"reviews?|quotes?|testimonials?|voices?|resenas?|opinion(?:es)?|testimonios?|citas?",
    "offer": r"services?|items?|servicios?|productos?",
    "faq": r"questions?|faqs?|preguntas?",
    "gallery": r"photos?|pictures?|images?|gallery|fotos?|imagen(?:es)?|galeria",
    "hours": r"(?:opening )?hours|horarios?",
    "place": r"map|address section|location|mapa|ubicacion",
    "contact": r"(?:contact )?form|formulario",
    "signature": r"graphic|chart|grafico|grafica",
}
REMOVE = (
    r"(?:remove|delete|drop|hide|take (?:away|off|out)|get rid of|quit[ea]r?|elimin[ea]r?|borr[ea]r?"
    r"|oculte|ocultar|saque|sacar)"
)
CHANGE = r"(?:make|change|turn|paint|set|use|put|pon(?:ga|er)?|cambi[ea]r?|haga|hacer|pint[ea]r?|use|usar)"
CLAUSES = re.compile(
    r"(?:\s*[,;]\s*(?:and\s+|y\s+)?|\.\s+|\n+|\s+(?:and|y|also|tambi[eé]n)\s+(?=[a-záéíóúñ]+\s))", re.I
)
QUOTED = r"[\"“«']([^\"”»']{2,200})[\"”»']"


@dataclass
class Reading:
    """What was understood so far."""

    facts: Facts
    blueprint: Blueprint
    edits: dict[str, Any] = field(default_factory=dict)
    patch: dict[str, Any] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)

    @property
    def is_spanish(self) -> bool:
        return self.facts.language == "es"


def understand(facts: Facts, blueprint: Blueprint, words: str) -> Wish:
    """Edits for the clauses that are understood; the others are left, in the words they came in."""
    reading = Reading(facts, blueprint)
    left = [clause for clause in clauses(words) if not any(rule(clause, reading) for rule in RULES)]
    patch = FactPatch(**reading.patch) if reading.patch else None
    return Wish(Edits(**reading.edits, facts=patch), " ".join(reading.done), left)


def clauses(words: str) -> list[str]:
    """The parts of a request. What stands in quotation marks is never cut."""
    kept: list[str] = []

    def keep(match: re.Match) -> str:
        kept.append(match[0])
        return f"\ue000{len(kept) - 1}\ue000"

    parts = CLAUSES.split(re.sub(QUOTED, keep, words.strip()))
    back = [re.sub("\ue000(\\d+)\ue000", lambda m: kept[int(m[1])], part) for part in parts]
    return [part.strip(" .!") for part in back if part.strip(" .!")]


def _colour(clause: str, reading: Reading) -> bool:
    """ "make the header green", "pinte todo de azul": the page has one hue, and all of it turns."""
    found = re.search(rf"\b{CHANGE}\b", plain(clause))
    names = [word for word in re.findall(r"[a-z]+", plain(clause)) if word in HUES]
    if not found or len(names) != 1 or re.search(QUOTED, clause):
        return False
    reading.edits["hue"] = float(HUES[names[0]])
    reading.done.append("The colours turn." if not reading.is_spanish else "Cambian los colores.")
    return True


def _remove(clause: str, reading: Reading) -> bool:
    """ "remove the third review", "quite la galería"."""
    flat = plain(clause)
    if not re.search(rf"\b{REMOVE}\b", flat):
        return False
    for kind, pattern in THINGS.items():
        if not re.search(rf"\b(?:{pattern})\b", flat):
            continue
        number = next((ORDINALS[word] for word in re.findall(r"\w+", flat) if word in ORDINALS), 0)
        return _remove_item(kind, number, reading) if number else _hide(kind, reading)
    return _remove_named(clause, reading)


def _remove_item(kind: str, number: int, reading: Reading) -> bool:
    items = [item for item in items_of(reading.blueprint) if item[0].startswith(f"{kind}.")]
    if not items or abs(number) > len(items):
        return False
    path, words = items[number if number < 0 else number - 1]
    reading.edits.setdefault("dropped", []).append(path)
    reading.done.append(f"“{words[:60]}” goes." if not reading.is_spanish else f"Se quita «{words[:60]}».")
    return True


def _hide(kind: str, reading: Reading) -> bool:
    have = [section.kind for section in reading.blueprint.sections if not section.hidden]
    if kind not in have:
        return False
    hidden = [section.kind for section in reading.blueprint.sections if section.hidden]
    reading.edits["hidden"] = list(dict.fromkeys([*hidden, *reading.edits.get("hidden", []), kind]))
    reading.done.append(
        f"The section “{kind}” is hidden." if not reading.is_spanish else "Se oculta esa sección."
    )
    return True


def _remove_named(clause: str, reading: Reading) -> bool:
    """ "remove “Gutter cleaning”": the item of that name."""
    quoted = re.search(QUOTED, clause)
    named = plain(quoted[1]) if quoted else ""
    found = [path for path, words in items_of(reading.blueprint) if named and named in plain(words)]
    if len(found) != 1:
        return False
    reading.edits.setdefault("dropped", []).append(found[0])
    reading.done.append("It goes." if not reading.is_spanish else "Se quita.")
    return True


def _hours(clause: str, reading: Reading) -> bool:
    """ "Sundays 9 to 1", "open on Sunday from 9:00 to 13:00", "closed on Mondays", "los lunes cerramos"."""
    days = _days(clause)
    span = RANGE.search(clause.replace(" a las ", " a ").replace("–", " to ").replace("-", " to "))
    is_closed = re.search(r"\b(?:closed?|cerrad[oa]s?|cerramos)\b", plain(clause))
    if not days or not (span or is_closed):
        return False
    spans: tuple[Span, ...] = ()
    if span:
        pair = _clocks(span)
        if pair is None:
            return False
        spans = (Span(opens=pair[0], closes=pair[1]),)
    stated = [DayHours(day=day, spans=spans) for day in days]
    known = reading.facts.model_copy(update={"hours": tuple(reading.patch.get("hours", reading.facts.hours))})
    reading.patch["hours"] = with_days(known, stated)
    reading.done.append("The hours change." if not reading.is_spanish else "Cambia el horario.")
    return True


def _days(clause: str) -> list[int]:
    words = re.findall(r"[a-z]+", plain(clause))
    names = {plain(name): day for language in ("en", "es") for day, name in enumerate(hours.DAYS[language])}
    found = [day for word in words for name, day in names.items() if word in (name, f"{name}s")]
    if len(found) == 2 and re.search(r"\b(?:to|a|through|hasta|al)\b", plain(clause)) and found[0] < found[1]:
        between = re.search(rf"{'|'.join(names)}", plain(clause))
        return list(range(found[0], found[1] + 1)) if between else found
    return list(dict.fromkeys(found))


def _clocks(span: re.Match) -> tuple[str, str] | None:
    """Opening and closing; "9 to 1" closes in the afternoon."""
    opens, closes = marks.minutes_of(span[1]), marks.minutes_of(span[2])
    if opens is None or closes is None:
        return None
    if closes <= opens and closes < 720:
        closes += 720
    if closes <= opens:
        return None
    return f"{opens // 60:02}:{opens % 60:02}", f"{closes // 60:02}:{closes % 60:02}"


def _phone(clause: str, reading: Reading) -> bool:
    found = re.search(r"\+?\(?\d[\d\s().-]{6,}\d", clause)
    if not found or not re.search(
        r"\b(?:phone|number|telephone|call|telefono|numero|celular|cel)\b", plain(clause)
    ):
        return False
    reading.patch["phone"] = found[0].strip()
    reading.done.append("The number changes." if not reading.is_spanish else "Cambia el número.")
    return True


def _email(clause: str, reading: Reading) -> bool:
    found = re.search(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", clause)
    if not found:
        return False
    reading.patch["email"] = found[0].rstrip(".")
    reading.done.append("The mail address changes." if not reading.is_spanish else "Cambia el correo.")
    return True


def _service(clause: str, reading: Reading) -> bool:
    """ "add the service gutter cleaning", "agregue el servicio de entrega"."""
    found = re.search(
        r"\b(?:add|agregue|agregar|anada|incluya)\s+(?:the\s+|a\s+|el\s+|un\s+)?(?:service|servicio)s?:?\s+(?:de\s+|of\s+)?"
        r"[\"“«']?([^\"”»']{3,60})",
        clause,
        re.I,
    )
    if not found:
        return False
    name = found[1].strip()
    services = list(reading.patch.get("services", reading.facts.services))
    reading.patch["services"] = [*services, name[:1].upper() + name[1:]]
    reading.done.append(f"“{name}” is added." if not reading.is_spanish else f"Se agrega «{name}».")
    return True


def _replace(clause: str, reading: Reading) -> bool:
    """ "change “A” to “B”", "el título debe decir «B»": words for words."""
    quoted = re.findall(QUOTED, clause)
    texts = [text for text in texts_in(reading.blueprint) if not text.fact]
    flat = plain(clause)
    if len(quoted) == 2:
        hits = [text for text in texts if quoted[0].casefold() in text.text.casefold()]
        new = {t.path: re.sub(re.escape(quoted[0]), lambda _m: quoted[1], t.text, flags=re.I) for t in hits}
    elif len(quoted) == 1 and re.search(r"\b(?:headline|heading|title|titulo|titular|encabezado)\b", flat):
        new = {"hero.headline": quoted[0]}
    elif len(quoted) == 1 and re.search(r"\b(?:subline|subtitle|line below|subtitulo)\b", flat):
        new = {"hero.subline": quoted[0]}
    else:
        return False
    if not new or len(new) > 6:
        return False
    reading.edits.setdefault("texts", {}).update(new)
    reading.done.append("The words change." if not reading.is_spanish else "Cambian las palabras.")
    return True


Rule = Callable[[str, Reading], bool]
RULES: tuple[Rule, ...] = (_replace, _email, _phone, _service, _remove, _hours, _colour)
