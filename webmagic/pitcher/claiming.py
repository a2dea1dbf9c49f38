"""Rows that may leave now, made ours: every rule looked at again in the transaction that claims them."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from email_validator import EmailNotValidError, validate_email
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import ahead, now
from webmagic.core.security import digest
from webmagic.core.settings import get_settings
from webmagic.models import Campaign, CampaignState, Message, MessageState
from webmagic.pitcher.batchrows import MESSAGES, BatchRow, complete, lock_rows
from webmagic.pitcher.countries import find_country, reviewed_at
from webmagic.pitcher.gathering import Known, gather
from webmagic.pitcher.identities import OUTREACH, TRANSACTIONAL, read_senders
from webmagic.pitcher.letterlaw import check_letter, passed
from webmagic.pitcher.mailers import Mailers
from webmagic.pitcher.pacing import Load, is_open, read_load, window_on, zone_of
from webmagic.pitcher.policy import Case, Hold, judge, judge_receipt
from webmagic.pitcher.reminding import REMINDER, judge_reminder
from webmagic.pitcher.reputation import pause_troubled
from webmagic.pitcher.suppression import domain_of, normalise
from webmagic.pitcher.transports import OutgoingMail

ATTEMPT = dt.timedelta(minutes=10)


@dataclass
class Claimed:
    """`mails` are ours, by provider; `waiting` are not due yet, with the moment they are."""

    mails: dict[str, list[OutgoingMail]] = field(default_factory=dict)
    waiting: dict[int, dt.datetime] = field(default_factory=dict)


async def claim(
    session: AsyncSession, ids: Sequence[int], mailers: Mailers, batch_of: Callable[[str], str]
) -> Claimed:
    """Of these rows, those that are queued and due. `batch_of` opens the batch of a provider. Rows
    another worker is at are left to it."""
    found = await lock_rows(session, ids)
    if not found:
        return Claimed()
    await pause_troubled(session, {row.identity_id for row in found if row.identity_id})
    senders = await read_senders(session)
    rows = complete(found, senders, mailers)
    known = await gather(session, [row.message.to_email for row in rows], senders)
    load = await read_load(session, domains={domain_of(row.message.to_email) for row in rows})
    claimed, held, postponed = Claimed(), [], []
    ours: list[dict[str, Any]] = []
    for row in rows:
        holds = _holds(row, known, load)
        until = _until(holds)
        if until:
            postponed.append(_words(row, holds) | {"at": until})
            claimed.waiting[row.message.id or 0] = until
        elif holds:
            held.append(_words(row, holds))
        else:
            provider = row.sender.provider
            load.add(row.sender, row.message.to_email, now())
            ours.append(_values(row, batch_of(provider)))
            claimed.mails.setdefault(provider, []).append(outgoing(row.message))
    await _write(session, ours, held, postponed)
    return claimed


def _holds(row: BatchRow, known: Known, load: Load) -> list[Hold]:
    """The rules as they are now."""
    message = row.message
    if message.purpose == TRANSACTIONAL:
        found = known.suppressed.get(normalise(message.to_email), "")
        return judge_receipt(message.to_email, row.mailer, found)
    if message.purpose == REMINDER:
        found = known.suppressed.get(normalise(message.to_email), "")
        return judge_reminder(row.business, message.to_email, row.mailer, found)
    if row.campaign_state is None or row.business is None:
        return [Hold("gone", "The business of this message is gone.")]
    if row.campaign_state != CampaignState.ACTIVE:
        because = f"The campaign is {row.campaign_state}: {row.stopped_reason}".rstrip(": ")
        return [Hold("stopped", because)]
    if normalise(row.business.email) != message.to_email:
        return [Hold("address-changed", "The address of the business has changed since this was written.")]
    case = known.case(row.business, row.mailer, row.sender)
    holds = judge(case) + check_letter(row.letter, find_country(row.business.country), get_settings())
    return holds or _pace(row, case, known.pace, load)


def _pace(row: BatchRow, case: Case, pace: Mapping[str, Any], load: Load) -> list[Hold]:
    """Only where mail really leaves does anybody's night or anybody's cap matter."""
    if not row.mailer.is_real:
        return []
    zone, at = zone_of(case.business), now()
    if not is_open(at, zone, pace):
        return [Hold("window", "It is not their working hours.", _next_window(at, zone, pace))]
    if full := load.has_room(row.sender, row.message.to_email, at.date(), pace):
        return [Hold("cap", full, _next_window(at + dt.timedelta(days=1), zone, pace))]
    return []


def _next_window(at: dt.datetime, zone: Any, pace: Mapping[str, Any]) -> dt.datetime:
    day = at.astimezone(zone).date()
    for later in range(9):
        window = window_on(day + dt.timedelta(days=later), zone, pace)
        if window and window[1] > at:
            return max(window[0], at)
    return at + dt.timedelta(days=1)


def _until(holds: Sequence[Hold]) -> dt.datetime | None:
    """When all that is wrong goes away by itself."""
    times = [hold.until for hold in holds]
    return max(t for t in times if t) if times and all(times) else None


def _words(row: BatchRow, holds: Sequence[Hold]) -> dict[str, Any]:
    return {"row": row.message.id, "why": " ".join(hold.reason for hold in holds)}


def _values(row: BatchRow, batch: str) -> dict[str, Any]:
    is_offer = row.message.purpose == OUTREACH
    return {
        "row": row.message.id,
        "in_batch": batch,
        "through": row.mailer.name,
        "proof": passed(row.letter, reviewed_at()) if is_offer else {},
    }


_ours = MESSAGES.c.id == sa.bindparam("row")
_claim = (
    sa.update(MESSAGES)
    .where(_ours, MESSAGES.c.state == MessageState.QUEUED)
    .values(
        state=MessageState.SENDING,
        batch=sa.bindparam("in_batch"),
        provider=sa.bindparam("through"),
        checks=sa.bindparam("proof", type_=MESSAGES.c.checks.type),
        asked_at=sa.bindparam("at"),
        send_after=sa.bindparam("lost_at"),
        waits_for="",
        error="",
    )
)
_holding = sa.update(MESSAGES).where(_ours).values(state=MessageState.HELD, held_reason=sa.bindparam("why"))
_postpone = (
    sa.update(MESSAGES)
    .where(_ours)
    .values(waits_for=sa.bindparam("why"), send_after=sa.bindparam("at", type_=MESSAGES.c.send_after.type))
)


async def _write(session: AsyncSession, ours: list, held: list, postponed: list) -> None:
    connection = await session.connection()
    if ours:
        times = {"at": now(), "lost_at": now() + ATTEMPT}
        await connection.execute(_claim, [{**one, **times} for one in ours])
    if postponed:
        await connection.execute(_postpone, postponed)
    for one in held:
        await connection.execute(_holding, one)
        await _hold_campaign(session, one["row"], one["why"])


async def _hold_campaign(session: AsyncSession, message_id: int, why: str) -> None:
    """A first letter's campaign waits with it; of a later letter the next look is tomorrow's."""
    found = await session.exec(select(Message.campaign_id, Message.step).where(Message.id == message_id))
    campaign_id, step = found.one()
    values = {"held_reason": why, "updated_at": now()}
    values |= {"next_at": ahead(days=1)} if step else {"state": CampaignState.HELD}
    statement = (
        sa.update(Campaign)
        .where(col(Campaign.id) == campaign_id, col(Campaign.state) == CampaignState.ACTIVE)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    await session.exec(statement)


def key_of(message: Message) -> str:
    """The same row gives the same key for ever."""
    return f"message-{message.id}-{digest(f'message:{message.id}:{message.created_at.isoformat()}')[:12]}"


def message_id_of(message: Message) -> str:
    """The Message-ID header."""
    return _message_id(key_of(message), message)


def _message_id(key: str, message: Message) -> str:
    return f"<{key}@{domain_of(message.from_email)}>"


def outgoing(message: Message) -> OutgoingMail:
    key = key_of(message)
    return OutgoingMail(
        key=key,
        message_id=_message_id(key, message),
        from_name=message.from_name or get_settings().sender_name,
        from_email=message.from_email,
        to_email=_ascii(message.to_email),
        subject=message.subject,
        text=message.text_body,
        html=message.html_body,
        headers=dict(message.headers),
        purpose=message.purpose,
    )


def _ascii(address: str) -> str:
    """ "walt@panadería.example" in the letters that mail servers know."""
    if address.isascii():
        return address
    try:
        return validate_email(address, check_deliverability=False).ascii_email or address
    except EmailNotValidError:
        return address
