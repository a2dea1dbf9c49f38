"""What a look at a sending domain found, in a sentence with what to do."""

from dataclasses import dataclass

OK, WARN, BAD = "ok", "warn", "bad"


@dataclass(frozen=True)
class Finding:
    """`key` names what was looked at; `tone` ok, warn or bad; `to_do` what helps."""

    key: str
    tone: str
    text: str
    to_do: str = ""
