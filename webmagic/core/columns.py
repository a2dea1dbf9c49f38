"""Column types that behave the same on SQLite and PostgreSQL."""

import datetime as dt
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from webmagic.core.clock import now


class UTCDateTime(sa.types.TypeDecorator):
    """Aware UTC in Python; timestamptz on PostgreSQL, naive UTC text on SQLite."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime: times are UTC and aware")
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


OnDelete = Literal["CASCADE", "SET NULL", "RESTRICT"]
JSONType = sa.JSON().with_variant(JSONB(), "postgresql")


def utc_column(*, index: bool = False, default_now: bool = False) -> Any:
    """A UTC time; optional unless it defaults to now."""
    if default_now:
        return Field(default_factory=now, sa_type=UTCDateTime, index=index, nullable=False)
    return Field(default=None, sa_type=UTCDateTime, index=index, nullable=True)


def json_column(factory: Any = dict) -> Any:
    return Field(default_factory=factory, sa_type=JSONType, nullable=False)


def text_column(default: str | None = "") -> Any:
    return Field(default=default, sa_type=sa.Text, nullable=default is None)


def foreign_key(
    target: str, *, ondelete: OnDelete = "CASCADE", optional: bool = False, unique: bool = False
) -> Any:
    default: Any = None if optional else ...
    return Field(
        default=default,
        foreign_key=target,
        ondelete=ondelete,
        nullable=optional,
        index=not unique,
        unique=unique,
    )
