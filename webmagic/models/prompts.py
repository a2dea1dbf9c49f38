"""Prompts of the agents: versioned templates, and which of them is in use."""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from webmagic.core.columns import text_column, utc_column


class PromptTemplate(SQLModel, table=True):
    __tablename__ = "prompt_templates"
    __table_args__ = (sa.UniqueConstraint("agent", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    agent: str = Field(max_length=40, index=True)
    version: int
    body: str = text_column()
    note: str = Field(default="", max_length=200)
    author: str = Field(default="", max_length=320)
    is_active: bool = False  # among those in use; builds are shared out among them by weight
    weight: int = 100
    created_at: dt.datetime = utc_column(default_now=True)


class PromptSetting(SQLModel, table=True):
    """Model and limits of an agent, and whether its variants are weighed by hand or by success."""

    __tablename__ = "prompt_settings"

    id: int | None = Field(default=None, primary_key=True)
    agent: str = Field(unique=True, max_length=40)
    model: str = Field(default="", max_length=80)
    max_tokens: int = 4096
    is_bandit: bool = False
    updated_at: dt.datetime = utc_column(default_now=True)
