"""What a mail server's refusal means: this mailbox, this mail, or us.

The codes are those of the large mailbox providers; `reply` is the SMTP reply or a bounce's diagnostic.
"""

import re
from enum import StrEnum


class Meaning(StrEnum):
    NO_MAILBOX = "no such mailbox"
    FULL = "mailbox full"
    SENDER = "our domain is turned away"
    RATE = "too fast, or it looks like spam"
    OTHER = ""


_SENDER = re.compile(
    r"\b[45]\.7\.(?:2[3567]|29|30|31|32|40)\b|\b5\.7\.515\b|\bdmarc\b|\bspf\b.*fail|\bdkim\b.*fail", re.I
)
_RATE = re.compile(r"\b[45]\.7\.28\b|\bTSS?\d\d\b|\bPH\d\d\b|\btoo many (?:messages|connections)\b", re.I)
_NO_MAILBOX = re.compile(r"\b5\.1\.[1236]\b|\b5\.1\.10\b|\b5\.2\.1\b|\buser unknown\b|\bno such user\b", re.I)
_FULL = re.compile(r"\b[45]\.2\.2\b|\bmailbox (?:is )?full\b|\bover quota\b", re.I)
_ORDER = (
    (_SENDER, Meaning.SENDER),
    (_RATE, Meaning.RATE),
    (_NO_MAILBOX, Meaning.NO_MAILBOX),
    (_FULL, Meaning.FULL),
)


def meaning_of(reply: str) -> Meaning:
    return next((meaning for pattern, meaning in _ORDER if pattern.search(reply)), Meaning.OTHER)
