"""How an identity's mail fares, and the brake: too many bounces or complaints pause it at once."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import ago
from webmagic.core.ledger import AUTOPILOT
from webmagic.models import EventKind, Message, MessageEvent, MessageState, SendingIdentity
from webmagic.pitcher.identities import OUTREACH, pause_identity

BOUNCES, COMPLAINTS = 0.02, 0.001
FEW_SENT = 20  # below it one bounce says nothing
TWO = 2
SURE_SENT = 200  # from here on a single complaint counts
DAYS = 7


@dataclass(frozen=True)
class Standing:
    """The last seven days of one identity, or since it was let go on."""

    identity_id: int
    sent: int = 0
    bounced: int = 0
    complained: int = 0

    @property
    def bounce_rate(self) -> float:
        return self.bounced / self.sent if self.sent else 0.0

    @property
    def complaint_rate(self) -> float:
        return self.complained / self.sent if self.sent else 0.0

    @property
    def trouble(self) -> str:
        """Why it has to stop, in a sentence; empty while all is well."""
        if self.sent >= FEW_SENT and self.bounced >= TWO and self.bounce_rate > BOUNCES:
            return (
                f"{self.bounced} of {self.sent} mails came back ({self.bounce_rate:.1%}; 2 % is the limit)."
            )
        sure = self.sent >= SURE_SENT or self.complained >= TWO
        if sure and self.complaint_rate > COMPLAINTS:
            return f"{self.complained} of {self.sent} readers called it spam (the limit is 0.1 %)."
        return ""


async def read_standings(session: AsyncSession, ids: Iterable[int] | None = None) -> list[Standing]:
    counts, recent = await _count_bad(session, ids), _recent(ids)
    joined = select(Message.identity_id, func.count(sa.distinct(col(Message.id)))).join(
        SendingIdentity, col(SendingIdentity.id) == Message.identity_id
    )
    sent = await session.exec(joined.where(*recent).group_by(col(Message.identity_id)))
    return [
        Standing(
            identity_id,
            count,
            counts.get((identity_id, EventKind.BOUNCE), 0),
            counts.get((identity_id, EventKind.COMPLAINT), 0),
        )
        for identity_id, count in sent.all()
        if identity_id
    ]


_is_bad = col(MessageEvent.kind).in_((EventKind.BOUNCE, EventKind.COMPLAINT))
_SOME_BAD = select(MessageEvent.id).where(_is_bad, col(MessageEvent.at) >= sa.bindparam("since")).limit(1)


async def _count_bad(session: AsyncSession, ids: Iterable[int] | None) -> dict[tuple[int, str], int]:
    """Mails that came back or were called spam, by identity and kind."""
    since = ago(days=DAYS + 1)
    if not (await session.exec(_SOME_BAD, params={"since": since})).first():
        return {}  # mostly, and told without going through a week's mail
    fared_badly = select(MessageEvent.message_id).where(_is_bad, col(MessageEvent.at) >= since)
    events = (
        select(Message.identity_id, MessageEvent.kind, func.count(sa.distinct(col(Message.id))))
        .join(SendingIdentity, col(SendingIdentity.id) == Message.identity_id)
        .join(MessageEvent, col(MessageEvent.message_id) == Message.id)
        .where(*_recent(ids), _is_bad, col(Message.id).in_(fared_badly))
        .group_by(col(Message.identity_id), col(MessageEvent.kind))
    )
    return {(row[0], row[1]): row[2] for row in (await session.exec(events)).all() if row[0]}


def _recent(ids: Iterable[int] | None) -> list[Any]:
    since = func.coalesce(SendingIdentity.judged_since, sa.literal(ago(days=3650), _type()))
    return [
        col(Message.sent_at) >= ago(days=DAYS),
        col(Message.sent_at) >= since,
        Message.purpose == OUTREACH,
        col(Message.state) == MessageState.SENT,
        *([col(Message.identity_id).in_(list(ids))] if ids is not None else []),
    ]


def _type() -> sa.types.TypeEngine[dt.datetime]:
    return Message.__table__.c.sent_at.type  # type: ignore[attr-defined]


async def pause_troubled(session: AsyncSession, ids: Iterable[int] | None = None) -> list[int]:
    """Stop whoever does harm. Returns the identities that were paused by this call."""
    counts = await _count_bad(session, None if ids is None else list(ids))
    suspects = {identity_id for identity_id, _ in counts}
    if not suspects:  # nearly always, and told without counting a week's mail
        return []
    paused = []
    for standing in await read_standings(session, suspects):
        if standing.trouble and await pause_identity(
            session, standing.identity_id, standing.trouble, actor=AUTOPILOT
        ):
            paused.append(standing.identity_id)
    return paused


@dataclass(frozen=True)
class Pause:
    identity_id: int
    from_email: str
    reason: str
    since: dt.datetime


async def list_pauses(session: AsyncSession) -> list[Pause]:
    """For the alert: what was stopped and waits for a person."""
    found = await session.exec(select(SendingIdentity).where(col(SendingIdentity.paused_at).is_not(None)))
    return [
        Pause(row.id or 0, row.from_email, row.paused_because, row.paused_at)
        for row in found.all()
        if row.paused_at
    ]
