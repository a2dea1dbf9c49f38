"""The letters of a sequence as the operator changed them; what has no row here is built in."""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from webmagic.core.columns import json_column, text_column, utc_column


class LetterTemplate(SQLModel, table=True):
    __tablename__ = "letter_templates"
    __table_args__ = (sa.UniqueConstraint("step", "occasion", "language"),)

    id: int | None = Field(default=None, primary_key=True)
    step: int
    occasion: str = Field(default="", max_length=20)  # "", visited, form
    language: str = Field(max_length=5)
    subjects: list[str] = json_column(list)
    body: str = text_column()
    updated_by: str = Field(default="", max_length=320)
    updated_at: dt.datetime = utc_column(default_now=True)


class MailPermission(SQLModel, table=True):
    """Why a business may be written to where the law of its country asks for more than an opt-out."""

    __tablename__ = "mail_permissions"
    __table_args__ = (sa.UniqueConstraint("address", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    address: str = Field(max_length=320, index=True)
    kind: str = Field(max_length=20)  # consent | published | reviewed
    proof: str = text_column()
    source_url: str = text_column()
    captured_at: dt.datetime = utc_column(default_now=True)
    noted_by: str = Field(default="", max_length=320)
