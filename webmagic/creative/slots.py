"""The typed slots of each section kind: the words an Architect writes, and nothing else.

A `Section` of a `Blueprint` holds one of these as plain JSON; `parse` gives it back typed.
Grammars render slots autoescaped; no slot ever carries markup. `href`s are built by code
from facts (`creative.studio.links`), never by a model. Every section kind has an element id
equal to its kind, so `#hours` and the like are the only in-page links.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Slots(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Action(Slots):
    label: str
    href: str
    kind: Literal["call", "whatsapp", "directions", "mail", "form", "anchor"]


class Said(Slots):
    """A verbatim quotation (a contiguous piece of one review) and who said it."""

    text: str
    author: str


class Header(Slots):
    name: str
    place: str  # "Quetzaltenango, zona 1", "Dayton, Ohio"
    nav: list[Action]  # kind "anchor"
    action: Action | None = None


class Hero(Slots):
    headline: str
    turn: str = ""  # the end of the headline a grammar may set apart; a suffix of `headline`
    subline: str
    actions: list[Action]
    art_label: str  # what the drawing shows, for role="img"
    has_open_now: bool = False


class Signature(Slots):
    """`kind` as in `stages.Signature`. Data shapes by kind:
    timeline: {"points": [{"at": "2:40", "text": str}], "minutes": int, "unit_text": str}
    hours_chart: {} (drawn from the Hours slots on the page)
    numeral: {"value": "4.9", "text": str}
    named_things: {"things": [{"name": str, "said": Said}]}
    quote_plate: {}   phone_plate: {"display": str, "href": str}   week_ring: {"open_minutes": [7 ints]}
    """

    kind: str
    title: str
    caption: str = ""
    said: Said | None = None
    data: dict = Field(default_factory=dict)


class Offering(Slots):
    name: str
    said: Said | None = None
    art: str = ""  # item of the trade's art module, "" lets the grammar choose by index


class Offer(Slots):
    title: str
    note: str = ""
    items: list[Offering]


class Voices(Slots):
    title: str
    rating: str = ""  # "4.9", "4,9"
    rating_line: str = ""  # "out of 5, from 387 reviews"
    lead: Said | None = None
    others: list[Said] = Field(default_factory=list)


class GalleryPhoto(Slots):
    src: str  # local path below assets/
    width: int
    height: int
    alt: str
    key: str = ""  # of the photo's other widths and kinds, see `creative.photos`
    widths: list[int] = Field(default_factory=list)


class Gallery(Slots):
    title: str
    photos: list[GalleryPhoto]


class Day(Slots):
    day: int  # 0 Monday
    label: str
    text: str  # "6:00 a 20:00", "Closed"
    spans: list[tuple[int, int]] = Field(default_factory=list)  # minutes after midnight


class Hours(Slots):
    title: str
    days: list[Day]
    timezone: str = ""
    open_text: str  # "Open now"
    closed_text: str
    note: str = ""


class Place(Slots):
    title: str
    lines: list[str]
    directions: Action | None = None
    towns: list[str] = Field(default_factory=list)  # service area, only if the listing names one


class Question(Slots):
    question: str
    answer: str


class Faq(Slots):
    title: str
    items: list[Question]


class Contact(Slots):
    title: str
    lead: str
    name_label: str
    contact_label: str  # phone or mail of the visitor
    message_label: str
    send_label: str
    sent_text: str
    failed_text: str
    links: list[Action] = Field(default_factory=list)


class Footer(Slots):
    name: str
    lines: list[str]
    links: list[Action] = Field(default_factory=list)


KINDS: dict[str, type[Slots]] = {
    "header": Header,
    "hero": Hero,
    "signature": Signature,
    "offer": Offer,
    "voices": Voices,
    "gallery": Gallery,
    "hours": Hours,
    "place": Place,
    "faq": Faq,
    "contact": Contact,
    "footer": Footer,
}


def parse(kind: str, slots: dict) -> Slots:
    """Slots of a section, checked. Raises KeyError for an unknown kind, ValidationError for bad slots."""
    return KINDS[kind].model_validate(slots)
