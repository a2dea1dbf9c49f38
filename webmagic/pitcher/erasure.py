"""Forgetting a person, on request: the address goes from every table of ours, and the hash stays, so
that nobody writes to them again by mistake."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts import record
from webmagic.core.clock import now
from webmagic.core.security import digest
from webmagic.models import Business, MailPermission, Message, MessageEvent, Reply, TrackingHit
from webmagic.pitcher.optout import leave_alone
from webmagic.pitcher.suppression import forget_address, normalise, suppress

GONE = "erased at the person's request"


async def erase_person(session: AsyncSession, address: str, *, actor: str) -> int:
    """Raises nothing when nothing was known. Returns how many mails lost their content."""
    address = normalise(address)
    await suppress(session, address, reason="erased", channel="request")
    await forget_address(session, address)
    for business_id in await _businesses(session, address):
        await leave_alone(session, business_id, "They asked to be forgotten.")
        await session.exec(
            sa.update(Business)
            .where(col(Business.id) == business_id)
            .values(email="", email_source="", updated_at=now())
        )
    count = await _letters(session, address)
    await session.exec(sa.delete(Reply).where(col(Reply.from_email) == address))
    await session.exec(sa.delete(MailPermission).where(col(MailPermission.address) == address))
    await record(session, "person.erased", f"{count} mails of one person were erased", actor=actor)
    return count


async def _businesses(session: AsyncSession, address: str) -> list[int]:
    found = await session.exec(select(Business.id).where(sa.func.lower(Business.email) == address))
    return [business_id for business_id in found.all() if business_id]


async def _letters(session: AsyncSession, address: str) -> int:
    mine = select(Message.id).where(Message.to_email == address)
    ids = [message_id for message_id in (await session.exec(mine)).all() if message_id]
    await session.exec(
        sa.update(MessageEvent)
        .where(col(MessageEvent.message_id).in_(ids))
        .values(data={}, user_agent="")
        .execution_options(synchronize_session=False)
    )
    await session.exec(sa.delete(TrackingHit).where(col(TrackingHit.message_id).in_(ids)))
    empty: dict[str, Any] = {
        "to_email": f"erased-{digest(address)[:12]}@erased.invalid",
        "subject": GONE,
        "text_body": "",
        "html_body": "",
        "headers": {},
        "error": "",
    }
    statement = sa.update(Message).where(col(Message.id).in_(ids)).values(**empty)
    await session.exec(statement.execution_options(synchronize_session=False))
    return len(ids)
