"""Tokens for programs."""

import datetime as dt

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request

from webmagic import accounts
from webmagic.core.database import reading
from webmagic.core.security import issue_api_token
from webmagic.http.api.access import Viewer, Writing
from webmagic.http.api.listing import Row
from webmagic.http.auth import client_address

router = APIRouter(prefix="/auth", tags=["auth"])


class Credentials(BaseModel):
    email: str = Field(max_length=320)
    password: str = Field(max_length=1000)


class Token(BaseModel):
    access_token: str
    token_type: str = "bearer"
    expires_at: dt.datetime


class Me(Row):
    id: int
    email: str
    name: str
    role: str
    last_login_at: dt.datetime | None


class Verified(BaseModel):
    valid: bool
    user_id: int


class NewPassword(BaseModel):
    current: str = Field(max_length=1000)
    new: str = Field(max_length=1000)


@router.post("/login")
async def login(credentials: Credentials, request: Request) -> Token:
    """A bearer token for twelve hours."""
    async with reading() as session:
        user = await accounts.authenticate(
            session, credentials.email, credentials.password, ip=client_address(request)
        )
    token, expires_at = issue_api_token(user.id or 0)
    return Token(access_token=token, expires_at=expires_at)


@router.post("/verify")
async def verify(user: Viewer) -> Verified:
    """Whether the token still holds."""
    return Verified(valid=True, user_id=user.id or 0)


@router.get("/me", response_model=Me)
async def me(user: Viewer):
    return user


@router.post("/password", status_code=204)
async def password(body: NewPassword, user: Viewer, session: Writing) -> None:
    """Change one's own password; every browser session of the account ends."""
    await accounts.change_password(session, user, body.current, body.new)
