"""Two businesses that turn out to be one place: which of them stays, and what moves to it.

Why as it is: docs/decisions/0005-two-that-are-one.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel

from webmagic.core.clock import now
from webmagic.models import (
    Activity,
    Business,
    Campaign,
    Checkout,
    Customer,
    GeneratedSite,
    Job,
    JobState,
    Message,
    SiteStatus,
    Stage,
)

BUSINESSES, ACTIVITY, SITES, CAMPAIGNS, CUSTOMERS, CHECKOUTS, MESSAGES, JOBS = (
    SQLModel.metadata.tables[str(model.__tablename__)]
    for model in (Business, Activity, GeneratedSite, Campaign, Customer, Checkout, Message, Job)
)
# What has been done for a business, which cannot be had twice; everything else is what is known of it.
ROAD = (SITES, CAMPAIGNS, CUSTOMERS, CHECKOUTS, MESSAGES)
# How firmly a stage holds its business: a wish to be left alone weighs more than an offer.
FIRMNESS = (Stage.FOUND, Stage.QUALIFIED, Stage.BUILDING, Stage.BUILT, Stage.REJECTED, Stage.PUBLISHED,
            Stage.PITCHED, Stage.VISITED, Stage.LOST, Stage.OPTED_OUT, Stage.CLAIMED, Stage.SOLD)  # fmt: skip
SAME = "business.same"
JOINED = "business.joined"


@dataclass(frozen=True)
class Standing:
    """How far a business has come."""

    id: int
    stage: str
    has_money: bool
    has_campaign: bool
    has_site: bool
    is_online: bool

    @property
    def weight(self) -> tuple[Any, ...]:
        """The heavier one stays: a customer, who was written to, who has a page; else the older."""
        firmness = FIRMNESS.index(Stage(self.stage))
        return (self.has_money, self.has_campaign, self.is_online, self.has_site, firmness, -self.id)


async def standings(connection: AsyncConnection, ids: Iterable[int]) -> dict[int, Standing]:
    """For the few that may have to be joined."""
    wanted = list(ids)
    if not wanted:
        return {}
    money = await _having(connection, CUSTOMERS, wanted) | await _having(connection, CHECKOUTS, wanted)
    campaigns = await _having(connection, CAMPAIGNS, wanted)
    sites = await _having(connection, SITES, wanted)
    online = await _having(connection, SITES, wanted, SITES.c.status == SiteStatus.PUBLISHED)
    query = sa.select(BUSINESSES.c.id, BUSINESSES.c.stage).where(BUSINESSES.c.id.in_(wanted))
    return {
        at: Standing(at, stage, at in money, at in campaigns, at in sites, at in online)
        for at, stage in (await connection.execute(query)).all()
    }


async def _having(connection: AsyncConnection, table: sa.Table, ids: list[int], *where: Any) -> set[int]:
    query = sa.select(table.c.business_id).where(table.c.business_id.in_(ids), *where)
    return set((await connection.execute(query)).scalars())


async def join(connection: AsyncConnection, kept: Standing, gone: Standing) -> None:
    """Move what belongs to `gone` over to `kept`. When both have a page or a campaign, `gone` keeps its
    own, off the road for good, so that addresses which were sent out keep working; else its row goes."""
    stays = (kept.has_site and gone.has_site) or (kept.has_campaign and gone.has_campaign)
    for table, column in _pointing():
        if not (stays and table in ROAD):
            await _move(connection, table, column, kept.id, gone.id)
    waiting = sa.and_(JOBS.c.business_id == gone.id, JOBS.c.state == JobState.WAITING)
    row = (await connection.execute(sa.select(BUSINESSES).where(BUSINESSES.c.id == gone.id))).mappings().one()
    if row["do_not_contact"]:
        await _set(connection, kept.id, do_not_contact=True)
    if stays:
        reason = f"The same business as number {kept.id}"
        off = {"stage": Stage.REJECTED, "stage_at": now(), "qualified": False, "do_not_contact": True}
        off |= {"disqualified_reason": reason, "dedupe_key": f"joined:{gone.id}"}
        await _set(connection, gone.id, **off)
    else:
        await connection.execute(sa.update(JOBS).where(waiting).values(business_id=kept.id))
        await connection.execute(sa.delete(BUSINESSES).where(BUSINESSES.c.id == gone.id))
    data = {"joined": gone.id, "dedupe_key": row["dedupe_key"], "stage": row["stage"], "is_kept": stays}
    await _tell(connection, JOINED, f"{row['name']} was known twice; number {gone.id} is joined to it",
                kept.id, data)  # fmt: skip


async def _set(connection: AsyncConnection, business_id: int, **values: Any) -> None:
    statement = sa.update(BUSINESSES).where(BUSINESSES.c.id == business_id)
    await connection.execute(statement.values(**values, updated_at=now()))


async def tell_of_two_customers(connection: AsyncConnection, one: Standing, other: Standing) -> None:
    """Both have paid: a person has to look. Said once."""
    first, second = sorted((one.id, other.id))
    known = sa.select(ACTIVITY.c.id).where(ACTIVITY.c.kind == SAME, ACTIVITY.c.business_id == first)
    if (await connection.execute(known.limit(1))).first():
        return
    text = f"Numbers {first} and {second} look like one business, but both have been sold to; look at them"
    await _tell(connection, SAME, text, first, {"other": second})


async def _tell(connection: AsyncConnection, kind: str, text: str, at: int, data: dict[str, Any]) -> None:
    values = {"kind": kind, "text": text[:400], "business_id": at, "actor": "autopilot", "data": data}
    await connection.execute(sa.insert(ACTIVITY).values(**values, at=now()))


def _pointing() -> list[tuple[sa.Table, sa.Column[Any]]]:
    """Every column that points to a business, whatever tables there are by then."""
    return [
        (table, key.parent)
        for table in SQLModel.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table is BUSINESSES
    ]


async def _move(
    connection: AsyncConnection, table: sa.Table, column: sa.Column[Any], kept: int, gone: int
) -> None:
    """Rows that `kept` has in the same form already are dropped."""
    for names in _unique_with(table, column):
        theirs = table.alias()
        same = [theirs.c[name] == table.c[name] for name in names if name != column.name]
        twin = sa.select(theirs.c[column.name]).where(theirs.c[column.name] == kept, *same).exists()
        await connection.execute(sa.delete(table).where(column == gone, twin))
    await connection.execute(sa.update(table).where(column == gone).values({column.name: kept}))


def _unique_with(table: sa.Table, column: sa.Column[Any]) -> list[list[str]]:
    """The sets of columns that must be unique and hold this one."""
    sets = [[c.name for c in table.primary_key.columns]]
    sets += [[c.name for c in u.columns] for u in table.constraints if isinstance(u, sa.UniqueConstraint)]
    sets += [[c.name for c in index.columns] for index in table.indexes if index.unique]
    sets += [[column.name]] if column.unique else []
    return [names for names in sets if column.name in names]
