"""What the reviews talk about: themes, things asked for by name, and people named."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from webmagic.creative.facts import Facts
from webmagic.creative.stages import Quote, Theme
from webmagic.creative.studio import trades
from webmagic.creative.studio.copy import lexicon, quotable

ARTICLES = (
    "the a an their my our his her some those these best "
    "los las el la unos unas un una sus su mis de con mejor"
)
_NOUN = re.compile(rf"\b(?:{'|'.join(ARTICLES.split())})\s+([a-záéíóúüñ]{{4,}})", re.I)
_NAME = r"([A-ZÁÉÍÓÚÑ][a-záéíóúñ]{2,13})"
_DEEDS_EN = (
    "was is has did does cut cuts came fixed took made makes used showed helped always also listened "
    "explained knew knows went got gave said stayed answered"
)
_DEEDS_ES = "me nos le es fue siempre hizo hace sabe atiende corta tiene trabaja"
_BEFORE_EN = r"by|with|to|see|saw|thanks?(?: to)?|ask(?:ed)? for|and|named|called|M[rs]s?\.|Dr\.|Big|Miss"
_BEFORE_ES = (
    r"[Dd]on|[Dd]oña|[Mm]aestr[oa]|[Ss]eño|con|a|gracias a|[Dd]octora?|[Dd]ra?\.|[Ll]icda?\.|[Ss]ra?\."
)
_START = r"(?:^|[.!?,;] |\band )"
_PERSON_EN = re.compile(rf"\b(?:{_BEFORE_EN}) {_NAME}\b|{_START}{_NAME} (?:{'|'.join(_DEEDS_EN.split())})\b")
_PERSON_ES = re.compile(rf"\b(?:{_BEFORE_ES}) {_NAME}\b|{_START}{_NAME} (?:{'|'.join(_DEEDS_ES.split())})\b")
_SURE = re.compile(
    rf"\b(?:[Tt]hanks to|[Aa]sk(?:ed)? for|M[rs]s?\.|Big|Miss|[Gg]racias a|[Dd]on|[Dd]oña|[Mm]aestr[oa]) "
    rf"{_NAME}\b"
)
_CAPITALISED = """
    the they this that these those there here she her his him our you your every everyone everything
    everybody monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december christmas google yelp facebook instagram great
    good service owner staff shop place best very also what when where who which both love people guy
    lady food price prices work its job team company mom dad wife husband son daughter brother sister
    kids one two three four five nothing and lunes martes miercoles jueves viernes sabado domingo enero
    febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre muy todo toda
    todos ella ellos ese esa esta este eso dios navidad guatemala mexico ciudad antigua xela guate
    america usa american spanish english excelente servicio lugar gracias doctor doctora hot new some
    any all most each other whatsapp uber dum los las una uno don cada aqui alli hasta desde cuando
    donde como porque pero siempre nunca personal atencion comida calidad
"""
_NOT_NAMES = frozenset(_CAPITALISED.split())
_BODY = """
    neck shoulder back hip knee ankle migraine roots cuello espalda hombros hombro rodilla tobillo
    kids lunch breakfast dinner desayuno
"""
_NOT_ITEMS = frozenset(_BODY.split())


@dataclass(frozen=True)
class Thing:
    """Something reviewers name, in the words of the first who did."""

    name: str
    mentions: int
    quote: Quote


def speaking(facts: Facts) -> list[tuple[int, str, str]]:
    """(index, text, language) of the reviews that praise, are safe to read, and say something."""
    found = []
    for index, review in enumerate(facts.reviews):
        if review.text.strip() and quotable.is_safe(review) and quotable.is_praise(review):
            found.append((index, review.text, lexicon.guess_language(review.text)))
    return [row for row in found if row[2]]


def themes(facts: Facts) -> list[Theme]:
    """Themes of the reviews, most mentioned first; each with the pieces that speak of it."""
    pieces = quotable.candidates(facts)
    labels = lexicon.book(facts.language)["labels"]
    found = []
    for key, label in labels.items():
        hits = [i for i, text, lang in speaking(facts) if lexicon.count(text, lang, "themes", key)]
        if hits:
            quotes = _one_each(facts, [c for c in pieces if lexicon.count(c.text, c.language, "themes", key)])
            found.append(Theme(key=key, label=label, mentions=len(hits), quotes=quotes[:3]))
    return sorted(found, key=lambda t: (-t.mentions, -len(t.quotes), t.key))


def _one_each(facts: Facts, pieces: list[quotable.Candidate]) -> list[Quote]:
    seen: dict[int, Quote] = {}
    for piece in pieces:
        if piece.review not in seen and piece.score > -1:
            seen[piece.review] = quotable.quote(facts, piece)
    return list(seen.values())


def praise_words(facts: Facts) -> list[str]:
    """The words of praise the reviewers use most, as they wrote them, in the page's language."""
    words: Counter[str] = Counter()
    for _, text, language in speaking(facts):
        if language == facts.language:
            finder = lexicon.finder(language, "good")
            words.update(
                {w for w in re.findall(r"[\wáéíóúñü]+", text.lower()) if finder.fullmatch(trades.plain(w))}
            )
    return [word for word, _ in sorted(words.items(), key=lambda kv: (-kv[1], kv[0]))[:8]]


def named_things(facts: Facts) -> list[Thing]:
    """Products and services by the reviewers' own words: those of the trade, of the listing, and any noun
    that at least two of them use."""
    pieces = quotable.candidates(facts)
    things: list[Thing] = []
    taken: list[str] = []
    for word, mentions in _named_words(facts):
        stem = _stem(word)
        if any(stem in other or other in stem for other in taken):
            continue
        said = next((c for c in pieces if _names(c, stem) and c.score > 0 and len(c.text) <= 140), None)
        if said is None:
            continue
        taken.append(stem)
        things.append(Thing(_as_title(word), mentions, quotable.quote(facts, _shortest(pieces, said, stem))))
    return things[:6]


def said_of(facts: Facts, name: str) -> list[Quote]:
    """Pieces that name a service or thing, one of each review, best first; its trade word stands for it
    ("Wheel truing" is meant where "wheels" are named)."""
    pieces = [c for c in quotable.candidates(facts) if c.score > 0 and len(c.text) <= 140]
    flat = f" {trades.plain(name)} "
    own = [w for w in trades.wording(facts.trade, facts.language).vocab if f" {_stem(w)}" in flat]
    needles = dict.fromkeys([_stem(name), *sorted((_stem(w) for w in own), key=len, reverse=True)])
    found: dict[int, Quote] = {}
    for needle in needles:
        for piece in pieces:
            if piece.review not in found and _names(piece, needle):
                found[piece.review] = quotable.quote(facts, _shortest(pieces, piece, needle))
    return list(found.values())


def _named_words(facts: Facts) -> list[tuple[str, int]]:
    """(word as written, number of reviews), listing's and trade's own words before mined ones."""
    reviews = [(text, lang) for _, text, lang in speaking(facts)]
    flat = [trades.plain(text) for text, _ in reviews]
    own = trades.wording(facts.trade, facts.language).vocab
    family = {*lexicon.book(facts.language)["family"]}
    known = [*facts.services, *(w for w in own if w not in _NOT_ITEMS and trades.plain(w) not in family)]
    found: dict[str, tuple[str, int]] = {}
    for word in known:
        pattern = _whole(_stem(word))
        hits = sum(bool(pattern.search(text)) for text in flat)
        if hits:
            found.setdefault(_stem(word), (word, hits))
    for word, hits in _mined(reviews, facts).items():
        if hits >= 2:
            found.setdefault(_stem(word), (word, hits))
    return sorted(found.values(), key=lambda row: (-row[1], -len(row[0].split()), row[0]))


def _mined(reviews: list[tuple[str, str]], facts: Facts) -> Counter[str]:
    """Nouns behind an article, in how many reviews of the page's language; common ones left out."""
    counts: Counter[str] = Counter()
    for text, language in reviews:
        if language != facts.language or language != "es":
            continue  # an English noun does not show its kind: "the fabulous", "the hype"
        dull = {trades.plain(w) for w in _dull(language)} | set(trades.plain(facts.name).split())
        nouns = {m[1].lower() for m in _NOUN.finditer(text) if not m[1][0].isupper()}
        counts.update(
            n for n in nouns if trades.plain(n) not in dull and _stem(n) not in {_stem(d) for d in dull}
        )
    return counts


def _dull(language: str) -> list[str]:
    book = lexicon.book(language)
    lists = ("generic", "family", "days", "good", "bad", "stop", "things", "contrast", "negators", "hedges")
    return [word.rstrip("*") for name in lists for word in book[name]]


def _stem(word: str) -> str:
    """Singular and plural meet: "shecas" and "sheca", "Tune-ups" and "tune-up"."""
    flat = trades.plain(word)
    for ending in ("es", "s"):
        if flat.endswith(ending) and len(flat) - len(ending) >= 4 and not flat.endswith("ss"):
            return flat[: -len(ending)] if ending == "s" or flat[-3] in "nlrd" else flat[:-1]
    return flat


@cache
def _whole(stem: str) -> re.Pattern:
    """The word itself, its plural and its participle; "rose" is not in "rosemary"."""
    return re.compile(rf"(?<![a-z0-9]){re.escape(stem)}(?:s|es|ed)?(?![a-z0-9])")


def _names(piece: quotable.Candidate, stem: str) -> bool:
    return bool(_whole(stem).search(trades.plain(piece.text)))


def _shortest(pieces: list[quotable.Candidate], said: quotable.Candidate, stem: str) -> quotable.Candidate:
    """The one sentence of that review that names the thing, when it can stand alone."""
    same = [c for c in pieces if c.review == said.review and _names(c, stem) and len(c.text) >= 20]
    return min(same, key=lambda c: (len(c.text), c.text)) if same else said


def _as_title(word: str) -> str:
    return word[:1].upper() + word[1:]


def people(facts: Facts) -> list[tuple[str, int]]:
    """Persons of the shop named in praise, and in how many reviews; most named first. One mention counts only
    behind "ask for", "thanks to", "don" and the like: "Salad was" and "Italy is" name nobody."""
    counts: Counter[str] = Counter()
    sure: set[str] = set()
    forbidden = _NOT_NAMES | set(trades.plain(f"{facts.name} {facts.city} {facts.state}").split())
    for _, text, language in speaking(facts):
        finder = _PERSON_ES if language == "es" else _PERSON_EN
        names = {name for hit in finder.finditer(text) for name in hit.groups() if name}
        counts.update(n for n in names if trades.plain(n) not in forbidden)
        sure |= {hit[1] for hit in _SURE.finditer(text)}
    kept = {name: n for name, n in counts.items() if n >= 2 or name in sure}
    return sorted(kept.items(), key=lambda kv: (-kv[1], kv[0]))


def label(key: str, language: str = "en") -> str:
    """A theme in words: "honesty" -> "la honradez"."""
    return lexicon.book(language)["labels"][key]
