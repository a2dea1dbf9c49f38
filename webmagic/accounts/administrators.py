"""The people who run this WebMagic."""

import asyncio

from email_validator import EmailNotValidError, validate_email
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts.sessions import close_sessions
from webmagic.core import ids
from webmagic.core.errors import Conflict, Invalid, NotFound, Unauthorized
from webmagic.core.security import check_password_strength, hash_password, verify_password
from webmagic.models import AdminUser, Role


def clean_email(email: str) -> str:
    """The address in the one form it is stored and looked up in."""
    try:
        found = validate_email(email.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise Invalid("This is not an e-mail address.") from None
    return found.normalized.lower()


async def create_admin(
    session: AsyncSession, email: str, name: str, password: str, role: str = Role.OWNER
) -> AdminUser:
    email = clean_email(email)
    check_password_strength(password)
    if role not in set(Role):
        raise Invalid(f"A role is one of {', '.join(Role)}.")
    if await find_admin(session, email):
        raise Conflict("There is already an administrator with this e-mail.")
    hashed = await asyncio.to_thread(hash_password, password)
    user = AdminUser(email=email, name=name.strip()[:200], password_hash=hashed, role=role)
    session.add(user)
    await session.flush()
    return user


async def list_admins(session: AsyncSession) -> list[AdminUser]:
    return list((await session.exec(select(AdminUser).order_by(col(AdminUser.id)))).all())


async def find_admin(session: AsyncSession, email: str) -> AdminUser | None:
    return (await session.exec(select(AdminUser).where(AdminUser.email == email.strip().lower()))).first()


async def find_admin_by_id(session: AsyncSession, user_id: int) -> AdminUser | None:
    return await session.get(AdminUser, user_id)


async def change_password(session: AsyncSession, user: AdminUser, current: str, new: str) -> None:
    """The owner of the account changes it; every session of the account ends."""
    if not await asyncio.to_thread(verify_password, current, user.password_hash):
        raise Unauthorized("The current password is wrong.")
    await _set_password(session, user, new)


async def reset_password(session: AsyncSession, email: str, password: str = "") -> str:
    """From the command line: a new password (made here unless given); every session ends."""
    user = await find_admin(session, email)
    if user is None:
        raise NotFound("There is no administrator with this e-mail.")
    password = password or ids.password()
    await _set_password(session, user, password)
    return password


async def _set_password(session: AsyncSession, user: AdminUser, password: str) -> None:
    check_password_strength(password)
    user.password_hash = await asyncio.to_thread(hash_password, password)
    session.add(user)
    await close_sessions(session, user)
