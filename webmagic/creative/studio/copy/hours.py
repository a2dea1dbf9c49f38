"""Opening hours: minutes, days and the way a sign would say them."""

from webmagic.creative.facts import DayHours, Span

DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}
CLOSED = {"en": "Closed", "es": "Cerrado"}
ALL_DAY = {"en": "Open 24 hours", "es": "Abierto las 24 horas"}
FULL_DAY = 24 * 60
TWELVE_HOUR = frozenset({"US", "CA", "AU", "NZ", "PH", "IN", "GB", "IE", "ZA"})


def minutes(clock: str) -> int:
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute or 0)


def span_minutes(span: Span) -> tuple[int, int]:
    """(opens, closes) after midnight; a span past midnight closes above 1440."""
    opens, closes = minutes(span.opens), minutes(span.closes)
    return opens, closes if closes > opens else closes + FULL_DAY


def week(hours: tuple[DayHours, ...]) -> list[tuple[Span, ...]]:
    """Spans of the seven days, Monday first."""
    by_day = {day.day: day.spans for day in hours}
    return [by_day.get(day, ()) for day in range(7)]


def known_days(hours: tuple[DayHours, ...]) -> set[int]:
    """The days the source spoke of, open or closed; of the others nothing may be said."""
    return {day.day for day in hours}


def open_days(hours: tuple[DayHours, ...]) -> list[int]:
    return [day for day, spans in enumerate(week(hours)) if spans]


def is_all_day(spans: tuple[Span, ...]) -> bool:
    return any(close - opens >= FULL_DAY - 1 for opens, close in map(span_minutes, spans))


def is_always_open(hours: tuple[DayHours, ...]) -> bool:
    return bool(hours) and all(is_all_day(spans) for spans in week(hours))


def clock(value: int, language: str, country: str = "", is_bare: bool = False) -> str:
    """ "6:00" in Spanish, "6 pm" in the United States, "18:00" elsewhere in English."""
    value %= FULL_DAY
    hour, minute = divmod(value, 60)
    if language == "es" or (country and country not in TWELVE_HOUR):
        return f"{hour}:{minute:02d}"
    if value == 0:
        return "midnight"
    if value == 720:
        return "noon"
    half = "" if is_bare else " am" if hour < 12 else " pm"
    return f"{hour % 12 or 12}{f':{minute:02d}' if minute else ''}{half}"


def span_text(span: Span, language: str, country: str) -> str:
    """ "6:00 a 20:00", "10 to 7"; halves of the day are named where they would be guessed wrong."""
    opens, closes = span_minutes(span)
    if language == "es":
        return f"{clock(opens, 'es')} a {clock(closes, 'es')}"
    plain = 6 * 60 <= opens < 720 < closes <= 21 * 60
    return f"{clock(opens, language, country, plain)} to {clock(closes, language, country, plain)}"


def day_text(spans: tuple[Span, ...], language: str, country: str) -> str:
    if not spans:
        return CLOSED[language]
    if is_all_day(spans):
        return ALL_DAY[language]
    joint = " y de " if language == "es" else " and "
    text = joint.join(span_text(span, language, country) for span in spans)
    return f"de {text}" if language == "es" and len(spans) > 1 else text


def groups(hours: tuple[DayHours, ...]) -> list[tuple[int, int, tuple[Span, ...]]]:
    """Neighbouring open days with the same hours: (first day, last day, spans)."""
    found: list[tuple[int, int, tuple[Span, ...]]] = []
    for day, spans in enumerate(week(hours)):
        if not spans:
            continue
        if found and found[-1][1] == day - 1 and found[-1][2] == spans:
            found[-1] = (found[-1][0], day, spans)
        else:
            found.append((day, day, spans))
    return found


def days_text(first: int, last: int, language: str) -> str:
    names = DAYS[language]
    if first == last:
        return names[first]
    if last == first + 1:
        return f"{names[first]} {'and' if language == 'en' else 'y'} {names[last]}"
    return f"{names[first]} {'to' if language == 'en' else 'a'} {names[last]}"


def summary(hours: tuple[DayHours, ...], language: str, country: str) -> str:
    """The whole week in one line: "Tuesday to Friday 10 to 7, Saturday 10 to 5"."""
    if not open_days(hours):
        return ""
    if is_always_open(hours):
        return "Open 24 hours, every day" if language == "en" else "Abierto las 24 horas, todos los días"
    parts = []
    for first, last, spans in groups(hours):
        text = day_text(spans, language, country)
        if language == "es" and not text.startswith(("de ", "Abierto")):
            text = f"de {text}"
        parts.append(f"{days_text(first, last, language)} {text[:1].lower() + text[1:]}")
    line = ", ".join(parts)
    return line[:1].upper() + line[1:]


def open_minutes(hours: tuple[DayHours, ...]) -> list[int]:
    return [sum(c - o for o, c in map(span_minutes, spans)) for spans in week(hours)]


def earliest(hours: tuple[DayHours, ...]) -> int | None:
    """Opening minute of most open days, when at least four share it."""
    firsts = [span_minutes(spans[0])[0] for spans in week(hours) if spans]
    common = max(set(firsts), key=lambda m: (firsts.count(m), -m), default=None)
    return common if common is not None and firsts.count(common) >= 4 else None


def latest(hours: tuple[DayHours, ...]) -> int | None:
    """Closing minute of most open days; above 1440 past midnight."""
    lasts = [span_minutes(spans[-1])[1] for spans in week(hours) if spans]
    common = max(set(lasts), key=lambda m: (lasts.count(m), m), default=None)
    return common if common is not None and lasts.count(common) >= 4 else None


def spoken(value: int, language: str, country: str = "") -> str:
    """An hour inside a sentence: "six in the morning", "las seis de la mañana"; odd minutes stay digits."""
    hour, minute = divmod(value % FULL_DAY, 60)
    if value % FULL_DAY == 0:
        return "midnight" if language == "en" else "la medianoche"
    if value == 720:
        return "noon" if language == "en" else "el mediodía"
    if language == "en":
        return clock(value, "en", country)
    names = [
        "doce",
        "una",
        "dos",
        "tres",
        "cuatro",
        "cinco",
        "seis",
        "siete",
        "ocho",
        "nueve",
        "diez",
        "once",
    ]
    part = "madrugada" if hour < 5 else "mañana" if hour < 12 else "tarde" if hour < 19 else "noche"
    half = "" if minute == 0 else " y media" if minute == 30 else f" y {minute}"
    return f"{'la' if hour % 12 == 1 else 'las'} {names[hour % 12]}{half} de la {part}"
