"""What a report means for the letter, the address and the campaign."""

import re
from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts import record
from webmagic.core.security import digest
from webmagic.models import EventKind, Message, MessageEvent
from webmagic.pitcher.optout import leave_alone
from webmagic.pitcher.reports.reading import Report, read_reports
from webmagic.pitcher.stages import stop_campaign
from webmagic.pitcher.suppression import suppress
from webmagic.pitcher.tracking import Hit, keep_hits

SOFT_LIMIT = 3
NOBODY = "No message of ours has this provider id."
_KEY = re.compile(r"message-(\d{1,18})-[0-9a-f]{12}")


async def take_report(session: AsyncSession, payload: dict[str, Any], delivery_id: str) -> str:
    """Apply one event of Resend's. Returns a sentence when there was nothing to apply it to. A second
    time under the same `delivery_id` changes nothing."""
    said = [await apply(session, "resend", one) for one in read_reports("resend", delivery_id, payload)]
    return said[0] if said else ""


async def apply(session: AsyncSession, provider: str, report: Report) -> str:
    """Returns a sentence when no letter of ours is meant. Applied again, it changes nothing."""
    message = await _find(session, provider, report)
    if message is None or message.id is None:
        return NOBODY
    if report.kind in (EventKind.OPEN, EventKind.CLICK):
        return await _keep_hit(session, message, provider, report)
    if await _is_known(session, message, report.id):
        return ""
    kept = {"delivery": report.id, "report": _short(report.data), "is_hard": report.is_hard}
    session.add(MessageEvent(message_id=message.id, kind=report.kind, data=kept, at=report.at))
    await session.flush()
    await _draw_consequences(session, message, report)
    return ""


async def _draw_consequences(session: AsyncSession, message: Message, report: Report) -> None:
    if report.kind == EventKind.COMPLAINT:
        await _close(session, message, "complaint", "They marked the letter as spam.")
    elif report.kind == EventKind.UNSUBSCRIBE:
        await _close(session, message, "unsubscribed", "They unsubscribed at the mail provider.")
    elif report.kind == EventKind.BOUNCE and (report.is_hard or await _is_third(session, message)):
        await _bounced(session, message)


async def _find(session: AsyncSession, provider: str, report: Report) -> Message | None:
    """By our own key first: a report may overtake the answer that tells us the provider's id."""
    if found := _KEY.fullmatch(report.key):
        message = await session.get(Message, int(found[1]), with_for_update=True)
        if message is not None and key_of(message) == report.key:
            return message
    if not report.provider_id:
        return None
    statement = select(Message).where(Message.provider == provider, Message.provider_id == report.provider_id)
    return (await session.exec(statement.with_for_update())).first()


def key_of(message: Message) -> str:
    """The letter's idempotency key, which goes out in its tags and its Message-ID."""
    return f"message-{message.id}-{digest(f'message:{message.id}:{message.created_at.isoformat()}')[:12]}"


async def _is_known(session: AsyncSession, message: Message, report_id: str) -> bool:
    events = await session.exec(select(MessageEvent).where(MessageEvent.message_id == message.id))
    return any(event.data.get("delivery") == report_id for event in events.all())


async def _keep_hit(session: AsyncSession, message: Message, provider: str, report: Report) -> str:
    """A provider that counts itself sees no headers and no landing page; the judge knows that."""
    hit = Hit(
        message_id=message.id or 0,
        kind=str(report.kind),
        user_agent=report.user_agent,
        address=report.address,
        target="provider",
        evidence={"told_by": provider},
        at=report.at,
    )
    await keep_hits(session, [hit])
    return ""


async def _is_third(session: AsyncSession, message: Message) -> bool:
    """The third soft bounce of an address counts as a hard one."""
    events = await session.exec(
        select(MessageEvent.id)
        .join(Message, Message.id == MessageEvent.message_id)  # type: ignore[arg-type]
        .where(Message.to_email == message.to_email, MessageEvent.kind == EventKind.BOUNCE)
    )
    return len(events.all()) >= SOFT_LIMIT


async def _close(session: AsyncSession, message: Message, reason: str, sentence: str) -> None:
    await suppress(session, message.to_email, reason=reason, channel="provider", message_id=message.id)
    if message.business_id:
        await leave_alone(session, message.business_id, sentence)


async def _bounced(session: AsyncSession, message: Message) -> None:
    await suppress(session, message.to_email, reason="bounce", channel="provider", message_id=message.id)
    if message.business_id:
        await stop_campaign(session, message.business_id, "The address does not exist.")
        await record(session, "campaign.bounced", "The letter bounced: no such address", message.business_id)


def _short(data: dict[str, Any]) -> dict[str, Any]:
    """Without what the letter itself holds already."""
    return {name: value for name, value in data.items() if name not in ("html", "text", "headers")}
