"""Signing in, and the session behind the cookie.

The cookie is a random token; the database keeps only its keyed hash. A right password is not
enough to be heard: tries are counted by account and by address, and each wrong one makes the next
wait longer (`throttle`). A browser that signed in before carries a device cookie and has a count
of its own, so a stranger who hammers on an account cannot keep its owner out.
"""

import asyncio
from http.cookies import CookieError, SimpleCookie

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts.throttle import Slowdown, forgive, reserve
from webmagic.core import ids
from webmagic.core.clock import ahead, now
from webmagic.core.errors import Unauthorized
from webmagic.core.security import digest, sign, unsign, verify_password
from webmagic.core.settings import Settings
from webmagic.models import AdminSession, AdminUser

SESSION_DAYS = 14
DEVICE_DAYS = 365
WRONG = "The e-mail or the password is wrong."
# The work for an unknown account is the work for a known one. The hash of a password nobody has.
NOBODY = "$2b$12$qRMtAFQgXVMAtRmZD6z7r.yRyxFOJICWNYgtqslnPF6EPkzTEeKkm"


def session_cookie_name(settings: Settings) -> str:
    """`__Host-` makes browsers insist on HTTPS, this host and the whole path."""
    return "__Host-webmagic" if settings.is_secure else "webmagic"


def device_cookie_name(settings: Settings) -> str:
    return "__Host-webmagic-device" if settings.is_secure else "webmagic-device"


def find_cookie(cookie_header: str, name: str) -> str | None:
    """One cookie's value from a raw Cookie header (what a Reflex state sees)."""
    try:
        morsel = SimpleCookie(cookie_header).get(name)
    except CookieError:
        return None
    return morsel.value if morsel else None


def device_token(user_id: int) -> str:
    return sign("device", f"{user_id}.{ids.token(9)}")


def _slowdowns(email: str, ip: str, device: str, user: AdminUser | None) -> list[Slowdown]:
    subject = unsign("device", device) if device else None
    if subject and user and subject.partition(".")[0] == str(user.id):
        return [Slowdown(f"device:{digest(subject)}", free=5, longest=900)]
    return [
        Slowdown(f"account:{digest(email)}", free=5, longest=60),
        Slowdown(f"address:{digest(ip)}", free=10, longest=60),
    ]


async def authenticate(
    session: AsyncSession, email: str, password: str, *, ip: str, device: str = ""
) -> AdminUser:
    """The administrator with this password. Reads only, so that no write lock is held for the
    quarter second a password takes. Raises Unauthorized, or TooManyTries."""
    email = email.strip().lower()[:320]
    found = await session.exec(select(AdminUser).where(AdminUser.email == email))
    user = found.first()
    slowdowns = _slowdowns(email, ip, device, user)
    await reserve(*slowdowns)
    hashed = user.password_hash if user else NOBODY
    is_right = await asyncio.to_thread(verify_password, password[:1000], hashed)
    if not (is_right and user and user.is_active):
        raise Unauthorized(WRONG)
    await forgive(*slowdowns)
    return user


async def open_session(session: AsyncSession, user_id: int, user_agent: str = "") -> str:
    """The raw token for the cookie; ended sessions are swept on the way."""
    raw = ids.token(32)
    await session.exec(sa.delete(AdminSession).where(col(AdminSession.expires_at) < now()))
    session.add(
        AdminSession(
            user_id=user_id,
            token_hash=digest(raw),
            user_agent=user_agent[:300],
            expires_at=ahead(days=SESSION_DAYS),
        )
    )
    await session.exec(sa.update(AdminUser).where(col(AdminUser.id) == user_id).values(last_login_at=now()))
    return raw


async def sign_in(
    session: AsyncSession, email: str, password: str, ip: str, *, user_agent: str = "", device: str = ""
) -> str:
    """`authenticate` and `open_session` in one transaction, for callers nobody races with."""
    user = await authenticate(session, email, password, ip=ip, device=device)
    return await open_session(session, user.id or 0, user_agent)


async def find_session(session: AsyncSession, raw_cookie: str | None) -> AdminUser | None:
    """Who is signed in with this cookie; None when nobody is, or the session has ended."""
    if not raw_cookie or len(raw_cookie) > 200:
        return None
    statement = (
        select(AdminUser)
        .join(AdminSession, col(AdminSession.user_id) == col(AdminUser.id))
        .where(AdminSession.token_hash == digest(raw_cookie), col(AdminSession.expires_at) > now())
        .where(col(AdminUser.is_active))
    )
    return (await session.exec(statement)).first()


async def sign_out(session: AsyncSession, raw_cookie: str | None) -> None:
    if raw_cookie:
        await session.exec(sa.delete(AdminSession).where(col(AdminSession.token_hash) == digest(raw_cookie)))


async def close_sessions(session: AsyncSession, user: AdminUser) -> None:
    await session.exec(sa.delete(AdminSession).where(col(AdminSession.user_id) == user.id))
