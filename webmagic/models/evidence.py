"""What speaks for or against a business having a website: one row per address looked at, and the verdict."""

import datetime as dt
from typing import Any

from sqlmodel import Field, SQLModel

from webmagic.core.columns import foreign_key, json_column, text_column, utc_column


class WebsiteEvidence(SQLModel, table=True):
    __tablename__ = "website_evidence"

    id: int | None = Field(default=None, primary_key=True)
    business_id: int = foreign_key("businesses.id")
    # listed, mentioned, linked, email, guessed: an address; "verdict": what follows from them;
    # "not_checked": why nobody looked
    kind: str = Field(max_length=30, index=True)
    url: str = text_column()
    detail: dict[str, Any] = json_column()
    next_at: dt.datetime | None = utc_column(index=True)  # when to look again; None: never by itself
    at: dt.datetime = utc_column(default_now=True)
