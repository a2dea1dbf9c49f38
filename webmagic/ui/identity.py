"""Who is signed in: the HttpOnly cookie of the websocket's own request, looked up in the database."""

from dataclasses import dataclass

import reflex as rx

from webmagic import accounts
from webmagic.accounts import Permission
from webmagic.core.database import reading
from webmagic.core.errors import Forbidden, Unauthorized
from webmagic.core.settings import get_settings
from webmagic.models import AdminUser


@dataclass(frozen=True)
class Identity:
    id: int
    email: str
    name: str
    role: str


class NobodyHere(Unauthorized):
    """No cookie at all: not a session that ended."""


def _of(user: AdminUser) -> Identity:
    return Identity(id=user.id or 0, email=user.email, name=user.name or user.email, role=user.role)


async def signed_in(state: rx.State, permission: str = Permission.READ) -> Identity:
    """Raises Unauthorized without a session, Forbidden without the permission. Never trusts the page."""
    name = accounts.session_cookie_name(get_settings())
    raw = accounts.find_cookie(state.router.headers.cookie, name)
    if not raw:
        raise NobodyHere("Sign in first.")
    async with reading() as session:
        user = await accounts.find_session(session, raw)
    if user is None:
        raise Unauthorized("Your session has ended. Sign in again.")
    if not accounts.may(user, permission):
        raise Forbidden("Your role does not allow this. Ask an owner.")
    return _of(user)
