"""A review that counts the minutes becomes points on a line."""

import itertools
import re
from dataclasses import dataclass

from webmagic.creative.facts import Facts
from webmagic.creative.stages import Quote
from webmagic.creative.studio.copy import marks, words

_WAITING = re.compile(r"\b(?:clos(?:ed?|ing)|wait\w*|told|late|esper\w+|cerrad\w|tard\w+)\b", re.I)
LONGEST = 240  # minutes; beyond, a bar a minute is no picture
_BREAK = re.compile(r"[.!?]\s+|,\s+|\s+and\s+|\s+y\s+")


@dataclass(frozen=True)
class Timeline:
    quote: Quote
    points: tuple[tuple[str, str], ...]  # (label, verbatim piece of the quote)
    minutes: int


def find(quotes: list[Quote]) -> Timeline | None:
    return next((line for line in map(read, quotes) if line), None)


def read(quote: Quote) -> Timeline | None:
    """Two clock times in order, or one and a span of time after it; None when the text has no such line."""
    if _WAITING.search(quote.text):
        return None
    points, start, last = [], None, None
    for piece in _clauses(quote.text):
        clock, span = marks.CLOCK.search(piece), marks.SPAN.search(piece)
        if clock:
            at = _after(marks.minutes_of(clock[0]), last)
            if at is None:
                return None
            start, last = (at if start is None else start), at
            points.append((_label(clock[0]), piece))
        elif span and last is not None and (length := marks.span_minutes(span[0])):
            last += length
            points.append((f"+{length} min", piece))
    if start is None or last is None or len(points) < 2 or not 0 < last - start <= LONGEST:
        return None
    return Timeline(quote, tuple(points), last - start)


def _clauses(text: str) -> list[str]:
    """Pieces with one time each, cut at commas, "and" and full stops; others join the one before."""
    cuts = [0, *(m.end() for m in _BREAK.finditer(text)), len(text)]
    bounds = [cuts[0]]
    for here, following in itertools.pairwise(cuts):
        if _has_time(text[here:following]) and _has_time(text[bounds[-1] : here]):
            bounds.append(here)
    bounds.append(len(text))
    pieces = [text[a:b] for a, b in itertools.pairwise(bounds)]
    return [re.sub(r"(?:[,.]|\s+and|\s+y)*\s*$", "", piece) for piece in pieces]


def _has_time(text: str) -> bool:
    return bool(marks.CLOCK.search(text) or marks.SPAN.search(text))


def _after(at: int | None, last: int | None) -> int | None:
    """The time, moved by half a day when a reviewer left out "pm"; None when it runs backwards."""
    if at is None or last is None:
        return at
    return next((t for t in (at, at + 720, at + 1440) if 0 < t - last <= LONGEST), None)


def _label(clock: str) -> str:
    digits = re.search(r"\d{1,2}(?::\d\d)?(?:\s?[ap]\.?m)?", clock, re.I)
    if digits:
        return digits[0] if ":" in digits[0] or "m" in digits[0].lower() else f"{digits[0]}:00"
    value = marks.minutes_of(clock) or 0
    hour = value // 60
    return f"{hour - 12 if hour > 12 else hour}:{value % 60:02d}"


def title(line: Timeline, facts: Facts) -> str:
    who = line.quote.author
    count, rest = divmod(line.minutes, 60)
    if rest == 0 and count > 1:
        if facts.language == "es":
            return f"{words.number(count, 'es').capitalize()} horas, contadas por {who}"
        return f"{words.number(count).capitalize()} hours, timed by {who}"
    if facts.language == "es":
        if line.minutes == 60:
            return f"Una hora, contada por {who}"
        return f"{_amount(line.minutes, 'es')} minutos, contados por {who}"
    if line.minutes == 60:
        return f"One hour, as {who} tells it"
    return f"{_amount(line.minutes, 'en')} minutes, timed by {who}"


def _amount(minutes: int, language: str) -> str:
    tens = {
        "en": {20: "Twenty", 30: "Thirty", 40: "Forty", 50: "Fifty"},
        "es": {20: "Veinte", 30: "Treinta", 40: "Cuarenta", 50: "Cincuenta"},
    }
    return tens[language].get(minutes) or words.number(minutes, language).capitalize()


def unit_text(language: str) -> str:
    return "One bar is one minute." if language == "en" else "Cada raya es un minuto."
