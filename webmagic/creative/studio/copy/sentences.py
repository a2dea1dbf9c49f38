"""Reviews cut into sentences, always as contiguous pieces of the text they come from."""

import re

ABBREVIATIONS = frozenset(
    "mr mrs ms dr dra sr sra srta st ave av vs etc jr a.m p.m ing lic prof ud uds aprox approx".split()  # noqa: SIM905
)
_END = re.compile(r"[.!?…]+[\"”»’')\]]*(?=\s)|\n+")


def split(text: str) -> list[str]:
    """Sentences of a review, each an exact substring. A line break ends a sentence."""
    pieces, start = [], 0
    for end in _END.finditer(text):
        if _is_abbreviation(text, end) or _goes_on(text, end):
            continue
        pieces.append(text[start : end.end()])
        start = end.end()
    pieces.append(text[start:])
    return [piece.strip() for piece in pieces if piece.strip()]


def _is_abbreviation(text: str, end: re.Match) -> bool:
    if end.group().strip() != ".":
        return False
    before = re.search(r"[\w.]*$", text[: end.start()])
    word = before.group().lower() if before else ""
    return word in ABBREVIATIONS or (len(word) == 1 and word.isalpha())


def _goes_on(text: str, end: re.Match) -> bool:
    """An ellipsis, or a full stop before a small letter, does not end the sentence."""
    if "\n" in end.group():
        return False
    rest = text[end.end() :].lstrip()
    return bool(rest) and rest[0].islower() and ("…" in end.group() or "." in end.group())


def runs(text: str, longest: int = 220) -> list[str]:
    """Every run of neighbouring sentences up to `longest` characters, verbatim."""
    found = []
    for line in text.split("\n"):
        sentences = split(line)
        for first in range(len(sentences)):
            for last in range(first, len(sentences)):
                run = _between(line, sentences, first, last)
                if run is None or len(run) > longest:
                    break
                found.append(run)
    return found


def _between(line: str, sentences: list[str], first: int, last: int) -> str | None:
    begin = 0
    for sentence in sentences[:first]:
        begin = line.index(sentence, begin) + len(sentence)
    begin = line.index(sentences[first], begin)
    end = begin
    for sentence in sentences[first : last + 1]:
        end = line.index(sentence, end) + len(sentence)
    return line[begin:end]
