"""Reading along: sentences and finished parts out of an answer that is still being written."""

import json
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any

from webmagic.creative.engines.protocol import GROWING, Say

SAYS = re.compile(r'"says"\s*:\s*\[')
STRING = re.compile(r'"((?:[^"\\]|\\.)*)("?)')
KEY = re.compile(r'\s*,?\s*"((?:[^"\\]|\\.)*)"\s*:\s*')
EVERY = 0.15  # seconds between two words of a sentence that grows


class SaysReader:
    """Tells the sentences of "says" as they are written: a growing one now and then, a whole one once."""

    def __init__(self, say: Say, may_say: Callable[[str], bool]):
        self.say, self.may_say = say, may_say
        self.told, self.last, self._at, self._from = 0, "", 0.0, -1

    async def hear(self, text: str) -> None:
        if self._from < 0:
            found = SAYS.search(text)
            if not found:
                return
            self._from = found.end()
        whole, growing = _sentences(text, self._from)
        for sentence in whole[self.told :]:
            self.told += 1
            if sentence.strip() and self.may_say(sentence):
                await self.say(sentence)
        if growing and time.monotonic() - self._at > EVERY and self.may_say(growing):
            self._at = time.monotonic()
            await self.say(GROWING + growing)


def _sentences(text: str, start: int) -> tuple[list[str], str]:
    """The finished strings of the array that begins at `start`, and the one being written."""
    whole: list[str] = []
    at = start
    while at < len(text):
        if text[at] == "]":
            break
        if text[at] != '"':
            at += 1
            continue
        found = STRING.match(text, at)
        if not found:
            break
        plain = _plain(found[1])
        if not found[2]:
            return whole, plain
        whole.append(plain)
        at = found.end()
    return whole, ""


def _plain(escaped: str) -> str:
    """A JSON string's words; one cut off within an escape loses that escape."""
    for cut in range(7):
        try:
            return json.loads(f'"{escaped[: len(escaped) - cut]}"')
        except ValueError:
            continue
    return ""


class PartsReader:
    """The values of a JSON object's own keys, each as soon as it is whole."""

    def __init__(self) -> None:
        self.found: dict[str, Any] = {}
        self._at = -1
        self._decoder = json.JSONDecoder()

    def hear(self, text: str) -> bool:
        """True when something new is whole."""
        if self._at < 0:
            self._at = text.find("{") + 1 or -1
        before = len(self.found)
        while self._at >= 0 and self._take(text):
            pass
        return len(self.found) > before

    def _take(self, text: str) -> bool:
        opened = KEY.match(text, self._at)
        if not opened:
            return False
        try:
            value, end = self._decoder.raw_decode(text, opened.end())
        except (ValueError, RecursionError):
            return False
        if not isinstance(value, str | dict | list) and not text[end : end + 1]:
            return False  # a number may go on
        self.found[_plain(opened[1])] = value
        self._at = end
        return True


SECTION = re.compile(r"<<<SECTION ([a-z_]+)>>>\n?(.*?)\n?<<<END \1>>>", re.S)


class Announcer:
    """Says each section as its end mark comes, and hands it on."""

    def __init__(self, say: Say, grow: Callable[[str, str], Awaitable[None]]):
        self.say, self.grow, self.told = say, grow, set[str]()

    async def hear(self, text: str) -> None:
        for kind, html in sections_in(text).items():
            if kind not in self.told:
                self.told.add(kind)
                await self.say(f"Built by hand: {kind}.")
                await self.grow(kind, html)


def sections_in(text: str) -> dict[str, str]:
    """The whole sections of a delimited answer, the first of each name; a cut-off one is not among them."""
    found: dict[str, str] = {}
    for match in SECTION.finditer(text):
        found.setdefault(match[1], match[2])
    return found
