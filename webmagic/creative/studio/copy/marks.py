"""What makes a sentence specific: times, spans of time, prices, days, family, things."""

import re

from webmagic.creative.studio.copy import lexicon

EN_VALUES = {
    **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9},
    **{"ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40},
}
ES_VALUES = {
    **{"una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9},
    **{
        "diez": 10,
        "once": 11,
        "doce": 12,
        "quince": 15,
        "veinte": 20,
        "treinta": 30,
        "cuarenta": 40,
        "un": 1,
    },
}
HOURS = "|".join(word for word, value in ES_VALUES.items() if value <= 12 and word != "un")
_es_hour = rf"(?:{HOURS}|1[0-2]|[1-9])"
_en_word = "|".join(EN_VALUES)
_es_word = "|".join(ES_VALUES)
_es_many = "|".join(word for word, value in ES_VALUES.items() if value > 1)

CLOCK = re.compile(
    rf"""\b(?:[01]?\d|2[0-3]):[0-5]\d(?:\s?[ap]\.?m\b\.?)?
     (?:\ (?:in\ the\ (?:morning|afternoon|evening)|at\ night))?
    |\b(?:1[0-2]|[1-9])\s?[ap]\.?m\b\.?
    |\b(?:noon|midnight|medianoche|mediod[ií]a)\b
    |\b(?:las|la)\ {_es_hour}\b(?:\ y\ (?:media|cuarto))?
     (?:\ de\ la\ (?:mañana|tarde|noche|madrugada))?(?!\s(?:veces|horas|personas))
    """,
    re.X | re.I,
)
SPAN = re.compile(
    rf"\b(?:\d+|an?|half an|{_en_word}|couple of|few)[ -]"
    rf"(?:minutes?|mins?|hours?|days?|weeks?|months?|years?)\b"
    rf"|\b(?:\d+|media|{_es_word}) (?:minutos?|horas?|días?|semanas?|meses|años?)\b",
    re.I,
)
PRICE = re.compile(
    r"[$£€]\s?\d[\d,.]*\d|[$£€]\s?\d|\bQ\s?\d[\d,.]*|\b\d+ (?:dollars|bucks|pesos|quetzales)\b", re.I
)
NUMBER = re.compile(
    rf"\b\d+\b|\b(?:{_en_word}|both|twice|third|first|cien|ambos)\b|\b(?:{'|'.join(list(ES_VALUES)[1:-1])})\b",
    re.I,
)
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u2b50]")

WEIGHTS = (
    ("days", 1.0),
    ("family", 1.6),
    ("things", 1.2),
    ("contrast", 1.6),
    ("cliches", -1.5),
    ("hedges", -2.5),
)


def specificity(text: str, language: str, vocabulary: re.Pattern | None = None) -> float:
    """How much of a scene is in the text: higher is better, generic praise goes below zero."""
    score = 2.6 * min(2, len(CLOCK.findall(text))) + 1.8 * min(2, len(SPAN.findall(text)))
    score += 2.6 * min(2, len(PRICE.findall(text))) + 0.5 * min(2, len(NUMBER.findall(text)))
    for key, weight in WEIGHTS:
        score += weight * min(2, lexicon.count(text, language, key))
    if vocabulary:
        score += 1.0 * min(2, len(set(vocabulary.findall(lexicon.plain(text)))))
    return score + _manner(text)


def kinds(text: str, language: str, vocabulary: re.Pattern | None = None) -> int:
    """How many different kinds of detail the text has; two make a scene, one is a remark."""
    found = [bool(CLOCK.search(text)), bool(SPAN.search(text))]
    found += [lexicon.count(text, language, key) > 0 for key in ("family", "things", "contrast", "days")]
    found.append(bool(vocabulary and vocabulary.search(lexicon.plain(text))))
    return sum(found) + min(2, len(PRICE.findall(text)))


def _manner(text: str) -> float:
    """Shouting, emoji and missing capitals read badly in large type."""
    score = -0.7 * text.count("!") - 2.5 * len(EMOJI.findall(text)) - 0.8 * len(re.findall(r"\.\.+|…", text))
    score -= 2.0 if text[:1].islower() else 0
    score -= 3.0 * len(re.findall(r"\b[A-ZÁÉÍÓÚÑ]{4,}\b", text))
    score -= 2.0 * len(re.findall(r"\b(\w+) \1\b|\s[.,]|,\S", text))
    score -= 1.5 * len(re.findall(r"\b(?:i|im|dont|didnt|ur|thier|alot|q|xq|k)\b", text))
    score += 0.4 if text.rstrip().endswith((".", "?", ".”", '."')) else -0.4
    return score + _length(len(text))


def _length(n: int) -> float:
    if n < 25:
        return -2.0
    if n < 40:
        return -0.4
    if n <= 160:
        return 0.6
    return -(n - 160) / 40


def minutes_of(text: str) -> int | None:
    """Minutes after midnight of a clock time as written ("2:40", "4 pm", "las cuatro"), 12-hour as is."""
    low = text.lower()
    if found := re.search(r"(\d{1,2})(?::(\d\d))?\s?([ap])?", low):
        hour, minute = int(found[1]), int(found[2] or 0)
        if found[3] and re.search(r"\d\s?[ap]\.?m", low):
            hour = hour % 12 + (12 if found[3] == "p" else 0)
    else:
        word = re.search(rf"\b({HOURS})\b", low)
        if not word:
            return {"noon": 720, "mediodía": 720, "mediodia": 720}.get(low, 0)
        hour, minute = ES_VALUES[word[1]], 30 if "media" in low else 15 if "cuarto" in low else 0
    if hour < 12 and re.search(r"noche|tarde|evening|afternoon|at night", low):
        hour += 12
    return hour * 60 + minute if hour < 25 else None


def span_minutes(text: str) -> int | None:
    """Minutes in "five minutes" or "media hora"; None above a day."""
    low = text.lower()
    if "half an hour" in low or "media hora" in low:
        return 30
    head, _, unit = low.replace("-", " ").rpartition(" ")
    amount = int(head) if head.isdigit() else {**EN_VALUES, **ES_VALUES, "a": 1, "an": 1}.get(head)
    scale = 1 if unit.startswith("min") else 60 if unit.startswith(("hour", "hora")) else 0
    return amount * scale if amount and scale else None
