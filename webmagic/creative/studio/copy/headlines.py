"""Headlines: trade, town and the most specific true image.

A review is either quoted in quotation marks, or turned by a pattern that needs all its words there:
each pattern below says what it reads. No pattern adds a fact.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from webmagic.creative.facts import Facts
from webmagic.creative.stages import Analysis, Quote
from webmagic.creative.studio import themes, trades
from webmagic.creative.studio.copy import (
    frames,
    hours,
    images,
    lexicon,
    marks,
    phones,
    quotable,
    services,
    words,
)
from webmagic.creative.studio.copy.openings import Opening, at_street, full_name, opening, short_services

LONGEST = 116
IMAGE = 3.0  # any image outranks what the listing alone says
TURNED = 14.0  # a turned image outranks a quoted one of the same interest


@dataclass(frozen=True)
class Line:
    headline: str
    angle: str
    reason: str
    score: float
    quote: Quote | None = None
    is_verbatim: bool = False  # the headline quotes the review in quotation marks
    turn: str = ""


def lines(facts: Facts, analysis: Analysis) -> list[Line]:
    """Every headline the facts allow, best first; the order is fixed for the same facts."""
    start = opening(facts)
    quotes = [q for q in [analysis.best_quote, *analysis.quotes] if q]
    found = [line for quote in quotes for line in _turns(facts, start, quote)]
    found += [*(_quoted(facts, start) if start.best else ()), *_of_facts(facts, start)]
    found = [line for line in found if len(line.headline) <= LONGEST or line.score < 0.2]
    return sorted(found, key=lambda line: (-line.score, line.headline))


def _turns(facts: Facts, start: Opening, quote: Quote) -> Iterator[Line]:
    turned = _TURNS_ES if facts.language == "es" else _TURNS_EN
    if (lexicon.guess_language(quote.text) or facts.language) == facts.language:
        for turn in turned:
            if line := turn(facts, start, quote):
                yield line


# --- quoted ------------------------------------------------------------------------------------


def _quoted(facts: Facts, start: Opening) -> Iterator[Line]:
    """The images of the reviews, each verbatim in quotation marks beside trade and town."""
    people = [name for name, _ in themes.people(facts)]
    for image in images.images(facts):
        text = image.quote.text if image.is_whole else _stopped(image.quote.text, facts.language)
        angle = _angle(image.quote.text, image.language, people)
        yield Line(
            headline=frames.framed(start, words.quoted(text, facts.language), facts.business_id, text),
            angle=angle,
            reason=f"{image.quote.author}'s own words, and the {angle} in them is nobody else's.",
            score=round(IMAGE + image.score, 3),
            quote=image.quote,
            is_verbatim=True,
        )


def _stopped(clause: str, language: str) -> str:
    """A clause closes with the stop of the sentence around it, which English sets inside the marks."""
    return f"{clause}." if language == "en" else clause


def is_worth_display(fragment: str, language: str, known: re.Pattern) -> bool:
    """Two kinds of detail, and praise or a turn: "Went on a Saturday" is neither."""
    told = (
        lexicon.count(fragment, language, "contrast")
        or marks.PRICE.search(fragment)
        or marks.CLOCK.search(fragment)
    )
    tone = quotable.mood(fragment, language)
    kinds = marks.kinds(fragment, language, known)
    return tone >= 0 and (kinds >= 3 or (kinds == 2 and bool(tone > 0 or told)))


def _angle(fragment: str, language: str, people: list[str]) -> str:
    if marks.CLOCK.search(fragment) or marks.SPAN.search(fragment):
        return "time"
    if any(re.search(rf"\b{re.escape(name)}\b", fragment) for name in people):
        return "person"
    if marks.PRICE.search(fragment):
        return "price"
    if lexicon.count(fragment, language, "things") or lexicon.count(fragment, language, "family"):
        return "object"
    return "praise"


# --- turned, English ---------------------------------------------------------------------------


_HOUR = r"\d{1,2}(?::\d\d)?(?: ?[ap]m)?"
_CALLED = re.compile(
    rf"\b(?:called|phoned|rang|texted)\b[^.]{{0,20}}? at ({_HOUR}(?: in the morning| at night)?|midnight)",
    re.I,
)
_CAME = re.compile(r"\b(?:was here|came|arrived|picked up|answered|was there|showed up|within)\b", re.I)


def _picks_up(facts: Facts, start: Opening, quote: Quote) -> Line | None:
    """ "Called at 2:40 in the morning … here by 3:15" -> "A Dayton plumber who picks up at 2:40 in …"."""
    call = _CALLED.search(quote.text)
    if not (call and _CAME.search(quote.text) and start.is_agent and start.noun):
        return None
    if not re.search(r"am|morning|night", call[1], re.I):
        return None
    headline = f"{start.by_noun} who picks up at {call[1]}."
    return _turned(
        headline, f"who picks up at {call[1]}.", "time", quote, "An hour at which nobody else answers."
    )


def _in_and_out(facts: Facts, start: Opening, quote: Quote) -> Line | None:
    """ "Walked in at 9:05 on a Saturday and was out by 9:40" -> "In at 9:05 on a Saturday, out by 9:40."."""
    found = re.search(
        r"\b(?:walked in|came in|went in|dropped (?:it|them) off|dropped off)[^.]{0,25}? at "
        rf"({_HOUR}(?: on an? [A-Z]?[a-z]+day)?)[^.]{{0,40}}? (out|done|ready|back) (?:by|at) ({_HOUR})",
        quote.text,
        re.I,
    )
    if not found or not start.best:
        return None
    turn = f"In at {found[1]}, {found[2].lower()} by {found[3]}."
    return _turned(f"{start.best}. {turn}", turn, "time", quote, "Two times off a customer's watch.")


def _for_what(facts: Facts, start: Opening, quote: Quote) -> Line | None:
    """ "woke up with a neck that turns both ways" -> "Massage in Astoria, for a neck …"."""
    if trades.get(facts.trade).group not in {"body", "hair", "care"} or not start.by_craft:
        return None
    found = re.search(r"\b(?:with|for) (an? (?:[a-z]+ ){1,3}that [a-z ']{6,40})[.!]?$", quote.text)
    if not found:
        return None
    turn = f"for {found[1].strip()}."
    return _turned(f"{start.by_craft}, {turn}", turn, "object", quote, "What one customer left with.")


def _brought_in(facts: Facts, start: Opening, quote: Quote) -> Line | None:
    """ "Brought in … in two boxes and a bucket" -> "Bring it “in two boxes and a bucket.”"."""
    found = re.search(
        r"\b(?:brought|took|hauled|carried)\b[^.]* "
        r"(in (?:two|three|four|five|a|an|one) [a-z]+(?: and (?:a|an|one|two) [a-z]+))\b",
        quote.text,
        re.I,
    )
    if not found or not start.by_craft:
        return None
    turn = f"Bring it “{found[1]}” if you must."
    return _turned(f"{start.by_craft}. {turn}", turn, "object", quote, "A container nobody would invent.")


def _taste_of(facts: Facts, start: Opening, quote: Quote) -> Line | None:
    """ "the same day we called" -> "Plumbing in Dayton, “the same day we called.”"."""
    found = re.search(r"\bthe same (?:day|morning|afternoon|night) (?:we|I) [a-z]+\b", quote.text)
    if not found or not start.best:
        return None
    turn = f"“{found[0]}.”"
    line = _turned(f"{start.best}, {turn}", turn, "time", quote, "A promise a customer made for them.")
    return Line(**{**line.__dict__, "score": line.score - 8})


_TURNS_EN = (_picks_up, _in_and_out, _for_what, _brought_in, _taste_of)


# --- turned, Spanish ---------------------------------------------------------------------------


def _ya_no_hay(facts: Facts, start: Opening, quote: Quote) -> Line | None:
    """ "a las cinco ya no hay" -> "Pan de Quetzaltenango, del que a las cinco ya no hay."."""
    found = re.search(r"\ba (las? [a-z]+(?: de la [a-zñ]+)?) ya no hay\b", quote.text)
    if not found or not start.craft or not start.city:
        return None
    number = trades.wording(facts.trade, "es").of
    whom = {"m": "del que", "f": "de la que", "mp": "de los que", "fp": "de las que"}[number]
    turn = f"{whom} a {found[1]} ya no hay."
    headline = f"{words.upper_first(start.craft)} de {start.city}, {turn}"
    return _turned(headline, turn, "time", quote, "The hour at which it is gone says more than any praise.")


def _todavia(facts: Facts, start: Opening, quote: Quote) -> Line | None:
    """ "Llegamos a las once … todavía nos hizo" -> "Tacos en Oaxaca, todavía a las once …"."""
    found = re.search(
        r"\b(?:lleg(?:amos|ué)|pas(?:amos|é)|fui(?:mos)?|vine|vinimos) a "
        r"(las? [a-z]+ de la (?:noche|madrugada))\b",
        quote.text,
        re.I,
    )
    still = re.search(r"\b(?:todav[ií]a|a[uú]n) (?:nos|me|est|hab|hay|ten)", quote.text, re.I)
    if not (found and still and start.best):
        return None
    turn = f"todavía a {found[1]}."
    return _turned(
        f"{start.best}, {turn}", turn, "time", quote, "They were still serving when others had closed."
    )


def _contesta(facts: Facts, start: Opening, quote: Quote) -> Line | None:
    """ "Llamé a las dos de la madrugada … vino" -> "Plomero en X, de los que contestan …"."""
    found = re.search(
        r"\b(?:llam(?:é|amos)|escrib[ií](?:mos)?) a (las? [a-z]+ de la (?:noche|madrugada|mañana))\b",
        quote.text,
        re.I,
    )
    came = re.search(
        r"\b(?:vin(?:o|ieron)|lleg(?:ó|aron)|contest(?:ó|aron)|estaba aqu[ií])\b", quote.text, re.I
    )
    if not (found and came and start.by_noun):
        return None
    turn = f"de los que contestan a {found[1]}."
    return _turned(f"{start.by_noun}, {turn}", turn, "time", quote, "An hour at which nobody else answers.")


def _sabe_a(facts: Facts, start: Opening, quote: Quote) -> Line | None:
    """ "sabe al pan de antes" -> "Pan en Quetzaltenango que «sabe al pan de antes»."."""
    found = re.search(r"\bsabe (?:al? )[a-záéíóúñ]+(?: de [a-záéíóúñ]+)?", quote.text)
    if not found or not start.craft or trades.wording(facts.trade, "es").of not in {"m", "f"}:
        return None
    turn = f"que «{found[0]}»."
    return _turned(f"{start.by_craft} {turn}", turn, "praise", quote, "A taste that a family remembers.")


_TURNS_ES = (_ya_no_hay, _todavia, _contesta, _sabe_a)


def _turned(headline: str, turn: str, angle: str, quote: Quote, reason: str) -> Line:
    score = TURNED + min(4.0, marks.specificity(quote.text, lexicon.guess_language(quote.text) or "en") / 4)
    return Line(headline, angle, f"{reason} {quote.author} wrote it.", round(score, 3), quote, False, turn)


# --- from the listing alone --------------------------------------------------------------------


def _of_facts(facts: Facts, start: Opening) -> Iterator[Line]:
    yield from _of_hours(facts, start)
    yield from _of_week(facts, start)
    yield from _of_services(facts, start)
    yield from _of_things(facts, start)
    yield from _of_rating(facts, start)
    yield from _of_place(facts, start)
    if facts.phone and start.best:
        shown = phones.display(facts.phone, facts.country, facts.phone_display)
        score = 1.2 if trades.get(facts.trade).urgent and facts.business_id % 2 else 0.6
        yield Line(
            f"{start.best}: {shown}.",
            "phone",
            "In a hurry, the number is the message.",
            score,
            turn=f"{shown}.",
        )
    joint = "en" if facts.language == "es" else "in"
    where = f", {start.by_noun[:1].lower()}{start.by_noun[1:]}" if start.by_noun else f" {joint} {start.city}"
    yield Line(f"{full_name(facts)}{where}.", "name", "Only name, trade and town are known.", 0.1)


def _of_services(facts: Facts, start: Opening) -> Iterator[Line]:
    """What they do; a single service joins the craft: "Herrería y soldadura en Villa Jacaranda."."""
    names = services.named(facts)[:3]
    if not names or not start.city or not start.best:
        return
    reason = "The listing names what they do."
    if len(names) == 1 and start.craft and not start.is_agent:
        both = words.listed([start.craft, names[0]], facts.language)
        where = f"{'en' if facts.language == 'es' else 'in'} {start.city}"
        yield Line(f"{words.upper_first(both)} {where}.", "object", reason, 1.6)
    elif len(names) > 1:
        what = short_services(facts, 3)
        yield Line(f"{start.by_noun or start.best}: {what}.", "object", reason, 2.3, turn=f"{what}.")
    else:
        yield Line(f"{start.by_noun or start.best}: {names[0]}.", "object", reason, 1.1, turn=f"{names[0]}.")


def _of_week(facts: Facts, start: Opening) -> Iterator[Line]:
    """The days and hours of a shop that keeps the same ones: "Monday to Friday, 8 to 5"."""
    spans = hours.groups(facts.hours)
    if len(spans) != 1 or not start.best or hours.is_always_open(facts.hours):
        return
    week = hours.summary(facts.hours, facts.language, facts.country)
    week = (
        f"de {words.lower_first(week)}" if facts.language == "es" and " a " in week.split(" de ")[0] else week
    )
    yield Line(f"{start.best}, {week}.", "hours", "The hours are the same every day.", 1.3, turn=f"{week}.")


_PLAIN_FARE = frozenset({"salad", "soup", "fries", "tea", "sandwich", "café", "tortillas", "frijoles"})


def _of_rating(facts: Facts, start: Opening) -> Iterator[Line]:
    """A rating that many people gave is a fact worth a headline."""
    rating, given = facts.rating or 0, facts.review_count or 0
    if rating < 4.5 or given < 25 or not start.best:
        return
    count, head = words.count_of(given, facts.language), start.by_noun or start.best
    if facts.language == "es":
        turn = f"{rating:.1f} de 5, en {count} reseñas."
    else:
        turn = f"{rating:.1f} out of 5, in {count} reviews."
    reason = "So many people agree that the number may speak."
    yield Line(f"{head}. {turn}", "praise", reason, 1.5, turn=turn)


def _of_place(facts: Facts, start: Opening) -> Iterator[Line]:
    """The address, said in one of three ways, so that neighbours of a trade do not sound alike."""
    where = at_street(facts)
    if not where or not start.best:
        return
    noun, craft, reason = (
        start.by_noun or start.best,
        start.by_craft or start.best,
        "Every neighbor knows the address.",
    )
    turned = f"{words.upper_first(where)}, {noun[:1].lower()}{noun[1:]}."
    ways = (f"{noun}, {where}.", f"{craft}, {where}.", turned)
    yield Line(ways[facts.business_id % 3], "place", reason, 1.0)


def _of_things(facts: Facts, start: Opening) -> Iterator[Line]:
    """What two reviewers and more name at a table or counter, when the listing names nothing."""
    things = [
        t.name.lower()
        for t in themes.named_things(facts)
        if t.mentions >= 2 and t.name.lower() not in _PLAIN_FARE
    ][:3]
    if not things or facts.services or not start.best or trades.get(facts.trade).group != "food":
        return
    if facts.language == "es":
        turn = f"Pida {words.listed(things, 'es')}."
    else:
        turn = f"Order {words.listed([f'the {thing}' for thing in things], 'en')}."
    head = start.by_noun or start.best
    yield Line(f"{head}. {turn}", "object", "Several reviews name the same things.", 2.6, turn=turn)


def _of_hours(facts: Facts, start: Opening) -> Iterator[Line]:
    if not start.best or not facts.hours:
        return
    es, reason = facts.language == "es", "The opening hours set it apart."
    early, late = hours.earliest(facts.hours), hours.latest(facts.hours)
    days, joint = len(hours.open_days(facts.hours)), ":" if es else ","
    if hours.is_always_open(facts.hours):
        turn = "a cualquier hora del día o de la noche." if es else "open at any hour of the night."
        yield Line(f"{start.best}, {turn}", "hours", reason, 3.0, turn=turn)
    elif late and late >= 22 * 60:
        until = hours.spoken(late, facts.language, facts.country)
        turn = f"atiende hasta {until}." if es else f"open until {until}."
        yield Line(f"{start.best}{joint} {turn}", "hours", reason, 2.4, turn=turn)
    elif early and early <= 7 * 60:
        since = hours.spoken(early, facts.language, facts.country)
        turn = f"abre a {since}." if es else f"open from {since}."
        yield Line(f"{start.best}{joint} {turn}", "hours", reason, 2.2, turn=turn)
    elif days == 7:
        turn = "los siete días de la semana." if es else "seven days a week."
        yield Line(f"{start.best}, {turn}", "hours", reason, 1.4, turn=turn)
