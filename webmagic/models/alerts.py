"""What was wrong, from when to when, and whom we told."""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from webmagic.core.columns import text_column, utc_column

IS_OPEN = sa.text("cleared_at IS NULL")


class AlertRow(SQLModel, table=True):
    """One trouble, raised once: unique by key while it is open, cleared when it is gone."""

    __tablename__ = "alerts"
    __table_args__ = (
        sa.Index("uq_alerts_open", "key", unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=60)
    tone: str = Field(max_length=10)
    text: str = text_column()
    to_do: str = text_column()
    link: str = Field(default="", max_length=200)
    raised_at: dt.datetime = utc_column(default_now=True, index=True)
    seen_at: dt.datetime = utc_column(default_now=True)
    told_at: dt.datetime | None = utc_column()
    cleared_at: dt.datetime | None = utc_column()
