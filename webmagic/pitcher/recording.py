"""What became of a batch, written down at once: sent, refused for good, in doubt, or once more."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts import Line, record_all
from webmagic.core.clock import ahead, now
from webmagic.core.database import aside
from webmagic.core.errors import VendorError
from webmagic.core.ledger import AUTOPILOT
from webmagic.models import (
    Business,
    EventKind,
    Message,
    MessageEvent,
    MessageState,
    SendingIdentity,
    Stage,
)
from webmagic.pitcher.identities import OUTREACH, pause_identity
from webmagic.pitcher.stages import move_all
from webmagic.pitcher.suppression import suppress
from webmagic.pitcher.transports import Mailer, Outcome, OutcomeUnknown, SenderRefused
from webmagic.pitcher.transports.codes import Meaning, meaning_of

RETRY_SECONDS = 300.0
ASK_AGAIN_SECONDS = 20.0
MESSAGES: sa.Table = Message.__table__  # type: ignore[attr-defined]

_open: tuple[Any, ...] = (
    MESSAGES.c.id == sa.bindparam("row"),
    # The provider took it: that counts even for a row another worker had given up as unknown.
    sa.text("messages.state IN ('sending', 'unknown')"),
)
_sent = (
    sa.update(MESSAGES)
    .where(*_open)
    .values(
        state=MessageState.SENT,
        provider_id=sa.bindparam("given"),
        sent_at=sa.bindparam("at"),
        error="",
        send_after=None,
    )
)
_unbegun: Any = sa.case((col(SendingIdentity.started_at).is_(None), col(Message.identity_id)))
_MAILED = (
    select(Message.id, Message.business_id, _unbegun, Business.name)
    .outerjoin(Business, col(Business.id) == Message.business_id)
    .outerjoin(SendingIdentity, col(SendingIdentity.id) == Message.identity_id)
    .where(
        col(Message.id).in_(sa.bindparam("ids", expanding=True)),
        Message.purpose == OUTREACH,
        aside(Message.state) == MessageState.SENT,
    )
)


def row_of(key: str) -> int:
    """The row a key was made from ("message-42-…")."""
    return int(key.split("-")[1])


async def record_outcomes(
    session: AsyncSession, outcomes: Sequence[Outcome], mailer: Mailer
) -> VendorError | None:
    """Returns the error for which another try may help, if there was one."""
    await _record_sent(session, [one for one in outcomes if one.error is None])
    retry: VendorError | None = None
    for outcome in outcomes:
        if outcome.error:
            again = await _record_error(session, outcome, mailer)
            retry = retry or again
    return retry


async def _record_sent(session: AsyncSession, outcomes: Sequence[Outcome]) -> None:
    if not outcomes:
        return
    at = now()
    given = [{"row": row_of(one.key), "given": one.provider_id[:200], "at": at} for one in outcomes]
    await (await session.connection()).execute(_sent, given)
    found = await session.exec(_MAILED, params={"ids": [one["row"] for one in given]})
    rows = found.all()
    await _begin_ramp(session, {identity_id for _, _, identity_id, _ in rows if identity_id})
    mailed = [
        (message_id, business_id, name or "") for message_id, business_id, _, name in rows if business_id
    ]
    await move_all(session, [business_id for _, business_id, _ in mailed], Stage.PITCHED, Stage.PUBLISHED)
    lines = [
        Line(f"Mailed {name}", business_id, {"message_id": message_id})
        for message_id, business_id, name in mailed
    ]
    await record_all(session, "campaign.mailed", lines)


async def _begin_ramp(session: AsyncSession, ids: set[int]) -> None:
    if ids:
        begun = (
            sa.update(SendingIdentity)
            .where(col(SendingIdentity.id).in_(ids), col(SendingIdentity.started_at).is_(None))
            .values(started_at=now())
        )
        await session.exec(begun)


async def _record_error(session: AsyncSession, outcome: Outcome, mailer: Mailer) -> VendorError | None:
    error = outcome.error
    assert error
    if isinstance(error, OutcomeUnknown):
        return await _record_doubt(session, outcome, error, mailer)
    if error.permanent:
        await _end(session, outcome.key, MessageState.FAILED, error=str(error))
        await _bounced_at_once(session, outcome.key, str(error))
        return None
    if isinstance(error, SenderRefused):
        await _pause(session, outcome.key, str(error))
    wait = max(error.retry_after or 0, RETRY_SECONDS)
    at = ahead(seconds=wait)
    await _end(
        session, outcome.key, MessageState.QUEUED, error=str(error), batch="", send_after=at, asked_at=at
    )
    return error


async def _record_doubt(
    session: AsyncSession, outcome: Outcome, error: OutcomeUnknown, mailer: Mailer
) -> VendorError | None:
    """Where the same key makes no second mail, the row stays as it is and is asked for once more."""
    if error.permanent or not mailer.has_idempotency:
        await _end(session, outcome.key, MessageState.UNKNOWN, error=str(error))
        return None
    again = ahead(seconds=max(error.retry_after or 0, ASK_AGAIN_SECONDS))
    await _end(session, outcome.key, MessageState.SENDING, error=str(error), send_after=again)
    return error


async def _end(session: AsyncSession, key: str, state: MessageState, **values: Any) -> None:
    """An outcome other than sent; a row that somebody else finished meanwhile is left alone."""
    statement = (
        sa.update(Message)
        .where(col(Message.id) == row_of(key), col(Message.state) == MessageState.SENDING)
        .values(state=state, **values)
        .execution_options(synchronize_session=False)
    )
    await session.exec(statement)


async def _bounced_at_once(session: AsyncSession, key: str, said: str) -> None:
    """The receiving server said during the sending that there is no such mailbox."""
    if meaning_of(said) != Meaning.NO_MAILBOX:
        return
    message = await session.get(Message, row_of(key), populate_existing=True)
    if message:
        session.add(
            MessageEvent(message_id=message.id or 0, kind=EventKind.BOUNCE, data={"said": said[:500]})
        )
        await suppress(session, message.to_email, reason="bounce", channel="smtp", message_id=message.id)


async def _pause(session: AsyncSession, key: str, reason: str) -> None:
    message = await session.get(Message, row_of(key), populate_existing=True)
    if message and message.identity_id:
        await pause_identity(session, message.identity_id, reason, actor=AUTOPILOT)
