"""After a crash: what had left, what had not, and what nobody can tell.

A batch whose worker died is known at once on the same host, by its lock; elsewhere, when its time
is over. Then a transport with idempotency is asked again, under the same key and with the same
mails. Any other is not: the notes say what was answered and what had not begun; what was on the
wire at that moment is `unknown`. The log of our own mail server settles those too, where it is
there to be read, and so does any sign of life of the mail itself.
"""

import datetime as dt
import time
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import ago, now
from webmagic.core.database import aside
from webmagic.core.settings import get_settings
from webmagic.models import Message, MessageEvent, MessageState
from webmagic.pitcher.claiming import ATTEMPT, key_of, message_id_of, outgoing
from webmagic.pitcher.handover import Found, Handover, folder_of, made_at
from webmagic.pitcher.mailers import Mailers, Transaction
from webmagic.pitcher.recording import record_outcomes
from webmagic.pitcher.serverlog import ServerLog
from webmagic.pitcher.transports import Mailer, Outcome

KEY_LIVES = 23 * 3600  # Resend remembers an idempotency key for 24 hours
LOG_SETTLES = 60  # the server may still be at it, and logs are written late
IN_DOUBT = "The sending was interrupted, and nobody can tell whether the mail left."
MOST_BATCHES = 50
_BATCHES = (
    select(Message.batch, Message.provider, sa.func.max(Message.send_after))
    .group_by(col(Message.batch), col(Message.provider))
    .limit(MOST_BATCHES)
)
_OPEN = _BATCHES.where(col(Message.state) == MessageState.SENDING)
_OPEN_OF_THESE = _BATCHES.where(
    col(Message.id).in_(sa.bindparam("ids", expanding=True)), aside(Message.state) == MessageState.SENDING
)


async def recover(
    transaction: Transaction, mailers: Mailers, message_ids: Sequence[int] | None = None
) -> list[int]:
    """Clear up abandoned batches, of these rows or of all. Returns the rows that are queued again."""
    async with transaction() as session:
        batches = await _open_batches(session, message_ids)
    again: list[int] = []
    for batch, provider, is_over in batches:
        again += await _recover_batch(batch, mailers.of(provider), transaction, is_over)
    return again


async def _open_batches(
    session: AsyncSession, message_ids: Sequence[int] | None
) -> list[tuple[str, str, bool]]:
    """Batch, provider, and whether its time is over."""
    if message_ids is None:
        found = (await session.exec(_OPEN)).all()
    else:
        found = (await session.exec(_OPEN_OF_THESE, params={"ids": list(message_ids)})).all()
    return [(batch, provider, until is None or until <= now()) for batch, provider, until in found]


async def _recover_batch(batch: str, mailer: Mailer, transaction: Transaction, is_over: bool) -> list[int]:
    folder = folder_of(get_settings().webmagic_home)
    is_here = bool(batch) and Handover.is_here(folder, batch)
    if not is_here and not is_over:
        return []  # another host's, and perhaps at work
    handover = Handover.open(folder, batch or f"0-{time.time_ns()}")
    if handover is None:
        return []  # its worker lives
    with handover:
        notes = handover.read() if is_here else None
        if mailer.has_idempotency and time.time() - made_at(batch) < KEY_LIVES:
            await _ask_once_more(batch, mailer, transaction, handover)
            return []
        async with transaction() as session:
            return await _settle(session, batch, notes, mailer)


async def _ask_once_more(batch: str, mailer: Mailer, transaction: Transaction, handover: Handover) -> None:
    """The whole batch as it was, for the key stands for all of it."""
    async with transaction() as session:
        found = await session.exec(select(Message).where(Message.batch == batch).order_by(col(Message.id)))
        mails = [outgoing(message) for message in found.all()]
        extend = sa.update(Message).where(col(Message.batch) == batch, col(Message.state) == "sending")
        await session.exec(extend.values(send_after=now() + ATTEMPT))
    outcomes = await mailer.send_many(mails, batch, handover)
    async with transaction() as session:
        await record_outcomes(session, outcomes, mailer)


async def _settle(session: AsyncSession, batch: str, notes: Found | None, mailer: Mailer) -> list[int]:
    """By the notes. Without any, all of it is in doubt."""
    found = await session.exec(
        select(Message).where(Message.batch == batch, Message.state == MessageState.SENDING)
    )
    messages = {key_of(message): message for message in found.all()}
    ended = [Outcome(key, given) for key, given in (notes.ended if notes else {}).items() if key in messages]
    await record_outcomes(session, ended, mailer)
    left = [m for key, m in messages.items() if not notes or key not in notes.ended]
    doubtful = [m for m in left if notes is None or key_of(m) in notes.in_doubt]
    safe = [m for m in left if m not in doubtful]
    await _set(session, doubtful, state=MessageState.UNKNOWN, error=IN_DOUBT)
    return await _queue_again(session, safe)


async def _queue_again(session: AsyncSession, messages: Sequence[Message]) -> list[int]:
    values = {"state": MessageState.QUEUED, "batch": "", "send_after": None, "asked_at": None, "error": ""}
    await _set(session, messages, **values)
    return [message.id for message in messages if message.id]


async def _set(session: AsyncSession, messages: Sequence[Message], **values: object) -> None:
    """Rows of an abandoned attempt; one that was settled meanwhile is left alone."""
    if not messages:
        return
    statement = (
        sa.update(Message)
        .where(
            col(Message.id).in_([message.id for message in messages]),
            col(Message.state).in_((MessageState.SENDING, MessageState.UNKNOWN)),
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    await session.exec(statement)


async def reconcile(
    session: AsyncSession, mailer: Mailer, *, settles: float = LOG_SETTLES
) -> tuple[list[int], list[int]]:
    """Settle what is in doubt: the rows that had left, and those that had not and are queued again."""
    found = await session.exec(
        select(Message)
        .where(Message.state == MessageState.UNKNOWN, col(Message.created_at) > ago(days=30))
        .order_by(col(Message.id))
        .limit(1000)
    )
    messages = found.all()
    alive = await _with_signs_of_life(session, messages)
    log = ServerLog.read(get_settings().smtp_log)
    left: list[Message] = [message for message in messages if message.id in alive]
    not_left: list[Message] = []
    for message in messages:
        if message.id in alive or log is None or message.provider != "smtp":
            continue
        if log.has_taken(message_id_of(message)):
            left.append(message)
        elif _may_be_read_as_absence(message, log, settles):
            not_left.append(message)
    await record_outcomes(session, [Outcome(key_of(m), message_id_of(m)) for m in left], mailer)
    return [m.id or 0 for m in left], await _queue_again(session, not_left)


def _may_be_read_as_absence(message: Message, log: ServerLog, settles: float) -> bool:
    """The log must reach back before the attempt, and the attempt must be long over."""
    began = made_at(message.batch)
    if not began or time.time() - began < settles:
        return False
    return log.covers(dt.datetime.fromtimestamp(began, dt.UTC))


async def _with_signs_of_life(session: AsyncSession, messages: Sequence[Message]) -> set[int]:
    """Opened, answered, bounced: whatever happened to it, it had left."""
    ids = [message.id for message in messages]
    found = await session.exec(
        select(MessageEvent.message_id).where(col(MessageEvent.message_id).in_(ids)).distinct()
    )
    return set(found.all())
