"""A business: one row per real place, merged from its listings. Its `stage` is where it
stands on the road; rows hold that truth, never a queue."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from webmagic.core.columns import foreign_key, json_column, text_column, utc_column


class Stage(StrEnum):
    """In the order of the road. The last three are ways off it."""

    FOUND = "found"
    QUALIFIED = "qualified"
    BUILDING = "building"
    BUILT = "built"
    PUBLISHED = "published"
    PITCHED = "pitched"
    VISITED = "visited"
    CLAIMED = "claimed"
    SOLD = "sold"
    REJECTED = "rejected"
    OPTED_OUT = "opted_out"
    LOST = "lost"


class WebsiteState(StrEnum):
    """What is known about the business's own website. Only NONE can qualify."""

    UNKNOWN = "unknown"  # the listing's shape says nothing about websites
    NONE = "confirmed_none"
    HAS = "has_website"
    SOCIAL = "social_only"
    UNREACHABLE = "unreachable"
    REVIEW = "needs_review"


class Business(SQLModel, table=True):
    __tablename__ = "businesses"
    __table_args__ = (
        sa.Index("ix_businesses_stage_score", "stage", "score"),
        sa.Index("ix_businesses_score_id", "score", "id"),
        sa.Index("ix_businesses_trade_city", "trade", "city"),  # who came before, for the look-alike guard
    )

    id: int | None = Field(default=None, primary_key=True)
    # What a listing is recognised by. `dedupe_key` is the strongest identity there is:
    # "place:<place_id>", "osm:<type>/<id>", else "np:<name+phone>" or "na:<name+address>".
    dedupe_key: str = Field(unique=True, max_length=200)
    place_id: str | None = Field(default=None, max_length=200, index=True)
    google_id: str | None = Field(default=None, max_length=200, index=True)
    territory_id: int | None = foreign_key("coverage_grid.id", ondelete="SET NULL", optional=True)

    name: str = Field(max_length=300, index=True)
    trade: str = Field(default="general", max_length=60, index=True)
    category: str = Field(default="", max_length=200)
    industry: str = Field(default="", max_length=120)
    language: str = Field(default="en", max_length=5)
    country: str = Field(default="", max_length=2, index=True)
    state: str = Field(default="", max_length=120)
    city: str = Field(default="", max_length=160, index=True)
    postcode: str = Field(default="", max_length=40)
    street: str = Field(default="", max_length=300)
    address: str = text_column()
    latitude: float | None = None
    longitude: float | None = None
    timezone: str = Field(default="", max_length=60)
    phone: str = Field(default="", max_length=20, index=True)  # E.164
    phone_type: str = Field(default="", max_length=20)  # mobile, fixed_line, ...
    email: str = Field(default="", max_length=320, index=True)
    email_source: str = Field(default="", max_length=120)
    website: str = text_column()
    website_state: str = Field(default=WebsiteState.UNKNOWN, max_length=20, index=True)
    rating: float | None = None
    review_count: int | None = None
    reviews: list[dict[str, Any]] = json_column(list)
    hours: list[dict[str, Any]] = json_column(list)  # creative.facts.DayHours
    services: list[str] = json_column(list)
    attributes: list[str] = json_column(list)
    photos: list[dict[str, Any]] = json_column(list)
    socials: list[str] = json_column(list)
    description: str = text_column()
    price_range: str = Field(default="", max_length=40)
    maps_url: str = text_column()
    owner_words: list[str] = json_column(list)  # what the owner wrote for the page, or told us, word for word
    legal_form: str = Field(default="", max_length=40)
    is_closed: bool = False
    closure: str = Field(default="", max_length=20)  # permanently | temporarily, when the listing tells
    last_sign_on: str = Field(default="", max_length=10)  # day of the newest review or check, ISO
    is_chain: bool = False
    provenance: dict[str, str] = json_column()  # derived field -> "source:column"

    score: int = 0
    score_reasons: list[dict[str, Any]] = json_column(list)  # {points, label, detail}
    qualified: bool = Field(default=False, index=True)
    disqualified_reason: str = text_column()
    stage: str = Field(default=Stage.FOUND, max_length=20, index=True)
    failure: str = text_column()
    do_not_contact: bool = False

    created_at: dt.datetime = utc_column(default_now=True)
    updated_at: dt.datetime = utc_column(default_now=True)
    stage_at: dt.datetime = utc_column(default_now=True, index=True)
