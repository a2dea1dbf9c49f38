"""Hours written as text: the common subset of OpenStreetMap's opening_hours, and what people
type: "Mo-Fr 09:00-18:00; Sa 10:00-14:00", "Mon-Fri 9am-5pm, Sat 10-2", "Lun a Vie 8:00-17:00".
"""

import re

from webmagic.hunter.normal.spans import ALL_DAY, Spans, one_span, tidy

Days = dict[int, Spans]
_NAMES = (
    "mo mon monday lu lun lunes",
    "tu tue tues tuesday ma mar martes",
    "we wed weds wednesday mi mie miercoles miércoles mié",
    "th thu thur thurs thursday ju jue jueves",
    "fr fri friday vi vie viernes",
    "sa sat saturday sab sabado sábado sáb",
    "su sun sunday do dom domingo",
)
DAY_NAMES = {name: day for day, names in enumerate(_NAMES) for name in names.split()}
EVERY_DAY = r"daily|every ?day|todos los d[ií]as|a diario|diario"
_DAY = "|".join(sorted(DAY_NAMES, key=len, reverse=True))
_RANGE = rf"(?:{_DAY})\.?(?:\s*(?:-|to|a|through|thru)\s*(?:{_DAY})\.?)?"
_DAYS = re.compile(
    rf"(?:de\s+)?((?:{_RANGE}|{EVERY_DAY})(?:\s*(?:,|&|and|y)\s*(?:{_RANGE}|PH|SH))*)(?=[\s:,\d]|off|closed|$):?",
    re.I,
)
_ONE_TIME = r"\d{1,2}(?:[:.]\d{2})?\s*(?:[ap]\.?\s?m\.?)?"
_SPAN = re.compile(rf"({_ONE_TIME}\s*(?:-|to|a|hasta|as|às)\s*{_ONE_TIME})(?![\d:+])", re.I)
_OFF = re.compile(r"(?:off|closed|cerrado)\b", re.I)
_24 = re.compile(r"(?:24/7|24 ?(?:hours|horas|hrs|h)\b|open 24 hours)", re.I)
# Holidays do not change the week; a season, a week number or a comment does.
_HOLIDAY = re.compile(
    r"(?:^|(?<=[;,]))\s*(?:PH|SH)(?:\s*,\s*(?:PH|SH))*\s*(?:off|closed|open|[\d:,\s-]*)\s*(?=[;,]|$)", re.I
)
MAX_LENGTH = 400


def parse_text(text: str) -> Days | None:
    """None as soon as any part is not understood. Days that no rule names are closed."""
    text = tidy(text)
    if not text or len(text) > MAX_LENGTH:
        return None
    if ALL_DAY.match(text):
        return {day: [("00:00", "24:00")] for day in range(7)}
    days: Days = {}
    text = _HOLIDAY.sub("", text)
    for rule in re.split(r"[;\n]|\|\|", text):
        if rule.strip(" ,") and not _apply(rule, days):
            return None
    if not days:
        return None
    return {day: days.get(day, []) for day in range(7)}


def _apply(rule: str, days: Days) -> bool:
    """Add one rule: days, then spans, perhaps more of the same behind commas or spaces."""
    rest = rule.strip(" ,")
    fresh: Days = {}
    while rest:
        chosen, rest = _take_days(rest)
        spans, rest, understood = _take_spans(rest)
        if not understood:
            return False
        for day in chosen:
            fresh[day] = fresh.get(day, []) + spans
    days.update(fresh)
    return True


def _take_days(rest: str) -> tuple[list[int], str]:
    match = _DAYS.match(rest)
    if not match:
        return list(range(7)), rest
    return days_in(match[1]), re.sub(r"^[\s:,]*(?:(?:de|from)\s+)?", "", rest[match.end() :])


def days_in(text: str) -> list[int]:
    """ "Mo-We, Fr" -> [0, 1, 2, 4]; ranges may run over the week's end."""
    if re.search(EVERY_DAY, text, re.I):
        return list(range(7))
    found: list[int] = []
    for part in re.split(r"\s*(?:,|&|\band\b|\by\b)\s*", text):
        ends = [DAY_NAMES[n] for n in re.findall(r"[^\W\d_]+", part.casefold()) if n in DAY_NAMES]
        if len(ends) == 1:
            found += ends
        elif len(ends) == 2:
            found += [(ends[0] + i) % 7 for i in range((ends[1] - ends[0]) % 7 + 1)]
    return list(dict.fromkeys(found))


def _take_spans(rest: str) -> tuple[Spans, str, bool]:
    if match := _OFF.match(rest):
        return [], rest[match.end() :].lstrip(" ,"), True
    if match := _24.match(rest):
        return [("00:00", "24:00")], rest[match.end() :].lstrip(" ,"), True
    spans: Spans = []
    while match := _SPAN.match(rest):
        span = one_span(match[1])
        if span is None:
            return [], rest, False
        spans.append(span)
        rest = rest[match.end() :].lstrip()
        rest = re.sub(r"^(?:,|&|and\b|y\b)\s*", "", rest)
    return spans, rest, bool(spans)
