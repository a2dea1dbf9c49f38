"""Who waits for a person, in which order, and who has whom before them."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import ahead, now
from webmagic.core.errors import Invalid
from webmagic.hunter.verification.consequences import OFF_LIMITS
from webmagic.models import Business, ReviewItem, ReviewLabel, Stage, WebsiteState

ITEMS = SQLModel.metadata.tables[str(ReviewItem.__tablename__)]
PROVENANCE = SQLModel.metadata.tables[str(Business.__tablename__)].c.provenance
BY_HAND = "admin"  # as everywhere in `provenance`: a person's word, that no machine changes
CLAIM_MINUTES = 10
MOST_AT_ONCE = 500
GONE = (Stage.REJECTED, Stage.OPTED_OUT, Stage.LOST)


@dataclass(frozen=True)
class Waiting:
    """`is_taken`: somebody else looks at it now."""

    id: int
    name: str
    category: str
    city: str
    score: int
    is_audit: bool
    is_put_off: bool
    is_taken: bool


def is_waiting() -> sa.ColumnElement[bool]:
    """The machine doubts, or an audit drew it. Two indexed halves, so that a million rows do not matter."""
    drawn = sa.select(ITEMS.c.business_id).where(ITEMS.c.audit_state != "")
    doubted = sa.and_(
        col(Business.website_state) == WebsiteState.REVIEW,
        col(Business.stage).not_in(OFF_LIMITS),
        col(Business.is_closed).is_(False),
    )
    return sa.or_(doubted, col(Business.id).in_(drawn))


def _in_order(*columns: Any) -> sa.Select[Any]:
    """What was drawn first, then the best leads; what was put off comes last, the longest ago first."""
    put_off = sa.case((ITEMS.c.put_off_at.is_(None), 0), else_=1)
    drawn = sa.case((sa.func.coalesce(ITEMS.c.audit_state, "") != "", 0), else_=1)
    return (
        sa.select(*columns)
        .outerjoin(ITEMS, ITEMS.c.business_id == col(Business.id))
        .where(is_waiting())
        .order_by(put_off, ITEMS.c.put_off_at, drawn, col(Business.score).desc(), col(Business.id))
    )


def _is_held(by: str) -> sa.ColumnElement[bool]:
    """Somebody else has it."""
    return sa.and_(
        ITEMS.c.claimed_until.is_not(None), ITEMS.c.claimed_until > now(), ITEMS.c.claimed_by != by
    )


async def count_waiting(session: AsyncSession) -> int:
    found = await session.exec(select(sa.func.count()).select_from(Business).where(is_waiting()))
    return found.one()


async def list_waiting(session: AsyncSession, by: str = "", limit: int = 12) -> list[Waiting]:
    taken = sa.func.coalesce(sa.case((_is_held(by), 1), else_=0), 0)
    statement = _in_order(
        col(Business.id),
        col(Business.name),
        col(Business.category),
        col(Business.city),
        col(Business.score),
        sa.func.coalesce(ITEMS.c.audit_state, "") != "",
        ITEMS.c.put_off_at.is_not(None),
        taken == 1,
    )
    rows = (await (await session.connection()).execute(statement.limit(limit))).all()
    return [Waiting(*row[:5], *(bool(value) for value in row[5:])) for row in rows]


async def claim_next(session: AsyncSession, by: str, *, besides: int = 0) -> int | None:
    """Take the next one for ten minutes: the one already begun, or the first nobody has.
    `besides` is not taken again as long as there is another."""
    others = [col(Business.id) != besides] if besides else []
    mine = _in_order(col(Business.id)).where(ITEMS.c.claimed_by == by, ITEMS.c.claimed_until > now(), *others)
    free = _in_order(col(Business.id)).where(sa.func.coalesce(sa.case((_is_held(by), 1), else_=0), 0) == 0)
    connection = await session.connection()
    for statement in (mine.limit(1), free.where(*others).limit(8), free.limit(8)):
        for business_id in (await connection.execute(statement)).scalars().all():
            if await claim(session, business_id, by):
                return int(business_id)
    return None


async def claim(session: AsyncSession, business_id: int, by: str) -> bool:
    """Take this one for ten minutes, and let go of any other. False when somebody else has it, or it
    does not wait any more."""
    waits = select(Business.id).where(col(Business.id) == business_id, is_waiting())
    if not (await session.exec(waits)).first():
        return False
    await ensure_items(session, [business_id])
    moment = now()
    until = col(ReviewItem.claimed_until)
    is_free = sa.or_(until.is_(None), until <= moment, col(ReviewItem.claimed_by).in_(("", by)))
    taken = await session.exec(
        sa.update(ReviewItem)
        .where(col(ReviewItem.business_id) == business_id, is_free)
        .values(claimed_by=by, claimed_until=ahead(minutes=CLAIM_MINUTES))
    )
    if not taken.rowcount:
        return False
    await session.exec(
        sa.update(ReviewItem)
        .where(col(ReviewItem.claimed_by) == by, col(ReviewItem.business_id) != business_id)
        .values(claimed_by="", claimed_until=None)
    )
    return True


async def put_off(session: AsyncSession, business_id: int, by: str) -> None:
    """Not now: it goes behind all others."""
    await ensure_items(session, [business_id])
    await session.exec(
        sa.update(ReviewItem)
        .where(col(ReviewItem.business_id) == business_id, col(ReviewItem.claimed_by).in_(("", by)))
        .values(put_off_at=now(), claimed_by="", claimed_until=None)
    )


async def draw_audit(session: AsyncSession, count: int, state: WebsiteState | str = WebsiteState.NONE) -> int:
    """Put businesses drawn by chance among those that the machine was sure of into the queue.
    Returns how many: there may be fewer left that no person has decided."""
    if not 1 <= count <= MOST_AT_ONCE:
        raise Invalid(f"An audit draws from 1 to {MOST_AT_ONCE} businesses.")
    if state not in (*WebsiteState,) or state == WebsiteState.REVIEW:
        raise Invalid("An audit looks at a state that the machine was sure of.")
    statement = (
        sa.select(col(Business.id))
        .where(col(Business.website_state) == state, *undecided())
        .where(col(Business.id).not_in(sa.select(ITEMS.c.business_id).where(ITEMS.c.audit_state != "")))
        .order_by(sa.func.random())
        .limit(count)
    )
    found = await (await session.connection()).execute(statement)
    ids = [int(at) for at in found.scalars() if at]
    if ids:
        await ensure_items(session, ids)
        await session.exec(
            sa.update(ReviewItem)
            .where(col(ReviewItem.business_id).in_(ids))
            .values(audit_state=str(state), drawn_at=now(), put_off_at=None)
        )
    return len(ids)


def said_by() -> sa.ColumnElement[str]:
    """Whose word the website state is."""
    return sa.func.coalesce(PROVENANCE["website_state"].as_string(), "")


def undecided() -> tuple[sa.ColumnElement[bool], ...]:
    """The machine's word stands here: no person has decided, nor entered it by hand."""
    decided = sa.select(col(ReviewLabel.business_id)).where(col(ReviewLabel.undone_at).is_(None))
    return (
        said_by() != BY_HAND,
        col(Business.id).not_in(decided),
        col(Business.stage).not_in(GONE),
        col(Business.is_closed).is_(False),
    )


async def ensure_items(session: AsyncSession, ids: list[int]) -> None:
    connection = await session.connection()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    rows = [{"business_id": at, "audit_state": "", "claimed_by": ""} for at in ids]
    await connection.execute(insert(ITEMS).on_conflict_do_nothing(), rows)
