"""All that is known of a business, in the forms in which a page may say it."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

from webmagic.creative.facts import Facts
from webmagic.creative.studio.copy import hours, marks, phones
from webmagic.creative.studio.copy.openings import state_name

_WORD_NUMBERS = {**marks.EN_VALUES, **marks.ES_VALUES, "cien": 100, "cincuenta": 50, "fifty": 50, "sixty": 60}
YEAR = re.compile(r"(?<![\d.,$#-])(?:19|20)\d\d(?![\d-])")
LISTING = [
    "name",
    "category",
    "city",
    "state",
    "postcode",
    "street",
    "address",
    "description",
    "price_range",
    "services",
    "attributes",
    "country",
]


@lru_cache(maxsize=8192)
def flat(text: str) -> str:
    """For comparing: small letters, one kind of quote and dash, single spaces."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"[‘’´`ʼ]", "'", text)
    text = re.sub(r"[“”„«»]", '"', text)
    text = re.sub(r"[‐‑–—]", "-", text)
    return re.sub(r"\s+", " ", text).strip()


def tokens(text: str) -> set[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return set(re.findall(r"[a-z0-9]+", plain))


def numbers_in(text: str) -> set[float]:
    """Every number in digits or small words: "1,203" is 1203, "$22.50" is 22.5, "five" is 5."""
    found = {as_number(m) for m in re.findall(r"\d+(?:[.,]\d+)*", text)}
    words = re.findall(r"[a-záéíóú]+", text.lower())
    return {n for n in found if n is not None} | {
        float(_WORD_NUMBERS[w]) for w in words if w in _WORD_NUMBERS
    }


def amount_of(price: re.Match) -> float | None:
    return as_number(re.sub(r"[^\d.,]", "", price[0]).rstrip(".,"))


def has_words(text: str, wanted: str) -> bool:
    """Whether `wanted` stands in the text from the start of a word to the end of one. A pattern per
    question would spend more time being compiled than searching."""
    at = text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if not (_in_word(text, at - 1) or _in_word(text, end)):
            return True
        at = text.find(wanted, at + 1)
    return False


def _in_word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")


def as_number(text: str) -> float | None:
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", text):
        return float(re.sub(r"[.,]", "", text))
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


@dataclass(frozen=True)
class Known:
    facts: Facts

    @cached_property
    def listing(self) -> str:
        """Everything the listing itself says, reviews apart."""
        parts = []
        for name in LISTING:
            value = getattr(self.facts, name)
            parts += [value] if isinstance(value, str) else list(value)
        parts += self.facts.owner_words
        parts += [state_name(self.facts), *(photo.caption for photo in self.facts.photos)]
        return " · ".join(part for part in parts if part)

    @cached_property
    def reviews(self) -> tuple[str, ...]:
        return tuple(flat(review.text) for review in self.facts.reviews)

    @cached_property
    def spoken(self) -> str:
        """Listing, reviews and owner's answers together."""
        answers = [review.owner_answer or "" for review in self.facts.reviews]
        authors = [review.author for review in self.facts.reviews]
        return " · ".join([self.listing, *(review.text for review in self.facts.reviews), *answers, *authors])

    @cached_property
    def flat_listing(self) -> str:
        return flat(self.listing)

    @cached_property
    def flat_spoken(self) -> str:
        return flat(self.spoken)

    @cached_property
    def spoken_tokens(self) -> set[str]:
        return tokens(self.spoken)

    @cached_property
    def address_tokens(self) -> set[str]:
        f = self.facts
        parts = [
            f.street,
            f.address,
            f.city,
            f.state,
            state_name(f),
            f.postcode,
            f.country,
            f.name,
            self.phone_text,
        ]
        return tokens(" ".join([*parts, f.email]))

    @property
    def phone_text(self) -> str:
        return f"{self.facts.phone} {self.facts.phone_display}"

    @cached_property
    def phone(self) -> str:
        return phones.e164(self.facts.phone, self.facts.country) or re.sub(r"[^\d+]", "", self.facts.phone)

    def is_phone(self, digits: str) -> bool:
        """The number with or without the country's code."""
        whole = re.sub(r"\D", "", self.phone)
        shown = re.sub(r"\D", "", self.facts.phone_display)
        return bool(whole) and (digits in (whole, shown) or (len(digits) >= 7 and whole.endswith(digits)))

    @cached_property
    def spans(self) -> set[tuple[int, int]]:
        """(opens, closes) of any day, the closing hour within the day."""
        return {pair for day in range(7) for pair in self.spans_of(day)}

    def spans_of(self, day: int) -> set[tuple[int, int]]:
        found = (hours.span_minutes(span) for span in hours.week(self.facts.hours)[day])
        return {(opens, closes % hours.FULL_DAY) for opens, closes in found}

    @cached_property
    def times(self) -> set[int]:
        """Minutes after midnight that hours or reviewers name; a time without am or pm counts twice."""
        found = {minute for pair in self.spans for minute in pair}
        for text in (self.spoken,):
            for match in marks.CLOCK.finditer(text):
                value = marks.minutes_of(match[0])
                if value is not None:
                    found |= {value % 1440} if is_exact(match[0]) else {value % 1440, (value + 720) % 1440}
        return found

    @cached_property
    def numbers(self) -> set[float]:
        """Numbers of listing, reviews, hours and what follows from them: counts of days, reviews, minutes."""
        f = self.facts
        found = numbers_in(self.spoken) | numbers_in(self.phone_text) | numbers_in(f.email)
        found |= {float(n) for n in (f.rating, f.review_count) if n is not None}
        found |= {float(len(hours.open_days(f.hours))), 5.0} if f.hours else {5.0}
        if hours.is_always_open(f.hours):
            found |= {24.0, 7.0}
        return found | self._minutes

    @cached_property
    def _minutes(self) -> set[float]:
        """Minutes between two times of one review, and those with a span of time after."""
        found: set[float] = set()
        for review in self.facts.reviews:
            times = [marks.minutes_of(m[0]) for m in marks.CLOCK.finditer(review.text)]
            spans = [marks.span_minutes(m[0]) for m in marks.SPAN.finditer(review.text)]
            gaps = {(b - a) % 720 for a in times for b in times if a is not None and b is not None}
            found |= {float(g) for g in gaps} | {float(s) for s in spans if s}
            found |= {float(g + s) for g in gaps for s in spans if s}
        found |= {n / 60 for n in found if n % 60 == 0}
        return found

    @cached_property
    def prices(self) -> set[float | None]:
        return {amount_of(match) for match in marks.PRICE.finditer(self.spoken)}

    @cached_property
    def years(self) -> set[str]:
        return set(YEAR.findall(self.spoken)) | {self.facts.postcode}

    @cached_property
    def owner_words(self) -> tuple[str, ...]:
        """Sentences of the owner, the longest first, with which a block of text may be made."""
        words = {" ".join(word.split()) for word in self.facts.owner_words}
        return tuple(sorted((word for word in words if word), key=len, reverse=True))

    def review_of(self, quotation: str) -> int | None:
        """Which review holds the words; None when none does. Whole words only."""
        wanted = flat(quotation).strip(" .,;:!?…\"'-¡¿")
        if not wanted:
            return None
        return next((i for i, text in enumerate(self.reviews) if has_words(text, wanted)), None)

    def holds(self, quotation: str) -> str:
        """The listing's field that holds the words in quotation marks, or ""."""
        wanted = flat(quotation).strip(" .,;:!?…\"'-¡¿")
        for name in LISTING:
            value = getattr(self.facts, name)
            text = flat(value if isinstance(value, str) else " · ".join(value))
            if wanted and wanted in text:
                return name
        return ""


def is_exact(clock: str) -> bool:
    """Does the writing leave no doubt about the half of the day?"""
    low = clock.lower()
    if re.search(r"\d\s?[ap]\.?m|morning|noon|night|evening|mañana|tarde|noche|madrugada|mediod", low):
        return True
    hour = re.match(r"\d+", low)
    return hour is not None and int(hour[0]) > 12
