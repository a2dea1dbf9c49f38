"""The log that people read: who or what did what to which business."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts.paging import Page, page_newest
from webmagic.core.clock import now
from webmagic.core.database import after_commit
from webmagic.core.events import LIVE, publish
from webmagic.models import Activity

AUTOPILOT = "autopilot"
LONGEST = 400
HEARD = 6
LOG: sa.Table = Activity.__table__  # type: ignore[attr-defined]
_KEEP = LOG.insert().returning(LOG.c.id)


async def record(
    session: AsyncSession,
    kind: str,
    text: str,
    business_id: int | None = None,
    *,
    actor: str = AUTOPILOT,
    data: dict[str, Any] | None = None,
) -> Activity:
    """One line in the log; open screens hear of it when the transaction has held."""
    line = Activity(kind=kind, text=_short(text), business_id=business_id, actor=actor, data=data or {})
    session.add(line)
    await session.flush()
    _tell(session, [line.model_dump()])
    return line


@dataclass(frozen=True)
class Line:
    text: str
    business_id: int | None = None
    data: dict[str, Any] = field(default_factory=dict)


async def record_all(
    session: AsyncSession, kind: str, lines: Sequence[Line], *, actor: str = AUTOPILOT
) -> None:
    """Many lines in one go; open screens hear of the last few, which is all they show."""
    at = now()
    rows: list[dict[str, Any]] = [
        {
            "kind": kind,
            "text": _short(line.text),
            "business_id": line.business_id,
            "actor": actor,
            "data": line.data,
            "at": at,
        }
        for line in lines
    ]
    if not rows:
        return
    connection = await session.connection()
    # In any order, for in the order of the rows SQLite would be asked for each by itself; ids ascend anyway.
    kept = sorted((await connection.execute(_KEEP, rows)).scalars())
    _tell(session, [{**row, "id": row_id} for row_id, row in zip(kept, rows, strict=True)][-HEARD:])


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _tell(session: AsyncSession, lines: Sequence[Mapping[str, Any]]) -> None:
    """Once the transaction has held."""
    events = [
        {"type": "activity", "at": line["at"].isoformat()}
        | {name: line[name] for name in ("id", "kind", "text", "business_id", "actor")}
        for line in lines
    ]

    async def tell() -> None:
        for event in events:
            await publish(LIVE, event)

    after_commit(session, tell)


async def page_activity(
    session: AsyncSession,
    *,
    business_id: int | None = None,
    kind: str = "",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Activity]:
    """Newest first; `kind` may be a whole kind ("site.published") or its first word ("site")."""
    statement = select(Activity)
    if business_id is not None:
        statement = statement.where(Activity.business_id == business_id)
    if kind:
        family = col(Activity.kind).startswith(f"{kind}.", autoescape=True)
        statement = statement.where((col(Activity.kind) == kind) | family)
    return await page_newest(session, statement, Activity.id, cursor=cursor, limit=limit)
