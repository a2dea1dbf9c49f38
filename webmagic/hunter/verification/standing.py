"""Is it a website at all? Parked, expired, unfinished and walled pages, told by host and words."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from webmagic.hunter.normal.text import fold
from webmagic.hunter.verification.reading import Page

THIN_WORDS = 120  # a real page may mention such words; a short one is made of them
EMPTY_WORDS = 3


@cache
def _book() -> dict[str, tuple[str, ...]]:
    book = tomllib.loads((files("webmagic.hunter.words") / "parking.toml").read_text("utf-8"))
    return {
        name: tuple(
            lines.split() if name == "hosts" else (s for s in map(str.strip, lines.splitlines()) if s)
        )
        for name, lines in book.items()
    }


def is_parking_host(host: str) -> bool:
    return any(host == known or host.endswith(f".{known}") for known in _book()["hosts"])


def _says(page: Page, kind: str) -> str:
    """The telling sentence; "" when there is none. Of a long page only the title counts."""
    places = [fold(page.title)]
    if page.word_count <= THIN_WORDS:
        places.append(page.folded)
    for sentence in _book()[kind]:
        told = re.compile(rf"\b{re.escape(sentence)}\b")
        if any(told.search(place) for place in places):
            return sentence
    return ""


def is_parked(page: Page, html: str) -> str:
    """Why the page is for sale or expired; "" when it is not."""
    if said := _says(page, "parked"):
        return said
    if page.word_count < THIN_WORDS:
        for host in _book()["hosts"]:
            if re.search(rf"[/.\"']{re.escape(host)}[/\"':]", html[:100_000]):
                return host
    return ""


def is_placeholder(page: Page) -> str:
    """Why nobody has put anything there yet; "" when somebody has."""
    return _says(page, "placeholder")


def is_challenge(page: Page, headers: dict[str, str]) -> bool:
    """A wall that wants to see a browser first."""
    if headers.get("cf-mitigated") == "challenge":
        return True
    return page.word_count < THIN_WORDS and bool(_says(page, "challenge"))
