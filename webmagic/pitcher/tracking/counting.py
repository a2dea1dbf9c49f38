"""Judging what was kept, and telling the letter, its business and the sequence about people."""

import datetime as dt
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts import record
from webmagic.core.clock import ago, ahead, now
from webmagic.core.ledger import Postponed
from webmagic.models import (
    Business,
    EventKind,
    HitKind,
    HitVerdict,
    Message,
    MessageEvent,
    Stage,
    TrackingHit,
)
from webmagic.pitcher.stages import move
from webmagic.pitcher.tracking.hits import SETTLE_SECONDS
from webmagic.pitcher.tracking.judging import Letter, Trace, Verdict, judge
from webmagic.pitcher.tracking.networks import network_of

AT_ONCE = 50  # letters to a transaction
MOST_HITS = 300  # of one letter; a flood beyond it is kept, and judged with its first hits as neighbours
COUNTED = {HitKind.OPEN: EventKind.OPEN, HitKind.CLICK: EventKind.CLICK}


class Transaction(Protocol):
    def __call__(self) -> AbstractAsyncContextManager[AsyncSession]: ...


async def judge_hits(transaction: Transaction, message_id: int = 0) -> int:
    """Judge what has settled; with `message_id`, that letter's hits at once. Returns how many letters
    were judged. Raises Postponed while younger hits wait."""
    judged = 0
    if message_id:
        async with transaction() as session:
            await _judge_letter(session, message_id)
        return 1
    while True:
        async with transaction() as session:
            ids = await _list_settled(session)
            for one in ids:
                await _judge_letter(session, one)
        judged += len(ids)
        if len(ids) < AT_ONCE:
            break
    async with transaction() as session:
        waiting = (await session.exec(select(func.min(TrackingHit.at)).where(_unjudged()))).one()
    if waiting is not None:
        due = max(waiting + dt.timedelta(seconds=SETTLE_SECONDS), ahead(seconds=2))
        raise Postponed(due, "Waiting for what the landing pages tell.")
    return judged


def _unjudged() -> sa.ColumnElement[bool]:
    return col(TrackingHit.judged_at).is_(None)


async def _list_settled(session: AsyncSession) -> Sequence[int]:
    statement = (
        select(TrackingHit.message_id)
        .where(_unjudged(), col(TrackingHit.at) <= ago(seconds=SETTLE_SECONDS))
        .distinct()
        .limit(AT_ONCE)
    )
    return (await session.exec(statement)).all()


async def _judge_letter(session: AsyncSession, message_id: int) -> None:
    """All its hits anew: a late word from the landing page changes what its click was."""
    message = await session.get(Message, message_id, with_for_update=True)
    if message is None:
        return
    hits = await _list_hits(session, message_id)
    for hit in hits:
        if hit.address:
            hit.network, hit.address = network_of(hit.address), ""
    letter = Letter(message.sent_at, [_trace(hit) for hit in hits], await _crowds(session, hits))
    for hit, verdict in zip(hits, judge(letter), strict=True):
        await _write(session, hit, verdict)
    await _count(session, message)


async def _list_hits(session: AsyncSession, message_id: int) -> list[TrackingHit]:
    """The first ones, and whatever is still without a verdict."""
    mine = select(TrackingHit).where(TrackingHit.message_id == message_id).order_by(col(TrackingHit.id))
    first = list((await session.exec(mine.limit(MOST_HITS))).all())
    last = first[-1].id if first else 0
    rest = await session.exec(mine.where(_unjudged(), col(TrackingHit.id) > last).limit(MOST_HITS))
    return first + list(rest.all())


def _trace(hit: TrackingHit) -> Trace:
    return Trace(
        kind=hit.kind,
        at=hit.at,
        agent=hit.user_agent,
        network=hit.network,
        visitor=hit.visitor,
        method=hit.method,
        target=hit.target,
        key=hit.key,
        evidence=hit.evidence,
    )


async def _crowds(session: AsyncSession, hits: list[TrackingHit]) -> dict[str, int]:
    """How many letters each visitor touched; a visitor's name holds for a day."""
    visitors = {hit.visitor for hit in hits if hit.visitor}
    statement = (
        select(TrackingHit.visitor, func.count(sa.distinct(col(TrackingHit.message_id))))
        .where(col(TrackingHit.visitor).in_(visitors))
        .group_by(TrackingHit.visitor)
    )
    return dict((await session.exec(statement)).all())


async def _write(session: AsyncSession, hit: TrackingHit, verdict: Verdict) -> None:
    was = hit.verdict
    hit.verdict, hit.reason = verdict.kind, verdict.reason[:200]
    hit.judged_at = hit.judged_at or now()
    session.add(hit)
    if hit.kind not in COUNTED:
        return
    kept = {"verdict": str(verdict.kind), "why": verdict.reason, "hit": hit.id}
    is_machine = verdict.kind != HitVerdict.PERSON
    if hit.event_id is None:
        event = MessageEvent(
            message_id=hit.message_id,
            kind=COUNTED[HitKind(hit.kind)],
            is_machine=is_machine,
            target=hit.target,
            user_agent=hit.user_agent,
            data=kept,
            at=hit.at,
        )
        session.add(event)
        await session.flush()
        hit.event_id = event.id
    elif was != verdict.kind:
        change = sa.update(MessageEvent).where(col(MessageEvent.id) == hit.event_id)
        await session.exec(change.values(is_machine=is_machine, data=kept))


async def _count(session: AsyncSession, message: Message) -> None:
    assert message.id is not None
    await session.flush()
    statement = (
        select(TrackingHit.kind, TrackingHit.verdict, func.count())
        .where(TrackingHit.message_id == message.id, col(TrackingHit.kind).in_(list(COUNTED)))
        .group_by(TrackingHit.kind, TrackingHit.verdict)
    )
    people, others = dict.fromkeys(COUNTED, 0), dict.fromkeys(COUNTED, 0)
    for kind, verdict, count in (await session.exec(statement)).all():
        counted = people if verdict == HitVerdict.PERSON else others
        counted[HitKind(kind)] += count
    had_come = message.clicks > 0
    message.opens, message.clicks = people[HitKind.OPEN], people[HitKind.CLICK]
    message.machine_opens, message.machine_clicks = others[HitKind.OPEN], others[HitKind.CLICK]
    session.add(message)
    if message.clicks and not had_come and message.business_id and message.purpose == "outreach":
        await _came_by(session, message.business_id)


async def _came_by(session: AsyncSession, business_id: int) -> None:
    if await move(session, business_id, Stage.VISITED, from_stages=(Stage.PUBLISHED, Stage.PITCHED)):
        business = await session.get(Business, business_id)
        name = business.name if business else "Somebody"
        await record(session, "campaign.visited", f"{name} looked at the site", business_id, actor="owner")
