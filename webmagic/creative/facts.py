"""What is known about a business: the only source from which a page may speak.

Facts are a frozen snapshot, gathered from rows by `creative.snapshot`; agents and the
designer see nothing else, and the fact lock compares finished pages with nothing else.
"""

import datetime as dt

from pydantic import BaseModel, ConfigDict


class Fact(BaseModel):
    model_config = ConfigDict(frozen=True)


class Review(Fact):
    """One public review, verbatim. `author` is shown as the source shows it."""

    author: str
    text: str
    rating: float | None = None
    at: dt.date | None = None
    owner_answer: str | None = None


class Span(Fact):
    """Opening span in local wall time, "HH:MM"; `closes` may be "24:00" or lie past midnight."""

    opens: str
    closes: str


class DayHours(Fact):
    """`day` 0 is Monday. No spans: closed that day."""

    day: int
    spans: tuple[Span, ...] = ()


class Photo(Fact):
    """`key` names the photo on our shelf (`creative.photos`); without it, it is only an address."""

    url: str = ""
    caption: str = ""
    key: str = ""
    width: int = 0
    height: int = 0
    widths: tuple[int, ...] = ()


class Facts(Fact):
    """Everything the listing says. Empty string, None or () mean: the listing is silent."""

    business_id: int
    name: str
    trade: str  # key of creative.studio.trades, "general" when unknown
    category: str = ""  # the listing's own word for the trade
    language: str = "en"  # "en" or "es": language of the page
    country: str = ""  # ISO 3166 alpha-2
    city: str = ""
    state: str = ""
    postcode: str = ""
    street: str = ""
    address: str = ""  # one line, as the listing has it
    latitude: float | None = None
    longitude: float | None = None
    timezone: str = ""  # IANA name
    phone: str = ""  # E.164
    phone_display: str = ""  # national format
    has_whatsapp: bool = False
    email: str = ""
    rating: float | None = None
    review_count: int | None = None
    reviews: tuple[Review, ...] = ()
    hours: tuple[DayHours, ...] = ()
    services: tuple[str, ...] = ()  # words of the listing, never guessed
    attributes: tuple[str, ...] = ()  # e.g. "Wheelchair accessible entrance"
    description: str = ""
    price_range: str = ""
    photos: tuple[Photo, ...] = ()
    maps_url: str = ""
    socials: tuple[str, ...] = ()
    owner_words: tuple[str, ...] = ()  # sentences of the owner: as good a source as the listing
    provenance: dict[str, str] = {}  # field -> where it came from, e.g. "outscraper:full_address"
