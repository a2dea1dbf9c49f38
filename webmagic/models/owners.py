"""How owners sign in to the portal: a link by mail, then a cookie. An owner is an address; what they
own are the customers with that address."""

import datetime as dt

from sqlmodel import Field, SQLModel

from webmagic.core.columns import utc_column


class OwnerLink(SQLModel, table=True):
    """A wish to sign in, whoever's address it is; its link works once and not for long. Only a keyed
    hash of the token is kept, and none before the mail is written."""

    __tablename__ = "owner_links"

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(max_length=320, index=True)
    token_hash: str | None = Field(default=None, unique=True, max_length=64)
    language: str = Field(default="en", max_length=2)
    created_at: dt.datetime = utc_column(default_now=True)
    expires_at: dt.datetime = utc_column(default_now=True, index=True)
    used_at: dt.datetime | None = utc_column()


class OwnerSession(SQLModel, table=True):
    """An owner's browser. Only a keyed hash of the cookie is kept."""

    __tablename__ = "owner_sessions"

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(max_length=320, index=True)
    token_hash: str = Field(unique=True, max_length=64)
    user_agent: str = Field(default="", max_length=300)
    created_at: dt.datetime = utc_column(default_now=True)
    expires_at: dt.datetime = utc_column(default_now=True, index=True)
