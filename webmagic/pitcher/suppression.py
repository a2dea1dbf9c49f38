"""Who must never be written to again. The keyed hash alone decides, so it outlives erasure."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.database import insert_once
from webmagic.core.security import digest
from webmagic.models import Suppression

# After these even a receipt would not arrive or not be welcome.
UNREACHABLE = ("bounce", "complaint")


def normalise(address: str) -> str:
    return address.strip().lower()


def domain_of(address: str) -> str:
    return normalise(address).rpartition("@")[2]


async def suppress(
    session: AsyncSession, address: str, *, reason: str, channel: str, message_id: int | None = None
) -> bool:
    """An address, or a whole domain written as "@shop.example". False when it was there already."""
    address = normalise(address)
    if not address:
        return False
    values = {
        "hash": digest(address),
        "address": address,
        "reason": reason,
        "channel": channel,
        "message_id": message_id,
        "created_at": now(),
    }
    return await insert_once(session, Suppression, values)


async def find_suppression(session: AsyncSession, address: str) -> Suppression | None:
    address = normalise(address)
    hashes = [digest(address), digest(f"@{domain_of(address)}")]
    found = await session.exec(select(Suppression).where(col(Suppression.hash).in_(hashes)))
    return found.first()
