"""Raw listings, exactly as a source gave them, with where and when they came from."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from webmagic.core.columns import foreign_key, json_column, utc_column


class Listing(SQLModel, table=True):
    __tablename__ = "listings"
    __table_args__ = (sa.UniqueConstraint("source", "fingerprint"),)

    id: int | None = Field(default=None, primary_key=True)
    business_id: int = foreign_key("businesses.id")
    source: str = Field(max_length=40)  # outscraper, google-maps, osm, csv, sample ...
    query: str = Field(default="", max_length=400)  # file name or search
    row: int = 0  # line or index in the file
    fingerprint: str = Field(max_length=64)  # hash of the raw payload
    raw: dict[str, Any] = json_column()
    fetched_at: dt.datetime = utc_column(default_now=True)


class BusinessKey(SQLModel, table=True):
    """Every identity a business has been seen under, so that listings of several sources meet in
    one row: "place:ChIJ…", "cid:123", "osm:node/1", "np:<name>|<phone>", "na:<name>|<address>"."""

    __tablename__ = "business_keys"

    key: str = Field(primary_key=True, max_length=200)
    business_id: int = foreign_key("businesses.id")
