"""What the law asks of the letter itself, looked at in the finished letter: whoever edited a template,
a letter without its postal address or its way out does not leave."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from webmagic.core.settings import Settings
from webmagic.pitcher.countries import Country
from webmagic.pitcher.policy import Hold
from webmagic.pitcher.transports.mime import one_line

# Said in our own templates, and looked for in everybody's: that this is an offer, and where the
# address is from.
DISCLOSURE = re.compile(
    r"(?i)\b(commercial offer|advertisement|mensaje comercial|oferta comercial|publicidad)\b"
)
SOURCE = re.compile(r"(?i)\b(your address comes from|su dirección proviene de)\b")
OBJECT = re.compile(r"(?i)\b(right to object|derecho a oponerse)\b")
FAKE_REPLY = re.compile(r"(?i)^\s*(re|fw|fwd|aw|rv|wg|sv|antw)\s*:")
BADGES = re.compile("[✅☑✔🔵✓🏅⭐]")
# Apart, for one that begins with a plain word is found ten times sooner than one of many beginnings.
HIDDEN = [
    re.compile(pattern)
    for pattern in (
        *(r"display\s*:\s*none", r"visibility\s*:\s*hidden", r"font-size\s*:\s*0"),
        *(r"opacity\s*:\s*0(?![.\d])", r"color\s*:\s*(?:#fff(?:fff)?|white)\s*[;\"']"),
        *(r"max-height\s*:\s*0", r"text-indent\s*:\s*-\d{3,}"),
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

    @property
    def parts(self) -> list[tuple[str, str]]:
        return [("text", self.text), *([("HTML", self.html)] if self.html else [])]


def check_letter(letter: Written, country: Country | None, settings: Settings) -> list[Hold]:
    """Every rule of the law that the letter breaks."""
    return [
        *_sender(letter, settings),
        *_subject(letter, country),
        *_content(letter, country, settings),
        *_way_out(letter),
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


def _sender(letter: Written, settings: Settings) -> Iterator[Hold]:
    postal = _plain(settings.sender_postal_address)
    for name, part in letter.parts:
        said = _plain(part)
        if not postal or postal not in said:
            yield Hold("M1", f"The {name} part does not give our postal address.")
        signed = said.replace(letter.from_email.lower(), "")  # an address is no signature
        if not letter.from_name or _plain(letter.from_name) not in signed:
            yield Hold("M2", f"The {name} part does not say who writes.")
        if letter.from_email.lower() not in said and _plain(settings.sender_contact_url or "\0") not in said:
            yield Hold("M2", f"The {name} part gives no way to reach us.")


def _subject(letter: Written, country: Country | None) -> Iterator[Hold]:
    if FAKE_REPLY.match(letter.subject) and not letter.answers_to:
        yield Hold("M4", "The subject pretends to answer a mail that does not exist.")
    if not letter.subject.strip():
        yield Hold("M4", "The mail has no subject.")
    if BADGES.search(letter.subject):
        yield Hold("M10", "The subject wears a sign that looks like a verified badge.")
    if country and country.label and not letter.subject.upper().startswith(country.label):
        yield Hold("M5", f"In {country.name} the subject begins with {country.label}.")


def _content(letter: Written, country: Country | None, settings: Settings) -> Iterator[Hold]:
    for name, part in letter.parts:
        if not DISCLOSURE.search(part):
            yield Hold("M5", f"The {name} part does not say that it is an offer.")
        if letter.is_first and not SOURCE.search(part):
            yield Hold("M8", f"The {name} part does not say where the address comes from.")
        if country and country.balancing and letter.is_first and not _has_notice(part, settings):
            yield Hold("M8", f"The {name} part lacks the right to object or the privacy notice.")
    small = letter.html.lower()
    if any(pattern.search(small) for pattern in HIDDEN):
        yield Hold("M10", "The HTML part hides text.")


def _has_notice(part: str, settings: Settings) -> bool:
    url = settings.sender_contact_url.strip()
    return bool(url) and url in part.replace("&amp;", "&") and bool(OBJECT.search(part))


def _way_out(letter: Written) -> Iterator[Hold]:
    header = letter.headers.get("List-Unsubscribe", "")
    links = re.findall(r"<(https?://[^<>\s]+)>", header)
    names = [name.lower() for name in letter.headers]
    if len(links) != 1 or len(header) > LONGEST or "\n" in header:
        yield Hold("M7", "One-click unsubscribe is missing from the headers.")
        return
    if letter.headers.get("List-Unsubscribe-Post") != POST or len(names) != len(set(names)):
        yield Hold("M7", "The header that makes unsubscribing one click is missing or there twice.")
    for name, part in letter.parts:
        if links[0] not in part.replace("&amp;", "&"):
            yield Hold("M6", f"The {name} part has no unsubscribe link, or another than the header.")


def _tracking(letter: Written, country: Country | None) -> Iterator[Hold]:
    if country and not country.tracking and ("/t/o/" in letter.html or "/t/c/" in letter.text + letter.html):
        yield Hold("M12", f"In {country.name} nothing may be tracked without consent.")


def _plain(text: str) -> str:
    """For comparing: the words alone, whatever part they stand in."""
    text = text.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")
    return one_line(re.sub(r"<[^>]*>", " ", text)).lower()
