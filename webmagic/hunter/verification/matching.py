"""Whose page is it? Compared by telephone, mail, address, name and town."""

import re
from dataclasses import dataclass
from enum import StrEnum

from webmagic.hunter.names import CONNECTORS
from webmagic.hunter.normal.text import fold
from webmagic.hunter.verification.reading import Page
from webmagic.hunter.verification.subject import Subject

MANY_NUMBERS = 12  # a page with this many telephone numbers is a list of businesses
_SHORT = {
    "avenue": "ave", "av": "ave", "avenida": "ave", "street": "st", "calle": "c", "calz": "calzada",
    "road": "rd", "boulevard": "blvd", "bulevar": "blvd", "boulevar": "blvd", "drive": "dr", "lane": "ln",
    "highway": "hwy", "carretera": "carr", "parkway": "pkwy", "square": "sq", "court": "ct", "place": "pl",
    "suite": "ste", "strasse": "str", "rua": "r",
}  # fmt: skip


class Fit(StrEnum):
    THEIRS = "theirs"
    LIKELY = "likely"
    UNSURE = "unsure"
    NAMESAKE = "namesake"
    NOT = "not"


@dataclass(frozen=True)
class Match:
    """`said` are the things that agree or speak against it, for people to read."""

    fit: Fit
    said: tuple[str, ...] = ()


def match(subject: Subject, pages: list[Page]) -> Match:
    """Judge a home page together with the pages it links to."""
    numbers = {n for page in pages for n in map(subject.phone, page.numbers) if n}
    mails = {mail for page in pages for mail in page.mails}
    text = " ".join(page.folded + " " + fold.__wrapped__(" ".join(page.headings)) for page in pages)
    is_list = len(numbers) > MANY_NUMBERS
    same_phone = sorted(numbers & subject.phones)
    name, address = has_name(subject, pages, text), has_address(subject, text)
    town = in_town(subject, text)
    places = {fold(place) for page in pages for place in page.places if place.strip()}
    said = [f"telephone {number}" for number in same_phone]
    if subject.email and subject.email in mails:
        said.append(f"mail {subject.email}")
    sure = bool(said)
    said += [word for word, holds in (("name", name), ("address", address), ("town", town)) if holds]
    if is_list and not name:
        return Match(Fit.NOT, (*said, "lists many businesses"))
    if sure or (name and address):
        return Match(Fit.THEIRS, tuple(said))
    if not name:
        return Match(Fit.NOT, tuple(said))
    is_abroad = any(_is_foreign(number) for page in pages for number in page.numbers)
    return _by_name(subject, numbers, places, town, said, is_abroad)


def _by_name(
    subject: Subject, numbers: set[str], places: set[str], town: bool, said: list[str], is_abroad: bool
) -> Match:
    """Only the name, and perhaps the town, agree."""
    elsewhere = bool(places) and fold(subject.city) not in places
    others = bool(subject.phones) and (bool(numbers) or is_abroad)
    if others:
        said.append("other telephone numbers")
    if elsewhere:
        said.append(f"in {', '.join(sorted(places)[:3])}")
    if town:
        return Match(Fit.UNSURE if others or elsewhere else Fit.LIKELY, tuple(said))
    if others or elsewhere:
        return Match(Fit.NAMESAKE, tuple(said))
    return Match(Fit.UNSURE if subject.is_distinct else Fit.NOT, tuple(said))


def _is_foreign(written: str) -> bool:
    """Looks like a telephone number; one that is valid here has been told before."""
    digits = re.sub(r"\D", "", written)
    return 9 <= len(digits) <= 15 and written.lstrip()[:1] in "+0("


def has_name(subject: Subject, pages: list[Page], text: str) -> bool:
    """The name as a whole somewhere, or all of its own words in a title or heading."""
    whole = " ".join(subject.words)
    if not whole:
        return False
    if re.search(rf"\b{re.escape(whole)}\b", text):
        return True
    loose = [word for word in subject.words if word not in CONNECTORS]
    if len(loose) > 1 and re.search(r"\b" + r"(?: \w{1,3})? ".join(map(re.escape, loose)) + r"\b", text):
        return True
    heads = [fold(heading) for page in pages for heading in page.headings]
    joined = "".join(loose)
    if len(joined) >= 6 and any(joined in head.replace(" ", "") for head in heads):
        return True
    own = set(subject.own_words)
    return subject.is_distinct and any(own <= set(head.split()) for head in heads)


def has_address(subject: Subject, text: str) -> bool:
    """The house number next to the street's own word."""
    tokens = _canonical(fold(subject.street)).split()
    numbers = [token for token in tokens if any(c.isdigit() for c in token)]
    words = [t for t in tokens if t not in _SHORT.values() and t not in CONNECTORS and not t[0].isdigit()]
    if not numbers or not words:
        return False
    number, word = re.escape(numbers[0]), re.escape(max(words, key=len))
    near = rf"\b{number}\b(?: \w+){{0,4}} {word}\b|\b{word}\b(?: \w+){{0,3}} {number}\b"
    return bool(re.search(near, _canonical(text)))


def _canonical(text: str) -> str:
    return " ".join(_SHORT.get(word, word) for word in text.split())


def in_town(subject: Subject, text: str) -> bool:
    """The town is named apart from the business's own name."""
    town = fold(subject.city)
    if not town:
        return False
    without = text.replace(" ".join(subject.words), " ")
    return bool(re.search(rf"\b{re.escape(town)}\b", without)) or (
        bool(subject.postcode) and bool(re.search(rf"\b{re.escape(fold(subject.postcode))}\b", without))
    )
