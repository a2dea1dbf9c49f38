"""Values that operators change while the system runs: thresholds, limits, the autopilot's switch."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.models import Setting


async def read_preference(session: AsyncSession, key: str, default: Any) -> Any:
    """The stored value, or the default. A dict default is filled up, so new fields appear by themselves."""
    row = await session.get(Setting, key)
    return _filled(row.value, default) if row else default


async def read_preferences(session: AsyncSession, defaults: Mapping[str, Any]) -> dict[str, Any]:
    """The same for several, in one question."""
    found = await session.exec(select(Setting.key, Setting.value).where(col(Setting.key).in_(list(defaults))))
    stored = {key: _filled(value, defaults[key]) for key, value in found.all()}
    return {**defaults, **stored}


def _filled(value: Any, default: Any) -> Any:
    return {**default, **value} if isinstance(default, dict) and isinstance(value, dict) else value


async def write_preference(session: AsyncSession, key: str, value: Any) -> None:
    row = await session.get(Setting, key) or Setting(key=key)
    row.value, row.updated_at = value, now()
    session.add(row)
