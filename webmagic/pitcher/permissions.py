"""Permissions with their proof: who noted down, and why, that a business may be written to."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts import record
from webmagic.core.clock import now
from webmagic.core.errors import Invalid, NotFound
from webmagic.models import MailPermission
from webmagic.pitcher.policy import PERMISSIONS
from webmagic.pitcher.suppression import normalise
from webmagic.pitcher.transports.mime import one_line

LONGEST = 4000


async def permit(
    session: AsyncSession, address: str, *, kind: str, proof: str, source_url: str = "", actor: str
) -> MailPermission:
    """Kept for good: the burden of proof is on the sender."""
    address, proof = normalise(address), proof.strip()
    if kind not in PERMISSIONS:
        raise Invalid("A permission is a consent, a published address, or a review of the case.")
    if "@" not in address or not proof or len(proof) > LONGEST:
        raise Invalid("Write down how it was given, in at most 4,000 characters.")
    found = await session.exec(
        select(MailPermission).where(MailPermission.address == address, MailPermission.kind == kind)
    )
    row = found.first() or MailPermission(address=address, kind=kind)
    row.proof, row.source_url, row.captured_at = proof, one_line(source_url)[:2000], now()
    row.noted_by = actor
    session.add(row)
    await record(session, "mail.permitted", f"{address} may be written to: {PERMISSIONS[kind]}", actor=actor)
    return row


async def list_permissions(session: AsyncSession, limit: int = 50) -> list[MailPermission]:
    statement = select(MailPermission).order_by(col(MailPermission.id).desc()).limit(limit)
    return list((await session.exec(statement)).all())


async def revoke(session: AsyncSession, permission_id: int, *, actor: str) -> None:
    row = await session.get(MailPermission, permission_id)
    if row is None:
        raise NotFound("There is no such permission.")
    await session.delete(row)
    await record(session, "mail.revoked", f"{row.address} may no longer be written to", actor=actor)
