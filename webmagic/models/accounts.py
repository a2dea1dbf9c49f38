"""Administrators and their sessions."""

import datetime as dt
from enum import StrEnum

from sqlmodel import Field, SQLModel

from webmagic.core.columns import foreign_key, utc_column


class Role(StrEnum):
    OWNER = "owner"
    OPERATOR = "operator"
    VIEWER = "viewer"


class AdminUser(SQLModel, table=True):
    __tablename__ = "admin_users"

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(unique=True, max_length=320)
    name: str = Field(default="", max_length=200)
    password_hash: str = Field(max_length=200)
    role: str = Field(default=Role.OWNER, max_length=20)
    is_active: bool = True
    failed_logins: int = 0
    locked_until: dt.datetime | None = utc_column()
    last_login_at: dt.datetime | None = utc_column()
    created_at: dt.datetime = utc_column(default_now=True)


class AdminSession(SQLModel, table=True):
    """A signed-in browser. Only a keyed hash of the cookie is kept."""

    __tablename__ = "admin_sessions"

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = foreign_key("admin_users.id")
    token_hash: str = Field(unique=True, max_length=64)
    user_agent: str = Field(default="", max_length=300)
    created_at: dt.datetime = utc_column(default_now=True)
    expires_at: dt.datetime = utc_column(default_now=True)
