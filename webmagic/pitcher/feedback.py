"""What the mail provider reports: delivered, bounced, complained."""

from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts import record
from webmagic.models import EventKind, Message, MessageEvent
from webmagic.pitcher.optout import leave_alone
from webmagic.pitcher.stages import stop_campaign
from webmagic.pitcher.suppression import suppress

KINDS = {
    "email.delivered": EventKind.DELIVERED,
    "email.bounced": EventKind.BOUNCE,
    "email.complained": EventKind.COMPLAINT,
    "email.suppressed": EventKind.BOUNCE,
}
SOFT_LIMIT = 3


async def take_report(session: AsyncSession, report: dict[str, Any], delivery_id: str) -> str:
    """Apply one Resend event. Returns a sentence when there was nothing to apply it to. A second
    time under the same `delivery_id` changes nothing."""
    kind = KINDS.get(str(report.get("type", "")))
    data = report.get("data")
    if kind is None or not isinstance(data, dict):
        return ""
    found = await session.exec(
        select(Message).where(
            Message.provider == "resend", Message.provider_id == str(data.get("email_id", "-"))
        )
    )
    message = found.first()
    if message is None:
        return "No message of ours has this provider id."
    if await _is_known(session, message, delivery_id):
        return ""
    kept = {"delivery": delivery_id, "report": data}
    session.add(MessageEvent(message_id=message.id or 0, kind=kind, data=kept))
    await session.flush()
    if kind == EventKind.COMPLAINT:
        await _complained(session, message)
    elif kind == EventKind.BOUNCE and await _is_for_good(session, message, report["type"], data):
        await _bounced(session, message)
    return ""


async def _is_known(session: AsyncSession, message: Message, delivery_id: str) -> bool:
    events = await session.exec(select(MessageEvent).where(MessageEvent.message_id == message.id))
    return any(event.data.get("delivery") == delivery_id for event in events.all())


async def _is_for_good(session: AsyncSession, message: Message, kind: str, data: dict[str, Any]) -> bool:
    """A hard bounce, a provider that refuses the address, or the third soft one. Old events carry no
    type; their text calls a hard bounce by name."""
    found = data.get("bounce")
    bounce: dict[str, Any] = found if isinstance(found, dict) else {}
    if kind == "email.suppressed" or bounce.get("type") == "Permanent":
        return True
    if "type" not in bounce and "hard bounce" in str(bounce.get("message", "")):
        return True
    events = await session.exec(
        select(MessageEvent.id)
        .join(Message, Message.id == MessageEvent.message_id)  # type: ignore[arg-type]
        .where(Message.to_email == message.to_email, MessageEvent.kind == EventKind.BOUNCE)
    )
    return len(events.all()) >= SOFT_LIMIT


async def _complained(session: AsyncSession, message: Message) -> None:
    await suppress(session, message.to_email, reason="complaint", channel="provider", message_id=message.id)
    if message.business_id:
        await leave_alone(session, message.business_id, "They marked the letter as spam.")


async def _bounced(session: AsyncSession, message: Message) -> None:
    await suppress(session, message.to_email, reason="bounce", channel="provider", message_id=message.id)
    if message.business_id:
        await stop_campaign(session, message.business_id, "The address does not exist.")
        await record(session, "campaign.bounced", "The letter bounced: no such address", message.business_id)
