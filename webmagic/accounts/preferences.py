"""Values that operators change while the system runs: thresholds, limits, the autopilot's switch."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.models import Setting


async def read_preference(session: AsyncSession, key: str, default: Any) -> Any:
    """The stored value, or the default. A dict default is filled up, so new fields appear by themselves."""
    row = await session.get(Setting, key)
    if row is None:
        return default
    if isinstance(default, dict) and isinstance(row.value, dict):
        return {**default, **row.value}
    return row.value


async def write_preference(session: AsyncSession, key: str, value: Any) -> None:
    row = await session.get(Setting, key) or Setting(key=key)
    row.value, row.updated_at = value, now()
    session.add(row)
