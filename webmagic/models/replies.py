"""What people write back."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from webmagic.core.columns import foreign_key, json_column, text_column, utc_column


class ReplyClass(StrEnum):
    INTERESTED = "interested"
    QUESTION = "question"
    NO = "no"
    UNSUBSCRIBE = "unsubscribe"
    WRONG_PERSON = "wrong_person"
    OUT_OF_OFFICE = "out_of_office"
    BOUNCE = "bounce"
    OTHER = "other"


class ReplyState(StrEnum):
    NEW = "new"
    ANSWERED = "answered"
    DONE = "done"


class Reply(SQLModel, table=True):
    """A mail that came in, from anybody. `source_key` is the mail's own identity, so that however often
    it is handed to us it is one row. `text_body` is what was newly written; `whole_text` all of it."""

    __tablename__ = "replies"
    __table_args__ = (sa.Index("ix_replies_state_received", "state", "received_at"),)

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(max_length=20)  # imap | resend | sendgrid
    source_key: str = Field(max_length=64, unique=True)
    business_id: int | None = foreign_key("businesses.id", optional=True)
    message_id: int | None = foreign_key("messages.id", ondelete="SET NULL", optional=True)
    matched_by: str = Field(default="", max_length=20)  # reference | address | sender | domain | hand
    from_email: str = Field(default="", max_length=320, index=True)
    from_name: str = Field(default="", max_length=200)
    to_email: str = Field(default="", max_length=320)
    subject: str = Field(default="", max_length=400)
    text_body: str = text_column()
    whole_text: str = text_column()
    mail_id: str = Field(default="", max_length=400)  # its Message-ID, for the thread
    reference_ids: str = text_column()
    attachments: list[dict[str, Any]] = json_column(list)
    language: str = Field(default="en", max_length=5)
    reply_class: str = Field(default=ReplyClass.OTHER, max_length=20, index=True)
    class_reason: str = Field(default="", max_length=200)
    is_sure: bool = True
    state: str = Field(default=ReplyState.NEW, max_length=20)
    draft: str = text_column()
    answer_id: int | None = foreign_key("messages.id", ondelete="SET NULL", optional=True)
    handled_by: str = Field(default="", max_length=320)
    received_at: dt.datetime = utc_column(default_now=True)
    handled_at: dt.datetime | None = utc_column()
