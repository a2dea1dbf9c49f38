"""Changes to a page, asked for in plain words, and what became of them."""

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlmodel import Field, SQLModel

from webmagic.core.columns import foreign_key, json_column, text_column, utc_column


class ChangeState(StrEnum):
    THINKING = "thinking"  # the Editor is at work
    PROPOSED = "proposed"  # waits for approval
    UNCLEAR = "unclear"  # not understood: a person looks at it
    APPROVED = "approved"
    DECLINED = "declined"


class SiteChange(SQLModel, table=True):
    """`edits` are what `creative.editing` applies; nothing of them is online before approval."""

    __tablename__ = "site_changes"

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = foreign_key("generated_sites.id")
    version: int  # the version it was thought for
    words: str = text_column()
    asked_by: str = Field(default="", max_length=320)
    state: str = Field(default=ChangeState.THINKING, max_length=20, index=True)
    engine: str = Field(default="", max_length=20)
    sentence: str = text_column()
    edits: dict[str, Any] = json_column()
    diff: list[dict[str, Any]] = json_column(list)
    left: list[str] = json_column(list)  # parts of the request that nobody could carry out
    cost_microusd: int = 0
    made_version: int = 0
    decided_by: str = Field(default="", max_length=320)
    created_at: dt.datetime = utc_column(default_now=True)
    decided_at: dt.datetime | None = utc_column()
