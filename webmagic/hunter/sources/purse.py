"""Money for paid sources: what may be spent is set aside before a request leaves, in the database,
so that neither a crash nor two workers can spend it twice.

A request whose outcome nobody knows stays counted as spent.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.database import insert_once
from webmagic.core.errors import Refused
from webmagic.hunter.sources.protocol import Transaction
from webmagic.models import Setting, Territory


class CeilingReached(Refused):
    """Nothing more may be spent here today."""


@dataclass(frozen=True)
class Purse:
    """The money of one territory with one source. Ceilings are per UTC day, in millionths of a USD."""

    transaction: Transaction
    territory_id: int
    territory_ceiling: int
    day_ceiling: int

    async def take(self, unit: int, wanted: int, step: int = 1) -> int:
        """Set money aside for `wanted` units of `unit` each; when that is too much, for as many whole
        steps as there is room for. Returns for how many. Raises CeilingReached when there is none."""
        async with self.transaction() as session:
            row, spent = await _today(session)
            here = spent["territories"].get(str(self.territory_id), 0)
            room = {"territory": self.territory_ceiling - here, "day": self.day_ceiling - spent["total"]}
            tight = min(room, key=lambda name: room[name])
            units = wanted if wanted * unit <= room[tight] else room[tight] // unit // step * step
            if units < 1:
                limit = self.territory_ceiling if tight == "territory" else self.day_ceiling
                whose = "this territory's" if tight == "territory" else "the day's"
                raise CeilingReached(f"The search stopped at {whose} ceiling of {limit / 1e6:.2f} USD.")
            _book(row, spent, self.territory_id, units * unit)
            session.add(row)
        return units

    async def settle(self, set_aside: int, cost: int, request: str = "") -> None:
        """Replace what was set aside by what it cost, on the territory too. `request`: the one noted,
        which is done with; when it is noted no more, somebody else has settled it."""
        async with self.transaction() as session:
            row, spent = await _today(session)  # also keeps others out meanwhile
            if request:
                noted = await session.get(Setting, self._key)
                if noted is None or noted.value.get("id") != request:
                    return
                noted.value, noted.updated_at = {}, now()
                session.add(noted)
            _book(row, spent, self.territory_id, cost - set_aside)
            session.add(row)
            await session.exec(
                sa.update(Territory)
                .where(col(Territory.id) == self.territory_id)
                .values(cost_microusd=Territory.cost_microusd + cost)
            )

    async def pending(self) -> dict[str, Any] | None:
        """The request that was under way when the last search ended."""
        async with self.transaction() as session:
            row = await session.get(Setting, self._key)
            return dict(row.value) if row and row.value else None

    async def note(self, request: dict[str, Any]) -> None:
        async with self.transaction() as session:
            row = await session.get(Setting, self._key) or Setting(key=self._key, value={})
            row.value, row.updated_at = request, now()
            session.add(row)

    @property
    def _key(self) -> str:
        return f"pending:{self.territory_id}"


def _book(row: Setting, spent: dict[str, Any], territory_id: int, amount: int) -> None:
    territories = dict(spent["territories"])
    territories[str(territory_id)] = max(0, territories.get(str(territory_id), 0) + amount)
    row.value = {"total": max(0, spent["total"] + amount), "territories": territories}
    row.updated_at = now()


async def _today(session: AsyncSession) -> tuple[Setting, dict[str, Any]]:
    key = spend_key(now().date())
    empty = {"total": 0, "territories": {}}
    await insert_once(session, Setting, {"key": key, "value": empty, "updated_at": now()})
    row = (await session.exec(select(Setting).where(Setting.key == key).with_for_update())).one()
    return row, {**empty, **row.value}


async def room(session: AsyncSession, territory_id: int, territory_ceiling: int, day_ceiling: int) -> int:
    """What may still be spent on a territory today."""
    row = await session.get(Setting, spend_key(now().date()))
    spent = row.value if row else {}
    here = int(spent.get("territories", {}).get(str(territory_id), 0))
    return max(0, min(territory_ceiling - here, day_ceiling - int(spent.get("total", 0))))


def spend_key(day: dt.date) -> str:
    return f"spend:{day.isoformat()}"


async def spent_on(session: AsyncSession, day: dt.date) -> int:
    """Millionths of a USD spent, or set aside, on a day."""
    row = await session.get(Setting, spend_key(day))
    return int(row.value.get("total", 0)) if row else 0
