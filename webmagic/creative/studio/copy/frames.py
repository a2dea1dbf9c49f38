"""How a quotation stands beside trade and town: four ways, so that neighbours do not sound alike."""

import re

from webmagic.creative.studio.copy import words
from webmagic.creative.studio.copy.openings import Opening

ROOM = 108  # above this the shortest frame is taken
_SPEAKS_OF = re.compile(r"(?:she|he|they)\b", re.I)  # needs the shop named before it
_EITHER = re.compile(r"ista$")  # "dentista", "masajista": the article would guess at the person


def framed(start: Opening, mark: str, turn: int, text: str) -> str:
    """`mark` is the quotation in its marks, `text` its words, `turn` whose turn it is among neighbours."""
    ways = [_after_noun, _before, _after_craft, _in_town]
    if _SPEAKS_OF.match(text):
        ways = [_after_noun, _after_noun, _in_town, _in_town]
    headline = ways[turn % len(ways)](start, mark)
    return headline if len(headline) <= ROOM else min((way(start, mark) for way in ways), key=len)


def _after_noun(start: Opening, mark: str) -> str:
    return f"{start.by_noun or start.best}. {mark}"


def _before(start: Opening, mark: str) -> str:
    stop = "" if mark[-2] in ".?!…" else "."
    return f"{mark}{stop} {start.best}."


def _after_craft(start: Opening, mark: str) -> str:
    return f"{start.by_craft or start.by_noun}: {mark}"


def _in_town(start: Opening, mark: str) -> str:
    if not start.city or not start.noun:
        return _after_noun(start, mark)
    if start.language == "en":
        return f"In {start.city}, {words.with_article(start.noun)}: {mark}"
    if _EITHER.search(start.noun.split(maxsplit=1)[0]):
        return _after_noun(start, mark)
    return f"En {start.city}, {'una' if start.article == 'la' else 'un'} {start.noun}: {mark}"
