"""Pieces of the reviews that hold an image: a time, an object, a price, a person, a turn of events.

A piece is whole sentences of one review, or a first clause whose rest changes nothing; always verbatim.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from webmagic.creative.facts import Facts, Review
from webmagic.creative.stages import Quote
from webmagic.creative.studio import trades
from webmagic.creative.studio.copy import lexicon, marks, quotable, sentences

SHORTEST, EASY, LONGEST = 18, 60, 78
LEAST, LEAST_OPINION = 2.0, 4.2  # below, a piece is a remark; an opinion must be rarer than a scene
_YEAR = re.compile(r"\b(?:19\d\d|200\d)\b|['’]\d\d\b|\bdel \d\d\b")
_DULL = re.compile(  # what is said of every shop
    r"\b(?:come back|came back again|coming back|will be|wait to|visit\w*|experience\w*|options?|choices?"
    r"|menu|meals?|lunch|dinner|restaurant|spot|thanks|thank you|definit\w*|defin\w+ly|served|offers?|bonus"
    r"|stylish|enjoyed|ordered|vibes?|food was|service|staff|team|attentive|helpful|flavou?r\w*"
    r"|professional\w*|included?|variety|portions?|absolutely|incredib\w+|fabulous|exceptional\w*|perfectly|properly|decent|gem"
    r"|seasoned|super|craving|volver\w*|regresar\w*|variedad|opciones|ambiente|porciones|atienden|instalaciones"
    r"|ubicaci[oó]n|platillos)\b|^(?:great|good|excellent|amazing|best|what an?|had)\b",
    re.I,
)
_COUNT = re.compile(r"\b(?:veinti\w+|doscient\w+|trescient\w+|hundred\w*|dozens?|docenas?)\b", re.I)
_NAME = re.compile(r"(?<=[a-záéíóúñ,;] )[A-ZÁÉÍÓÚÑ][a-záéíóúñ]{2,}")
_DEED = {
    "en": re.compile(
        r"\b(?:found|told|took|cut|matched|showed|rebuilt|built|got|came|ate|left|gave|knows|opened|ran|sent|had"
        r"|kept|let|put|drew|fell|picked|still|gone|[a-z]{3,}ed)\b",
        re.I,
    ),
    "es": re.compile(
        r"\b(?:[a-zñ]+(?:ó|aron|ieron|é|í|imos|amos)|puso|hizo|dijo|vino|quiso|sabe|huele|corren?|revive)\b",
        re.I,
    ),
}
_UNTIED = {
    "en": re.compile(r"\b(?:it|him|them|her own|this|that one|the (?:old|new|other|same) one)\b", re.I),
    "es": re.compile(r"\b(?:eso|esto|ello)\b", re.I),
}
_GRIM = re.compile(
    r"\b(?:cried|crying|died|dying|dead|death|funeral|to sleep|bled|blood|cancer|murió|falleció"
    r"|lloré|velorio)\b",
    re.I,
)
_OVER = re.compile(r"\b(?:closed|last day|cerrado|cerraron|clausur\w+)\b", re.I)  # of a shop that is no more
_TROUBLE = re.compile(r"\b(?:dripping|leak\w*|snapped|locked out|revent\w+|se iba la luz)\b", re.I)
_LATE = re.compile(r"\b(?:wait\w*|line out|thrilled|scheduling|paperwork|skipped|tard[eó]|espera\w*)\b", re.I)


@dataclass(frozen=True)
class Image:
    quote: Quote
    language: str
    score: float
    is_whole: bool  # ends where a sentence of the review ends


def images(facts: Facts) -> list[Image]:
    """Every piece that may stand in a headline, best first; the order is fixed for the same facts."""
    known, own = quotable.vocabulary(facts), f"{facts.name} {facts.city} {facts.category}"
    found = []
    for index, review in enumerate(facts.reviews):
        language = lexicon.guess_language(review.text)
        if not language or not quotable.is_safe(review) or not quotable.is_praise(review):
            continue
        if _OVER.search(review.text):
            continue
        author = review.author.strip() or quotable.PLACEHOLDER[facts.language]
        for text, is_whole in _pieces(review.text, language):
            if _is_kind(text, review, language):
                told = _without(text, own)
                score = _score(told, language, known) + _rhythm(text) + _ink(text)
                score += _trust(text, review, is_whole)
                score -= 3.0 if language != facts.language else 0.0
                quote = Quote(review=index, text=text, author=author)
                if score < (LEAST if is_seen(text, language) else LEAST_OPINION):
                    continue
                found.append(Image(quote, language, round(score, 3), is_whole))
    return sorted(found, key=lambda image: (-image.score, image.quote.review, image.quote.text))


def _without(text: str, own: str) -> str:
    """The shop's own name and town are no image."""
    words = {re.escape(word) for word in re.findall(r"\w{3,}", own)}
    return re.sub(rf"\b(?:{'|'.join(sorted(words))})\b", "", text) if words else text


def _pieces(text: str, language: str) -> Iterator[tuple[str, bool]]:
    """Runs of whole sentences, and clauses of long ones, each with whether it is whole."""
    for run in dict.fromkeys(sentences.runs(text, LONGEST)):
        if len(run) >= SHORTEST and len(sentences.split(run)) <= 3:
            yield run, True
    for sentence in sentences.split(text):
        if len(sentence) > LONGEST:
            yield from ((clause, False) for clause in _clauses(sentence, language))


def _clauses(sentence: str, language: str) -> Iterator[str]:
    """From the start up to a comma or "and" whose rest neither turns nor completes the meaning."""
    for cut in re.finditer(r",\s|;\s|\s(?:and|y)\s", sentence):
        head, rest = sentence[: cut.start()], sentence[cut.start() :]
        turns = any(lexicon.count(rest, language, key) for key in ("hedges", "bad", "negators"))
        timed = marks.CLOCK.search(rest) or marks.PRICE.search(rest) or marks.SPAN.search(rest)
        is_list = not _DEED[language].search(rest) and not marks.CLOCK.search(head)
        if 24 <= len(head) <= 70 and not turns and not is_list and not timed:
            yield head


def _is_kind(text: str, review: Review, language: str) -> bool:
    """Nothing grim, no blame, and of a review with less than five stars only what praises."""
    if quotable.leans(text, language) or _GRIM.search(text) or re.search(r"[“”\"«»]|\(\s|\.\.$|…$", text):
        return False
    if quotable.bad_words(text, language) > 0:
        return False
    if lexicon.count(text, language, "hedges") or text.count("(") != text.count(")") or "?" in text:
        return False
    if (review.rating or 5) >= 5:
        return True
    parts = sentences.split(text)
    is_one = len(parts) == 1 and text == review.text.strip()
    return not _LATE.search(text) and (is_one or all(quotable.mood(p, language) > 0 for p in parts))


def _score(text: str, language: str, known: re.Pattern) -> float:
    """What can be seen, counted or dated, less what could be said of any shop."""
    count = lambda key: lexicon.count(text, language, key)  # noqa: E731
    score = 2.4 * bool(marks.CLOCK.search(text)) + 1.0 * bool(marks.SPAN.search(text))
    score += 0.9 * min(2, len(marks.PRICE.findall(text))) + 1.4 * bool(_YEAR.search(text))
    score += 0.6 * min(2, len(marks.NUMBER.findall(text))) + 0.8 * bool(_NAME.search(text))
    score += 0.9 * min(1, count("days")) + 1.1 * min(2, count("family")) + 0.8 * min(2, count("things"))
    score += 0.9 * min(1, count("contrast")) + 0.7 * bool(_DEED[language].search(text))
    score += 0.55 * min(5, len(_rare(text, language))) + 0.4 * bool(known.search(lexicon.plain(text)))
    score -= 2.0 * count("cliches") + 0.8 * count("good")
    score -= 1.0 * bool(_UNTIED[language].search(text)) + 1.3 * len(_DULL.findall(text))
    is_list = marks.PRICE.search(text) and not _DEED[language].search(text)
    return score - (0.6 if is_list else 0.0)


def is_seen(text: str, language: str) -> bool:
    """Something counted, dated, priced or of somebody's family, or a deed with a thing: not an opinion."""
    measured = (marks.CLOCK, marks.SPAN, marks.PRICE, marks.NUMBER, _YEAR, _COUNT)
    if any(pattern.search(text) for pattern in measured):
        return True
    if any(lexicon.count(text, language, key) for key in ("family", "days")):
        return True
    return bool(lexicon.count(text, language, "things") and _DEED[language].search(text))


def _rare(text: str, language: str) -> set[str]:
    """Words that most reviews do not have."""
    words = set(re.findall(r"[a-z']{4,}", trades.plain(text)))
    return {word for word in words if not _common(language).fullmatch(word)}


@cache
def _common(language: str) -> re.Pattern:
    lists = ("stop", "common", "generic", "good", "hedges")
    return lexicon.pattern_of([word for key in lists for word in lexicon.book(language)[key]])


def _rhythm(text: str) -> float:
    """Short enough to be large; a last sentence of a word or three is a punch line."""
    parts = sentences.split(text)
    score = 0.6 if 28 <= len(text) <= EASY else -max(0, len(text) - EASY) / 6
    score -= 1.2 if len(text) < 24 else 0
    score -= 1.0 if len(text) > 72 else 0.0
    punch = len(parts) > 1 and len(parts[-1]) <= 16
    return score + (1.3 if punch else -0.2 * (len(parts) - 1)) - (0.8 if len(parts[0]) < 12 else 0)


def _ink(text: str) -> float:
    """How it looks in large type."""
    score = -2.5 * len(marks.EMOJI.findall(text)) - 0.8 * text.count("!")
    score -= 2.0 * text[:1].islower() + 3.0 * len(re.findall(r"\b[A-ZÁÉÍÓÚÑ]{4,}\b", text))
    score -= 2.0 * len(re.findall(r"\b(\w+) \1\b|\s[.,]|,[^\s\d]", text))
    score -= 2.5 * bool(marks.PRICE.match(text)) + 1.0 * bool(_TROUBLE.search(text))
    score -= 0.4 * bool(re.match(r"(?:she|he|they|lo|los|les)\b", text, re.I))
    score -= 1.4 * bool(re.match(r"(?:i|we)\b", text, re.I))  # about the guest, not the shop
    return score - 1.5 * len(re.findall(r"\b(?:i|im|dont|didnt|ur|thier|alot|q|xq|k)\b", text))


def _trust(text: str, review: Review, is_whole: bool) -> float:
    score = 0.0 if (review.rating or 5) >= 5 else -3.0
    score += 0.5 if text == review.text.strip() else 0.0
    score += 0.6 if review.text.strip().startswith(text) else 0.0  # nothing before it is missing
    return score - (0.0 if is_whole else 0.9)
