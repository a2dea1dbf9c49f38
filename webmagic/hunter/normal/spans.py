"""The hours of one day: "11:30 AM-3 PM,5-11 PM", "09:00–17:00", "Closed", "Abierto 24 horas"."""

import re
from functools import lru_cache

Spans = list[tuple[str, str]]  # shared between callers: never changed in place
CLOSED = re.compile(r"^(?:closed|cerrado|off|fermé|geschlossen|chiuso)(?: today| all day)?$", re.I)
ALL_DAY = re.compile(
    r"^(?:open(?: for)? 24 ?(?:hours|hrs|h)|24 ?(?:hours|hrs|horas|h)|abierto(?: las)? 24 ?(?:horas|h)|"
    r"24/7|00:00-24:00|12 ?am-12 ?am|open all day)$",
    re.I,
)
_TIME = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(a\.?\s?m\.?|p\.?\s?m\.?|h(?:rs?)?\b)?"
_SPAN = re.compile(rf"^\s*{_TIME}\s*(?:-|to|a|until|hasta|till|as|às)\s*{_TIME}\s*$", re.I)


def tidy(text: str) -> str:
    """One kind of space and one kind of dash; noon and midnight as times."""
    text = re.sub(r"[\u2000-\u200a\u202f\u00a0\u3000\s]+", " ", text)
    text = re.sub(r"\s*[\u2010-\u2015\u2212~]\s*", "-", text)
    text = re.sub(r"\bnoon\b|\bmediod[ií]a\b", "12 PM", text, flags=re.I)
    return re.sub(r"\bmidnight\b|\bmedianoche\b", "12 AM", text, flags=re.I).strip()


@lru_cache(maxsize=5000)
def spans_of(text: str) -> Spans | None:
    """[] for closed, None for what cannot be read."""
    text = tidy(text)
    if not text or CLOSED.match(text):
        return [] if text else None
    if ALL_DAY.match(text):
        return [("00:00", "24:00")]
    found = [one_span(part) for part in re.split(r"[,;&]|\s(?:and|y)\s|/", text) if part.strip()]
    return None if None in found or not found else [span for span in found if span]


def one_span(text: str) -> tuple[str, str] | None:
    match = _SPAN.match(text)
    if not match:
        return None
    hour1, minute1, half1, hour2, minute2, half2 = match.groups()
    first = (int(hour1), int(minute1 or 0), _half(half1))
    last = (int(hour2), int(minute2 or 0), _half(half2))
    if last[2] and not first[2]:
        first = (first[0], first[1], _inherit(first, last))
    start, end = _minutes(first), _minutes(last)
    if start is None or end is None or start >= 24 * 60:
        return None
    if end < start <= 12 * 60 and not (half1 or half2 or minute1 or minute2):
        return None  # "10-2": to two in the afternoon, or at night?
    if end == 0:
        end = 24 * 60
    if end > 24 * 60:  # "18:00-26:00"
        end -= 24 * 60
    return _show(start), _show(end)


def _half(text: str | None) -> str:
    letter = (text or " ").strip()[:1].lower()
    return letter if letter in ("a", "p") else ""


def _inherit(first: tuple[int, int, str], last: tuple[int, int, str]) -> str:
    """ "5-11 PM" opens at 5 PM, "11-3 PM" at 11 AM: the half that makes a span of less than a day."""
    same = _minutes((first[0], first[1], last[2]))
    end = _minutes(last)
    if same is None or end is None or same < end:
        return last[2]
    return "a" if last[2] == "p" else "p"


def _minutes(time: tuple[int, int, str]) -> int | None:
    hour, minute, half = time
    if minute > 59 or hour > (12 if half else 30):
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute


def _show(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
