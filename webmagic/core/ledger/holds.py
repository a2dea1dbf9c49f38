"""Pausing a queue, or all that the autopilot asked for. Nothing is lost: the rows wait."""

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.database import insert_once
from webmagic.core.ledger.asking import wake_after_commit
from webmagic.core.ledger.table import LedgerHold, Queue

QUEUE, ORIGIN = "queue:", "origin:"


async def pause(session: AsyncSession, queue: str, reason: str = "") -> None:
    """From this commit on no job of the queue begins; what runs may end."""
    await hold(session, QUEUE + Queue(queue), reason)


async def resume(session: AsyncSession, queue: str) -> None:
    await let_go(session, QUEUE + Queue(queue))


async def hold_origin(session: AsyncSession, origin: str, reason: str = "") -> None:
    await hold(session, ORIGIN + origin, reason)


async def resume_origin(session: AsyncSession, origin: str) -> None:
    await let_go(session, ORIGIN + origin)


async def hold(session: AsyncSession, name: str, reason: str) -> None:
    await insert_once(session, LedgerHold, {"name": name, "reason": reason[:300], "since": now()})


async def let_go(session: AsyncSession, name: str) -> None:
    await session.exec(sa.delete(LedgerHold).where(col(LedgerHold.name) == name))
    for queue in Queue:
        wake_after_commit(session, queue)


async def list_holds(session: AsyncSession) -> dict[str, str]:
    """What is on hold ("queue:scraping", "origin:autopilot"), and why."""
    found = await session.exec(select(LedgerHold))
    return {row.name: row.reason for row in found.all()}
