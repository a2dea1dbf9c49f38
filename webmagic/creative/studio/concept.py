"""The Concept: three ideas on different angles, one chosen, and the graphic only this shop could have."""

import itertools
from collections.abc import Iterator

from webmagic.creative.facts import Facts
from webmagic.creative.stages import Analysis, Concept, Idea, Quote, Signature
from webmagic.creative.studio import themes, trades
from webmagic.creative.studio.copy import (
    credits,
    headlines,
    hours,
    lexicon,
    phones,
    quotable,
    timeline,
    words,
)
from webmagic.creative.studio.copy.openings import at_street, full_name, opening, place_name, short_services

BY_NAME = frozenset({"food", "shop", "make", "hair", "body"})  # groups whose customers ask for things by name


def conceive(facts: Facts, analysis: Analysis, turn: int = 0) -> Concept:
    """`turn`: how often this shop was thought about before; each time the next of the ideas is chosen."""
    lines = headlines.lines(facts, analysis)
    three = _different(lines)
    three = three[turn % len(three) :] + three[: turn % len(three)]
    chosen = three[0]
    signature = _signature(facts, analysis, chosen)
    return Concept(
        ideas=[Idea(headline=line.headline, angle=line.angle, reason=line.reason) for line in three],
        chosen=0,
        reason=chosen.reason,
        headline=chosen.headline,
        subline=subline(facts, chosen),
        signature=signature,
        says=_says(three, signature),
    )


def _different(lines: list[headlines.Line]) -> list[headlines.Line]:
    """The best line of each of three angles, no review twice where it can be helped."""
    picked: list[headlines.Line] = []
    for line in lines:
        same = any(line.angle == p.angle or _same_voice(line, p) for p in picked)
        if not same and len(picked) < 3:
            picked.append(line)
    return picked + [line for line in lines if line not in picked][: 3 - len(picked)]


def _same_voice(one: headlines.Line, other: headlines.Line) -> bool:
    return bool(one.quote and other.quote and one.quote.review == other.quote.review)


def subline(facts: Facts, line: headlines.Line) -> str:
    """Who said it, what they do, where; nothing twice."""
    return " ".join(part for part in (_credit(facts, line), _what_and_where(facts, line)) if part)


def _credit(facts: Facts, line: headlines.Line) -> str:
    if not line.quote:
        return ""
    return credits.credit(line.quote.author, facts.language, is_verbatim=line.is_verbatim)


def _what_and_where(facts: Facts, line: headlines.Line) -> str:
    what = short_services(facts) if line.angle != "object" or line.quote else ""
    where = at_street(facts) if line.angle != "place" else ""
    if not where and place_name(facts):
        where = f"{'en' if facts.language == 'es' else 'in'} {place_name(facts)}"
    if not what:
        noun = opening(facts).noun
        if not noun:
            return full_name(facts)
        is_named = line.angle == "name" or len(facts.name) > 48
        kind = noun if facts.language == "es" else words.with_article(noun)
        what = kind if is_named else full_name(facts)  # the headline says the trade already
    tail = _when(facts) if line.angle != "hours" else ""
    body = ", ".join(part for part in (f"{words.upper_first(what)} {where}".strip(), tail) if part)
    return f"{body}."


def _when(facts: Facts) -> str:
    if hours.is_always_open(facts.hours):
        return "las 24 horas" if facts.language == "es" else "around the clock"
    spans = hours.groups(facts.hours)
    if len(hours.open_days(facts.hours)) == 7:
        return "todos los días" if facts.language == "es" else "every day of the week"
    if not spans or any(b[0] != a[1] + 1 for a, b in itertools.pairwise(spans)):
        return ""
    days = hours.days_text(spans[0][0], spans[-1][1], facts.language)
    return f"de {days}" if facts.language == "es" and " a " in days else days


# --- signature ---------------------------------------------------------------------------------


def _signature(facts: Facts, analysis: Analysis, chosen: headlines.Line) -> Signature:
    """The first kind whose data exist, the rarest kinds first."""
    return next(signatures(facts, analysis, chosen))


def signatures(facts: Facts, analysis: Analysis, chosen: headlines.Line) -> Iterator[Signature]:
    """Every signature the facts allow, the rarest kinds first; there is always one."""
    quotes = [q for q in (chosen.quote, analysis.best_quote, *analysis.quotes) if q]
    for make in (_timeline, _named_things, _phone_plate_urgent, _quote_plate, _numeral, _week_ring):
        if found := make(facts, quotes, chosen):
            yield found
    yield _phone_plate(facts) or _hours_chart(facts)


def _timeline(facts: Facts, quotes: list[Quote], chosen: headlines.Line) -> Signature | None:
    line = timeline.find(quotes)
    if line is None:
        return None
    points = [{"at": at, "text": text} for at, text in line.points]
    data = {
        "points": points,
        "minutes": line.minutes,
        "unit_text": timeline.unit_text(facts.language),
        "review": line.quote.review,
        "quote": line.quote.text,
    }
    return Signature(kind="timeline", title=timeline.title(line, facts), data=data)


def _named_things(facts: Facts, quotes: list[Quote], chosen: headlines.Line) -> Signature | None:
    listed = " ".join(trades.plain(service) for service in facts.services)
    things = [t for t in themes.named_things(facts) if trades.plain(t.name) not in listed]
    if len({t.quote.review for t in things}) < 2 or trades.get(facts.trade).group not in BY_NAME:
        return None
    kept = _one_per_review(things)[:4]
    count = words.number(len(kept), facts.language)
    title = (
        f"{words.upper_first(['dos', 'tres', 'cuatro'][len(kept) - 2])} cosas que la gente nombra"
        if facts.language == "es"
        else f"{count.capitalize()} things people name"
    )
    data = {"things": [{"name": t.name, "quote": t.quote.model_dump()} for t in kept]}
    return Signature(kind="named_things", title=title, data=data)


def _one_per_review(things: list[themes.Thing]) -> list[themes.Thing]:
    seen: dict[int, themes.Thing] = {}
    for thing in things:
        seen.setdefault(thing.quote.review, thing)
    return list(seen.values())


def _phone_plate_urgent(facts: Facts, quotes: list[Quote], chosen: headlines.Line) -> Signature | None:
    return _phone_plate(facts) if trades.get(facts.trade).urgent else None


def _phone_plate(facts: Facts) -> Signature | None:
    if not facts.phone:
        return None
    shown = phones.display(facts.phone, facts.country, facts.phone_display)
    title = "El número que hay que guardar" if facts.language == "es" else "The number to keep"
    return Signature(kind="phone_plate", title=title, data={"display": shown})


def _quote_plate(facts: Facts, quotes: list[Quote], chosen: headlines.Line) -> Signature | None:
    """A second voice set large; never the one the headline already quotes."""
    others = [q for q in quotes if not chosen.quote or q.review != chosen.quote.review]
    known = quotable.vocabulary(facts)
    worthy = (
        q
        for q in others
        if 40 <= len(q.text) <= 140
        and headlines.is_worth_display(q.text, lexicon.guess_language(q.text) or facts.language, known)
    )
    other = next(worthy, None)
    if other is None:
        return None
    return Signature(
        kind="quote_plate", title=other.author, data={"review": other.review, "quote": other.text}
    )


def _numeral(facts: Facts, quotes: list[Quote], chosen: headlines.Line) -> Signature | None:
    if not (facts.rating and facts.review_count and facts.rating >= 4.5 and facts.review_count >= 20):
        return None
    count = words.count_of(facts.review_count, facts.language)
    text = f"de 5, en {count} reseñas" if facts.language == "es" else f"out of 5, from {count} reviews"
    title = "Contado por los clientes" if facts.language == "es" else "Counted by customers"
    return Signature(kind="numeral", title=title, data={"value": f"{facts.rating:.1f}", "text": text})


def _week_ring(facts: Facts, quotes: list[Quote], chosen: headlines.Line) -> Signature | None:
    days = len(hours.open_days(facts.hours))
    if days < 6 or len(hours.known_days(facts.hours)) < 7:
        return None
    if facts.language == "es":
        title = "Los siete días" if days == 7 else "Seis días a la semana"
    else:
        title = "Seven days" if days == 7 else "Six days a week"
    return Signature(kind="week_ring", title=title, data={"open_minutes": hours.open_minutes(facts.hours)})


def _hours_chart(facts: Facts) -> Signature:
    return Signature(kind="hours_chart", title="La semana" if facts.language == "es" else "The week")


def _says(three: list[headlines.Line], signature: Signature) -> list[str]:
    angles = words.listed(list(dict.fromkeys(line.angle for line in three)), "en")
    says = [f"Three ideas, built on {angles}.", f"Chosen: {three[0].headline}", three[0].reason]
    return [*says, f"Signature: {signature.kind.replace('_', ' ')}, “{signature.title}”."]
