"""Two texts side by side in one column, as a reader wants to see a change: line by line, word by word."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

CONTEXT = 3
LONGEST = 240  # lines shown; a prompt that changed more than that was written anew
WORDS = re.compile(r"\s+|[^\s\w]|\w+")


@dataclass(frozen=True)
class Part:
    text: str
    is_changed: bool = False


@dataclass(frozen=True)
class DiffLine:
    key: str
    look: str  # ln | ln add | ln del | hunk
    old: str
    new: str
    sign: str
    parts: list[Part] = field(default_factory=list)


def diff(before: str, after: str) -> list[DiffLine]:
    """The changed lines and a little around them; empty when nothing changed."""
    old, new = before.splitlines(), after.splitlines()
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    lines: list[DiffLine] = []
    for n, group in enumerate(matcher.get_grouped_opcodes(CONTEXT)):
        if n:
            lines.append(DiffLine(f"hunk{n}", "hunk", "", "", "", [Part(f"line {group[0][3] + 1}")]))
        for tag, a, b, c, d in group:
            lines += _block(tag, old[a:b], new[c:d], a, c)
    return lines[:LONGEST]


def whole(text: str) -> list[DiffLine]:
    """A text without anything to compare it to."""
    return [
        DiffLine(f"n{n}", "ln", "", str(n), "", [Part(line)])
        for n, line in enumerate(text.splitlines()[:LONGEST], 1)
    ]


def words(before: str, after: str) -> tuple[list[Part], list[Part]]:
    """Two texts with the words that differ marked; unmarked when little is shared, or one is not there."""
    return _words(before, after) if before and after else ([Part(before)], [Part(after)])


def _block(tag: str, old: list[str], new: list[str], at_old: int, at_new: int) -> Iterator[DiffLine]:
    if tag == "equal":
        for n, line in enumerate(old):
            yield DiffLine(f"e{at_old + n}", "ln", str(at_old + n + 1), str(at_new + n + 1), "", [Part(line)])
        return
    pairs = [_words(one, other) for one, other in zip(old, new, strict=False)]
    for n, line in enumerate(old):
        parts = pairs[n][0] if n < len(pairs) else [Part(line, True)]
        yield DiffLine(f"d{at_old + n}", "ln del", str(at_old + n + 1), "", "−", parts)
    for n, line in enumerate(new):
        parts = pairs[n][1] if n < len(pairs) else [Part(line, True)]
        yield DiffLine(f"a{at_new + n}", "ln add", "", str(at_new + n + 1), "+", parts)


def _words(old: str, new: str) -> tuple[list[Part], list[Part]]:
    """The two lines with the words that differ marked; all of it when little is shared."""
    a, b = WORDS.findall(old), WORDS.findall(new)
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    if matcher.ratio() < 0.35:
        return [Part(old)], [Part(new)]
    left: list[Part] = []
    right: list[Part] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        is_changed = tag != "equal"
        left += [Part("".join(a[i:j]), is_changed)] if j > i else []
        right += [Part("".join(b[k:m]), is_changed)] if m > k else []
    return left, right
