"""Keeping hits: many to a transaction, in the order they came, before anybody thinks about them."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.bulk import as_json, bulk_of
from webmagic.core.clock import ahead, now
from webmagic.core.ledger import enqueue
from webmagic.hosting import daily_salt
from webmagic.models import HitKind, Message, TrackingHit

SETTLE_SECONDS = 45  # what a hit is judged by comes within this time: its neighbours, and the landing page
_TABLE = TrackingHit.__table__  # type: ignore[attr-defined]
_NAMES = (
    "message_id", "kind", "target", "key", "method", "user_agent", "address", "visitor", "network",
    "evidence", "verdict", "reason", "at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """One request for a letter's dot or link, or a word from its landing page. `evidence`: what the
    request's headers, or the page's script, say about who is there."""

    message_id: int
    kind: str
    user_agent: str = ""
    address: str = ""
    method: str = "GET"
    target: str = ""
    key: str = ""
    evidence: dict[str, Any] = field(default_factory=dict)
    at: dt.datetime = field(default_factory=now)


async def keep_hits(session: AsyncSession, hits: Sequence[Hit]) -> int:
    """Write hits down and ask for the judging. One whose letter is gone is left out. Returns how
    many were written."""
    if not hits:
        return 0
    salt = await daily_salt(hits[0].at.date().isoformat())
    await _ask_for_judging(session, hits)
    try:
        async with session.begin_nested():
            await _insert(session, hits, salt)
        return len(hits)
    except IntegrityError:
        pass
    except Exception as error:  # the driver's own, for the rows went past SQLAlchemy
        if "foreign key" not in str(error).lower():
            raise
    hits = await _of_letters_that_are_there(session, hits)
    await _insert(session, hits, salt)
    return len(hits)


async def _insert(session: AsyncSession, hits: Iterable[Hit], salt: str) -> None:
    bulk = bulk_of(await session.connection())
    await bulk.insert(_TABLE, _NAMES, [_row(hit, salt, bulk.time(hit.at)) for hit in hits])


def _row(hit: Hit, salt: str, at: Any) -> tuple[Any, ...]:
    agent = hit.user_agent.replace("\x00", "")[:300]
    visitor = hashlib.sha256(f"{salt}\0{hit.address}\0{agent}".encode("utf-8", "replace")).hexdigest()[:32]
    return (
        hit.message_id, hit.kind, hit.target, hit.key, hit.method[:8], agent, hit.address[:45], visitor, "",
        as_json(hit.evidence), "", "", at,
    )  # fmt: skip


async def _of_letters_that_are_there(session: AsyncSession, hits: Sequence[Hit]) -> list[Hit]:
    ids = {hit.message_id for hit in hits}
    found = set((await session.exec(select(Message.id).where(col(Message.id).in_(ids)))).all())
    return [hit for hit in hits if hit.message_id in found]


async def _ask_for_judging(session: AsyncSession, hits: Sequence[Hit]) -> None:
    """Soon for most, at once when a landing page has spoken."""
    await enqueue(session, "campaigns.judge", dedupe="judge", run_after=ahead(seconds=SETTLE_SECONDS))
    seen = sorted({hit.message_id for hit in hits if hit.kind == HitKind.SEEN})
    for message_id in seen[:100]:
        await enqueue(
            session, "campaigns.judge", dedupe=f"judge:{message_id}", message_id=message_id, priority=20
        )
