"""Claims in running text, and the fact each one needs. Every function yields (text, field or "")."""

import re
from collections.abc import Iterator

from webmagic.creative.gate.known import YEAR, Known, amount_of, as_number, flat, is_exact, numbers_in, tokens
from webmagic.creative.studio.copy import hours, marks

Claim = tuple[str, str, str]  # rule, text, field that proves it ("" for none)

PHONE = re.compile(r"(?<![\w.,:-])\+?\(?\d(?:(?!\.\s)[\d\s().\u00a0-]){5,}\d(?![\w:])")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PERCENT = re.compile(r"\d+(?:[.,]\d+)?\s?(?:%|percent\b|por ciento\b)", re.I)
RANGE = re.compile(
    r"(?<![\d:.-])(\d{1,2}(?::\d\d)?(?:\s?[ap]\.?m\.?)?|noon|midnight) (?:to|a|until|hasta) (?:las )?"
    r"(\d{1,2}(?::\d\d)?(?:\s?[ap]\.?m\.?)?|noon|midnight)(?![\d:%-])",
    re.I,
)
ALL_DAY = re.compile(
    r"24[/-]7|\b24 (?:hours|horas|hrs)\b|\bopen all night\b|\baround the clock\b|\bday (?:or|and) night\b"
    r"|\bany hour of the night\b|\bhora del día o de la noche\b|\bday or night\b",
    re.I,
)
ALL_WEEK = re.compile(
    r"\b(?:seven|7) days(?: a week)?\b|\bevery day(?: of the week)?\b|\blos siete días\b"
    r"|\btodos los días\b",
    re.I,
)
STREET = re.compile(
    r"\b\d{1,6}\s+(?:[NSEW]\.?\s+|North |South |East |West )?(?:[A-Z0-9][\w'.-]*\s){1,4}"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Place|Highway|Hwy|Parkway)\b"
    r"|\b\d{1,3}[aª]?\.?\s(?:[Cc]alle|[Aa]venida|[Aa]v\.|[Aa]ve\.)\s\w?\s?\d+-\d+"
    r"|\b(?:[Cc]alle|[Aa]venida|[Cc]alzada|[Bb]ulevar|[Bb]oulevard|[Cc]allej[oó]n|[Dd]iagonal)\s"
    r"[A-ZÁÉÍÓÚÑ][\wáéíóúñ]*(?:\s[\wáéíóúñ]+){0,3}\s\d+(?:-\d+)?"
)
AWARDS = re.compile(
    r"\baward(?:s|ed|[- ]winning)?\b|\bprize\b|\bvoted\b|\bbest (?:of|in)\b|#\s?1\b|\bnumber one\b"
    r"|\bno\. ?1\b"
    r"|\btop[- ]rated\b|\bleading\b|\bfive[- ]star\b|\bgalardonad\w+|\bpremi(?:o|os|ad\w+)\b"
    r"|\bel mejor\b|\bla mejor\b"
    r"|\bl[oa]s mejores\b|\bn[uú]mero uno\b|\breconocid\w+ (?:por|como)\b|\bl[ií]der(?:es)? en\b"
    r"|\bthe best\b",
    re.I,
)
STATUS = re.compile(
    r"\blicen[sc]ed\b|\binsured\b|\bbonded\b|\bcertifi(?:ed|cations?)\b|\baccredited\b|\bguarante\w*"
    r"|\bwarrant\w+"
    r"|\bfamily[- ](?:owned|run)\b|\blocally owned\b|\bveteran[- ]owned\b|\bwom[ae]n[- ]owned\b|\borganic\b"
    r"|\bcertificad\w+|\bgarant[ií]\w+|\bautorizad\w+|\bnegocio familiar\b|\bempresa familiar\b"
    r"|\bcolegiad\w+"
    r"|\bfree\b|\bgratis\b|\bgratuit\w+|\bdiscounts?\b|\bdescuentos?\b|\bhistoric\b|\bsame[- ]day\b"
    r"|\bmismo día\b",
    re.I,
)
SINCE = re.compile(
    r"\b(?:since|est(?:ablished|\.)?|founded(?: in)?|desde(?: el año)?"
    r"|fundad[oa] en)\s+(?:in )?['’]?\d{2,4}\b"
    r"|\b(?:more than|over|más de|with|con)?\s?(?:\d+|[a-záéíóú]+)\+? (?:years|años|decades|décadas"
    r"|generations|generaciones)"
    r" (?:of |de |in |en )?(?:experience|experiencia|business|servicio|service|serving|trayectoria"
    r"|tradición)\b"
    r"|\bthird[- ]generation\b|\bsecond[- ]generation\b|\b(?:segunda|tercera) generación\b"
    r"|\bfor (?:decades|generations)\b"
    r"|\bpor generaciones\b",
    re.I,
)
PERSON = re.compile(
    r"\b(?:[Oo]wner|[Ff]ounder|[Ff]ounded by|[Oo]wned by|[Cc]hef|Dr\.|Dra\.|[Aa]sk for|[Mm]eet"
    r"|[Pp]regunte por|[Cc]onozca a"
    r"|[Dd]ueñ[oa]|[Ff]undador[a]?|[Mm]aestro|[Dd]on|[Dd]oña|[Tt]imed by|[Cc]ontad[oa]s? por"
    r"|[Ss]o wrote|[Ll]o cuenta"
    r"|[Ll]o escribió|[Ss]ays|[Dd]ice)(?:,| is| es)? ([A-ZÁÉÍÓÚÑ][\wáéíóúñ]+(?: (?:de "
    r"|[A-ZÁÉÍÓÚÑ])[\wáéíóúñ.]*){0,2})"
)
TOWN = re.compile(
    r"\b(?:in|In|en|En|near|cerca de|serving|de) ((?:San |Santa |Los |Las |El |La |St\. |New |Fort "
    r"|Ciudad )?"
    r"[A-ZÁÉÍÓÚÑ][a-záéíóúñ]{2,}(?: (?:de |del )?[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+){0,2})"
)
QUANTITY = re.compile(
    r"\b(\d[\d.,]*\d|\d|[a-záéíóú]+)\+? (?:happy |satisfied )?"
    r"(reviews?|reseñas|customers|clientes|families|familias|years?|años?|jobs|projects|proyectos"
    r"|homes|minutes?|minutos?"
    r"|hours?|horas?|locations|sucursales|stars?|estrellas|days?|días?|technicians|técnicos|trucks"
    r"|awards|pacientes|patients)\b",
    re.I,
)
_COUNTER = re.compile(
    r"(?:fig(?:ure|ura)?\.?|no\.?|nº|n\.º)?\s*\d{1,2}[.)]?", re.I
)  # "Fig. 3" counts, claims nothing
_NEVER_TOWNS = frozenset(
    [
        "english",
        "spanish",
        "español",
        "inglés",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "whatsapp",
        "google",
        "facebook",
        "instagram",
        "navidad",
        "lunes",
        "martes",
        "miércoles",
        "jueves",
        "viernes",
        "sábado",
        "domingo",
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ]
)


def all_claims(text: str, known: Known) -> Iterator[Claim]:
    """Every claim of one block. A claim found by one rule is taken out before the next reads."""
    for rule in (_emails, _phones, _prices, _ranges, _clocks, _percents, _streets, _since, _years):
        taken = []
        for claim in rule(text, known):
            taken.append(claim[1])
            yield claim
        for piece in sorted(set(taken), key=len, reverse=True):
            text = text.replace(piece, " ∎ ")
    for rule in (_status, _awards, _week, _people, _towns, _quantities, _numbers):
        yield from rule(text, known)


def _emails(text: str, known: Known) -> Iterator[Claim]:
    for match in EMAIL.finditer(text):
        is_own = match[0].casefold().rstrip(".") == known.facts.email.casefold()
        yield "email", match[0], "email" if is_own else ""


def _phones(text: str, known: Known) -> Iterator[Claim]:
    for match in PHONE.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if not 7 <= len(digits) <= 15 or re.fullmatch(r"(?:19|20)\d\d\s?-\s?(?:19|20)?\d\d", match[0]):
            continue
        if match[0].strip() in known.listing:
            yield "phone", match[0].strip(), "address"
        else:
            yield "phone", match[0].strip(), "phone" if known.is_phone(digits) else ""


def _prices(text: str, known: Known) -> Iterator[Claim]:
    for match in marks.PRICE.finditer(text):
        yield "price", match[0], "reviews" if amount_of(match) in known.prices else ""


def _pair(match: re.Match) -> tuple[int, int] | None:
    first, second = marks.minutes_of(match[1]), marks.minutes_of(match[2])
    return None if first is None or second is None else (first % 1440, second % 1440)


def _ranges(text: str, known: Known) -> Iterator[Claim]:
    """ "10 to 7" must be one span of the listing, as a pair; without am and pm each half may be either."""
    for match in RANGE.finditer(text):
        pair = _pair(match)
        if pair is None or re.match(
            r"\s*(?:minutes|minutos|days|días|years|años|people|personas)", text[match.end() :]
        ):
            continue
        if flat(match[0]) in known.flat_spoken:
            yield "hours", match[0], "reviews"
        else:
            yield "hours", match[0], "hours" if is_span(match, known.spans) else ""


def is_span(match: re.Match, spans: set[tuple[int, int]]) -> bool:
    pair = _pair(match)
    if pair is None:
        return False
    firsts, seconds = (
        {value}
        if is_exact(written) or (":" in written and _is_24(match[0]))
        else {value, (value + 720) % 1440}
        for value, written in zip(pair, (match[1], match[2]), strict=True)
    )
    return any((a, b) in spans for a in firsts for b in seconds)


def _is_24(text: str) -> bool:
    """ "6:00 a 20:00": Spanish hours and any with an hour above twelve are read on the 24-hour clock."""
    return " a " in text or any(int(h) > 12 for h in re.findall(r"(\d{1,2}):", text))


_AT = re.compile(r"\b(?:at|by|before|around|a|antes de|sobre|como a)\s$", re.I)
_DOOR = re.compile(r"\b(?:open|clos|abr|abiert|cierr|cerrad)", re.I)


def _clocks(text: str, known: Known) -> Iterator[Claim]:
    for match in marks.CLOCK.finditer(text):
        if flat(match[0]) in known.flat_spoken:
            yield "time", match[0], "reviews"
            continue
        if _AT.search(text[: match.start()]) and not _DOOR.search(text):
            yield "time", match[0], ""  # "at six" tells a story; a story needs its teller
            continue
        value = marks.minutes_of(match[0])
        ways = {value} if value is None or is_exact(match[0]) else {value, value + 720}
        proven = any(way is not None and way % 1440 in known.times for way in ways)
        yield "time", match[0], "hours" if proven else ""


def _percents(text: str, known: Known) -> Iterator[Claim]:
    for match in PERCENT.finditer(text):
        yield "percentage", match[0], "listing" if flat(match[0]) in known.flat_listing else ""


def _streets(text: str, known: Known) -> Iterator[Claim]:
    for match in STREET.finditer(text):
        yield "address", match[0], "street" if flat(match[0]) in known.flat_spoken else ""


def _years(text: str, known: Known) -> Iterator[Claim]:
    for match in YEAR.finditer(text):
        if as_number(match[0]) == (known.facts.review_count or -1):
            continue
        yield "year", match[0], "listing" if match[0] in known.years else ""


def _proven_words(rule: str, pattern: re.Pattern, text: str, known: Known) -> Iterator[Claim]:
    """Words that promise something need the listing's own word; a reviewer's is not enough."""
    for match in pattern.finditer(text):
        stem = flat(match[0])[:6]
        yield rule, match[0].strip(), "listing" if stem in known.flat_listing else ""


def _status(text: str, known: Known) -> Iterator[Claim]:
    for claim in _proven_words("status", STATUS, text, known):
        yield claim if claim[2] or not _is_translated(claim[1], known) else (*claim[:2], "attributes")


_SAME = (
    ("free", "gratis", "gratuit", "no cobran"),
    ("same-day", "same day", "mismo día", "mismo dia"),
    ("guarant", "garant", "warrant"),
    ("certif", "certificad"),
)


def _is_translated(word: str, known: Known) -> bool:
    """A Spanish page may say "gratis" where the listing says "Free estimates"."""
    group = next((g for g in _SAME if any(flat(word).startswith(w[:5]) for w in g)), ())
    return any(other in known.flat_listing for other in group)


def _awards(text: str, known: Known) -> Iterator[Claim]:
    yield from _proven_words("award", AWARDS, text, known)


def _since(text: str, known: Known) -> Iterator[Claim]:
    for match in SINCE.finditer(text):
        yield "since", match[0].strip(), "listing" if flat(match[0]) in known.flat_listing else ""


def _week(text: str, known: Known) -> Iterator[Claim]:
    for match in ALL_DAY.finditer(text):
        any_day = any(hours.is_all_day(spans) for spans in hours.week(known.facts.hours))
        yield "hours", match[0], "hours" if any_day or flat(match[0]) in known.flat_listing else ""
    for match in ALL_WEEK.finditer(text):
        proven = len(hours.open_days(known.facts.hours)) == 7 or flat(match[0]) in known.flat_spoken
        yield "hours", match[0], "hours" if proven else ""


def _people(text: str, known: Known) -> Iterator[Claim]:
    for match in PERSON.finditer(text):
        proven = tokens(match[1]) - {"de"} <= known.spoken_tokens
        yield "person", match[1], "reviews" if proven else ""


def _towns(text: str, known: Known) -> Iterator[Claim]:
    for match in TOWN.finditer(text):
        if match[1].casefold() in _NEVER_TOWNS:
            continue
        proven = tokens(match[1]) - {"de", "del"} <= known.spoken_tokens
        yield "place", match[1], "city" if proven else ""


def _quantities(text: str, known: Known) -> Iterator[Claim]:
    """ "500 customers", "forty minutes": the amount must be known; "one day" and articles are no amount."""
    for match in QUANTITY.finditer(text):
        amounts = numbers_in(match[1]) if match[1].lower() not in {"one", "una", "un"} else set()
        if re.match(r"(?:stars?|estrellas)$", match[2], re.I):
            is_scale = re.search(r"\b(?:of|de)\s$", text[: match.start()]) and amounts <= {5.0}
            proven = is_scale or amounts <= {float(known.facts.rating or -1)}
        elif re.match(r"(?:reviews?|reseñas)$", match[2], re.I) and amounts:
            proven = amounts <= {float(known.facts.review_count or -1)} or amounts <= _small_counts(known)
        else:
            proven = amounts <= known.numbers
        if amounts:
            yield "count", match[0], "numbers" if proven else ""


def _small_counts(known: Known) -> set[float]:
    return {float(len(known.facts.reviews))} if known.facts.review_count is None else set()


def _numbers(text: str, known: Known) -> Iterator[Claim]:
    """What no other rule read: any number in digits must stand somewhere in the facts."""
    for match in re.finditer(r"(?<![\w#&])\d+(?:[.,]\d+)*(?![\w])", text):
        value = as_number(match[0])
        if value is None or _COUNTER.fullmatch(text.strip()):
            continue
        if re.fullmatch(r"[0-5][.,]\d", match[0]):
            is_rating = known.facts.rating is not None and abs(value - known.facts.rating) < 0.05
            yield "rating", match[0], "rating" if is_rating or match[0] in known.spoken else ""
        else:
            yield "number", match[0], "numbers" if value in known.numbers else ""
