"""A file that somebody handed in to be imported; the file itself lies in the state folder for a while."""

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlmodel import Field, SQLModel

from webmagic.core.columns import json_column, text_column, utc_column


class UploadState(StrEnum):
    READY = "ready"  # it lies there; nobody has said yet that it is to be imported
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Upload(SQLModel, table=True):
    __tablename__ = "uploads"

    id: int | None = Field(default=None, primary_key=True)
    token: str = Field(unique=True, max_length=60)  # the folder it lies in
    name: str = Field(max_length=120)
    bytes: int = 0
    state: str = Field(default=UploadState.READY, max_length=20, index=True)
    columns: dict[str, Any] = json_column()  # field -> columns, when they were mapped by hand
    country: str = Field(default="", max_length=2)
    industry: str = Field(default="", max_length=120)
    counts: dict[str, Any] = json_column()  # read, created, updated, duplicates, rejected, qualified
    error: str = text_column()
    asked_by: str = Field(default="", max_length=320)
    created_at: dt.datetime = utc_column(default_now=True, index=True)
    finished_at: dt.datetime | None = utc_column()
