"""What the law asks of the letter itself, looked at in the finished letter: whoever edited a template,
a letter without its postal address or its way out does not leave."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from webmagic.core.settings import Settings
from webmagic.pitcher.countries import Country
from webmagic.pitcher.policy import Hold
from webmagic.pitcher.transports.mime import one_line

# Said in our own templates, and looked for in everybody's: that this is an offer, and where the
# address is from.
DISCLOSURE = ("commercial offer", "advertisement", "mensaje comercial", "oferta comercial", "publicidad")
SOURCE = ("your address comes from", "su dirección proviene de")
OBJECT = ("right to object", "derecho a oponerse")
FAKE_REPLY = re.compile(r"(?i)^\s*(re|fw|fwd|aw|rv|wg|sv|antw)\s*:")
BADGES = re.compile("[✅☑✔🔵✓🏅⭐]")
HIDDEN = [
    (word, re.compile(word + rest))  # the word alone is looked for first, and mostly is not there
    for word, rest in (
        *(("display", r"\s*:\s*none"), ("visibility", r"\s*:\s*hidden"), ("font-size", r"\s*:\s*0")),
        *(("opacity", r"\s*:\s*0(?![.\d])"), ("color", r"\s*:\s*(?:#fff(?:fff)?|white)\s*[;\"']")),
        *(("max-height", r"\s*:\s*0"), ("text-indent", r"\s*:\s*-\d{3,}")),
    )
]
POST = "List-Unsubscribe=One-Click"
LONGEST = 998


@dataclass(frozen=True)
class Written:
    """A letter as it would leave. `answers_to` is true when its In-Reply-To names a mail of ours."""

    subject: str
    text: str
    html: str
    from_name: str
    from_email: str
    headers: dict[str, str] = field(default_factory=dict)
    is_first: bool = True
    answers_to: bool = False


class _Part:
    """The text or the HTML of a letter. What is looked for nearly always stands there word for word, and
    finding it takes a twentieth of stripping the tags; only what is not found so is looked for again."""

    def __init__(self, name: str, raw: str):
        self.name, self.raw, self.small = name, raw, raw.lower()

    @cached_property
    def plain(self) -> str:
        return _plain(self.raw)

    def says(self, phrases: tuple[str, ...]) -> bool:
        """One of them, not as a part of longer words."""
        return any(
            _stands_alone(self.small, at, phrase) for phrase in phrases for at in _all(phrase, self.small)
        )

    def shows(self, words: str, beside: str = "") -> bool:
        """Whether a reader sees these plain words, apart from where they are a part of `beside`."""
        small = self.small.replace(beside, "") if beside else self.small
        if any(_is_visible(small, at) for at in _all(words, small)):
            return True
        return words in (self.plain.replace(beside, "") if beside else self.plain)

    @property
    def hides_text(self) -> bool:
        return any(word in self.small and pattern.search(self.small) for word, pattern in HIDDEN)

    def links_to(self, url: str) -> bool:
        return url in self.raw or url in self.raw.replace("&amp;", "&")


def _all(words: str, text: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _stands_alone(text: str, at: int, phrase: str) -> bool:
    around = text[max(at - 1, 0) : at] + text[at + len(phrase) : at + len(phrase) + 1]
    return not any(letter.isalnum() or letter == "_" for letter in around)


def _is_visible(text: str, at: int) -> bool:
    """Not within a tag."""
    return text.rfind("<", 0, at) <= text.rfind(">", 0, at) or text.find(">", at) < 0


def check_letter(letter: Written, country: Country | None, settings: Settings) -> list[Hold]:
    """Every rule of the law that the letter breaks."""
    parts = [_Part("text", letter.text), *([_Part("HTML", letter.html)] if letter.html else [])]
    return [
        *_sender(letter, parts, settings),
        *_subject(letter, country),
        *_content(letter, parts, country, settings),
        *_way_out(letter, parts),
        *_tracking(letter, country),
    ]


def passed(letter: Written, reviewed_at: dt.date) -> dict[str, object]:
    """What is kept with a mail that may leave: the rules, the policy's day and the letter's fingerprint."""
    content = f"{letter.subject}\n{letter.text}\n{letter.html}".encode()
    return {
        "rules": ["M1", "M2", "M4", "M5", "M6", "M7", "M8", "M9", "M10", "M12"],
        "policy": reviewed_at.isoformat(),
        "body": hashlib.sha256(content).hexdigest(),
    }


def _sender(letter: Written, parts: list[_Part], settings: Settings) -> Iterator[Hold]:
    postal, name = _words(settings.sender_postal_address), _words(letter.from_name)
    ways = [way for way in (letter.from_email.lower(), _words(settings.sender_contact_url)) if way]
    for part in parts:
        if not postal or not part.shows(postal):
            yield Hold("M1", f"The {part.name} part does not give our postal address.")
        if not name or not part.shows(name, beside=letter.from_email.lower()):  # an address is no signature
            yield Hold("M2", f"The {part.name} part does not say who writes.")
        if not any(part.shows(way) for way in ways):
            yield Hold("M2", f"The {part.name} part gives no way to reach us.")


def _subject(letter: Written, country: Country | None) -> Iterator[Hold]:
    if FAKE_REPLY.match(letter.subject) and not letter.answers_to:
        yield Hold("M4", "The subject pretends to answer a mail that does not exist.")
    if not letter.subject.strip():
        yield Hold("M4", "The mail has no subject.")
    if BADGES.search(letter.subject):
        yield Hold("M10", "The subject wears a sign that looks like a verified badge.")
    if country and country.label and not letter.subject.upper().startswith(country.label):
        yield Hold("M5", f"In {country.name} the subject begins with {country.label}.")


def _content(
    letter: Written, parts: list[_Part], country: Country | None, settings: Settings
) -> Iterator[Hold]:
    for part in parts:
        if not part.says(DISCLOSURE):
            yield Hold("M5", f"The {part.name} part does not say that it is an offer.")
        if letter.is_first and not part.says(SOURCE):
            yield Hold("M8", f"The {part.name} part does not say where the address comes from.")
        if country and country.balancing and letter.is_first and not _has_notice(part, settings):
            yield Hold("M8", f"The {part.name} part lacks the right to object or the privacy notice.")
        if part.name == "HTML" and part.hides_text:
            yield Hold("M10", "The HTML part hides text.")


def _has_notice(part: _Part, settings: Settings) -> bool:
    url = settings.sender_contact_url.strip()
    return bool(url) and part.links_to(url) and part.says(OBJECT)


def _way_out(letter: Written, parts: list[_Part]) -> Iterator[Hold]:
    header = letter.headers.get("List-Unsubscribe", "")
    links = re.findall(r"<(https?://[^<>\s]+)>", header)
    names = [name.lower() for name in letter.headers]
    if len(links) != 1 or len(header) > LONGEST or "\n" in header:
        yield Hold("M7", "One-click unsubscribe is missing from the headers.")
        return
    if letter.headers.get("List-Unsubscribe-Post") != POST or len(names) != len(set(names)):
        yield Hold("M7", "The header that makes unsubscribing one click is missing or there twice.")
    for part in parts:
        if not part.links_to(links[0]):
            yield Hold("M6", f"The {part.name} part has no unsubscribe link, or another than the header.")


def _tracking(letter: Written, country: Country | None) -> Iterator[Hold]:
    if country and not country.tracking and ("/t/o/" in letter.html or "/t/c/" in letter.text + letter.html):
        yield Hold("M12", f"In {country.name} nothing may be tracked without consent.")


def _plain(text: str) -> str:
    """For comparing: the words alone, whatever part they stand in."""
    text = text.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")
    return one_line(re.sub(r"<[^>]*>", " ", text)).lower()


_words = lru_cache(maxsize=256)(_plain)  # of what is the same in every letter
