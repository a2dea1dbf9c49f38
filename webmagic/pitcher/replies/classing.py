"""What kind of answer is this? By its headers first, then by its words, in English and Spanish.

A seam for a model is `Reader`: anything that takes the words and says a class. The built-in one says
when it is not sure, and then a person should look twice.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from webmagic.models import ReplyClass
from webmagic.pitcher.replies.mail import IncomingMail

FILE = Path(__file__).parent / "phrases.toml"
AUTOMATIC = ("auto-replied", "auto-generated", "auto-notified")
DAEMONS = ("mailer-daemon@", "postmaster@", "mail-daemon@")
_LEAVE_LINK = re.compile(r"^u\+[\w.-]+@")
SPANISH = re.compile(
    r"\b(?:que|gracias|hola|no me|usted|ustedes|pagina|cuanto|por favor|buenas|buenos|interesa|correo|"
    r"quiero|tengo|estoy|soy|muchas|esta|para|pero|senor|negocio|saludos|precio)\b"
)


@dataclass(frozen=True)
class Classed:
    reply_class: ReplyClass
    reason: str
    is_sure: bool = True


class Reader(Protocol):
    """What a model would have to be."""

    async def __call__(self, subject: str, text: str) -> Classed: ...


def classify(mail: IncomingMail) -> Classed:
    return by_headers(mail) or by_words(mail.subject, mail.text)


def by_headers(mail: IncomingMail) -> Classed | None:
    """What programs say about their own mails."""
    if mail.report_kind == "delivery-status" or mail.from_email.startswith(DAEMONS):
        return Classed(ReplyClass.BOUNCE, "a report of a mail server")
    automatic = mail.headers.get("auto-submitted", "").lower()
    if automatic.startswith(AUTOMATIC) or "x-autoreply" in mail.headers or "x-autorespond" in mail.headers:
        return Classed(ReplyClass.OUT_OF_OFFICE, "its headers call it automatic")
    if mail.headers.get("precedence", "").lower() in ("auto_reply", "auto-reply"):
        return Classed(ReplyClass.OUT_OF_OFFICE, "its headers call it automatic")
    if any(_LEAVE_LINK.match(address) for address in mail.recipients):
        return Classed(ReplyClass.UNSUBSCRIBE, "sent to the address for leaving")
    return None


def by_words(subject: str, text: str) -> Classed:
    """The class whose phrases weigh most; the order of the file settles what weighs the same."""
    words = plain(f"{_own_subject(subject)}\n{text}"[:4000])
    scores: dict[ReplyClass, float] = {}
    reasons: dict[ReplyClass, str] = {}
    for kind, phrases in _phrases().items():
        for pattern, weight in phrases:
            if found := pattern.search(words):
                scores[kind] = scores.get(kind, 0) + weight
                reasons.setdefault(kind, f"“{found[0].strip()[:60]}”")
    if "?" in words:
        scores[ReplyClass.QUESTION] = scores.get(ReplyClass.QUESTION, 0) + 1.5
        reasons.setdefault(ReplyClass.QUESTION, "it asks something")
    if not scores:
        return Classed(ReplyClass.OTHER, "no phrase that says what it wants", is_sure=False)
    ranked = sorted(scores, key=lambda kind: -scores[kind])
    margin = scores[ranked[0]] - (scores[ranked[1]] if len(ranked) > 1 else 0)
    return Classed(ranked[0], reasons[ranked[0]], is_sure=margin >= 1)


def language_of_text(text: str, default: str) -> str:
    """Spanish when its small words are there; else what the business speaks."""
    words = plain(text)
    hits = len(SPANISH.findall(words))
    if hits >= 2 or (hits and default == "es"):
        return "es"
    return "en" if re.search(r"\b(?:the|you|please|thanks|is|not|interested|how|what)\b", words) else default


def plain(text: str) -> str:
    """Lower case, without accents, apostrophes as one sign."""
    text = unicodedata.normalize("NFD", text.casefold().replace("’", "'").replace("¿", "").replace("¡", ""))
    return " ".join("".join(sign for sign in text if not unicodedata.combining(sign)).split())


def _own_subject(subject: str) -> str:
    """A subject that was not only ours sent back."""
    return "" if re.match(r"(?i)\s*(?:re|rv|aw|fwd?|res)\s*:", subject) else subject


@cache
def _phrases() -> dict[ReplyClass, list[tuple[re.Pattern[str], float]]]:
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        ReplyClass(kind): [
            (re.compile(rf"(?<![a-z])(?:{phrase})(?![a-z])"), float(weight))
            for weight, phrases in weights.items()
            for phrase in phrases
        ]
        for kind, weights in table.items()
    }
