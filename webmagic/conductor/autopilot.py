"""The switch, and the limits of a cycle."""

from enum import StrEnum
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts.preferences import read_preference, write_preference
from webmagic.core.ledger import AUTOPILOT, hold_origin, list_holds, resume_origin
from webmagic.core.settings import get_settings
from webmagic.models import Activity

SWITCHED = "autopilot.mode"


class Mode(StrEnum):
    OFF = "off"
    REHEARSAL = "rehearsal"
    ON = "on"


DEFAULT_LIMITS: dict[str, int] = {
    "scrape": 10,
    "qualify": 100,
    "verify": 200,
    "retry_sites": 3,
    "generate": 5,
    "publish": 10,
    "campaigns": 10,
    "retry_messages": 5,
    "send": 20,
}


async def autopilot_mode(session: AsyncSession) -> Mode:
    """On by itself only while every part is local: nothing leaves a fresh machine."""
    settings = get_settings()
    is_local = settings.mail_provider == "mailbox" and settings.payment_provider == "simulator"
    return Mode(await read_preference(session, "autopilot", Mode.ON if is_local else Mode.OFF))


async def set_autopilot_mode(session: AsyncSession, mode: str) -> None:
    """Off holds at this commit: what the autopilot asked for and has not begun waits, and is kept."""
    await write_preference(session, "autopilot", Mode(mode))
    await align_hold(session)


async def align_hold(session: AsyncSession) -> None:
    """The ledger's hold says what the switch says, also when a setting has turned the switch."""
    mode = await autopilot_mode(session)
    is_held = f"origin:{AUTOPILOT}" in await list_holds(session)
    if mode == Mode.ON and is_held:
        await resume_origin(session, AUTOPILOT)
    elif mode != Mode.ON and not is_held:
        await hold_origin(session, AUTOPILOT, f"The autopilot is switched to {mode}.")


async def cycle_limits(session: AsyncSession) -> dict[str, int]:
    return await read_preference(session, "cycle_limits", DEFAULT_LIMITS)


async def set_cycle_limits(session: AsyncSession, limits: dict[str, Any]) -> None:
    known = {key: max(0, int(limits[key])) for key in DEFAULT_LIMITS if key in limits}
    await write_preference(session, "cycle_limits", known)


async def autopilot_switched(session: AsyncSession) -> Activity | None:
    """Who turned the switch last, and when; None while nobody has."""
    found = await session.exec(
        select(Activity).where(Activity.kind == SWITCHED).order_by(col(Activity.id).desc()).limit(1)
    )
    return found.first()
