"""From row to mail, once: queued → sending → sent.

Rows are claimed by the hundred in one transaction (policy and suppression looked at again inside
it), handed over outside any, and their outcomes written in another. A crash in between leaves
`sending`; `recovery` then finds out what had left: a transport with idempotency is asked again
under the same key, for any other the sender's own notes tell, and what they leave in doubt becomes
`unknown` and is never sent again by itself.

While a row is `sending`, its `send_after` is the moment from which the attempt counts as lost.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.errors import NotFound, VendorError
from webmagic.core.ledger import enqueue
from webmagic.core.settings import get_settings
from webmagic.models import Message, MessageState
from webmagic.pitcher.claiming import Claimed, claim
from webmagic.pitcher.handover import Handover, folder_of, new_batch
from webmagic.pitcher.identities import TRANSACTIONAL, list_senders
from webmagic.pitcher.mailers import Mailers, Transaction
from webmagic.pitcher.recording import record_outcomes
from webmagic.pitcher.recovery import recover
from webmagic.pitcher.suppression import domain_of, normalise
from webmagic.pitcher.transports import Mailer
from webmagic.pitcher.writing import letter_html

HUNDRED = 100
ASKED_AGAIN_MINUTES = 15
TOGETHER = dt.timedelta(minutes=5)  # mails planned so close to each other share a job


@dataclass
class SendReport:
    """`sent` mails; `error` is what the job should be tried again for."""

    sent: int = 0
    error: VendorError | None = None


async def ask(session: AsyncSession, messages: Iterable[Message]) -> int:
    """Ask for the sending of queued rows, a job for those that are due about the same time."""
    groups: dict[dt.datetime, list[int]] = {}
    for message in messages:
        if message.state != MessageState.QUEUED:
            continue
        at = max(message.send_after or now(), now())
        message.asked_at = at
        session.add(message)
        slot = dt.datetime.fromtimestamp(at.timestamp() // TOGETHER.seconds * TOGETHER.seconds, dt.UTC)
        groups.setdefault(slot, []).append(message.id or 0)
    by_id = {at: sorted(ids) for at, ids in groups.items()}
    for slot, ids in by_id.items():
        due = slot if slot <= now() else slot + TOGETHER  # the last of them is due by then
        for start in range(0, len(ids), HUNDRED):
            await _ask(session, ids[start : start + HUNDRED], due)
    return sum(len(ids) for ids in by_id.values())


async def ask_for(session: AsyncSession, ids: Sequence[int]) -> int:
    """The same, for rows known by id alone; only the queued ones count."""
    queued = select(Message).where(col(Message.id).in_(ids), col(Message.state) == MessageState.QUEUED)
    return await ask(session, (await session.exec(queued.execution_options(populate_existing=True))).all())


async def _ask(session: AsyncSession, ids: list[int], due: dt.datetime) -> None:
    dedupe = f"batch:{ids[0]}:{ids[-1]}:{len(ids)}"
    await enqueue(session, "campaigns.batch", dedupe=dedupe, message_ids=ids, run_after=due)


async def queue_message(session: AsyncSession, message: Message) -> bool:
    """Ask for the sending of one row. False when that is under way already."""
    return await enqueue(
        session,
        "campaigns.send",
        dedupe=f"send:{message.id}",
        message_id=message.id,
        run_after=message.send_after,
    )


async def queue_transactional(
    session: AsyncSession, *, to_email: str, subject: str, text: str, language: str, business_id: int | None
) -> Message:
    """A receipt or a notice. No tracking, no unsubscribe link, and no consent needed."""
    sender = (await list_senders(session, TRANSACTIONAL))[0]
    message = Message(
        business_id=business_id,
        purpose=TRANSACTIONAL,
        to_email=normalise(to_email),
        to_domain=domain_of(to_email)[:253],
        from_email=sender.email,
        from_name=sender.name,
        identity_id=sender.identity_id,
        subject=subject,
        text_body=text,
        html_body=letter_html(subject, text, language),
    )
    session.add(message)
    await session.flush()
    await queue_message(session, message)
    return message


async def send_test(session: AsyncSession, *, to_email: str, subject: str, text: str, html: str) -> Message:
    """A letter to oneself, as it would look in a mailbox. It goes the way receipts go."""
    message = await queue_transactional(
        session, to_email=to_email, subject=f"[Test] {subject}", text=text, language="en", business_id=None
    )
    message.html_body = html
    session.add(message)
    return message


async def send_due(session: AsyncSession, *, limit: int = 100, dry_run: bool = False) -> list[int]:
    """Ask for every mail that should leave now and that no job is there for. Returns their ids.
    Attempts that were lost are looked into as well."""
    at = now()
    unasked = col(Message.asked_at).is_(None) | (
        col(Message.asked_at) < at - dt.timedelta(minutes=ASKED_AGAIN_MINUTES)
    )
    statement = (
        select(Message)
        .where(
            col(Message.state) == MessageState.QUEUED,
            col(Message.send_after).is_(None) | (col(Message.send_after) <= at),
            unasked,
        )
        .order_by(col(Message.purpose).desc(), col(Message.id))  # receipts before offers
        .limit(limit)
    )
    messages = (await session.exec(statement)).all()
    if not dry_run:
        await ask(session, messages)
        await _ask_recovery(session)
    return [message.id for message in messages if message.id]


async def _ask_recovery(session: AsyncSession) -> None:
    lost = col(Message.state).in_((MessageState.SENDING, MessageState.UNKNOWN))
    found = await session.exec(select(Message.id).where(lost).limit(1))
    if found.first():
        await enqueue(session, "campaigns.recover", dedupe="campaigns.recover")


async def send_batch(
    message_ids: Sequence[int], transaction: Transaction, make: Callable[[str], Mailer] | None = None
) -> SendReport:
    """Send these, however often and by however many workers it is called. What was left behind by
    workers that died is cleared up first."""
    report = SendReport()
    async with Mailers(make) as mailers:
        await recover(transaction, mailers, message_ids)
        for start in range(0, len(message_ids), HUNDRED):
            await _send_hundred(message_ids[start : start + HUNDRED], transaction, mailers, report)
    return report


async def deliver(message_id: int, transaction: Transaction, mailer: Mailer | None = None) -> MessageState:
    """Send one message. Returns the state it is left in. Raises VendorError when another try may
    help; the row is then queued again."""
    given = mailer
    report = await send_batch([message_id], transaction, (lambda _: given) if given else None)
    async with transaction() as session:
        message = await session.get(Message, message_id)
        if message is None:
            raise NotFound("There is no such message.")
    if report.error:
        raise report.error
    return MessageState(message.state)


async def _send_hundred(
    ids: Sequence[int], transaction: Transaction, mailers: Mailers, report: SendReport
) -> None:
    """Each provider's mails are a batch of their own, with notes that are there before the claim is."""
    folder = folder_of(get_settings().webmagic_home)
    with ExitStack() as stack:
        handovers: dict[str, Handover] = {}

        def batch_of(provider: str) -> str:
            if provider not in handovers:
                opened = Handover.open(folder, new_batch())
                assert opened  # its name is new, so nobody else holds it
                handovers[provider] = stack.enter_context(opened)
            return handovers[provider].batch

        async with transaction() as session:
            claimed = await claim(session, ids, mailers, batch_of)
            await _ask_later(session, claimed)
        for provider, mails in claimed.mails.items():
            mailer, handover = mailers.of(provider), handovers[provider]
            outcomes = await mailer.send_many(mails, handover.batch, handover)
            async with transaction() as session:
                error = await record_outcomes(session, outcomes, mailer)
            report.sent += sum(outcome.error is None for outcome in outcomes)
            report.error = report.error or error


async def _ask_later(session: AsyncSession, claimed: Claimed) -> None:
    """What waits for its hour gets a job for it."""
    if claimed.waiting:
        await ask_for(session, list(claimed.waiting))


async def send_again(session: AsyncSession, message_id: int) -> None:
    """Somebody looked, and an `unknown` mail never arrived."""
    await _decide(session, message_id, {"state": MessageState.QUEUED, "batch": "", "send_after": None})
    await ask_for(session, [message_id])


async def mark_sent(session: AsyncSession, message_id: int) -> None:
    """Somebody looked, and an `unknown` mail did arrive."""
    await _decide(session, message_id, {"state": MessageState.SENT, "sent_at": now(), "error": ""})


async def _decide(session: AsyncSession, message_id: int, values: dict[str, Any]) -> None:
    statement = (
        sa.update(Message)
        .where(col(Message.id) == message_id, col(Message.state) == MessageState.UNKNOWN)
        .values(**values)
    )
    if not (await session.exec(statement)).rowcount:
        raise NotFound("This mail is not in doubt any more.")
