"""The fact lock: nothing on a page that the facts do not say.

Works on the HTML of any engine. Every phone, address, hour, price, year, rating, count, promise, name
and quotation is traced to a field of `Facts`; what cannot be traced refuses the page.
"""

import itertools
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urlsplit

from webmagic.creative.facts import Facts
from webmagic.creative.gate import claims, linked_data
from webmagic.creative.gate.known import Known, flat, has_words, tokens
from webmagic.creative.gate.reading import QUOTING, Reading, read, squeeze, tag_of, text_of
from webmagic.creative.gate.report import Finding
from webmagic.creative.studio.copy import hours
from webmagic.creative.studio.copy.quotable import PLACEHOLDER

Traced = tuple[str, str]
_MARKS = re.compile(r"“([^”]{2,})”|«([^»]{2,})»|„([^“”]{2,})[“”]|(?<![\w\d])\"([^\"]{2,})\"(?!\w)")
_SENTENCES = {
    "phone": "The phone number {text} is not the listing's.",
    "email": "The e-mail address {text} is not the listing's.",
    "price": "No fact names the price {text}.",
    "hours": "The hours “{text}” are not the listing's.",
    "time": "No fact names the time {text}.",
    "percentage": "No fact gives {text}.",
    "address": "The address “{text}” is not the listing's.",
    "year": "No fact names the year {text}.",
    "award": "Nobody is known to have said “{text}”.",
    "status": "The listing does not say “{text}”.",
    "since": "Nothing is known about “{text}”.",
    "person": "Nobody called {text} is known here.",
    "place": "The place {text} is not in the facts.",
    "count": "No fact gives “{text}”.",
    "rating": "The rating {text} is not the listing's.",
    "number": "The number {text} is in no fact.",
    "quote": "These words are in no review: “{text}”.",
    "author": "{text} did not write this, or wrote no review.",
    "link": "The link {text} does not lead to anything the facts know.",
    "data": "The structured data say {text}, and the facts do not.",
}


def check(html: str, facts: Facts) -> tuple[list[Finding], list[Traced]]:
    """Findings that refuse the page, and every claim that was traced with the field that proves it."""
    return check_reading(read(html), facts)


def check_reading(reading: Reading, facts: Facts) -> tuple[list[Finding], list[Traced]]:
    known = Known(facts)
    findings: list[Finding] = []
    traced: dict[Traced, None] = {}
    for place, rule, text, field in _all(reading, known):
        if field:
            traced[(text, field)] = None
        else:
            findings.append(_finding(place, rule, text))
    unique = {(f.rule, f.message): f for f in findings}
    return list(unique.values()), list(traced)


def _finding(place: str, rule: str, text: str) -> Finding:
    message = _SENTENCES[rule].format(text=text if len(text) <= 90 else text[:89] + "…")
    return Finding(rule=f"fact-{rule}", place=place, message=message, repairable=True)


Row = tuple[str, str, str, str]  # place, rule, text, field


def _all(reading: Reading, known: Known) -> Iterator[Row]:
    yield from _texts(reading, known)
    yield from _quotations(reading, known)
    yield from _authors(reading, known)
    yield from _credits(reading, known)
    yield from _addresses(reading, known)
    yield from _weeks(reading, known)
    yield from _links(reading, known)
    for data in reading.data:
        for rule, text, field in linked_data.check(data, known):
            yield "JSON-LD", rule, text, field


def _texts(reading: Reading, known: Known) -> Iterator[Row]:
    for block in reading.blocks:
        text, owned = _without_owner(block.text, known)
        for words in owned:
            yield block.place, "status", words, "owner"
        text = _without_name(text, known)
        for quotation in _quoted_in(text):
            yield block.place, "quote", quotation, _source(quotation, known)
            text = text.replace(quotation, " ")
        text, verbatim = _without_verbatim(text, known)
        if verbatim:
            yield block.place, "quote", verbatim, _source(verbatim, known)
        for rule, claim, field in claims.all_claims(text, known):
            yield block.place, rule, claim, field


def _without_owner(text: str, known: Known) -> tuple[str, list[str]]:
    """What the owner says of the own shop needs no other source."""
    owned = [words for words in known.owner_words if has_words(text, words)]
    for words in owned:
        text = text.replace(words, " ∎ ")
    return text, owned


def _without_name(text: str, known: Known) -> str:
    """The shop's own name makes no claim: "Best Tacos #1" may be called so."""
    for name in {squeeze(known.facts.name), squeeze(re.sub(r"<[^>]*>", " ", known.facts.name))}:
        if sum(c.isalpha() for c in name) >= 3:  # a name of one letter would take every such letter away
            text = text.replace(name, " ∎ ")
    return text


def _without_verbatim(text: str, known: Known) -> tuple[str, str]:
    """A block that is a reviewer's own words, perhaps behind a short label ("9:40 was out by 9:40 with …"),
    claims nothing itself. Returns the label and the words."""
    words = text.split(" ")
    for start in range(min(4, len(words))):
        tail = " ".join(words[start:])
        if len(tail) >= 15 and known.review_of(tail) is not None:
            return " ".join(words[:start]), tail
    return text, ""


def _quoted_in(text: str) -> list[str]:
    return [next(filter(None, match.groups())) for match in _MARKS.finditer(text)]


def _source(quotation: str, known: Known) -> str:
    index = known.review_of(quotation)
    if index is not None:
        return f"reviews[{index}].text"
    return known.holds(quotation)


def _quotations(reading: Reading, known: Known) -> Iterator[Row]:
    for quotation in reading.quotations:
        yield quotation.place, "quote", quotation.text, _source(quotation.text, known)


def _authors(reading: Reading, known: Known) -> Iterator[Row]:
    """An attribution names somebody who wrote a review, and the words beside it are theirs."""
    writers = {flat(review.author) for review in known.facts.reviews if review.author.strip()}
    writers |= {flat(word) for word in PLACEHOLDER.values()}
    for figure in reading.root.iter():
        if tag_of(figure) not in {"figure", "blockquote", "li", "article", "div", "section"}:
            continue
        said = [e for e in figure.iter() if tag_of(e) in {"q", "blockquote"}]
        names = [e for e in figure.iter() if _is_credit(e)]
        if len({text_of(e) for e in names}) == 1 and said:
            yield from _credit(_bare(text_of(names[0])), [text_of(e) for e in said], writers, known)
    for author in reading.authors:
        name = _bare(author.text)
        if _looks_like_person(name) and not _writer(name, writers):
            yield author.place, "author", name, ""


_CREDIT = re.compile(r"\b(?:So wrote (.{1,80}?) in a review|Lo escribió (.{1,80}?) en una reseña)\b")


def _credits(reading: Reading, known: Known) -> Iterator[Row]:
    """ "So wrote Lena A. in a review" needs words of hers in the quotation it speaks of: that of the
    heading it stands under, or one beside it."""
    for section in reading.root.iter():
        if tag_of(section) not in {"section", "header", "main"} or not any(
            tag_of(e) == "h1" for e in section.iter()
        ):
            continue
        heads = [text_of(e) for e in section.iter() if tag_of(e) == "h1"]
        said = [text_of(e) for e in section.iter() if tag_of(e) in QUOTING]
        for found in _CREDIT.finditer(text_of(section)):
            who = flat(found[1] or found[2])
            quoted = [words for head in heads for words in _quoted_in(head)] + said
            own = any(_wrote(who, words, known) for words in quoted)
            yield "attribution", "author", found[1] or found[2], "reviews.author" if own else ""
        return


def _wrote(who: str, words: str, known: Known) -> bool:
    wanted = flat(words).strip(" .,;:!?…\"'-¡¿")
    anybody = who in map(flat, PLACEHOLDER.values())
    return any(
        has_words(text, wanted) and (anybody or flat(review.author) == who)
        for review, text in zip(known.facts.reviews, known.reviews, strict=True)
    )


def _is_credit(element) -> bool:
    return tag_of(element) in {"cite", "figcaption"} or "by" in (element.get("class") or "").split()


def _bare(text: str) -> str:
    return re.sub(r"^[\s—–-]+|[\s,;:]+$", "", text)


def _writer(name: str, writers: set[str]) -> str:
    """The reviewer an attribution begins with: "Óscar R., sobre el pan de yemas" is Óscar R."""
    wanted = flat(name)
    return next((w for w in writers if w and wanted.startswith(w) and has_words(wanted, w)), "")


def _looks_like_person(name: str) -> bool:
    return bool(
        re.match(
            r"[A-ZÁÉÍÓÚÑ][\w'’.áéíóúñ-]*(?:\s(?:de |del |la )?[A-ZÁÉÍÓÚÑ][\w.'’áéíóúñ-]*){0,3}\s*(?:,|$)",
            name,
        )
    )


def _credit(name: str, said: list[str], writers: set[str], known: Known) -> Iterator[Row]:
    writer = _writer(name, writers)
    if not writer:
        if _looks_like_person(name):
            yield "attribution", "author", name, ""
        return
    own = [
        flat(r.text)
        for r in known.facts.reviews
        if flat(r.author) == writer or writer in PLACEHOLDER.values()
    ]
    for text in said:
        words = flat(text).strip(" .,;:!?…\"'-¡¿")
        is_theirs = any(words in review for review in own) or writer in map(flat, PLACEHOLDER.values())
        if known.review_of(text) is not None:
            yield "attribution", "author", name, "reviews.author" if is_theirs else ""


def _addresses(reading: Reading, known: Known) -> Iterator[Row]:
    for element in reading.root.iter():
        if tag_of(element) == "address":
            text = text_of(element)
            yield "address", "address", text, "address" if tokens(text) <= known.address_tokens else ""


_DAY_NAMES = {
    name: day
    for names in (
        *hours.DAYS.values(),
        ("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"),
    )
    for day, name in enumerate(n.lower() for n in names)
}


def _weeks(reading: Reading, known: Known) -> Iterator[Row]:
    """A row of a table of hours: the day's own hours, not another day's."""
    for label, value in _rows(reading):
        days = _days_of(label)
        for day in days:
            spans, is_known = known.spans_of(day), day in hours.known_days(known.facts.hours)
            pairs = list(claims.RANGE.finditer(value))
            if re.search(r"\b(?:closed|cerrado)\b", value, re.I):
                yield "hours", "hours", f"{label}: {value}", "hours" if is_known and not spans else ""
            elif pairs:
                right = all(claims.is_span(pair, spans) for pair in pairs) and len(pairs) == len(spans)
                yield "hours", "hours", f"{label}: {value}", "hours" if right else ""
            elif claims.ALL_DAY.search(value):
                whole = any(hours.is_all_day(s) for s in [hours.week(known.facts.hours)[day]])
                yield "hours", "hours", f"{label}: {value}", "hours" if whole else ""


def _rows(reading: Reading) -> Iterator[tuple[str, str]]:
    for element in reading.root.iter():
        cells = [child for child in element if tag_of(child) in {"dt", "dd", "th", "td"}]
        for first, second in itertools.pairwise(cells):
            if tag_of(first) in {"dt", "th"} or tag_of(second) == "td":
                yield text_of(first), text_of(second)


def _days_of(label: str) -> list[int]:
    """ "Tuesday to Friday" -> 1..4, "sábado y domingo" -> 5, 6; [] when the label names no day."""
    words = re.findall(r"[a-záéíóúñ]+", label.lower())
    days = [_DAY_NAMES[word] for word in words if word in _DAY_NAMES]
    if len(days) == 2 and re.search(r"\b(?:to|a|through|hasta)\b|[–-]", label):
        return [day % 7 for day in range(days[0], days[1] + (7 if days[1] < days[0] else 0) + 1)]
    return days


def _links(reading: Reading, known: Known) -> Iterator[Row]:
    for link in reading.links:
        if link.is_claim:
            continue
        if field := _link_field(link.href, known):
            if field != "page":
                yield link.place, "link", link.href, field
        else:
            yield link.place, "link", link.href, ""


def _link_field(href: str, known: Known) -> str:
    parts, facts = urlsplit(href.strip()), known.facts
    scheme, host = parts.scheme.lower(), (parts.hostname or "").lower()
    if scheme in {"tel", "sms"}:
        return "phone" if known.is_phone(re.sub(r"\D", "", parts.path)) else ""
    if scheme == "mailto":
        return "email" if unquote(parts.path).casefold() == facts.email.casefold() != "" else ""
    if host in {"wa.me", "api.whatsapp.com"}:
        digits = re.sub(r"\D", "", parts.path) or re.sub(
            r"\D", "", parse_qs(parts.query).get("phone", [""])[0]
        )
        return "phone" if facts.has_whatsapp and known.is_phone(digits) else ""
    if re.fullmatch(r"(?:www\.|maps\.)?google\.[a-z.]+|maps\.app\.goo\.gl|www\.openstreetmap\.org", host):
        return _map_field(href, parts.query, known)
    if scheme in {"", "http", "https"} and not host:
        return "page"
    own = [urlsplit(url).hostname or "" for url in facts.socials]
    return "socials" if href in facts.socials or (href in own and host in own) else ""


def _map_field(href: str, query: str, known: Known) -> str:
    facts, wanted = known.facts, parse_qs(query)
    if href == facts.maps_url:
        return "maps_url"
    place = (wanted.get("destination") or wanted.get("query") or wanted.get("q") or [""])[0]
    if facts.latitude is not None and place.replace(" ", "") == f"{facts.latitude},{facts.longitude}":
        return "latitude"
    return "address" if place and tokens(place) <= known.address_tokens else ""
