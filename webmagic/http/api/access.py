"""Who may call the API: a bearer token, read anew from the database on every call."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPBearer
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request

from webmagic import accounts
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Unauthorized
from webmagic.core.security import read_api_token
from webmagic.models import AdminUser

bearer = HTTPBearer(auto_error=False, description="A token from `POST /api/v1/auth/login`.")


async def bearer_user(request: Request, permission: str) -> AdminUser:
    """The administrator behind the request's token. Raises Unauthorized or Forbidden."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthorized("This needs a bearer token. Get one from POST /api/v1/auth/login.")
    user_id = read_api_token(token.strip())
    async with reading() as session:
        user = await accounts.find_admin_by_id(session, user_id)
    if user is None or not user.is_active:
        raise Unauthorized("This account has been closed.")
    accounts.require(user, permission)
    return user


def needs(permission: str) -> Callable[..., Awaitable[AdminUser]]:
    async def check(request: Request, _token: Annotated[object, Depends(bearer)]) -> AdminUser:
        return await bearer_user(request, permission)

    return check


async def _reading() -> AsyncIterator[AsyncSession]:
    async with reading() as session:
        yield session


async def _writing() -> AsyncIterator[AsyncSession]:
    async with transaction() as session:
        yield session


# "function": the transaction has held, or failed, before the answer leaves.
Reading = Annotated[AsyncSession, Depends(_reading, scope="function")]
Writing = Annotated[AsyncSession, Depends(_writing, scope="function")]
Viewer = Annotated[AdminUser, Depends(needs("read"))]
Operator = Annotated[AdminUser, Depends(needs("operate"))]
Owner = Annotated[AdminUser, Depends(needs("manage"))]
